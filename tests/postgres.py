"""A PostgreSQL server of the tests' own: a folder and a socket, and nothing else is touched."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

HINT = "needs a PostgreSQL server (on Debian: apt-get install postgresql)"
USER = "waqia"


def programs() -> Path | None:
    """The folder that holds initdb and pg_ctl, of the newest version; None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    return max(found, key=_version, default=None)


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _unprivileged() -> dict[str, str | int | list[int]]:
    """How to start a process of the server: it refuses root, so then as another account."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Cluster:
    """A private cluster on a unix socket, dropped by `drop`.

    Without `durable` nothing is synced, which is fine where no test pulls the plug.
    """

    def __init__(self, *, durable: bool = False) -> None:
        folder = programs()
        if folder is None:
            pytest.skip(HINT)
        self._programs = folder
        self._as = _unprivileged()
        # the path of a socket has to be short, and open to the account of the server; what need
        # not last may lie in memory
        memory = "/dev/shm" if not durable and os.access("/dev/shm", os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix="waqia-pg-", dir=memory))
        if self._as:
            os.chown(self.folder, int(self._as["user"]), int(self._as["group"]))  # type: ignore[call-overload]
        self.data = self.folder / "data"
        self._numbers = count(1)
        self._run(
            "initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        settings = [
            "listen_addresses = ''",
            f"unix_socket_directories = '{self.folder}'",
            "max_connections = 150",
            "shared_buffers = 32MB",
            "log_min_messages = fatal",
        ]
        if not durable:
            settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(settings) + "\n")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers.

        After `kill` what it left has to be gone first, which takes the system a moment.
        """
        for left in range(20, -1, -1):
            try:
                self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start")
            except RuntimeError:
                if not left:
                    raise
                time.sleep(0.2)
            else:
                return

    def kill(self) -> None:
        """Kill the server like a failing power supply would: no warning, nothing flushed."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(postmaster)],
            capture_output=True, text=True, check=False,
        ).stdout.split()  # fmt: skip
        for process in (postmaster, *map(int, children)):
            os.kill(process, signal.SIGKILL)

    def drop(self) -> None:
        """Stop the server and remove all that it wrote."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of a database of the cluster."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """The address of a new database, a copy of `template`."""
        name = f"desk{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def remove(self, url: str) -> None:
        """Remove a database, also where somebody still uses it."""
        name = urlsplit(url).path.removeprefix("/")
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Have the server do something as its administrator."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *options: str | Path, check: bool = True) -> None:
        done = subprocess.run(
            [self._programs / program, *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
            text=True, check=False, cwd=self.folder, **self._as,  # type: ignore[call-overload]
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")
