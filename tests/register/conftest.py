"""A register for every test, on each database: a copy of one that was made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.postgres import Cluster
from tests.register.desk import Desk, furnish
from waqia.register import Register

DATABASES = ("sqlite", "postgresql")
ADMINISTRATOR = "chief"

NewUrl = Callable[[], str]
"""Gives a place of its own at each call."""
Fill = Callable[[Register], None]
"""What is done in a register before it is copied."""


class Made(Protocol):
    """Gives where the register lies that others of a database are copied from."""

    def __call__(self, database: str, fill: Fill | None = None) -> str: ...


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server that syncs nothing."""
    cluster = Cluster()
    yield cluster
    cluster.drop()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Made:
    """Database, and what fills it → the register that others are copied from, made when asked for.

    The codebook is `pakistan`, its only user administers it.
    """
    known: dict[tuple[str, Fill | None], str] = {}

    def place(database: str, fill: Fill | None = None) -> str:
        if (database, fill) not in known:
            name = fill.__name__ if fill else "made"
            if database == "sqlite":
                url = str(tmp_path_factory.mktemp("made") / f"{name}.db")
            else:
                cluster = request.getfixturevalue("cluster")
                cluster.execute(f"CREATE DATABASE {name}")
                url = cluster.url(name)
            with Register.create(url, "pakistan", user=ADMINISTRATOR, title="Desk") as register:
                if fill:
                    fill(register)
            known[database, fill] = url
        return known[database, fill]

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
def copy_of(
    database: str, made: Made, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[Fill | None], str]]:
    """A function that gives where a fresh copy of a register lies that was made once."""
    copies: list[str] = []

    def place(fill: Fill | None = None) -> str:
        origin = made(database, fill)
        if database == "sqlite":
            return str(shutil.copy(origin, tmp_path / "desk.db"))
        copies.append(request.getfixturevalue("cluster").new(fill.__name__ if fill else "made"))
        return copies[-1]

    yield place
    for url in copies:
        request.getfixturevalue("cluster").remove(url)


@pytest.fixture
def register_url(copy_of: Callable[[Fill | None], str]) -> str:
    """Where a fresh register lies: the codebook is `pakistan`, its only user administers it."""
    return copy_of(None)


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    """A fresh register, opened as its administrator."""
    with Register.open(register_url, user=ADMINISTRATOR) as register:
        yield register


@pytest.fixture(scope="session")
def furnished(
    made: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Callable[[str], tuple[str, dict[str, str]]]:
    """Database → a desk that others are copied from, and the tokens of its users."""
    known: dict[str, tuple[str, dict[str, str]]] = {}

    def place(database: str) -> tuple[str, dict[str, str]]:
        if database not in known:
            origin = made(database)
            folder = tmp_path_factory.mktemp("furnished")
            url = (
                str(shutil.copy(origin, folder / "desk.db"))
                if database == "sqlite"
                else str(request.getfixturevalue("cluster").new("made"))
            )
            with Register.open(url, user=ADMINISTRATOR) as register:
                known[database] = (url, furnish(register, folder))
        return known[database]

    return place


@pytest.fixture
def desk(
    database: str,
    furnished: Callable[[str], tuple[str, dict[str, str]]],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Desk]:
    """A desk with users of every role and the first twelve accounts of the example."""
    origin, tokens = furnished(database)
    if database == "sqlite":
        url = str(shutil.copy(origin, tmp_path / "desk.db"))
    else:
        template = origin.removeprefix("postgresql://").split("/")[1].split("?")[0]
        url = str(request.getfixturevalue("cluster").new(template))
    with Desk(url, ADMINISTRATOR, tmp_path, tokens) as desk:
        yield desk
