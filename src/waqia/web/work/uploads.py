"""Files that people drop: how many and how large, of what kind by their content, called how."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from waqia.model import WaqiaError
from waqia.reading import media_type

FILE = 25_000_000
"""Bytes of one file."""
REQUEST = 100_000_000
"""Bytes of a request with all its files."""
FILES = 20
"""Files of one request."""

READ = {
    "application/pdf": "PDF",
    "text/html": "HTML",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "message/rfc822": "e-mail",
    "text/plain": "text",
    "text/markdown": "Markdown",
}
"""Media types that are read, with their names."""

_HEAD = 4096
_UNPACKED = 200_000_000
"""Bytes that a DOCX may have unpacked."""
_PARTS = 5_000
"""Parts that a DOCX may be packed of."""
_ENCRYPTED_PART = 0x1
_PACKED = b"PK\x03\x04"
_ARCHIVES = (
    "application/zip", "application/gzip", "application/vnd.rar", "application/x-7z-compressed",
)  # fmt: skip
_OF_OFFICE = {"[Content_Types].xml", "mimetype"}
"""Parts that spreadsheets, slides and books have, and plain archives have not."""
_NAME = 120
"""Characters of a name that are kept."""
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_PROGRAMS = (
    b"#!", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
    b"\x00asm", b"dex\n",
)  # fmt: skip
"""How programs begin, besides those that `media_type` knows."""

_TOO_MANY = "%(found)s files are too many at once; drop at most %(most)s."
_ALL_TOO_LARGE = "The files have %(found)s MB together; at most %(most)s MB are taken at once."
_TOO_LARGE = "%(name)s has %(found)s MB; files up to %(most)s MB are taken. Divide it."
_EMPTY = "%(name)s is empty."
_PICTURE = (
    "%(name)s is a picture, and words in pictures are not read; drop the text, or a PDF that has "
    "been through text recognition."
)
_PROGRAM = "%(name)s is a program; drop a PDF, a web page, a DOCX, an e-mail or a text."
_ARCHIVE = "%(name)s is an archive; unpack it and drop the documents that are in it."
_OLD_OFFICE = (
    "%(name)s is an old Word file or one that is locked with a password; save it as a DOCX "
    "without a password, or as a PDF."
)
_LOCKED = "%(name)s is locked with a password; save it without one."
_BOMB = "%(name)s would unpack to more than is read; save it as a PDF or as text."
_DAMAGED = "%(name)s is damaged and cannot be opened; save it once more, or as a PDF."
_OTHER = "%(name)s is none of the kinds that are read: PDF, HTML, DOCX, e-mail, text."


class RefusedError(WaqiaError):
    """A file that is not taken; its text says why, and what to do.

    `message` is the text with places for `values`, so that it can be translated.
    """

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message % values)
        self.message = message
        self.values: Mapping[str, Any] = values


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be read: how it is called for people, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def accepted(files: Iterable[tuple[str, BinaryIO]]) -> list[Upload]:
    """The files of a request, each by the name that it was sent with; all of them or none.

    What a file is follows from its bytes; nothing is unpacked.

    Raises:
        RefusedError: they are too many or too large, or one is nothing that is read.
    """
    given = list(files)
    if len(given) > FILES:
        raise RefusedError(_TOO_MANY, found=len(given), most=FILES)
    sizes = [_size(file) for _, file in given]
    if sum(sizes) > REQUEST:
        raise RefusedError(_ALL_TOO_LARGE, found=_megabytes(sum(sizes)), most=_megabytes(REQUEST))
    checked = [
        (clean_name(name), file, size) for (name, file), size in zip(given, sizes, strict=True)
    ]
    kinds = [_kind(name, file, size) for name, file, size in checked]
    return [
        Upload(name, kind, file.read())
        for (name, file, _), kind in zip(checked, kinds, strict=True)
    ]


def clean_name(name: str) -> str:
    """A name for people to know a file by, of what a browser calls it; never a path.

    Folders, and signs that nobody sees or that turn the direction of writing, are left out.
    """
    bare = _UNSEEN.sub("", unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]))
    bare = " ".join(bare.split()).strip(". ")
    if len(bare) > _NAME:
        stem, dot, suffix = bare.rpartition(".")
        kept = f"{dot}{suffix}" if stem and len(suffix) <= 8 else ""
        bare = bare[: _NAME - len(kept) - 1].rstrip() + "…" + kept
    return bare or "document"


def _size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _kind(name: str, file: BinaryIO, size: int) -> str:
    """The media type of a file that can be read.

    Raises:
        RefusedError: it is too large or nothing that is read.
    """
    if size > FILE:
        raise RefusedError(_TOO_LARGE, name=name, found=_megabytes(size), most=_megabytes(FILE))
    head = file.read(_HEAD)
    file.seek(0)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise RefusedError(_EMPTY, name=name)
    kind = media_type(head, name)
    if head.startswith(_PROGRAMS) or kind == "application/x-executable":
        raise RefusedError(_PROGRAM, name=name)
    if kind.startswith("image/"):
        raise RefusedError(_PICTURE, name=name)
    if kind == "application/x-ole-storage":
        raise RefusedError(_OLD_OFFICE, name=name)
    if head.startswith(_PACKED):
        _check_packed(name, file)
    elif kind in _ARCHIVES:
        raise RefusedError(_ARCHIVE, name=name)
    elif kind not in READ:
        raise RefusedError(_OTHER, name=name)
    return kind


def _check_packed(name: str, file: BinaryIO) -> None:
    """Let a packed file pass whose list of parts says that it unpacks to something bounded.

    The list may lie: how much is unpacked in truth is bounded where it is read.

    Raises:
        RefusedError: it is locked, damaged, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise RefusedError(_DAMAGED, name=name) from error
    finally:
        file.seek(0)
    if any(part.flag_bits & _ENCRYPTED_PART for part in parts):
        raise RefusedError(_LOCKED, name=name)
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise RefusedError(_BOMB, name=name)
    names = {part.filename for part in parts}
    if not any(one.startswith("word/") for one in names):
        raise RefusedError(_OTHER if names & _OF_OFFICE else _ARCHIVE, name=name)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}".removesuffix(".0")
