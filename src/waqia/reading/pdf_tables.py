"""Tables of PDF pages: ruled ones by pdfplumber, others by how their words stand in columns."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from waqia.model import Finding
from waqia.reading.drafting import Builder
from waqia.reading.interrupting import within
from waqia.reading.limits import Limits
from waqia.reading.outline import CAPTION
from waqia.reading.tabular import is_number

_FEWEST_PATHS = 4
_MOST_PATHS = 20_000
_CELL_GAP = 0.75
"""A gap between two words, in sizes of their type, that divides two cells."""
_PAGE_SECONDS = 5.0

Box = tuple[float, float, str]


@dataclass(slots=True)
class PageTable:
    """A table on a page: the height of its edges in points from below, and its cells."""

    top: float
    bottom: float
    left: float
    rows: list[list[str]]
    whole: bool
    widths: dict[tuple[int, int], int] = field(default_factory=dict)

    def holds(self, left: float, bottom: float, top: float) -> bool:
        """Whether a line stands in it."""
        middle = (bottom + top) / 2
        return self.bottom - 1 <= middle <= self.top + 1 and left >= self.left - 5

    def add_to(self, builder: Builder) -> None:
        """Write it into a text."""
        builder.table(self.rows, widths=self.widths, whole=self.whole)


class Tables:
    """Finds the tables of one document, and gives up where that takes too long."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._left = limits.table_pages
        self._until = time.monotonic() + limits.seconds * 0.5
        self._opened: Any = None
        self._passed: list[int] = []

    def on_page(self, index: int, lines: Sequence[str], paths: int) -> list[PageTable]:
        """The tables of a page, if its lines or what is drawn on it let expect one."""
        numbers = sum(bool(re.search(r"\d\S*\s+\S*\d", line)) for line in lines)
        captioned = any(CAPTION.match(line) for line in lines)
        if not (captioned or (paths >= _FEWEST_PATHS and numbers >= 2) or numbers >= 4):
            return []
        if self._left <= 0 or time.monotonic() > self._until or paths >= _MOST_PATHS:
            self._passed.append(index + 1)
            return []
        self._left -= 1
        try:
            with within(_PAGE_SECONDS):
                return list(self._found(index))
        except Exception:  # pdfminer raises anything on a malformed page
            self._passed.append(index + 1)
            return []

    def findings(self, name: str) -> list[Finding]:
        """The pages that were not searched."""
        if not self._passed:
            return []
        pages = ", ".join(map(str, self._passed[:20]))
        return [
            Finding("table-doubtful", f"{name}: page {pages} was not searched for tables.", name,
                    found=pages, action="Look at these pages for tables.")
        ]  # fmt: skip

    def _found(self, index: int) -> Iterator[PageTable]:
        if self._opened is None:
            import pdfplumber

            self._opened = pdfplumber.open(io.BytesIO(self._data))
        page = self._opened.pages[index]
        try:
            height = float(page.height)
            taken: list[tuple[float, float]] = []
            for table in page.find_tables():
                rows = [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]
                rows = [row for row in rows if any(row)]
                if len(rows) >= 2 and max(map(len, rows)) >= 2 and _filled(rows) >= 4:
                    left, top, _, bottom = table.bbox
                    taken.append((top, bottom))
                    yield PageTable(height - top, height - bottom, left, _narrow(rows), True)
            words = [
                word
                for word in page.extract_words(keep_blank_chars=False, extra_attrs=["size"])
                if not any(a - 2 <= word["top"] <= b for a, b in taken)
            ]
            yield from _aligned(words, height)
        finally:
            page.close()


def _filled(rows: Sequence[Sequence[str]]) -> int:
    return sum(bool(cell) for row in rows for cell in row)


def _narrow(rows: list[list[str]]) -> list[list[str]]:
    """The rows without columns that are empty in all of them."""
    used = [n for n in range(max(map(len, rows))) if any(n < len(row) and row[n] for row in rows)]
    return [[row[n] if n < len(row) else "" for n in used] for row in rows]


def _aligned(words: list[dict[str, Any]], height: float) -> Iterator[PageTable]:
    """Tables without lines: at least three rows of cells, most with a number, in columns."""
    run: list[tuple[float, float, list[Box]]] = []
    for row in [*_rows(words), (0.0, 0.0, [])]:
        near = not run or row[0] - run[-1][1] < 2.5 * max(run[-1][1] - run[-1][0], 1)
        if len(row[2]) >= 2 and near:
            run.append(row)
            continue
        if (
            len(row[2]) == 1
            and run
            and near
            and len(row[2][0][2]) < 40
            and row[2][0][0] < run[-1][2][0][1]
        ):
            run.append(row)
            continue
        yield from _columns(run, height)
        run = [row] if len(row[2]) >= 2 else []


def _rows(words: list[dict[str, Any]]) -> Iterator[tuple[float, float, list[Box]]]:
    """Rows from above: their edges and the cells, words with a space between put together."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (round(word["top"]), word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) < 3:
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        cells: list[Box] = []
        for word in sorted(line, key=lambda word: float(word["x0"])):
            gap = float(word["x0"]) - cells[-1][1] if cells else 0.0
            if cells and gap < _CELL_GAP * float(word["size"]):
                cells[-1] = (cells[-1][0], word["x1"], f"{cells[-1][2]} {word['text']}")
            else:
                cells.append((word["x0"], word["x1"], word["text"]))
        yield min(w["top"] for w in line), max(w["bottom"] for w in line), cells


def _columns(run: list[tuple[float, float, list[Box]]], height: float) -> Iterator[PageTable]:
    while run and len(run[-1][2]) < 2:
        run.pop()
    numeric = sum(any(is_number(text) for _, _, text in cells[1:]) for _, _, cells in run)
    if len(run) < 3 or numeric < 2 or numeric * 2 < len(run):
        return
    most = max(len(cells) for _, _, cells in run)
    edges: list[list[float]] = []
    for x0, x1, _ in sorted(box for _, _, cells in run if len(cells) == most for box in cells):
        if edges and x0 <= edges[-1][1]:
            edges[-1][1] = max(edges[-1][1], x1)
        else:
            edges.append([x0, x1])
    if len(edges) != most or most < 2:
        return
    rows: list[list[str]] = []
    widths: dict[tuple[int, int], int] = {}
    for _, _, cells in run:
        row = [""] * most
        for x0, x1, text in cells:
            over = [n for n, (a, b) in enumerate(edges) if x0 < b and a < x1]
            at = over[0] if over else min(range(most), key=lambda n: abs(edges[n][0] - x0))
            row[at] = f"{row[at]} {text}".strip()
            if len(over) > 1:
                widths[len(rows), at] = len(over)
        rows.append(row)
    left = min(box[0] for _, _, cells in run for box in cells)
    yield PageTable(height - run[0][0], height - run[-1][1], left, rows, False, widths)
