"""Persons killed, injured, arrested, abducted: without attackers, by party, and what is left over.

Every amount is three expressions: `killed_min`, `killed`, `killed_max`. An unknown amount is null.
An open upper bound ("at least 19") counts with its best estimate in sums of the maximum.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waqia.analysis.fields import Field, mapped, padded
from waqia.codebook import Codebook, CountingRule

Amounts = dict[str, Any]
Match = Callable[[Any], Any]
_OF_ALL = "_of_all"


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties a question is limited to; `unknown` is what no named party accounts for."""

    codes: frozenset[str]
    unknown: bool


def amount_columns(outcomes: Iterable[str]) -> list[str]:
    """The columns of some outcomes: minimum, best estimate and maximum of each."""
    return [f"{outcome}{part}" for outcome in outcomes for part in ("_min", "", "_max")]


def totals_kept(table: Any, outcomes: Iterable[str]) -> Any:
    """The table with the totals kept beside the amounts, before those are limited to parties."""
    return table.mutate(**{f"{c}{_OF_ALL}": table[c] for c in amount_columns(outcomes)})


def kept_totals(outcomes: Iterable[str]) -> list[str]:
    """The columns that `totals_kept` adds."""
    return [f"{column}{_OF_ALL}" for column in amount_columns(outcomes)]


def without_attackers(table: Any, codebook: Codebook, outcomes: Iterable[str]) -> Amounts:
    """The totals less the attackers' casualties, by interval arithmetic.

    min − attackers' max, best − attackers' best, max − attackers' min, each at least 0. Where the
    attackers' maximum is open nothing is certain about the others: their minimum is 0; where the
    attackers' best estimate is unknown, so is the rest. Without attackers in the split by party
    the totals stay as they are.
    """
    import ibis

    amounts: Amounts = {}
    for outcome in outcomes:
        lost = _entries(table, outcome, lambda c: c["party"].isin(sorted(codebook.attackers)))
        none_lost = lost.length().fill_null(0) == 0
        open_above = lost.filter(lambda c: c["max"].isnull()).length() > 0
        best_unknown = lost.filter(lambda c: c["best"].isnull()).length() > 0
        low, best, high = (table[column] for column in amount_columns([outcome]))
        most, likely = _sum(lost, "max"), _sum(lost, "best")
        least = _sum(lost, "min").fill_null(0)
        amounts |= {
            f"{outcome}_min": ibis.cases(
                (none_lost, low),
                (open_above, ibis.ifelse(low.isnull(), low, 0)),
                else_=_at_least_0(low - most),
            ),
            outcome: ibis.cases(
                (none_lost, best),
                (best_unknown, ibis.null("int32")),
                else_=_at_least_0(best - likely),
            ),
            f"{outcome}_max": ibis.ifelse(none_lost, high, _at_least_0(high - least)),
        }
    return amounts


def limited_to(
    table: Any, parties: Parties, codebook: Codebook, rule: CountingRule, outcomes: list[str]
) -> tuple[Any, Amounts]:
    """Whether an incident harmed the parties asked for, and the amounts of them alone."""
    named = parties.codes - {"unknown"}
    if not rule.attackers:
        named -= codebook.attackers
    harmed = _harmed(table, outcomes, lambda c: c["party"].isin(sorted(named))).length() > 0
    harmed = harmed.fill_null(False)
    if parties.unknown:
        harmed |= _has_remainder(table, codebook, rule, outcomes)
    amounts: Amounts = {}
    for outcome in outcomes:
        own = _parts(table, outcome, lambda c: c["party"].isin(sorted(named)))
        rest = _remainder(table, codebook, rule, outcome) if parties.unknown else {}
        amounts |= {column: _plus(own[column], rest.get(column)) for column in own}
    return harmed, amounts


def parties_of(
    table: Any,
    field: Field,
    codebook: Codebook,
    rule: CountingRule,
    outcomes: list[str],
    parties: Parties | None,
) -> Any:
    """The array of an incident's parties that were harmed; null stands for the part left over.

    The null is there where the totals are more than the named parties account for, where a total
    is unknown and no party is named for it, and where no party is named at all.
    """
    import ibis

    codes = None if parties is None else sorted(parties.codes)

    def asked(c: Any) -> Any:
        named = _named(codebook, rule)(c)
        return named if codes is None else named & c["party"].isin(codes)

    name = _party_value(field, codebook)
    found = _harmed(table, outcomes, asked).map(lambda c: name(c["party"])).unique()
    if parties is not None and not parties.unknown:
        return padded(found)
    nothing = ibis.array([ibis.null("string")])
    rest = _has_remainder(table, codebook, rule, outcomes)
    known = ibis.ifelse(found.isnull(), nothing.filter(lambda x: x.notnull()), found)
    return ibis.ifelse(rest, known.concat(nothing), padded(found))


