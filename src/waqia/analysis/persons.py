"""Persons killed, injured, arrested, abducted: without attackers, by party, and what is left over.

Every amount is three columns: `killed_min`, `killed`, `killed_max`. An unknown amount is null.
An open upper bound ("at least 19") counts with its best estimate in sums of the maximum.

Each function takes a table and gives it with more columns, one layer at a time: what one layer
works out the next one refers to by name, so that the SQL stays short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from waqia.analysis.fields import Field, mapped
from waqia.codebook import Codebook, CountingRule


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties a question is limited to; `unknown` is what no named party accounts for."""

    codes: frozenset[str]
    unknown: bool


@dataclass(frozen=True, slots=True)
class Split:
    """How casualties are split by party: under which rule, over which outcomes, limited to whom."""

    codebook: Codebook
    rule: CountingRule
    outcomes: Sequence[str]
    limited: Parties | None

    def named(self, entry: Any) -> Any:
        """Whether an entry of the split names a party that counts under the rule."""
        left_out = {"unknown"} | (set() if self.rule.attackers else self.codebook.attackers)
        return entry["party"].notin(sorted(left_out))

    def asked(self, entry: Any) -> Any:
        """Whether an entry is of a party that the question is limited to."""
        if self.limited is None:
            return entry["party"].notnull()
        return entry["party"].isin(sorted(self.limited.codes))


def amount_columns(outcomes: Iterable[str]) -> list[str]:
    """The columns of some outcomes: minimum, best estimate and maximum of each."""
    return [f"{outcome}{part}" for outcome in outcomes for part in ("_min", "", "_max")]


def split_columns(outcomes: Iterable[str]) -> list[str]:
    """The columns that `with_split` adds: of each outcome its entries, and the rest's amounts."""
    return [
        column
        for outcome in outcomes
        for column in (_entries(outcome), *(_rest(part) for part in amount_columns([outcome])))
    ]


def without_attackers(table: Any, codebook: Codebook, outcomes: Iterable[str]) -> Any:
    """The totals less the attackers' casualties, by interval arithmetic.

    min − attackers' max, best − attackers' best, max − attackers' min, each at least 0. Where the
    attackers' maximum is open nothing is certain about the others: their minimum is 0; where the
    attackers' best estimate is unknown, so is the rest. Without attackers in the split by party
    the totals stay as they are.
    """
    import ibis

    outcomes = list(outcomes)
    attackers = sorted(codebook.attackers)
    table = table.mutate(
        **{
            _entries(outcome): table.casualties.filter(
                lambda c, outcome=outcome: (c["outcome"] == outcome) & c["party"].isin(attackers)
            )
            for outcome in outcomes
        }
    )
    amounts: dict[str, Any] = {}
    for outcome in outcomes:
        lost = table[_entries(outcome)]
        low, best, high = (table[column] for column in amount_columns([outcome]))
        # An open maximum takes everything off, an unknown best estimate makes the rest unknown.
        most = ibis.ifelse(_any_null(lost, "max"), low, lost.map(lambda c: c["max"]).sums())
        likely = ibis.ifelse(
            _any_null(lost, "best"), ibis.null("int32"), lost.map(lambda c: c["best"]).sums()
        )
        least = lost.map(lambda c: c["min"]).sums().fill_null(0)
        none_lost = lost.length().fill_null(0) == 0
        amounts |= {
            f"{outcome}_min": ibis.ifelse(none_lost, low, low - most),
            outcome: ibis.ifelse(none_lost, best, best - likely),
            f"{outcome}_max": ibis.ifelse(none_lost, high, high - least),
        }
    table = table.mutate(**amounts)
    return table.mutate(**{name: _at_least_0(table[name]) for name in amounts})


def with_split(table: Any, split: Split) -> Any:
    """The incidents with the entries of each outcome that name a party, and with what is left.

    What is left is the total less all named parties, bound by bound (not by interval
    arithmetic), so that the parties and the rest add up to the total.
    """
    table = table.mutate(
        **{
            _entries(outcome): table.casualties.filter(
                lambda c, outcome=outcome: (c["outcome"] == outcome) & split.named(c)
            )
            for outcome in split.outcomes
        }
    )
    table = table.mutate(
        **{
            _rest(name): total - _sum(table[_entries(outcome)], part).fill_null(0)
            for outcome in split.outcomes
            for name, part, total in _amounts(table, outcome)
        }
    )
    rests = [_rest(name) for name in amount_columns(split.outcomes)]
    return table.mutate(**{rest: _at_least_0(table[rest]) for rest in rests})


def limited(table: Any, split: Split) -> Any:
    """The incidents that harmed the parties asked for, with the amounts of those alone.

    Takes a table that `with_split` has widened.
    """
    import ibis

    asked = split.limited or Parties(frozenset(), unknown=True)
    harmed = ibis.literal(asked.unknown) & _something_left(table, split)
    for outcome in split.outcomes:
        entries = table[_entries(outcome)]
        harmed |= entries.filter(lambda c: split.asked(c) & _hurt(c)).length().fill_null(0) > 0
    table = table.filter(harmed)
    own = {
        f"{_entries(outcome)}_asked": table[_entries(outcome)].filter(split.asked)
        for outcome in split.outcomes
    }
    table = table.mutate(**own)
    amounts = {}
    for outcome in split.outcomes:
        entries = table[f"{_entries(outcome)}_asked"]
        for name, part, _ in _amounts(table, outcome):
            amount = _own(entries, part, table[outcome])
            amounts[name] = amount + table[_rest(name)] if asked.unknown else amount
    return table.mutate(**amounts)


