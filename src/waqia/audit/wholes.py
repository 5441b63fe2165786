"""Parts that a sentence or a note names, against the number they are parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waqia.audit.finding import Discrepancy, plain, spot
from waqia.audit.grids import Grid
from waqia.audit.phrases import Clause
from waqia.reading import Document, Number, numbers

_OUT_OF = re.compile(
    r"\bout of (?:(?:the|a|all|these|said)\s+)*(?:total (?:of\s+)?)?$", re.IGNORECASE
)
_BACKWARDS = re.compile(r"(?:compared (?:to|with)|than|in which|killing|injuring)\s*$", re.I)
_OF_PARTS = re.compile(r"\b(?:of (?:whom|which|them)|including)\b", re.IGNORECASE)
_EACH = re.compile(r"\beach\b", re.IGNORECASE)
_ADDED = re.compile(r"^\W*(?:thus|consequently|hence|in total|altogether|overall|in all)\b", re.I)
_LIST_OF_PERSONS = re.compile(r"(?:[^,;.]{2,40}(?:,|;|\band\b|,\s*and\b|$)\s*){2,8}")
_ELSE_INJURED = re.compile(r"\s+(?:others?\s+)?(?:(?:were|was)\s+)?(?:injured|wounded)\b", re.I)
_MOST_SHORT = 0.15
_INCLUDING = "“Including” need not name every part."


@dataclass(frozen=True)
class _Split:
    """A number and the numbers named as its parts; `all_of_it` where they must make it up."""

    whole: Number
    parts: tuple[tuple[Number, int], ...]
    all_of_it: bool


def check_wholes(document: Document, clauses: Sequence[Clause]) -> Iterator[Discrepancy]:
    """What is named in brackets, after "including" or "out of" must fit the number before it."""
    for position, clause in enumerate(clauses):
        for split in _splits(clause):
            if found := _judge(document, clause, split):
                yield found
        if _ADDED.match(clause.text):
            yield from _added(document, clauses, position)


def _splits(clause: Clause) -> Iterator[_Split]:
    by_whole: dict[int, list[tuple[int, Number]]] = {}
    for position, number in enumerate(clause.numbers):
        if number.whole is not None and number.kind == "count":
            by_whole.setdefault(number.whole, []).append((position, number))
    for at, members in by_whole.items():
        whole = clause.numbers[at]
        opened = clause.text.rfind("(", 0, whole.start)
        if opened > clause.text.rfind(")", 0, whole.start):
            closing = clause.text.find(")", opened)
            if any(number.start > closing for _, number in members):
                continue
        parts = _multiplied(clause, whole, [number for _, number in members])
        if parts and not whole.imputed and len(parts) > 1:
            between = clause.text[whole.end : members[0][1].start]
            opened = between.rstrip().endswith("(")
            closed = clause.text.find(")", members[-1][1].end)
            inside = clause.text[members[0][1].start : closed if opened and closed > 0 else None]
            listed = opened and not re.search(r"\bmainly|\bmostly|includ", between + inside, re.I)
            yield _Split(whole, tuple(parts), listed)
    for at, number in enumerate(clause.numbers):
        if number.kind == "count" and _OUT_OF.search(clause.text[: number.start]):
            rest = [
                one
                for one in clause.numbers[at + 1 :]
                if one.kind == "count" and one.whole is None and not _backwards(clause, one)
            ]
            if len(rest) > 1 and not any(one.imputed for one in rest):
                yield _Split(number, tuple((one, 1) for one in rest), True)


def _backwards(clause: Clause, number: Number) -> bool:
    """A number that is compared with, or counts what is no part."""
    before = clause.text[max(0, number.start - 30) : number.start]
    return bool(
        re.search(r"(?:compared (?:to|with)|than|in which|killing|injuring)\s*$", before, re.I)
    )


def _multiplied(
    clause: Clause, whole: Number, members: list[Number]
) -> list[tuple[Number, int]] | None:
    """Each part with how often it counts: "one each in A and B" twice. None where not known."""
    found: list[tuple[Number, int]] = []
    for position, number in enumerate(members):
        after = members[position + 1].start if position + 1 < len(members) else len(clause.text)
        behind = clause.text[number.end : after]
        if number.imputed or (position + 1 < len(members) and _OF_PARTS.search(behind)):
            return None
        times = 1
        if _EACH.search(behind.split(";")[0][:40]):
            stop = min(
                (m.start() for m in re.finditer(r"[;.)]|\bwhile\b", behind)), default=len(behind)
            )
            times = sum(
                1
                for mention in clause.mentions
                if mention.of("place") and number.end <= mention.start < number.end + stop
            )
            if re.match(r"[^)]{0,30}\beach\s*\)", behind) or times == 0:
                return None
        found.append((number, times))
    return found if whole.best is not None else None


def _judge(document: Document, clause: Clause, split: _Split) -> Discrepancy | None:
    whole = _value(split.whole)
    parts = [(_value(number), times) for number, times in split.parts]
    if whole is None or any(value is None for value, _ in parts):
        return None
    known = [(value or 0.0, times) for value, times in parts]
    summed = sum(value * times for value, times in known)
    bounded = clause.text[split.whole.start : split.whole.end].casefold()
    loose = any(word in bounded for word in ("over", "more than", "at least", "about", "around"))
    off = whole - summed
    if off == 0 or (loose and off < 0 and abs(off) <= max(2, 0.1 * whole)):
        return None
    short = 0 < off <= _MOST_SHORT * whole
    if off > 0 and (loose or (not (split.all_of_it and short) and not (short and len(known) >= 4))):
        return None
    if off < 0 and not split.all_of_it and _ends_before_last(clause, split, whole, known):
        return None
    doubt = "" if split.all_of_it or off < 0 else _INCLUDING
    last = split.parts[-1][0]
    start = clause.sentence.start + split.whole.start
    end = clause.sentence.start + last.end
    arithmetic = " + ".join(
        plain(value) if times == 1 else f"{times} × {plain(value)}" for value, times in known
    )
    return Discrepancy(
        code="sum-parts",
        message=f"{plain(whole)} is divided into parts that add up to {plain(summed)}.",
        spots=(
            spot(document, start, end, clause.where),
            spot(document, start, clause.sentence.start + split.whole.end, "the whole"),
            *(
                spot(
                    document, clause.sentence.start + number.start,
                    clause.sentence.start + number.end, "a part",
                )
                for number, _ in split.parts
            ),
        ),
        found=plain(whole),
        expected=plain(summed),
        arithmetic=f"{arithmetic} = {plain(summed)}, printed {plain(whole)}",
        correction=f"{plain(whole)} → {plain(summed)}, or one part "
        f"{'more' if off > 0 else 'less'} by {plain(abs(off))}",
        doubt=doubt,
    )  # fmt: skip


def _ends_before_last(
    clause: Clause, split: _Split, whole: float, parts: list[tuple[float, int]]
) -> bool:
    """A last part may be none: four, including one colonel, and five soldiers."""
    last = split.parts[-1][0]
    joined = re.search(r",\s*and\s+$", clause.text[: last.start], re.IGNORECASE) or (
        _ELSE_INJURED.match(clause.text, last.end)
        and re.search(r"\band\s+$", clause.text[: last.start], re.IGNORECASE)
    )
    return bool(joined) and sum(value * times for value, times in parts[:-1]) <= whole


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
            *(spot(document, f.start, f.end, "a part") for f in before),
        ),
        found=plain(total.value),
        expected=plain(summed),
        arithmetic=f"{' + '.join(plain(f.value) for f in before)} = {plain(summed)}, printed "
        f"{plain(total.value)}",
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
                    spot(document, note.start, note.end, f"note {marker}"),
                ),
                found=plain(value),
                expected=plain(summed),
                arithmetic=f"{' + '.join(plain(v or 0.0) for v in values)} = {plain(summed)}, "
                f"printed {plain(value)}",
                correction=f"{plain(value)} → {plain(summed)}, or one part by "
                f"{plain(abs(value - summed))}",
            )


def _value(number: Number) -> float | None:
    return None if number.best is None else float(number.best)
