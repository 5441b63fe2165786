"""E-mail: its text or, without one, its HTML part, and its attachments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice

from waqia.model import Finding
from waqia.reading.decoding import decode, storable, text_findings
from waqia.reading.document import Document
from waqia.reading.drafting import Draft
from waqia.reading.limits import Limits
from waqia.reading.outline import outline

_MOST_PARTS = 1000


def read_mail(
    data: bytes,
    name: str,
    limits: Limits,
    html: Callable[[bytes, str, Limits], Draft],
    attached: Callable[[bytes, str], Document],
) -> tuple[Draft, list[Document]]:
    """The draft of an e-mail, titled by its subject and dated by its header, and its attachments.

    `html` reads its HTML part, where it has no plain text; `attached` reads an attachment.
    """
    message = message_from_bytes(data, policy=policy.default)
    parts = list(islice(_parts(message), _MOST_PARTS))
    plain = _first(parts, "text/plain")
    page = _first(parts, "text/html")
    if plain is not None and _payload(plain).strip():
        draft = _read_plain(plain, name, limits)
    elif page is not None:
        draft = html(_payload(page), name, limits)
    else:
        draft = Draft(findings=[Finding("document-empty", f"{name} holds no text.", name)])
    draft.title = _header(message, "subject") or draft.title
    sent = _sent(message)
    draft.published = sent.date() if sent else draft.published
    draft.reader = f"mail, {draft.reader}" if draft.reader else "mail"
    if message.defects and not draft.text:
        why = type(message.defects[0]).__name__
        draft.findings.append(Finding("document-damaged", f"{name}: {why}.", name, found=why))
    files = [part for part in parts if _is_attached(part) and part not in (plain, page)]
    if len(files) > limits.attachments:
        message_ = f"{name}: {len(files) - limits.attachments} attachments were left out."
        draft.findings.append(
            Finding("document-cut", message_, name, expected=f"{limits.attachments} attachments")
        )
    documents = []
    for number, part in enumerate(files[: limits.attachments], start=1):
        said = _filename(part) or f"attachment {number}"
        documents.append(attached(_payload(part), f"{name}/{said}"))
    return draft, documents


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of an e-mail; those of e-mails that are attached to it are theirs."""
    inner = message.get_payload() if message.is_multipart() else None
    if not isinstance(inner, list) or message.get_content_type() == "message/rfc822":
        yield message
        return
    for part in inner:
        if isinstance(part, EmailMessage):
            yield from _parts(part)


def _first(parts: list[EmailMessage], kind: str) -> EmailMessage | None:
    """The first part of a kind that is not attached as a file."""
    return next((p for p in parts if p.get_content_type() == kind and not _is_attached(p)), None)


def _is_attached(part: EmailMessage) -> bool:
    if part.get_content_type() == "message/rfc822":
        return True
    if part.is_multipart():
        return False
    return part.get_content_disposition() == "attachment" or _filename(part) is not None


def _filename(part: EmailMessage) -> str | None:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None
    return re.sub(r"[\x00-\x1f/\\]", "_", name) if name else None


def _payload(part: EmailMessage) -> bytes:
    """The bytes of a part, however it was transferred."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, EmailMessage) else b""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _read_plain(part: EmailMessage, name: str, limits: Limits) -> Draft:
    data = _payload(part)
    try:
        stated = part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        stated = None
    text, encoding = decode(data, stated)
    text, replaced = storable(text[: limits.characters])
    draft = outline(text)
    draft.reader = "text"
    if encoding == stated:  # it says so itself; nothing was guessed
        encoding = "utf-8"
    draft.findings += text_findings(text, name, replaced, encoding)
    return draft


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        said = " ".join(str(message.get(name) or "").split())
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None
    return storable(said)[0] or None


def _sent(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "date") or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
