"""Processes that write into a register and say what was acknowledged, to be killed meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import pwd
import resource
import tempfile
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from tests.register.conftest import ADMINISTRATOR
from tests.register.test_contract import told
from waqia.model import WaqiaError
from waqia.register import Register

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.register.writing", "pydantic", "duckdb", "psycopg"])

Say = Callable[[Any], None]


class Writer:
    """A process that does `work(say, *arguments)`; what it says is read from `heard`."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        self.heard: list[Any] = []
        self._ours, theirs = _CONTEXT.Pipe(duplex=False)
        self._process: BaseProcess = _CONTEXT.Process(
            target=_run, args=(work, theirs, arguments), daemon=True
        )
        self._process.start()
        theirs.close()

    def hear(self) -> Any:
        """The next that it says; None when it has ended."""
        try:
            self.heard.append(self._ours.recv())
        except (EOFError, OSError):
            return None
        return self.heard[-1]

    def kill(self) -> list[Any]:
        """Kill it as the system does without asking; gives all that it had said."""
        self._process.kill()
        return self.end()

    def end(self) -> list[Any]:
        """Wait for its end; gives all that it said."""
        while self.hear() is not None:
            pass
        self._process.join()
        self._ours.close()
        return self.heard

    def wait(self, seconds: float) -> None:
        """Let it go on for a while."""
        self._process.join(seconds)


def _run(work: Callable[..., None], pipe: Connection, arguments: tuple[Any, ...]) -> None:
    try:
        work(pipe.send, *arguments)
    except WaqiaError as error:
        pipe.send(error if not hasattr(error, "fields") else str(error))


def add_for_ever(say: Say, url: str, name: str) -> None:
    """Add accounts and correct each of them; says (account, killed) when it was acknowledged."""
    with Register.open(url, user=ADMINISTRATOR) as register:
        for number in count(1):
            id_ = f"{name}-{number}"
            register.add(told(number, id=id_))
            say((id_, number))
            register.correct(id_, {"killed": number + 1000})
            say((id_, number + 1000))


def add_some(say: Say, url: str, name: str, number: int) -> None:
    """Add so many accounts; says the id of each when it was acknowledged."""
    with Register.open(url, user=ADMINISTRATOR) as register:
        for n in range(number):
            say(register.add(told(n, id=f"{name}-{n}")).account)


def correct(say: Say, url: str, account: str, base: int, killed: int) -> None:
    """Correct an account that was seen in a revision; says the new number, or the refusal."""
    with Register.open(url, user=ADMINISTRATOR) as register:
        register.correct(account, {"killed": killed}, base=base)
        say(killed)


def add_with_little_room(say: Say, url: str, limit: int) -> None:
    """Add accounts until no file may grow beyond `limit` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    add_for_ever(say, url, "F")


def without_rights(say: Say, work: Callable[..., None], *arguments: Any) -> None:
    """Do something as an account of the system that owns nothing."""
    # what is imported on first use may lie where that account may not read
    with tempfile.TemporaryDirectory() as folder:
        Register.create(f"{folder}/warm.db", "generic", user=ADMINISTRATOR).close()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    work(say, *arguments)


def backup(say: Say, url: str, out: str) -> None:
    """Back a register up; says the revision."""
    with Register.open(url, user=ADMINISTRATOR) as register:
        say(str(register.backup(out)))


def create(say: Say, url: str) -> None:
    """Make a register."""
    Register.create(url, "generic", user=ADMINISTRATOR).close()
    say("made")
