"""The file of sources beside the accounts; a source whose access is not plain is restricted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from waqia.formats.reading import open_rows, plain_errors
from waqia.formats.text import name, quote, quotes, sentence
from waqia.model import FINDING_CODES, TABLES, InputError, phrase

if TYPE_CHECKING:
    import duckdb

_CLOSED = {
    "kind": ("document", "dataset", "citation"),
    "access": ("public", "restricted", "confidential"),
    "reliability": ("A", "B", "C", "D", "E", "F"),
}
"""Column → the words that it may hold."""
_DAY = r"^\d{4}-\d{2}-\d{2}($|[ T]\d)"
_RESTRICTED = phrase("Its source is taken to be restricted.")


def list_sources(
    connection: duckdb.DuckDBPyConnection, path: str | Path | None, folder: Path
) -> None:
    """Create `listed_source` from a file of sources, with the columns of the table `sources`.

    A source whose access is not told plainly is restricted: its row does not fit the header, its
    access or embargo cannot be read, or its id stands there again with another of them.
    `source_problems` has the findings of its rows.

    Raises:
        InputError: the file cannot be read, or has neither source_id nor id, or no title.
    """
    connection.execute(TABLES["sources"].create("listed_source"))
    connection.execute(TABLES["findings"].create("source_problems"))
    if path is None:
        return
    rows = open_rows(connection, path, folder, "source_rows")
    folded = {column.lower(): column for column in rows.columns}
    if "source_id" in folded:
        folded["id"] = folded["source_id"]
    if missing := [column for column in ("id", "title") if column not in folded]:
        raise InputError(
            f"{path}: expected the columns source_id and title, found {', '.join(rows.columns)}; "
            f"add {', '.join(missing)}."
        )
    columns = [
        f"nullif(trim({name(folded[column])}), '') AS {column}"
        if column in folded
        else f"CAST(NULL AS VARCHAR) AS {column}"
        for column in TABLES["sources"].names
    ]
    known = {column: f"{column} IN ({quotes(words)})" for column, words in _CLOSED.items()}
    day = (
        f"CASE WHEN regexp_matches(embargo, '{_DAY}') THEN TRY_CAST(left(embargo, 10) AS DATE) END"
    )
    with plain_errors(rows.looked.path):
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE source_read AS
            SELECT *, min(row) OVER same AS first,
                coalesce(bool_and(fits AND {known["access"]} AND day_read) OVER same
                AND min(held) OVER same = max(held) OVER same, false) AS plain
            FROM (
                SELECT *, {day} AS day, embargo IS NULL OR {day} IS NOT NULL AS day_read,
                    concat_ws('/', access, embargo) AS held
                FROM (
                    SELECT "(row)" AS row, "(fits)" AS fits, * REPLACE (
                        coalesce(lower(kind), 'document') AS kind,
                        coalesce(lower(access), 'public') AS access,
                        upper(reliability) AS reliability)
                    FROM (SELECT "(row)", "(fits)", {", ".join(columns)} FROM {rows.view})
                )
            ) WINDOW same AS (PARTITION BY id)"""
        )
    listed = ", ".join(
        {
            "kind": f"CASE WHEN {known['kind']} THEN kind ELSE 'document' END",
            "access": f"CASE WHEN plain OR (access <> 'public' AND {known['access']}) "
            "THEN access ELSE 'restricted' END",
            "embargo": "day",
            "reliability": f"CASE WHEN {known['reliability']} THEN reliability END",
        }.get(column, column)
        for column in TABLES["sources"].names
    )
    connection.execute(
        f"INSERT INTO listed_source SELECT {listed} FROM source_read "
        "WHERE id IS NOT NULL AND row = first"
    )
    file = rows.looked.path.name
    _report(
        connection, file, "row-malformed", "NOT fits",
        phrase("Row %(row)s of the sources does not have the header's columns."),
    )  # fmt: skip
    _report(
        connection, file, "id-missing", "fits AND id IS NULL",
        phrase("Row %(row)s of the sources has no id; no account can refer to it."),
    )  # fmt: skip
    _report(
        connection, file, "id-duplicated", "id IS NOT NULL AND row > first",
        phrase("Row %(row)s of the sources has an id that stands there already."),
    )  # fmt: skip
    for column, words in _CLOSED.items():
        _report(
            connection, file, "value-unknown", f"fits AND NOT {known[column]}",
            phrase("Row %(row)s of the sources has no known %(field)s."), column,
            f"one of {', '.join(words)}",
        )  # fmt: skip
    _report(
        connection, file, "date-invalid", "fits AND NOT day_read",
        phrase("Row %(row)s of the sources has an embargo that is no day."), "embargo",
        "a day such as 2026-03-31, or nothing",
    )  # fmt: skip


def _report(
    connection: duckdb.DuckDBPyConnection,
    file: str,
    code: str,
    test: str,
    message: str,
    field: str | None = None,
    expected: str | None = None,
) -> None:
    """Add a finding for each row of `source_read` that meets the test, with `row` and `field`."""
    said = ("NULL", "NULL", "NULL")
    if field and expected:
        said = (quote(field), f"left({field}, 200)", quote(expected))
    connection.execute(
        f"""INSERT INTO source_problems
            (code, severity, "table", row, record, field, found, expected, message, action)
        SELECT {quote(code)}, {quote(FINDING_CODES[code][0])}, {quote(file)}, row, id,
            {", ".join(said)}, {sentence(message)} || CASE
                WHEN plain OR id IS NULL THEN '' ELSE {quote(" " + _RESTRICTED)} END,
            {quote(phrase("correct the row in the file of sources"))}
        FROM (SELECT *, {said[0]} AS field FROM source_read WHERE {test})"""
    )
