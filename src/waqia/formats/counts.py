"""Counts: whole numbers are read by SQL, phrases once for each different phrase."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from waqia.codebook import Codebook, table_from_rows
from waqia.formats.text import name
from waqia.model import parse_count

if TYPE_CHECKING:
    import duckdb

_CUT = 200


def is_whole(text: str) -> str:
    """SQL: the text is a plain whole number in at most eight digits, so that sums of some fit."""
    number = f"TRY_CAST({text} AS INTEGER)"
    return f"({number} BETWEEN 0 AND 99999999 AND CAST({number} AS VARCHAR) = {text})"


def read_phrases(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook, columns: Sequence[tuple[str, str]]
) -> bool:
    """Create `count_phrase` (text, min, best, max, imputed, problem) for texts SQL cannot read.

    `columns` are (table or view, column) pairs. Returns whether there is any such text.
    """
    union = " UNION ".join(
        f"SELECT DISTINCT {name(text)} AS text FROM {table} "
        f"WHERE {name(text)} IS NOT NULL AND coalesce(NOT {is_whole(name(text))}, true)"
        for table, text in columns
    )
    phrases = [row[0] for row in connection.execute(union).fetchall()] if columns else []
    table_from_rows(
        connection,
        "count_phrase",
        {
            "text": "VARCHAR", "min": "INTEGER", "best": "INTEGER", "max": "INTEGER",
            "imputed": "BOOLEAN", "problem": "VARCHAR",
        },
        (_read(phrase, codebook) for phrase in phrases),
    )  # fmt: skip
    return bool(phrases)


@dataclass(frozen=True, slots=True)
class CountSql:
    """SQL of one count of a row: its parts, and the joins to `count_phrase` they need."""

    min: str
    best: str
    max: str
    imputed: str
    words: str
    joins: str


def count_sql(texts: Mapping[str, str], alias: str, *, phrases: bool) -> CountSql:
    """The count that the columns `texts` (bound → SQL of its text) give.

    A cell alone is a phrase with bounds of its own. Where columns give bounds, a bound whose cell
    is empty is unknown; without a best estimate it is the middle of the bounds, rounded down and
    imputed, or the one bound there is.
    """
    empty = "CAST(NULL AS VARCHAR)"
    low, best, high = (texts.get(bound, empty) for bound in ("min", "best", "max"))
    joins = "".join(
        f" LEFT JOIN count_phrase {alias}_{bound} ON {alias}_{bound}.text = {text}"
        for bound, text in texts.items()
        if phrases and text != empty
    )

    def number(bound: str, part: str) -> str:
        text = texts.get(bound, empty)
        if text == empty:
            return "CAST(NULL AS INTEGER)"
        phrase = f"{alias}_{bound}.{part}" if phrases else "NULL"
        return f"CASE WHEN {is_whole(text)} THEN CAST({text} AS INTEGER) ELSE {phrase} END"

    imputed = (
        " OR ".join(
            f"coalesce({alias}_{bound}.imputed, false)"
            for bound in texts
            if joins and f"{alias}_{bound}." in joins
        )
        or "false"
    )
    words = f"concat_ws('; ', {', '.join(texts.values())})" if texts else empty
    if low == empty and high == empty:
        return CountSql(
            number("best", "min"),
            number("best", "best"),
            number("best", "max"),
            imputed,
            words,
            joins,
        )
    bounded = f"({low} IS NOT NULL OR {high} IS NOT NULL)"
    a, b = number("min", "best"), number("max", "best")
    return CountSql(
        min=f"CASE WHEN {bounded} THEN {a} ELSE {number('best', 'min')} END",
        best=(
            f"CASE WHEN {best} IS NOT NULL THEN {number('best', 'best')} "
            f"ELSE coalesce(({a} + {b}) // 2, {a}, {b}) END"
        ),
        max=f"CASE WHEN {bounded} THEN {b} ELSE {number('best', 'max')} END",
        imputed=f"({imputed} OR coalesce({best} IS NULL AND {a} <> {b}, false))",
        words=words,
        joins=joins,
    )


def _read(phrase: str, codebook: Codebook) -> tuple[object, ...]:
    count = parse_count(phrase, codebook.vague_counts) if len(phrase) < _CUT else None
    if count is not None:
        return phrase, count.min, count.best, count.max, count.imputed, None
    bare = phrase.replace(" ", "").replace(",", "")
    if re.fullmatch(r"[-−]\d+(\.\d+)?", bare):
        return phrase, None, None, None, False, "count-negative"
    if re.fullmatch(r"\d*\.\d+([eE][+-]?\d+)?|\d+[eE][+-]?\d+", bare):
        return phrase, None, None, None, False, "count-not-whole"
    return phrase, None, None, None, False, "count-unread"
