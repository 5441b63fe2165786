"""From a file to a release: staged, adjudicated, written; what was set aside lies beside it."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.codebook import Codebook, load_sound
from waqia.formats.mapping import DatasetMapping, load_mapping
from waqia.formats.staging import Progress, Staged, set_aside_rows, stage
from waqia.formats.text import quote
from waqia.model import InputError, ReleaseError, system_reason

if TYPE_CHECKING:
    import duckdb

    from waqia.release import Release

_NO_ROOM = {
    os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM)
}
_MEMORY = 800
"""Megabytes that DuckDB may hold before it spills to the temporary folder, for usual files."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: every row is kept, set aside or was not asked for.

    `findings` are numbers by (severity, code); `set_aside_file` holds the rows set aside, with
    why, or is None where there are none.
    """

    release: Release
    rows: int
    kept: int
    set_aside: int
    not_asked: int
    incidents: int
    findings: dict[tuple[str, str], int]
    set_aside_file: Path | None

    @property
    def clean(self) -> bool:
        """No finding but notes."""
        return all(severity == "note" for severity, _ in self.findings)


def import_dataset(
    path: str | Path,
    mapping: str | Path | DatasetMapping,
    out: str | Path,
    *,
    codebook: str | Path | Codebook | None = None,
    where: Sequence[str] = (),
    sources: str | Path | None = None,
    figures: str | Path | None = None,
    sheet: str | None = None,
    title: str | None = None,
    description: str | None = None,
    parent: str | Path | None = None,
    created: str | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a dataset through a mapping into the release `out`.

    Rows that cannot be used are written to `<out without .release>.set-aside.csv` in UTF-8, with
    the codes and reasons and the file's own columns. Nothing is left behind on any failure.
    `progress(stage, done, total)` is told each stage.

    Raises:
        InputError: the file cannot be read, lacks columns, or no row of it can be used.
        CodebookError: the mapping or the codebook is not sound.
        QuestionError: `where` names a column that the file does not have.
        ReleaseError: the release cannot be written.
    """
    from waqia.adjudication import adjudicate
    from waqia.formats.figures import read_figures
    from waqia.release import Input, write_release

    rules = mapping if isinstance(mapping, DatasetMapping) else load_mapping(mapping)
    book = codebook if isinstance(codebook, Codebook) else load_sound(codebook or rules.codebook)
    out = Path(out)
    aside = out.with_name(out.name.removesuffix(".release") + ".set-aside.csv")
    if out.exists() and not overwrite:
        raise ReleaseError(f"{out} exists already; choose another name or pass --overwrite.")
    with _workspace(Path(path)) as (connection, folder):
        staged = stage(
            connection, path, rules, book, folder,
            where=where, sources=sources, sheet=sheet, progress=progress,
        )  # fmt: skip
        if staged.kept == 0:
            raise InputError(_nothing_kept(connection, path, staged))
        if figures is not None:
            read_figures(connection, figures, book, folder)
        if progress:
            progress("adjudicating", 7, 9)
        adjudicate(connection, book)
        if progress:
            progress("writing", 8, 9)
        with _set_aside_file(connection, staged, folder, aside, overwrite=overwrite) as written:
            release = write_release(
                connection, out, book,
                title=title or rules.title,
                description=description or _covers(rules, where),
                parent=parent,
                inputs=[
                    Input(
                        name=Path(path).name,
                        sha256=staged.looked.sha256,
                        bytes=staged.looked.size,
                        rows=staged.rows,
                    )
                ],
                licence=rules.source.get("licence"),
                created=created,
                overwrite=overwrite,
            )  # fmt: skip
        return ImportReport(
            release=release,
            rows=staged.rows,
            kept=staged.kept,
            set_aside=staged.set_aside,
            not_asked=staged.not_asked,
            incidents=_one(connection, "SELECT count(*) FROM incidents"),
            findings={
                (severity, code): number
                for severity, code, number in connection.execute(
                    "SELECT severity, code, count(*) FROM findings GROUP BY ALL ORDER BY ALL"
                ).fetchall()
            },
            set_aside_file=written,
        )


