"""A process apart gives what it finds; one that misbehaves ends, and harms nothing else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.web.work import hostile
from waqia.web.work.confined import Bounds, ConfinedError, StoppedError, Task, confined

LITTLE = Bounds(seconds=20, processor=1, memory=300_000_000, written=5_000_000, files=40,
                told=10_000_000)  # fmt: skip

SERVER = """
from tests.web.work import hostile
from waqia.web.work.confined import confined
for said in confined(hostile.hang):
    print(said["process"], said["folder"], flush=True)
"""


def alive(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def gone(process: int) -> bool:
    """Whether a process ends within a few seconds."""
    until = time.monotonic() + 10
    while alive(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(process)


def test_records_come_as_they_are_found() -> None:
    found = confined(hostile.tell, {"1.txt": b"one", "2.txt": b"two"}, {"day": "2024-02-08"})
    assert list(found) == [
        {"name": "1.txt", "content": "one"},
        {"name": "2.txt", "content": "two"},
        {"arguments": {"day": "2024-02-08"}},
    ]


def test_nothing_of_the_server_is_in_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret")
    with (tmp_path / "desk.db").open("wb") as database:
        os.set_inheritable(database.fileno(), True)
        (seen,) = confined(hostile.look_around)
    assert "PGPASSWORD" not in seen["environment"]
    assert [one for one in seen["open"] if "pipe:" not in one and one != "/dev/null"] == []
    assert seen["temporary"] == seen["folder"]
    assert not Path(seen["folder"]).exists()


def test_nothing_of_the_machine_is_in_reach(tmp_path: Path) -> None:
    secret = tmp_path / "desk.db"
    secret.write_text("what a confidential source says")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        around = {"port": listening.getsockname()[1], "secret": str(secret), "server": os.getpid()}
        (seen,) = confined(hostile.reach_out, arguments=around)
        if seen["read"] == "done":
            pytest.skip("needs a Linux with Landlock: 6.12 or later for all that is asked here")
        (given,) = confined(hostile.reach_out, arguments=around, readable=[tmp_path])
    assert seen == {
        "read": "PermissionError", "write": "PermissionError", "own": "done", "started": 1,
        "connect": seen["connect"], "signal": "PermissionError",
    }  # fmt: skip
    assert seen["connect"] != "done"
    assert (given["read"], given["write"]) == ("done", "PermissionError")


@pytest.mark.parametrize(
    ("task", "why"),
    [
        (hostile.refuse, "the.pdf cannot be read; save it once more."),
        (hostile.fail, "RuntimeError: codec confused"),
        (hostile.spin, "broke off, for want of memory or time"),
        (hostile.swell, "more memory than it may take"),
        (hostile.crash, "broke off"),
        (hostile.fill, "File too large"),
        (hostile.flood, "more came of it than is taken"),
        (hostile.listen, "Too many open files"),
    ],
)
def test_what_misbehaves_ends_with_a_reason(task: Task, why: str) -> None:
    with pytest.raises(ConfinedError, match=why):
        list(confined(task, bounds=LITTLE))


def test_what_hangs_is_ended_and_leaves_nothing_behind() -> None:
    running = confined(hostile.hang, bounds=Bounds(seconds=2))
    said = next(running)
    with pytest.raises(ConfinedError, match="given up after 2 seconds"):
        next(running)
    assert not alive(said["process"])
    assert not Path(said["folder"]).exists()


def test_work_is_stopped_when_somebody_wants_it_with_all_that_it_started() -> None:
    wanted: list[bool] = []
    running = confined(hostile.breed, stopped=lambda: bool(wanted))
    child = next(running)["process"]
    wanted.append(True)
    with pytest.raises(StoppedError):
        next(running)
    assert gone(child)


def test_it_ends_with_the_server() -> None:
    """Also where the server is killed, and has no time to end anything."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert server.stdout
    process, folder = server.stdout.readline().split()
    server.kill()
    server.wait()
    server.stdout.close()
    assert gone(int(process))
    assert list(Path(folder).glob("*")) == []
