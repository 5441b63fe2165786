"""From the GED file of Pakistan to a release, as a whole process; and from sixty copies of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import GED, OUT, WAQIA, Goal, Row, Run, Skipped, processes

COPIES = 60
_READ = """
import sys, duckdb
duckdb.connect().execute(
    f"COPY (FROM read_csv('{sys.argv[1]}', all_varchar = true)) TO '{sys.argv[2]}' (FORMAT parquet)"
)
"""


def copies() -> Path:
    """The file with its rows many times over, every copy with ids of its own."""
    import duckdb

    path = OUT / f"ged_{COPIES}_copies.csv"
    if not path.exists():
        part = Path(f"{path}.part")
        duckdb.connect().execute(
            "COPY (SELECT g.* REPLACE ((id::BIGINT + 10000000 * copy)::VARCHAR AS id) "
            f"FROM read_csv('{GED}', all_varchar = true) g, range({COPIES}) c(copy) "
            f"ORDER BY copy) TO '{part}' (FORMAT csv, HEADER true)"
        )
        part.rename(path)
    return path


def measure(rounds: int) -> Iterator[Row | Skipped]:
    if not GED.exists():
        yield Skipped("import of UCDP GED Pakistan", f"../shared/data/{GED.name} is absent")
        return
    once = _import(GED, rounds)
    yield from _rows("GED Pakistan, 6,416 rows", once, Goal(3, "s"), None)
    many = _import(copies(), max(3, rounds // 2))
    title = f"{COPIES} copies, {6416 * COPIES:,} rows"
    yield from _rows(title, many, Goal(20, "s"), Goal(1.5e9, "MB"))


def _import(file: Path, rounds: int) -> dict[str, list[Run]]:
    out = OUT / f"{file.stem}.release"
    commands = {
        "waqia": [WAQIA, "import", "ucdp-ged", str(file), "--out", str(out)],
        "read": [sys.executable, "-c", _READ, str(file), str(OUT / "read.parquet")],
    }
    return processes(commands, rounds, before=lambda: shutil.rmtree(out, ignore_errors=True))


def _rows(
    title: str, runs: dict[str, list[Run]], seconds: Goal, peak: Goal | None
) -> Iterator[Row]:
    ours, theirs = runs["waqia"], runs["read"]
    name = "DuckDB, CSV to Parquet only"
    yield Row.of_processes(f"`waqia import`, {title}", ours, name, theirs, seconds)
    yield Row(
        "peak memory", [run.peak for run in ours], "MB", name, [run.peak for run in theirs], peak
    )