def build(
    accounts: str | Path,
    out: str | Path,
    *,
    codebook: str | Path | Codebook = "pakistan",
    mapping: str | Path | DatasetMapping = "accounts",
    sources: str | Path | None = None,
    figures: str | Path | None = None,
    title: str | None = None,
    **options: Any,
) -> ImportReport:
    """Build a release from accounts in waqia's own columns; see `import_dataset`.

    The release is called as its folder where no title is given. Where they are not named,
    `sources.csv` and `figures.csv` beside the accounts are read.
    """
    folder = Path(accounts).parent
    beside = {
        name: folder / f"{name}.csv"
        for name, given in (("sources", sources), ("figures", figures))
        if given is None and (folder / f"{name}.csv").is_file()
    }
    return import_dataset(
        accounts, mapping, out, codebook=codebook,
        sources=sources or beside.get("sources"), figures=figures or beside.get("figures"),
        title=title or Path(out).name.removesuffix(".release"),
        **options,
    )  # fmt: skip


@contextmanager
def _workspace(path: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A connection with bounded memory and a temporary folder, both gone afterwards.

    The bound is 800 MB, or half as much again as the file where that is more: the joins of a step
    have to be held together.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="waqia-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        connection = duckdb.connect()
        try:
            size = path.stat().st_size // 10**6 if path.is_file() else 0
            connection.execute(f"SET memory_limit = '{max(_MEMORY, size * 3 // 2)}MB'")
            connection.execute(f"SET temp_directory = {quote(str(folder / 'spill'))}")
            connection.execute("SET enable_progress_bar = false")
            yield connection, folder
        except (duckdb.OutOfMemoryException, duckdb.IOException, OSError) as error:
            reason = system_reason(error)
            if isinstance(error, duckdb.OutOfMemoryException) or reason in _NO_ROOM:
                raise InputError(
                    "There is not enough room in memory or on disk; free some space, or set TMPDIR "
                    f"to a larger disk ({reason})."
                ) from error
            raise InputError(
                f"{_file_of(error) or path} cannot be read or written: {reason}."
            ) from error
        except RuntimeError as error:
            # How DuckDB tells of Ctrl-C in the middle of a query.
            if "interrupt" in str(error).lower():
                raise KeyboardInterrupt from error
            raise
        finally:
            connection.close()


def _file_of(error: Exception) -> str | None:
    """The file that the system refused, where the error names one."""
    if isinstance(error, OSError) and error.filename:
        return str(error.filename)
    named = re.search(r'"(/[^"]+|[A-Za-z]:[^"]+)"', str(error))
    return named[1] if named else None


def write_set_aside(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the rows that `stage` set aside, with why, as CSV in UTF-8."""
    rows = set_aside_rows(connection)
    connection.execute(f"COPY ({rows}) TO {quote(str(path))} (HEADER, DELIMITER ',')")


@contextmanager
def _set_aside_file(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    folder: Path,
    target: Path,
    *,
    overwrite: bool,
) -> Iterator[Path | None]:
    """The file of set-aside rows, put in its place only when what follows succeeds.

    Where none is set aside, the file of the import that is overwritten goes: its rows are not
    those of the new release.
    """
    if not staged.set_aside:
        yield None
        if overwrite:
            target.unlink(missing_ok=True)
        return
    part = folder / "set-aside.csv"
    write_set_aside(connection, part)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(part.read_bytes())
        yield target
        beside.replace(target)
    except OSError as error:
        raise ReleaseError(
            f"{target} could not be written: {system_reason(error)}. Nothing was left behind; "
            "make room on the disk or choose another folder."
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _covers(rules: DatasetMapping, where: Sequence[str]) -> str | None:
    """What a release of a dataset covers, for its readers; None where no publisher is stated."""
    publisher, citation = rules.source.get("publisher"), rules.source.get("citation")
    if not publisher:
        return None
    limits = f", where {' and '.join(where)}" if where else ""
    cite = f" Cite as: {citation}." if citation else ""
    return f"The rows of {rules.title} ({publisher}){limits}.{cite}"


def _nothing_kept(connection: duckdb.DuckDBPyConnection, path: str | Path, staged: Staged) -> str:
    if staged.set_aside == 0:
        return f"{path}: none of its {staged.rows} rows was asked for; look at --where."
    codes = connection.execute(
        "SELECT code, count(*), min(message) FROM findings WHERE severity = 'error' "
        "GROUP BY code ORDER BY 2 DESC LIMIT 3"
    ).fetchall()
    why = "; ".join(f"{number} × {code} ({message})" for code, number, message in codes)
    return f"{path}: none of its {staged.rows} rows can be used: {why}"


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0
