"""What a file is, by its content first and its name second."""

from __future__ import annotations

import re
from pathlib import PurePath

_MAGIC = (
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"SQLite format 3", "application/vnd.sqlite3"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90", "application/x-executable"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"RIFF", "application/x-riff"),
)
PDF = "application/pdf"
HTML = "text/html"
MAIL = "message/rfc822"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIXES = {
    PDF: (".pdf",),
    HTML: (".html", ".htm", ".xhtml", ".asp", ".aspx", ".php"),
    DOCX: (".docx", ".docm"),
    MAIL: (".eml", ".mht", ".mhtml"),
    "text/markdown": (".md", ".markdown"),
    "text/plain": (".txt", ".text", ".log", ".tsv", ".csv", ".rst", ""),
}
_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*){0,4}<(?:!doctype\s+html|html|head|body|table|div|meta|article)\b",
    re.I | re.S,
)
_HEADER = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|received|mime-version|return-path|delivered-to|reply-to"
    rb"|x-[\w-]+|content-[\w-]+|user-agent|dkim-signature|in-reply-to|references|sender|list-[\w-]+):",
    re.I,
)  # fmt: skip
_HEAD = 4096


def media_type(head: bytes, name: str = "") -> str:
    """The media type of a file by its first bytes (4,096 are enough) and its name.

    `application/octet-stream` where it is none of those that are known.
    """
    head = head[:_HEAD]
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        wordy = b"word/" in head or b"[Content_Types]" in head or suffix in SUFFIXES[DOCX]
        spread = b"xl/" in head or b"ppt/" in head or suffix in (".xlsx", ".pptx")
        return DOCX if wordy and not spread else "application/zip"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    bare = head.removeprefix(b"\xef\xbb\xbf")
    wide = bare.replace(b"\x00", b"") if bare.startswith((b"\xff\xfe", b"\xfe\xff")) else bare
    if _HTML.match(wide.lstrip(b"\xff\xfe")):
        return HTML
    lines = wide.split(b"\n", 12)
    if sum(bool(_HEADER.match(line)) for line in lines[:12]) >= 2 and _HEADER.match(lines[0]):
        return MAIL
    if _binary(bare):
        return "application/octet-stream"
    if suffix in SUFFIXES[HTML] and re.search(rb"</?(?:p|div|br|table|span|h\d)\b", wide, re.I):
        return HTML
    return "text/markdown" if suffix in SUFFIXES["text/markdown"] else "text/plain"


def fits_name(kind: str, name: str) -> bool:
    """Whether a file of a kind may be called so: a name that says nothing fits all of them."""
    suffix = PurePath(name).suffix.lower()
    known = {s for suffixes in SUFFIXES.values() for s in suffixes if s}
    return suffix not in known or kind not in SUFFIXES or suffix in SUFFIXES[kind] or (
        kind.startswith("text/") and suffix in (*SUFFIXES["text/plain"], *SUFFIXES["text/markdown"])
        and kind != HTML
    )  # fmt: skip


def _binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = head.count(0)
    if zeros > len(head) * 0.2:
        even, odd = head[::2].count(0), head[1::2].count(0)
        return min(even, odd) * 4 > max(even, odd)
    controls = sum(head.count(byte) for byte in range(1, 32) if byte not in (9, 10, 11, 12, 13, 27))
    return controls > max(8, len(head) * 0.02)
