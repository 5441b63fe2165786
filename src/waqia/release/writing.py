"""Writing a release: sorted Parquet, the codebook, the manifest and a page that explains them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from waqia.codebook import Codebook
from waqia.model import ReleaseError, phrase, system_reason
from waqia.release.atomic import whole_folder
from waqia.release.manifest import (
    CODEBOOK,
    MANIFEST,
    README,
    SUMS,
    created_at,
    describe,
    sha256,
    sums_text,
)
from waqia.release.opening import Release, open_release
from waqia.release.protecting import protected
from waqia.release.readme import readme

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ORDER = {
    "incidents": "date_start, id",
    "accounts": "incident, id",
    "sources": "id",
    "provenance": "incident, field",
    "findings": "ALL",
    "figures": "id",
}


class Input(TypedDict):
    """A file that a release was made from."""

    name: str
    sha256: str
    bytes: int
    rows: int


def write_release(
    connection: DuckDBPyConnection,
    out: str | Path,
    codebook: Codebook,
    *,
    title: str,
    description: str | None = None,
    parent: str | Path | Release | None = None,
    inputs: Sequence[Input] = (),
    licence: str | None = None,
    created: datetime | str | None = None,
    revision: str | None = None,
    overwrite: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Release:
    """Write the tables of the connection as a release in the folder `out`, whole or not at all.

    `connection` holds `incidents`, `accounts` and `sources` with the columns of `TABLES`; absent
    `provenance`, `findings` and `figures` are written empty. The same tables give the same bytes
    of Parquet whatever the order of their rows. What restricted sources say is left out.
    `created` is the time of creation (else SOURCE_DATE_EPOCH, else now), on whose day embargoes
    are judged; `revision` names the state of a register that is frozen; `progress` is told each
    step in words.

    Raises:
        ReleaseError: `out` exists and `overwrite` is false or it is no release, `created` is no
            time, or the disk is full or not writable; nothing is left behind.
    """
    target = Path(out).absolute()
    _refuse_to_replace(target, overwrite=overwrite)
    tell = progress or (lambda _: None)
    moment = created_at(created)
    day = _day(moment)
    parent_path = parent.path if isinstance(parent, Release) else Path(parent) if parent else None
    import duckdb

    try:
        with whole_folder(target) as folder:
            rows = {}
            for table, query in protected(connection, codebook, day=day).items():
                tell(phrase(f"writing the table {table}"))
                path = folder / f"{table}.parquet"
                rows[table] = _copy(
                    connection, f"SELECT * FROM ({query}) ORDER BY {_ORDER[table]}", path
                )
            (folder / CODEBOOK).write_text(codebook.to_json() + "\n", encoding="utf-8")
            tell(phrase("hashing"))
            manifest = describe(
                folder,
                codebook,
                rows,
                title=title,
                name=_package_name(target),
                description=description,
                created=moment,
                licence=licence,
                parent=parent_path,
                inputs=inputs,
                revision=revision,
            )
            text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
            (folder / MANIFEST).write_text(text, encoding="utf-8")
            (folder / README).write_text(readme(manifest), encoding="utf-8")
            hashes = {path.name: sha256(path) for path in folder.iterdir()}
            (folder / SUMS).write_text(sums_text(hashes), encoding="utf-8")
    except (OSError, duckdb.IOException) as error:
        raise ReleaseError(
            f"{target} could not be written: {system_reason(error)}. Nothing was left behind; "
            "make room on the disk or choose another folder."
        ) from error
    return open_release(target)


def _day(moment: str) -> date:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError as error:
        raise ReleaseError(
            f"The time of creation is {moment!r}; expected one such as 2026-03-31T12:00:00Z."
        ) from error


def _refuse_to_replace(target: Path, *, overwrite: bool) -> None:
    if not target.exists():
        return
    if not overwrite:
        raise ReleaseError(
            f"{target} exists already; choose another folder, or allow it to be overwritten."
        )
    if not target.is_dir() or (any(target.iterdir()) and not (target / MANIFEST).is_file()):
        raise ReleaseError(
            f"{target} exists and is not a release, so it is not overwritten; choose another name."
        )


def _copy(connection: DuckDBPyConnection, query: str, path: Path) -> int:
    """Write a query as Parquet; gives its number of rows."""
    literal = str(path).replace("'", "''")
    written = connection.execute(
        f"COPY ({query}) TO '{literal}' "
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, PRESERVE_ORDER true)"
    ).fetchone()
    return int(written[0]) if written else 0


def _package_name(target: Path) -> str:
    """The name of the package: lower case, with only what frictionless allows in a name."""
    stem = target.name.removesuffix(".release").lower()
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in stem)
