"""One flat row an incident: CSV, HXL, GeoJSON and Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from waqia.model import OUTCOMES, TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ATTRIBUTES = {"_min": "min", "": "best", "_max": "max", "_imputed": "imputed"}
_HXL: dict[str, str] = {
    "id": "#event+id",
    "status": "#status",
    "type": "#event+type+code",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "date_precision": "#date+precision",
    "place": "#loc+name",
    "place_id": "#loc+code",
    "country": "#country+name",
    "province": "#adm1+name",
    "division": "#adm2+name",
    "district": "#adm3+name",
    "province_then": "#adm1+name+former",
    "district_then": "#adm3+name+former",
    "region": "#region+code",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "place_precision": "#geo+precision",
    "perpetrators": "#group+perpetrator+code+list",
    "claim": "#group+perpetrator+claim",
    "responders": "#group+responder+code+list",
    "target_actors": "#group+target+code+list",
    "targets": "#event+target+code+list",
    "tactics": "#event+tactic+code+list",
    "tags": "#event+tag+code+list",
    "summary": "#description",
    "accounts": "#meta+account+id+list",
    "n_accounts": "#meta+account+num",
    "n_sources": "#meta+source+num",
    "disputed": "#meta+disputed+list",
    "marks": "#meta+mark+list",
} | {
    f"{outcome}{suffix}": f"#affected+{outcome}+{attribute}"
    for outcome in OUTCOMES
    for suffix, attribute in _ATTRIBUTES.items()
} | {f"{outcome}_by_party": f"#affected+{outcome}+party+list" for outcome in OUTCOMES}  # fmt: skip
"""Column → hashtag and attributes (HXL 1.1, core tags; attributes say the rest)."""

INCIDENT_COLUMNS = tuple(c for c in TABLES["incidents"].columns if c.name != "merged_into")
"""Columns of the incidents that are exported; merged ones are not."""

_CHUNK = 10_000


def flat(*, lists_as_text: bool) -> dict[str, str]:
    """Column → SQL over `x_incidents`; the split by party becomes a column an outcome."""
    columns: dict[str, str] = {}
    for column in INCIDENT_COLUMNS:
        if column.name == "casualties":
            columns |= {f"{outcome}_by_party": by_party(outcome) for outcome in OUTCOMES}
        elif column.type == "VARCHAR[]" and lists_as_text:
            columns[column.name] = f"nullif(array_to_string({column.name}, ';'), '')"
        else:
            columns[column.name] = column.name
    return columns


def by_party(outcome: str, vague: str = "") -> str:
    """SQL of `police=9;civilians=12 (10-15)` from the casualties of a row."""
    parts = f"list_filter(casualties, lambda c: c.outcome = '{outcome}')"
    said = phrase("c.min", "c.best", "c.max", "c.imputed", vague)
    texts = f"list_transform({parts}, lambda c: c.party || '=' || coalesce({said}, ''))"
    return f"nullif(array_to_string({texts}, ';'), '')"


def phrase(low: str, best: str, high: str, imputed: str, vague: str = "") -> str:
    """SQL of a count as it is written in accounts, so that reading it gives the same count.

    `vague` are further WHEN clauses, tried where the count is imputed.
    """
    whole = f"{low} IS NOT NULL AND {high} IS NOT NULL"
    return f"""CASE
        WHEN coalesce({low}, {best}, {high}) IS NULL THEN NULL
        {vague}
        WHEN {whole} AND {low} <> {high} AND (({imputed} AND {best} = ({low} + {high}) // 2)
            OR {best} IS NULL) THEN concat({low}, '-', {high})
        WHEN {low} = {best} AND {best} = {high} THEN {best}::VARCHAR
        WHEN {whole} AND {best} IS NOT NULL THEN concat({best}, ' (', {low}, '-', {high}, ')')
        WHEN {high} IS NULL AND {low} = coalesce({best}, {low}) THEN concat('>=', {low})
        WHEN {low} IS NULL AND {high} = coalesce({best}, {high}) THEN concat('<=', {high})
        ELSE concat('~', {best}) END"""


def write_csv(connection: DuckDBPyConnection, path: Path) -> int:
    """Write `x_incidents` as CSV in UTF-8; gives the number of rows."""
    return copy(connection, _select(flat(lists_as_text=True)), path, "FORMAT csv, HEADER true")


def write_parquet(connection: DuckDBPyConnection, path: Path) -> int:
    """Write `x_incidents` as one Parquet file, lists kept as lists."""
    columns = flat(lists_as_text=False)
    return copy(connection, _select(columns), path, "FORMAT parquet, COMPRESSION zstd")


def write_hxl(connection: DuckDBPyConnection, path: Path) -> int:
    """Write `x_incidents` as CSV whose second row holds HXL hashtags."""
    columns = flat(lists_as_text=True)
    tags = ", ".join(f"'{_HXL[name]}' AS {name}" for name in columns)
    data = ", ".join(f"CAST({sql} AS VARCHAR) AS {name}" for name, sql in columns.items())
    rows = copy(
        connection,
        f"SELECT * EXCLUDE n FROM (SELECT 0 AS n, {tags} UNION ALL "
        f"SELECT row_number() OVER (ORDER BY date_start, id), {data} FROM x_incidents) ORDER BY n",
        path,
        "FORMAT csv, HEADER true",
    )
    return rows - 1


def write_geojson(connection: DuckDBPyConnection, path: Path) -> int:
    """Write `x_incidents` as a GeoJSON FeatureCollection (RFC 7946), one feature an incident."""
    columns = flat(lists_as_text=False)
    properties = ", ".join(
        f"'{name}', {sql}"
        for name, sql in columns.items()
        if name not in ("id", "latitude", "longitude")
    )
    result = connection.execute(f"""
        SELECT CAST(json_object('type', 'Feature', 'id', id, 'geometry',
            CASE WHEN latitude IS NOT NULL AND longitude IS NOT NULL THEN json_object(
                'type', 'Point', 'coordinates', [longitude, latitude]) END,
            'properties', json_object('id', id, {properties})) AS VARCHAR)
        FROM x_incidents ORDER BY date_start, id
    """)
    rows = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        while chunk := result.fetchmany(_CHUNK):
            file.write(",\n" if rows else "")
            file.write(",\n".join(feature for (feature,) in chunk))
            rows += len(chunk)
        file.write("\n]}\n")
    return rows


def copy(connection: DuckDBPyConnection, query: str, path: Path, options: str) -> int:
    """Write a query to a file by DuckDB; gives the number of rows."""
    literal = str(path).replace("'", "''")
    written = connection.execute(f"COPY ({query}) TO '{literal}' ({options})").fetchone()
    return int(written[0]) if written else 0


def _select(columns: dict[str, str]) -> str:
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return f"SELECT {listed} FROM x_incidents ORDER BY x_incidents.date_start, x_incidents.id"
