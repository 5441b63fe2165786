"""Fixtures that several rooms share: a small codebook and small releases made in a few lines."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings

from waqia.adjudication import Rules, adjudicate
from waqia.codebook import Codebook
from waqia.model import TABLES
from waqia.release import Release, open_release, write_release

# the gate asks the same every time; `make soak` asks anew
settings.register_profile("same", derandomize="WAQIA_SOAK_MINUTES" not in os.environ, deadline=None)
settings.load_profile("same")


def pytest_collection_finish() -> None:
    """What stays until the end need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


SHARED = Path(__file__).parents[2] / "shared"
CREATED = "2024-01-01T00:00:00Z"

Rows = Sequence[Mapping[str, Any]]
MakeRelease = Callable[..., Release]


def shared(name: str) -> Path:
    """A file of the optional test data in ../shared; the test is skipped where it is absent."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"needs ../shared/{name} beside the clone")
    return path


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    """The shipped codebook `pakistan`."""
    return Codebook.load("pakistan")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty DuckDB connection in memory."""
    with duckdb.connect() as connection:
        yield connection


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Make a table of `TABLES` from rows that name the columns they know."""
    connection.execute(TABLES[table].create())
    for row in rows:
        values = {
            name: {"key": list(value), "value": list(value.values())} if name == "words" else value
            for name, value in row.items()
        }
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*values.values()])


def stage(
    connection: duckdb.DuckDBPyConnection, accounts: Rows, sources: Rows | None = None
) -> None:
    """The tables `accounts` and `sources`: every account has an id, an incident and a source.

    Unless said otherwise each account is an incident of its own, on 2023-01-01, told by `S-1`.
    """
    told = [
        {
            "id": f"A-{n:04}",
            "incident": f"PK-2023-{n:06}",
            "source": "S-1",
            "date_start": account.get("date_start", "2023-01-01"),
            "date_end": account.get("date_start", "2023-01-01"),
            "date_precision": "day",
            "country": "Pakistan",
        }
        | dict(account)
        for n, account in zip(count(1), accounts, strict=False)
    ]
    fill(connection, "accounts", told)
    if sources is None:
        ids = dict.fromkeys(account["source"] for account in told)
        sources = [{"id": id_, "title": f"Source {id_}"} for id_ in ids]
    known = [{"kind": "document", "access": "public"} | dict(source) for source in sources]
    fill(connection, "sources", known)


@pytest.fixture(scope="session")
def kept_release(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """What a release is made of → the folder in which the one that was made of it is kept."""
    return cache(lambda made_of: tmp_path_factory.mktemp("made") / "kept.release")


@pytest.fixture
def make_release(
    tmp_path: Path, codebook: Codebook, kept_release: Callable[[str], Path]
) -> MakeRelease:
    """A function that makes a release from rows of accounts: `make_release(accounts)`.

    One of the same rows, name and words is made once and copied.

    Args of the function: `accounts` and `sources` as rows (see `stage`), `name` of the release's
    folder, `rules` of adjudication, `findings` and `figures` as rows, `incidents` as id → columns
    to change after adjudication, and what `write_release` takes besides.
    """

    def make(
        accounts: Rows,
        sources: Rows | None = None,
        *,
        name: str = "test.release",
        rules: Rules | None = None,
        findings: Rows = (),
        figures: Rows = (),
        incidents: Mapping[str, Mapping[str, Any]] | None = None,
        **options: Any,
    ) -> Release:
        out = tmp_path / name
        plain = options.keys() <= {"title", "description", "licence", "created", "revision"}
        made_of = (accounts, sources, name, rules, findings, figures, incidents, options)
        kept = kept_release(repr(made_of)) if plain and not out.exists() else None
        if kept and kept.exists():
            return open_release(shutil.copytree(kept, out))
        with duckdb.connect() as connection:
            stage(connection, accounts, sources)
            fill(connection, "findings", findings)
            fill(connection, "figures", figures)
            book = options.pop("codebook", codebook)
            adjudicate(connection, book, rules)
            for id_, values in (incidents or {}).items():
                changes = ", ".join(f"{column} = ?" for column in values)
                connection.execute(
                    f"UPDATE incidents SET {changes} WHERE id = ?", [*values.values(), id_]
                )
            given = {"title": "Test", "created": CREATED} | options
            release = write_release(connection, out, book, **given)
        if kept:
            shutil.copytree(out, kept)
        return release

    return make
