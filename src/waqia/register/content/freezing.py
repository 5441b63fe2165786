"""From the register to a release: what stood in a revision, worked out and written whole."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.model import TABLES, QuestionError
from waqia.register.content.working import insert, load, work_out
from waqia.register.store import schema
from waqia.register.store.history import Revision, state
from waqia.register.store.records import parsed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.release import Release

_GRADES = ("public", "restricted", "confidential")


def codebook_of(connection: sa.Connection, number: int | None = None) -> Codebook:
    """The codebook of the register, as it is or as it was in a revision."""
    found = list(state(connection, "codebook", number))
    return Codebook.from_json(parsed(found[-1].data)["json"])


def stage(
    connection: sa.Connection,
    duckdb: DuckDBPyConnection,
    codebook: Codebook,
    number: int | None = None,
    *,
    today: date,
    only_confirmed: bool = False,
) -> None:
    """Fill a DuckDB connection with the tables of a release, of the present or of a revision.

    What is more restricted today than it was then stays so, and so does what is under embargo
    today, whatever day the release is said to be of.
    """
    from waqia.release import protected

    load(duckdb, "sources", ((row.id, row.data) for row in state(connection, "source", number)))
    load(
        duckdb,
        "accounts",
        ((row.id, row.data) for row in state(connection, "account", number)),
        "data ->> '$.status' = 'accepted'",
    )
    insert(
        duckdb,
        "decided",
        ("id", "data"),
        ((row.id, row.data) for row in state(connection, "incident", number)),
    )
    work_out(duckdb, codebook)
    if number is not None:
        _restrict_as_today(connection, duckdb)
    duckdb.execute(
        "UPDATE sources SET access = 'restricted' WHERE access = 'public' AND embargo > ?", [today]
    )
    _findings(connection, duckdb, number)
    # a finding may tell of a restricted source that is left out below, so it is veiled before
    veiled = protected(duckdb, codebook, day=today)["findings"]
    duckdb.execute(f"CREATE OR REPLACE TABLE findings AS {veiled}")
    if only_confirmed:
        _leave_out_unconfirmed(duckdb)
    # sources that nothing released rests on stay in the register
    duckdb.execute("""
        DELETE FROM sources WHERE id NOT IN (
            SELECT source FROM accounts UNION SELECT unnest(cites) FROM accounts)
    """)


def freeze(
    connection: sa.Connection,
    duckdb: DuckDBPyConnection,
    codebook: Codebook,
    revision: Revision,
    out: str | Path,
    *,
    title: str,
    today: date,
    number: int | None = None,
    only_confirmed: bool = False,
    created: datetime | str | None = None,
    **options: Any,
) -> Release:
    """Write the release of a revision; `options` are those of `write_release`.

    Raises:
        QuestionError: the register has no incident that would be released.
        ReleaseError: the release cannot be written.
    """
    from waqia.release import write_release

    stage(connection, duckdb, codebook, number, today=today, only_confirmed=only_confirmed)
    if not duckdb.execute("SELECT 1 FROM incidents LIMIT 1").fetchone():
        raise QuestionError(
            "There is no incident to release"
            + (" that is confirmed; confirm some with `waqia register confirm`, or leave out "
               "--confirmed." if only_confirmed else "; add accounts first.")
        )  # fmt: skip
    return write_release(
        duckdb, out, codebook, title=title, revision=str(revision), created=created, **options
    )


def _leave_out_unconfirmed(duckdb: DuckDBPyConnection) -> None:
    """Keep confirmed incidents, those that went into them by whatever way, and their accounts."""
    duckdb.execute("""
        DELETE FROM incidents WHERE id NOT IN (
            WITH RECURSIVE kept AS (
                SELECT id FROM incidents WHERE status = 'confirmed'
                UNION SELECT i.id FROM incidents i JOIN kept ON i.merged_into = kept.id
            ) FROM kept)
    """)
    duckdb.execute("DELETE FROM accounts WHERE incident NOT IN (SELECT id FROM incidents)")
    duckdb.execute("DELETE FROM provenance WHERE incident NOT IN (SELECT id FROM incidents)")


def _restrict_as_today(connection: sa.Connection, duckdb: DuckDBPyConnection) -> None:
    """Let sources be as restricted as they are today, where they were less so."""
    table = schema.source
    today = connection.execute(
        sa.select(table.c.id, table.c.access, table.c.embargo).where(
            (table.c.access != "public") | table.c.embargo.is_not(None)
        )
    )
    insert(
        duckdb,
        "today",
        ("id", "access", "embargo"),
        ((r.id, r.access, _text(r.embargo)) for r in today),
    )
    grade = f"list_position({list(_GRADES)}, {{}})"
    duckdb.execute(f"""
        UPDATE sources SET
            access = CASE WHEN {grade.format("t.access")} > {grade.format("sources.access")}
                THEN t.access ELSE sources.access END,
            embargo = greatest(CAST(t.embargo AS DATE), sources.embargo)
        FROM today t WHERE t.id = sources.id
    """)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _findings(connection: sa.Connection, duckdb: DuckDBPyConnection, number: int | None) -> None:
    """What imports reported, of those that the revision knows."""
    duckdb.execute(TABLES["findings"].create())
    names = TABLES["findings"].names
    table = schema.finding
    known = [row.id for row in state(connection, "import", number)]
    if not known:
        return
    query = (
        sa.select(*(table.c[name] for name in names))
        .where(table.c["import"].in_(known))
        .order_by(table.c["import"], table.c.position)
    )
    rows = connection.execute(query.execution_options(yield_per=10_000))
    insert(
        duckdb,
        "reported",
        names,
        (tuple(None if v is None else str(v) for v in row) for row in rows),
    )
    duckdb.execute("INSERT INTO findings SELECT * FROM reported")
