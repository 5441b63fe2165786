"""Bringing a database to the schema of this version, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from waqia.model import RegisterError
from waqia.register.store import schema

if TYPE_CHECKING:
    from waqia.register.store.database import Store

_FOLDER = Path(__file__).parent / "migrations"
_VERSION = "alembic_version"


@contextmanager
def making(store: Store) -> Iterator[sa.Connection]:
    """A connection to the empty tables of a new register; the block fills them.

    It is one transaction: where it is interrupted there is no register, and nothing else.

    Raises:
        RegisterError: there is a register, or something else, or it cannot be written there.
    """
    fresh = store.path is not None and not store.path.exists()
    try:
        if not fresh:
            with store.plain_errors(), store.engine.connect() as connection:
                _refuse_tables(store, connection)
        prepare(store)
        with _alone(store) as connection:
            _refuse_tables(store, connection)
            _upgrade(store, connection)
            yield connection
    except BaseException:
        store.close()
        if fresh and store.path is not None:
            for end in ("", "-wal", "-shm"):
                store.path.with_name(store.path.name + end).unlink(missing_ok=True)
        raise


def migrate(store: Store) -> None:
    """Bring a register of an earlier version to the schema of this version.

    It is one transaction: where it is interrupted the register is as it was.

    Raises:
        RegisterError: it is no register, is of a newer version, or cannot be written.
    """
    with _alone(store) as connection:
        version = version_of(connection)
        if version is None:
            raise RegisterError(f"{store.name} is no register; give the path of one.")
        _refuse_newer(store, version)
        _upgrade(store, connection)


@contextmanager
def _alone(store: Store) -> Iterator[sa.Connection]:
    """A transaction that no other of its kind meets."""
    with store.plain_errors(), store.engine.connect() as connection:
        if store.embedded:
            connection = connection.execution_options(waqia_immediate=True)
        with connection.begin():
            if not store.embedded:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({schema.APPLICATION_ID})")
            yield connection


def _upgrade(store: Store, connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema.SCHEMA)
    if store.embedded:
        connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")


def check_version(store: Store) -> None:
    """Refuse what is no register, or one of another version.

    Raises:
        RegisterError: there is none, it has to be upgraded first, or a newer waqia wrote it.
    """
    if not store.exists():
        raise RegisterError(
            f"There is no register at {store.name}; make one with `waqia register init`, or give "
            "the right path."
        )
    with store.reading() as connection:
        version = version_of(connection)
    _refuse_newer(store, version)
    if version is None:
        raise RegisterError(f"{store.name} is no register; give the path of one.")
    if version != schema.SCHEMA:
        raise RegisterError(
            f"{store.name} was written by an earlier waqia (schema {version}, this one is "
            f"{schema.SCHEMA}). Back it up, then run `waqia register upgrade`; nothing is lost."
        )


def version_of(connection: sa.Connection) -> str | None:
    """The schema of a database; None where it has none."""
    if not sa.inspect(connection).has_table(_VERSION):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION}").scalar()
    return str(found) if found else None


def _refuse_tables(store: Store, connection: sa.Connection) -> None:
    if tables := sa.inspect(connection).get_table_names():
        raise RegisterError(
            f"{store.name} holds tables already ({', '.join(sorted(tables)[:5])}); a register "
            "needs a place of its own."
        )


def _refuse_newer(store: Store, version: str | None) -> None:
    if version is not None and version > schema.SCHEMA:
        raise RegisterError(
            f"{store.name} was written by a newer waqia (schema {version}, this one reads up to "
            f"{schema.SCHEMA}); install that version. Nothing was changed."
        )


def prepare(store: Store) -> None:
    """Set what cannot be set in a transaction: readers and writers of SQLite do not wait."""
    if store.embedded:
        with store.plain_errors():
            raw = store.engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
            finally:
                raw.close()
