"""The counts of all rows: totals by outcome and casualties by party, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.codebook import Codebook
from waqia.formats.counts import count_sql, read_phrases
from waqia.formats.problems import count_problems, counted_problems, value_problems
from waqia.formats.text import name
from waqia.formats.told import BOUNDS, Told
from waqia.formats.values import translate
from waqia.model import OUTCOMES

if TYPE_CHECKING:
    import duckdb


def count_rows(connection: duckdb.DuckDBPyConnection, codebook: Codebook, told: Told) -> None:
    """Create `parts` and `counted` from `told`, and report what is wrong with the counts.

    `parts`: (row, outcome, party, min, best, max, imputed), one row a party. `counted`: for each
    row and outcome min, best, max, imputed, words, and whether it is the sum of the parties
    because the row gives no total.
    """
    parts = " UNION ALL ".join(told.parts) or (
        "SELECT 0::BIGINT AS row, '' AS outcome, '' AS party_key, '' AS min_text, '' AS best_text, "
        "'' AS max_text, false AS said_imputed WHERE false"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE part_texts AS {parts}")
    columns = [("told", column) for column in told.counts]
    columns += [("part_texts", f"{bound}_text") for bound in BOUNDS if told.parts]
    phrases = read_phrases(connection, codebook, columns)
    if phrases:
        count_problems(connection, columns)
    party = translate(
        connection, codebook, told.mapping, "party", "party", told.party_rules,
        "SELECT DISTINCT party_key AS key FROM part_texts",
    )  # fmt: skip
    if told.parts:
        value_problems(connection, "party", "party_key", party, "part_texts", codebook.id)
    sql = count_sql({bound: f"{bound}_text" for bound in BOUNDS}, "q", phrases=phrases)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE parts AS
        SELECT row, outcome, coalesce(v.codes[1], 'unknown') AS party,
            {_whole(sql.min)} AS min, {_whole(sql.best)} AS best, {_whole(sql.max)} AS max,
            bool_or({sql.imputed} OR said_imputed) AS imputed
        FROM part_texts {sql.joins} LEFT JOIN {name(party)} v ON v.key = party_key
        GROUP BY row, outcome, coalesce(v.codes[1], 'unknown')"""
    )
    connection.execute("DROP TABLE part_texts")
    _totals(connection, told, phrases=phrases)
    counted_problems(connection, OUTCOMES)


def _totals(connection: duckdb.DuckDBPyConnection, told: Told, *, phrases: bool) -> None:
    columns, joins = [], []
    split = {row[0] for row in connection.execute("SELECT DISTINCT outcome FROM parts").fetchall()}
    for outcome in OUTCOMES:
        texts = {b: f"{outcome}_{b}_text" for b in BOUNDS if f"{outcome}_{b}_text" in told.counts}
        sql = count_sql(texts, outcome, phrases=phrases)
        joins.append(sql.joins)
        silent = " AND ".join(f"{text} IS NULL" for text in texts.values()) or "true"
        imputed = f"({sql.imputed} OR told.{outcome}_imputed)"
        total = {"min": sql.min, "best": sql.best, "max": sql.max, "imputed": imputed}
        summed = "false"
        if outcome in split:
            joins.append(
                f" LEFT JOIN (SELECT row, {', '.join(f'{_whole(b)} AS {b}' for b in BOUNDS)}, "
                f"bool_or(imputed) AS imputed FROM parts WHERE outcome = '{outcome}' GROUP BY row) "
                f"s_{outcome} ON s_{outcome}.row = told.row"
            )
            summed = f"({silent} AND s_{outcome}.row IS NOT NULL)"
            total = {
                part: f"CASE WHEN {summed} THEN s_{outcome}.{part} ELSE {own} END"
                for part, own in total.items()
            }
        columns += [
            f"{total['min']} AS {outcome}_min", f"{total['best']} AS {outcome}",
            f"{total['max']} AS {outcome}_max",
            f"coalesce({total['imputed']}, false) AS {outcome}_imputed",
            f"{sql.words} AS {outcome}_words", f"{summed} AS {outcome}_summed",
        ]  # fmt: skip
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE counted AS SELECT told.row AS row, {', '.join(columns)} "
        f"FROM told {''.join(joins)}"
    )


def _whole(bound: str) -> str:
    """The sum over the rows of a party, or over the parties; unknown where one number is."""
    return f"CAST(CASE WHEN count({bound}) = count(*) THEN sum({bound}) END AS INTEGER)"
