"""How much of a document is read, and how much time and memory it may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document; what lies beyond them is left out and reported.

    Attributes:
        size: bytes of a file; a larger one is not opened.
        markup: bytes of HTML or of one part of a DOCX, unpacked, that are parsed.
        characters: of the stored text.
        pages: of a PDF whose text is read.
        table_pages: of a PDF that are searched for ruled tables, which takes 0.1 s a page.
        seconds: that a PDF or an HTML page may take.
        memory: bytes of address space of the process that reads PDF and HTML (where the system
            can limit it).
        attachments: of an e-mail that are read.
        depth: of e-mails within e-mails.
    """

    size: int = 500_000_000
    markup: int = 20_000_000
    characters: int = 20_000_000
    pages: int = 5_000
    table_pages: int = 200
    seconds: float = 120.0
    memory: int = 2_000_000_000
    attachments: int = 50
    depth: int = 3
