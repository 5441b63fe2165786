"""What a template's expressions give: numbers and blocks that know their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from waqia.publish import numbers
from waqia.publish.text import CLOSE, OPEN

if TYPE_CHECKING:
    from waqia.publish.picture import Picture
    from waqia.publish.tables import Table


@dataclass(slots=True)
class Parts:
    """The numbers, tables, pictures and lists of one document, by the mark that stands for them."""

    items: list[Number | Table | Picture | IncidentList] = field(default_factory=list)

    def mark(self, part: Number | Table | Picture | IncidentList) -> str:
        """Keep a part and return the mark to write in its place."""
        self.items.append(part)
        return f"{OPEN}{len(self.items) - 1}{CLOSE}"


@dataclass(frozen=True, eq=False)
class Number:
    """A number in prose: it prints as its mark, compares and calculates by its value.

    `evidence` is the entry of the evidence book that holds the incidents behind it. `earlier` gives
    the same number of the period compared with, and the entry that holds the incidents of both; it
    is asked only where a template prints a change. An unknown number has value None; it prints as
    "an unknown number", equals nothing and is not above zero.
    """

    value: float | None
    text: str
    evidence: int | None
    parts: Parts = field(repr=False)
    low: float | None = None
    high: float | None = None
    earlier: Callable[[], tuple[Number, int]] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return self.parts.mark(self)

    def __float__(self) -> float:
        return float("nan") if self.value is None else float(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __hash__(self) -> int:
        return hash((self.value, self.evidence))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int | float | Number) and float(self) == float(other)

    # All four are written out, because with an unknown number none of them holds.
    def __lt__(self, other: Any) -> bool:
        return float(self) < float(other)

    def __le__(self, other: Any) -> bool:
        return float(self) <= float(other)

    def __gt__(self, other: Any) -> bool:
        return float(self) > float(other)

    def __ge__(self, other: Any) -> bool:
        return float(self) >= float(other)

    @property
    def known(self) -> bool:
        """Whether the number is known at all."""
        return self.value is not None

    @property
    def ranged(self) -> Number:
        """The number with its range behind it: 19 (17–22)."""
        spread = numbers.spread(self.low, self.value, self.high)
        return self._as(self.value, self.text + spread, self.evidence)

    @property
    def previous(self) -> Number | None:
        """The number of the period compared with; None without a comparison."""
        return self._before[0]

    @property
    def change(self) -> Number:
        """The difference to the previous period."""
        base = None if self.previous is None else self.previous.value
        value = None if base is None or self.value is None else self.value - base
        return self._as(value, numbers.signed(value), self._before[1])

    @property
    def change_percent(self) -> Number:
        """The change in percent of the previous period; not known where that was zero."""
        base = None if self.previous is None else self.previous.value
        value = None if not base or self.value is None else 100 * (self.value - base) / base
        return self._as(value, numbers.percent(value, signed=True), self._before[1])

    def share_of(self, whole: Number) -> Number:
        """This number in percent of another; not known where that is zero."""
        value = 100 * self.value / whole.value if whole.value and self.value is not None else None
        return self._as(value, numbers.percent(value), self.evidence)

    @property
    def _before(self) -> tuple[Number | None, int | None]:
        return (None, None) if self.earlier is None else self.earlier()

    def _as(self, value: float | None, text: str, evidence: int | None) -> Number:
        return Number(value, text, evidence, self.parts)


@dataclass(frozen=True, slots=True)
class IncidentList:
    """A list of incidents told one by one; `rows` are records of the release's incidents."""

    rows: tuple[dict[str, Any], ...]

    @property
    def ids(self) -> Iterable[str]:
        """Ids in the order of the list."""
        return (row["id"] for row in self.rows)
