"""Calendar units: an incident lies in a unit when all of the time it can have happened in does.

Inside a query a unit is an ordinal number (the months since year 0, the weeks since 1970, …), so
that one unit earlier is one less, whatever the unit; outside it is what people write.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from waqia.model import Period, QuestionError

UNITS: dict[str, str] = {
    "year": "2014",
    "half": "2014-H1",
    "quarter": "2014-Q1",
    "month": "2014-01",
    "week": "2014-W03",
    "day": "2014-01-31",
}
"""Calendar units, the coarsest first, each with the form it is written in."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_EPOCH = date(1970, 1, 1)
_DAYS_TO_MONDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class Shift:
    """A move along the calendar by whole months, or by days."""

    months: int = 0
    days: int = 0

    def moved(self, day: Any) -> Any:
        """The date expression, moved."""
        import ibis

        if self.months:
            return day + ibis.interval(months=self.months)
        return day + ibis.interval(days=self.days)


def ordinal_of(unit: str, day: Any) -> Any:
    """The ordinal of a unit as an expression on a date column."""
    match unit:
        case "year":
            return day.year()
        case "half":
            return day.year() * 2 + (day.month() > 6).cast("int32")
        case "quarter":
            return day.year() * 4 + day.quarter() - 1
        case "month":
            return day.year() * 12 + day.month() - 1
    days = day.delta(_EPOCH, unit="day")
    return days if unit == "day" else (days + _DAYS_TO_MONDAY) // 7


def unit_of(unit: str, table: Any) -> Any:
    """The ordinal of the unit in which an incident lies; null where its dates span two."""
    import ibis

    first, last = (ordinal_of(unit, day) for day in (table.date_start, _last_day(table)))
    return ibis.ifelse(first == last, first, ibis.null(first.type()))


def weekday_of(table: Any) -> Any:
    """0 for Monday to 6 for Sunday; null where the day is not known."""
    import ibis

    # a date that was moved by months for a comparison keeps the weekday on which it happened
    day = table.day_then if "day_then" in table.columns else table.date_start
    index = day.day_of_week.index()
    return ibis.ifelse(table.date_start == _last_day(table), index, ibis.null(index.type()))


def within(table: Any, period: Period) -> Any:
    """Whether an incident lies in the period with all of the time it can have happened in."""
    import ibis

    start, end = ibis.literal(period.start), ibis.literal(period.end)
    # All four, because a source can give an end before the start; both bounds of the start let
    # Parquet skip row groups.
    last = _last_day(table)
    return table.date_start.between(start, end) & (last >= start) & (last <= end)


def touches(table: Any, period: Period) -> Any:
    """Whether some of the time in which an incident can have happened lies in the period."""
    import ibis

    start, end = ibis.literal(period.start), ibis.literal(period.end)
    last = _last_day(table)
    return (ibis.least(table.date_start, last) <= end) & (
        ibis.greatest(table.date_start, last) >= start
    )


def _last_day(table: Any) -> Any:
    return table.date_end.fill_null(table.date_start)


def ordinal(unit: str, day: date) -> int:
    """The ordinal of the unit that holds a day."""
    if unit in _MONTHS:
        return (day.year * 12 + day.month - 1) // _MONTHS[unit]
    days = (day - _EPOCH).days
    return days if unit == "day" else (days + _DAYS_TO_MONDAY) // 7


def first_day(unit: str, number: int) -> date:
    """The first day of the unit with this ordinal."""
    if unit in _MONTHS:
        year, month = divmod(number * _MONTHS[unit], 12)
        return date(year, month + 1, 1)
    return _EPOCH + timedelta(days=number if unit == "day" else number * 7 - _DAYS_TO_MONDAY)


def text(unit: str, number: int) -> int | str:
    """A unit as people write it: 2014, 2014-H1, 2014-Q1, 2014-01, 2014-W03, 2014-01-31."""
    day = first_day(unit, number)
    match unit:
        case "year":
            return day.year
        case "half":
            return f"{day.year}-H{1 + day.month // 7}"
        case "quarter":
            return f"{day.year}-Q{1 + day.month // 3}"
        case "month":
            return f"{day:%Y-%m}"
        case "week":
            iso = day.isocalendar()
            return f"{iso.year}-W{iso.week:02}"
    return day.isoformat()


def period_of(unit: str, number: int) -> Period:
    """The unit with this ordinal as a period."""
    last = first_day(unit, number + 1) - timedelta(days=1)
    return Period(first_day(unit, number), last, str(text(unit, number)))


def parse(unit: str, value: object) -> int:
    """The ordinal of a unit as people write it.

    Raises:
        QuestionError: it is not written in the unit's form.
    """
    words = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        if unit == "week" and (match := re.fullmatch(r"(\d{4})-?[Ww](\d{1,2})", words)):
            return ordinal(unit, date.fromisocalendar(int(match[1]), int(match[2]), 1))
        if unit != "week":
            period = Period.parse(words)
            number = ordinal(unit, period.start)
            if (period.start, period.end) == (lambda p: (p.start, p.end))(period_of(unit, number)):
                return number
    except (ValueError, QuestionError):
        pass
    raise QuestionError(f"{words!r} is not a {unit}: expected the form {UNITS[unit]}.")


def shift_between(unit: str, base: Period, current: Period) -> Shift:
    """The move that lays the base period on the current one, in steps that keep `unit` whole."""
    if unit in _MONTHS:
        return Shift(months=ordinal("month", current.start) - ordinal("month", base.start))
    if unit == "week":
        return Shift(days=7 * (ordinal("week", current.start) - ordinal("week", base.start)))
    return Shift(days=(current.start - base.start).days)


def one_unit(unit: str) -> Shift:
    """The move by one unit forward."""
    return (
        Shift(months=_MONTHS[unit]) if unit in _MONTHS else Shift(days=7 if unit == "week" else 1)
    )


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
