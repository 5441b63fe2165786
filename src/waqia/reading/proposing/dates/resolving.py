"""What date phrases mean: the groups of a pattern, and a context, worked into days.

A pattern names its parts the same way in every language: `d` and `d2` days of a month, `m` a
month, `y` a year, `wd` a weekday, `which` a word such as "last", `unit`, `n` a number of units,
`how` the direction of a distance, `part` of a period, `word` for what has a meaning of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from waqia.model import whole_number
from waqia.reading.proposing.dates import days
from waqia.reading.proposing.dates.context import DateContext
from waqia.reading.proposing.dates.days import Days

DAY = timedelta(days=1)
_FEW = 6
_NEAR = 30
"""How many characters behind "two days after" the event may be named."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a language mean, in small letters, for the groups of its patterns."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, days.Unit]
    which: Mapping[str, str]
    parts: Mapping[str, str]
    numbers: Mapping[str, tuple[int, int]]
    directions: Mapping[str, str]
    names: Mapping[str, str]
    offsets: Mapping[str, tuple[int, int]]
    either: frozenset[str]
    stretches: Mapping[str, tuple[int, int]]
    feasts: Mapping[str, tuple[str, int]]

    def count(self, said: str) -> tuple[int, int]:
        """The least and the most that a number of units says; (0, 0) is none."""
        known = self.numbers.get(said)
        value = None if known else whole_number(said)
        return known or ((value, value) if value and value < 1000 else (0, 0))


@dataclass(slots=True)
class Scope:
    """A sentence while its phrases are resolved, one after the other.

    `ahead` says that the phrase at hand looks ahead; `story` is what the phrases before it told
    last, and `told` the year they named.
    """

    words: Words
    context: DateContext
    ahead: bool = False
    told: int | None = None
    story: Days | None = None
    events: tuple[tuple[int, str], ...] = ()

    @property
    def base(self) -> date:
        """Today. Raises LookupError where it is not known."""
        if self.context.today is None:
            raise LookupError("no day of publication")
        return self.context.today

    @property
    def last(self) -> Days:
        """What was told last. Raises LookupError where nothing was."""
        found = self.story or self.context.story
        if found is None:
            raise LookupError("nothing told")
        return found


Resolve = Callable[[re.Match[str], Scope], Days | None]
"""Gives None, or raises LookupError, ValueError or OverflowError, where a phrase has no date."""


def _said(match: re.Match[str], group: str) -> str:
    """A group in small letters, spaces single; "" where it is missing."""
    known = match.groupdict().get(group)
    return " ".join(known.lower().rstrip(".").split()) if known else ""


def _year(match: re.Match[str]) -> int | None:
    said = _said(match, "y")
    if len(said) == 2:
        return int(said) + (1900 if int(said) >= 70 else 2000)
    return int(said) if said else None


def dated_in(match: re.Match[str], scope: Scope) -> Days | None:
    """`the 5th of this month`."""
    whole = _which(scope, scope.words.which[_said(match, "which")], "month")
    return days.day(whole.start.replace(day=_number(_said(match, "d"))))


def numeric(match: re.Match[str], _scope: Scope) -> Days | None:
    """`2023-01-30`; `30/01/2023`, the day first unless only the month can be."""
    first, second, number = int(match["d"]), int(match["m"]), _year(match)
    if second > 12 >= first:
        first, second = second, first
    return days.day(date(number or 0, second, first))


def dated(match: re.Match[str], scope: Scope) -> Days | None:
    """A day of a month, or two, with a year or without, a weekday beside it or not."""
    month = scope.words.months[_said(match, "m")]
    first = _number(_said(match, "d"))
    last = _number(_said(match, "d2")) or first
    number, weekday = _year(match), scope.words.weekdays.get(_said(match, "wd"))
    start = date(number, month, first) if number else _yearless(scope, month, first, weekday)
    return days.span(start, start.replace(day=last)) if start else None


def _number(said: str) -> int:
    digits = re.match(r"\d+", said)
    return int(digits[0]) if digits else 1 if said else 0


def _yearless(scope: Scope, month: int, day: int, weekday: int | None) -> date | None:
    """The day without a year; where a weekday is named, the latest year in which it fits."""
    found = scope.context.dated(month, day, scope.ahead, scope.told)
    if found and weekday is not None and found.weekday() != weekday and day < 29:
        fitting = (found.replace(year=found.year - back) for back in range(1, 7))
        return next((one for one in fitting if one.weekday() == weekday), found)
    return found


