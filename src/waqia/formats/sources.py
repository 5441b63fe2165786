"""Sources that rows name: described once each, with an id that follows from what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.formats.expressions import NULL, Cells
from waqia.formats.mapping import SourceRule
from waqia.formats.text import name, quote

if TYPE_CHECKING:
    import duckdb

PARTS = ("publisher", "date", "title", "author", "url", "language")
_BLANK = "regexp_replace({0}, '\\s+', ' ', 'g')"


def source_items(rule: SourceRule | None, cells: Cells) -> str:
    """SQL of the list of texts that each describe a source, empty where the row names none."""
    if rule is None:
        return "CAST([] AS VARCHAR[])"
    if rule.parts:
        texts = {part: cells.text(rule.parts.get(part, ())) for part in PARTS}
        spelt = " || chr(31) || ".join(f"coalesce({text}, '')" for text in texts.values())
        told = [text for part, text in texts.items() if part in ("title", "url") and text != NULL]
        some = f"coalesce({', '.join(told)}) IS NOT NULL" if told else "false"
        return f"CASE WHEN {some} THEN [{spelt}] ELSE CAST([] AS VARCHAR[]) END"
    if not rule.columns or (cell := cells.cell(rule.columns[0])) == NULL:
        return "CAST([] AS VARCHAR[])"
    items = f"string_split({cell}, {quote(rule.split)})" if rule.split else f"[{cell}]"
    trimmed = _BLANK.format("trim(item, ' \"\n\r\t')")
    return f"coalesce(list_filter(list_transform({items}, lambda item: {trimmed}), lambda item: item <> ''), [])"


def described(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rule: SourceRule | None,
    dataset: str,
    column: str,
) -> None:
    """Create `table` (item, id, publisher, date, title, author, url, language) from told.`column`.

    The id is the dataset's name and a hash of the words, so it is the same in every release.
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
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name(table)} AS
        SELECT item, {quote(dataset + "-")} || left(md5(item), 12) AS id, {", ".join(columns)}
        FROM (SELECT DISTINCT unnest({name(column)}) AS item FROM told)"""
    )


def _groups(pattern: str) -> list[str]:
    import re

    return list(re.compile(pattern).groupindex)
