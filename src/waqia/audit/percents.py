"""Percentages: of a whole, and changes from one number to another, as they may be rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from waqia.audit.finding import Discrepancy, plain, spot
from waqia.audit.grids import Grid, read_number
from waqia.reading import Number

_MAJORITY = 0.5
_AT_MOST = re.compile(
    r"\b(?:at most|up to|no more than|not more than|a maximum of)\b|زیادہ سے زیادہ"
)
_UNDER = re.compile(r"\b(?:(?:less|fewer) than|under|below|short of)\b|سے کم")
_OVER = re.compile(
    r"\b(?:over|more than|above|at least|upwards of|in excess of|no (?:less|fewer) than|or more)\b"
    r"|کم از کم|سے (?:زائد|زاید|زیادہ|اوپر)"
)
_ALMOST = re.compile(r"\b(?:almost|nearly)\b")
_CLOSE_TO = re.compile(r"\bclose to\s+$", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|approx|roughly|some|circa|an? estimated|or so)\b|[~≈]"
    r"|تقریبا|قریبا|لگ بھگ|کے قریب"
)
_BEHIND = re.compile(
    r"\s+سے\s+(?:زائد|زاید|زیادہ|اوپر|کم)(?!\w)|\s+کے\s+(?:قریب|لگ بھگ)|\s+or\s+(?:more|so)\b"
)


def change(before: float, after: float) -> float | None:
    """The percent change from one number to another; None where there is none, from zero."""
    return None if before == 0 else 100 * (after - before) / before


def is_rounded(exact: float, printed: float, step: float = 1.0) -> bool:
    """A percentage may be printed for another: rounded, or cut off, at its last place `step`."""
    return abs(exact - printed) < step


def end_of(text: str, number: Number) -> int:
    """Where a percentage ends with the words behind it that bound it."""
    behind = _BEHIND.match(text, number.end)
    return behind.end() if behind else number.end


def is_said(exact: float, text: str, number: Number) -> bool:
    """A share in percent may be worded as a number of the text: over 82, two thirds, almost half.

    What is "over" is not below, and only a percentage is then near; a fraction is never exact.
    """
    of_one = number.kind == "fraction"
    scale = 100 if of_one else 1
    value = scale * float(number.best or 0)
    words = text[number.start : end_of(text, number)].casefold()
    if _AT_MOST.search(words):
        return exact <= value + 0.5
    if _OVER.search(words):
        return value - 0.5 <= exact and (of_one or exact <= value + 10)
    if _UNDER.search(words):
        return exact <= value + 0.5 and (of_one or exact >= value - 10)
    if _ALMOST.search(words) or _CLOSE_TO.search(text, 0, number.start):
        return value - 8 <= exact <= value + 0.5
    slack = 5.0 if of_one else 1.0
    if _ABOUT.search(words):
        slack = 8.0 if of_one else 2.0
    if number.min is not None and number.max is not None:  # "between 40 and 50 percent"
        slack += scale * (number.max - number.min) / 2
    return abs(exact - value) < slack


def check_percents(grid: Grid) -> Iterator[Discrepancy]:
    """Columns of percent changes and of shares, recomputed from the columns of numbers."""
    if grid.table.doubts:
        return
    for column, role in enumerate(grid.roles):
        if role == "change":
            yield from _changes(grid, column)
        elif role == "share":
            yield from _shares(grid, column)


def _changes(grid: Grid, column: int) -> Iterator[Discrepancy]:
    """A column of changes belongs to the two columns of its measure before it, or to the years."""
    measure = _measure(grid, column)
    counts = [
        n
        for n in range(column)
        if grid.roles[n] in ("count", "total") and (_measure(grid, n) == measure or not measure)
    ]
    if len(counts) == 2:
        pairs = [((row.index, counts[0]), (row.index, counts[1])) for row in grid.rows]
    elif len(counts) == 1:
        rows = [row.index for row in grid.rows if row.kind == "part"]
        pairs = [((a, counts[0]), (b, counts[0])) for a, b in pairwise(rows)]
    else:
        return
    wrong: list[Discrepancy] = []
    held = 0
    for before, after in pairs:
        cell = grid.cells[after[0]][column]
        first, second = grid.at(*before), grid.at(*after)
        printed = read_number(cell.text) if cell else None
        if cell is None or printed is None or first is None or second is None:
            continue
        exact = change(first, second)
        if exact is None:
            continue
        stated = printed.value if printed.signed or exact >= 0 else -printed.value
        if is_rounded(exact, stated, printed.step):
            held += 1
            continue
        places = [grid.cells[row][at] for row, at in (before, after)]
        shown = f"{abs(exact):.{max(0, len(str(printed.step)) - 2) if printed.step < 1 else 0}f}"
        way = "↑" if exact > 0 else "↓"
        wrong.append(
            Discrepancy(
                code="percent-change",
                message=f"{grid.said(after[0], column)}: {cell.text} is printed, from "
                f"{plain(first)} to {plain(second)} it is {shown}%{way}.",
                spots=(
                    spot(grid.document, cell.start, cell.end, grid.said(after[0], column)),
                    *(
                        spot(grid.document, place.start, place.end, grid.said(*at))
                        for place, at in zip(places, (before, after), strict=True)
                        if place
                    ),
                ),
                found=cell.text,
                expected=f"{shown}%{way}",
                arithmetic=f"({plain(second)} − {plain(first)}) ÷ {plain(first)} × 100 = "
                f"{exact:.1f}",
                correction=f"{cell.text} → {shown}%{way}",
            )
        )
    if wrong and held >= _MAJORITY * len(wrong):
        yield from wrong


def _shares(grid: Grid, column: int) -> Iterator[Discrepancy]:
    """A column of shares belongs to the nearest column of numbers before it and its total."""
    total = next((row for row in grid.rows if row.kind == "total"), None)
    counts = [n for n in range(column) if grid.roles[n] in ("count", "total")]
    if total is None or not counts:
        return
    whole = grid.at(total.index, counts[-1])
    if not whole:
        return
    wrong: list[Discrepancy] = []
    held = 0
    for row in grid.rows:
        cell, part = grid.cells[row.index][column], grid.at(row.index, counts[-1])
        printed = read_number(cell.text) if cell else None
        if cell is None or printed is None or part is None:
            continue
        exact = 100 * part / whole
        if is_rounded(exact, printed.value, printed.step):
            held += 1
            continue
        shown = f"{exact:.{0 if printed.step == 1 else 1}f}"
        numerator = grid.cells[row.index][counts[-1]]
        denominator = grid.cells[total.index][counts[-1]]
        wrong.append(
            Discrepancy(
                code="percent-share",
                message=f"{grid.said(row.index, column)}: {cell.text} is printed, "
                f"{plain(part)} of {plain(whole)} is {shown}%.",
                spots=(
                    spot(grid.document, cell.start, cell.end, grid.said(row.index, column)),
                    *(
                        spot(grid.document, place.start, place.end, grid.said(at, counts[-1]))
                        for place, at in ((numerator, row.index), (denominator, total.index))
                        if place
                    ),
                ),
                found=cell.text,
                expected=f"{shown}%",
                arithmetic=f"{plain(part)} ÷ {plain(whole)} × 100 = {exact:.1f}",
                correction=f"{cell.text} → {shown}%",
            )
        )
    if wrong and held >= _MAJORITY * len(wrong):
        yield from wrong


def _measure(grid: Grid, column: int) -> str:
    """The lowest part of a column's name, where its head has several rows."""
    above, slash, last = grid.names[column].rpartition(" / ")
    return last.strip().casefold() if slash and above else ""
