"""A register for every test, on each database: a copy of one that was made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster
from tests.register.desk import Desk, furnish
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
) -> Iterator[str]:
    """Where a fresh register lies: the codebook is `pakistan`, its only user administers it."""
    origin = made(database)
    if database == "sqlite":
        yield str(shutil.copy(origin, tmp_path / "desk.db"))
    else:
        cluster = request.getfixturevalue("cluster")
        url = cluster.new("made")
        yield url
        cluster.remove(url)


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
