"""The adjudication rules as sort keys: the account with the smallest key under a rule stays."""

from __future__ import annotations

from collections.abc import Sequence

from waqia.adjudication.fields import LIST_VOCABULARIES, Field
from waqia.model import CodebookError, phrase

RULES: dict[str, str] = {
    "highest_graded": "The account with the best grade: source reliability A first, then "
    "credibility 1 first; an unknown grade comes last.",
    "most_precise": "The most precise account: a day before a month, a town before a district, "
    "an exact count before a range before a number made from words, a code before its group.",
    "latest": "The account whose source was published last; an unknown date comes last.",
    "modal": "The value that most accounts give.",
    "median": "The count in the middle of the accounts' counts; the lower of two in the middle.",
    "minimum": "The lowest count.",
    "maximum": "The highest count.",
    "union": "Every code that any account gives, those that most accounts give first.",
}
"""Name of a rule → what it does, in words."""

_FOR_COUNTS = ("median", "minimum", "maximum")


def checked(field: Field, rules: Sequence[str]) -> tuple[str, ...]:
    """The rule and tie-breaks of a field, found to be sound.

    Raises:
        CodebookError: a rule does not exist, or cannot decide a field of this kind.
    """
    where = phrase(f"adjudication of {field.name!r}")
    for rule in rules:
        if rule not in RULES:
            raise CodebookError(f"{where}: no rule {rule!r}; choose from {', '.join(RULES)}.")
        if rule in _FOR_COUNTS and not field.is_count:
            raise CodebookError(f"{where}: {rule!r} is a rule for counts; use another.")
        if rule == "union" and field.name not in LIST_VOCABULARIES:
            raise CodebookError(f"{where}: 'union' is a rule for lists of codes; use another.")
    if not rules:
        raise CodebookError(f"{where}: no rule is stated.")
    if "union" in rules and len(rules) > 1:
        raise CodebookError(f"{where}: 'union' leaves nothing to decide; remove the tie-breaks.")
    return tuple(rules)


def key(rule: str, earlier: Sequence[str]) -> str:
    """SQL of the sort key of a rule among the accounts that are equal under the `earlier` keys.

    The columns incident, value, grade, precision and published are in scope.
    """
    left = ", ".join(("incident", *earlier))
    return {
        "highest_graded": "grade",
        "most_precise": "precision",
        "latest": "-published",
        "modal": f"-count(*) OVER (PARTITION BY {left}, value)",
        "median": f"abs(value - quantile_disc(value, 0.5) OVER (PARTITION BY {left}))",
        "minimum": "value",
        "maximum": "-value",
        "fits_totals": "-totals_fit::INTEGER",
        "gives_totals": "-totals_given",
        "gives_place": "NOT place_given",
    }[rule]
