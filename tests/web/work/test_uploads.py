"""What is dropped is taken by what its bytes are, and refused with a sentence that says why."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from functools import partial

import pytest

from waqia.web.work import uploads
from waqia.web.work.uploads import RefusedError, accepted, clean_name

TEXT = b"Five people were killed in Mastung on Wednesday, police said.\n"


def take(content: bytes, name: str = "report.pdf") -> str:
    """The media type under which one file is taken."""
    (taken,) = accepted([(name, io.BytesIO(content))])
    assert taken.content == content
    return taken.media_type


def packed(*names: str, size: int = 10) -> bytes:
    """A ZIP with parts of these names, of zeros."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, bytes(size))
    return made.getvalue()


def listing(parts: int) -> bytes:
    """A ZIP that is nothing but a list of parts, of which there are none."""
    entry = struct.pack("<4s42x", b"PK\x01\x02")
    entry = entry[:28] + struct.pack("<H", 1) + entry[30:] + b"a"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) * parts, 30, 0)
    return b"PK\x03\x04" + bytes(26) + entry * parts + end


def locked(content: bytes) -> bytes:
    """A ZIP whose parts say that they are encrypted."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


def said(one: bytes | str) -> str:
    """How a case is called: by what is said of it, as packed bytes hold when they were made."""
    return one if isinstance(one, str) else "bytes"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"<!doctype html><p>Five people", "text/html"),
        (b"From: a@example.org\r\nSubject: s\r\n\r\nFive", "message/rfc822"),
        (TEXT, "text/plain"),
        ("پولیس کے مطابق پانچ افراد ہلاک ہوئے".encode(), "text/plain"),
        (packed("[Content_Types].xml", "word/document.xml"),
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
    ids=said,
)  # fmt: skip
def test_the_content_says_what_a_file_is(content: bytes, kind: str) -> None:
    assert take(content, "picture.png") == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \r\n\x00", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
        (b"MZ\x90\x00" + bytes(50), "is a program"),
        (b"\x7fELF\x02\x01\x01", "is a program"),
        (b"#!/bin/sh\nrm -r /\n", "is a program"),
        (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "is a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "locked with a password"),
        (b"\x1f\x8b\x08\x00" + bytes(9), "is an archive"),
        (packed("a.pdf", "b.pdf"), "is an archive"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "none of the kinds that are read"),
        (packed("word/document.xml")[:60], "is damaged"),
        (locked(packed("word/document.xml")), "is locked with a password"),
        (bytes(range(256)) * 20, "none of the kinds that are read"),
    ],
    ids=said,
)  # fmt: skip
def test_what_is_not_read_is_refused_whatever_it_is_called(content: bytes, why: str) -> None:
    with pytest.raises(RefusedError, match=f"^report.docx .*{why}"):
        take(content, "report.docx")


@pytest.mark.parametrize(
    "bomb",
    [
        partial(packed, "word/document.xml", "word/media/1", size=150_000_000),
        partial(packed, *(f"word/{n}" for n in range(5001)), size=0),
        partial(listing, 30_000),
    ],
)
def test_what_unpacks_to_too_much_is_refused(bomb: Callable[[], bytes]) -> None:
    with pytest.raises(RefusedError, match=r"^report.docx .*unpack to more"):
        take(bomb(), "report.docx")


def test_number_and_size_have_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedError, match="21 files are too many at once; drop at most 20"):
        accepted((f"{n}.txt", io.BytesIO(TEXT)) for n in range(21))
    monkeypatch.setattr(uploads, "FILE", 1_000_000)
    monkeypatch.setattr(uploads, "REQUEST", 1_500_000)
    with pytest.raises(RefusedError, match=r"a.txt has 1.1 MB; files up to 1 MB are taken"):
        accepted([("a.txt", io.BytesIO(b"x" * 1_100_000))])
    with pytest.raises(RefusedError, match="together"):
        accepted([(name, io.BytesIO(b"x" * 900_000)) for name in ("a", "b")])


def test_all_are_taken_or_none() -> None:
    with pytest.raises(RefusedError, match=r"b\.png is a picture"):
        accepted([("a.txt", io.BytesIO(TEXT)), ("b.png", io.BytesIO(b"\x89PNG"))])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\report.pdf", "report.pdf"),
        ("رپورٹ.pdf", "رپورٹ.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("..", "document"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 115 + "….pdf"),
    ],
)
def test_a_name_is_for_people_and_never_a_path(given: str, kept: str) -> None:
    assert clean_name(given) == kept
