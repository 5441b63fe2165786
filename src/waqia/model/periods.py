"""Calendar periods: written by people, held as closed intervals of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from waqia.model.errors import QuestionError


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A closed interval of days, `start` to `end`, with the words it was asked for by."""

    start: date
    end: date
    label: str

    @classmethod
    def parse(cls, text: str | int) -> Period:
        """Read a year, half, quarter, month, day, or two of them joined by `..` (or `/`).

        Raises:
            QuestionError: the text is none of these, or its end lies before its start.
        """
        words = str(text).strip()
        first, joined, last = re.sub(r"\s*(\.\.|/|\bto\b)\s*", "..", words).partition("..")
        start, end = _single(first, words), _single(last, words) if joined else None
        if end is None:
            return cls(start[0], start[1], words)
        if end[1] < start[0]:
            raise QuestionError(f"The period {words!r} ends before it starts; exchange its ends.")
        return cls(start[0], end[1], f"{first}..{last}")

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.end - self.start).days + 1

    def previous(self) -> Period:
        """The period of the same calendar length just before (2023 → 2022, 2023-03 → 2023-02).

        A span of whole months goes back by as many months, any other by as many days.
        """
        whole = self.start.day == 1 and self.end == _month_end(self.end)
        if not whole:
            start = self.start - timedelta(days=self.days)
            return Period(
                start, self.start - timedelta(days=1), f"{start}..{self.start - timedelta(days=1)}"
            )
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        end = self.start - timedelta(days=1)
        start = _shift_months(self.start, -months)
        return Period(start, end, _label(start, end, months))


def _label(start: date, end: date, months: int) -> str:
    if months == 12 and start.month == 1:
        return str(start.year)
    if months == 6 and start.month in (1, 7):
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year}-Q{start.month // 3 + 1}"
    if months == 1:
        return f"{start:%Y-%m}"
    if start.month == 1 and end.month == 12:
        return f"{start.year}..{end.year}"
    return f"{start:%Y-%m}..{end:%Y-%m}"


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _shift_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _single(text: str, whole: str) -> tuple[date, date]:
    try:
        if match := re.fullmatch(r"(\d{4})", text):
            year = int(match[1])
            return date(year, 1, 1), date(year, 12, 31)
        if match := re.fullmatch(r"(\d{4})-?([HhQq])(\d)", text):
            length = 6 if match[2] in "Hh" else 3
            first = (int(match[3]) - 1) * length + 1
            start = date(int(match[1]), first, 1)
            return start, _month_end(start.replace(month=first + length - 1))
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
            start = date(int(match[1]), int(match[2]), 1)
            return start, _month_end(start)
        day = date.fromisoformat(text)
    except ValueError as error:
        raise QuestionError(
            f"The period {whole!r} could not be read: expected a year (2023), half (2023-H1), "
            "quarter (2023-Q2), month (2023-08), day (2023-08-14) or two of them joined by '..'."
        ) from error
    return day, day
