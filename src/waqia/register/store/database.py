"""Where a register lies: opening SQLite or PostgreSQL, transactions, and what the database says.

Writers come one after the other, on both databases; readers see one state and wait for nobody.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from waqia.model import RegisterError, system_reason
from waqia.register.store import schema

_WAIT = 60
"""Seconds that a writer waits for its turn."""
_REASONS = {
    "database or disk is full": "the disk is full; make room and do it again",
    "disk i/o error": "the disk cannot be read or written; look at the disk, then run verify",
    "readonly database": "it may not be written here; check the rights of the file and its folder",
    "unable to open database file": "it or its folder cannot be opened or written; check the "
    "path and its rights",
    "file is not a database": "it is not a register; give the path of one, or make one with "
    "`waqia register init`",
    "malformed": "it is damaged; restore a backup with `waqia register restore`",
    "database is locked": f"another writer held it for more than {_WAIT} seconds; do it again",
    "lock timeout": f"another writer held it for more than {_WAIT} seconds; do it again",
    "connection refused": "no server answers there; check the address and that it runs",
    "no such file or directory": "no server answers there; check the address and that it runs",
    "does not exist": "the database, the user or a table does not exist; check the address",
    "authentication failed": "the server refused the user or the password",
    "no password supplied": "the server wants a password; set PGPASSWORD or a password file",
    "permission denied": "the user of the database may not do this; ask who runs the server",
    "no space left": "the disk of the server is full; make room and do it again",
    "terminating connection": "the server ended the connection; nothing was written, do it again",
    "server closed the connection": "the server went away; nothing was written, do it again",
}
"""What the database says, in lower case → what it means for a person."""


class Store:
    """A database that holds a register, or can: `url` is a path, or postgresql://…"""

    def __init__(self, url: str | Path) -> None:
        text = str(url)
        self.embedded = "://" not in text
        self.path = Path(text) if self.embedded else None
        if not self.embedded and not text.startswith(("postgresql://", "postgres://")):
            raise RegisterError(
                f"{text} is no place for a register; give a path such as desk.db, or "
                "postgresql://user@host/database."
            )
        if self.embedded:
            self.engine = sa.create_engine(
                sa.URL.create("sqlite", database=text),
                connect_args={"timeout": _WAIT, "isolation_level": None},
            )
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            self.name = text
        else:
            address = sa.make_url(text.replace("postgres://", "postgresql://", 1))
            self.engine = sa.create_engine(
                address.set(drivername="postgresql+psycopg"), pool_pre_ping=True
            )
            self.name = address.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state from beginning to end, whoever writes meanwhile."""
        with self.plain_errors(), self.engine.connect() as connection:
            if not self.embedded:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                if self.embedded:
                    # a snapshot begins with the first read, not with BEGIN
                    connection.execute(sa.select(sa.func.max(schema.revision.c.number)))
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection that alone may write until its transaction ends, all of it or nothing."""
        with self.plain_errors(), self.engine.connect() as connection:
            if self.embedded:
                connection = connection.execution_options(waqia_immediate=True)
            with connection.begin():
                if not self.embedded:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}s'")
                    connection.exec_driver_sql("LOCK TABLE revision IN EXCLUSIVE MODE")
                yield connection

    @contextmanager
    def noting(self, *, wait: bool = True, name: str = "") -> Iterator[sa.Connection]:
        """A connection that writes beside the history: denials, logins.

        On PostgreSQL it waits for no writer of the history, only for others of this `name` or
        who note the same; on SQLite it waits for its turn. Without `wait` it fails instead.
        """
        with self.plain_errors(), self.engine.connect() as connection:
            if self.embedded:
                connection = connection.execution_options(
                    waqia_immediate=True, waqia_wait=_WAIT if wait else 0
                )
            with connection.begin():
                if not wait and not self.embedded:
                    connection.exec_driver_sql("SET LOCAL lock_timeout = '1ms'")
                if name and not self.embedded:
                    lock = sa.func.pg_advisory_xact_lock(sa.func.hashtext(name))
                    connection.execute(sa.select(lock))
                yield connection

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Tell what the database refused in one sentence that says what to do.

        Raises:
            RegisterError: the database could not be opened, read or written.
        """
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise RegisterError(f"{self.name}: {_reason(error)}.") from error
        except SQLAlchemyError as error:
            raise RegisterError(f"{self.name} could not be used: {error}.") from error

    def exists(self) -> bool:
        """Whether a register lies here.

        Raises:
            RegisterError: what lies here is something else, or no server answers.
        """
        if self.path is not None:
            if not self.path.exists() or self.path.stat().st_size == 0:
                return False
            if not os.access(self.path, os.R_OK) or self.path.is_dir():
                raise RegisterError(f"{self.name} is not a file that can be read.")
        with self.plain_errors(), self.engine.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            return {"register", "revision", "alembic_version"} <= set(tables)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # what was acknowledged is on the disk, also when the power fails
    cursor.execute("PRAGMA synchronous = FULL")
    # what is removed, such as a document that was only read, is overwritten
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    immediate = options.get("waqia_immediate")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {options.get('waqia_wait', _WAIT) * 1000}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _reason(error: DBAPIError | sqlite3.Error) -> str:
    origin = error.orig if isinstance(error, DBAPIError) else error
    said = str(origin or error)
    lowered = said.lower()
    for sign, meaning in _REASONS.items():
        if sign in lowered:
            return meaning
    if isinstance(origin, OSError):
        return system_reason(origin)
    return f"the database says: {' '.join(said.split())}"
