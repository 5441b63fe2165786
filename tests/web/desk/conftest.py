"""Desks of teams, with passwords that cost little: most tests are not about what they cost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from unittest import mock

import pytest
from argon2 import PasswordHasher

from tests.web.desk.local import Local, fill
from tests.web.desk.team import Desk, World, make, opened
from waqia.register.people import credentials


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Argon2 with the least it takes, within this process."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with mock.patch.object(credentials, "hasher", return_value=cheap):
        yield


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Local:
    """A small register on one's own machine; whoever changes it takes a copy."""
    return fill(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A register of a team; whoever changes it takes a copy."""
    folder = tmp_path_factory.mktemp("team")
    return make(str(folder / "desk.db"), folder / "releases")


@pytest.fixture(scope="module")
def world(whole: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A copy of it for the tests of a module."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(whole.releases, folder / "releases")
    return replace(whole, url=shutil.copy(whole.url, folder), releases=folder / "releases")


@pytest.fixture(scope="module")
def desk(world: World) -> Iterator[Desk]:
    """The desk of the team."""
    yield from opened(world)
