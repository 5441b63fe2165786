"""Published figures: a file with the columns of the table `figures`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from waqia.codebook import Codebook
from waqia.formats.reading import open_rows, plain_errors
from waqia.formats.text import name, quote
from waqia.model import FINDING_CODES, TABLES, InputError

if TYPE_CHECKING:
    import duckdb

_CODES = {"region": "region", "type": "type", "actor": "actor", "target": "target",
          "tactic": "tactic", "party": "party"}  # fmt: skip
_READ = {
    "value": ("count-unread", "number"),
    "value_min": ("count-unread", "number"),
    "value_max": ("count-unread", "number"),
    "period_start": ("date-invalid", "date as 2014-12-31"),
    "period_end": ("date-invalid", "date as 2014-12-31"),
}
"""Column that is no text → the code of what cannot be read as it, and what it should be."""


def read_figures(
    connection: duckdb.DuckDBPyConnection, path: str | Path, codebook: Codebook, folder: Path
) -> None:
    """Create `figures` from a file with figure_id, source_id, measure, value and their scope.

    Adds to `findings`: values, bounds and dates that cannot be read and ids that occurred before
    (the figure is left out), sources that are not in `sources`, codes that are not in the codebook.

    Raises:
        InputError: the file cannot be read or lacks a column it needs.
    """
    table = TABLES["figures"]
    rows = open_rows(connection, path, folder, "figure_rows")
    folded = {column.lower(): column for column in rows.columns}
    folded |= {
        short: folded[long]
        for short, long in (("id", "figure_id"), ("source", "source_id"))
        if long in folded
    }
    if missing := [
        column for column in ("id", "source", "measure", "value") if column not in folded
    ]:
        raise InputError(
            f"{path}: expected the columns figure_id, source_id, measure, value; found "
            f"{', '.join(rows.columns)}; add {', '.join(missing)}."
        )
    columns = ", ".join(
        f"TRY_CAST(nullif(trim({name(folded[c.name])}), '') AS {c.type}) AS {name(c.name)}"
        if c.name in folded
        else f"CAST(NULL AS {c.type}) AS {name(c.name)}"
        for c in table.columns
    )
    said = ", ".join(
        f"nullif(trim({name(folded[column])}), '') AS said_{column}"
        for column in _READ
        if column in folded
    )
    file = quote(Path(path).name)
    with plain_errors(rows.looked.path):
        connection.execute(
            f'CREATE OR REPLACE TEMP TABLE figures_read AS SELECT "(row)" AS row, {said}, '
            f"{columns} FROM {rows.view}"
        )
    insert = (
        'INSERT INTO findings (code, severity, "table", row, record, field, found, message) SELECT '
    )
    wrong = []
    for column, (code, expected) in _READ.items():
        if column not in folded:
            continue
        empty = " OR said_value IS NULL" if column == "value" else ""
        wrong.append(f"({column} IS NULL AND (said_{column} IS NOT NULL{empty}))")
        connection.execute(
            f"{insert} '{code}', '{FINDING_CODES[code][0]}', {file}, row, id, '{column}', "
            f"said_{column}, 'The {column} ' || coalesce(said_{column}, '(none)') || ' is not a "
            f"{expected}.' FROM figures_read WHERE {wrong[-1]}"
        )
    wrong.append("row IN (SELECT row FROM figures_again)")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE figures_again AS SELECT row, id FROM figures_read "
        "WHERE id IS NOT NULL QUALIFY row > min(row) OVER (PARTITION BY id)"
    )
    connection.execute(
        f"{insert} 'id-duplicated', 'error', {file}, row, id, 'id', id, 'The id ' || id || "
        "' stands on a row before already.' FROM figures_again"
    )
    connection.execute(
        f"CREATE TABLE figures AS SELECT {', '.join(map(name, table.names))} FROM figures_read "
        f"WHERE NOT ({' OR '.join(wrong)})"
    )
    connection.execute(
        f"{insert} 'source-missing', 'warning', {file}, row, id, 'source', source, 'The source "
        "' || "
        "coalesce(source, '(none)') || ' is not in the list of sources.' FROM figures_read "
        "WHERE source IS NULL OR source NOT IN (SELECT id FROM sources)"
    )
    for column, vocabulary in _CODES.items():
        known = ", ".join(map(quote, codebook.terms(vocabulary))) or "NULL"
        connection.execute(
            f"{insert} 'value-unknown', 'warning', {file}, row, id, '{column}', code, "
            f"'The codebook has no {column} ' || code FROM (SELECT row, id, "
            f"trim(unnest(string_split({column}, ';'))) AS code FROM figures_read) "
            f"WHERE coalesce(code NOT IN ({known}), true)"
        )
