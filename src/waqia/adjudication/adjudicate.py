"""Incidents and their provenance from accounts, as a few set-based queries in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from waqia.adjudication.fields import FIELDS, LIST_VOCABULARIES, Field, alike
from waqia.adjudication.rules import checked, key
from waqia.model import OUTCOMES, TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.codebook import Codebook

Rules = Mapping[str, Sequence[str]]
"""Field → its rule and tie-breaks, in place of the codebook's."""

_FIRST = {"coordinates": ("gives_place",), "casualties": ("fits_totals", "gives_totals")}
"""Field → what goes before its rules, so that it fits another field that was decided before it."""

_DEPTHS = ("type", "target", "tactic", "actor")
_LISTS = (*LIST_VOCABULARIES, "casualties")


def adjudicate(
    connection: DuckDBPyConnection, codebook: Codebook, rules: Rules | None = None
) -> None:
    """Make the tables `incidents` and `provenance` from `accounts` and `sources`.

    For every field the rule of the codebook (or of `rules`) picks an account and each tie-break
    decides among those that are still equal; last, the smallest account id does. Counts keep the
    range over all accounts. The value of an only account is taken as it stands. Accounts without
    an incident are left alone. A field is disputed where accounts contradict each other: a day
    and the month it lies in, or a town and its district, do not. A split of casualties by party is
    taken only from an account whose parts do not exceed the total that was chosen.

    Provenance has a row for each field of an incident with several accounts. Its `rule` is the
    rule or tie-break that left one value; `agreed` where all that say anything say the same,
    `only_account` where only one does, `smallest_id` where no rule could decide. Its first
    account is the chosen one, the others say the same.

    Raises:
        CodebookError: a rule does not exist or does not fit its field.
    """
    stated = {
        name: checked(field, (rules or {}).get(name) or codebook.adjudication(name))
        for name, field in FIELDS.items()
    }
    for name in ("incidents", "provenance"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(TABLES[name].create())
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE adj_groups AS
        SELECT incident, count(*) AS n FROM accounts WHERE incident IS NOT NULL GROUP BY incident
    """)
    connection.execute(
        f"INSERT INTO incidents BY NAME SELECT {_select(_single_columns())} "
        "FROM accounts a JOIN adj_groups g ON g.incident = a.incident AND g.n = 1"
    )
    if connection.execute("SELECT 1 FROM adj_groups WHERE n > 1 LIMIT 1").fetchone():
        _decide(connection, codebook, stated)
    connection.execute("DROP TABLE adj_groups")


def _decide(
    connection: DuckDBPyConnection, codebook: Codebook, rules: Mapping[str, tuple[str, ...]]
) -> None:
    """Add the incidents with several accounts, and their provenance."""
    _tell(connection, codebook)
    for name, field in FIELDS.items():
        if rules[name] == ("union",):
            connection.execute(_unite(field))
        else:
            connection.execute(_choose(field, (*_FIRST.get(name, ()), *rules[name])))
    how = " UNION ALL ".join(
        f"SELECT incident, '{name}' AS field, rule, accounts, said_by, n_values FROM adj_{name}"
        for name in FIELDS
    )
    connection.execute(f"INSERT INTO provenance BY NAME {how}")
    connection.execute(_SPLIT)
    joins = "\n".join(f"LEFT JOIN adj_{name} USING (incident)" for name in FIELDS)
    connection.execute(
        f"INSERT INTO incidents BY NAME SELECT {_select(_several_columns())} "
        f"FROM adj_ranges r {joins} LEFT JOIN adj_split USING (incident)"
    )
    for table in ("depths", "told", "ranges", "split", *FIELDS):
        connection.execute(f"DROP TABLE adj_{table}")


def _select(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in columns.items())


def _bounds(low: str, best: str, high: str) -> tuple[str, str]:
    """The bounds of one account's count: a bare best estimate bounds itself, an open side stays."""
    return (
        f"CASE WHEN {high} IS NULL THEN coalesce({low}, {best}) ELSE {low} END",
        f"CASE WHEN {low} IS NULL THEN coalesce({high}, {best}) ELSE {high} END",
    )


def _span(low: str, best: str, high: str) -> tuple[str, str]:
    """The range over several accounts; a side that every one of them leaves open stays open."""
    bottom, top = _bounds(low, best, high)
    return (
        f"CASE WHEN count({bottom}) > 0 THEN min(coalesce({low}, {best})) END",
        f"CASE WHEN count({top}) > 0 THEN max(coalesce({high}, {best}, {low})) END",
    )


def _is_open(outcome: str) -> str:
    return f"{outcome} IS NOT NULL AND ({outcome}_min IS NULL) <> ({outcome}_max IS NULL)"


def _single_columns() -> dict[str, str]:
    """Column of an incident → SQL over its only account."""
    columns = {name: f"a.{name}" for field in FIELDS.values() for name in field.columns}
    columns |= {name: f"coalesce(a.{name}, [])" for name in LIST_VOCABULARIES}
    for outcome in OUTCOMES:
        low, high = _bounds(*(f"a.{outcome}{part}" for part in ("_min", "", "_max")))
        columns[f"{outcome}_min"], columns[f"{outcome}_max"] = low, high
        columns[f"{outcome}_imputed"] = f"coalesce(a.{outcome}_imputed, false)"
    low, high = _bounds("c.min", "c.best", "c.max")
    columns["casualties"] = f"""list_transform(coalesce(a.casualties, []), lambda c: struct_pack(
        party := c.party, outcome := c.outcome, min := {low}, best := c.best,
        max := {high}, imputed := coalesce(c.imputed, false)))"""
    is_open = " OR ".join(_is_open(f"a.{outcome}") for outcome in OUTCOMES)
    marks = "coalesce(a.marks, [])"
    return columns | {
        "id": "a.incident",
        "status": "'confirmed'",
        "accounts": "[a.id]",
        "n_accounts": "1::INTEGER",
        "n_sources": "(a.source IS NOT NULL)::INTEGER",
        "disputed": "[]::VARCHAR[]",
        "marks": f"CASE WHEN {is_open} THEN {_sorted_marks(f'list_append({marks}, $mark)')} "
        f"ELSE {marks} END".replace("$mark", "'count-open'"),
    }


def _sorted_marks(marks: str) -> str:
    return f"list_sort(list_distinct({marks}))"


def _several_columns() -> dict[str, str]:
    """Column of an incident with several accounts → SQL over the chosen values and the ranges."""
    columns = {
        name: f"adj_{field.name}.{name}" for field in FIELDS.values() for name in field.columns
    }
    columns |= {name: f"coalesce(adj_{name}.{name}, [])" for name in LIST_VOCABULARIES}
    # a claim belongs to the perpetrators it is about
    named = "adj_perpetrators.incident IS NULL"
    columns["claim"] = f"CASE WHEN {named} THEN r.claim ELSE adj_perpetrators.claim END"
    for outcome in OUTCOMES:
        columns[f"{outcome}_min"] = f"r.{outcome}_min"
        columns[f"{outcome}_max"] = f"r.{outcome}_max"
        columns[f"{outcome}_imputed"] = f"coalesce(adj_{outcome}.{outcome}_imputed, false)"
    columns["casualties"] = "coalesce(adj_split.casualties, [])"
    # two coders' wordings of a summary are not two values of what happened
    disputed = ", ".join(
        f"CASE WHEN adj_{name}.differ THEN '{name}' END" for name in FIELDS if name != "summary"
    )
    return columns | {
        "id": "r.incident",
        "status": "'confirmed'",
        "accounts": "r.accounts",
        "n_accounts": "r.n_accounts",
        "n_sources": "r.n_sources",
        "disputed": f"list_filter([{disputed}], lambda name: name IS NOT NULL)",
        "marks": "r.marks",
    }


def _tell(connection: DuckDBPyConnection, codebook: Codebook) -> None:
    """Temporary tables: accounts to decide between, with their grades, and what they span."""
    below = {
        vocabulary: {
            code: depth
            for code in codebook.terms(vocabulary)
            if (depth := _level(codebook, vocabulary, code))
        }
        for vocabulary in _DEPTHS
    }
    maps = ", ".join(f"map(?::VARCHAR[], ?::INTEGER[]) AS {name}_depths" for name in _DEPTHS)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE adj_depths AS SELECT {maps}",
        [part for depths in below.values() for part in (list(depths), list(depths.values()))],
    )
    lists = ", ".join(f"coalesce(a.{name}, []) AS {name}" for name in _LISTS)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE adj_told AS
        SELECT a.* REPLACE ({lists}), d.*,
            10 * coalesce(nullif(strpos('ABCDEF', coalesce(a.reliability, s.reliability)), 0), 7)
                + coalesce(a.credibility, 7) AS grade,
            coalesce(try_cast(
                left(rpad(regexp_replace(s.date, '[^0-9]', '', 'g'), 8, '0'), 8) AS INTEGER
            ), 0) AS published
        FROM accounts a
        JOIN adj_groups g ON g.incident = a.incident AND g.n > 1
        LEFT JOIN sources s ON s.id = a.source
        CROSS JOIN adj_depths d
    """)
    spans = ", ".join(
        f"{bound} AS {o}_{side}"
        for o in OUTCOMES
        for side, bound in zip(("min", "max"), _span(f"{o}_min", o, f"{o}_max"), strict=True)
    )
    is_open = " OR ".join(_is_open(outcome) for outcome in OUTCOMES)
    all_marks = (
        f"flatten(list(coalesce(marks, []) || CASE WHEN {is_open} THEN ['count-open'] ELSE [] END))"
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE adj_ranges AS
        SELECT incident, {spans}, {_agreed("claim")} AS claim, list(id ORDER BY id) AS accounts,
            count(*)::INTEGER AS n_accounts, count(DISTINCT source)::INTEGER AS n_sources,
            {_sorted_marks(all_marks)} AS marks
        FROM adj_told GROUP BY incident
    """)


