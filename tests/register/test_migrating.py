"""Registers of other versions and what is none: upgraded whole, or refused and unchanged."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from tests.register.conftest import ADMINISTRATOR, Made, NewUrl
from tests.register.test_contract import told
from waqia.model import RegisterError
from waqia.register import Register
from waqia.register.store import schema
from waqia.register.store.database import Store
from waqia.register.store.migrating import making, migrate, version_of

PREVIOUS = "0002"
_KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from waqia.register import Register
left = int(sys.argv[3])
@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *others):
    global left
    left -= statement.lstrip().upper().startswith(("CREATE", "ALTER", "DROP", "INSERT"))
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "upgrade":
    Register.upgrade(sys.argv[2])
else:
    Register.create(sys.argv[2], "generic", user="chief")
"""
"""An upgrade or a creation that is killed after so many statements."""


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    store = Store(url)
    with store.engine.connect() as connection, connection.begin():
        yield connection
    store.close()


@pytest.fixture
def previous(
    register_url: str, new_place: NewUrl, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """Where a register of the previous schema lies, and the revision that it stands at."""
    with Register.open(register_url, user=ADMINISTRATOR) as register:
        register.add_source({"id": "S-1", "title": "Daily"}, content=b"Three were killed.")
        for killed in range(4):
            register.add(told(killed))
        revision = str(register.revision)
    url = new_place()
    monkeypatch.setattr(schema, "SCHEMA", PREVIOUS)
    store = Store(url)
    with opened(register_url) as origin, making(store) as target:
        tables = sa.MetaData()
        tables.reflect(target)
        for table in tables.sorted_tables:
            found = origin.execute(sa.text(f'SELECT * FROM "{table.name}"')).mappings().all()
            names = {column.name for column in table.columns}
            if table.name != "alembic_version" and found:
                rows = [{k: v for k, v in row.items() if k in names} for row in found]
                marks = ", ".join(f":{name}" for name in rows[0])
                columns = ", ".join(f'"{name}"' for name in rows[0])
                into = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
                target.execute(sa.text(into), rows)
    store.close()
    monkeypatch.undo()
    return url, revision


def test_the_migrations_make_the_tables_of_the_schema(register_url: str) -> None:
    with opened(register_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_a_register_of_the_previous_schema_is_upgraded_with_all_it_holds(
    previous: tuple[str, str],
) -> None:
    url, revision = previous
    with pytest.raises(RegisterError, match=r"earlier waqia .*register upgrade"):
        Register.open(url, user=ADMINISTRATOR)
    before = Register.upgrade(url)
    with Register.open(url, user=ADMINISTRATOR) as register:
        assert str(register.revision) == revision
        assert register.verify() == []
        assert register.account("A-000003")["killed"] == 2
        assert register.submit("audit").state == "waiting"
        assert register.entries() == []
    if before is not None:
        with opened(str(before)) as connection:
            assert version_of(connection) == PREVIOUS
    assert (before is not None) == ("://" not in url)
    assert Register.upgrade(url) is None


def test_a_register_of_a_newer_schema_is_refused_and_not_touched(register_url: str) -> None:
    with opened(register_url) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for act in (lambda: Register.open(register_url), lambda: Register.upgrade(register_url)):
        with pytest.raises(RegisterError, match=r"newer waqia .*Nothing was changed"):
            act()
    with opened(register_url) as connection:
        assert version_of(connection) == "9999"


@pytest.mark.parametrize("statements", [1, 4])
def test_an_upgrade_that_is_killed_leaves_the_register_as_it_was(
    previous: tuple[str, str], statements: int
) -> None:
    url, revision = previous
    assert killed("upgrade", url, statements)
    with opened(url) as connection:
        assert version_of(connection) == PREVIOUS
        assert not sa.inspect(connection).has_table("session")
    Register.upgrade(url)
    with Register.open(url, user=ADMINISTRATOR) as register:
        assert str(register.revision) == revision
        assert register.verify() == []


def test_an_upgrade_that_fails_leaves_the_register_as_it_was(previous: tuple[str, str]) -> None:
    url, _ = previous
    store = Store(url)

    def fail(*arguments: object) -> None:
        if "job_file" in str(arguments[2]):
            raise OSError("the server room is on fire")

    sa.event.listen(Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OSError, match="on fire"):
            migrate(store)
    finally:
        sa.event.remove(Engine, "before_cursor_execute", fail)
        store.close()
    with opened(url) as connection:
        assert version_of(connection) == PREVIOUS
        assert not sa.inspect(connection).has_table("session")


@pytest.mark.parametrize("statements", [2, 24])
def test_a_register_whose_making_is_killed_is_none(new_place: NewUrl, statements: int) -> None:
    url = new_place()
    assert killed("create", url, statements)
    with pytest.raises(RegisterError, match="no register at"):
        Register.open(url, user=ADMINISTRATOR)
    with Register.create(url, "generic", user=ADMINISTRATOR) as register:
        assert register.verify() == []


def killed(act: str, url: str, statements: int) -> bool:
    """Whether a process that does so was killed after so many statements that change something."""
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, act, url, str(statements)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode == -signal.SIGKILL


# what is no register


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE register (id INTEGER, name TEXT)")
    connection.close()


NO_REGISTERS: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("account_id,type\n" * 400),
    "empty": lambda path: path.write_bytes(b""),
    "folder": lambda path: path.mkdir(),
    "other": other_database,
}


@pytest.mark.parametrize("kind", NO_REGISTERS)
def test_what_is_no_register_is_refused_and_not_touched(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    NO_REGISTERS[kind](path)
    before = path.is_file() and path.read_bytes()
    with pytest.raises(RegisterError, match=r"desk.db"):
        Register.open(path, user=ADMINISTRATOR)
    if kind != "empty":
        with pytest.raises(RegisterError, match=r"desk.db"):
            Register.create(path, "generic", user=ADMINISTRATOR)
    assert (path.is_file() and path.read_bytes()) == before


def test_a_database_with_other_tables_is_no_place_for_a_register(new_place: NewUrl) -> None:
    url = new_place()
    store = Store(url)
    with store.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE ledger (amount INTEGER)"))
    store.close()
    with pytest.raises(RegisterError, match=r"holds tables already \(ledger\)"):
        Register.create(url, "generic", user=ADMINISTRATOR)
    with opened(url) as connection:
        assert sa.inspect(connection).get_table_names() == ["ledger"]


def test_a_register_that_was_cut_off_says_so(made: Made, tmp_path: Path) -> None:
    whole = Path(made("sqlite")).read_bytes()
    path = tmp_path / "desk.db"
    for share in (0.2, 0.5, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        try:
            with Register.open(path, user=ADMINISTRATOR) as register:
                found = [finding.code for finding in register.verify()]
        except RegisterError as error:
            found = ["damaged"] if "desk.db" in str(error) else []
        assert found


def test_no_server_is_said_plainly() -> None:
    with pytest.raises(RegisterError, match="no server answers"):
        Register.open("postgresql://waqia@/desk?host=/nowhere", user=ADMINISTRATOR)


def test_an_address_of_another_kind_is_no_place(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="mysql"):
        Register.open("mysql://localhost/desk", user=ADMINISTRATOR)
