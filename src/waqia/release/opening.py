"""Opening a release: manifest, codebook and tables, none loaded before it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.codebook import Codebook
from waqia.model import TABLES, Period, ReleaseError, phrase, system_reason
from waqia.release.incident import incident
from waqia.release.manifest import CODEBOOK, Manifest, read_manifest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from ibis.expr.types import Table


@dataclass(frozen=True)
class Release:
    """A release: `path` is its folder, `manifest` its `datapackage.json`."""

    path: Path
    manifest: Manifest = field(repr=False)

    @property
    def title(self) -> str:
        """The title it was given."""
        return str(self.manifest["title"])

    @property
    def hash(self) -> str:
        """The hash of its content: equal for equal tables and codebook."""
        return str(self.manifest["waqia"]["release_hash"])

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook as it was when the release was written.

        Raises:
            ReleaseError: the file is absent or damaged.
        """
        path = self.path / CODEBOOK
        try:
            return Codebook.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError) as error:
            raise ReleaseError(
                f"{path} is absent or damaged ({error!r}); run `waqia release verify {self.path}`."
            ) from error

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What others worked out of the release, which never changes; shared with all beside it."""
        return {}

    def connection(self) -> DuckDBPyConnection:
        """A DuckDB connection in memory with a view over each table; always the same one.

        Raises:
            ReleaseError: a table is no readable Parquet.
        """
        return self._connection

    def beside(self) -> Release:
        """The same release with a connection of its own, which another thread may use meanwhile.

        Raises:
            ReleaseError: as `connection` and `codebook` do.
        """
        other = Release(self.path, self.manifest)
        # all are cached: the views are those of this release, the codebook is read once
        shared = {"codebook": self.codebook, "kept": self.kept}
        vars(other).update(shared, _connection=self.connection().cursor())
        return other

    def rows_of(self, table: str, *, numbered: bool = False) -> str:
        """SQL that reads a table of `TABLES` from its file, with the columns of today.

        `numbered` adds `file_row_number`, from 0: the quickest way to some rows that are known.

        A release that was written before a column, or a field of a list's entries, was thought of
        has NULL there.
        """
        literal = str(self.path / f"{table}.parquet").replace("'", "''")
        described = next(r for r in self.manifest["resources"] if r["name"] == table)
        written = {f["name"]: f.get("duckdbType") for f in described["schema"]["fields"]}
        columns = ", ".join(
            f'"{c.name}"' if written.get(c.name) == c.type
            else f'CAST("{c.name}" AS {c.type}) AS "{c.name}"' if c.name in written
            else f'CAST(NULL AS {c.type}) AS "{c.name}"'
            for c in TABLES[table].columns
        )  # fmt: skip
        if numbered:
            read = f"read_parquet('{literal}', file_row_number = true)"
            return f"SELECT {columns}, file_row_number FROM {read}"
        return f"SELECT {columns} FROM read_parquet('{literal}')"

    @cached_property
    def _connection(self) -> DuckDBPyConnection:
        import duckdb

        connection = duckdb.connect()
        for name in TABLES:
            try:
                connection.execute(f'CREATE VIEW "{name}" AS {self.rows_of(name)}')
            except duckdb.Error as error:
                raise ReleaseError(
                    f"{self.path / name}.parquet is no readable Parquet ({system_reason(error)}); "
                    f"run `waqia release verify {self.path}` and restore it from a copy."
                ) from error
        return connection

    @cached_property
    def _ibis(self) -> Any:
        import ibis

        return ibis.duckdb.from_connection(self._connection)

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {}

    def table(self, name: str) -> Table:
        """A table of `TABLES` as an Ibis expression on the same connection.

        Raises:
            ReleaseError: a release has no such table.
        """
        if name not in TABLES:
            raise ReleaseError(f"A release has no table {name!r}; choose from {', '.join(TABLES)}.")
        if name not in self._tables:
            self._tables[name] = self._view(name)
        return self._tables[name]

    def _view(self, name: str) -> Table:
        """The view over a table; its columns are known, and asking DuckDB for them is dear."""
        import ibis
        from ibis.backends.sql.datatypes import DuckDBType
        from ibis.expr.operations import DatabaseTable

        columns = {c.name: DuckDBType.from_string(c.type) for c in TABLES[name].columns}
        return DatabaseTable(name, schema=ibis.schema(columns), source=self._ibis).to_expr()

    def incident(self, id: str) -> dict[str, Any]:  # noqa: A002 - the word of the house
        """One incident with its accounts, their sources, the rules and the findings, nested.

        Raises:
            QuestionError: no incident has this id, or its end fits several.
        """
        return incident(self.connection(), self.path.name, id)

    @cached_property
    def coverage(self) -> Period:
        """From the first to the last day of the incidents that count.

        Raises:
            ReleaseError: no incident of the release has a date.
        """
        rows = (
            self.connection()
            .execute(
                "SELECT min(date_start), max(coalesce(date_end, date_start)) FROM incidents "
                "WHERE status NOT IN ('withdrawn', 'merged')"
            )
            .fetchall()
        )
        start, end = rows[0]
        if start is None:
            raise ReleaseError(
                f"{self.path} holds no incident with a date, so it covers no period."
            )
        return Period(start, end, f"{start}..{end}")


def open_release(path: str | Path) -> Release:
    """Open the release in a folder.

    Raises:
        ReleaseError: there is no such folder, it is not a release, one of its tables is absent
            or cut short, or a newer waqia wrote it.
    """
    folder = Path(path).absolute()
    manifest = read_manifest(folder)
    for resource in manifest["resources"]:
        file = folder / resource["path"]
        found = file.stat().st_size if file.is_file() else None
        if found != resource["bytes"]:
            state = phrase("is missing")
            if found is not None:
                state = phrase(f"has {found:,} bytes")
            raise ReleaseError(
                f"{file} {state}, {resource['bytes']:,} bytes were written; "
                "the release is damaged: restore it from a copy, or build it again."
            )
    return Release(folder, manifest)
