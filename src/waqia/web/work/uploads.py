"""Files that people drop: how many and how large, of what kind by their content, called how."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO, cast

from waqia.model import WaqiaError
from waqia.reading import media_type
from waqia.register import Upload
from waqia.web.work import steps

FILE = 25_000_000
"""Bytes of one file."""
REQUEST = 60_000_000
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
_LIST = 1_000_000
"""Bytes that the list of these parts may have: an object is made of every part that it names."""
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


class RefusedError(WaqiaError):
    """A file that is not taken; its text says why, and what to do."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message % values if values else message)


def accepted(files: Iterable[tuple[str, BinaryIO]]) -> list[Upload]:
    """The files of a request, each by the name that it was sent with; all of them or none.

    What a file is follows from its bytes; nothing is unpacked.

    Raises:
        RefusedError: they are too many or too large, or one is nothing that is read.
    """
    given = list(files)
    if len(given) > FILES:
        raise RefusedError(steps.TOO_MANY, found=len(given), most=FILES)
    sizes = [_size(file) for _, file in given]
    if sum(sizes) > REQUEST:
        raise RefusedError(
            steps.ALL_TOO_LARGE, found=_megabytes(sum(sizes)), most=_megabytes(REQUEST)
        )
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
        raise RefusedError(
            steps.TOO_LARGE, name=name, found=_megabytes(size), most=_megabytes(FILE)
        )
    head = file.read(_HEAD)
    file.seek(0)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise RefusedError(steps.EMPTY, name=name)
    kind = media_type(head, name)
    if head.startswith(_PROGRAMS) or kind == "application/x-executable":
        raise RefusedError(steps.PROGRAM, name=name)
    if kind.startswith("image/"):
        raise RefusedError(steps.PICTURE, name=name)
    if kind == "application/x-ole-storage":
        raise RefusedError(steps.OLD_OFFICE, name=name)
    if head.startswith(_PACKED):
        _check_packed(name, file)
    elif kind in _ARCHIVES:
        raise RefusedError(steps.ARCHIVE, name=name)
    elif kind not in READ:
        raise RefusedError(steps.OTHER, name=name)
    return kind


def _check_packed(name: str, file: BinaryIO) -> None:
    """Let a packed file pass whose list of parts says that it unpacks to something bounded.

    The list may lie: how much is unpacked in truth is bounded where it is read.

    Raises:
        RefusedError: it is locked, damaged, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(cast("BinaryIO", _Listed(name, file))) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise RefusedError(steps.DAMAGED, name=name) from error
    finally:
        file.seek(0)
    if any(part.flag_bits & _ENCRYPTED_PART for part in parts):
        raise RefusedError(steps.LOCKED, name=name)
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise RefusedError(steps.BOMB, name=name)
    names = {part.filename for part in parts}
    if not any(one.startswith("word/") for one in names):
        raise RefusedError(steps.OTHER if names & _OF_OFFICE else steps.ARCHIVE, name=name)


class _Listed:
    """A packed file of which no more is read at once than a list of parts may have."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        """Read from it.

        Raises:
            RefusedError: more is asked for at once, as `zipfile` does of a longer list.
        """
        most = _LIST + 1
        found = self._file.read(min(size, most) if size >= 0 else most)
        if len(found) == most:
            raise RefusedError(steps.BOMB, name=self._name)
        return found


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}".removesuffix(".0")
