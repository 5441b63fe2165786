"""Counts of things that are then listed: districts in a sentence, or the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from waqia.audit.finding import Discrepancy, plain, spot
from waqia.audit.grids import Grid
from waqia.audit.phrases import Clause
from waqia.audit.terms import Terms
from waqia.reading import Document, Number, TermSpan

_PLACES = re.compile(r"\s+(?:\w+\s+){0,3}?(?:districts?|provinces?)\b(?! and\b)", re.IGNORECASE)
_OPENS = re.compile(r"[^.;]{0,70}?(?:\bincluding\b|\bnamely\b|:|\(|\bviz\b)\W*", re.IGNORECASE)
_THESE = re.compile(r"\W*these (?:were|are|include)\b", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:listed|given|shown|as)\b[^.]{0,40}\b(?:table|below)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:others?|elsewhere|among|etc)\b", re.IGNORECASE)


def check_lists(
    document: Document, clauses: Sequence[Clause], grids: Sequence[Grid], terms: Terms
) -> Iterator[Discrepancy]:
    """A number of districts against the districts named behind it, or the rows of the table."""
    for position, clause in enumerate(clauses):
        for number in clause.numbers:
            if number.kind != "count" or number.imputed or not number.best:
                continue
            unit = _PLACES.match(clause.text, number.end)
            if not unit or clause.text[number.start : number.end].casefold().startswith(
                ("over", "more", "at least", "about", "almost", "nearly")
            ):
                continue
            if _BELOW.search(clause.text[unit.end() :]):
                yield from _rows(document, clause, number, grids)
            else:
                yield from _named(document, clauses, position, number, unit.end(), terms)


def _named(
    document: Document, clauses: Sequence[Clause], position: int, number: Number, at: int,
    terms: Terms,
) -> Iterator[Discrepancy]:  # fmt: skip
    clause = clauses[position]
    opened = _OPENS.match(clause.text, at)
    if opened:
        chosen, start = clause, opened.end()
        end = len(clause.text)
        if "(" in opened[0]:
            end = clause.text.find(")", start)
    elif position + 1 < len(clauses) and _THESE.match(clauses[position + 1].text):
        chosen, start = clauses[position + 1], 0
        end = len(chosen.text)
    else:
        return
    stretch = chosen.text[start:end]
    if not chosen.closed:
        return
    if _MORE.search(stretch) or any(
        n.kind == "count" and start <= n.start < end for n in chosen.numbers
    ):
        return
    listed = [m for m in chosen.mentions if start <= m.start < end and _is_district(m, terms)]
    names = {code for m in listed for code in m.of("place")[:1]}
    count = len(names) + _halves(stretch)
    stated = int(number.best or 0)
    if count == stated or count < 2 or abs(count - stated) > max(2, stated // 4):
        return
    whole = "including" not in (opened[0].casefold() if opened else "") or count > stated
    base = clause.sentence.start
    yield Discrepancy(
        code="list-length",
        message=f"{plain(stated)} districts are said, {count} are named.",
        spots=(
            spot(document, base + number.start, base + at, clause.where),
            spot(
                document, chosen.sentence.start + start, chosen.sentence.start + end,
                chosen.where,
            ),
        ),
        found=plain(stated),
        expected=plain(count),
        arithmetic=f"named: {count}",
        correction=f"{plain(stated)} → {count}, or a name is missing or too many",
        doubt="" if whole else "“Including” need not name every one.",
    )  # fmt: skip


def _halves(stretch: str) -> int:
    """ "North and South Waziristan" are two districts, of which one is named in part."""
    return len(re.findall(r"\b(?:North|Upper|East) and (?:South|Lower|West)\b", stretch))


def _is_district(mention: TermSpan, terms: Terms) -> bool:
    return any(
        (place := terms.codebook.places.get(code)) is not None
        and place.level in ("district", "division", "city")
        for code in mention.of("place")[:1]
    )


def _rows(
    document: Document, clause: Clause, number: Number, grids: Sequence[Grid]
) -> Iterator[Discrepancy]:
    """The rows of the next table, where that could be read."""
    after = [g for g in grids if 0 <= g.table.start - clause.sentence.end < 4000]
    if not after or after[0].table.doubts:
        return
    grid = after[0]
    rows = [row for row in grid.rows if row.kind == "part" and row.stub]
    stated = int(number.best or 0)
    if len(rows) == stated or abs(len(rows) - stated) > max(2, stated // 4):
        return
    base = clause.sentence.start
    table = (grid.table.start, min(grid.table.end, grid.table.start + 80))
    yield Discrepancy(
        code="list-length",
        message=f"{stated} districts are said, {grid.title} lists {len(rows)}.",
        spots=(
            spot(document, base + number.start, base + number.end + 20, clause.where),
            spot(document, *table, grid.title),
        ),
        found=plain(stated),
        expected=plain(len(rows)),
        arithmetic=f"rows without totals: {len(rows)}",
        correction=f"{stated} → {len(rows)}, or a row is missing or too many",
    )
