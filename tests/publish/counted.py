"""A count written down by hand: what charts and maps ask of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waqia.model import Period


@dataclass
class Counted:
    """Rows as a count gives them; a person measure's range is its number where none is given."""

    fields: tuple[str, ...]
    data: list[dict[str, Any]]
    measures: tuple[str, ...] = ("incidents",)
    compare: Period | str | None = None
    period: Period | None = None

    notes: tuple[str, ...] = ()

    def rows(self, totals: bool = False) -> list[dict[str, Any]]:
        return self.data

    @property
    def total(self) -> dict[str, Any]:
        """The first row, as though it were all."""
        return self.data[0]


def killed(fields: str, *rows: tuple[Any, ...], **options: Any) -> Counted:
    """A count of people killed: rows of field values, then killed, or (min, killed, max)."""
    names = tuple(fields.split())
    data = []
    for *values, number in rows:
        low, best, high = number if isinstance(number, tuple) else (number, number, number)
        row = dict(zip(names, values, strict=True))
        unknown = int(best is None)
        data.append(
            row | {"killed": best, "killed_min": low, "killed_max": high, "killed_unknown": unknown}
        )
    return Counted(names, data, ("killed",), **options)


def incidents(fields: str, *rows: tuple[Any, ...], **options: Any) -> Counted:
    """A count of incidents: rows of field values, then the number."""
    names = (*fields.split(), "incidents")
    data = [dict(zip(names, row, strict=True)) for row in rows]
    return Counted(names[:-1], data, **options)
