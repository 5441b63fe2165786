"""Sources that rows name: described once each, with an id that follows from what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.formats.expressions import ITEM, NULL, Cells
from waqia.formats.mapping import SourceRule
from waqia.formats.text import name, quote

if TYPE_CHECKING:
    import duckdb

PARTS = ("publisher", "date", "title", "author", "url", "language")
_BLANK = "regexp_replace({0}, '\\s+', ' ', 'g')"


def source_text(rule: SourceRule | None, cells: Cells) -> str:
    """SQL of the text that describes a row's sources, NULL where the row names none."""
    if rule is None:
        return NULL
    if rule.parts:
        texts = {part: cells.text(rule.parts.get(part, ())) for part in PARTS}
        spelt = " || chr(31) || ".join(f"coalesce({text}, '')" for text in texts.values())
        told = [text for part, text in texts.items() if part in ("title", "url") and text != NULL]
        return (
            f"CASE WHEN coalesce({', '.join(told)}) IS NOT NULL THEN {spelt} END" if told else NULL
        )
    named = [cell for cell in map(cells.cell, rule.columns) if cell != NULL]
    if len(rule.columns) < 2:
        return named[0] if named else NULL
    return f"nullif(concat_ws({quote(ITEM)}, {', '.join(named)}), '')" if named else NULL


def described(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rule: SourceRule | None,
    dataset: str,
    column: str,
) -> None:
    """Create two tables from the texts in told.`column`, each different text looked at once.

    `table` has a row a source (item, id, publisher, date, title, author, url, language); the id is
    the dataset's name and a hash of the words, so it is the same in every release. `TABLE ids` has
    for each text the ids of its sources in order.
    """
    pattern = rule.pattern if rule else None
    groups = _groups(pattern) if pattern else []
    if rule and rule.parts:
        columns = [
            f"nullif(split_part(item, chr(31), {i}), '') AS {part}"
            for i, part in enumerate(PARTS, 1)
        ]
    elif pattern:
        listed = ", ".join(map(quote, groups))
        fits = f"regexp_matches(item, {quote(pattern)})"
        found = f"regexp_extract(item, {quote(pattern)}, [{listed}])"
        columns = []
        for part in PARTS:
            value = f"nullif(trim(({found}).{name(part)}, ' \"'), '')" if part in groups else "NULL"
            other = "item" if part == "title" else "NULL"
            columns.append(f"CASE WHEN {fits} THEN {value} ELSE {other} END AS {part}")
    else:
        columns = [
            f"{'item' if part == 'title' else 'CAST(NULL AS VARCHAR)'} AS {part}" for part in PARTS
        ]
    between = ITEM if rule and len(rule.columns) > 1 else rule and rule.split
    split = f"string_split(text, {quote(between)})" if between else "[text]"
    item = _BLANK.format("trim(item, ' \"\n\r\t')") if not (rule and rule.parts) else "item"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name(table + " items")} AS
        SELECT text, item, {quote(dataset + "-")} || left(md5(item), 12) AS id, place FROM (
            SELECT text, {item} AS item, place FROM (
                SELECT text, unnest(parts) AS item, generate_subscripts(parts, 1) AS place
                FROM (SELECT text, {split} AS parts FROM (
                    SELECT DISTINCT {name(column)} AS text FROM told) WHERE text IS NOT NULL))
        ) WHERE item <> ''"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name(table)} AS SELECT item, id, {", ".join(columns)}
        FROM (SELECT DISTINCT item, id FROM {name(table + " items")})"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name(table + " ids")} AS
        SELECT text, list(id ORDER BY place) AS ids FROM {name(table + " items")} GROUP BY text"""
    )


def _groups(pattern: str) -> list[str]:
    import re

    return list(re.compile(pattern).groupindex)
