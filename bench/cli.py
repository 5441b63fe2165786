"""How long a person waits for the smallest commands."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bench.measure import OUT, ROOT, WAQIA, Goal, Row, processes, run_process

_EXAMPLE = ROOT / "examples" / "pakistan" / "accounts.csv"
_IMPORTS = "import duckdb, ibis; ibis.duckdb"


def measure(rounds: int) -> Iterator[Row]:
    release = OUT / "example.release"
    build = [WAQIA, "build", str(_EXAMPLE), "--codebook", "pakistan", "--out", str(release)]
    run_process([*build, "--overwrite"])
    count = [WAQIA, "count", str(release), "--by", "province,year"]
    runs = processes(
        {
            "pass": [sys.executable, "-c", "pass"],
            "imports": [sys.executable, "-c", _IMPORTS],
            "help": [WAQIA, "--help"],
            "count": count,
        },
        rounds,
    )
    blank, question = "`python -c pass`", "`waqia count --by province,year`, example"
    yield Row.of_processes("`waqia --help`", runs["help"], blank, runs["pass"], Goal(0.2, "s"))
    yield Row.of_processes(question, runs["count"], blank, runs["pass"], Goal(0.8, "s"))
    yield Row.of_processes(
        "the same", runs["count"], "python, importing DuckDB and Ibis", runs["imports"]
    )
