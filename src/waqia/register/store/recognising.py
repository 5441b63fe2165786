"""Telling the file of a register from other files, without opening it as one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from waqia.register.store.schema import APPLICATION_ID

_MAGIC = b"SQLite format 3\0"
_SIGN = slice(68, 72)
"""Where the header of a SQLite file says which application it belongs to."""
_IN_USE, _LOGGED = 18, 2
"""Where the header says how it is written: a register in use with a log, a backup without."""


def is_register(path: Path) -> bool:
    """Whether a file is an embedded register in use, of whatever version; a backup is none."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return False
    if not header.startswith(_MAGIC) or header[_IN_USE] != _LOGGED:
        return False
    if int.from_bytes(header[_SIGN], "big") == APPLICATION_ID:
        return True
    # what was written last may still lie in the log beside the file
    return path.with_name(f"{path.name}-wal").exists() and _asked(path) == APPLICATION_ID


def _asked(path: Path) -> int | None:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return int(database.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.Error:
        return None
