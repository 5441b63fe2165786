"""How large an answer can become, found before it is worked out."""

from __future__ import annotations

from dataclasses import replace

from waqia.analysis import calendar, tally
from waqia.analysis.compare import finest
from waqia.analysis.fields import Field
from waqia.analysis.tally import Question
from waqia.model import Period


def most_rows(question: Question, by: tuple[Field, ...], filled: Period | None) -> int:
    """At most how many cells a question has, those included that fill a period with zeros.

    `filled` is the period to fill, None where nothing is.
    """
    found = _cells(question, by)
    unit = finest(by)
    if filled is None or not (unit or any(field.kind == "relative_month" for field in by)):
        return found
    if unit:
        units = calendar.ordinal(unit, filled.end) - calendar.ordinal(unit, filled.start) + 1
    else:
        units = sum(len(window.months) for window in question.windows)
    others = tuple(f for f in by if f.kind not in ("calendar", "event", "relative_month"))
    return found + units * _cells(question, others)


def _cells(question: Question, by: tuple[Field, ...]) -> int:
    alone = replace(question, measures=("incidents",), traced=False)
    number = tally.cells(alone, by).count()
    return int(tally.run(number.as_table())[0][number.get_name()])
