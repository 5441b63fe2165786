"""How numbers, ranges, changes, dates and places are written for readers."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waqia.model import Period

NOT_KNOWN = "–"
"""What stands for a value that is not known; zero is always written as 0."""


def whole(value: float | None) -> str:
    """A count with thousands separators (1,124); fractions keep one decimal; None is a dash."""
    if value is None:
        return NOT_KNOWN
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}"


def percent(value: float | None, signed: bool = False) -> str:
    """A percentage with one decimal below ten percent, none above; None is a dash."""
    if value is None:
        return NOT_KNOWN
    rounded = round(value, 1) if abs(value) < 9.95 else round(value)
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,.{1 if rounded % 1 else 0}f}%"


def signed(value: float | None) -> str:
    """A difference with its sign; None is a dash."""
    if value is None:
        return NOT_KNOWN
    return ("+" if value > 0 else "−" if value < 0 else "±") + whole(abs(value))


def spread(low: float | None, best: float | None, high: float | None) -> str:
    """The range as ` (17–22)` where it is one, otherwise nothing; broken bounds get a dagger."""
    if best is None or low is None or high is None or low == best == high:
        return ""
    broken = "" if low <= best <= high else "†"
    return f" ({whole(low)}–{whole(high)}){broken}"


def counted(low: float | None, best: float | None, high: float | None) -> str:
    """A best estimate with its range behind it: 19 (17–22); ≥19 where it has no upper bound."""
    if best is not None and low is None and high is None:
        return f"about {whole(best)}"
    if best is not None and high is None:
        return f"≥{whole(low)}" if low == best else f"{whole(best)} (≥{whole(low)})"
    if best is not None and low is None:
        return f"≤{whole(high)}" if high == best else f"{whole(best)} (≤{whole(high)})"
    return whole(best) + spread(low, best, high)


def summed(low: float | None, best: float | None, high: float | None) -> str:
    """A sum with its range where the measure has one; a number of incidents has none."""
    return whole(best) if low is None and high is None else counted(low, best, high)


def day(start: Any, end: Any = None, precision: str | None = "day") -> str:
    """A date as precise as it is known: 30 January 2023, January 2023, 2023, 25–26 August 2024."""
    first, last = _date(start), _date(end) if end is not None else None
    if first is None:
        return "date not known"
    final = last or first
    same_year = first.year == final.year
    if precision == "year" and same_year:
        return str(first.year)
    if precision == "month" and same_year and first.month == final.month:
        return f"{first:%B} {first.year}"
    # a season is as long as a quarter and is none
    if precision == "quarter" and same_year and (first.month - 1) // 3 == (final.month - 1) // 3:
        return f"quarter {(first.month - 1) // 3 + 1} of {first.year}"
    if last is None or last == first:
        return f"{first.day} {first:%B} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {first:%B} {first.year}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {last.day} {last:%B} {first.year}"
    return f"{first.day} {first:%B} {first.year} – {last.day} {last:%B} {last.year}"


def period_label(period: Period) -> str:
    """A period for readers: 2014, 2014-Q1, 24 June 1995 – 6 March 2021."""
    exact = len(period.label) > len("2019-08..2021-07")
    return day(period.start, period.end) if exact else period.label.replace("..", " to ")


def calendar_label(field: str, value: Any) -> str:
    """A calendar unit for readers: 2014-03 → Mar 2014, -2 months → 2 months before."""
    if value is None:
        return "Not dated so precisely"
    if field == "month":
        year, month = str(value).split("-")
        return f"{calendar.month_abbr[int(month)]} {year}"
    if field == "relative_month":
        months = abs(int(value))
        if not months:
            return "month of the event"
        return (
            f"{months} month{'s' if months > 1 else ''} {'before' if int(value) < 0 else 'after'}"
        )
    return str(value)


def _date(value: Any) -> date | None:
    if value is None or value != value:
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
