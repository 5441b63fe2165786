"""Pairs of accounts that may tell of the same incident, with probability and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from waqia.codebook import table_from_rows
from waqia.linking.blocking import candidates
from waqia.linking.model import LinkModel, load_model
from waqia.linking.telling import tell
from waqia.linking.traits import FIELDS, TRAITS, Trait, shared_words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

Pairs = Iterable[tuple[str, str]]
"""Pairs of ids of accounts."""

_SPEAKS = 0.2
"""Log-odds from which a field is said to speak for or against a link."""


def suggest(
    connection: DuckDBPyConnection,
    model: LinkModel | None = None,
    *,
    left: str = "accounts",
    right: str | None = None,
    sources: str | None = "sources",
    must: Pairs = (),
    cannot: Pairs = (),
    minimum: float = 0.05,
) -> DuckDBPyRelation:
    """The pairs of accounts that are at least so likely to tell of the same incident.

    `left` is a table or view with the columns of `model.ACCOUNTS`; with `right` the pairs go from
    the one to the other, else they lie within `left`. `sources` has the columns of
    `model.SOURCES`, or is None where nothing is known of them. Column `incident` is not looked
    at. `must` and `cannot` are pairs of account ids that somebody decided: the first have
    probability 1 and are given even where they are no candidates, the second are never given.

    Creates the temporary table `link_suggestions` and gives it, likeliest first: `account` and
    `other` (ids; within one set the smaller one first), `probability`, and `why`, a list of
    (field, says, weight, moved). `says` is agrees, differs, neutral, unknown or, for a decision,
    decided. `weight` is in log-odds: the weights add up to the log-odds of `probability`. `moved`
    is by how much the field moved the probability, taken in this order: these add up to it. The
    first entry, `pair`, is where an average pair of candidates stands.
    """
    model = model or load_model()
    tell(connection, left, right, sources=sources)
    candidates(connection, crossing=right is not None)
    score(connection, model, minimum)
    decide(connection, must, cannot, crossing=right is not None)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_suggestions AS
        SELECT a.id AS account, b.id AS other,
            CASE WHEN judged THEN 1.0 ELSE probability END AS probability,
            CASE WHEN judged THEN [{{field: 'decision', says: 'decided',
                weight: 'infinity'::DOUBLE, moved: 1.0}}] ELSE {_why(model)} END AS why
        FROM link_scored JOIN link_told a ON a.n = link_scored.a
        JOIN link_told b ON b.n = link_scored.b
        WHERE judged OR (judged IS NULL AND probability >= {minimum!r})
        ORDER BY probability DESC, account, other"""
    )
    connection.execute("DROP TABLE link_scored")
    return connection.table("link_suggestions")


def score(connection: DuckDBPyConnection, model: LinkModel, minimum: float) -> None:
    """Create `link_scored` from `link_pairs`: what each field adds, and the probability.

    The traits that cost little are looked at first: a pair that could not reach the minimum,
    whatever the others said, is left out.
    """
    dear = [name for name, trait in TRAITS.items() if trait.dear and name in model.levels]
    hope = sum(model.levels[name].most for name in dear)
    floor = f"ln({minimum!r} / (1 - {minimum!r}))" if 0 < minimum < 1 else "'-infinity'::DOUBLE"
    two = "JOIN link_told a ON a.n = p.a JOIN link_told b ON b.n = p.b"
    for table, before, last in (
        ("link_near", "link_pairs", False),
        ("link_scored", "link_near", True),
    ):
        traits = {name: trait for name, trait in TRAITS.items() if trait.dear == last}
        values = ", ".join(f"({trait.sql})::DOUBLE AS {name}" for name, trait in traits.items())
        total = f"{model.base!r}::DOUBLE + {' + '.join(f'w_{field}' for field in FIELDS)}"
        shared = f", {shared_words()}" if last else ""
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {table} AS
            WITH sharing AS MATERIALIZED (SELECT p.*{shared} FROM {before} p {two}),
            traits AS (SELECT p.*, {values} FROM sharing p {two}),
            fields AS (SELECT a, b, {_fields(model, traits, first=not last)} FROM traits)
            SELECT *, {total} AS log_odds, 1 / (1 + exp(-log_odds)) AS probability,
                NULL::BOOLEAN AS judged
            FROM fields WHERE {total} + {0.0 if last else hope!r} >= {floor}"""
        )
        connection.execute(f"DROP TABLE {before}")


def _fields(model: LinkModel, traits: Mapping[str, Trait], *, first: bool) -> str:
    """SQL of what each field adds and whether it is known, on top of what it added before."""
    columns = []
    for field in FIELDS:
        own = {name: trait for name, trait in traits.items() if trait.field == field}
        weights = [model.sql(name) for name in own] + ([] if first else [f"w_{field}"])
        known = [f"{name} IS NOT NULL" for name, trait in own.items() if trait.tells]
        known += [] if first else [f"known_{field}"]
        columns.append(f"{' + '.join(weights) or '0.0'} AS w_{field}")
        columns.append(f"{' OR '.join(known) or 'false'} AS known_{field}")
    return ", ".join(columns)


def decide(connection: DuckDBPyConnection, must: Pairs, cannot: Pairs, *, crossing: bool) -> None:
    """Mark the pairs of `link_scored` that somebody judged, and add those that are not there."""
    rows = [(x, y, True) for x, y in must] + [(x, y, False) for x, y in cannot]
    if not rows:
        return
    table_from_rows(
        connection, "link_told_so", {"x": "VARCHAR", "y": "VARCHAR", "judged": "BOOLEAN"}, rows
    )
    sides = "a.right_side <> b.right_side" if crossing else "true"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_judged AS
        SELECT least(a.n, b.n) AS a, greatest(a.n, b.n) AS b, bool_and(judged) AS judged
        FROM link_told_so JOIN link_told a ON a.id = x JOIN link_told b ON b.id = y
        WHERE a.n <> b.n AND {sides} GROUP BY ALL"""
    )
    connection.execute(
        """UPDATE link_scored SET judged = j.judged FROM link_judged j
        WHERE j.a = link_scored.a AND j.b = link_scored.b"""
    )
    connection.execute(
        """INSERT INTO link_scored BY NAME
        SELECT a, b, judged, judged::INTEGER::DOUBLE AS probability
        FROM link_judged ANTI JOIN link_scored USING (a, b)"""
    )
    connection.execute("DROP TABLE link_judged; DROP TABLE link_told_so")


def _why(model: LinkModel) -> str:
    """SQL of the list of what each field says, adds and moves."""
    start = f"{model.base!r}::DOUBLE"
    entries = [("'pair'", "'neutral'", start)]
    for field in FIELDS:
        says = (
            f"CASE WHEN NOT known_{field} THEN 'unknown' WHEN w_{field} > {_SPEAKS} THEN 'agrees' "
            f"WHEN w_{field} < -{_SPEAKS} THEN 'differs' ELSE 'neutral' END"
        )
        entries.append((f"'{field}'", says, f"w_{field}"))
    packed, before, sum_before = [], "0.0", ""
    for field, says, weight in entries:
        total = f"{sum_before} + {weight}" if sum_before else weight
        after = f"1 / (1 + exp(-({total})))"
        packed.append(
            f"{{field: {field}, says: {says}, weight: {weight}, moved: {after} - ({before})}}"
        )
        before, sum_before = after, total
    return f"[{', '.join(packed)}]"
