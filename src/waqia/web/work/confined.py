"""A process of its own for what strangers send, in which nothing of the server is in reach.

It begins with an empty environment, no open files of ours and a folder that is gone afterwards, may
read nothing else where Linux can prevent it, and has bounds on time, memory, and the files that it
may write. It ends with the server, whichever way that ends.
"""

from __future__ import annotations

import importlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from waqia.model import WaqiaError
from waqia.web.work import steps
from waqia.web.work.fencing import fence
from waqia.web.work.folders import own_folder

Record = dict[str, Any]
Tell = Callable[[Record], None]
Task = Callable[..., None]
"""Takes paths of files, a `Tell` for what it finds, and arguments by name that JSON can hold."""

_START = "from waqia.web.work.confined import serve; serve()"
_GRACE = 2.0
"""Seconds that a process has to end those that it started."""
_LISTEN = 0.5
"""Seconds after which it is looked again whether somebody wants the work stopped."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a process may take.

    Attributes:
        seconds: of time, after which it is ended.
        processor: seconds of the processor that it, and each process that it starts, may use.
        memory: bytes that it, and each that it starts, may take besides those it begins with, where
            the system can limit them.
        written: bytes of a file that it may write.
        files: that it may have open.
        told: bytes that it may give back.
    """

    seconds: float = 900.0
    processor: int = 600
    memory: int = 2_500_000_000
    written: int = 1_000_000_000
    files: int = 256
    told: int = 300_000_000


class ConfinedError(WaqiaError):
    """Work that was given up; its text says why."""


class StoppedError(WaqiaError):
    """Work that somebody wanted to be stopped."""


def confined(
    task: Task,
    files: Mapping[str, bytes] | None = None,
    arguments: Mapping[str, Any] | None = None,
    *,
    readable: Sequence[Path] = (),
    bounds: Bounds | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Record]:
    """Run a task of ours on files in a process apart; gives its records as they come.

    Args:
        task: a function of a module; it runs in a folder of its own, where the files are.
        files: a name, of ours and never of a stranger, and the bytes of each; the names are the
            paths that the task is given.
        arguments: what JSON can hold.
        readable: files and folders that the process may read, besides Python and its own.
        bounds: what the process may take.
        stopped: is asked now and then whether the work is to be stopped.

    Raises:
        ConfinedError: the task raised an error, took more than it may, or broke off.
        StoppedError: it was wanted to stop.
    """
    bounds = bounds or Bounds()
    with own_folder() as folder:
        for name, content in (files or {}).items():
            (folder / name).write_bytes(content)
        process = _started(folder)
        try:
            _ask(process, {
                "task": f"{task.__module__}:{task.__qualname__}",
                "files": list(files or ()),
                "arguments": dict(arguments or {}),
                "readable": list(map(str, readable)),
                "bounds": asdict(bounds),
            })  # fmt: skip
            yield from _answers(process, bounds, stopped)
        finally:
            _end(process)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    paths = [str(Path(__file__).parents[3]), *filter(None, sys.path)]
    return subprocess.Popen(  # noqa: S603 # ourselves
        [sys.executable, "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONSAFEPATH": "1",
            "LANG": "C.UTF-8",
            "HOME": str(folder),
            "TMPDIR": str(folder),
            # each thread of a library for numbers would take address space
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",
        },
        start_new_session=True,
    )


def _ask(process: subprocess.Popen[bytes], request: Record) -> None:
    if process.stdin is not None:
        with suppress(OSError):  # that it has died is seen when it is listened to
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()  # it stays open: the process ends when it is closed


def _answers(
    process: subprocess.Popen[bytes], bounds: Bounds, stopped: Callable[[], bool]
) -> Iterator[Record]:
    until = time.monotonic() + bounds.seconds
    left = bounds.told
    for line in _lines(process.stdout, until, bounds.told, stopped):
        if line is None:
            raise ConfinedError(steps.TOO_LONG % {"seconds": f"{bounds.seconds:,.0f}"})
        left -= len(line)
        if left < 0:
            raise ConfinedError(steps.TOO_MUCH)
        kind, said = json.loads(line)
        if kind == "record":
            yield said
        elif kind == "done":
            return
        else:
            raise ConfinedError(said)
    raise ConfinedError(steps.BROKEN)


def _lines(
    stream: IO[bytes] | None, until: float, longest: int, stopped: Callable[[], bool]
) -> Iterator[bytes | None]:
    """What a process says, line by line; None where its time is over."""
    if stream is None:
        return
    descriptor, rest = stream.fileno(), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            if stopped():
                raise StoppedError(steps.STOPPED)
            left = until - time.monotonic()
            if left <= 0:
                yield None
                return
            if not selector.select(min(left, _LISTEN)):
                continue
            part = os.read(descriptor, 1 << 20)
            if not part:
                return
            *whole, last = part.split(b"\n")
            for line in whole:
                rest += line
                yield bytes(rest)
                rest.clear()
            rest += last
            if len(rest) > longest:
                raise ConfinedError(steps.TOO_MUCH)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started."""
    if process.poll() is None:
        process.terminate()  # it ends those that have left its group
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def serve() -> None:
    """Do one task that standard input tells of; run by the process apart only."""
    answers = os.dup(1)
    os.dup2(2, 1)  # nothing that a library prints may get between the answers

    def say(kind: str, said: Any) -> None:
        line = memoryview(json.dumps([kind, said]).encode() + b"\n")
        while line:
            line = line[os.write(answers, line) :]

    def leave(*_: object) -> None:
        shutil.rmtree(Path.cwd(), ignore_errors=True)
        raise SystemExit(1)

    signal.signal(signal.SIGTERM, leave)
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module, _, name = request["task"].partition(":")
    task: Task = getattr(importlib.import_module(module), name)
    fence(request["readable"])
    _limit(Bounds(**request["bounds"]))
    try:
        files = [Path(path) for path in request["files"]]
        task(files, partial(say, "record"), **request["arguments"])
    except WaqiaError as error:
        say("failed", str(error))
    except MemoryError:
        say("failed", steps.MEMORY)
    except Exception as error:
        say("failed", steps.FAILED % {"why": f"{type(error).__name__}: {str(error)[:200]}"})
    else:
        say("done", None)


def _end_with_parent() -> None:
    """Wait for the end of standard input, which comes when the server is gone."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _limit(bounds: Bounds) -> None:
    try:
        import resource
    except ImportError:  # not a Unix system
        return
    for what, most in (
        (resource.RLIMIT_CPU, bounds.processor),
        (resource.RLIMIT_FSIZE, bounds.written),
        (resource.RLIMIT_NOFILE, bounds.files),
        (resource.RLIMIT_CORE, 0),
        # not of address space, of which a library that draws charts reserves much
        (resource.RLIMIT_DATA, _taken() + bounds.memory),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _taken() -> int:
    """Bytes of memory of its own that this process has."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
