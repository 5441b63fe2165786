"""Which date phrase of the sentences that tell an incident says when it happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from waqia.reading.proposing.dates import days
from waqia.reading.proposing.dates.finding import DatePhrase


def when(phrases: Sequence[DatePhrase], near: int | None = None) -> DatePhrase | None:
    """The phrase that dates an incident; None where no words do: no date is made up.

    Args:
        phrases: those of the sentence that tells it (`find_dates`).
        near: where in the sentence the words stand that say what happened.

    Returns:
        Of the phrases of role `when` the one nearest to `near`, or a more precise one within its
        days ("in July 2022, on July 30"); without `near` the first of the most precise.
    """
    told = [phrase for phrase in phrases if phrase.role == "when"]
    if near is not None and told:
        nearest = min(told, key=lambda phrase: _apart(phrase, near))
        told = [phrase for phrase in told if _within(phrase, nearest)]
    return min(told, key=lambda phrase: (fineness(phrase), _apart(phrase, near)), default=None)


def _within(phrase: DatePhrase, other: DatePhrase) -> bool:
    return other.date_start <= phrase.date_start and phrase.date_end <= other.date_end


def fineness(phrase: DatePhrase) -> timedelta:
    """How much time a phrase leaves open: the less, the more precise it is."""
    return phrase.date_end - phrase.date_start


def _apart(phrase: DatePhrase, near: int | None) -> int:
    return phrase.start if near is None else max(phrase.start - near, near - phrase.end, 0)


def by_dateline(dateline: DatePhrase) -> DatePhrase:
    """What a dateline alone says of a news story without a date: that day or the day before.

    For news only: the caller chooses. The words of the dateline are its anchor.
    """
    first = dateline.date_start - timedelta(days=1)
    start, end, precision = days.span(first, dateline.date_end)
    return DatePhrase(dateline.start, dateline.end, start, end, precision, True, "when")
