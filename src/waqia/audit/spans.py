"""Spans of time as reports name them: years, months, two dates, and "the year before"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from waqia.model import phrase

_MONTHS = {
    **{name.lower(): n for n, name in enumerate(calendar.month_name) if name},
    **{name.lower(): n for n, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d"
_END = rf"(?:(?:{_MONTH})\s*(?:\d{{1,2}}(?!\d)(?:st|nd|rd|th)?\s*,?\s*)?(?:{_YEAR})?|{_YEAR})"
_FROM_TO = re.compile(
    rf"(?P<between>\bbetween\s+)?\b(?P<first>{_END}),?\s*\(?"
    rf"(?P<link>-|–|—|\bto\b|\btill\b|\buntil\b|\bthrough\b|\band\b)\s*(?P<last>{_END})",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"\b({_MONTH})\s+(\d{{1,2}})(?!\d)(?:st|nd|rd|th)?\b(?:,?\s+({_YEAR}))?"
    rf"|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})(?:,?\s+({_YEAR}))?"
    rf"|\b({_MONTH}),?\s+({_YEAR})|\b({_YEAR})\b(?!-\w)|\bin\s+({_MONTH})(?!\s*\d)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:the\s+)?(?:previous|preceding|last)\s+year\b|\b(?:the\s+)?year\s+(?:before|earlier)\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:during|in|of|for)\s+(?:the|this)\s+year\b(?!\s+(?:before|earlier|(?:19|20)\d\d))"
    r"|\bthe year under review\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """First and last day of a stretch of time."""

    start: date
    end: date

    def __str__(self) -> str:
        whole = self.start.month == 1 and self.start.day == 1
        if whole and (self.end.month, self.end.day) == (12, 31):
            first, last = str(self.start.year), str(self.end.year)
        else:
            first, last = self.start.isoformat(), self.end.isoformat()
        return first if first == last else phrase(f"{first} to {last}")

    @property
    def is_year(self) -> bool:
        """A whole calendar year."""
        return self == year(self.start.year)


def year(number: int) -> Span:
    """A calendar year."""
    return Span(date(number, 1, 1), date(number, 12, 31))


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A span of time at `start` to `end` of a text; `relative` where "the year" was worked out."""

    start: int
    end: int
    span: Span
    relative: bool = False


_MONTH_SAID = re.compile(
    r"\b(?:in|of|throughout|during)\s+(?:the|this|that) month\b(?! before)", re.I
)


def find_spans(
    text: str, current: Span | None = None, month: Span | None = None
) -> list[TimeMention]:
    """The spans a text names, in order.

    `current` is the year "the year" and "in May" speak of, `month` what "the month" does.
    """
    found: list[TimeMention] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, span: Span | None, relative: bool = False) -> None:
        if span and all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            found.append(TimeMention(start, end, span, relative))

    for match in _FROM_TO.finditer(text):
        add(match.start("first"), match.end(), _between(match, text, current))
    for match in _SINGLE.finditer(text):
        add(*match.span(), _single(match, current))
    if month:
        for match in _MONTH_SAID.finditer(text):
            add(*match.span(), month, True)
    if current and current.is_year:
        for match in _BEFORE.finditer(text):
            add(*match.span(), year(current.start.year - 1), True)
        for match in _THIS.finditer(text):
            add(*match.span(), current, True)
    return sorted(found, key=lambda one: one.start)


def _between(match: re.Match[str], text: str, current: Span | None) -> Span | None:
    (y1, m1, d1), (y2, m2, d2) = _parts(match["first"]), _parts(match["last"])
    if match["link"].lower() == "and" and not match["between"] and (m1 is None or d1 or d2):
        return None
    if y2 is None and m1 and m2:
        years = set(re.findall(_YEAR, text)) or ({str(current.start.year)} if current else set())
        y2 = int(years.pop()) if len(years) == 1 else None
    if y2 is None or (m2 is None and d2):
        return None
    try:
        start = date(y1 or y2, m1 or 1, d1 or 1)
        last = m2 or 12
        end = date(y2, last, d2 or calendar.monthrange(y2, last)[1])
    except ValueError:
        return None
    return Span(start, end) if start <= end else None


def _parts(said: str) -> tuple[int | None, int | None, int | None]:
    found_year = re.search(_YEAR, said)
    month = re.search(_MONTH, said, re.IGNORECASE)
    rest = re.sub(_YEAR, "", said)
    day = re.search(r"\d{1,2}", rest)
    return (
        int(found_year[0]) if found_year else None,
        _MONTHS[month[0].lower().rstrip(".")] if month else None,
        int(day[0]) if day else None,
    )


def _single(match: re.Match[str], current: Span | None) -> Span | None:
    month, day, in_year, day2, month2, year2, month3, year3, whole, bare = match.groups()
    try:
        if whole:
            return year(int(whole))
        if month3:
            number = _MONTHS[month3.lower().rstrip(".")]
            last = calendar.monthrange(int(year3), number)[1]
            return Span(date(int(year3), number, 1), date(int(year3), number, last))
        if bare:
            if current is None or current.start.year != current.end.year:
                return None
            number = _MONTHS[bare.lower().rstrip(".")]
            last = calendar.monthrange(current.start.year, number)[1]
            return Span(date(current.start.year, number, 1), date(current.start.year, number, last))
        named, numbered, of = (month, day, in_year) if month else (month2, day2, year2)
        if of is None:
            if current is None or current.start.year != current.end.year:
                return None
            of = str(current.start.year)
        exact = date(int(of), _MONTHS[named.lower().rstrip(".")], int(numbered))
    except (ValueError, KeyError):
        return None
    return Span(exact, exact)
