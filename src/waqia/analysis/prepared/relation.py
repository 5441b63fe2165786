"""What a question is limited to, as SQL that gives the incidents it counts from the narrow table.

The conditions are those of `waqia.analysis.where`: a condition on a text or a list is asked of the
values that a code can mean, one on dates or numbers of the incidents themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from waqia.analysis import persons
from waqia.analysis.fields import Field, plain, split_by_value
from waqia.analysis.prepared import tables
from waqia.analysis.prepared.tables import AMOUNTS, CODED, UNITS
from waqia.analysis.tally import Question
from waqia.analysis.where import Condition, Test
from waqia.model import OUTCOMES

if TYPE_CHECKING:
    from waqia.release import Release

Made = Callable[["Release", str, Callable[[], str]], str]
"""Gives the table that is known by a key, made by the SQL where it is not there."""


def incidents_of(release: Release, question: Question, made: Made) -> str:
    """SQL of the incidents that a question counts, one row each, with its rule's amounts."""
    return _compiled(release, question, made, _relation(release, question))


def number_of(release: Release, question: Question, made: Made, holds: Test) -> str:
    """SQL of the number of these incidents that a condition holds for."""
    table = _relation(release, question)
    return _compiled(release, question, made, table.filter(holds(table)).count().as_table())


def _compiled(release: Release, question: Question, made: Made, expression: Any) -> str:
    sql = tables.compiled(release, expression)
    if question.limits.parties is None:
        return sql
    return f"WITH {tables.LIMITED} AS (FROM {_limited_to_parties(release, question, made)}) {sql}"


def _relation(release: Release, question: Question) -> Any:
    table, limits, codebook = tables.incidents(), question.limits, release.codebook
    if question.rule.types is not None:
        groups = [codebook.members("type", code) for code in question.rule.types]
        types = sorted({code for group in groups for code in group})
        table = _among(release, table, Condition("type", lambda t: t.type.isin(types)))
    for dates in limits.dates:
        table = table.filter(dates.holds(table))
    for condition in limits.conditions:
        table = _among(release, table, condition)
    if limits.parties is not None:
        table = table.drop(*AMOUNTS).join(tables.limited(), "harm")
    elif not question.rule.attackers:
        rest = {name: table[tables.less(name)] for name in AMOUNTS}
        table = table.drop(*AMOUNTS).mutate(**rest)
    for number in limits.numbers:
        table = table.filter(number(table))
    kept = ("n", *CODED, "harm", "date_start", "date_end", "latitude", "longitude", *UNITS)
    return table.select(*kept, *AMOUNTS)


def values_of(release: Release, field: Field) -> str:
    """SQL of `code` and `value`: what each code of the field's column stands for, None unknown.

    A list has a row for each of its different values.
    """
    codebook = release.codebook
    table = tables.dictionary(field.column)
    if field.kind != "list":
        table = table.select(code=table.code, value=plain(field, codebook, table))
        return tables.compiled(release, table)
    table = table.select("code", **{field.name: table[field.column]})
    table = split_by_value(field, codebook, table)
    value = table[field.name].unnest()
    table = table.select(code=table.code, value=value)
    return tables.compiled(release, table.mutate(value=table.value.nullif("unknown")))


def party_values(release: Release, question: Question, field: Field) -> str:
    """SQL of `code` of a harm, `value` (a party, None for what is left) and that party's amounts.

    A harm has a row for each party that it names.
    """
    table = _amounts_of_harms(release, question)
    how = question.split(list(OUTCOMES))
    if how.limited is None:
        table = persons.with_split(table, how)
    else:
        table = persons.limited(persons.with_split(table, how), how)
    table = persons.with_parties(table, field, how)
    table = table.mutate(**{field.name: table[field.name].unnest()})
    table = persons.amounts_by_party(table, field, how, list(OUTCOMES))
    amounts = {name: table[name].cast("int32") for name in AMOUNTS}
    return tables.compiled(
        release, table.select(code=table.code, value=table[field.name], **amounts)
    )


def _limited_to_parties(release: Release, question: Question, made: Made) -> str:
    """The table of the harms of the parties asked for, with the amounts of those alone."""

    def sql() -> str:
        how = question.split(list(OUTCOMES))
        split = persons.with_split(_amounts_of_harms(release, question), how)
        limited = persons.limited(split, how)
        amounts = {name: limited[name].cast("int32") for name in AMOUNTS}
        return tables.compiled(release, limited.select(harm=limited.code, **amounts))

    return made(release, f"{question.rule.attackers} {question.limits.parties}", sql)


def _amounts_of_harms(release: Release, question: Question) -> Any:
    table = tables.harms()
    if not question.rule.attackers:
        table = persons.without_attackers(table, release.codebook, OUTCOMES)
    return table


def _among(release: Release, table: Any, condition: Condition) -> Any:
    """The rows whose code means a value that the condition holds for."""
    import ibis

    column = condition.column
    if column == "weekday":
        return table.filter(condition.holds(table))
    if column == "id":
        means = release.table("incidents").select("id").mutate(code=ibis.row_number())
        column = "n"
    else:
        means = tables.dictionary(column)
    means = means.filter(condition.holds(means)).select("code")
    rows = release.connection().execute(tables.compiled(release, means)).fetchall()
    codes = sorted(code for (code,) in rows)
    return table.filter(table[column].isin(codes) if codes else ibis.literal(False))
