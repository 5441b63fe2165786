"""What a date phrase is resolved against: publication, dateline, section, what was told last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from waqia.codebook import Codebook
from waqia.reading.proposing.dates import days
from waqia.reading.proposing.dates.days import Days


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event of the codebook that others are dated by, such as an election."""

    code: str
    kind: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class DateContext:
    """What is known when a sentence is read.

    Attributes:
        published: the days on which the document may have come out: one, or a month or year.
        dateline: the day of its dateline.
        year: the year that the section at hand is about.
        story: when what was told last happened, for "the same day" and "a week earlier".
        events: the dated events of the codebook (`dated_events`).
    """

    published: tuple[date, date] | None = None
    dateline: date | None = None
    year: int | None = None
    story: Days | None = None
    events: tuple[DatedEvent, ...] = ()

    @property
    def today(self) -> date | None:
        """The day "today" and "on Wednesday" count from; None where only a month is known."""
        if self.dateline or not self.published:
            return self.dateline
        start, end = self.published
        return start if start == end else None

    @property
    def limit(self) -> date | None:
        """The last day that the document can tell of."""
        return self.published[1] if self.published and not self.dateline else self.dateline

    def dated(self, month: int, day: int, ahead: bool, told: int | None) -> date | None:
        """The day that a month and day without a year mean.

        The year `told` before in the sentence, else in news the last such day that has come (the
        next one where the words look ahead); in a report of which only year or month of
        publication are known, the one nearest to what was told last (stories go forward: a day
        before it counts double), or of the section's year.
        """
        if told:
            return date(told, month, day)
        story = None if self.today else self.story
        if story and story.precision == "year":
            return date(story.start.year, month, day)
        if self.year and not story:
            return date(self.year, month, day)
        base = story.start if story else self.limit
        if base is None:
            return None
        found = [d for y in range(base.year - 8, base.year + 9) if (d := _day(y, month, day))]
        if story:
            past = [d for d in found if not self.limit or d <= self.limit] or found
            return min(past, key=lambda one: one - base if one >= base else 2 * (base - one))
        if ahead:
            return min((d for d in found if d >= base), default=None)
        return max((d for d in found if d <= base), default=None)

    def event(self, code: str) -> Days | None:
        """The days of an event of the codebook."""
        found = next((event for event in self.events if event.code == code), None)
        return days.span(found.start, found.end) if found else None

    def event_near(self, kind: str, near: date | None) -> Days | None:
        """The days of the event of a kind (`election`) within a year of a day."""
        base = near or self.limit
        found = [event for event in self.events if event.kind == kind and base]
        if not base or not found:
            return None
        nearest = min(found, key=lambda event: abs(event.start - base))
        if abs(nearest.start - base) > timedelta(days=366):
            return None
        return days.span(nearest.start, nearest.end)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def dated_events(codebook: Codebook) -> tuple[DatedEvent, ...]:
    """The events of a codebook that have a first and a last day, or happened on one."""
    found = []
    for code, term in codebook.terms("event").items():
        start = term.row.get("date_start") or ""
        if start:
            end = term.row.get("date_end") or start
            kind = term.row.get("kind") or ""
            found.append(DatedEvent(code, kind, date.fromisoformat(start), date.fromisoformat(end)))
    return tuple(found)
