"""A register for every test, on each database: a copy of one that was made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster
from waqia.register import Register

DATABASES = ("sqlite", "postgresql")
ADMINISTRATOR = "amna"

NewUrl = Callable[[], str]
"""Gives a place of its own at each call."""


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server that syncs nothing."""
    cluster = Cluster()
    yield cluster
    cluster.drop()


@pytest.fixture(scope="session")
def made(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str], str]:
    """Database → the register that others are copied from; made when first asked for."""
    known: dict[str, str] = {}

    def place(database: str) -> str:
        if database not in known:
            url = (
                str(tmp_path_factory.mktemp("made") / "made.db")
                if database == "sqlite"
                else request.getfixturevalue("cluster").url("made")
            )
            if database == "postgresql":
                request.getfixturevalue("cluster").execute("CREATE DATABASE made")
            Register.create(url, "pakistan", user=ADMINISTRATOR, title="Desk").close()
            known[database] = url
        return known[database]

    return place


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Each database in turn; that of PostgreSQL is skipped where its server is missing."""
    return str(request.param)


@pytest.fixture
def new_place(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """A function that gives a place, on this database, where no register is yet."""
    numbers = iter(range(100))

    def place() -> str:
        if database == "sqlite":
            return str(tmp_path / f"place{next(numbers)}.db")
        return str(request.getfixturevalue("cluster").new())

    return place


@pytest.fixture
def register_url(
    database: str, made: Callable[[str], str], request: pytest.FixtureRequest, tmp_path: Path
) -> str:
    """Where a fresh register lies: the codebook is `pakistan`, its only user administers it."""
    origin = made(database)
    if database == "sqlite":
        return str(shutil.copy(origin, tmp_path / "desk.db"))
    return str(request.getfixturevalue("cluster").new("made"))


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    """A fresh register, opened as its administrator."""
    with Register.open(register_url, user=ADMINISTRATOR) as register:
        yield register
