"""A file as rows of text cells in DuckDB, whatever its format; rows that do not fit are marked."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.formats.files import Looked, as_utf8, header_of, look_at, named
from waqia.formats.repair import repaired
from waqia.formats.schema import Names
from waqia.formats.text import name, quote
from waqia.model import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

EXTRA = "(extra)"
_EXTRAS = [f"{EXTRA} {index}" for index in range(1, 9)]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file: a DuckDB view of text cells.

    `view` has a column for each of `columns`, `(row)` with the row's number (the header is row 1,
    records are counted, not lines) and `(fits)`, false where a row has too few or too many cells.
    """

    looked: Looked
    view: str
    columns: tuple[str, ...]
    repair: Callable[[], Rows] | None = None
    """Opens a copy in which stray quotes do not swallow the rows after them; for CSV."""


def open_rows(
    connection: duckdb.DuckDBPyConnection,
    path: str | Path,
    folder: Path,
    view: str = "file_rows",
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    whole: Names = (),
) -> Rows:
    """Open a CSV, TSV, XLSX, JSONL or Parquet file as a view of text cells.

    `folder` takes temporary copies (another encoding, a spreadsheet as CSV); objects under a name
    of `whole` stay one cell of JSON.

    Raises:
        InputError: the file cannot be read at all.
    """
    looked = look_at(path, encoding)
    with plain_errors(looked.path):
        if looked.kind == "parquet":
            return _parquet(connection, looked, view)
        if looked.kind == "jsonl":
            return _jsonl(connection, looked, as_utf8(looked, folder), view, whole)
        if looked.kind == "xlsx":
            copy, columns = _workbook_as_csv(looked, folder, sheet)
            return _csv(connection, looked, copy, ["(row)", *columns], ",", view)
        text = as_utf8(looked, folder)
        if looked.path.suffix.lower() == ".tsv":
            delimiter = delimiter or "\t"
        columns, mark = header_of(text, looked.path, delimiter)
        rows = _csv(connection, looked, text, columns, mark, view)
        return replace(
            rows,
            repair=lambda: _csv(
                connection, looked, repaired(text, mark, len(columns), folder), columns, ",", view
            ),
        )


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Raise what DuckDB says of a file as one error that names the file."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0]
        raise InputError(f"{path} cannot be read: {first}") from error


def _csv(
    connection: duckdb.DuckDBPyConnection,
    looked: Looked,
    path: Path,
    columns: list[str],
    delimiter: str,
    view: str,
) -> Rows:
    """A cell that a row lacks is NULL (an empty one is not): the last cell tells short rows."""
    types = ", ".join(f"{quote(column)}: 'VARCHAR'" for column in [*columns, *_EXTRAS])
    numbered = columns[0] == "(row)"
    row = 'CAST("(row)" AS BIGINT)' if numbered else "row_number() OVER () + 1"
    own = ', "(row)"' if numbered else ""
    connection.execute(
        f'CREATE OR REPLACE TEMP VIEW {name(view)} AS SELECT {row} AS "(row)", '
        f'{name(columns[-1])} IS NOT NULL AND {name(_EXTRAS[0])} IS NULL AS "(fits)", '
        f"nullif(concat_ws({quote(delimiter)}, {', '.join(map(name, _EXTRAS))}), '') AS "
        f"{name(EXTRA)}, * EXCLUDE ({', '.join(map(name, _EXTRAS))}{own}) "
        f"FROM read_csv({quote(str(path))}, columns = {{{types}}}, header = true, "
        f"delim = {quote(delimiter)}, quote = '\"', escape = '\"', auto_detect = false, "
        # No cell holds this, so an empty cell stays apart from one that is not there.
        "nullstr = '\x01\x02\x03', null_padding = true, strict_mode = false, parallel = false, "
        "max_line_size = 16000000)"
    )
    return Rows(looked, view, tuple(columns[1:] if numbered else columns))


def _jsonl(
    connection: duckdb.DuckDBPyConnection, looked: Looked, path: Path, view: str, whole: Names
) -> Rows:
    """Nested objects become columns `outer_inner`; lists of texts are joined by `;`."""
    lines = f"{view} lines"
    connection.execute(
        f'CREATE OR REPLACE TEMP VIEW {name(lines)} AS SELECT row_number() OVER () AS "(row)", '
        f"line, CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END AS fits "
        f"FROM read_csv({quote(str(path))}, columns = {{'line': 'VARCHAR'}}, header = false, "
        "delim = '\x01', quote = '', escape = '', auto_detect = false, max_line_size = 16000000)"
    )
    found = connection.execute(
        f"SELECT json_group_structure(CASE WHEN fits THEN line::JSON END) FROM {name(lines)}"
    ).fetchone()
    structure = json.loads(found[0]) if found and found[0] else {}
    paths = list(_paths(structure, whole)) if isinstance(structure, dict) else []
    if not paths:
        raise InputError(f"{looked.path} holds no JSON object a line; expected JSONL.")
    columns = named([column for column, _, _ in paths], looked.path)
    cells = ", ".join(f"{_json_cell(path, kind)} AS {name(column)}" for column, path, kind in paths)
    connection.execute(
        f'CREATE OR REPLACE TEMP VIEW {name(view)} AS SELECT "(row)", fits AS "(fits)", '
        f"CASE WHEN NOT fits THEN said END AS {name(EXTRA)}, {cells} "
        f'FROM (SELECT "(row)", fits, line AS said, CASE WHEN fits THEN line::JSON END AS line '
        f"FROM {name(lines)})"
    )
    return Rows(looked, view, tuple(columns))


