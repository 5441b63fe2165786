"""The order of rows, and the calendar units in which nothing happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from waqia.analysis import calendar
from waqia.analysis.compare import finest
from waqia.analysis.fields import Field
from waqia.analysis.tally import Cells, Key
from waqia.analysis.windows import Window
from waqia.codebook import Codebook
from waqia.model import Period

_IN_TIME = ("calendar", "weekday", "relative_month")


def ordered(
    found: Cells, by: tuple[Field, ...], codebook: Codebook, windows: Sequence[Window]
) -> list[Key]:
    """The keys in order: time runs forward, other values by incidents, then label; unknown last."""
    weight: dict[Key, float] = defaultdict(float)
    for key, cell in found.items():
        for length in range(1, len(key) + 1):
            weight[key[:length]] += cell["incidents"] or 0
    events = {window.event: number for number, window in enumerate(windows)}

    def rank(key: Key) -> list[Any]:
        parts: list[Any] = []
        for place, (field, value) in enumerate(zip(by, key, strict=True)):
            if value is None:
                parts.append((1, 0, ""))
            elif field.kind in _IN_TIME:
                parts.append((0, value, ""))
            elif field.kind == "event":
                parts.append((0, events[value], ""))
            else:
                label = codebook.label(field.vocabulary, value) if field.vocabulary else value
                parts.append((0, -weight[key[: place + 1]], str(label)))
        return parts

    return sorted(found, key=rank)


def filled(
    found: Cells,
    by: tuple[Field, ...],
    period: Period,
    empty: dict[str, Any],
    windows: Sequence[Window],
) -> Cells:
    """The cells, and one of zeros for each unit of the period in which nothing was counted.

    Every combination of the other fields that occurs at all is filled.
    """
    unit = finest(by)
    times: list[dict[str, Any]] = []
    if unit is not None:
        first, last = calendar.ordinal(unit, period.start), calendar.ordinal(unit, period.end)
        for number in range(first, last + 1):
            day = calendar.first_day(unit, number)
            times.append(
                {f.name: calendar.ordinal(f.name, day) for f in by if f.kind == "calendar"}
            )
    elif {"relative_month", "event"} <= {field.name for field in by}:
        times = [{"event": w.event, "relative_month": m} for w in windows for m, _ in w.months]
    elif "relative_month" in {field.name for field in by}:
        months = sorted({month for window in windows for month, _ in window.months})
        times = [{"relative_month": month} for month in months]
    if not times:
        return found
    fixed = [place for place, field in enumerate(by) if field.name not in times[0]]
    others = dict.fromkeys(tuple(key[place] for place in fixed) for key in found) or {(): None}
    together = dict(found)
    for other in others:
        if len(other) != len(fixed):
            continue
        rest = dict(zip((by[place].name for place in fixed), other, strict=True))
        for time in times:
            key = tuple((time | rest)[field.name] for field in by)
            together.setdefault(key, dict(empty))
    return together
