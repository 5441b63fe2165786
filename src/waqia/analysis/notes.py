"""What a reader must know beside the numbers, in plain words."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import Any

from waqia.analysis import calendar, tally
from waqia.analysis.compare import Comparison, asked_period
from waqia.analysis.fields import Field
from waqia.analysis.tally import Question
from waqia.model import ReleaseError, phrase

_MULTI = {
    "each": phrase(
        "An incident with several values of %(names)s counts under each of them; totals count it "
        "once."
    ),
    "first": phrase("An incident with several values of %(names)s counts under the main one only."),
    "share": phrase("An incident with several values of %(names)s is divided evenly among them."),
    "combination": phrase(
        "An incident with several values of %(names)s counts under their combination."
    ),
}


def notes(
    question: Question,
    by: tuple[Field, ...],
    comparison: Comparison | None,
    total: dict[str, Any],
    left_out: int,
) -> list[str]:
    """The rules and limits of a count, a sentence or two each.

    `left_out` incidents touch the time that is asked for and do not lie in it.
    """
    rule = question.rule
    found = [phrase(f"Counting rule: {rule.label}. {rule.description}")]
    if not question.rule.attackers and question.outcomes:
        found.append(
            phrase(
                "Attackers' casualties are taken off the totals where a source splits them by "
                "party (min − attackers' max, best − best, max − attackers' min, never below 0); "
                "where none does, the totals stay as they are."
            )
        )
    several = [field.name.replace("_", " ") for field in by if field.kind == "list"]
    if several:
        found.append(_MULTI[question.multi] % {"names": " and ".join(several)})
    if any(field.kind == "party" for field in by):
        found.append(
            phrase(
                "Persons are counted under their own party; those whom no named party accounts for "
                "are in the row of the unknown party. An incident counts under every party it "
                "harmed, and under the unknown one where it harmed nobody or nobody says whom."
            )
        )
    elif question.limits.parties:
        found.append(
            phrase("Only persons of the parties asked for, and incidents that harmed them.")
        )
    found += _unknown(question, total)
    found += _dates(question, by, left_out)
    if question.windows:
        found += _windows(question, by)
    if comparison:
        found.append(_compared(comparison, by))
    return found


def _unknown(question: Question, total: dict[str, Any]) -> list[str]:
    found = [
        phrase(
            f"{measure.capitalize()}: not known for {number:,} of the incidents, which are in no "
            "sum."
        )
        for measure in question.outcomes
        if (number := total.get(f"{measure}_unknown"))
    ]
    if question.outcomes:
        found.append(
            phrase(
                "An open upper bound (“at least 19”) counts with its best estimate in the maximum."
            )
        )
    return found


def _dates(question: Question, by: tuple[Field, ...], left_out: int) -> list[str]:
    found = []
    if left_out:
        period = asked_period(question.limits)
        where = phrase("the windows" if question.windows else "these periods")
        if period and not question.windows:
            where = period.label
        found.append(
            phrase(
                f"Left out: {left_out:,} incident{'' if left_out == 1 else 's'} dated too "
                f"imprecisely to say whether in {where} or not."
            )
        )
    if outside := _outside(question):
        found.append(outside)
    units = [field.name for field in by if field.kind in ("calendar", "weekday")]
    if units:
        found.append(
            phrase(
                f"An incident whose date is less precise than its {' or '.join(units)} is in the "
                "row of the unknown one."
            )
        )
    return found


def _outside(question: Question) -> str | None:
    """A warning where the period asked for lies outside what the release covers."""
    period = asked_period(question.limits)
    if period is None:
        return None
    try:
        covered = question.release.coverage
    except ReleaseError:  # no incident has a date
        return None
    if period.start <= covered.end and covered.start <= period.end:
        return None
    return phrase(
        f"The release covers {covered.start} to {covered.end} and knows nothing of "
        f"{period.label}: what is 0 here is not known."
    )


def left_out(question: Question) -> int:
    """How many incidents touch the time that is asked for and do not lie in it."""
    asked = [dates.periods for dates in question.limits.dates]
    if question.windows:
        asked.append(tuple(window.period for window in question.windows))
    if not asked or any(dates.unknown for dates in question.limits.dates):
        return 0
    limits = replace(question.limits, dates=())
    table = tally.counted(replace(question, limits=limits, windows=()))
    touched, held = (
        reduce(and_, (reduce(or_, (test(table, p) for p in periods)) for periods in asked))
        for test in (calendar.touches, calendar.within)
    )
    number = table.filter(touched & ~held).count()
    return int(tally.run(number.as_table())[0][number.get_name()])


def _windows(question: Question, by: tuple[Field, ...]) -> list[str]:
    spans = "; ".join(f"{w.label}: {w.period.start} to {w.period.end}" for w in question.windows)
    found = [phrase(f"Windows: {spans}.")]
    names = {field.name for field in by}
    if "relative_month" in names:
        found.append(
            phrase("Month 0 begins on the first day of the event, month −1 ends the day before.")
        )
    if names & {"event", "relative_month"}:
        found.append(phrase("An incident in two windows counts in each; totals count it once."))
    elif len(question.windows) > 1:
        found.append(phrase("An incident in two windows counts once."))
    return found


def _compared(comparison: Comparison, by: tuple[Field, ...]) -> str:
    words = phrase(
        f"Compared with {comparison.words}. A percentage is not given where the base is 0 or lies "
        "before what the release covers."
    )
    if comparison.question.shift and comparison.base:
        units = " and ".join(field.name for field in by if field.kind == "calendar")
        words += " " + phrase(
            f"Each {units} is compared with the one at the same place in that period."
        )
    return words
