"""Records of the register in DuckDB: the tables of a release, and incidents worked out anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from waqia.adjudication import COLUMNS, adjudicate, override, shape
from waqia.codebook import Codebook
from waqia.model import TABLES
from waqia.register.store.records import Record, parsed, plain, tidy

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 20_000
_DERIVED = ("id", "status", "accounts", "merged_into")
"""Columns of an incident that are not worked out from what its accounts say."""


@contextmanager
def duck() -> Iterator[DuckDBPyConnection]:
    """A DuckDB connection in memory."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        yield connection


def load(
    connection: DuckDBPyConnection, table: str, texts: Iterable[tuple[str, str]], where: str = ""
) -> None:
    """Make a table of `TABLES` from records (id, JSON); what the table has no column for is left.

    `where` is a condition on the JSON, called `data`.
    """
    connection.execute(TABLES[table].create())
    shapes = json.dumps({column.name: shape(column.type) for column in TABLES[table].columns})
    columns = ", ".join(
        f'coalesce(CAST("{name}" AS {type_}), {_empty(type_)}) AS "{name}"'
        for name, type_ in ((c.name, c.type) for c in TABLES[table].columns)
    )
    insert(connection, "loading", ("id", "data"), texts)
    connection.execute(
        f"INSERT INTO {table} SELECT {columns} FROM (SELECT unnest(from_json(data, ?)) "
        f"FROM loading {'WHERE ' + where if where else ''})",
        [shapes],
    )
    connection.execute("DROP TABLE loading")


def _empty(type_: str) -> str:
    """What a column holds where its record says nothing."""
    if type_.endswith("[]"):
        return "[]"
    return {"BOOLEAN": "false"}.get(type_, "MAP {}" if type_.startswith("MAP(") else "NULL")


def insert(
    connection: DuckDBPyConnection,
    table: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    """Make a table of texts from rows, batch by batch."""
    import pyarrow

    listed = ", ".join(f'"{column}" VARCHAR' for column in columns)
    connection.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" ({listed})')
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        arrow = pyarrow.table(
            [pyarrow.array(values, pyarrow.string()) for values in zip(*batch, strict=True)],
            names=list(columns),
        )
        connection.register("arriving", arrow)
        connection.execute(f'INSERT INTO "{table}" SELECT * FROM arriving')
        connection.unregister("arriving")


def work_out(connection: DuckDBPyConnection, codebook: Codebook) -> None:
    """Make `incidents` and `provenance` from `accounts`, `sources` and what persons decided.

    `decided` has the incidents as the register has them (id, data): statuses and overrides. An
    incident that was merged into another has no accounts and keeps its id.
    """
    adjudicate(connection, codebook)
    decisions = " UNION ALL ".join(
        f"SELECT id AS incident, '{field}' AS field, data -> '$.overrides.{field}.value' AS value, "
        f"data ->> '$.overrides.{field}.reason' AS reason FROM overridden "
        f"WHERE json_exists(data, '$.overrides.{field}')"
        for field in COLUMNS
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE overrides AS WITH overridden AS MATERIALIZED (
            SELECT id, data FROM decided WHERE json_exists(data, '$.overrides')
        ) {decisions}
    """)
    override(connection)
    connection.execute("""
        UPDATE incidents SET status = d.data ->> '$.status'
        FROM decided d WHERE d.id = incidents.id
    """)
    connection.execute("""
        INSERT INTO incidents BY NAME
        SELECT id, 'merged' AS status, data ->> '$.merged_into' AS merged_into,
            [] AS accounts, 0 AS n_accounts, 0 AS n_sources, [] AS disputed, [] AS marks
        FROM decided WHERE data ->> '$.status' = 'merged'
            AND id NOT IN (SELECT id FROM incidents)
    """)


def worked_out(
    codebook: Codebook, incidents: Mapping[str, Record], accounts: Iterable[tuple[str, str]],
    sources: Iterable[tuple[str, str]],
) -> dict[str, tuple[Record, Record]]:  # fmt: skip
    """Id → (values, provenance by field) of incidents from their accounts, as (id, JSON)."""
    with duck() as connection:
        load(connection, "sources", sources)
        load(connection, "accounts", accounts)
        insert(
            connection,
            "decided",
            ("id", "data"),
            ((id_, json.dumps(record, ensure_ascii=False)) for id_, record in incidents.items()),
        )
        work_out(connection, codebook)
        return dict(_worked_out(connection))


def _worked_out(connection: DuckDBPyConnection) -> Iterator[tuple[str, tuple[Record, Record]]]:
    query = """
        SELECT i.id, to_json(i), p.told FROM incidents i LEFT JOIN (
            SELECT incident, to_json(map(list(field), list(
                struct_pack(rule, accounts, said_by, n_values)))) AS told
            FROM provenance GROUP BY incident
        ) p ON p.incident = i.id
    """
    for id_, values, told in connection.execute(query).fetchall():
        found = {k: v for k, v in tidy(parsed(values)).items() if k not in _DERIVED}
        yield id_, (found, plain(parsed(told)))
