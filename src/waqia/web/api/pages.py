"""One page of records: found by one query, kept for the request, written in the form asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response

from waqia.model import TABLES
from waqia.release import Release
from waqia.web.api.asking import columns_of
from waqia.web.api.forms import records_of
from waqia.web.api.paging import cursor_after, key_before, next_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ORDER: dict[str, tuple[str, ...]] = {
    "incidents": ("date_start", "id"),
    "accounts": ("incident", "id"),
    "sources": ("id",),
}
"""Table → the columns by which its pages are ordered; unknown values come last."""


def page(
    request: Request,
    release: Release,
    table: str,
    source: str,
    parameters: Sequence[Any],
    asked: Any,
    form: str,
    *,
    total_of: str | None = None,
) -> Response:
    """A page of a table; `source` is SQL of rows with its columns, `parameters` are bound to it.

    `total_of` is SQL with as many rows, where one is known that costs less.

    The header `Link` names the next page in every form, `X-Total-Count` how many records there
    are on all pages together.
    """
    connection, order = release.connection(), ORDER[table]
    columns = columns_of(table, asked.fields)
    total = number_of(connection, f"SELECT count(*) FROM ({total_of or source})", parameters)
    key = key_before(request, release.hash, asked.cursor, len(order))
    beyond, bound = _beyond(table, key)
    by = ", ".join(f'"{name}" NULLS LAST' for name in order)
    # the few keys first: to sort whole records would read all of every column
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE page AS
        WITH keys AS MATERIALIZED (
            SELECT id, row_number() OVER (ORDER BY {by}) AS n FROM (
                SELECT {", ".join(order)} FROM ({source}) WHERE {beyond}
                ORDER BY {by} LIMIT {int(asked.limit) + 1}
            )
        )
        SELECT t.*, keys.n FROM keys JOIN {table} t ON t.id = keys.id
        """,
        [*parameters, *bound],
    )
    keys = connection.execute(
        f"SELECT {', '.join(f'CAST({name} AS VARCHAR)' for name in order)} FROM page "
        f"WHERE n IN ({asked.limit}, {asked.limit + 1}) ORDER BY n"
    ).fetchall()
    following = None
    if len(keys) == 2:
        following = next_of(request, cursor_after(request, release.hash, keys[0]))
    about = {"release": release.hash, "total": total, "next": following}
    shown = f"(SELECT * FROM page WHERE n <= {asked.limit})"
    answer = records_of(connection, TABLES[table], columns, shown, form, about)
    answer.headers["X-Total-Count"] = str(total)
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def number_of(connection: DuckDBPyConnection, query: str, parameters: Sequence[Any]) -> int:
    """The one number that a query gives."""
    # all of it is fetched: a result that is not read to its end keeps the connection busy
    ((number,),) = connection.execute(query, parameters).fetchall()
    return int(number)


def _beyond(table: str, key: Sequence[str | None] | None) -> tuple[str, list[Any]]:
    """SQL that holds for the rows behind a key, and what is bound to it."""
    if key is None:
        return "true", []
    ways, bound = [], []
    columns = list(zip(ORDER[table], key, strict=True))
    for place, (name, value) in enumerate(columns):
        if value is None:  # unknown is last: nothing comes behind it
            continue
        same = [(f'"{n}" IS NOT DISTINCT FROM CAST(? AS {_type(table, n)})', v)
                for n, v in columns[:place]]  # fmt: skip
        after = f'("{name}" > CAST(? AS {_type(table, name)}) OR "{name}" IS NULL)'
        ways.append(" AND ".join([*(test for test, _ in same), after]))
        bound += [*(v for _, v in same), value]
    return " OR ".join(f"({way})" for way in ways) or "false", bound


def _type(table: str, name: str) -> str:
    return TABLES[table][name].type
