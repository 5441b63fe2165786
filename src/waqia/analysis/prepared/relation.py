"""What a question is limited to, as SQL that gives the incidents it counts from the narrow table.

The limits are those of `waqia.analysis.where`: one on a text or a list is asked of the values that
a code can mean, by its own condition; one on dates or numbers of the incidents themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from waqia.analysis import persons
from waqia.analysis.fields import Field, plain, split_by_value
from waqia.analysis.prepared import tables
from waqia.analysis.prepared.tables import CATALOG
from waqia.analysis.tally import Question
from waqia.analysis.where import Amount, Condition, Dates
from waqia.model import OUTCOMES

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from waqia.analysis.prepared.made import Made
    from waqia.release import Release


_SOME = 8
_BITS = 5000


@dataclass(frozen=True, slots=True)
class Source:
    """The incidents that a question counts, as the `FROM` and `WHERE` of a query; they are `i`.

    `amounts` is where an amount stands, as the counting rule has it; `harms` the table in which
    each harm, by its `code`, has the same amounts.
    """

    tables: str
    tests: tuple[str, ...]
    amounts: str
    harms: str

    def amount(self, name: str) -> str:
        """The column of an amount."""
        return self.amounts.format(name)

    def within(self, *tests: str) -> Source:
        """Those of the incidents for which further conditions hold."""
        return replace(self, tests=(*self.tests, *tests))

    def joined(self, table: str) -> Source:
        """The incidents joined to another table."""
        return replace(self, tables=f"{self.tables} JOIN {table}")

    def __str__(self) -> str:
        return f"FROM {self.tables} WHERE {' AND '.join(self.tests) or 'true'}"


def source_of(release: Release, question: Question, made: Made) -> Source:
    """The incidents that a question counts, with the amounts its rule gives them."""
    limits, codebook = question.limits, release.codebook
    source = Source(f"{CATALOG}.incidents i", (), "i.{}", f"{CATALOG}.harms")
    if limits.parties is not None:
        table = _limited_to_parties(release, question, made)
        source = Source(f"{source.tables} JOIN {table} l ON l.code = i.harm", (), "l.{}", table)
    elif not question.rule.attackers:
        source = replace(source, amounts=f"i.{tables.less('{}')}")
    tests = []
    if question.rule.types is not None:
        groups = [codebook.members("type", code) for code in question.rule.types]
        types = tuple(sorted({code for group in groups for code in group}))
        counted = Condition("type", "type", types, False, lambda table: table.type.isin(types))
        tests.append(_among(release, counted, made))
    tests += [_in_time(dates) for dates in limits.dates]
    tests += [_among(release, condition, made) for condition in limits.conditions]
    tests += [_in_range(number, source.amount(number.column)) for number in limits.numbers]
    return source.within(*tests)


def straddling(release: Release, question: Question, made: Made) -> Source | None:
    """The incidents that touch the time asked for and do not lie in it; None where all time is."""
    limits = question.limits
    if not limits.dates or any(dates.unknown for dates in limits.dates):
        return None
    source = source_of(release, replace(question, limits=replace(limits, dates=())), made)
    held = " AND ".join(_in_time(dates) for dates in limits.dates)
    return source.within(*(_touching(dates) for dates in limits.dates), f"NOT ({held})")


def _touching(dates: Dates) -> str:
    ways = [
        f"least(i.date_start, i.date_end) <= DATE '{period.end}' "
        f"AND greatest(i.date_start, i.date_end) >= DATE '{period.start}'"
        for period in dates.periods
    ]
    return f"({' OR '.join(ways)})"


def _in_time(dates: Dates) -> str:
    # the last day is always there: it is the first one where no other is known
    ways = [
        f"i.date_start BETWEEN DATE '{p.start}' AND DATE '{p.end}' "
        f"AND i.date_end BETWEEN DATE '{p.start}' AND DATE '{p.end}'"
        for p in dates.periods
    ]
    if dates.unknown:
        ways.append(f"i.{dates.unit} IS NULL")
    return f"({' OR '.join(ways)})"


def _in_range(limit: Amount, column: str) -> str:
    ways = [f"{column} IS NULL"] if limit.unknown else []
    for low, high in limit.ranges:
        ends = [f"{column} >= {low}"] if low is not None else []
        ends += [f"{column} <= {high}"] if high is not None else []
        ways.append(" AND ".join(ends))
    return f"({' OR '.join(ways)})"


def _among(release: Release, condition: Condition, made: Made) -> str:
    """The condition on the codes that mean a value for which the condition holds."""
    import ibis

    if condition.column == "weekday":
        known = ", ".join(map(str, condition.known)) or "NULL"
        unknown = " OR i.weekday IS NULL" if condition.unknown else ""
        return f"(i.weekday IN ({known}){unknown})"
    column = "n" if condition.column == "id" else condition.column

    def test() -> str:
        ask = release.connection().execute
        if column == "n":
            means, last = release.table("incidents").select("id"), 0
            means = means.mutate(code=ibis.row_number())
        else:
            means = tables.dictionary(column)
            ((last,),) = ask(f"SELECT max(code) FROM {CATALOG}.d_{column}").fetchall()
        means = means.filter(condition.holds(means)).select("code")
        codes = sorted(code for (code,) in ask(tables.compiled(release, means)).fetchall())
        return _is_one_of(f"i.{column}", codes, last)

    key = f"{condition.field} {condition.known} {condition.unknown}"
    return made.thing(key, test)


def _is_one_of(column: str, codes: list[int], last: int) -> str:
    """The condition of having one of some codes; of all codes `last` is the highest."""
    if not codes:
        return "false"
    if len(codes) <= _SOME or last > _BITS:
        return f"{column} IN ({', '.join(map(str, codes))})"
    # to look up one of few bits takes half as long as to look for a number among many
    bits = bytearray(b"0") * (last + 1)
    for code in codes:
        bits[code] = ord("1")
    return f"get_bit('{bits.decode()}'::BIT, {column}) = 1"


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
    amounts = tables.summed(table)
    return tables.compiled(
        release, table.select(code=table.code, value=table[field.name], **amounts)
    )


def _limited_to_parties(release: Release, question: Question, made: Made) -> str:
    """The table of the harms of the parties asked for, with the amounts of those alone."""

    def sql() -> str:
        how = question.split(list(OUTCOMES))
        split = persons.with_split(_amounts_of_harms(release, question), how)
        limited = persons.limited(split, how)
        amounts = tables.summed(limited)
        return tables.compiled(release, limited.select(code=limited.code, **amounts))

    return made.table(release, f"{question.rule.attackers} {question.limits.parties}", sql)


def _amounts_of_harms(release: Release, question: Question) -> Table:
    table = tables.harms()
    if not question.rule.attackers:
        table = persons.without_attackers(table, release.codebook, OUTCOMES)
    return table
