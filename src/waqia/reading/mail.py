"""E-mail: its text or, without one, its HTML part, and its attachments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any, cast

from waqia.model import Finding, phrase
from waqia.reading.decoding import cut_finding, storable
from waqia.reading.document import Document
from waqia.reading.drafting import Draft
from waqia.reading.interrupting import within
from waqia.reading.limits import Limits
from waqia.reading.plain_text import read_plain_text

_LONGEST_HEADER = 2_000
_PART = re.compile(rb"^--", re.M)


class _Policy(policy.EmailPolicy):
    """Headers are read up to a length: taking them apart is costly and a mail may hold many."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The value of a header."""
        try:
            return super().header_fetch_parse(name, value[:_LONGEST_HEADER])
        except RecursionError:  # brackets within brackets
            return super().header_fetch_parse(name, "")


_POLICY = _Policy()


@dataclass(slots=True)
class _Mail:
    """What an e-mail holds: its text, its HTML part, its files by name, and what it says of itself.

    `defect` names what is wrong with it, if anything is.
    """

    plain: EmailMessage | None
    page: EmailMessage | None
    files: list[tuple[str, EmailMessage]]
    title: str | None
    published: date | None
    defect: str | None


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
    cut = next(islice(_PART.finditer(data), limits.parts, None), None)
    try:
        with within(limits.seconds):
            mail = _taken_apart(data[: cut.start()] if cut else data)
    except (TimeoutError, RecursionError) as error:
        why = phrase("its parts lie too deep in one another")
        if isinstance(error, TimeoutError):
            why = phrase(f"it took more than {limits.seconds:,.0f} seconds")
        finding = Finding("document-stopped", f"{name} was given up: {why}.", name, found=why)
        return Draft(findings=[finding]), []
    if mail.plain is not None and (said := _payload(mail.plain)).strip():
        draft = read_plain_text(said, name, limits, _charset(mail.plain))
    elif mail.page is not None:
        draft = html(_payload(mail.page), name, limits)
    else:
        draft = Draft(findings=[Finding("document-empty", f"{name} holds no text.", name)])
    draft.title = mail.title or draft.title
    draft.published = mail.published or draft.published
    draft.reader = f"mail, {draft.reader}" if draft.reader else "mail"
    if mail.defect and not draft.text:
        draft.findings.append(
            Finding("document-damaged", f"{name}: {mail.defect}.", name, found=mail.defect)
        )
    if cut:
        draft.findings.append(cut_finding(name, phrase(f"the first {limits.parts:,} parts")))
    if len(mail.files) > limits.attachments:
        left_out = len(mail.files) - limits.attachments
        draft.findings.append(
            Finding("document-cut", f"{name}: {left_out} attachments were left out.", name,
                    expected=f"{limits.attachments} attachments")
        )  # fmt: skip
    files = mail.files[: limits.attachments]
    return draft, [attached(_payload(part), f"{name}/{said}") for said, part in files]


def _taken_apart(data: bytes) -> _Mail:
    message = cast("EmailMessage", message_from_bytes(data, policy=_POLICY))
    parts = list(_parts(message))
    plain, page = _first(parts, "text/plain"), _first(parts, "text/html")
    files = [part for part in parts if _is_attached(part) and part not in (plain, page)]
    sent = _sent(message)
    return _Mail(
        plain,
        page,
        [(_filename(part) or f"attachment {n}", part) for n, part in enumerate(files, start=1)],
        _header(message, "subject"),
        sent.date() if sent else None,
        type(message.defects[0]).__name__ if message.defects else None,
    )


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
        try:
            return first.as_bytes() if isinstance(first, EmailMessage) else b""
        except Exception:  # the library raises anything where headers are malformed
            return b""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _charset(part: EmailMessage) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


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
