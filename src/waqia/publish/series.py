"""The numbers that a chart draws: a count's cells in order, with notes on what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from waqia.model import OUTCOMES, Period
from waqia.publish.labels import field_label, value_label
from waqia.publish.numbers import signed, summed, whole
from waqia.publish.picture import Data
from waqia.publish.scales import CALENDAR, unit_of, unit_span

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.codebook import Codebook

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number: its place `along` the axis, the series `by`; None is a value not known."""

    along: Any
    by: Any
    value: float | None
    low: float | None = None
    high: float | None = None
    previous: float | None = None
    unknown: int = 0

    @property
    def before(self) -> Cell:
        """The same place in the period compared with."""
        return replace(self, value=self.previous, low=None, high=None, previous=None)


@dataclass(slots=True)
class Charted:
    """A count as a chart needs it: one measure, `along` an axis, `by` a second field or None.

    `cells` are complete: where nothing was counted (a month, a pair of values), the number is 0,
    and known.
    `notes` are sentences for the caption, `data` the records drawn.
    """

    count: Count
    codebook: Codebook
    measure: str
    along: str
    by: str | None
    limit: int
    cells: list[Cell] = field(init=False)
    notes: list[str] = field(default_factory=list)
    data: Data = field(default_factory=Data)

    def __post_init__(self) -> None:
        cells = [self._cell(row) for row in self.count.rows()]
        self.cells = self._complete(cells) if self.by or self.along in CALENDAR else cells
        undated = sum(cell.value or 0 for cell in cells if cell.along is None)
        if self.along in CALENDAR and undated:
            self.notes.append(f"Not dated so precisely, and not shown: {self.words(undated)}.")
        if unknown := sum(cell.unknown for cell in cells):
            self.notes.append(
                f"The number {self.measure} is not known for {whole(unknown)} "
                f"incident{'s' if unknown > 1 else ''}."
            )

    @property
    def name(self) -> str:
        """The measure as a heading."""
        return self.measure.capitalize()

    @property
    def heading(self) -> str:
        """What is shown by what: `Killed by year and province`."""
        second = f" and {_within_a_sentence(field_label(self.by))}" if self.by else ""
        return f"{self.name} by {_within_a_sentence(field_label(self.along))}{second}"

    @property
    def compared(self) -> str | None:
        """The name of the one period compared with, where there is one."""
        compare = self.count.compare
        return compare.label if isinstance(compare, Period) else None

    @property
    def current(self) -> str:
        """The name of the period counted."""
        period = self.count.period
        return period.label if isinstance(period, Period) else self.name

    def words(self, number: float) -> str:
        """A number with its unit: `1 incident`, `1,124 killed`."""
        return f"{whole(number)} {noun(self.measure, number)}"

    def along_label(self, cell: Cell) -> str:
        """The label of the cell's place along the axis, short for months round an event."""
        if self.along == "relative_month":
            return signed(cell.along) if cell.along else "0"
        return self.along_words(cell)

    def along_words(self, cell: Cell) -> str:
        """The cell's place along the axis in words that stand alone."""
        return value_label(self.codebook, self.along, cell.along)

    def by_label(self, value: Any) -> str:
        """The label of a series."""
        return value_label(self.codebook, self.by, value) if self.by else self.name

    def about(self, cell: Cell) -> str:
        """The cell in words, as shown where a pointer rests."""
        place = self.along_words(cell)
        if self.by:
            place += f", {self.by_label(cell.by)}"
        known = summed(cell.low, cell.value, cell.high)
        what = noun(self.measure, cell.value)
        words = f"{place}: {known if cell.value is not None else 'not known'} {what}"
        if cell.previous is not None:
            words += f"; {self.compared}: {whole(cell.previous)}"
        return words

    def records(self, cells: Iterable[Cell]) -> list[dict[str, Any]]:
        """Cells as data of a drawing."""
        return [
            {
                "along": self.along_label(cell),
                "by": self.by_label(cell.by),
                "value": cell.value,
                "low": cell.low if cell.value is not None else None,
                "high": cell.high if cell.value is not None else None,
                "about": self.about(cell),
            }
            for cell in cells
        ]

    def kept(self, of: Literal["along", "by"], limit: int | None = None) -> list[Any]:
        """The values of a field from the most to the least, the unknown last, up to the limit.

        What lies beyond the limit is noted.
        """
        name = self.along if of == "along" else self.by
        sums: dict[Any, float] = {}
        for cell in self.cells:
            value = getattr(cell, of)
            sums[value] = sums.get(value, 0) + (cell.value or 0)
        known = [value for value in sums if value is not None]
        known.sort(key=lambda value: -sums[value])
        unknown = [None] if None in sums else []
        room = max(1, (limit or self.limit) - len(unknown))
        if rest := known[room:]:
            others = f"{len(rest)} other{'s' if len(rest) > 1 else ''}"
            total = self.words(sum(sums[value] for value in rest))
            self.notes.append(f"Not shown: {others} ({total}).")
        # Days and events are read in their own order, whatever their numbers.
        own = {"weekday": list(_WEEKDAYS), "event": list(self.codebook.terms("event"))}
        if name in own and set(known) <= set(own[name]):
            known = sorted(known[:room], key=own[name].index)
        return known[:room] + unknown

    def _cell(self, row: dict[str, Any]) -> Cell:
        persons = self.measure in OUTCOMES
        return Cell(
            row[self.along],
            row[self.by] if self.by else None,
            row.get(self.measure),
            row.get(f"{self.measure}_min") if persons else None,
            row.get(f"{self.measure}_max") if persons else None,
            row.get(f"{self.measure}_previous") if self.compared is not None else None,
            int(row.get(f"{self.measure}_unknown") or 0),
        )

    def _complete(self, cells: list[Cell]) -> list[Cell]:
        timed = self.along in CALENDAR
        known = {(c.along, c.by): c for c in cells if not timed or c.along is not None}
        places = list(dict.fromkeys(along for along, _ in known))
        if timed:
            period = self.count.period
            if isinstance(period, Period) and self.along != "relative_month":
                places += [unit_of(self.along, period.start), unit_of(self.along, period.end)]
            places = unit_span(self.along, places)
        before = 0 if self.compared is not None else None
        return [
            known.get((place, by)) or Cell(place, by, 0, 0, 0, before)
            for by in dict.fromkeys(by for _, by in known)
            for place in places
        ]


def noun(measure: str, number: float | None) -> str:
    """The measure behind its number: 1 incident, 2 incidents, 1 killed."""
    return measure.removesuffix("s") if number == 1 else measure


def has_range(cells: Iterable[Cell]) -> bool:
    """Whether any of the cells has a range to draw."""
    return any(
        cell.value is not None and cell.low is not None and not cell.low == cell.value == cell.high
        for cell in cells
    )


def highest(cells: Iterable[Cell]) -> float:
    """The highest number to draw, ranges and earlier periods included; 0 where none is known."""
    numbers = (n for cell in cells for n in (cell.value, cell.high, cell.previous))
    return max((number for number in numbers if number is not None), default=0)


def _within_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]