def monthly(match: re.Match[str], scope: Scope) -> Days | None:
    """A month with a year, or without, or of this, last or the same year."""
    month, number = scope.words.months[_said(match, "m")], _year(match)
    if which := _said(match, "which"):
        number = _which(scope, scope.words.which[which], "year").start.year
    if number is None:
        found = scope.context.dated(month, 1, scope.ahead, scope.told)
        number = found.year if found else None
    whole = number and days.month(number, month)
    part = scope.words.parts.get(_said(match, "part"))
    return days.part_of_month(whole, part) if whole and part else whole or None


def yearly(match: re.Match[str], scope: Scope) -> Days | None:
    """A year, some years, or a part of one."""
    number, part = _year(match), scope.words.parts.get(_said(match, "part"))
    if number is None:
        return None
    if part:
        return days.part_of_year(number, part)
    last = _said(match, "y2")
    if not last:
        return days.year(number)
    end = int(last) if len(last) == 4 else number // 100 * 100 + int(last)
    return Days(date(number, 1, 1), date(end, 12, 31), "range") if number < end else None


def weekday(match: re.Match[str], scope: Scope) -> Days | None:
    """A day by its name: the latest that has come, or the next where the words look ahead."""
    number, which = scope.words.weekdays[_said(match, "wd")], _said(match, "which")
    which = scope.words.which.get(which, "")
    if _said(match, "unit"):
        monday = days.week(_which(scope, which, "week").start).start
        return days.day(monday + number * DAY)
    if which in ("following", "previous"):
        base = scope.last.start
        ahead = which == "following"
    else:
        base, ahead = scope.base, which == "next" or (scope.ahead and which != "last")
    if ahead:
        return days.day(days.latest_weekday(number, base + 7 * DAY))
    strictly = which in ("last", "previous")
    return days.day(days.latest_weekday(number, base - DAY if strictly else base))


def _which(scope: Scope, which: str, unit: days.Unit) -> Days:
    """Last month, this year, the same day, the following week."""
    if which in ("same", "following", "previous"):
        known = scope.story or scope.context.story
        if known is None and which == "previous" and unit != "day" and scope.context.limit:
            return days.unit_of(scope.context.limit, unit, -1)
        if known is None:
            raise LookupError("nothing told")
        return _beside(known, {"same": 0, "following": 1, "previous": -1}[which], unit)
    base = scope.base if unit in ("hour", "day", "week") else scope.context.limit
    if base is None:
        raise LookupError("no publication")
    return days.unit_of(base, unit, {"last": -1, "this": 0, "next": 1}[which])


def _beside(known: Days, shift: int, unit: days.Unit) -> Days:
    if unit == "day":
        if known.precision in ("month", "quarter", "year"):
            raise LookupError("no day told")
        side = known.end if shift > 0 else known.start
        return days.day(side + shift * DAY) if shift else known
    return days.unit_of(known.end if shift > 0 else known.start, unit, shift)


def same_day(_match: re.Match[str], scope: Scope) -> Days | None:
    """`hours later`: the day of what was told last."""
    return _beside(scope.last, 0, "day")


def which_unit(match: re.Match[str], scope: Scope) -> Days | None:
    """`last month`, `early this year`, `the same day`, `later that month`."""
    said, unit = _said(match, "which"), scope.words.units[_said(match, "unit")]
    which = scope.words.which[said] if said else "same"
    if which == "next" and unit == "day":
        which = "following"
    found = _which(scope, which, unit)
    part = scope.words.parts.get(_said(match, "part"))
    if part and unit == "month":
        return days.part_of_month(found, part)
    if part and unit == "year":
        return days.part_of_year(found.start.year, part)
    return _not_to_come(found, scope) if which == "this" else found


def _not_to_come(found: Days, scope: Scope) -> Days:
    """A week that is not over ends today, unless the words look ahead."""
    today = scope.context.today
    if found.precision == "week" and today and not scope.ahead:
        return Days(found.start, today, "week")
    return found


def recent(match: re.Match[str], scope: Scope) -> Days | None:
    """`the past two days`, `the last 24 hours`: until today."""
    count = scope.words.count(_said(match, "n"))[1] if _said(match, "n") else 1
    unit = scope.words.units[_said(match, "unit")]
    if not count:
        return None
    if unit == "hour":
        count, unit = _days_of(count)[1], "day"
    today = scope.base
    if unit in ("day", "week"):
        return days.span(today - count * (7 if unit == "week" else 1) * DAY, today)
    shifted = days.unit_of(today, unit, -count)
    return Days(shifted.start, today, "range")


