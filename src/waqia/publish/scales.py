"""Scales that people can read: round ticks, calendar units without holes, classes of a map."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate, combinations, count, pairwise
from typing import Any

from waqia.publish.numbers import whole

_STEPS: dict[str, tuple[int, ...]] = {
    "year": (1, 2, 5, 10, 20, 50),
    "half": (1, 2, 4, 10, 20, 40),
    "quarter": (1, 2, 4, 8, 20, 40),
    "month": (1, 2, 3, 6, 12, 24, 60, 120),
    "week": (1, 2, 4, 8, 13, 26, 52, 104),
    "day": (1, 2, 7, 14, 28, 91, 182, 364),
    "relative_month": (1, 2, 3, 6, 12, 24),
}
CALENDAR = tuple(_STEPS)
"""Fields that run along time: their values are spaced evenly and none is left out."""

_PARTS = {"half": ("-H", 2), "quarter": ("-Q", 4), "month": ("-", 12)}


def ticks(top: float, most: int = 6) -> list[int]:
    """Whole numbers from 0 to at least `top` at a round step; never more than `most` steps."""
    steps = (m * 10**power for power in count() for m in (1, 2, 5))
    step = next(s for s in steps if math.ceil(top / s) <= most)
    return list(range(0, step * max(1, math.ceil(top / step)) + 1, step))


def unit_span(field: str, values: Iterable[Any]) -> list[Any]:
    """All units of a calendar field from the first to the last of those given, none left out."""
    found = sorted(_index(field, value) for value in values)
    if not found:
        return []
    return [_unit(field, index) for index in range(found[0], found[-1] + 1)]


def unit_ticks(field: str, units: Sequence[Any], most: int) -> list[Any]:
    """At most about `most` of the units, at a round distance (years in fives, months in threes)."""
    step = next((s for s in _STEPS[field] if len(units) / s <= most), _STEPS[field][-1])
    return [unit for unit in units if _index(field, unit) % step == 0] or list(units[:1])


def unit_of(field: str, day: date) -> Any:
    """The unit of a calendar field that a day lies in."""
    match field:
        case "year":
            return day.year
        case "half":
            return f"{day.year}-H{(day.month + 5) // 6}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "month":
            return f"{day:%Y-%m}"
        case "week":
            return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
    return day.isoformat()


def classes(values: Iterable[float], most: int = 5) -> list[tuple[int, int]]:
    """Classes of a map from positive numbers: inclusive whole bounds, light to dark.

    Of all round lower bounds (1, 2, 3, 5 times a power of ten) those are taken that leave the
    least variance within classes (Jenks 1967), on the logarithms, as counts are skewed. No
    class is empty, and every number given lies in one.
    """
    found = sorted(max(1, math.floor(value)) for value in values if value > 0)
    if not found:
        return []
    low, high = found[0], found[-1]
    rounds = [m * 10**k for k in range(len(str(high))) for m in (1, 2, 3, 5)]
    bounds = [bound for bound in rounds if low < bound <= high]
    logs = [math.log(value) for value in found]
    sums = list(accumulate(logs, initial=0.0))
    squares = list(accumulate((log * log for log in logs), initial=0.0))

    def variance(inner: tuple[int, ...]) -> float:
        cuts = [0, *(bisect_left(found, bound) for bound in inner), len(found)]
        total = 0.0
        for start, end in pairwise(cuts):
            if start == end:
                return math.inf
            total += squares[end] - squares[start] - (sums[end] - sums[start]) ** 2 / (end - start)
        return total

    # A class for every place tells nothing, so few numbers get few classes.
    different = len(set(found))
    most = min(most, different, 2 + different // 3)
    # More classes never leave more variance, so the first number that fills them all is best.
    inner = next(
        best
        for size in range(min(most - 1, len(bounds)), -1, -1)
        if variance(best := min(combinations(bounds, size), key=variance)) < math.inf
    )
    lows = (max(bound for bound in rounds if bound <= low), *inner)
    return list(zip(lows, (*(bound - 1 for bound in inner), high), strict=True))


def class_label(bounds: tuple[int, int]) -> str:
    """A class for readers: `5–19`, or `3` where it holds one number."""
    low, high = bounds
    return whole(low) if low == high else f"{whole(low)}–{whole(high)}"


def _index(field: str, value: Any) -> int:
    if field in ("year", "relative_month"):
        return int(value)
    if field == "day":
        return date.fromisoformat(str(value)).toordinal()
    if field == "week":
        year, week = str(value).split("-W")
        return (date.fromisocalendar(int(year), int(week), 1).toordinal() - 1) // 7
    mark, parts = _PARTS[field]
    year, part = str(value).split(mark)
    return int(year) * parts + int(part) - 1


def _unit(field: str, index: int) -> Any:
    if field in ("year", "relative_month"):
        return index
    if field in ("day", "week"):
        return unit_of(field, date.fromordinal(index if field == "day" else index * 7 + 1))
    mark, parts = _PARTS[field]
    year, part = divmod(index, parts)
    return f"{year}{mark}{part + 1:02}" if field == "month" else f"{year}{mark}{part + 1}"
