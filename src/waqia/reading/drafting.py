"""What a reader hands over before tables, notes and captions are tied to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from waqia.model import Finding, phrase
from waqia.reading.decoding import storable
from waqia.reading.document import Block, BlockKind, Page, Span
from waqia.reading.limits import Limits


@dataclass(slots=True)
class Run:
    """Rows of a table that stand together: the raw span of each cell.

    `block` is the position of its block. `whole` says that the format itself marks rows and
    cells, so that no row is a broken line; `header_rows` is None where the format does not mark
    the head. `widths` are (row, cell) → columns that a cell stretches over, where more than one.
    """

    rows: list[list[Span]]
    block: int
    whole: bool = False
    header_rows: int | None = None
    widths: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """The text with its blocks and runs of table rows, in order, and what the format states."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    title: str | None = None
    published: date | None = None
    language: str | None = None
    findings: list[Finding] = field(default_factory=list)
    reader: str = ""


class Builder:
    """Puts a text together from its parts and keeps where each of them stands.

    Blocks are set apart by an empty line, the rows of a table by a line feed, its cells by a tab.
    """

    def __init__(self, limits: Limits) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._limits = limits
        self._lines = self._cells = 0
        self._page: int | None = None
        self.cut = ""
        self.replaced = 0
        self.draft = Draft()

    def page(self, number: int) -> None:
        """Begin a page."""
        self.end_page()
        self._page = number
        self.draft.pages.append(Page(number, self._length, self._length))

    def end_page(self) -> None:
        """End the page that was begun."""
        if self.draft.pages:
            last = self.draft.pages[-1]
            self.draft.pages[-1] = Page(last.number, last.start, self._length)

    def block(self, kind: BlockKind, text: str, level: int | None = None) -> None:
        """Add a block; one without any text is left out."""
        text = self._storable(text).strip()
        if text and self._fits(len(text), 1, 0):
            start = self._add(text)
            self.draft.blocks.append(Block(kind, start, start + len(text), self._page, level))
            self._add("\n\n")

    def table(
        self,
        rows: Sequence[Sequence[str]],
        header_rows: int | None = None,
        widths: dict[tuple[int, int], int] | None = None,
        whole: bool = True,
    ) -> None:
        """Add a table by the texts of its cells, row by row; see `Run` for the rest."""
        flat = [[" ".join(self._storable(cell).split()) for cell in row] for row in rows]
        length = sum(len(cell) + 1 for row in flat for cell in row)
        if not any(map(any, flat)) or not self._fits(length, len(flat), sum(map(len, flat))):
            return
        start = self._length
        spans: list[list[Span]] = []
        for row in flat:
            spans.append([])
            for number, cell in enumerate(row):
                at = self._add(cell)
                spans[-1].append((at, at + len(cell)))
                self._add("\t" if number + 1 < len(row) else "\n")
        block = Block("table", start, self._length - 1, self._page)
        self.draft.runs.append(Run(spans, len(self.draft.blocks), whole, header_rows, widths or {}))
        self.draft.blocks.append(block)
        self._add("\n")

    def done(self) -> Draft:
        """The draft with its text."""
        self.end_page()
        self.draft.text = "".join(self._parts)
        return self.draft

    def _storable(self, text: str) -> str:
        text, replaced = storable(text)
        self.replaced += replaced
        return text

    def _fits(self, length: int, lines: int, cells: int) -> bool:
        """Whether there is room for what is to be added; `cut` says what there is too much of."""
        self._lines += lines
        self._cells += cells
        limits = self._limits
        for count, most, limit in (
            (self._length + length, limits.characters, phrase("the first %(most)s characters")),
            (self._lines, limits.lines, phrase("the first %(most)s paragraphs and rows")),
            (self._cells, limits.cells, phrase("the first %(most)s cells of tables")),
        ):
            if count > most:
                self.cut = self.cut or limit % {"most": f"{most:,}"}
        return not self.cut

    def _add(self, text: str) -> int:
        self._parts.append(text)
        self._length += len(text)
        return self._length - len(text)
