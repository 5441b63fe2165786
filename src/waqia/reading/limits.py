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
        lines: of a plain text, or paragraphs and rows of tables of another document.
        cells: of all its tables.
        pages: of a PDF whose text is read.
        table_pages: of a PDF that are searched for ruled tables, which takes 0.1 s a page.
        seconds: that a PDF, an HTML page, a DOCX or the parts of an e-mail may take.
        memory: bytes of address space of the process that reads PDF, HTML and DOCX (where the
            system can limit it).
        parts: of an e-mail that are looked at.
        attachments: of an e-mail that are read.
        depth: of e-mails within e-mails.
    """

    size: int = 500_000_000
    markup: int = 20_000_000
    characters: int = 20_000_000
    lines: int = 500_000
    cells: int = 500_000
    pages: int = 5_000
    table_pages: int = 200
    seconds: float = 120.0
    memory: int = 2_000_000_000
    parts: int = 5_000
    attachments: int = 50
    depth: int = 3
