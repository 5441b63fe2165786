"""Dates that a model gives, held against what the words of its quotes can mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from waqia.reading.document import Span
from waqia.reading.llm.said import Said, within
from waqia.reading.llm.windows import Unit
from waqia.reading.proposing.dates import DateContext, DatePhrase, Days, dated_events, find_dates

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

    A day and month without a year can mean those of any year; "on Monday" counts from the day of
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
    yield replace(plain, year=first.year)
    at = units.index(unit)
    told: dict[Days, None] = {}
    for before in units[max(at - _BEFORE, 0) : at]:
        told |= dict.fromkeys(phrase.days for phrase in find_dates(said.line(before), plain))
    for story in reversed(told):
        yield replace(plain, story=story)
