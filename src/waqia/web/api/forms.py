"""The forms of an answer: JSON, CSV, GeoJSON and Arrow, chosen by `format=` or by Accept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response

from waqia.model import Table
from waqia.web.problems import ProblemError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMS: dict[str, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "arrow": "application/vnd.apache.arrow.stream",
}
"""Name of a form → its media type."""


def chosen(request: Request, asked: str | None, offered: Sequence[str]) -> str:
    """The form of the answer: the one asked for, else the one that Accept likes best.

    Raises:
        ProblemError: the form is not offered here (400), or Accept names none that is (406).
    """
    if asked is not None:
        if asked not in offered:
            raise ProblemError(
                400,
                f"There is no format {asked!r} here.",
                expected=", ".join(offered),
                errors=[{"parameter": "format", "expected": ", ".join(offered), "found": asked}],
            )
        return asked
    accept = ",".join(request.headers.getlist("accept")).lower() or "*/*"
    liked = {form: _quality(accept, FORMS[form]) for form in offered}
    best = max(offered, key=lambda form: liked[form])
    if liked[best] <= 0:
        media = ", ".join(FORMS[form] for form in offered)
        raise ProblemError(406, f"Accept names none of the media types of {request.url.path}.",
                      expected=media)  # fmt: skip
    return best


def _quality(accept: str, media_type: str) -> float:
    """How much an Accept header likes a media type: the most precise range that fits decides."""
    found = (-1, 0.0)
    for part in accept.split(","):
        wanted, *parameters = (piece.strip() for piece in part.split(";"))
        precision = {media_type: 2, f"{media_type.split('/')[0]}/*": 1, "*/*": 0}.get(wanted, -1)
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        if precision >= 0 and precision > found[0]:
            found = (precision, quality)
    return found[1]


def json_of(value: Any) -> Response:
    """A value as JSON; days and other values that JSON does not know as their text."""
    return _text(json.dumps(value, ensure_ascii=False, default=str), "json")


def csv_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Response:
    """Rows as CSV; several values in a cell are separated by ";"."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return _text(file.getvalue(), "csv")


def arrow_of(table: Any) -> Response:
    """An Arrow table as an IPC stream."""
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return Response(sink.getvalue().to_pybytes(), media_type=FORMS["arrow"])


def records_of(
    connection: DuckDBPyConnection,
    table: Table,
    columns: Sequence[str],
    source: str,
    form: str,
    about: Mapping[str, Any],
) -> Response:
    """Rows of a table of a release in a form; DuckDB writes them, not Python.

    `source` is SQL behind FROM whose rows have the table's columns, and `n`, their order. `about`
    stands beside the rows in JSON.
    """
    if form == "arrow":
        listed = ", ".join(f'"{name}"' for name in columns)
        return arrow_of(
            connection.sql(f"SELECT {listed} FROM {source} ORDER BY n").to_arrow_table()
        )
    if form == "csv":
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(cells_of(connection, table, columns, source))
        return _text(file.getvalue(), "csv")
    packed = ", ".join(f'"{name}" := "{name}"' for name in columns)
    if form == "json":
        parts = _joined(connection, f"struct_pack({packed})", source)
        return _text(f'{json.dumps(dict(about), ensure_ascii=False)[:-1]}, "{table.name}": '
                     f"[{parts}]}}", "json")  # fmt: skip
    parts = _joined(
        connection,
        "json_object('type', 'Feature', 'id', id, 'geometry', CASE WHEN latitude IS NOT NULL AND "
        "longitude IS NOT NULL THEN json_object('type', 'Point', 'coordinates', "
        f"[longitude, latitude]) END, 'properties', struct_pack({packed}))",
        source,
    )
    return _text(f'{{"type": "FeatureCollection", "features": [{parts}]}}', "geojson")


def cells_of(
    connection: DuckDBPyConnection, table: Table, columns: Sequence[str], source: str
) -> list[tuple[Any, ...]]:
    """The rows for a sheet: several values in a cell are separated by ";"; else as `records_of`."""
    listed = ", ".join(f'{_as_text(table, name)} AS "{name}"' for name in columns)
    return connection.execute(f"SELECT {listed} FROM {source} ORDER BY n").fetchall()


def _joined(connection: DuckDBPyConnection, value: str, source: str) -> str:
    rows = connection.execute(
        f"SELECT CAST(to_json({value}) AS VARCHAR) FROM {source} ORDER BY n"
    ).fetchall()
    return ",\n".join(text for (text,) in rows)


def _as_text(table: Table, name: str) -> str:
    kind = table[name].type
    if kind == "VARCHAR[]":
        return f"nullif(array_to_string(\"{name}\", ';'), '')"
    if kind.startswith(("STRUCT", "MAP")):
        return f'CAST(to_json("{name}") AS VARCHAR)'
    return f'"{name}"'


def _cell(value: Any) -> Any:
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else value


def _text(text: str, form: str) -> Response:
    return Response(text.encode(), media_type=FORMS[form])
