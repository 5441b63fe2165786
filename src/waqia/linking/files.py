"""The accounts of a file grouped into incidents, without a register and without labels."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from waqia.formats import (
    DatasetMapping,
    detect_mapping,
    load_mapping,
    stage,
    unlabelled,
    write_set_aside,
)
from waqia.linking.clustering import cluster
from waqia.linking.model import LinkModel, load_model
from waqia.linking.output import check_name, write_table
from waqia.linking.traits import FIELDS
from waqia.model import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from waqia.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Clustered:
    """What became of a file: every row is kept or set aside, every kept account has an incident.

    `together` is the number of accounts that share their incident with another; `findings` are
    numbers by (severity, code), notes left out.
    """

    path: Path
    mapping: str
    model: str
    rows: int
    kept: int
    set_aside: int
    incidents: int
    together: int
    findings: dict[tuple[str, str], int]
    set_aside_file: Path | None

    @property
    def clean(self) -> bool:
        """No finding but notes."""
        return not self.findings


_ANYWHERE = "generic"
"""The codebook of no country in particular."""


def link_accounts(
    path: str | Path,
    out: str | Path,
    *,
    mapping: str | Path | DatasetMapping | None = None,
    codebook: str | Path | Codebook | None = None,
    sources: str | Path | None = None,
    sheet: str | None = None,
    model: LinkModel | None = None,
    threshold: float | None = None,
    why: str | Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Clustered:
    """Group the accounts of a file into incidents and write `account, incident, probability`.

    The file is read through a mapping (told by its header where none is named), with the
    mapping's codebook unless another is given, or with the generic one where most coordinates
    lie outside that codebook's country; a `sources.csv` beside it is read too. Incident
    ids that stand in the file are not read. `out` ends in .csv or .parquet and has a row for
    every account that was kept, by account; rows that cannot be used are written to
    `<out without its ending>.set-aside.csv`. `why` takes the pairs behind the groups: `account`,
    `other`, `probability`, and what every field adds in log-odds.

    Raises:
        InputError: the file cannot be read, fits no mapping, or no row of it can be used.
        CodebookError: the mapping or the codebook is not sound.
        ExportError: a file cannot be written.
    """
    import duckdb

    from waqia.codebook import Codebook, load_sound

    path, out = Path(path), Path(out)
    for file in filter(None, (out, Path(why) if why else None)):
        check_name(file)
    if mapping is None:
        rules = detect_mapping(path, sheet)
    else:
        rules = mapping if isinstance(mapping, DatasetMapping) else load_mapping(mapping)
    if codebook is not None:
        books = [codebook if isinstance(codebook, Codebook) else load_sound(codebook)]
    else:
        books = [load_sound(name) for name in dict.fromkeys((rules.codebook, _ANYWHERE))]
    beside = path.parent / "sources.csv"
    listed = sources or (beside if beside.is_file() and beside != path else None)
    aside = out.with_name(f"{out.stem}.set-aside.csv")
    with (
        tempfile.TemporaryDirectory(prefix="waqia-", ignore_cleanup_errors=True) as folder,
        ExitStack() as stack,
    ):
        for book in books:
            connection = stack.enter_context(duckdb.connect())
            connection.execute(f"SET temp_directory = '{folder}'")
            connection.execute("SET enable_progress_bar = false")
            staged = stage(
                connection, path, unlabelled(rules), book, Path(folder),
                sources=listed, sheet=sheet, progress=progress,
            )  # fmt: skip
            if not _is_elsewhere(connection):
                break
        if staged.set_aside:
            write_set_aside(connection, aside)
        if not staged.kept:
            raise InputError(
                f"{path}: none of its {staged.rows} rows can be used; why stands in {aside}."
            )
        if progress:
            progress("linking", 8, 9)
        model = model or load_model()
        cluster(connection, model, threshold=threshold)
        write_table(
            connection,
            "SELECT account, incident, round(probability, 4) AS probability FROM link_clusters",
            out,
        )
        if why is not None:
            write_table(connection, _PAIRS, Path(why))
        counted = connection.execute(_COUNTED).fetchone()
        findings = connection.execute(
            "SELECT severity, code, count(*) FROM findings WHERE severity <> 'note' "
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    incidents, together = counted or (0, 0)
    return Clustered(
        path=out,
        mapping=rules.dataset,
        model=model.id,
        rows=staged.rows,
        kept=staged.kept,
        set_aside=staged.set_aside,
        incidents=int(incidents),
        together=int(together),
        findings={(severity, code): number for severity, code, number in findings},
        set_aside_file=aside if staged.set_aside else None,
    )


_WEIGHTS = ", ".join(
    f"round(list_filter(why, lambda w: w.field = '{field}')[1].weight, 4) AS \"{field}\""
    for field in ("pair", *FIELDS)
)
_PAIRS = (
    f"SELECT account, other, round(probability, 4) AS probability, {_WEIGHTS} FROM link_suggestions"
)
_COUNTED = """SELECT count(*), coalesce(sum(accounts) FILTER (accounts > 1), 0)
    FROM (SELECT count(*) AS accounts FROM link_clusters GROUP BY incident)"""


def _is_elsewhere(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether most accounts that have coordinates have them outside the codebook's country."""
    outside = "count(*) FILTER (list_contains(marks, 'coordinates-outside'))"
    inside = "count(latitude)"
    found = connection.execute(f"SELECT {outside} > {inside} FROM accounts").fetchone()
    return bool(found and found[0])
