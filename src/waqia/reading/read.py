"""From a file to a document, whatever the file holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePath

from waqia.model import Finding, InputError, phrase
from waqia.reading.assembling import assemble
from waqia.reading.decoding import cut_finding
from waqia.reading.document import Document
from waqia.reading.drafting import Draft
from waqia.reading.kinds import DOCX, HTML, MAIL, PDF, fits_name, media_type
from waqia.reading.limits import Limits
from waqia.reading.mail import read_mail
from waqia.reading.plain_text import read_plain_text
from waqia.reading.worker import read_apart

_READ = phrase("PDF, HTML, DOCX, e-mail, plain text and Markdown")


def read_document(
    source: str | Path | bytes, *, name: str | None = None, limits: Limits | None = None
) -> Document:
    """Read a document by what its bytes are; its name only settles what they leave open.

    Args:
        source: the path of a file, or its bytes.
        name: what to call it in findings; the path, if it is not given.
        limits: how much is read, in how much time and memory.

    Returns:
        The document. Whatever is wrong with the file stands in `findings`; what could be read of
        it is kept, and a file of which nothing can be read gives a document with an empty text.

    Raises:
        InputError: the file does not exist or may not be opened.
    """
    limits = limits or Limits()
    if isinstance(source, bytes):
        return _read(source, name or "document", limits)
    path = Path(source)
    name = name or str(source)
    try:
        size = path.stat().st_size
        if size > limits.size:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            return _too_large(name, digest, size, limits)
        return _read(path.read_bytes(), name, limits)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"{path} cannot be read: {why}; check the name and its rights.") from error


def read_documents(
    paths: Iterable[str | Path], *, limits: Limits | None = None
) -> Iterator[Document]:
    """Read documents one after the other, in order, keeping none of them in memory.

    A folder stands for all files in it and its folders, in the order of their names, those whose
    names begin with a dot left out. A file that cannot be opened gives a document with an empty
    text and the finding `document-absent`; nothing is raised.
    """
    for path in document_files(paths):
        try:
            yield read_document(path, limits=limits)
        except InputError as error:
            finding = Finding("document-absent", str(error), str(path))
            draft = Draft(findings=[finding])
            yield assemble(
                draft, name=str(path), sha256=_sha256(b""), media_type="application/octet-stream"
            )


def document_files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files that paths stand for, folders walked in the order of names."""
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if not p.name.startswith("."))
            yield from document_files(inside)
        else:
            yield path


def _read(data: bytes, name: str, limits: Limits, depth: int = 0) -> Document:
    digest = _sha256(data)
    if len(data) > limits.size:
        return _too_large(name, digest, len(data), limits)
    kind = media_type(data[:4096], name)
    attachments: list[Document] = []
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        draft = Draft(findings=[Finding("document-empty", f"{name} is empty.", name)])
    elif kind == MAIL:
        draft, attachments = _read_mail(data, name, limits, depth)
    elif kind in _READERS:
        draft = _READERS[kind](data, name, limits)
    else:
        finding = Finding("document-kind", f"{name} is {kind}; read are {_READ}.", name,
                          found=kind, expected=_READ)  # fmt: skip
        draft = Draft(findings=[finding])
    if draft.text and not fits_name(kind, name):
        suffix = PurePath(name).suffix
        draft.findings.append(
            Finding("document-misnamed",
                    f"{name} is {kind}, not what {suffix} says; it was read as what it is.",
                    name, found=kind, expected=suffix)
        )  # fmt: skip
    return assemble(draft, name=name, sha256=digest, media_type=kind, attachments=attachments)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _too_large(name: str, digest: str, size: int, limits: Limits) -> Document:
    finding = Finding(
        "document-too-large",
        f"{name} has {size:,} bytes; files up to {limits.size:,} are read.", name,
        found=f"{size:,}", expected=f"{limits.size:,}",
        action="Divide it, or raise the limit.",
    )  # fmt: skip
    return assemble(
        Draft(findings=[finding]), name=name, sha256=digest, media_type="application/octet-stream"
    )


def _read_mail(data: bytes, name: str, limits: Limits, depth: int) -> tuple[Draft, list[Document]]:
    def attached(inner: bytes, called: str) -> Document:
        return _read(inner, called, limits, depth + 1)

    def html(inner: bytes, called: str, bounds: Limits) -> Draft:
        return read_apart(HTML, inner, called, bounds)

    if depth >= limits.depth:
        return Draft(
            findings=[cut_finding(name, phrase(f"{limits.depth} e-mails within another"))]
        ), []
    return read_mail(data, name, limits, html, attached)


_READERS: dict[str, Callable[[bytes, str, Limits], Draft]] = {
    "text/plain": read_plain_text,
    "text/markdown": read_plain_text,
    PDF: partial(read_apart, PDF),
    HTML: partial(read_apart, HTML),
    DOCX: partial(read_apart, DOCX),
}
