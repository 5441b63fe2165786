"""Dates as people write them: one day, or the interval that the words leave open."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
} | {"sept": 9, "jänner": 1, "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4,
     "mai": 5, "juin": 6, "juillet": 7, "août": 8, "aout": 8, "septembre": 9, "octobre": 10,
     "novembre": 11, "décembre": 12, "decembre": 12,
     "جنوری": 1, "فروری": 2, "مارچ": 3, "اپریل": 4, "مئی": 5, "جون": 6, "جولائی": 7, "اگست": 8,
     "ستمبر": 9, "اکتوبر": 10, "نومبر": 11, "دسمبر": 12}  # fmt: skip
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WORD = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}


@dataclass(frozen=True, slots=True)
class ReadDate:
    """First and last day that the words allow, how precise they are, and the weekday they name."""

    start: date
    end: date
    precision: str
    weekday: int | None = None

    @property
    def weekday_differs(self) -> bool:
        """The words name a weekday on which the day does not fall."""
        return self.weekday is not None and self.start.weekday() != self.weekday


def read_date(text: str, formats: Sequence[str] = (), order: str | None = None) -> ReadDate | None:
    """Read a date: by `formats` (strptime), ISO 8601 and EDTF, numbers, or English words.

    `early March 2014`, `mid-2013`, `spring 2010`, `2023-01`, `2024-08-25/2024-08-26`,
    `Sunday-November 19-1995` are read; seasons are those of the northern hemisphere.

    `order` (day-first, month-first) settles `03/04/2014`. Without it such a date is not read,
    unless only one order is possible. None where the text is no date, or no such day exists.
    """
    words = " ".join(text.translate(_DIGITS).split())
    for form in formats:
        try:
            return _day(datetime.strptime(words, form).date())
        except ValueError:
            continue
    weekday, rest = _weekday(words.lower())
    try:
        found = _edtf(rest) or _numbers(rest, order) or _phrase(rest)
    except ValueError:
        return None
    return found and ReadDate(found.start, found.end, found.precision, weekday)


def _weekday(words: str) -> tuple[int | None, str]:
    import difflib

    match = re.match(r"([^\W\d]+)[\s,.\-]+(?=\S)", words)
    if not match or match[1] in _MONTHS:
        return None, words
    if match[1][:3] in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        near = difflib.get_close_matches(match[1], _WEEKDAYS, 1, 0.7)
        number = [n[:3] for n in _WEEKDAYS].index(match[1][:3])
        if near or len(match[1]) <= 5:
            return _WEEKDAYS[near[0]] if near else number, words[match.end() :]
    return None, words


def _day(day: date) -> ReadDate:
    return ReadDate(day, day, "day")


def _month(year: int, month: int) -> ReadDate:
    last = calendar.monthrange(year, month)[1]
    return ReadDate(date(year, month, 1), date(year, month, last), "month")


def _months(year: int, first: int, last: int, precision: str) -> ReadDate:
    return ReadDate(_month(year, first).start, _month(year, last).end, precision)


def _edtf(words: str) -> ReadDate | None:
    if match := re.fullmatch(r"(\S+) ?(?:/|\.\.| to ) ?(\S+)", words):
        first, last = _edtf(match[1]), _edtf(match[2])
        if first and last:
            same = first.precision if first == last else "range"
            return ReadDate(first.start, last.end, same) if first.start <= last.end else None
    plain = words.rstrip("~?%").lstrip("~")
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d.*)?", plain):
        return _day(date(int(match[1]), int(match[2]), int(match[3])))
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain):
        return _day(date(int(match[1]), int(match[2]), int(match[3])))
    if match := re.fullmatch(r"(\d{4})-(2[1-4])", plain):
        month = {21: 3, 22: 6, 23: 9}.get(int(match[2]))
        year = int(match[1])
        return _months(year, month, month + 2, "quarter") if month else _winter(year)
    if match := re.fullmatch(r"(\d{4})-(\d{2})(?:-xx)?", plain):
        return _month(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{4})-?q([1-4])", plain):
        month = int(match[2]) * 3
        return _months(int(match[1]), month - 2, month, "quarter")
    if match := re.fullmatch(r"(\d{4})-w(\d{2})", plain):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return ReadDate(monday, monday + timedelta(days=6), "week")
    if match := re.fullmatch(r"(\d{4})(?:-xx(?:-xx)?)?", plain):
        return _months(int(match[1]), 1, 12, "year")
    return None


def _winter(year: int) -> ReadDate:
    return ReadDate(date(year, 12, 1), _month(year + 1, 2).end, "quarter")


def _numbers(words: str, order: str | None) -> ReadDate | None:
    if match := re.fullmatch(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: \d.*)?", words):
        return _day(date(int(match[1]), int(match[2]), int(match[3])))
    match = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:,? \d.*)?", words)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if len(match[3]) == 2:
        year += 2000 if year < 70 else 1900
    if order == "day-first" or (order is None and (first > 12 or first == second)):
        return _day(date(year, second, first))
    if order == "month-first" or second > 12:
        return _day(date(year, first, second))
    return None


def _phrase(words: str) -> ReadDate | None:
    tokens = re.findall(r"[^\W\d]+|\d+", re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", words))
    tokens = [_WORD.get(token, token) for token in tokens if token not in ("of", "the", "in", "le")]
    numbers = [int(token) for token in tokens if token.isdigit()]
    names = [token for token in tokens if not token.isdigit()]
    years = [number for number in numbers if 1000 <= number <= 9999]
    days = [number for number in numbers if 1 <= number <= 31]
    months = [_MONTHS[token] for token in names if token in _MONTHS]
    others = [token for token in names if token not in _MONTHS]
    if len(years) != 1 or len(years) + len(days) != len(numbers):
        return None
    year = years[0]
    if len(months) == 1 and not others and len(days) == 1:
        return _day(date(year, months[0], days[0]))
    if len(months) == 1 and not others and len(days) == 2 and days[0] < days[1]:
        return ReadDate(date(year, months[0], days[0]), date(year, months[0], days[1]), "range")
    if days:
        return None
    if len(months) == 1 and not others:
        return _month(year, months[0])
    if len(months) == 1 and len(others) == 1 and others[0] in _PARTS_OF_MONTH:
        first, last = _PARTS_OF_MONTH[others[0]]
        whole = _month(year, months[0])
        last = min(last, whole.end.day)
        return ReadDate(whole.start.replace(day=first), whole.end.replace(day=last), "range")
    if len(months) == 2 and not others and months[0] < months[1]:
        return _months(year, months[0], months[1], "range")
    if len(others) == 1 and not months:
        if others[0] in _SEASONS:
            return _months(year, *_SEASONS[others[0]], "quarter")
        if others[0] == "winter":
            return _winter(year)
        if others[0] in _PARTS_OF_YEAR:
            return _months(year, *_PARTS_OF_YEAR[others[0]], "range")
    return None
