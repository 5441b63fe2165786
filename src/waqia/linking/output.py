"""Tables of a connection as files: CSV or Parquet by the name's ending, whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from waqia.model import ExportError, system_reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KINDS = {".csv": "(HEADER, DELIMITER ',')", ".parquet": "(FORMAT parquet)"}


def check_name(path: Path) -> None:
    """Refuse a name that ends in neither .csv nor .parquet.

    Raises:
        ExportError: it does.
    """
    if path.suffix.lower() not in _KINDS:
        raise ExportError(f"{path} must end in .csv or .parquet; choose another name.")


def write_table(connection: DuckDBPyConnection, query: str, path: Path) -> None:
    """Write what a query gives to a file, replacing one that is there.

    Raises:
        ExportError: the file cannot be written; one that was there is as it was.
    """
    import duckdb

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    literal = str(part).replace("'", "''")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(f"COPY ({query}) TO '{literal}' {_KINDS[path.suffix.lower()]}")
        part.replace(path)
    except (OSError, duckdb.IOException) as error:
        raise ExportError(
            f"{path} could not be written: {system_reason(error)}. Nothing was left behind; "
            "choose another folder or make room."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
