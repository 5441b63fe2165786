"""Stretches of days, and the arithmetic of calendars on them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal, NamedTuple

Precision = Literal["day", "range", "week", "month", "quarter", "year"]
Unit = Literal["hour", "day", "week", "month", "year"]


_PARTS_OF_MONTH = {
    "early": (1, 10), "mid": (11, 20), "late": (21, 31), "week 1": (1, 7), "week 2": (8, 14),
    "week 3": (15, 21), "week 4": (22, 31),
}  # fmt: skip


class Days(NamedTuple):
    """The first and last day of a stretch, and how precisely its words name it."""

    start: date
    end: date
    precision: Precision


def day(which: date) -> Days:
    """One day."""
    return Days(which, which, "day")


def span(start: date, end: date) -> Days:
    """The days from one to another.

    Raises:
        ValueError: the last lies before the first.
    """
    if end < start:
        raise ValueError(f"{end} lies before {start}")
    return Days(start, end, "day" if start == end else "range")


def month(year: int, number: int) -> Days:
    """A month of a year."""
    last = calendar.monthrange(year, number)[1]
    return Days(date(year, number, 1), date(year, number, last), "month")


def year(number: int) -> Days:
    """A calendar year."""
    return Days(date(number, 1, 1), date(number, 12, 31), "year")


def week(of: date) -> Days:
    """The week, from Monday, in which a day lies."""
    monday = of - timedelta(days=of.weekday())
    return Days(monday, monday + timedelta(days=6), "week")


def unit_of(of: date, unit: Unit, shift: int = 0) -> Days:
    """The day, week, month or year in which a day lies, or the one `shift` further on."""
    if unit in ("hour", "day"):
        return day(of + timedelta(days=shift))
    if unit == "week":
        return week(of + timedelta(weeks=shift))
    if unit == "month":
        index = of.year * 12 + of.month - 1 + shift
        return month(index // 12, index % 12 + 1)
    return year(of.year + shift)


def away(base: Days, count: int, unit: Unit) -> Days:
    """The stretch `count` days, weeks, months or years behind `base` (before it: negative).

    Only days are counted out: "three weeks" and more are read to half a week, month or year,
    as people round; a single week is meant as seven days, give or take one.
    """
    if unit in ("hour", "day"):
        apart = timedelta(days=count)
        return Days(base.start + apart, base.end + apart, base.precision)
    if unit == "week":
        apart, about = timedelta(weeks=count), timedelta(days=1 if abs(count) == 1 else 3)
        return Days(base.start + apart - about, base.end + apart + about, "range")
    return unit_of(base.start, unit, count)


def latest_weekday(weekday: int, until: date) -> date:
    """The last day of that name (0 = Monday) that is not after a day."""
    return until - timedelta(days=(until.weekday() - weekday) % 7)


def part_of_month(whole: Days, part: str) -> Days:
    """Its first ten days (`early`), second ten (`mid`) or the rest (`late`), or one of its weeks.

    The first week is its first seven days, the last one (`week 4`) begins on the 22nd.
    """
    first, last = _PARTS_OF_MONTH[part]
    last = min(last, whole.end.day)
    return Days(whole.start.replace(day=first), whole.start.replace(day=last), "range")


def part_of_year(number: int, part: str) -> Days:
    """Its first four months (`early`), second four (`mid`) or last four (`late`)."""
    first = {"early": 1, "mid": 5, "late": 9}[part]
    return Days(month(number, first).start, month(number, first + 3).end, "range")
