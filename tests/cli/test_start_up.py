"""The command line is quick to start, and completes what is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Run
from waqia.cli.app import COMMANDS

HEAVY = ("duckdb", "ibis", "pandas", "pyarrow", "altair", "typst", "openpyxl", "vl_convert",
         "numpy", "rich", "jinja2", "pydantic", "sqlalchemy", "alembic", "psycopg", "fastapi",
         "uvicorn", "datasketch", "rapidfuzz", "httpx")  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "--version",
        "count --help",
        "import --help",
        "register --help",
        "register add --help",
    ],
)
def test_help_imports_nothing_heavy(line: str) -> None:
    code = (
        "import sys, json, atexit\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        "from waqia.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *line.split()], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in json.loads(ran.stderr.splitlines()[-1])}
    assert loaded & {*HEAVY} == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(run: Run, shell: str) -> None:
    ran = run(f"completion {shell}")
    assert (ran.code, ran.err) == (0, "")
    assert f"_WAQIA_COMPLETE={shell}_complete" in ran.out


def completed(typed: str, shell: str = "bash") -> list[str]:
    """What a shell is told to offer after what is typed."""
    words = typed.split(" ")
    environment = os.environ | {
        "_WAQIA_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    ran = subprocess.run(
        [sys.executable, "-c", "from waqia.cli import main; main()"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [line.split(",", 1)[-1].split("\t")[0] for line in ran.stdout.splitlines()]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("waqia ", {*COMMANDS}),
        ("waqia co", {"count", "codebook", "completion"}),
        ("waqia release ", {"verify", "diff", "info"}),
        ("waqia register re", {"review", "reopen", "restore"}),
        ("waqia export --to ", {"xlsx", "csv", "geojson", "hxl", "parquet"}),
    ],
)
def test_names_are_completed(typed: str, offered: set[str]) -> None:
    assert offered <= set(completed(typed))
    if typed == "waqia co":
        assert set(completed(typed)) == offered


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_offered_commands_too(shell: str) -> None:
    assert "count" in completed("waqia co", shell)
