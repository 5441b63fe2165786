"""Figures of one quantity that cannot all be right, within a document and across documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from waqia.audit.figure import Figure
from waqia.audit.finding import Discrepancy, Spot, around, plain, spot
from waqia.audit.telling import told
from waqia.codebook import Codebook

Contradiction = tuple[Figure, Figure]


_PUT_TOGETHER = 5
"""Least number of a row that a text is taken to have put together with another."""


def contradictions(figures: Iterable[Figure]) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """Figures of one scope whose numbers exclude each other: the fewer, then those they oppose."""
    by_key: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.sure and not figure.measure.startswith("percent_change"):
            by_key[figure.key].append(figure)
    for group in by_key.values():
        different = {(f.low, f.high): f for f in group}.values()
        opposed = [f for f in group if any(not f.agrees(other) for other in different)]
        if not opposed:
            continue
        values: dict[float, list[Figure]] = defaultdict(list)
        for figure in opposed:
            values[figure.value].append(figure)
        sides = sorted(values.values(), key=lambda side: (len(side), -side[0].start))
        yield sides[0], [figure for side in sides[1:] for figure in side]


def check_figures(figures: Sequence[Figure], codebook: Codebook) -> Iterator[Discrepancy]:
    """One finding for each quantity that is given with different numbers."""
    for few, many in contradictions(figures):
        if _is_sum_of_rows(few, many, figures):
            continue
        one, other = few[0], many[0]
        doubt = next((f.doubt for f in (*few, *many) if f.doubt), "")
        within = len({figure.document.id for figure in (*few, *many)}) == 1
        yield Discrepancy(
            code="figure-differs" if within else "documents-differ",
            message=f"{told(one, codebook)}: {plain(one.value)} in {_place(one, within)}; "
            f"{plain(other.value)} in {_place(other, within)}.",
            spots=tuple(_spot(figure) for figure in (*few, *many)[:6]),
            found=plain(one.value),
            expected=plain(other.value),
            arithmetic=f"{plain(other.value)} − {plain(one.value)} = "
            f"{plain(other.value - one.value)}",
            correction=f"{plain(one.value)} → {plain(other.value)}, or the other way round",
            doubt=doubt,
        )


def _is_sum_of_rows(few: list[Figure], many: list[Figure], figures: Sequence[Figure]) -> bool:
    """The number of a text may hold two rows of a table together: 14 is the rows of 4 and 10."""
    cells = [f for f in (*few, *many) if f.origin == "cell"]
    texts = [f for f in (*few, *many) if f.origin == "prose"]
    if not cells or not texts:
        return False
    cell, text = cells[0], texts[0]
    if cell.cell is None or cell.total or text.value < cell.value:
        return False
    rest = text.value - cell.value
    return rest >= _PUT_TOGETHER and any(
        other.table == cell.table
        and other.document is cell.document
        and other.cell is not None
        and other.cell[1] == cell.cell[1]
        and other.cell[0] != cell.cell[0]
        and not other.total
        and other.value == rest
        and _words(other) & _words(cell)
        for other in figures
    )


def _words(cell: Figure) -> frozenset[str]:
    """The longer words of the name of a row; rows that are put together share one."""
    name = cell.where.partition(", row ")[2].rpartition(", column ")[0]
    return frozenset(word for word in re.findall(r"\w{4,}", name.casefold()))


def _place(figure: Figure, within: bool) -> str:
    return figure.where if within else f"{figure.document.name}, {figure.where}"


def _spot(figure: Figure) -> Spot:
    start, end = figure.start, figure.end
    if figure.origin == "prose":  # with some words round it
        start, end = around(figure.document.text, figure.sentence, start - 60, end + 60)
    return spot(figure.document, start, end, figure.where)
