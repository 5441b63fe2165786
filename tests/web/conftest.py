"""Releases that are served on a port of this machine, and clients that ask them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from tests.conftest import CREATED, SHARED, stage
from waqia.adjudication import adjudicate
from waqia.codebook import Codebook
from waqia.examples import example_folder
from waqia.formats import build, import_dataset
from waqia.release import Release, open_release, write_release
from waqia.web import create_app

Get = Callable[..., httpx.Response]


@contextmanager
def served(release: Release, **options: Any) -> Iterator[str]:
    """Serve a release in a thread; gives the address."""
    with running(create_app(release, **options)) as address:
        yield address


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Run an application in a thread; gives the address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and thread.is_alive() and time.monotonic() < until:
        thread.join(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The example as a release."""
    out = tmp_path_factory.mktemp("web") / "desk.release"
    build(example_folder() / "accounts.csv", out, codebook="pakistan", title="Desk",
          created=CREATED)  # fmt: skip
    return open_release(out)


@pytest.fixture(scope="session")
def address(release: Release) -> Iterator[str]:
    """Where the example is served."""
    # connections of its own, so that tests can ask the release itself beside
    with served(open_release(release.path)) as address:
        yield address


@pytest.fixture(scope="session")
def get(address: str) -> Iterator[Get]:
    """Ask the served example: a path and parameters."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield lambda path, headers=None, **asked: client.get(
            path, params=asked or None, headers=headers
        )


@pytest.fixture(scope="session")
def ged(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """GED of Pakistan as a release, by the codebook that keeps its words."""
    path = SHARED / "data" / "ged_pakistan_1989_2021.csv"
    if not path.is_file():
        pytest.skip("needs ../shared/data/ged_pakistan_1989_2021.csv beside the clone")
    out = tmp_path_factory.mktemp("web") / "ged.release"
    import_dataset(path, "ucdp-ged", out, created=CREATED)
    return open_release(out)


@pytest.fixture(scope="session")
def ged_address(ged: Release) -> Iterator[str]:
    """Where GED is served."""
    with served(open_release(ged.path)) as address:
        yield address


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Release]:
    """A function that writes a small release of accounts and sources, see `stage`."""

    def write(*arguments: Any) -> Release:
        codebook = Codebook.load("pakistan")
        with duckdb.connect() as connection:
            stage(connection, *arguments)
            adjudicate(connection, codebook, None)
            return write_release(
                connection, tmp_path / "small.release", codebook, title="Small", created=CREATED
            )

    return write
