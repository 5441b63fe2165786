"""What a process apart is asked to do here: what a hostile file might make a library do."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from waqia.model import InputError
from waqia.web.work.confined import Tell


def tell(files: list[Path], say: Tell, **arguments: Any) -> None:
    """What is well behaved: each file's bytes, then what was said besides."""
    for path in files:
        say({"name": path.name, "content": path.read_text()})
    sys.stdout.write("what a library prints is no answer\n")
    say({"arguments": arguments})


def look_around(files: list[Path], say: Tell) -> None:
    """What of the server is in reach: its environment and what it has open."""
    say({
        "environment": sorted(os.environ),
        "open": [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.exists()],
        "folder": str(Path.cwd()),
        "temporary": tempfile.gettempdir(),
    })  # fmt: skip


def reach_out(files: list[Path], say: Tell, *, port: int, secret: str, server: int) -> None:
    """What of the machine is in reach: other files, the network, the server itself."""

    def tried(act: Callable[[], object]) -> str:
        try:
            act()
        except OSError as error:
            return type(error).__name__
        return "done"

    say({
        "read": tried(Path(secret).read_text),
        "write": tried(lambda: Path(secret).with_name("more").write_text("")),
        "connect": tried(lambda: socket.create_connection(("127.0.0.1", port), timeout=2)),
        "signal": tried(lambda: os.kill(server, 0)),
        "own": tried(lambda: Path("own").write_text("")),
        "started": subprocess.run(["cat", secret], capture_output=True, check=False).returncode,
    })  # fmt: skip


def refuse(files: list[Path], say: Tell) -> None:
    """An error of ours."""
    say({"said": "first"})
    raise InputError("the.pdf cannot be read; save it once more.")


def fail(files: list[Path], say: Tell) -> None:
    """An error of a library."""
    raise RuntimeError("codec confused")


def hang(files: list[Path], say: Tell) -> None:
    """Do nothing for ever, and hear of no signal."""
    import signal

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    say({"folder": str(Path.cwd()), "process": os.getpid()})
    while True:
        time.sleep(60)


def spin(files: list[Path], say: Tell) -> None:
    """Use the processor for ever."""
    say({})
    while True:
        pass


def swell(files: list[Path], say: Tell) -> None:
    """Take memory without bound."""
    kept = []
    while True:
        kept.append(b"x" * 50_000_000)
        say({})


def crash(files: list[Path], say: Tell) -> None:
    """Bring the interpreter down."""
    say({"said": "first"})
    ctypes.string_at(0)


def fill(files: list[Path], say: Tell) -> None:
    """Write a file without bound."""
    with Path("large").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 1_000_000)
            say({})


def flood(files: list[Path], say: Tell) -> None:
    """Give back without bound."""
    while True:
        say({"said": "x" * 1_000_000})


def breed(files: list[Path], say: Tell) -> None:
    """Start a process that outlives this one."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    say({"process": child.pid})
    time.sleep(600)


def listen(files: list[Path], say: Tell) -> None:
    """Open connections without bound."""
    kept = []
    while True:
        kept.append(socket.socket())
        say({})
