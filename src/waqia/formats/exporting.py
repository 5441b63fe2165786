"""Exporting a release to the formats of others: protected, then written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.formats.export_accounts import write_accounts, write_sources
from waqia.formats.export_flat import write_csv, write_geojson, write_hxl, write_parquet
from waqia.formats.export_selection import select
from waqia.formats.export_xlsx import write_xlsx
from waqia.model import ExportError, system_reason

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from waqia.codebook import Codebook

EXPORTS: dict[str, str] = {
    "xlsx": "workbook with sheets for incidents, accounts, sources, the codebook and what it is",
    "csv": "one flat row an incident; several values in a cell are separated by ';'",
    "geojson": "one feature an incident; no geometry where no coordinates are known",
    "hxl": "CSV with a second row of HXL 1.1 hashtags",
    "parquet": "the flat rows of csv in one file, typed",
    "accounts-csv": "accounts as `waqia build` reads them",
    "sources-csv": "their sources as `waqia build` reads them",
}
"""Format → what is written."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: its rows of data, and in words what was left out or changed."""

    path: Path
    rows: int
    notes: tuple[str, ...]


def export(
    connection: DuckDBPyConnection,
    codebook: Codebook,
    to: str,
    out: str | Path,
    *,
    where: Mapping[str, Any] | None = None,
    blur: float | None = None,
    hold_back_days: int | None = None,
    suppress_below: int | None = None,
    as_of: date | None = None,
    about: Mapping[str, str] | None = None,
) -> Exported:
    """Write the release behind `connection` to the file `out` in a format of `EXPORTS`.

    Incidents withdrawn or merged are left out. `where` keeps incidents by columns or `year`
    (codes, labels or aliases; a list means any of them). `blur` moves coordinates to the middle
    of a grid of so many kilometres; `hold_back_days` leaves out incidents that ended less than so
    many days before `as_of` (the release's date; else today); `suppress_below` leaves out the
    places and coordinates of incidents in districts with fewer incidents than that. `about` are
    lines for the workbook's sheet on what it is.

    Raises:
        ExportError: the format is unknown, an option is out of range, or `out` cannot be written;
            a file that was there before is as it was.
        QuestionError: `where` names a column or code that does not exist.
    """
    if to not in EXPORTS:
        raise ExportError(f"There is no export to {to!r}; choose from {', '.join(EXPORTS)}.")
    target = Path(out)
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise ExportError(f"{target} is no file that can be written: give a file in a folder.")
    # a cursor shares the tables; its temporary tables are its own
    with connection.cursor() as cursor:
        notes = select(
            cursor,
            codebook,
            where=where or {},
            blur=blur,
            hold_back_days=hold_back_days,
            suppress_below=suppress_below,
            as_of=as_of,
        )
        writers: dict[str, Callable[[Path], int]] = {
            "xlsx": lambda path: write_xlsx(cursor, codebook, path, {**(about or {})}, notes),
            "csv": lambda path: write_csv(cursor, path),
            "geojson": lambda path: write_geojson(cursor, path),
            "hxl": lambda path: write_hxl(cursor, path),
            "parquet": lambda path: write_parquet(cursor, path),
            "accounts-csv": lambda path: write_accounts(cursor, codebook, path),
            "sources-csv": lambda path: write_sources(cursor, path),
        }
        return Exported(target, _whole(target, writers[to]), tuple(notes))


def _whole(target: Path, write: Callable[[Path], int]) -> int:
    """Write beside the target and take its place at the end; gives the number of rows."""
    import duckdb

    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        rows = write(draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    except (OSError, duckdb.IOException) as error:
        raise ExportError(
            f"{target} could not be written: {system_reason(error)}. Nothing was left behind; "
            "make room on the disk or choose another place."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return rows
