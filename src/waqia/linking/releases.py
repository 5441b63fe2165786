"""Two releases held against each other: which incidents of the one are which of the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.linking.model import LinkModel, load_model
from waqia.linking.output import check_name, write_table
from waqia.linking.suggesting import suggest
from waqia.model import TABLES
from waqia.release import Release, open_release

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BY = ("year", "province", "size")
"""What the summary is counted by; size is the number of persons killed."""

_SIZE = """CASE WHEN killed IS NULL THEN 'not known' WHEN killed = 0 THEN '0' WHEN killed < 5
    THEN '1–4' WHEN killed < 25 THEN '5–24' WHEN killed < 100 THEN '25–99' ELSE '100+' END"""


@dataclass(frozen=True, slots=True)
class Linked:
    """What was found: `links` pairs of incidents, and who is matched.

    `summary` has rows {by, value, left_matched, left_unmatched, right_matched, right_unmatched}:
    one for all, then one for each year, province and size of the incidents of either release.
    """

    path: Path
    model: str
    links: int
    summary: list[dict[str, Any]]


def link_releases(
    left: str | Path | Release,
    right: str | Path | Release,
    out: str | Path,
    *,
    model: LinkModel | None = None,
    minimum: float = 0.1,
    many: bool = False,
) -> Linked:
    """Link the incidents of two releases and write the links.

    Each incident is linked to at most one of the other release, the likeliest pairs first; with
    `many` every pair that is likely enough is a link, so that an incident which one dataset splits
    in two keeps both. `minimum` is low because two datasets say less that is alike than two
    newspapers do, and few others lie near: of 31 links between UCDP GED and Pakistan Body Count
    with a probability below 0.5 that were judged by reading, 26 were right. `out` ends in .parquet
    or .csv and has `left`, `right` (ids of incidents),
    `probability` and `why` (see `suggest`; in CSV as text), the likeliest first.

    Raises:
        ReleaseError: a release cannot be opened.
        ExportError: the file cannot be written.
    """
    import duckdb

    out = Path(out)
    check_name(out)
    model = model or load_model()
    opened = [r if isinstance(r, Release) else open_release(r) for r in (left, right)]
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for side, release in zip(("left", "right"), opened, strict=True):
            _read(connection, f"{side}_incidents", release)
        suggest(
            connection, model, left="left_incidents", right="right_incidents", sources=None,
            minimum=minimum,
        )  # fmt: skip
        _choose(connection, many=many)
        kept = 'SELECT account AS "left", other AS "right", probability, why FROM link_chosen'
        write_table(connection, kept, out)
        links = connection.execute("SELECT count(*) FROM link_chosen").fetchone()
        return Linked(out, model.id, int(links[0]) if links else 0, _summary(connection))


def _read(connection: DuckDBPyConnection, view: str, release: Release) -> None:
    """A view of a release's incidents, standing ones only, with the columns of accounts."""
    shared = set(TABLES["incidents"].names)
    columns = ", ".join(
        f'"{column.name}"' if column.name in shared else f'NULL::{column.type} AS "{column.name}"'
        for column in TABLES["accounts"].columns
    )
    connection.execute(
        f"CREATE TEMP VIEW {view} AS SELECT {columns} FROM ({release.rows_of('incidents')}) "
        "WHERE status IN ('candidate', 'confirmed')"
    )


def _choose(connection: DuckDBPyConnection, *, many: bool) -> None:
    """Create `link_chosen`: all suggestions, or the likeliest of each that no likelier one bars."""
    connection.execute("CREATE TEMP TABLE link_chosen AS FROM link_suggestions")
    if many:
        return
    order = "ORDER BY probability DESC, account, other"
    connection.execute(
        f"""CREATE TEMP TABLE link_open AS
        SELECT account, other, row_number() OVER ({order}) AS rank FROM link_suggestions"""
    )
    connection.execute("CREATE TEMP TABLE link_taken (account VARCHAR, other VARCHAR)")
    while True:
        # a pair that is the first of both its incidents bars every other pair of them
        best = connection.execute(
            """INSERT INTO link_taken SELECT account, other FROM link_open
            QUALIFY rank = min(rank) OVER (PARTITION BY account)
                AND rank = min(rank) OVER (PARTITION BY other)"""
        ).fetchone()
        if not best or not best[0]:
            break
        connection.execute(
            """DELETE FROM link_open WHERE account IN (SELECT account FROM link_taken)
                OR other IN (SELECT other FROM link_taken)"""
        )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_chosen AS
        SELECT s.* FROM link_suggestions s SEMI JOIN link_taken USING (account, other) {order}"""
    )


def _summary(connection: DuckDBPyConnection) -> list[dict[str, Any]]:
    sides = " UNION ALL ".join(
        f"""SELECT '{side}' AS side, year(date_start)::VARCHAR AS year,
            coalesce(province, country, 'not known') AS province, {_SIZE} AS size,
            id IN (SELECT {column} FROM link_chosen) AS matched FROM {side}_incidents"""
        for side, column in (("left", "account"), ("right", "other"))
    )
    counts = ", ".join(
        f"count(*) FILTER (side = '{side}' AND {'' if matched else 'NOT '}matched) "
        f"AS {side}_{'matched' if matched else 'unmatched'}"
        for side in ("left", "right")
        for matched in (True, False)
    )
    values = [("all", "'all'"), *((by, f"coalesce({by}, 'not known')") for by in BY)]
    rows: list[dict[str, Any]] = []
    for by, value in values:
        order = "min(rank)" if by == "size" else "value"
        found = connection.execute(
            f"""SELECT '{by}' AS by, {value} AS value, {counts} FROM (
                SELECT *, list_position(['0', '1–4', '5–24', '25–99', '100+'], size) AS rank
                FROM ({sides}))
            GROUP BY value ORDER BY {order} NULLS LAST"""
        )
        names = [column[0] for column in found.description or ()]
        rows += [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return rows
