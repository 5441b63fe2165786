"""Totals, the timeline and the values with most incidents: numbers by one field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from waqia.analysis import FIELDS
from waqia.codebook import CountingRule
from waqia.model import Period, ReleaseError
from waqia.release import Release
from waqia.web.exploring.asking import ask, is_kept, kept
from waqia.web.exploring.question import Question

Row = dict[str, Any]

SHOWN = ("incidents", "killed")
"""Measures of a breakdown where no others are asked for."""
_NEXT = "district"
"""What the page asks for next, for its map; counted in the same pass it costs little."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rows by one field: those with most incidents first, or in time; the unknown one is last.

    There are `values` rows in all; where `several`, an incident counts under each of its values.
    """

    field: str
    rows: list[Row]
    values: int
    several: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A row for each unit of the calendar from the first to the last day, zeros where nothing was.

    `unknown` is of the incidents whose date is less precise than the unit, None without any.
    """

    unit: str
    rows: list[Row]
    unknown: Row | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a question finds: totals, notes, the timeline, and breakdowns by field name."""

    totals: Row
    notes: list[str]
    rule: CountingRule
    period: Period | None
    coverage: Period | None
    timeline: Timeline
    top: dict[str, Breakdown]


def overview(
    release: Release,
    question: Question,
    *,
    by: Iterable[str] = ("type", "province", "actor", "target", "tactic"),
    measures: Sequence[str] = SHOWN,
    unit: str | None = None,
    limit: int = 10,
) -> Overview:
    """The totals of all measures, the timeline, and the values with most incidents of some fields.

    Args:
        release: on a connection that nobody else uses meanwhile.
        question: what is counted.
        by: the fields of `top`.
        measures: those of the timeline and of `top`.
        unit: of the timeline; chosen by the length of the period if None.
        limit: rows of each breakdown.

    Raises:
        QuestionError: a field, value, period, unit or rule that does not exist.
    """
    asked = ask(release, question)
    by, unit = tuple(by), unit or asked.unit()
    _count_together(release, question, (*by, unit, _NEXT), tuple(measures))
    totals, notes = kept(release, ("totals", question), lambda: (asked.total, asked.notes()))
    return Overview(
        totals=totals,
        notes=notes,
        rule=asked.rule,
        period=asked.period,
        coverage=_coverage(release),
        timeline=timeline(release, question, measures=measures, unit=unit),
        top={
            name: breakdown(release, question, name, measures=measures, limit=limit) for name in by
        },
    )


def breakdown(
    release: Release,
    question: Question,
    field: str,
    *,
    measures: Sequence[str] = SHOWN,
    limit: int | None = None,
) -> Breakdown:
    """The numbers by one field; at most `limit` rows, and the unknown one; in time the last ones.

    Raises:
        QuestionError: a field, value, period or rule that does not exist.
    """
    asked = ask(release, question)
    if limit is not None and not asked.has_few(field):
        top = ("top", question, field, tuple(measures), limit)
        rows, values = kept(release, top, lambda: asked.top(field, measures, limit))
        return Breakdown(field, rows, values, FIELDS[field].several)
    key = ("rows", question, field, tuple(measures))
    rows = kept(release, key, lambda: asked.rows(field, measures))
    known = [row for row in rows if row[field] is not None]
    if limit is not None and len(known) > limit:
        shown = known[-limit:] if FIELDS[field].kind == "calendar" else known[:limit]
        return Breakdown(field, [*shown, *rows[len(known) :]], len(rows), FIELDS[field].several)
    return Breakdown(field, rows, len(rows), FIELDS[field].several)


def timeline(
    release: Release,
    question: Question,
    *,
    measures: Sequence[str] = SHOWN,
    unit: str | None = None,
) -> Timeline:
    """The numbers by a unit of the calendar, chosen by the length of the period if None.

    Raises:
        QuestionError: a unit, field, value, period or rule that does not exist, or so long a time
            that it would have more than 10,000 units.
    """
    asked = ask(release, question)
    unit = unit or asked.unit()
    rows = breakdown(release, question, unit, measures=measures).rows
    return Timeline(unit, *asked.filled(unit, rows))


def _count_together(
    release: Release, question: Question, fields: Iterable[str], measures: tuple[str, ...]
) -> None:
    """Count by fields in one pass what is not counted yet."""
    keys = {field: ("rows", question, field, measures) for field in dict.fromkeys(fields)}
    missing = [field for field, key in keys.items() if not is_kept(release, key)]
    for field, rows in ask(release, question).each(missing, measures).items():
        kept(release, keys[field], partial(list, rows))


def _coverage(release: Release) -> Period | None:
    try:
        return release.coverage
    except ReleaseError:  # no incident has a date
        return None
