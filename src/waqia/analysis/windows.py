"""Windows round dates: the months before each election, several elections side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from waqia.analysis import calendar
from waqia.codebook import Codebook
from waqia.model import Period, QuestionError, phrase

_LENGTH = re.compile(r"(\d+)\s*(day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Window:
    """The time round one event: `first` and `last` are its own days, `period` the whole window.

    Relative month 0 begins on the event's first day, −1 ends on the day before.
    """

    event: str
    label: str
    first: date
    last: date
    period: Period

    @property
    def months(self) -> list[tuple[int, date]]:
        """The relative months that the window touches, each with its first day."""
        number = 0
        while calendar.months_after(self.first, number) > self.period.start:
            number -= 1
        found = []
        while (start := calendar.months_after(self.first, number)) <= self.period.end:
            found.append((number, start))
            number += 1
        return found


def windows_round(
    around: object, before: str | None, after: str | None, codebook: Codebook
) -> tuple[Window, ...]:
    """The windows round a kind of event (`elections`), an event, a date, or a list of these.

    Without `before` a window starts on the event's first day, without `after` it ends on its
    last. Lengths are days, weeks, months or years: "90 days", "3 months". "1 month" after an
    event of one day is its relative month 0, the day itself included.

    Raises:
        QuestionError: there is no such event, or a length cannot be read.
    """
    items = around if isinstance(around, list | tuple | set) else [around]
    found: dict[str, Window] = {}
    for item in items:
        for code, label, first, last in _events(item, codebook):
            start = _moved(first, before, back=True)
            end = _moved(last, after, back=False)
            period = Period(start, end, f"{start}..{end}")
            found[code] = Window(code, label, first, last, period)
    return tuple(sorted(found.values(), key=lambda window: (window.first, window.event)))


def _events(item: object, codebook: Codebook) -> Iterable[tuple[str, str, date, date]]:
    words = str(item).strip()
    terms = codebook.terms("event")
    kinds = {term.row.get("kind", "") for term in terms.values()} - {""}
    kind = words.lower() if words.lower() in kinds else words.lower().removesuffix("s")
    if kind in kinds:
        codes = [code for code, term in terms.items() if term.row.get("kind") == kind]
    elif code := codebook.find("event", words):
        codes = [code]
    else:
        try:
            day = date.fromisoformat(words)
        except ValueError:
            choices = ", ".join([*sorted(kinds), *terms]) or phrase("none in this codebook")
            raise QuestionError(
                f"No event, kind of event or date is called {words!r}; choose from {choices}, "
                "or give a date such as 2024-02-08."
            ) from None
        return [(words, words, day, day)]
    return [(code, terms[code].label, *_days(code, terms[code].row)) for code in codes]


def _days(code: str, row: Any) -> tuple[date, date]:
    start, end = row.get("date_start"), row.get("date_end") or row.get("date_start")
    if not start:
        raise QuestionError(f"The event {code!r} has no date in the codebook.")
    return Period.parse(start).start, Period.parse(end).end


def _moved(day: date, length: str | None, *, back: bool) -> date:
    if length is None:
        return day
    match = _LENGTH.fullmatch(length.strip().lower())
    if match is None:
        raise QuestionError(f"{length!r} is not a length of time: expected '90 days', '3 months'.")
    number, unit = int(match[1]) * (-1 if back else 1), match[2]
    if unit in ("day", "week"):
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    moved = calendar.months_after(day, number * (12 if unit == "year" else 1))
    return moved if back else moved - timedelta(days=1)


def in_any(table: Any, windows: Sequence[Window]) -> Any:
    """Whether an incident lies in at least one of the windows."""
    inside = calendar.within(table, windows[0].period)
    for window in windows[1:]:
        inside |= calendar.within(table, window.period)
    return inside


def events_of(table: Any, windows: Sequence[Window]) -> Any:
    """The array of the events in whose windows an incident lies."""
    import ibis

    nothing = ibis.null("string")
    codes = [
        ibis.ifelse(calendar.within(table, window.period), window.event, nothing)
        for window in windows
    ]
    return ibis.array(codes).filter(lambda code: code.notnull())


def relative_month_of(table: Any, windows: Sequence[Window]) -> Any:
    """The month before (negative) or after the event in the column `event`; null if imprecise."""
    import ibis

    def number(day: Any) -> Any:
        branches = [
            ((table.event == window.event) & (day >= ibis.literal(start)), month)
            for window in windows
            for month, start in reversed(window.months)
        ]
        return ibis.cases(*branches, else_=ibis.null("int32"))

    first, last = number(table.date_start), number(table.date_end.fill_null(table.date_start))
    return ibis.ifelse(first == last, first, ibis.null("int32"))
