"""The one way to ask: count incidents and persons by fields, within limits, under a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from waqia.analysis import compare as comparing
from waqia.analysis.fields import Field, field_named, near
from waqia.analysis.result import Count
from waqia.analysis.tally import Multi, Question
from waqia.analysis.where import read_limits
from waqia.analysis.windows import windows_round
from waqia.codebook import Codebook, CountingRule
from waqia.model import OUTCOMES, Period, QuestionError

if TYPE_CHECKING:
    from waqia.release import Release

MEASURES = ("incidents", *OUTCOMES)


def count(
    release: Release,
    by: str | Sequence[str] = (),
    measure: str | Sequence[str] = ("incidents", "killed", "injured"),
    where: Mapping[str, Any] | None = None,
    compare: str | int | Period | None = None,
    rule: str | CountingRule | None = None,
    multi: Multi = "each",
    share: bool = False,
    period: str | int | Period | None = None,
    around: object = None,
    before: str | None = None,
    after: str | None = None,
    fill: bool = False,
    traced: bool = False,
) -> Count:
    """Count the incidents of a release, and the persons they harmed.

    Withdrawn and merged incidents never count. An incident lies in a calendar unit or period when
    all of the time in which it can have happened does; otherwise its unit is unknown.

    Args:
        release: the release to count in.
        by: fields, the leading one first; see `FIELDS`.
        measure: `incidents`, `killed`, `injured`, `arrested`, `abducted`.
        where: field → value, list of values or None (unknown). Codes, labels and aliases are read;
            a group stands for its members. Also `period`, `id`, and numbers of persons such as
            `{"killed": ">=10"}`. A limit by party limits the persons counted, too.
        compare: `previous`, or a period ("2022", "2019-08..2021-07"). With a calendar field
            `previous` compares each row with the same cell one unit earlier.
        rule: the name of a counting rule of the codebook, or a rule; the codebook's first if None.
        multi: how an incident with several values of a field counts: under `each`, under the
            `first`, as a `share` of 1/n under each, or under their `combination` ("a + b").
        share: add each row's percentage of the total.
        period: the period to count in; the same as `where={"period": …}`.
        around: count in windows round events: a kind of event ("elections"), an event of the
            codebook, a date, or a list of these. Allows the fields `event`, `relative_month`.
        before: how far the windows reach back: "3 months", "90 days".
        after: how far they reach beyond the event.
        fill: add rows of zeros for calendar units without incidents.
        traced: find the ids behind the cells in the same query; for callers who want them all.

    Raises:
        QuestionError: a field, measure, rule, value or period that does not exist, or a
            comparison without a period.
    """
    fields = tuple(field_named(name) for name in _names(by))
    measures = _measures(_names(measure))
    if multi not in get_args(Multi):
        raise QuestionError(
            f"No way of counting is called {multi!r}; {near(multi, get_args(Multi))}"
        )
    if repeated := {field.name for field in fields if fields.count(field) > 1}:
        raise QuestionError(f"Asked by {', '.join(sorted(repeated))} more than once.")
    _check_windows(fields, around, before, after)
    windows = windows_round(around, before, after, release.codebook) if around is not None else ()
    limits = read_limits(where, period, release)
    chosen = rule_named(rule, release.codebook)
    question = Question(release, measures, chosen, multi, limits, windows, traced=traced)
    comparison = None
    if compare is not None:
        words = compare if isinstance(compare, Period) else str(compare)
        comparison = comparing.comparison(words, question, fields)
    return Count(question, fields, comparison=comparison, share=share, fill=fill)


def _names(asked: str | Sequence[str]) -> tuple[str, ...]:
    return (asked,) if isinstance(asked, str) else tuple(asked)


def _measures(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in MEASURES:
            raise QuestionError(f"No measure is called {name!r}; {near(name, MEASURES)}")
    if not names:
        raise QuestionError(f"Nothing to count: choose from {', '.join(MEASURES)}.")
    return tuple(dict.fromkeys(names))


def rule_named(rule: str | CountingRule | None, codebook: Codebook) -> CountingRule:
    """The counting rule of that name; the codebook's first if None.

    Raises:
        QuestionError: the codebook has none of that name.
    """
    if isinstance(rule, CountingRule):
        return rule
    rules = codebook.counting_rules
    if rule is None:
        return next(iter(rules.values()))
    if rule not in rules:
        raise QuestionError(f"No counting rule is called {rule!r}; {near(rule, rules)}")
    return rules[rule]


def _check_windows(
    fields: tuple[Field, ...], around: object, before: str | None, after: str | None
) -> None:
    if around is not None:
        return
    if before or after:
        raise QuestionError("before= and after= need around=: an event, a kind of event or a date.")
    for field in fields:
        if field.kind in ("event", "relative_month"):
            raise QuestionError(
                f"To ask by {field.name!r}, say around= what, and before= or after=."
            )