def _agreed(column: str, among: str = "true") -> str:
    """SQL of the one value that the accounts give which give any; NULL where they give several."""
    said = f"FILTER (WHERE {among})"
    return f"CASE WHEN {alike(column, said)} THEN min({column}) {said} END"


def _level(codebook: Codebook, vocabulary: str, code: str) -> int:
    """How many groups a code lies below."""
    terms, parent, level = codebook.terms(vocabulary), code, 0
    while (term := terms.get(parent)) and term.parent and level < len(terms):
        parent, level = term.parent, level + 1
    return level


def _choose(field: Field, rules: Sequence[str]) -> str:
    """SQL of the temporary table `adj_FIELD`: the chosen account's columns and the rule."""
    keys = [f"k{step}" for step in range(len(rules))]
    ranked = (
        f"(SELECT incident, id, grade, published, {', '.join(field.columns)}, "
        f"{field.value} AS value, {field.precision} AS precision "
        f"FROM adj_told WHERE {field.said})"
    )
    if "gives_totals" in rules:
        given = " + ".join(f"coalesce((a.{o} = adj_{o}.{o})::INTEGER, 0)" for o in OUTCOMES)
        joins = " ".join(f"LEFT JOIN adj_{o} USING (incident)" for o in OUTCOMES)
        # parts that exceed the total that was chosen are parts of another total
        fits = " AND ".join(f"coalesce({_parts(o)} <= adj_{o}.{o}, true)" for o in OUTCOMES)
        ranked = (
            f"(SELECT t.*, {given} AS totals_given, {fits} AS totals_fit "
            f"FROM {ranked} t JOIN adj_told a USING (incident, id) {joins})"
        )
    if "gives_place" in rules:
        ranked = (
            f"(SELECT t.*, coalesce(list_contains(adj_place.accounts, t.id), false) AS place_given "
            f"FROM {ranked} t LEFT JOIN adj_place USING (incident))"
        )
    for step, rule in enumerate(rules):
        ranked = f"(SELECT *, {key(rule, keys[:step])} AS {keys[step]} FROM {ranked})"
    fitting = "WHERE totals_fit" if "fits_totals" in rules else ""
    chosen = ", ".join(f"{name} := {name}" for name in (*field.columns, "id", "value", *keys))
    decided = "".join(
        f" WHEN {alike('value', f'FILTER ({left})')} THEN '{rule}'"
        for step, rule in enumerate(rules)
        for left in [" AND ".join(f"{name} = w.{name}" for name in keys[: step + 1])]
    )
    columns = ", ".join(
        f"coalesce(w.claim, {_agreed('claim', 'value = w.value')}) AS claim"
        if name == "claim"
        else f"w.{name} AS {name}"
        for name in field.columns
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE adj_{field.name} AS
        WITH ranked AS MATERIALIZED {ranked},
        won AS (
            SELECT incident, arg_min(struct_pack({chosen}), row({", ".join((*keys, "id"))})) AS w
            FROM ranked {fitting} GROUP BY incident
        )
        SELECT incident, count(DISTINCT value)::INTEGER AS n_values, {columns}, w.id AS account,
            [w.id] || coalesce(
                list(id ORDER BY id) FILTER (value = w.value AND id <> w.id), []) AS accounts,
            CASE WHEN count(*) = 1 THEN 'only_account'
                WHEN n_values = 1 THEN 'agreed'
                {decided} ELSE 'smallest_id' END AS rule,
            count(*)::INTEGER AS said_by, {field.differ} AS differ
        FROM ranked JOIN won USING (incident) GROUP BY incident, w
    """


def _parts(outcome: str) -> str:
    """SQL of the sum of an account's parts for an outcome, as far as they are known."""
    return (
        f"list_sum(list_transform(list_filter(t.casualties, lambda c: c.outcome = '{outcome}'), "
        "lambda c: coalesce(c.best, c.min, 0)))"
    )


def _unite(field: Field) -> str:
    """SQL of the temporary table `adj_FIELD` with every code that any account gives."""
    claim = f", {_agreed('claim')} AS claim" if "claim" in field.columns else ""
    return f"""
        CREATE OR REPLACE TEMP TABLE adj_{field.name} AS
        WITH given AS (
            SELECT incident, code, count(*) AS times
            FROM (SELECT incident, unnest({field.name}) AS code FROM adj_told)
            GROUP BY incident, code
        ),
        united AS (
            SELECT incident, list(code ORDER BY times DESC, code) AS codes
            FROM given GROUP BY incident
        )
        SELECT incident, count(DISTINCT {field.value})::INTEGER AS n_values,
            any_value(codes) AS {field.name}, list(id ORDER BY id) AS accounts,
            CASE WHEN count(*) = 1 THEN 'only_account'
                WHEN n_values = 1 THEN 'agreed' ELSE 'union' END AS rule,
            count(*)::INTEGER AS said_by, n_values > 1 AS differ{claim}
        FROM adj_told JOIN united USING (incident) WHERE {field.said} GROUP BY incident
    """


_LOW, _HIGH = _span("c.min", "c.best", "c.max")
_SPLIT = f"""
    CREATE OR REPLACE TEMP TABLE adj_split AS
    WITH spans AS (
        SELECT incident, c.party AS party, c.outcome AS outcome,
            {_LOW} AS low, {_HIGH} AS high
        FROM (SELECT incident, unnest(casualties) AS c FROM adj_told) GROUP BY ALL
    ),
    parts AS (
        SELECT incident, unnest(casualties) AS c, generate_subscripts(casualties, 1) AS part
        FROM adj_casualties
    )
    SELECT p.incident, list(struct_pack(party := c.party, outcome := c.outcome, min := s.low,
        best := c.best, max := s.high, imputed := coalesce(c.imputed, false)) ORDER BY part
    ) AS casualties
    FROM parts p JOIN spans s
        ON s.incident = p.incident AND s.party IS NOT DISTINCT FROM c.party
        AND s.outcome IS NOT DISTINCT FROM c.outcome
    GROUP BY p.incident
"""
"""The chosen split by party, each part with its range over all accounts that give the part."""