def _paths(
    structure: dict[str, Any], whole: Names, above: tuple[str, ...] = ()
) -> Iterable[tuple[str, str, str]]:
    for key, kind in structure.items():
        path = (*above, key)
        if isinstance(kind, dict) and "_".join(path) not in whole:
            yield from _paths(kind, whole, path)
        else:
            shape = (
                "texts"
                if isinstance(kind, list) and not isinstance(kind[0], dict | list)
                else "text"
            )
            yield "_".join(path), "$" + "".join(f".{json.dumps(part)}" for part in path), shape


def _json_cell(path: str, kind: str) -> str:
    if kind == "texts":
        return f"array_to_string(CAST(json_extract(line, {quote(path)}) AS VARCHAR[]), ';')"
    return f"json_extract_string(line, {quote(path)})"


def _parquet(connection: duckdb.DuckDBPyConnection, looked: Looked, view: str) -> Rows:
    """Structs become columns `outer_inner`; lists of texts are joined by `;`."""
    file = f"read_parquet({quote(str(looked.path))}, file_row_number = true)"
    described = connection.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()
    cells: dict[str, str] = {}
    for column, type_, *_ in described:
        if column != "file_row_number":
            cells |= dict(_flat(connection, column, name(column), type_))
    if not cells:
        raise InputError(f"{looked.path} has no columns.")
    columns = named(list(cells), looked.path)
    connection.execute(
        f'CREATE OR REPLACE TEMP VIEW {name(view)} AS SELECT file_row_number + 2 AS "(row)", '
        f'true AS "(fits)", CAST(NULL AS VARCHAR) AS {name(EXTRA)}, '
        + ", ".join(f"{cell} AS {name(column)}" for column, cell in cells.items())
        + f" FROM {file}"
    )
    return Rows(looked, view, tuple(columns))


def _flat(
    connection: duckdb.DuckDBPyConnection, column: str, expression: str, type_: str
) -> Iterable[tuple[str, str]]:
    if type_.startswith("STRUCT") and not type_.endswith("[]"):
        fields = connection.execute(f"DESCRIBE SELECT unnest(CAST(NULL AS {type_}))").fetchall()
        for field, inner, *_ in fields:
            yield from _flat(connection, f"{column}_{field}", f"{expression}.{name(field)}", inner)
    elif type_.endswith("[]") and not type_.startswith(("STRUCT", "MAP")):
        yield column, f"array_to_string(CAST({expression} AS VARCHAR[]), ';')"
    elif "STRUCT" in type_ or type_.startswith("MAP"):
        yield column, f"CAST(to_json({expression}) AS VARCHAR)"
    elif type_ == "BLOB":
        yield column, f"decode({expression})"
    else:
        yield column, f"CAST({expression} AS VARCHAR)"


def _workbook_as_csv(looked: Looked, folder: Path, sheet: str | None) -> tuple[Path, list[str]]:
    """A sheet as CSV, its own row numbers in a first column; empty rows are left out."""
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_path(str(looked.path))
        names = workbook.sheet_names
        known = sheet is None or sheet in names
        table = workbook.get_sheet_by_name(sheet if sheet and known else names[0])
        rows = table.to_python(skip_empty_area=False)
    except Exception as error:  # calamine raises many kinds, all mean the same to a user
        raise InputError(
            f"{looked.path} is not a whole workbook ({error}); open and save it again as .xlsx."
        ) from error
    if not known:
        raise InputError(
            f"{looked.path} has no sheet {sheet!r}; it has {', '.join(map(repr, names))}."
        )
    columns: list[str] = []
    copy = folder / f"{looked.sha256[:16]}.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, cells in enumerate(rows, start=1):
            written = [_written(cell) for cell in cells]
            if not any(written):
                continue
            if not columns:
                while written and not written[-1].strip():
                    written.pop()
                columns = named(written, looked.path)
                writer.writerow(["(row)", *columns])
                continue
            while len(written) > len(columns) and not written[-1].strip():
                written.pop()
            writer.writerow([number, *written])
    if not columns:
        raise InputError(f"{looked.path}: the sheet is empty; expected a header and rows.")
    return copy, columns


def _written(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return str(cell).lower()
    return str(cell)