def _days_of(hours: int) -> tuple[int, int]:
    """The whole days that hours may reach back: none for a few."""
    return hours // 24, -(-hours // 24) if hours > _FEW else 0


def distance(match: re.Match[str], scope: Scope) -> Days | None:
    """`two days ago`, `a week earlier`, `a day before the election`, `a few months later`."""
    least, most = scope.words.count(_said(match, "n"))
    unit, how = scope.words.units[_said(match, "unit")], scope.words.directions[_said(match, "how")]
    base = _anchor(match, scope, how)
    if not most or (unit in ("day", "hour") and base.precision in ("month", "quarter", "year")):
        return None
    if unit == "hour":
        least, most, unit = _days_of(least)[0], _days_of(most)[1], "day"
    sign = 1 if how in ("later", "after") else -1
    near, far = (days.away(base, sign * count, unit) for count in (least, most))
    if near == far:
        return near
    return Days(min(near.start, far.start), max(near.end, far.end), "range")


def _anchor(match: re.Match[str], scope: Scope, how: str) -> Days:
    """What a distance is counted from."""
    if _said(match, "event") or how in ("before", "after"):
        event = _event(match, scope)
        if event is None and not _said(match, "same"):
            raise LookupError("no such event")
        return event or scope.last
    if (
        _said(match, "today")
        or how == "ago"
        or (how == "earlier" and not (scope.story or scope.context.story))
    ):
        return days.day(scope.base)
    return scope.last


def _event(match: re.Match[str], scope: Scope) -> Days | None:
    """The event of the codebook that is named in a phrase or close behind it."""
    if kind := scope.words.names.get(_said(match, "event")):
        return scope.context.event_near(kind, scope.context.story and scope.context.story.start)
    near = (code for at, code in scope.events if 0 <= at - match.end() <= _NEAR)
    return next((found for code in near if (found := scope.context.event(code))), None)


def on_event(match: re.Match[str], scope: Scope) -> Days | None:
    """`election day`, `the eve of the election`."""
    found = _event(match, scope)
    if found and _said(match, "eve"):
        return days.day(found.start - DAY)
    return found


def by_word(match: re.Match[str], scope: Scope) -> Days | None:
    """`today`, `yesterday`, `overnight`: days counted from today; `kal` lies ahead or behind."""
    first, last = scope.words.offsets[_said(match, "word")]
    if scope.ahead and last < 0 and _said(match, "word") in scope.words.either:
        first, last = -last, -first
    return days.span(scope.base + first * DAY, scope.base + last * DAY)


def weekend(match: re.Match[str], scope: Scope) -> Days | None:
    """The last Saturday and Sunday that have come, or those to come."""
    saturday = days.latest_weekday(5, scope.base)
    if scope.ahead or scope.words.which.get(_said(match, "which")) == "next":
        saturday += 7 * DAY
        return days.span(saturday, saturday + DAY)
    return days.span(saturday, min(saturday + DAY, scope.base))


def quarterly(match: re.Match[str], scope: Scope) -> Days | None:
    """A quarter, half or season of a year; seasons are those of the northern hemisphere."""
    first, length = scope.words.stretches[_said(match, "word")]
    number = _year(match)
    if number is None and (which := _said(match, "which")):
        number = _which(scope, scope.words.which[which], "year").start.year
    if number is None:
        return None
    end = first + length - 1
    last = days.month(number + (end > 12), (end - 1) % 12 + 1)
    return Days(days.month(number, first).start, last.end, "quarter" if length == 3 else "range")


def hijri(match: re.Match[str], scope: Scope) -> Days | None:
    """A Hijri day, with its year or the latest that has come, or a feast.

    Months begin when the new moon is seen, in South Asia up to two days after Umm al-Qura, which
    is computed: so the day read and the two behind it.
    """
    from waqia.formats import read_hijri

    said = scope.words.feasts.get(_said(match, "feast"))
    month, day = said or (_said(match, "month"), _number(_said(match, "d")))
    limit = scope.context.limit
    if scope.told:
        limit = date(scope.told, 12, 31)
    if number := _said(match, "y"):
        found = [read_hijri(f"{day} {month} {number}")]
    elif limit:
        around = (limit.year - 622) * 33 // 32
        found = [read_hijri(f"{day} {month} {y}") for y in range(around - 1, around + 3)]
    else:
        return None
    past = [d for d in found if d and (_said(match, "y") or not limit or d <= limit)]
    return days.span(max(past), max(past) + 2 * DAY) if past else None
