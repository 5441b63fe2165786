"""The security report on GED Pakistan 2014, compared with 2013, as a whole process."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from bench.measure import GED, OUT, WAQIA, Goal, Row, Skipped, processes, run_process

_IMPORTS = "import duckdb, ibis, pandas, altair, vl_convert, typst; ibis.duckdb"


def measure(rounds: int) -> Iterator[Row | Skipped]:
    if not GED.exists():
        yield Skipped("report on GED Pakistan", f"../shared/data/{GED.name} is absent")
        return
    release = OUT / "report.release"
    shutil.rmtree(release, ignore_errors=True)
    run_process([WAQIA, "import", "ucdp-ged", str(GED), "--out", str(release)])
    report = [WAQIA, "report", str(release), "--period", "2014", "--compare", "2013"]
    report += ["--out", str(OUT / "report")]
    runs = processes(
        {
            "imports": [sys.executable, "-c", _IMPORTS],
            "html": report,
            "pdf": [*report, "--pdf"],
        },
        max(3, rounds // 2),
    )
    name = "python, importing its libraries"
    title = "`waqia report`, GED Pakistan 2014 against 2013, "
    yield Row.of_processes(title + "HTML", runs["html"], name, runs["imports"], Goal(10, "s"))
    yield Row.of_processes("the same and PDF", runs["pdf"], name, runs["imports"], Goal(15, "s"))
    yield Row("peak memory, HTML and PDF", [run.peak for run in runs["pdf"]], "MB")
