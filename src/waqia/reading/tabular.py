"""Tables from runs of rows: parts put together, heads found, broken lines joined, doubts named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from waqia.model import phrase
from waqia.reading.document import Block, Cell, Footnote, Span, Table
from waqia.reading.drafting import Draft, Run
from waqia.reading.markers import MARK, marker_of
from waqia.reading.notes import Cited, marks_by_end

_DASHES = frozenset({"", "-", "–", "—", "_", "−", ".", "..", "n/a", "N/A", "nil", "×"})
_NUMBER = re.compile(
    r"(?:[<>≤≥~≈±+\-−–]|Rs\.?|US)?\s*[$€£₨]?\s*[\d۰-۹٠-٩][\d۰-۹٠-٩,.٬٫]*(?:\s?(?:million|billion|lakh|crore|[kKmM]))?"
    r"\s*[%٪]?\s*[↑↓▲▼*†‡]*\s*(?:\([^()]{1,20}\))?|[↑↓▲▼]\s*[\d,.]+\s*%?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\*?")
_GLUED = re.compile(r"[^\W\d_]\d+[^\W\d_]")
_REMARK = re.compile(
    r"\s*(?:[*_]{0,2})(?:sources?|notes?|n\.b\.|ماخذ|نوٹ)\b\s*[:.*]|\s*\*{1,3}[^\s*]", re.I
)
_BETWEEN = ("caption", "footnote", "header")
_MOST_HEADS = 3
_LONG = 1000


def tables(draft: Draft, notes: Sequence[Footnote]) -> list[Table]:
    """The tables of a document, each with its caption, notes, remarks and doubts."""
    text, blocks = draft.text, draft.blocks
    marks, cited = marks_by_end(notes), Cited(notes)
    used: set[int] = set()
    found: list[Table] = []
    for group in _groups(draft):
        caption = _caption(blocks, group, used)
        used |= {caption} if caption is not None else set()
        span = (blocks[caption].start, blocks[caption].end) if caption is not None else None
        table = _table(text, group, marks, span)
        if table is None:
            continue
        places = [(blocks[run.block].start, blocks[run.block].end) for run in group]
        inside = cited.within(places + ([span] if span else []))
        found.append(
            Table(
                table.start, table.end, table.rows, table.columns, table.header_rows, table.cells,
                span, inside, _remarks(text, blocks, group[-1].block), table.doubts,
                blocks[group[0].block].page,
            )
        )  # fmt: skip
    return found


def is_number(text: str) -> bool:
    """The text of a cell is a number, with a sign, unit of percent, arrow or a bracket behind."""
    return bool(_NUMBER.fullmatch(text.strip()))


def _groups(draft: Draft) -> list[list[Run]]:
    groups: list[list[Run]] = []
    for run in draft.runs:
        if groups and _continues(draft, groups[-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _continues(draft: Draft, group: list[Run], run: Run) -> bool:
    """Only a caption, notes or a page header stand between the two, and they have one shape."""
    text, blocks, last = draft.text, draft.blocks, group[-1]
    between = blocks[last.block + 1 : run.block]
    captions = sum(block.kind == "caption" for block in between)
    if any(block.kind not in _BETWEEN for block in between) or captions > 1:
        return False
    if run.whole and blocks[last.block].page == blocks[run.block].page:
        return False
    if _width(text, last.rows) != _width(text, run.rows):
        return False
    first = group[0].block
    if captions and first and blocks[first - 1].kind == "caption":
        return False
    head = _heads(text, run)
    return not head or _alike(text, group[0].rows[: _heads(text, group[0])], run.rows[:head])


def _alike(text: str, one: Sequence[Sequence[Span]], other: Sequence[Sequence[Span]]) -> bool:
    first, second = (
        " ".join(text[a:b] for row in rows for a, b in row if a < b) for rows in (one, other)
    )
    # what is longer is no head, and comparing takes the product of the lengths
    return bool(first) and SequenceMatcher(None, first[:_LONG], second[:_LONG]).ratio() > 0.85


def _width(text: str, rows: Sequence[Sequence[Span]]) -> int:
    return max(
        (n for row in rows for n, (a, b) in enumerate(row, start=1) if text[a:b].strip()), default=0
    )


def _heads(text: str, run: Run) -> int:
    """How many of the first rows are a head: those above the first row with a number."""
    if run.header_rows is not None:
        return run.header_rows
    for count, row in enumerate(run.rows[: _MOST_HEADS + 1]):
        numbers = [text[a:b].strip() for a, b in row[1:] if is_number(text[a:b])]
        first = text[slice(*row[0])] if row else ""
        years = numbers and all(map(_YEAR.fullmatch, numbers)) and not is_number(first)
        if numbers and not (
            years and count + 1 < len(run.rows) and _numeric(text, run.rows[count + 1])
        ):
            return count
    return 0


def _numeric(text: str, row: Sequence[Span]) -> bool:
    return any(is_number(text[a:b]) and not _YEAR.fullmatch(text[a:b]) for a, b in row[1:])


def _caption(blocks: Sequence[Block], group: Sequence[Run], used: set[int]) -> int | None:
    """Position of the caption: between the parts, right above, or right below."""
    first, last = group[0].block, group[-1].block
    inside = [n for n in range(first, last) if blocks[n].kind == "caption"]
    above = _nearest(blocks, range(first - 1, -1, -1))
    below = _nearest(blocks, range(last + 1, len(blocks)))
    return next((n for n in (*inside, above, below) if n is not None and n not in used), None)


def _nearest(blocks: Sequence[Block], way: range) -> int | None:
    for number in way:
        if blocks[number].kind == "caption":
            return number
        if blocks[number].kind not in _BETWEEN:
            return None
    return None


def _remarks(text: str, blocks: Sequence[Block], last: int) -> tuple[Span, ...]:
    """The blocks below that begin as a remark does."""
    found = []
    for block in blocks[last + 1 : last + 5]:
        if block.kind in ("paragraph", "heading") and _REMARK.match(text, block.start, block.end):
            found.append((block.start, block.end))
        elif block.kind not in _BETWEEN:
            break
    return tuple(found)


def _table(
    text: str, group: Sequence[Run], marks: Mapping[int, tuple[int, str]], caption: Span | None
) -> Table | None:
    columns = max(_width(text, run.rows) for run in group)
    heads = _heads(text, group[0])
    rows: list[list[list[Span]]] = []
    widths: dict[tuple[int, int], int] = {}
    # a table that is divided by rows of a name alone begins with such a row
    divided = any(_is_name(text, row) for row in group[0].rows[heads : heads + 1])
    for run in group:
        skip = 0 if run is group[0] else _heads(text, run)
        wide: dict[int, dict[int, int]] = defaultdict(dict)
        for (r, c), width in run.widths.items():
            wide[r][c] = width
        for number, row in enumerate(run.rows):
            if number < skip or not any(a < b for a, b in row):
                continue
            spans = [[span] for span in row[:columns]]
            spans += [[(row[-1][1], row[-1][1])] for _ in range(columns - len(spans))]
            if not run.whole and len(rows) > heads and _goes_on(text, row, rows[-1], divided):
                for cell, more in zip(rows[-1], spans, strict=True):
                    if text[slice(*more[0])] not in _DASHES:
                        cell[:] = [s for s in cell if s[0] < s[1]] + more
                continue
            widths |= {(len(rows), c): width for c, width in wide[number].items()}
            rows.append(spans)
    if not rows or columns < 1:
        return None
    heads = min(heads, len(rows))
    if not any(run.widths or run.header_rows is not None for run in group):
        widths = _spread(rows[:heads])
    covered = {(r, c + n) for (r, c), w in widths.items() for n in range(1, w)}
    cells = tuple(
        _cell(text, r, c, spans, widths.get((r, c), 1), marks)
        for r, row in enumerate(rows)
        for c, spans in enumerate(row)
        if (r, c) not in covered
    )
    table = Table(
        cells[0].start, max(c.end for c in cells), len(rows), columns, heads, cells, caption
    )
    doubts = _doubts(table)
    return Table(table.start, table.end, table.rows, table.columns, heads, cells, caption,
                 doubts=tuple(dict.fromkeys(doubts)))  # fmt: skip


def _is_rest(text: str, row: Sequence[Span]) -> bool:
    """A row without a first cell and without a number is the rest of the row above."""
    words = [text[a:b] for a, b in row]
    filled = [word for word in words if word not in _DASHES]
    return bool(filled) and words[0] in _DASHES and not any(map(is_number, filled))


def _is_name(text: str, row: Sequence[Span]) -> bool:
    """A row with nothing but its first cell."""
    words = [text[a:b] for a, b in row]
    return words[0] not in _DASHES and all(word in _DASHES for word in words[1:])


def _goes_on(text: str, row: Sequence[Span], above: list[list[Span]], divided: bool) -> bool:
    if _is_rest(text, row):
        return True
    if not _is_name(text, row):
        return False
    words = [text[a:b] for a, b in row]
    label = " ".join(text[a:b] for a, b in above[0])
    broken = (
        words[0][0].islower()
        or words[0][0] in "(/&"
        or label.endswith(("-", "/", "&", " and", " of", ","))
    )
    return broken or (not divided and len(words[0].split()) <= 2 and len(label.split()) <= 2)


def _spread(heads: Sequence[Sequence[Sequence[Span]]]) -> dict[tuple[int, int], int]:
    """A head cell stretches over the empty ones to its right that have a name further down."""
    widths: dict[tuple[int, int], int] = {}
    for r, row in enumerate(heads[:-1]):
        start = 0
        for c, spans in enumerate(row):
            empty = spans[0][0] == spans[0][1]
            below = any(lower[c][0][0] < lower[c][0][1] for lower in heads[r + 1 :])
            if not empty or not below:
                start = c
            elif start and c > start:
                widths[r, start] = c - start + 1
    return widths


def _cell(
    text: str, row: int, column: int, spans: Sequence[Span], width: int,
    marks: Mapping[int, tuple[int, str]],
) -> Cell:  # fmt: skip
    """A cell without the marks of its notes and the signs of bold type at its edges."""
    markers: list[str] = []
    kept: list[Span] = []
    for start, end in spans:
        at, to = start, end
        while at < to:
            before = (at, to)
            if to in marks and marks[to][0] >= at:
                to, marker = marks[to]
                markers.append(marker)
            elif match := re.search(rf"(?:{MARK.pattern})$", text[at:to]):
                markers.append(marker_of(match[0]))
                to = at + match.start()
            if match := re.search(r"(?:\*\*|</?[bui]>|</?strong>|\s)+$", text[at:to]):
                to = at + match.start()
            if match := re.match(r"(?:\*\*|<[bui]>|<strong>|\s)+", text[at:to]):
                at += match.end()
            if before == (at, to):
                break
        if at < to:
            kept.append((at, to))
    kept = kept or [(spans[0][0], spans[0][0])]
    said = " ".join(text[a:b] for a, b in kept)
    return Cell(row, column, said, tuple(kept), tuple(reversed(markers)), width)


def _doubts(table: Table) -> list[str]:
    """What speaks against a table having been read as it was printed."""
    doubts = []
    body = [cell for cell in table.cells if cell.row >= table.header_rows and cell.text]
    if any(len(c.text) > 150 and len(_GLUED.findall(c.text)) > 2 for c in body):
        doubts.append(phrase("cells run together"))
    names = table.names()
    columns: list[list[Cell]] = [[] for _ in range(table.columns)]
    for cell in body:
        columns[cell.column].append(cell)
    for column, cells in enumerate(columns[1:], start=1):
        odd = [c for c in cells if c.text not in _DASHES and not is_number(c.text)]
        if cells and odd and len(odd) < 0.3 * len(cells) and len(cells) > 3:
            shown = ", ".join(repr(c.text[:30]) for c in odd[:3])
            doubts.append(phrase(f"not a number in a column of numbers: {shown}"))
        if table.header_rows and not names[column] and len(odd) < len(cells):
            doubts.append(phrase(f"column {column + 1} has no name"))
        if names[column].count("(") != names[column].count(")"):
            doubts.append(
                phrase(f"a bracket is open in the name of a column: {names[column][:30]!r}")
            )
    return doubts
