"""A register into one file and back: whole or not at all, between SQLite and PostgreSQL alike."""

from __future__ import annotations

import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from waqia.model import RegisterError, system_reason
from waqia.register.content.freezing import codebook_of
from waqia.register.store import schema
from waqia.register.store.database import Store
from waqia.register.store.history import Revision, last
from waqia.register.store.migrating import check_version, making, migrate, prepare, version_of
from waqia.register.store.rebuilding import insert, own_columns, refer
from waqia.register.store.verifying import verify

_BATCH = 2000
_DOCUMENTS = 10
"""Rows of the archive that are held at once; one may be as large as a book."""


def backup(store: Store, out: Path) -> Revision:
    """Write the register as it is now into a SQLite file, which is a register itself.

    Writers go on meanwhile. The file can be read by its owner only: it holds everything that
    the register holds, also what is confidential; only who is logged in and what the desk is at
    work on, with the documents given for it, is left out.

    Raises:
        RegisterError: `out` is there already or cannot be written, or the register is damaged.
    """
    if out.exists():
        raise RegisterError(f"{out} is there already; give the backup a name of its own.")
    with _whole_file(out) as draft:
        if store.path is not None:
            _copy_file(store.path, draft)
        else:
            with store.reading() as origin, _made(Store(draft)) as target:
                _copy_tables(origin, target)
        return _sound(draft, "The register cannot be backed up as it is")


def restore(origin: Path, target: str | Path) -> Revision:
    """Make a register at an empty place from a backup, of this version or an earlier one.

    The backup is only read. Gives the latest revision, which is that of the backup.

    Raises:
        RegisterError: it is no sound backup, or there is a register or something else at `target`.
    """
    store = Store(target)
    try:
        if (store.path is not None and store.path.exists()) or store.exists():
            raise RegisterError(f"{store.name} is there already; restore to another place.")
        if store.path is not None:
            with _whole_file(store.path) as draft:
                revision = _restored(origin, draft)
                in_use = Store(draft)
                prepare(in_use)
                in_use.close()
                return revision
        with tempfile.TemporaryDirectory(prefix="waqia-") as folder:
            draft = Path(folder) / "restored.db"
            revision = _restored(origin, draft)
            copy = Store(draft)
            with copy.reading() as source, making(store) as connection:
                _copy_tables(source, connection)
                _refuse_unsound(connection, f"{origin} could not be restored")
            copy.close()
            return revision
    finally:
        store.close()


def upgrade(url: str | Path) -> Path | None:
    """Bring a register of an earlier version to this one; gives the backup that was made before.

    An embedded register is copied beside itself first, as desk.db.schema-0001.backup; that of a
    server is backed up by who runs the server. One that is of this version is left as it is.

    Raises:
        RegisterError: there is no register, a newer version wrote it, or it cannot be written.
    """
    store = Store(url)
    try:
        if not store.exists():
            raise RegisterError(f"There is no register at {store.name}; give the right path.")
        with store.reading() as connection:
            version = version_of(connection)
        before = None
        if store.path is not None and version is not None and version < schema.SCHEMA:
            before = store.path.with_name(f"{store.path.name}.schema-{version}.backup")
            if not before.exists():
                with _whole_file(before) as draft:
                    _copy_file(store.path, draft)
        migrate(store)
        return before
    finally:
        store.close()


@contextmanager
def _whole_file(target: Path) -> Iterator[Path]:
    """Give a name beside `target` for a file that takes its place when the block ends well.

    Raises:
        RegisterError: the file cannot be written.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise RegisterError(f"{target} cannot be written: {system_reason(error)}.") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder for syncing
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_file(origin: Path, draft: Path) -> None:
    """Copy a SQLite file as it is at one moment, whoever writes meanwhile; it is only read.

    Who is logged in and what is under work is left out, and overwritten where it lay.
    """
    address = f"file:{quote(str(origin.resolve()))}?mode=ro"
    try:
        source = sqlite3.connect(address, uri=True)
        target = sqlite3.connect(draft)
        try:
            source.backup(target)
            # one file, without the two that stand beside a register in use
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("PRAGMA secure_delete = ON")
            there = {name for (name,) in target.execute("SELECT name FROM sqlite_master")}
            for table in reversed(schema.PASSING):
                if table.name in there:
                    target.execute(f'DELETE FROM "{table.name}"')
            target.commit()
        finally:
            target.close()
            source.close()
    except sqlite3.Error as error:
        raise RegisterError(f"{origin} cannot be copied: {error}.") from error


@contextmanager
def _made(store: Store) -> Iterator[sa.Connection]:
    """The tables of a new register in a file, which is one file again when the block has ended."""
    try:
        with making(store) as connection:
            yield connection
        with store.plain_errors(), store.engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA journal_mode = DELETE")
    finally:
        store.close()


def _copy_tables(origin: sa.Connection, target: sa.Connection) -> None:
    """Copy every row of every table; `origin` sees one state, `target` has empty tables."""
    for table in schema.metadata.sorted_tables:
        if table in schema.PASSING:
            continue
        size = _DOCUMENTS if table is schema.document else _BATCH
        rows = sa.select(table).execution_options(yield_per=size)
        for act in (insert, refer) if own_columns(table) else (insert,):
            for part in origin.execute(rows).partitions():
                act(target, table, [row._asdict() for row in part])
    if target.dialect.name == "postgresql":
        for name in ("denial", "entry"):
            target.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
            )


def _restored(origin: Path, draft: Path) -> Revision:
    if not origin.is_file():
        raise RegisterError(f"There is no backup at {origin}; give the path of one.")
    _copy_file(origin, draft)
    copy = Store(draft)
    try:
        if not copy.exists():
            raise RegisterError(f"{origin} is no backup of a register.")
        migrate(copy)
    finally:
        copy.close()
    return _sound(draft, f"{origin} is damaged and was not restored")


def _sound(draft: Path, otherwise: str) -> Revision:
    """The latest revision of a register that verifies."""
    store = Store(draft)
    try:
        check_version(store)
        with store.reading() as connection:
            return _refuse_unsound(connection, otherwise)
    finally:
        store.close()


def _refuse_unsound(connection: sa.Connection, otherwise: str) -> Revision:
    revision = last(connection)
    if revision is None:
        raise RegisterError(f"{otherwise}: it has no history.")
    now = datetime.now(UTC)
    found = [f for f in verify(connection, codebook_of, now) if f.severity == "error"]
    if found:
        more = f" There are {len(found)} such findings." if len(found) > 1 else ""
        raise RegisterError(f"{otherwise}: {found[0].message}{more} Run `waqia register verify`.")
    return revision
