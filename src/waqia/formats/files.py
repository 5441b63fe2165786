"""Looking at a file before it is read: what it is, how it is encoded, what its header says."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from waqia.model import InputError

_CHUNK = 1 << 22
_SAMPLE = 1 << 18
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"%PDF": "a PDF document",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"SQLite format 3": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file; save it as .xlsx or .csv",
    b"\x7fELF": "a program",
}
_KINDS = "CSV, TSV, XLSX, JSONL or Parquet"
_NOT_C1 = bytes(byte for byte in range(256) if not 0x80 <= byte < 0xA0)
_NOT_IN_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_ENCODINGS = ["cp1252", "latin_1", "cp1256", "cp1250", "cp1251", "iso8859_6"]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file is: its `kind`, SHA-256, size in bytes and, for text, its encoding."""

    path: Path
    kind: str
    sha256: str
    size: int
    encoding: str = "utf-8"


def look_at(path: str | Path, encoding: str | None = None) -> Looked:
    """Find out what a file is, by its content first and its name second.

    Raises:
        InputError: it is absent, empty, a folder, unreadable, or not a table.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            head = file.read(_SAMPLE)
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; check the name.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; expected a {_KINDS} file.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise InputError(f"{path} is empty; expected a table with a header ({_KINDS}).")
    kind = _kind(path, head)
    if kind in ("parquet", "xlsx"):
        return Looked(path, kind, _sha256(path), path.stat().st_size)
    sha256, found = _encoding(path, head, encoding)
    return Looked(path, kind, sha256, path.stat().st_size, found)


def _kind(path: Path, head: bytes) -> str:
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise InputError(f"{path} is {what}; expected {_KINDS}.")
    suffix = path.suffix.lower()
    if head.startswith(b"PAR1") or suffix == ".parquet":
        if not head.startswith(b"PAR1"):
            raise InputError(f"{path} is called Parquet but is not; expected Parquet.")
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        if b"xl/" in head or b"[Content_Types]" in head or suffix == ".xlsx":
            return "xlsx"
        raise InputError(f"{path} is a zip archive; unpack it first.")
    if suffix == ".xlsx":
        raise InputError(f"{path} is called XLSX but is not a workbook; expected XLSX.")
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and _binary(head):
        raise InputError(f"{path} is a binary file; expected {_KINDS}.")
    if suffix == ".json" and head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"["):
        raise InputError(f"{path} is one JSON array; expected JSONL, one object a line.")
    if suffix in (".jsonl", ".ndjson") or head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b'{"'):
        return "jsonl"
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"<!DOCTYPE", b"<html", b"<?xml")):
        raise InputError(f"{path} is a web page or XML; expected {_KINDS}.")
    return "csv"


def _binary(head: bytes) -> bool:
    zeros = head.count(0)
    if zeros and zeros < len(head) * 0.2:
        return True
    controls = sum(head.count(byte) for byte in range(1, 32) if byte not in (9, 10, 12, 13, 27))
    return controls > max(16, len(head) * 0.1)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _encoding(path: Path, head: bytes, stated: str | None) -> tuple[str, str]:
    """The SHA-256 and the encoding: as stated, by byte order mark, UTF-8, or guessed."""
    if stated:
        try:
            codecs.lookup(stated)
        except LookupError as error:
            raise InputError(f"{path}: there is no encoding called {stated!r}.") from error
        return _sha256(path), stated
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sha256(path), "utf-16"
    if head.count(0) > len(head) * 0.2:
        return _sha256(path), "utf-16-le" if head[1] == 0 else "utf-16-be"
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    broken: bytes | None = None
    controls: set[int] = set()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            controls.update(chunk.translate(None, _NOT_C1))
            if broken is None:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    broken = chunk[max(error.start - _SAMPLE, 0) : error.start + _SAMPLE]
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            broken = broken or head
    if broken is None:
        return digest.hexdigest(), "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    return digest.hexdigest(), _guess(broken, controls)


def _guess(sample: bytes, controls: set[int]) -> str:
    """The encoding of a file that is not UTF-8; `controls` are its bytes from 80 to 9F."""
    from charset_normalizer import from_bytes

    # Latin letters with accents and typographic quotes look alike in many code pages; only where
    # the bytes are mostly not ASCII does guessing another alphabet beat the common Western one.
    if sum(byte > 127 for byte in sample) < len(sample) * 0.3:
        return "cp1252" if controls and not controls & _NOT_IN_CP1252 else "latin-1"
    best = from_bytes(sample, cp_isolation=_ENCODINGS).best()
    return best.encoding if best else "latin-1"


def as_utf8(looked: Looked, folder: Path) -> Path:
    """The file itself where it is UTF-8 already, else a copy in UTF-8 in a folder, streamed.

    A file whose lines end in a carriage return alone is copied too, with line feeds.

    Raises:
        InputError: the bytes do not fit the encoding.
    """
    with looked.path.open("rb") as file:
        head = file.read(_SAMPLE)
    only_returns = b"\r" in head and b"\n" not in head
    if looked.encoding in ("utf-8", "utf-8-sig") and not only_returns:
        return looked.path
    copy = folder / f"{looked.sha256[:16]}.utf8"
    try:
        with (
            looked.path.open(
                encoding=looked.encoding, newline=None if only_returns else ""
            ) as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while chunk := source.read(_CHUNK):
                target.write(chunk)
    except UnicodeError as error:
        start = getattr(error, "start", None)  # UTF-16 without its mark has none
        why = str(error) if start is None else f"byte {start} cannot be read"
        raise InputError(
            f"{looked.path} is not {looked.encoding}: {why}; "
            "state the right encoding under read.encoding in the mapping."
        ) from error
    return copy


def header_of(path: Path, shown: Path, delimiter: str | None) -> tuple[list[str], str]:
    """The column names of a delimited UTF-8 file and its delimiter.

    Raises:
        InputError: there is no header, or a name occurs twice.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(_SAMPLE)
    if not delimiter:
        bare = "".join(part for part in sample.lstrip().split('"')[::2])
        counts = Counter(bare.splitlines()[0] if bare.splitlines() else "")
        delimiter = max(",;\t|", key=lambda mark: counts[mark])
    csv.field_size_limit(_SAMPLE)
    try:
        first = next(
            (row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row), []
        )
    except csv.Error as error:
        raise InputError(f"{shown}: the header cannot be read as CSV: {error}.") from error
    return named(first, shown), delimiter


def named(cells: list[str], shown: Path) -> list[str]:
    """Column names from header cells; an empty cell is called `(column N)`.

    Raises:
        InputError: all are empty, or a name occurs twice.
    """
    names = [cell.strip() or f"(column {index})" for index, cell in enumerate(cells, start=1)]
    if not any(cell.strip() for cell in cells):
        raise InputError(f"{shown} has no header; expected column names in the first row.")
    folded = Counter(name.lower() for name in names)
    if doubled := [name for name in names if folded[name.lower()] > 1]:
        twice = ", ".join(sorted(set(doubled)))
        raise InputError(
            f"{shown}: the header names a column twice: {twice}; expected "
            "every column once; rename or remove one of them."
        )
    return names
