"""The dates of all rows: ISO days by SQL, every other spelling once for each different text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.codebook import table_from_rows
from waqia.formats.dates import read_date
from waqia.formats.hijri import read_hijri
from waqia.formats.mapping import DATE_PRECISIONS, DateRule
from waqia.formats.text import quotes

if TYPE_CHECKING:
    import duckdb


def _is_iso(text: str) -> str:
    return (
        f"(regexp_matches({text}, '^\\d{{4}}-\\d{{2}}-\\d{{2}}($|[ T]\\d)') "
        f"AND TRY_CAST(left({text}, 10) AS DATE) IS NOT NULL)"
    )


def date_rows(connection: duckdb.DuckDBPyConnection, rule: DateRule) -> None:
    """Create `dated` (row, date_start, date_end, date_precision, weekday_differs) from `told`.

    Also `date_phrase` (text, start, end, precision, weekday_differs), whose start is NULL where a
    text is no date, and `hijri_read` (text, day).
    """
    texts = connection.execute(
        " UNION ".join(
            f"SELECT DISTINCT {text} FROM told WHERE {text} IS NOT NULL AND NOT {_is_iso(text)}"
            for text in ("start_text", "end_text")
        )
    ).fetchall()
    rows = []
    for (text,) in texts:
        read = read_date(text, rule.formats, rule.order) if len(text) < 100 else None
        rows.append(
            (text, read.start, read.end, read.precision, read.weekday_differs)
            if read
            else (text, None, None, None, False)
        )
    table_from_rows(
        connection,
        "date_phrase",
        {"text": "VARCHAR", "start": "DATE", "end": "DATE", "precision": "VARCHAR",
         "weekday_differs": "BOOLEAN"},
        rows,
    )  # fmt: skip
    hijri = connection.execute(
        "SELECT DISTINCT hijri_text FROM told WHERE hijri_text IS NOT NULL"
    ).fetchall()
    table_from_rows(
        connection,
        "hijri_read",
        {"text": "VARCHAR", "day": "DATE"},
        ((text, read_hijri(text)) for (text,) in hijri),
    )
    first, last = (
        f"CASE WHEN {_is_iso(text)} THEN CAST(left({text}, 10) AS DATE) ELSE {phrase} END"
        for text, phrase in (("start_text", 's."start"'), ("end_text", 'e."end"'))
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE dated AS
        WITH read AS (
            SELECT row, date_precision_text, start_text, {first} AS first, {last} AS last,
                e."start" AS last_start, s."end" AS first_end, coalesce(s.precision, 'day') AS
                    told_precision,
                coalesce(s.weekday_differs, false) AS weekday_differs
            FROM told LEFT JOIN date_phrase s ON s.text = start_text
            LEFT JOIN date_phrase e ON e.text = end_text
        ), spans AS (
            SELECT *, coalesce(first, CASE WHEN start_text IS NULL THEN coalesce(last_start,
                last) END)
                    AS date_start,
                coalesce(last, first_end, first) AS date_end FROM read
        )
        SELECT row, date_start, date_end, weekday_differs,
            CASE WHEN date_start IS NULL THEN NULL
                WHEN date_precision_text IN ({quotes(DATE_PRECISIONS)}) THEN date_precision_text
                WHEN date_end <> coalesce(first_end, date_start) THEN 'range'
                ELSE told_precision END AS date_precision
        FROM spans"""
    )
