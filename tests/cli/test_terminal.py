"""On a terminal: tables that fit and are not garbled, progress; piped: nothing but the output."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Run, process
from waqia.cli.output import panels

COMMANDS = [
    "count mydesk.release --by province,year --compare previous",
    "count mydesk.release --by province,district,year --measure incidents,killed,injured,arrested",
    "count mydesk.release --by actor --ids --measure incidents",
    "count mydesk.release --around elections --before '3 months'",
    "check mydesk.release --limit 100",
    "release diff mydesk.release other.release",
    "release info mydesk.release",
    "show mydesk.release PK-2018-000007",
    "mapping list",
    "codebook show pakistan actor",
    "--help",
]


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output is a terminal of 80 columns."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


def bare(text: str) -> list[str]:
    """The lines of an output without the marks that colour and move."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).splitlines()


@pytest.mark.parametrize("line", COMMANDS)
def test_no_line_is_longer_than_the_terminal(
    desk: Path, run: Run, request: pytest.FixtureRequest, line: str
) -> None:
    one = "account_id,incident_id,date,district,killed\n1,PK-2018-000007,2014-01-01,Lahore,3\n"
    (desk / "one.csv").write_text(one)
    run("build one.csv --out other.release")
    request.getfixturevalue("narrow")
    ran = run(line)
    assert ran.code in (0, 1)
    assert [text for text in bare(ran.out) if cell_len(text) > 80] == []


def test_a_table_too_wide_goes_on_below_and_no_number_is_cut(
    desk: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    line = "count mydesk.release --by province,year --compare previous"
    wide = run(line).out
    request.getfixturevalue("narrow")
    folded = "\n".join(bare(run(line).out))
    assert "…" not in folded
    numbers = re.compile(r"[±+−]?\d[\d,]*(?: ?\([^)]*\))?")
    years = re.compile(r"^ .*? (?:19|20)\d\d  ", re.MULTILINE)
    assert len(years.findall(folded)) == 3 * len(years.findall(wide))
    assert set(numbers.findall(wide)) <= set(numbers.findall(folded))


def test_panels_repeat_the_leading_columns_and_keep_groups_together() -> None:
    headers = ["Province", "Incidents", "before", "change", "Killed", "before", "change"]
    rows = [["Khyber Pakhtunkhwa", "15", "0", "+15", "190 (187–191)", "0", "+190"]]
    numeric = headers[1:]
    assert panels(rows, headers, numeric, None, 3) == [[0, 1, 2, 3, 4, 5, 6]]
    assert panels(rows, headers, numeric, 200, 3) == [[0, 1, 2, 3, 4, 5, 6]]
    assert panels(rows, headers, numeric, 60, 3) == [[0, 1, 2, 3], [0, 4, 5, 6]]


def test_piped_no_line_is_folded_or_padded(desk: Path, run: Run) -> None:
    ran = run("show mydesk.release PK-2018-000007")
    assert max(map(len, ran.lines)) > 160
    table = run("count mydesk.release --by province,year --compare previous --share")
    assert max(map(len, table.lines)) > 110
    assert [line for line in table.lines if line != line.rstrip()] == []
    assert "\x1b" not in table.out


@pytest.mark.parametrize(
    "line",
    [
        "count mydesk.release --by year --format csv",
        "check mydesk.release",
        "show mydesk.release PK-2018-000007",
        "release verify mydesk.release",
        "export mydesk.release --to csv --out x.csv",
        "build accounts.csv --codebook pakistan --out b.release",
        "schema account",
    ],
)
def test_nothing_is_said_beside_the_output_when_piped(desk: Path, run: Run, line: str) -> None:
    assert run(line).err == ""


def test_progress_is_shown_on_a_terminal_and_only_there(desk: Path) -> None:
    """Standard error is a terminal, standard output is a pipe."""
    master, slave = pty.openpty()
    try:
        child = subprocess.Popen(
            [sys.executable, "-c", "from waqia.cli import main; main()", "build", "accounts.csv",
             "--codebook", "pakistan", "--out", "p.release"],
            stdout=subprocess.PIPE, stderr=slave, text=True,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "80"},
        )  # fmt: skip
        out, _ = child.communicate(timeout=60)
        os.close(slave)
        told = _read(master)
    finally:
        os.close(master)
    assert re.search(r"Build: [a-z ]+ \d+%", told)
    assert child.returncode in (0, 1)
    assert out.startswith("202 rows: ")
    assert "Build" not in out


def _read(descriptor: int) -> str:
    told = b""
    while select.select([descriptor], [], [], 0.2)[0]:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        told += chunk
    return told.decode(errors="replace")


def test_a_real_terminal_gets_a_table_of_its_width(desk: Path) -> None:
    master, slave = pty.openpty()
    try:
        child = subprocess.Popen(
            [sys.executable, "-c", "from waqia.cli import main; main()", "count", "mydesk.release",
             "--by", "province,year", "--compare", "previous"],
            stdout=slave, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "80"},
        )  # fmt: skip
        told = ""
        while child.poll() is None:
            told += _read(master)
            time.sleep(0.02)
        told += _read(master)
        os.close(slave)
        _, err = child.communicate()
    finally:
        os.close(master)
    assert (child.returncode, err) == (0, "")
    assert "Province" in told
    assert [line for line in bare(told) if cell_len(line) > 80] == []


def test_a_reader_that_has_seen_enough_ends_the_command_without_a_word(desk: Path) -> None:
    child = process("codebook show pakistan actor --format json")
    assert child.stdout is not None
    child.stdout.close()
    _, err = child.communicate(timeout=30)
    assert (child.returncode, err) == (0, "")
