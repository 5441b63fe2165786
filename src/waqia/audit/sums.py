"""Totals of tables: which numbers must add up to which, and the one cell that would repair them.

Every total is an equation over cells. A cell that stands in an equation that holds is taken to be
right, so that in a table with totals of rows and of columns a wrong number is found itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from waqia.audit.finding import Discrepancy, Spot, added_up, plain, spot
from waqia.audit.grids import Grid
from waqia.model import phrase

Place = tuple[int, int]
"""Row and column of a cell."""
Hints = Mapping[Place, tuple[float, str]]
"""Cell → the number that the text prints for the same quantity, and where."""


_OVERLAP = phrase(
    "Several columns are short of their rows: an incident may count in more than one row."
)


@dataclass(frozen=True, slots=True)
class Equation:
    """The cells of `parts` add up to the cell `whole`; `off` is the whole less their sum."""

    whole: Place
    parts: tuple[Place, ...]
    off: float
    down: bool

    def repair(self, cell: Place) -> float:
        """By how much a cell must change for the equation to hold."""
        return -self.off if cell == self.whole else self.off


def check_sums(grid: Grid, hints: Hints | None = None) -> Iterator[Discrepancy]:
    """What does not add up in a table: columns, rows, subtotals and totals."""
    if grid.table.doubts:
        yield _unread(grid, "; ".join(grid.table.doubts))
        return
    known = list(equations(grid))
    failing = [one for one in known if one.off]
    if len(known) >= 4 and len(failing) > len(known) / 2:
        yield _unread(grid, phrase("most of its totals are not the sums of the rows above them"))
        return
    overlap = {  # an incident by two groups stands in the rows of both, but once in the total
        row
        for row in {one.whole[0] for one in failing if one.down}
        if sum(one.down and one.whole[0] == row for one in failing) > 1
        and all(one.off < 0 for one in failing if one.down and one.whole[0] == row)
    }
    settled = {cell for one in known if not one.off for cell in (one.whole, *one.parts)}
    yield from _explain(grid, failing, settled, hints or {}, overlap)


def equations(grid: Grid) -> Iterator[Equation]:
    """Every total of a table over the cells it is the total of."""
    added = [n for n, role in enumerate(grid.roles) if role in ("count", "total")]
    yield from _down(grid, added)
    for total in (n for n, role in enumerate(grid.roles) if role == "total"):
        if parts := _added_into(grid, total):
            for row in grid.rows:
                yield from _equation(
                    grid, (row.index, total), [(row.index, n) for n in parts], down=False
                )


def _down(grid: Grid, columns: Iterable[int]) -> Iterator[Equation]:
    for column in columns:
        closed: list[Place] = []
        block: list[Place] = []
        for row in grid.rows:
            here = (row.index, column)
            if row.kind == "part":
                block.append(here)
            elif row.kind == "subtotal":
                yield from _equation(grid, here, block, down=True)
                closed, block = [*closed, here], []
            else:
                yield from _equation(grid, here, closed + block, down=True)
                closed, block = [], []


def _equation(grid: Grid, whole: Place, parts: list[Place], *, down: bool) -> Iterator[Equation]:
    """The equation, where there is something to add and all of it could be read."""
    total = grid.at(*whole)
    numbers = [grid.at(*part) for part in parts]
    cell = grid.cells[whole[0]][whole[1]]
    if total is None or None in numbers or len(parts) < 1 or cell is None or not cell.text:
        return
    summed = sum(number for number in numbers if number is not None)
    if len(parts) > 1 or down:
        yield Equation(whole, tuple(parts), round(total - summed, 6), down)


def _added_into(grid: Grid, total: int) -> list[int]:
    """The columns whose numbers make up the total of a row, as most rows show; else none."""
    group = grid.names[total].rpartition("/")[0]
    before = [
        n
        for n in range(total)
        if grid.roles[n] == "count" and grid.names[n].rpartition("/")[0] == group
    ]
    choices = [before] + [before[k:] for k in range(1, len(before) - 1)]
    for choice in choices:
        held = tried = 0
        for row in grid.rows:
            for one in _equation(
                grid, (row.index, total), [(row.index, n) for n in choice], down=False
            ):
                tried += 1
                held += not one.off
        if len(choice) > 1 and tried >= 3 and held >= 0.6 * tried:
            return choice
    return []


def _explain(
    grid: Grid, failing: list[Equation], settled: set[Place], hints: Hints, overlap: set[int]
) -> Iterator[Discrepancy]:
    """One finding for each cell that repairs most of what fails, until all of it is told."""
    left = list(failing)
    while left:
        cells = {cell for one in left for cell in (one.whole, *one.parts)} - settled
        repairs: dict[Place, list[Equation]] = {}
        for cell in cells:
            holding = [one for one in left if cell in (one.whole, *one.parts)]
            if len({one.repair(cell) for one in holding}) == 1:
                repairs[cell] = holding
        most = max((len(found) for found in repairs.values()), default=0)
        best = [cell for cell, found in repairs.items() if len(found) == most]
        if most > 1 and len(best) == 1:
            told = repairs[best[0]]
            yield _one_cell(grid, best[0], told)
        else:
            told = left[:1]
            doubt = _OVERLAP if told[0].whole[0] in overlap else ""
            yield _one_total(grid, told[0], settled, hints, doubt)
        left = [one for one in left if one not in told]


def _one_cell(grid: Grid, cell: Place, told: list[Equation]) -> Discrepancy:
    value, change = grid.at(*cell) or 0.0, told[0].repair(cell)
    right = value + change
    down = all(one.down for one in told)
    spots = [_cell_spot(grid, cell)]
    spots += [_cell_spot(grid, one.whole) for one in told if one.whole != cell]
    return Discrepancy(
        code="sum-column" if down else "sum-row",
        message=f"{grid.said(*cell)}: {plain(value)} does not fit the totals it is part of.",
        spots=tuple(spots),
        beside=_others(grid, told, spots),
        found=plain(value),
        expected=plain(right),
        arithmetic="; ".join(_written(grid, one) for one in told),
        correction=f"{plain(value)} → {plain(right)} repairs every total it stands in.",
    )


def _one_total(
    grid: Grid, one: Equation, settled: set[Place], hints: Hints, doubt: str
) -> Discrepancy:
    total = grid.at(*one.whole) or 0.0
    summed = total - one.off
    spots = [_cell_spot(grid, one.whole)]
    correction = f"{plain(total)} → {plain(summed)}"
    for part in one.parts:
        value = grid.at(*part) or 0.0
        if part in hints and hints[part][0] == value + one.off:
            correction = phrase(
                f"{plain(value)} → {plain(value + one.off)} in row {_row_name(grid, part)}, as "
                f"{hints[part][1]} says; then the total is right."
            )
            spots.append(_cell_spot(grid, part))
            break
    else:
        backed = phrase("its row") if one.whole in settled else ""
        if one.whole in hints and hints[one.whole][0] == total:
            backed = hints[one.whole][1]
        if backed:
            correction = phrase(
                f"The total agrees with {backed}; one of the parts should be "
                f"{plain(abs(one.off))} {'more' if one.off > 0 else 'less'}."
            )
        spots += _ends(grid, one)
    return Discrepancy(
        code="sum-column" if one.down else "sum-row",
        message=f"{grid.said(*one.whole)}: {plain(total)} is printed, its parts add up to "
        f"{plain(summed)}.",
        spots=tuple(spots),
        beside=_others(grid, [one], spots),
        found=plain(total),
        expected=plain(summed),
        arithmetic=_written(grid, one),
        correction=correction,
        doubt=doubt or _doubt(one, total, summed),
    )


def _doubt(one: Equation, total: float, summed: float) -> str:
    if abs(one.off) > 0.5 * max(total, summed):
        return phrase(
            "The difference is so large that the row may not be the total of those above it."
        )
    return ""


def _ends(grid: Grid, one: Equation) -> list[Spot]:
    return [_cell_spot(grid, one.parts[0]), _cell_spot(grid, one.parts[-1])][: len(one.parts)]


def _others(grid: Grid, told: Iterable[Equation], spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """The places of the parts that are none of these."""
    parts = (_cell_spot(grid, part) for one in told for part in one.parts)
    return tuple(part for part in dict.fromkeys(parts) if part not in spots)


def _written(grid: Grid, one: Equation) -> str:
    numbers = [plain(grid.at(*part) or 0.0) for part in one.parts]
    total = grid.at(*one.whole) or 0.0
    return added_up(" + ".join(numbers), total - one.off, total)


def _row_name(grid: Grid, cell: Place) -> str:
    return next(row.stub for row in grid.rows if row.index == cell[0])


def _cell_spot(grid: Grid, cell: Place) -> Spot:
    found = grid.cells[cell[0]][cell[1]]
    assert found is not None  # noqa: S101 - a number was read from it
    return spot(grid.document, found.start, found.end, grid.said(*cell))


def _unread(grid: Grid, why: str) -> Discrepancy:
    place = grid.table.caption or (grid.table.start, min(grid.table.end, grid.table.start + 80))
    return Discrepancy(
        code="table-unread",
        message=f"{grid.title} was not added up: {why}.",
        spots=(spot(grid.document, *place, grid.title),),
        found=why,
        expected="a table whose rows and columns are plain",
    )
