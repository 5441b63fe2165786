"""A document that was read: one text that never changes, and what was found in it, by offsets.

Offsets are half-open and count characters (code points) of `Document.text`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from waqia.model import Finding

Span = tuple[int, int]
BlockKind = Literal[
    "heading", "paragraph", "item", "caption", "table", "footnote", "header", "contents"
]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the document is divided; `number` counts from 1."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one purpose.

    `header` is a line that comes again on many pages, or a page number; `contents` a line of a
    table of contents. `level` is the depth of a heading or item, 1 the highest; None where the
    document does not show it. `continues` says that a page break, a note or a table stands
    between this and the earlier block of its kind whose sentence it goes on with. `page` is the
    page it begins on.
    """

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    level: int | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, its row and column counted from 0, headers included.

    `text` is what stands at `spans`, one space between two of them: a cell of several lines has
    one span a line. An empty cell has one empty span. `markers` are the footnotes cited in it,
    whose marks are not part of `text`; `width` is the number of columns it stretches over.
    """

    row: int
    column: int
    text: str
    spans: tuple[Span, ...]
    markers: tuple[str, ...] = ()
    width: int = 1

    @property
    def start(self) -> int:
        """Where its first character stands."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last character ends; with several spans other cells may lie between."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows × columns of cells, of which the first `header_rows` rows are its head.

    `cells` are in order of row and column; a place that a wide cell covers has none. `notes` are
    positions in `Document.footnotes` of the notes cited in it or its caption; `remarks` the lines
    below it that begin with "Source" or "Note". `doubts` say, in words, why it may not have been
    read as it was printed; an empty tuple means that nothing speaks against it.
    """

    start: int
    end: int
    rows: int
    columns: int
    header_rows: int
    cells: tuple[Cell, ...]
    caption: Span | None = None
    notes: tuple[int, ...] = ()
    remarks: tuple[Span, ...] = ()
    doubts: tuple[str, ...] = ()
    page: int | None = None

    def grid(self) -> list[list[Cell | None]]:
        """The cells as rows × columns; a place that a wide cell covers holds that cell again."""
        grid: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for column in range(cell.column, min(cell.column + cell.width, self.columns)):
                grid[cell.row][column] = cell
        return grid

    def names(self) -> tuple[str, ...]:
        """The name of each column: its header cells from the top, ` / ` between them."""
        above: list[dict[str, None]] = [{} for _ in range(self.columns)]
        for cell in self.cells:
            if cell.row >= self.header_rows:
                break
            for column in range(cell.column, min(cell.column + cell.width, self.columns)):
                above[column] |= {cell.text: None} if cell.text else {}
        return tuple(map(" / ".join, above))


@dataclass(frozen=True, slots=True)
class Citation:
    """The mark of a footnote where it is cited; not `sure` where its type was lost.

    In `425308` the note 308 is cited behind the number 425, but raised type no longer shows it.
    """

    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note: its marker, the place of its text without the marker, and where it is cited."""

    marker: str
    start: int
    end: int
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Document:
    """A document as it was read.

    Attributes:
        id: `D-` and the first twelve digits of `sha256`.
        name: the path or name it was read from, for people.
        sha256: of the bytes of the file.
        media_type: by its content, `application/pdf` for example.
        text: the stored text, into which all offsets and every anchor point. For plain text it
            is the file itself, decoded, each NUL and byte that is no character replaced by
            U+FFFD; for other formats it is put together from their parts.
        pages: its pages, in order, without gaps; empty where the format has none.
        blocks: in order, not overlapping; between them stands only white space.
        tables: in order of their first cell.
        footnotes: in order of their text.
        language: ISO 639 code of the language most of it is in; None where it is not known.
        script: ISO 15924 code of the script most of it is in, `Latn` or `Arab` for example.
        title, published: as the document states them; None where it does not.
        findings: what was wrong with the file or could not be read.
        attachments: the attachments of an e-mail, read as documents of their own.
        reader: the reader and the library that took the text from the file.
    """

    id: str
    name: str
    sha256: str
    media_type: str
    text: str
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    language: str | None = None
    script: str | None = None
    title: str | None = None
    published: date | None = None
    findings: tuple[Finding, ...] = ()
    attachments: tuple[Document, ...] = ()
    reader: str = ""

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the stored text in UTF-8, against which an anchor can be checked."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.start for page in self.pages]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def page_at(self, offset: int) -> int | None:
        """The number of the page that holds an offset."""
        found = bisect_right(self._page_starts, offset)
        return self.pages[found - 1].number if found else None

    def block_at(self, offset: int) -> Block | None:
        """The block that holds an offset; None between two blocks."""
        found = bisect_right(self._block_starts, offset)
        block = self.blocks[found - 1] if found else None
        return block if block and offset < block.end else None

    def headings_at(self, offset: int) -> tuple[Block, ...]:
        """The headings above an offset, from the highest: of each level only the last.

        A heading without a level counts as the lowest.
        """
        above: list[Block] = []
        for block in self.blocks[: bisect_right(self._block_starts, offset)]:
            if block.kind == "heading":
                level = block.level or 9
                above = [known for known in above if (known.level or 9) < level]
                above.append(block)
        return tuple(above)

    def all_documents(self) -> Iterator[Document]:
        """The document itself, then its attachments and theirs."""
        yield self
        for attachment in self.attachments:
            yield from attachment.all_documents()
