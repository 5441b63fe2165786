"""Ctrl-C and a full disk in the middle: one line, and nothing half-written is left."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import left, process

HEADER = "account_id,date,district,killed,summary"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder with 300,000 accounts, and an empty one for temporary files."""
    rows = (f"{n},2014-01-{n % 28 + 1:02},Lahore,{n % 9},what happened {n}" for n in range(300_000))
    (tmp_path / "large.csv").write_text("\n".join([HEADER, *rows, "x,31/02/2014,Lahore,1,\n"]))
    (tmp_path / "tmp").mkdir()
    return tmp_path


@pytest.mark.parametrize("seconds", [0.0, 0.4, 0.8])
def test_ctrl_c_leaves_nothing_behind(large: Path, seconds: float) -> None:
    before = left(large)
    child = process(
        "build large.csv --out large.release", cwd=large, env={"TMPDIR": str(large / "tmp")}
    )
    _wait_until(lambda: left(large / "tmp"))
    time.sleep(seconds)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert (out, err.strip()) == ("", "waqia: Stopped; nothing half-written is left.")
    assert left(large) == before
    assert left(large / "tmp") == set()


def _wait_until(happened: Callable[[], object]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("the import did not begin")


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("build large.csv --out new.release", 300_000),
        ("build large.csv --out new.release", 20_000),
        ("export mydesk.release --to xlsx --out new.xlsx", 8_000),
        ("export mydesk.release --to csv --out new.csv", 8_000),
        ("report mydesk.release --template short.md --out new", 8_000),
    ],
)
def test_a_full_disk_is_named_and_leaves_nothing_behind(
    large: Path, desk: Path, line: str, limit: int
) -> None:
    """A disk with no more room than `limit` bytes a file, which a process can set for itself."""
    (large / "large.csv").replace(desk / "large.csv")
    (desk / "short.md").write_text("# Killed\n\n{{ count().killed }}\n")
    before = left(desk)

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    child = process(line, cwd=desk, env={"TMPDIR": str(large / "tmp")}, preexec_fn=little_room)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (2, "")
    (told,) = err.splitlines()
    assert told.startswith("waqia: ")
    assert "File too large" in told
    assert "room" in told
    assert "Traceback" not in told
    assert left(desk) - {"new"} == before
    assert left(large / "tmp") == set()
    assert not (desk / "new").exists() or left(desk / "new") == set()
