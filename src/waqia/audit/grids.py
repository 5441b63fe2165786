"""Tables as an audit sees them: numbers, what each column holds, which rows are totals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from waqia.audit.finding import bare
from waqia.model import phrase
from waqia.reading import Cell, Document, Table

Role = Literal["stub", "count", "change", "share", "total", "text", "other"]

_DASHES = frozenset({"", "-", "–", "—", "_", "−", "nil", "n/a", "N/A"})
_NUMBER = re.compile(
    r"(?P<up>[↑▲+])?(?P<down>[↓▼−-])?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*(?P<percent>%)?\s*(?P<arrow>[↑↓▲▼])?[*†‡]*"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫", "01234567890123456789,.")
_TOTAL = re.compile(
    r"(?:grand |sub-? ?|overall )?totals?\b.*|.*\btotals?|all (?:provinces|districts|regions)"
    r"|overall|(?:کل|میزان|مجموعہ)\b.*", re.I
)  # fmt: skip
_GRAND = re.compile(r"grand total.*|totals?|overall(?: total)?|کل|میزان|totals? (?:in )?\w+", re.I)
_PLAIN_TOTAL = re.compile(r"(?:grand )?totals?|overall|کل|میزان", re.I)
_CHANGE = re.compile(r"change|increase|decrease|growth|difference|±|variation", re.I)
_SHARE = re.compile(r"%|percent|per cent|share|proportion|فیصد", re.I)
_NOT_ADDED = re.compile(
    r"\b(?:rank|s\.? ?no\.?|sr\.?|serial|year|average|mean|median|rate|ratio|per|index|date|page)\b"
    r"|^(?:no\.?|#)$", re.I
)  # fmt: skip
_OUTCOME = re.compile(r"killed|dead|death|fatal|injur|wound|arrest|abduct|attack|incident", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a cell: signed where an arrow or a sign says so; `step` is its last place."""

    value: float
    signed: bool
    percent: bool
    step: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the head: what its stub says and whether it is a total of rows above."""

    index: int
    stub: str
    kind: Literal["part", "subtotal", "total"]


@dataclass(frozen=True)
class Grid:
    """A table of a document, its columns and rows told apart; `number` counts from 1."""

    document: Document
    table: Table
    number: int

    @cached_property
    def cells(self) -> list[list[Cell | None]]:
        """Rows × columns of cells."""
        return self.table.grid()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.names()

    @cached_property
    def title(self) -> str:
        """`Table 3`, as the caption says, or its place in the document."""
        said = re.match(r"\W*((?:(table)|جدول)\s*([\w.]*\d))", self.caption, re.I)
        if said is None:
            return phrase(f"table {self.number} of the document")
        return phrase(f"Table {said[3]}") if said[2] else said[1]

    @cached_property
    def caption(self) -> str:
        """The words of the caption; empty where there is none."""
        if self.table.caption is None:
            return ""
        return bare(self.document, *self.table.caption)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """What each column holds."""
        return tuple(self._role(column) for column in range(self.table.columns))

    @cached_property
    def stub(self) -> int:
        """The column that names the rows: the first, or the second where the first counts them."""
        below = self.cells[self.table.header_rows :]
        first = [row[0].text.strip(" .)") if row[0] else "" for row in below]
        counted = [text for text in first if text.isdigit()]
        numbered = counted == [str(n) for n in range(1, len(counted) + 1)]
        if len(counted) < 2 or not numbered or self.table.columns < 3:
            return 0
        second = [row[1].text if row[1] else "" for row in below]
        return int(not any(read_number(text) for text in second))

    def _role(self, column: int) -> Role:
        if column <= self.stub:
            return "stub"
        below = [row[column] for row in self.cells[self.table.header_rows :]]
        texts = [cell.text for cell in below if cell]
        numbers = [number for text in texts if (number := read_number(text))]
        filled = [text for text in texts if text.strip() not in _DASHES]
        if not numbers or len(numbers) < 0.8 * max(len(filled), 1):
            return "text"
        name = self.names[column]
        if _CHANGE.search(name) or any(number.signed for number in numbers):
            return "change"
        if _SHARE.search(name) or sum(n.percent for n in numbers) > len(numbers) / 2:
            return "share"
        last = name.rpartition("/")[2].strip()
        if _NOT_ADDED.search(last) and not _OUTCOME.search(last):
            return "other"
        return "total" if re.search(r"\btotal\b|^all$|مجموع|^کل$", last, re.I) else "count"

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the head; the last total of all is the grand one."""
        found: list[Row] = []
        for index in range(self.table.header_rows, self.table.rows):
            stub = self._stub_of(index)
            kind: Literal["part", "subtotal"] = "subtotal" if _TOTAL.fullmatch(stub) else "part"
            found.append(Row(index, stub, kind))
        totals = [n for n, row in enumerate(found) if row.kind == "subtotal"]
        if totals and (
            _PLAIN_TOTAL.fullmatch(found[totals[-1]].stub)
            or _GRAND.fullmatch(found[totals[-1]].stub)
            or len(totals) == 1
        ):
            last = found[totals[-1]]
            found[totals[-1]] = Row(last.index, last.stub, "total")
        return tuple(found)

    def _stub_of(self, row: int) -> str:
        said = [cell.text for cell in self.cells[row][: self.stub + 1] if cell and cell.text]
        return " ".join(said[-1].strip(" *:").split()) if said else ""

    def at(self, row: int, column: int) -> float | None:
        """The number at a place; a dash is 0, what cannot be read as a number None."""
        cell = self.cells[row][column]
        if cell is None:
            return None
        if cell.text.strip() in _DASHES:
            return 0.0
        number = read_number(cell.text)
        return number.value if number else None

    def said(self, row: int, column: int) -> str:
        """Where a cell stands, in words."""
        title, stub, name = self.title, self._stub_of(row), self.names[column]
        return phrase(f"{title}, row {stub or row + 1}, column {name or column + 1}")


def read_number(text: str) -> Number | None:
    """The number of a cell, an arrow or sign read; None where it is none.

    Thousands may be set apart by commas; Urdu and Arabic-Indic digits are read.
    """
    match = _NUMBER.fullmatch(text.strip().translate(_DIGITS))
    if not match:
        return None
    digits = match["number"].replace(",", "")
    down = bool(match["down"]) or ((match["arrow"] or "") in ("↓", "▼") and bool(match["arrow"]))
    up = bool(match["up"]) or ((match["arrow"] or "") in ("↑", "▲") and bool(match["arrow"]))
    value = -float(digits) if down else float(digits)
    step = 10.0 ** -len(digits.partition(".")[2])
    return Number(value, down or up, bool(match["percent"]), step)


def grids(document: Document) -> list[Grid]:
    """The tables of a document, in order."""
    return [Grid(document, table, n) for n, table in enumerate(document.tables, start=1)]
