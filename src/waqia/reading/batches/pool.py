"""Processes that work on items, one of which may hang, crash or eat memory without harm."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from waqia.model import WaqiaError

T = TypeVar("T")
_context = multiprocessing.get_context("spawn")
Task = Callable[[Any], str]
_LOADING = 120.0
"""Seconds that a process may take to make its task, besides those of its first item."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Why there is no answer for an item, in words."""

    why: str


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: SpawnProcess
    connection: Connection
    make: Callable[[], Task]
    item: T | None = None
    until: float = 0.0
    ready: bool = False


def each(
    items: Iterable[T], make: Callable[[], Task], *, jobs: int, seconds: float, memory: int
) -> Iterator[tuple[T, str | Broken]]:
    """Work on items in other processes; gives each with its answer, as they are done.

    Args:
        items: asked for one by one, when a process is free; they and `make` are pickled.
        make: called in each process when it starts; gives the task.
        jobs: processes at most.
        seconds: that one item may take, then its process is ended.
        memory: bytes that a process may take for items, besides what it has when it is ready
            (where the system can limit it).

    Raises:
        Exception: what `make` raised in a process.
        WaqiaError: a task raised it, as no other item can be worked on either.
    """
    left = iter(items)
    workers: list[_Worker[T]] = []
    try:
        while True:
            while (
                free := next((worker for worker in workers if worker.item is None), None)
            ) or len(workers) < jobs:
                try:
                    item = next(left)
                except StopIteration:
                    break
                if free is None:
                    free = _start(make, memory)
                    workers.append(free)
                free.item = item
                free.until = time.monotonic() + seconds + (0 if free.ready else _LOADING)
                if free.ready:
                    _send(free, item)
            if all(worker.item is None for worker in workers):
                return
            for worker, answer in _answers(workers, seconds):
                if isinstance(answer, Broken):
                    _end(worker)
                    workers.remove(worker)
                done, worker.item = worker.item, None
                if done is not None:
                    yield done, answer
    finally:
        for worker in workers:
            _end(worker)


def _answers(
    workers: list[_Worker[T]], seconds: float
) -> Iterator[tuple[_Worker[T], str | Broken]]:
    """What came from processes, or that they are past their time, once there is any of it."""
    busy = {worker.connection: worker for worker in workers if worker.item is not None}
    first = min(worker.until for worker in busy.values())
    heard = set(wait(list(busy), max(first - time.monotonic(), 0)))
    for connection, worker in busy.items():
        if connection in heard:
            answer = _receive(worker)
            if answer is None:
                worker.until = time.monotonic() + seconds
            else:
                yield worker, answer
        elif time.monotonic() >= worker.until:
            yield worker, Broken("it took more time than it may")


def _receive(worker: _Worker[T]) -> str | Broken | None:
    """An answer; None where the process has only told how far it is.

    Raises:
        Exception: the task could not be made.
    """
    try:
        kind, told = worker.connection.recv()
    except (EOFError, OSError):
        return Broken("the process that read it broke off, for want of memory or on its content")
    if kind == "unready":
        raise told
    if kind == "started":
        # not before: a process that cannot start would never take what is large
        _send(worker, worker.make)
        return None
    if kind == "ready":
        worker.ready = True
        _send(worker, worker.item)
        return None
    return Broken(told) if kind == "broken" else str(told)


def _start(make: Callable[[], Task], memory: int) -> _Worker[Any]:
    ours, theirs = _context.Pipe()
    process = _context.Process(target=_serve, args=(theirs, memory), daemon=True)
    with _deaf():  # Ctrl-C is for this process, which then ends the others
        process.start()
    theirs.close()
    return _Worker(process, ours, make)


def _send(worker: _Worker[Any], what: Any) -> None:
    with suppress(OSError):  # that the process has died is seen when it is listened to
        worker.connection.send(what)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let processes that are started here not hear of Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(worker: _Worker[Any]) -> None:
    """End a process and those that it started."""
    worker.connection.close()
    if hasattr(os, "killpg") and worker.process.pid is not None:
        with suppress(OSError):
            os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.kill()
    worker.process.join()


def _serve(connection: Connection, memory: int) -> None:
    """Work on what comes until nothing comes any more; run by a process only."""
    if hasattr(os, "setsid"):
        os.setsid()  # a group with the processes that this one starts, to be ended with them
    connection.send(("started", None))
    try:
        task = connection.recv()()
    except Exception as error:
        connection.send(("unready", error))
        return
    connection.send(("ready", None))
    _limit(memory)
    while True:
        try:
            item = connection.recv()
        except EOFError:
            return
        try:
            answer = ("done", task(item))
        except WaqiaError as error:
            connection.send(("unready", error))
            return
        except MemoryError:
            answer = ("broken", "it needs more memory than it may take")
        except Exception as error:
            answer = ("broken", f"{type(error).__name__}: {error}"[:200])
        connection.send(answer)


def _limit(memory: int) -> None:
    try:
        import resource

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        used = int(pages) * resource.getpagesize()
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, most))
    except (ImportError, OSError, ValueError):
        return  # not a system that can
