"""Tables drawn with bars: which lines are rows of one, and what stands between their bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from waqia.reading.document import Span
from waqia.reading.tabular import is_number

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*[|+]?(?:\s*:?[-=]+:?\s*[|+])+(?:\s*:?[-=]+:?)?\s*")
"""A line under a head or between rows: `|---|---:|`, `--- | ---`, `+-----+-----+`."""
_SHORT = re.compile(r"[\s|]*(?:(?<!-)-{1,2}(?!-)[\s|]*)+")
"""A line of short dashes: a rule only right below the first row, elsewhere cells of no value."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST = 3
"""Rows that a table without a rule and without bars at its edges has."""
_LONGEST = 60
"""Characters of a cell of such a table; what is longer is prose."""


@dataclass(frozen=True, slots=True)
class Piped:
    """Lines from position `first` up to `end` that are one table, and the cells of its rows.

    `header_rows` is how many of them stand above its only rule; None where there is none, where
    there are several, as in a grid, or where numbers stand above it.
    """

    first: int
    end: int
    rows: list[list[Span]]
    header_rows: int | None


def piped(text: str, lines: Sequence[Span]) -> dict[int, Piped]:
    """The tables that neighbouring lines of a text draw with bars, by their first lines.

    Markdown's, whose bars at the edges may be missing, and grids are known by the rule under their
    head. Without a rule, rows have bars at both edges, or as many bars each with numbers between
    them: a line that merely has a bar in it is no table.
    """
    found: dict[int, Piped] = {}
    at = 0 if "|" in text else len(lines)
    while at < len(lines):
        table, end = _table(text, lines, at)
        if table:
            found[at] = table
        at = end
    return found


def _table(text: str, lines: Sequence[Span], first: int) -> tuple[Piped | None, int]:
    """The table that begins with a line, if one does, and the line to look on from."""
    above, head, below = _around(text, lines, first)
    if not _BAR.search(head):
        return None, first + 1
    ruled = bool(above) or 1 < len(_between(head, 0, len(head))) == _columns(below)
    closed, bars = _is_closed(head), len(_BAR.findall(head))
    columns = _columns(above or below) if ruled else bars - 1 if closed else bars + 1
    edged = len(_between(head, 0, len(head), left=False)) > columns
    end = first + bool(above)
    rules: list[int] = []
    rows: list[Span] = []
    while end < len(lines):
        line = text[slice(*lines[end])]
        if _RULE.fullmatch(line) and (len(rows) <= 1 or not _SHORT.fullmatch(line)):
            if not edged and _is_next(text, rows, rules if ruled else None):
                end, rows = max(first + 1, end - 1), rows[:-1]
                break
            rules.append(len(rows))
        elif _is_row(line, edged, None if ruled else 0 if closed else bars):
            rows.append(lines[end])
        else:
            break
        end += 1
    cells = [_cells(text, start, stop, columns) for start, stop in rows]
    if len(rows) < 2 or max(sum(a < b for a, b in row) for row in cells) < 2:
        return None, end
    if not (ruled or closed or _is_open_table(text, cells)):
        return None, end
    inner = [number for number in rules if 0 < number < len(rows)]
    told = len(inner) == 1 and (
        inner[0] == 1 or not any(_has_numbers(text, row) for row in cells[: inner[0]])
    )
    return Piped(first, end, cells, _heads(text, cells, inner[0]) if told else None), end


def _is_next(text: str, rows: Sequence[Span], rules: Sequence[int] | None) -> bool:
    """Whether the last row above a rule is the head of another table: it has words, no numbers.

    `rules` are those of the table; None where it has none under its head.
    """
    if rules is not None and (rules != [1] or len(rows) < 3):
        return False
    rest = _between(text, *rows[-1])[1:]
    words = any(any(map(str.isalpha, text[a:b])) for a, b in rest)
    return words and not _has_numbers(text, [(0, 0), *rest])


def _has_numbers(text: str, row: Sequence[Span]) -> bool:
    """Whether some of the cells behind the first are numbers, and no years as a head may have."""
    said = [text[a:b] for a, b in row[1:]]
    return any(is_number(cell) and not _YEAR.fullmatch(cell) for cell in said)


def _is_row(line: str, edged: bool, bars: int | None) -> bool:
    """Whether a line goes on with a table: of so many bars, of bars at its edges (0), of any.

    Where a bar stands at the left edge of the first row, it does so in all.
    """
    if bars is None:
        return "|" in line and (not edged or line.lstrip().startswith("|"))
    return len(_BAR.findall(line)) == bars if bars else _is_closed(line)


def _around(text: str, lines: Sequence[Span], first: int) -> tuple[str, str, str]:
    """The rule above the first row of what begins with a line, that row, and the line below it."""
    said = [text[slice(*lines[at])] for at in range(first, min(first + 3, len(lines)))]
    above, head, below = [*([] if _RULE.fullmatch(said[0]) else [""]), *said, "", ""][:3]
    return above, head, below


def _is_open_table(text: str, rows: Sequence[Sequence[Span]]) -> bool:
    """Whether rows without rule or edges are a table: short cells, numbers in all but the head."""
    said = [[text[a:b] for a, b in row] for row in rows]
    numeric = sum(any(map(is_number, row[1:])) for row in said)
    short = all(len(cell) <= _LONGEST and "\t" not in cell for row in said for cell in row)
    return len(rows) >= _FEWEST and short and numeric >= len(rows) - 1


def _heads(text: str, rows: Sequence[Sequence[Span]], above: int) -> int:
    """How many rows are the head: those above the rule, without blank ones, and any of its below.

    A head whose names stretch over columns can have but one row above the rule in Markdown; the
    next one then begins with an empty cell and has names, not numbers.
    """
    heads = above
    while heads < len(rows) - 1:
        first, *rest = (text[a:b] for a, b in rows[heads])
        if first or any(map(is_number, rest)) or not any(map(str.isalpha, "".join(rest))):
            break
        heads += 1
    return heads - sum(not any(a < b for a, b in row) for row in rows[:heads])


def _cells(text: str, start: int, end: int, columns: int) -> list[Span]:
    """The spans of the cells of a row, white space at their ends left out.

    What is empty at an edge is a cell only where the row has no more of them than columns.
    """
    spans = _between(text, start, end, left=False, right=False)
    for edge in (0, -1):
        if len(spans) > columns and spans[edge][0] == spans[edge][1]:
            del spans[edge]
    return spans


def _between(text: str, start: int, end: int, left: bool = True, right: bool = True) -> list[Span]:
    """The spans between the bars of a line, without what is empty at edges that have a bar."""
    bars = [match.start() for match in _BAR.finditer(text, start, end)]
    spans = []
    for at, stop in zip([start, *(bar + 1 for bar in bars)], [*bars, end], strict=True):
        said = text[at:stop]
        begin = at + len(said) - len(said.lstrip())
        spans.append((begin, at + len(said.rstrip())) if said.strip() else (at, at))
    first = 1 if left and spans[0][0] == spans[0][1] else 0
    last = -1 if right and len(spans) > 1 and spans[-1][0] == spans[-1][1] else None
    return spans[first:last]


def _is_closed(line: str) -> bool:
    """Whether a line has bars at both its edges and one between."""
    bare = line.strip()
    return bare.startswith("|") and bare.endswith("|") and len(_BAR.findall(bare)) >= 3


def _columns(line: str) -> int:
    """How many columns a rule is drawn for; 0 where a line is no rule."""
    return len(re.findall(r"[-=]+", line)) if _RULE.fullmatch(line) else 0
