"""What is released: a restricted source supports an incident, but nothing of what it says is told.

Type, dates, district and counts of its accounts stay, because the incident rests on them; a town
or a spot does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from waqia.model import TABLES, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SILENT = ("cites", "anchors", "reported_by", "place", "latitude", "longitude", "summary", "words")
"""Columns of an account that are not told where its source is restricted."""

_RESTRICTED = "(SELECT id FROM sources WHERE coalesce(access, 'public') <> 'public')"


def protected(connection: DuckDBPyConnection) -> dict[str, str]:
    """Table → SQL of its rows as they are released: columns and types of `TABLES`, in order."""
    present = {
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views()"
        ).fetchall()
    }
    queries = {
        name: _query(table, name)
        if name in present
        else _query(table, "(SELECT 1) WHERE false", dict.fromkeys(table.names, "NULL"))
        for name, table in TABLES.items()
    }
    if (
        "sources" in present
        and connection.execute(f"SELECT 1 FROM {_RESTRICTED} LIMIT 1").fetchone()
    ):
        silenced = _silenced(present).items()
        queries |= {name: query for name, query in silenced if name in present}
    return queries


def _query(table: Table, origin: str, instead: Mapping[str, str] | None = None) -> str:
    columns = ", ".join(
        f"CAST({(instead or {}).get(column.name, f'{chr(34)}{column.name}{chr(34)}')} "
        f'AS {column.type}) AS "{column.name}"'
        for column in table.columns
    )
    return f"SELECT {columns} FROM {origin}"


def _silenced(present: set[str]) -> dict[str, str]:
    """The queries that differ where a source is restricted or confidential."""
    accounts = f"accounts a LEFT JOIN {_RESTRICTED} r ON r.id = a.source"
    told = f"""(
        SELECT a.incident, list(a.place) FILTER (r.id IS NULL) AS places,
            list(a.place_id) FILTER (r.id IS NULL) AS place_ids,
            list(row(a.latitude, a.longitude)) FILTER (r.id IS NULL) AS points,
            list(a.summary) FILTER (r.id IS NULL) AS summaries
        FROM {accounts} GROUP BY a.incident HAVING count(r.id) > 0
    )"""
    # a row that was set aside has no account left that says whose it was: it is not told either
    open_records = f"(SELECT a.id FROM {accounts} WHERE r.id IS NULL)"
    of_a_row = "(row IS NOT NULL OR record IS NOT NULL)"
    figures = f"figures WHERE source NOT IN {_RESTRICTED} OR source IS NULL"
    if "figures" in present:
        open_records = f"({open_records} UNION SELECT id FROM {figures})"
    untold = f"coalesce(record NOT IN {open_records}, true)"
    finer = "place_precision IN ('exact', 'town')"
    level = """CASE WHEN district IS NOT NULL THEN 'district' WHEN division IS NOT NULL THEN
        'division' WHEN province IS NOT NULL THEN 'province' WHEN country IS NOT NULL THEN
        'country' ELSE 'unknown' END"""
    same = {
        "place": "list_contains(p.places, t.place)",
        "latitude": "list_contains(p.points, row(t.latitude, t.longitude))",
        "longitude": "list_contains(p.points, row(t.latitude, t.longitude))",
        "summary": "list_contains(p.summaries, t.summary)",
    }
    hidden = "r.id IS NOT NULL"
    instead: dict[str, tuple[str, dict[str, str]]] = {
        "sources": (
            f"(SELECT s.*, r.id AS hidden FROM sources s LEFT JOIN {_RESTRICTED} r USING (id))",
            {
                name: f"CASE WHEN hidden IS NULL THEN {name} END"
                for name in TABLES["sources"].names
                if name not in ("id", "kind", "access")
            }
            | {"title": "CASE WHEN hidden IS NULL THEN title ELSE 'Restricted source' END"},
        ),
        "accounts": (
            f"(SELECT a.*, {hidden} AS hidden FROM {accounts})",
            {name: f"CASE WHEN NOT hidden THEN {name} END" for name in _SILENT}
            | {
                "place_id": f"CASE WHEN NOT (hidden AND {finer}) THEN place_id END",
                "place_precision": f"CASE WHEN hidden AND {finer} THEN {level} "
                "ELSE place_precision END",
            },
        ),
        # an incident keeps such a value only where a public account says the same
        "incidents": (
            "(SELECT t.* REPLACE ("
            + ", ".join(
                f"CASE WHEN p.incident IS NULL OR {test} THEN t.{name} END AS {name}"
                for name, test in same.items()
            )
            + f"), p.incident IS NOT NULL AND {finer} AND NOT "
            "coalesce(list_contains(p.place_ids, t.place_id), false) AS hidden "
            f"FROM incidents t LEFT JOIN {told} p ON p.incident = t.id)",
            {
                "place_id": "CASE WHEN NOT hidden THEN place_id END",
                "place_precision": f"CASE WHEN hidden THEN {level} ELSE place_precision END",
            },
        ),
        "findings": (
            f"(SELECT *, {of_a_row} AND {untold} AS hidden FROM findings)",
            {
                "found": "CASE WHEN NOT hidden THEN found END",
                "message": "CASE WHEN NOT hidden THEN message "
                "ELSE 'Not told: the source is restricted.' END",
            },
        ),
        "figures": (figures, {}),
    }
    return {name: _query(TABLES[name], *parts) for name, parts in instead.items()}
