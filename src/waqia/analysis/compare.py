"""Comparing with an earlier period: which question the earlier side asks, and the change.

Three ways, chosen by what the question says:

- `previous` with a calendar field: every row against the same cell one unit earlier;
- `previous` without one: the period asked for against the one of the same length before it;
- a period ("2022", "2019-08..2021-07"): the period asked for against that one; with a calendar
  field its units are laid on one another in order, the first on the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from waqia.analysis import calendar
from waqia.analysis.fields import Field
from waqia.analysis.tally import Cells, Key, Question
from waqia.analysis.where import Limits
from waqia.model import Period, QuestionError, phrase


@dataclass(frozen=True, slots=True)
class Comparison:
    """The earlier side: the question it asks; `unit` where rows are compared one unit back."""

    question: Question
    unit: str | None
    base: Period | None
    words: str


def comparison(compare: str | Period, question: Question, by: tuple[Field, ...]) -> Comparison:
    """How the question is compared.

    Raises:
        QuestionError: the question has no period that could be compared, or it asks for windows.
    """
    if question.windows:
        raise QuestionError(
            "Windows cannot be compared with another period: ask by event, and they stand side by "
            "side."
        )
    unit = finest(by)
    if compare == "previous" and unit is not None:
        earlier = replace(question, shift=calendar.one_unit(unit))
        return Comparison(earlier, unit, None, phrase(f"the {unit} before"))
    current = asked_period(question.limits)
    if current is None:
        raise QuestionError(
            f"To compare with {str(compare)!r} a question needs one period or a calendar field: "
            "add period='2023', where={'year': 2023} or by 'year'."
        )
    if isinstance(compare, Period):
        base = compare
    else:
        base = current.previous() if compare == "previous" else Period.parse(compare)
    shift = None if unit is None else calendar.shift_between(unit, base, current)
    earlier = replace(question, base=base, shift=shift)
    words = phrase(f"{base.label} (against {current.label})")
    return Comparison(earlier, None, base, words)


def finest(by: tuple[Field, ...]) -> str | None:
    """The finest calendar unit among the fields."""
    names = {field.name for field in by}
    return next((unit for unit in reversed(calendar.UNITS) if unit in names), None)


def asked_period(limits: Limits) -> Period | None:
    """The one period that the limits in time mean, if they mean one."""
    return limits.dates[0].period if len(limits.dates) == 1 else None


def earlier_cells(
    found: Cells, comparison: Comparison, by: tuple[Field, ...], coverage: Period
) -> Cells:
    """The earlier side's cells, less those of units that have not begun in the coverage."""
    if comparison.unit is None:
        return found
    place = [field.name for field in by].index(comparison.unit)
    last = calendar.ordinal(comparison.unit, coverage.end)
    return {
        key: cell for key, cell in found.items() if key[place] is not None and key[place] <= last
    }


def comparable(key: Key, comparison: Comparison, by: tuple[Field, ...], coverage: Period) -> bool:
    """Whether there is anything to compare the cell with: its base period lies in the coverage."""
    if comparison.unit is None:
        base = comparison.base
        return base is not None and base.end >= coverage.start and base.start <= coverage.end
    names = [field.name for field in by]
    if comparison.unit not in names:
        return False
    number = key[names.index(comparison.unit)]
    if number is None:
        return False
    base = calendar.period_of(comparison.unit, number - 1)
    return base.end >= coverage.start


def changes(
    measures: tuple[str, ...], now: dict[str, Any], before: dict[str, Any] | None
) -> dict[str, Any]:
    """`X_previous`, `X_change` and `X_change_percent` of every measure.

    All three are None where there is nothing to compare with; the percentage also where the base
    is 0. Percentages have two decimals.
    """
    found: dict[str, Any] = {}
    for measure in measures:
        base = None if before is None else before[measure]
        change = None if base is None or now[measure] is None else now[measure] - base
        percent = None if change is None or not base else round(100 * change / base, 2)
        found |= {
            f"{measure}_previous": base,
            f"{measure}_change": change,
            f"{measure}_change_percent": percent,
        }
    return found
