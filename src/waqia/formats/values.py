"""Translating categories: each different value once, by mapping, crosswalk and spellings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from waqia.codebook import Codebook, table_from_rows
from waqia.formats.expressions import ITEM, PART, code_of
from waqia.formats.mapping import DatasetMapping, Rule
from waqia.formats.text import name, quote
from waqia.model import CodebookError

if TYPE_CHECKING:
    import duckdb


def translate(
    connection: duckdb.DuckDBPyConnection,
    codebook: Codebook,
    mapping: DatasetMapping,
    field: str,
    vocabulary: str,
    rules: Sequence[Rule],
    keys: str,
) -> str:
    """Create the table `value FIELD` (key, codes, words, unknown) and give its name.

    `keys` is a query of the different keys (see `Cells.key`). `codes` are in the order of the
    rules and without repetition; `words` are the source's own where they were translated;
    `unknown` those that nothing translates.
    """
    table = f"value {field}"
    as_said = "replace(said, ';', ',')" if codebook.is_open(vocabulary) else "NULL"
    text = "VARCHAR"
    table_from_rows(
        connection,
        f"{table} rule",
        {"rule": "INTEGER", "constant": text, "crosswalk": text, "fallback": text},
        (
            (
                number,
                code_of(codebook, vocabulary, rule.value, mapping) if rule.value else None,
                rule.crosswalk or vocabulary,
                _known(codebook, vocabulary, rule.default, mapping),
            )
            for number, rule in enumerate(rules)
        ),
    )
    table_from_rows(
        connection,
        f"{table} stated",
        {"rule": "INTEGER", "cell": text, "code": text},
        (
            (number, cell.strip().lower(), codes and code_of(codebook, vocabulary, codes, mapping))
            for number, rule in enumerate(rules)
            for cell, codes in (rule.values or {}).items()
        ),
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name(table)} AS
        WITH items AS (
            SELECT key, unnest(string_split(key, {quote(ITEM)})) AS item,
                generate_subscripts(string_split(key, {quote(ITEM)}), 1) AS place
            FROM ({keys}) WHERE key IS NOT NULL
        ), told AS (
            SELECT key, place, CAST(split_part(item, {quote(PART)}, 1) AS INTEGER) AS rule,
                split_part(item, {quote(PART)}, 2) AS said FROM items
        ), crosswalk AS (
            SELECT field, lower(trim(value)) AS value, min(code) AS code
            FROM cb_crosswalk GROUP BY ALL
        ), read AS (
            SELECT key, place, said, r.constant IS NOT NULL AS constant,
                CASE WHEN r.constant IS NOT NULL THEN r.constant
                    WHEN s.cell IS NOT NULL THEN s.code
                    WHEN x.value IS NOT NULL THEN nullif(x.code, '')
                    ELSE coalesce(w.code, r.fallback, {as_said}) END AS code,
                coalesce(r.constant, s.cell, x.value, w.code, r.fallback, {as_said}) IS NULL
                    AS unknown
            FROM told t JOIN {name(table + " rule")} r USING (rule)
            LEFT JOIN {name(table + " stated")} s ON s.rule = t.rule AND s.cell = lower(said)
            LEFT JOIN crosswalk x ON x.field = r.crosswalk AND x.value = lower(said)
            LEFT JOIN cb_spelling w
                ON w.vocabulary = {quote(vocabulary)} AND w.spelling_norm = norm(said)
            WHERE said <> ''
        ), coded AS (
            SELECT key, c.code, min(place * 100 + c.position) AS place
            FROM (SELECT key, place, unnest(list_transform(string_split(code, ';'),
                lambda part, position: {{'code': trim(part), 'position': position}})) AS c FROM read
                WHERE code IS NOT NULL)
            GROUP BY ALL
        ), codes AS (SELECT key, list(code ORDER BY place) AS codes FROM coded GROUP BY key)
        SELECT key, coalesce(any_value(codes), []) AS codes,
            string_agg(DISTINCT said, '; ' ORDER BY said)
                FILTER (WHERE NOT constant AND code IS DISTINCT FROM said) AS words,
            list_distinct(list(said) FILTER (WHERE unknown)) AS unknown
        FROM read LEFT JOIN codes USING (key) GROUP BY key"""
    )
    return table


def _known(
    codebook: Codebook, vocabulary: str, codes: tuple[str, ...] | None, mapping: DatasetMapping
) -> str | None:
    """A fallback that this codebook does not have leaves the value unknown."""
    if codes is None:
        return None
    try:
        return code_of(codebook, vocabulary, codes, mapping)
    except CodebookError:
        if len(codes) == 1:
            raise
        return None