def amounts_by_party(
    table: Any,
    field: Field,
    codebook: Codebook,
    rule: CountingRule,
    outcomes: Iterable[str],
    parties: Parties | None,
) -> Amounts:
    """The amounts of the party in the column `field.name` (one party a row) alone.

    A party that an outcome is not said of has 0 of it. The row without party has the totals
    less those of the named parties, bound by bound, so that the rows add up to the totals.
    """
    import ibis

    name, value = _party_value(field, codebook), table[field.name]
    codes = None if parties is None else sorted(parties.codes)

    def of_row(c: Any) -> Any:
        same = _named(codebook, rule)(c) & (name(c["party"]) == value)
        return same if codes is None else same & c["party"].isin(codes)

    amounts: Amounts = {}
    for outcome in outcomes:
        own = _parts(table, outcome, of_row)
        rest = _remainder(table, codebook, rule, outcome)
        amounts |= {
            column: ibis.ifelse(value.isnull(), rest[column], own[column]) for column in own
        }
    return amounts


def _party_value(field: Field, codebook: Codebook) -> Callable[[Any], Any]:
    return (lambda code: mapped(field, codebook, code)) if field.of else (lambda code: code)


def _named(codebook: Codebook, rule: CountingRule) -> Match:
    left_out = ["unknown", *([] if rule.attackers else sorted(codebook.attackers))]
    return lambda c: c["party"].notin(left_out)


def _entries(table: Any, outcome: str, match: Match) -> Any:
    return table.casualties.filter(lambda c: (c["outcome"] == outcome) & match(c))


def _harmed(table: Any, outcomes: Collection[str], match: Match) -> Any:
    return table.casualties.filter(
        lambda c: (
            c["outcome"].isin(list(outcomes))
            & match(c)
            & (c["best"].isnull() | (c["best"] > 0) | (c["max"] > 0))
        )
    )


def _sum(entries: Any, part: str) -> Any:
    if part == "max":
        return entries.map(lambda c: c["max"].fill_null(c["best"])).sums()
    return entries.map(lambda c: c[part]).sums()


def _parts(table: Any, outcome: str, match: Match) -> Amounts:
    import ibis

    entries = _entries(table, outcome, match)
    none = entries.length().fill_null(0) == 0
    return {
        column: ibis.ifelse(none, 0, _sum(entries, part))
        for column, part in zip(amount_columns([outcome]), ("min", "best", "max"), strict=True)
    }


def _totals(table: Any, outcome: str, suffix: str = "") -> tuple[Any, Any, Any]:
    low, best, high = (table[f"{column}{suffix}"] for column in amount_columns([outcome]))
    return low, best, high.fill_null(best)


def _remainder(table: Any, codebook: Codebook, rule: CountingRule, outcome: str) -> Amounts:
    parts = _parts(table, outcome, _named(codebook, rule))
    totals = _totals(table, outcome, _OF_ALL)
    return {
        column: _at_least_0(total - part.fill_null(0))
        for (column, part), total in zip(parts.items(), totals, strict=True)
    }


def _has_remainder(
    table: Any, codebook: Codebook, rule: CountingRule, outcomes: Collection[str]
) -> Any:
    named = _named(codebook, rule)
    found = _harmed(table, outcomes, named).length().fill_null(0) == 0
    for outcome in outcomes:
        said = _entries(table, outcome, named).length().fill_null(0) > 0
        unknown = table[f"{outcome}{_OF_ALL}"].isnull() & ~said
        left = _remainder(table, codebook, rule, outcome)
        more = [(left[column] > 0).fill_null(False) for column in left]
        found = found | unknown | more[0] | more[1] | more[2]
    return found


def _plus(own: Any, rest: Any) -> Any:
    return own if rest is None else own + rest


def _at_least_0(number: Any) -> Any:
    import ibis

    # GREATEST passes over nulls, and an unknown number must stay unknown.
    return ibis.ifelse(number < 0, 0, number)


def sums(table: Any, outcome: str, weight: Any | None) -> Mapping[str, Any]:
    """The aggregates of one outcome over rows: sums of the amounts, and incidents not known."""
    low, best, high = _totals(table, outcome)
    if weight is None:
        return {
            f"{outcome}_min": low.sum(),
            outcome: best.sum(),
            f"{outcome}_max": high.sum(),
            f"{outcome}_unknown": table.count() - best.count(),
        }
    return {
        f"{outcome}_min": (low * weight).sum(),
        outcome: (best * weight).sum(),
        f"{outcome}_max": (high * weight).sum(),
        f"{outcome}_unknown": (best.isnull().cast("float64") * weight).sum(),
    }
