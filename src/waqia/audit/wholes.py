"""Parts that a sentence or a note names, against the number they are parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from waqia.audit.apart import Apart
from waqia.audit.finding import Discrepancy, added_up, plain, spot
from waqia.audit.grids import Grid
from waqia.audit.nouns import are_alike, counts_of
from waqia.audit.phrases import Clause
from waqia.audit.portions import bounds_of
from waqia.audit.splitting import Split, splits
from waqia.audit.terms import Terms
from waqia.audit.wording import COMPARED
from waqia.model import phrase
from waqia.reading import Document, Number, numbers

_ADDED = re.compile(r"^\W*(?:thus|consequently|hence|in total|altogether|overall|in all)\b", re.I)
_LIST_OF_PERSONS = re.compile(r"(?:[^,;.]{2,40}(?:,|;|\band\b|,\s*and\b|$)\s*){2,8}")
_ELSE_INJURED = re.compile(r"\s+(?:others?\s+)?(?:(?:were|was)\s+)?(?:injured|wounded)\b", re.I)
_MOST_SHORT = 0.15
_HARDLY_SHORT = 0.03
_PARTLY = phrase("The sentence need not name every part.")
_WHOLE, _PART = phrase("the whole"), phrase("a part")


def check_wholes(
    document: Document, clauses: Sequence[Clause], terms: Terms
) -> Iterator[Discrepancy]:
    """What a text says to be parts of a number must fit it, and none may be more than all."""
    apart = Apart(terms)
    for position, clause in enumerate(clauses):
        told: list[Number] = []
        for split in splits(clauses, position, apart):
            if split.whole[1] not in told and (found := _judge(document, split)):
                told.append(split.whole[1])
                yield found
        if _ADDED.match(clause.text):
            yield from _added(document, clauses, position)


def _judge(document: Document, split: Split) -> Discrepancy | None:
    clause, number = split.whole
    whole = _value(number)
    parts = [(_value(part), times) for part, times in split.parts]
    if whole is None or any(value is None for value, _ in parts):
        return None
    known = [(value or 0.0, times) for value, times in parts]
    summed = sum(value * times for value, times in known)
    off = whole - summed
    if off < 0 and not _exceeds(split, summed):
        return None
    loose = bounds_of(clause, number) != (whole, whole)
    short = 0 < off <= _MOST_SHORT * whole
    bracket = split.told == "bracket"
    several = len(known) >= 4 and (split.complete or split.told == "including")
    listed = bracket or several or (split.complete and off <= max(1, _HARDLY_SHORT * whole))
    if off == 0 or (off > 0 and (loose or not (short and listed))):
        return None
    doubt = "" if bracket or off < 0 else _PARTLY
    added = " + ".join(
        plain(value) if times == 1 else f"{times} × {plain(value)}" for value, times in known
    )
    begun = clause.sentence.start
    start, end = begun + number.start, split.clause.sentence.start
    return Discrepancy(
        code="sum-parts",
        message=f"{plain(whole)} is divided into parts that add up to {plain(summed)}."
        if len(known) > 1
        else f"{plain(whole)} is said to include {plain(summed)}.",
        spots=(
            spot(document, *_ends(split), clause.where),
            spot(document, start, begun + number.end, _WHOLE),
            *(spot(document, end + n.start, end + n.end, _PART) for n, _ in split.parts),
        ),
        found=plain(whole),
        expected=plain(summed),
        arithmetic=added_up(added, summed, whole)
        if len(known) > 1
        else f"{added} > {plain(whole)}",
        correction=f"{plain(whole)} → {plain(summed)}, or one part "
        f"{'more' if off > 0 else 'less'} by {plain(abs(off))}",
        doubt=doubt,
    )


def _ends(split: Split) -> tuple[int, int]:
    """From the first number of a split to the last."""
    told = [split.whole, *((split.clause, number) for number, _ in split.parts)]
    return (
        min(clause.sentence.start + number.start for clause, number in told),
        max(clause.sentence.start + number.end for clause, number in told),
    )


def _exceeds(split: Split, summed: float) -> bool:
    """The parts are more than the whole may be, and nothing speaks for another reading."""
    clause, whole = split.whole
    least = sum(bounds_of(split.clause, number)[0] * times for number, times in split.parts)
    if least <= bounds_of(clause, whole)[1]:
        return False
    if split.told == "bracket":
        return not split.crossing
    if not split.apart and split.told != "single":
        return False
    parts = [number for number, _ in split.parts]
    before = [n for n in counts_of(clause) if n.end <= whole.start and n not in parts]
    if split.told in ("single", "including"):  # "compared to 46, there were 49, including …"
        before = [n for n in before if not COMPARED.search(clause.text[: n.start])]
    together = [n for n in (*before, whole) if are_alike((clause, n), split.whole)]
    if split.told != "out of" and sum(float(n.best or 0) for n in together) >= summed:
        return False  # they may be parts of all that is counted before, as the killed and injured
    if any((n.best or 0) >= summed for n in before):
        return False
    return split.told != "including" or not _ends_before_last(split)


def _ends_before_last(split: Split) -> bool:
    """A last part may be none: four, including one colonel, and five soldiers."""
    text, last = split.clause.text, split.parts[-1][0]
    joined = re.search(r",\s*and\s+$", text[: last.start], re.IGNORECASE) or (
        _ELSE_INJURED.match(text, last.end)
        and re.search(r"\band\s+$", text[: last.start], re.IGNORECASE)
    )
    before = sum((_value(number) or 0.0) * times for number, times in split.parts[:-1])
    return bool(joined) and before <= (_value(split.whole[1]) or 0.0)


def _added(document: Document, clauses: Sequence[Clause], position: int) -> Iterator[Discrepancy]:
    """ "Thus, a total of 228 incidents": the sum of the numbers of the sentences before."""
    clause = clauses[position]
    total = next((f for f in clause.figures if f.measure == "incidents" and not f.part), None)
    if total is None:
        return
    block = clause.sentence.block
    before = [
        f
        for one in clauses[max(0, position - 3) : position]
        if one.sentence.block == block
        for f in one.figures
        if f.measure == "incidents" and not f.part
    ]
    summed = sum(f.value for f in before)
    if len(before) != 2 or summed == total.value or abs(summed - total.value) > 0.2 * summed:
        return
    yield Discrepancy(
        code="sum-parts",
        message=f"{plain(total.value)} is given as the sum of numbers that add up to "
        f"{plain(summed)}.",
        spots=(
            spot(document, total.start, total.end, clause.where),
            *(spot(document, f.start, f.end, _PART) for f in before),
        ),
        found=plain(total.value),
        expected=plain(summed),
        arithmetic=added_up(" + ".join(plain(f.value) for f in before), summed, total.value),
        correction=f"{plain(total.value)} → {plain(summed)}",
    )


def check_notes(grid: Grid) -> Iterator[Discrepancy]:
    """A note that divides the number of a cell: its parts must add up to that number."""
    document = grid.document
    notes = {document.footnotes[n].marker: document.footnotes[n] for n in grid.table.notes}
    for cell in grid.table.cells:
        value = grid.at(cell.row, cell.column) if cell.markers else None
        for marker in cell.markers:
            if marker not in notes or not value:
                continue
            note = notes[marker]
            text = document.text[note.start : note.end].strip()
            parts = [n for n in numbers(text) if n.kind == "count"]
            if len(parts) < 2 or not _LIST_OF_PERSONS.fullmatch(text.rstrip(" .")):
                continue
            values = [_value(part) for part in parts]
            if any(v is None for v in values):
                continue
            summed = sum(v or 0.0 for v in values)
            if summed == value:
                continue
            yield Discrepancy(
                code="sum-parts",
                message=f"{grid.said(cell.row, cell.column)}: {plain(value)} is printed, note "
                f"{marker} divides it into {plain(summed)}.",
                spots=(
                    spot(document, cell.start, cell.end, grid.said(cell.row, cell.column)),
                    spot(document, note.start, note.end, phrase(f"note {marker}")),
                ),
                found=plain(value),
                expected=plain(summed),
                arithmetic=added_up(" + ".join(plain(v or 0.0) for v in values), summed, value),
                correction=f"{plain(value)} → {plain(summed)}, or one part by "
                f"{plain(abs(value - summed))}",
            )


def _value(number: Number) -> float | None:
    return None if number.best is None else float(number.best)
