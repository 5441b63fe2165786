"""Dates that a model gives, held against what the words of its quotes can mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from waqia.reading.document import Span
from waqia.reading.llm.said import Said, within
from waqia.reading.llm.windows import Unit
from waqia.reading.proposing.dates import DateContext, DatePhrase, dated_events, find_dates
from waqia.reading.proposing.line import Line

_BEFORE = 6
"""Sentences before a quote whose dates its words may count from ("the next day")."""


def day_of(written: Any) -> date | None:
    """The day that a model writes as YYYY-MM-DD; None for anything else."""
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def dated(
    said: Said, units: Sequence[Unit], quote: Span, first: date, last: date
) -> DatePhrase | None:
    """The date phrase in a quote that can mean the days from `first` to `last`, or None.

    A day and month without a year can mean those of the year of publication or the one before, and
    of a year that its sentence, those before or a heading name; "on Monday" counts from the day of
    publication; "the next day" from a date of the sentences before. Offsets are those of the text.
    """
    for unit, start, end in within(units, quote):
        for context in _contexts(said, units, unit, first):
            for phrase in find_dates(said.line(unit), context):
                inside = start <= phrase.start and phrase.end <= end
                if inside and (phrase.date_start, phrase.date_end) == (first, last):
                    return replace(
                        phrase, start=unit.start + phrase.start, end=unit.start + phrase.end
                    )
    return None


def _contexts(said: Said, units: Sequence[Unit], unit: Unit, first: date) -> Iterator[DateContext]:
    """What the words of a sentence may be resolved against, the likeliest first."""
    published = (said.published, said.published) if said.published else None
    plain = DateContext(published=published, events=dated_events(said.grammar.codebook))
    yield plain
    at = units.index(unit)
    before = [said.line(one) for one in units[max(at - _BEFORE, 0) : at]]
    told = [phrase.days for line in before for phrase in find_dates(line, plain)]
    named = {days.start.year for days in told} | _years([*before, said.line(unit)])
    named |= _years(line for line in map(said.line, units[:at]) if line.heading)
    if first.year in named or _lately(first, said.published):
        yield replace(plain, year=first.year)
    for story in reversed(dict.fromkeys(told)):
        yield replace(plain, story=story)


def _years(lines: Iterable[Line]) -> set[int]:
    numbers = (number for line in lines for number in line.numbers if number.kind == "year")
    return {int(number.best) for number in numbers if number.best is not None}


def _lately(day: date, published: date | None) -> bool:
    return published is not None and day <= published and published.year - day.year <= 1