def with_parties(table: Any, field: Field, split: Split) -> Any:
    """The table with the array of the parties that each incident harmed, in `field.name`.

    Null in it stands for the part left over: where the totals are more than the named parties
    account for, and where no party is named.
    Takes a table that `with_split` has widened.
    """
    import ibis

    def party(entry: Any) -> Any:
        return mapped(field, split.codebook, entry["party"]) if field.of else entry["party"]

    nobody = ibis.literal([], type="array<string>")
    nothing = ibis.array([ibis.null("string")])
    found = table.casualties.filter(
        lambda c: (
            c["outcome"].isin(list(split.outcomes)) & split.named(c) & split.asked(c) & _hurt(c)
        )
    ).map(party)
    left = _something_left(table, split)
    if split.limited is not None and not split.limited.unknown:
        left = ibis.literal(False)
    table = table.mutate(
        **{field.name: found.fill_null(nobody), "_rest": ibis.ifelse(left, nothing, nobody)}
    )
    table = table.mutate(**{field.name: table[field.name].unique()})
    return table.mutate(**{field.name: table[field.name].concat(table["_rest"])})


def amounts_by_party(table: Any, field: Field, split: Split, outcomes: Iterable[str]) -> Any:
    """The table with the amounts of the party in `field.name` (one party a row) alone.

    A party that an outcome is not said of has 0 of it, or an unknown number where the total is
    unknown; the row without party has what is left.
    """
    import ibis

    value = table[field.name]

    def of_row(entry: Any) -> Any:
        code = entry["party"]
        same = (mapped(field, split.codebook, code) if field.of else code) == value
        return same if split.limited is None else same & split.asked(entry)

    outcomes = list(outcomes)
    table = table.mutate(**{_entries(o): table[_entries(o)].filter(of_row) for o in outcomes})
    amounts = {}
    for outcome in outcomes:
        entries = table[_entries(outcome)]
        for name, part, _ in _amounts(table, outcome):
            own = _own(entries, part, table[outcome])
            amounts[name] = ibis.ifelse(table[field.name].isnull(), table[_rest(name)], own)
    return table.mutate(**amounts)


def sums(table: Any, outcome: str, weight: Any | None) -> dict[str, Any]:
    """The aggregates of one outcome over rows: sums of the amounts, and incidents not known."""
    found = {}
    for name, _, amount in _amounts(table, outcome):
        found[name] = amount.sum() if weight is None else (amount * weight).sum()
    best = table[outcome]
    if weight is None:
        found[f"{outcome}_unknown"] = table.count() - best.count()
    else:
        found[f"{outcome}_unknown"] = (best.isnull().cast("float64") * weight).sum()
    return found


def _entries(outcome: str) -> str:
    return f"{outcome}_entries"


def _rest(amount: str) -> str:
    return f"{amount}_rest"


def _amounts(table: Any, outcome: str) -> list[tuple[str, str, Any]]:
    """Name, part of an entry, and column of each amount; an open maximum is the best estimate."""
    low, best, high = amount_columns([outcome])
    return [
        (low, "min", table[low]),
        (best, "best", table[best]),
        (high, "max", table[high].fill_null(table[best])),
    ]


def _something_left(table: Any, split: Split) -> Any:
    import ibis

    unnamed = ibis.literal(True)
    found = ibis.literal(False)
    for outcome in split.outcomes:
        entries = table[_entries(outcome)]
        hurt = entries.filter(_hurt).length().fill_null(0) > 0
        unnamed &= ~hurt
        for name in amount_columns([outcome]):
            found |= (table[_rest(name)] > 0).fill_null(False)
    return found | unnamed


def _hurt(entry: Any) -> Any:
    return entry["best"].isnull() | (entry["best"] > 0) | (entry["max"] > 0)


def _any_null(entries: Any, part: str) -> Any:
    return entries.filter(lambda c: c[part].isnull()).length() > 0


def _sum(entries: Any, part: str) -> Any:
    if part == "max":
        return entries.map(lambda c: c["max"].fill_null(c["best"])).sums()
    return entries.map(lambda c: c[part]).sums()


def _own(entries: Any, part: str, total: Any) -> Any:
    """A party's amount; with no entry it is 0, or unknown where the total is."""
    import ibis

    none = ibis.ifelse(total.isnull(), ibis.null("int64"), 0)
    return ibis.ifelse(entries.length().fill_null(0) == 0, none, _sum(entries, part))


def _at_least_0(number: Any) -> Any:
    import ibis

    # GREATEST passes over nulls, and an unknown number must stay unknown.
    return ibis.ifelse(number < 0, 0, number)
