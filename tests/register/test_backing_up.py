"""A backup is a register; restored on either database it is the same, to the hash."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.register.conftest import ADMINISTRATOR, Fill, Made
from tests.register.test_contract import told
from tests.register.test_verifying import fill, present
from waqia.model import DeniedError, RegisterError
from waqia.register import Register


def used(register: Register) -> None:
    """A few acts, a second user, and an attempt of theirs that was denied."""
    fill(register)
    register.add_user("noor", "viewer")
    with Register.open(register.store.name, user="noor") as other, pytest.raises(DeniedError):
        other.add(told(2))


@pytest.fixture
def register(copy_of: Callable[[Fill | None], str]) -> Iterator[Register]:
    with Register.open(copy_of(used), user=ADMINISTRATOR) as register:
        yield register


@pytest.fixture
def backed_up(register: Register, tmp_path: Path) -> Path:
    """A backup of a register that has been used."""
    register.backup(tmp_path / "desk.backup")
    return tmp_path / "desk.backup"


def test_a_backup_can_be_opened_as_a_register(register: Register, backed_up: Path) -> None:
    with Register.open(backed_up, user=ADMINISTRATOR) as copy:
        assert copy.revision == register.revision
        assert copy.verify() == []
        assert copy.title == register.title
        assert present(copy) == present(register)


def test_a_backup_is_one_file_for_its_owner_only(backed_up: Path) -> None:
    assert stat.S_IMODE(backed_up.stat().st_mode) == 0o600
    assert [p.name for p in backed_up.parent.iterdir() if "backup" in p.name] == ["desk.backup"]


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_a_restored_register_is_the_same_and_goes_on(
    register: Register, backed_up: Path, into: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    target = (
        str(tmp_path / "restored.db")
        if into == "sqlite"
        else request.getfixturevalue("cluster").new()
    )
    assert Register.restore(backed_up, target) == register.revision
    with Register.open(target, user=ADMINISTRATOR) as restored:
        assert restored.revision == register.revision
        assert restored.verify() == []
        assert present(restored) == present(register)
        assert len(restored.denials()) == 1
        restored.add(told(2))
        assert restored.revision.number == register.revision.number + 1
        with Register.open(target, user="noor") as other, pytest.raises(DeniedError):
            other.add(told(2))
        assert len(restored.denials()) == 2


def test_nothing_is_overwritten(register: Register, backed_up: Path) -> None:
    before = backed_up.read_bytes()
    with pytest.raises(RegisterError, match="there already"):
        register.backup(backed_up)
    with pytest.raises(RegisterError, match="there already"):
        Register.restore(backed_up, register.store.name)
    assert backed_up.read_bytes() == before


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
@pytest.mark.parametrize("damage", ["cut off", "tampered", "text", "absent"])
def test_a_damaged_backup_is_not_restored_and_leaves_nothing(
    made: Made, tmp_path: Path, into: str, damage: str, request: pytest.FixtureRequest
) -> None:
    backup = tmp_path / "desk.backup"
    with Register.open(made("sqlite"), user=ADMINISTRATOR) as register:
        register.backup(backup)
    if damage == "cut off":
        backup.write_bytes(backup.read_bytes()[:-60_000])
    elif damage == "tampered":
        with sqlite3.connect(backup) as connection:
            connection.execute("UPDATE revision SET user = 'eve'")
        connection.close()
    elif damage == "text":
        backup.write_text("not a database, " * 400)
    else:
        backup.unlink()
    folder = tmp_path / "there"
    folder.mkdir()
    target = (
        str(folder / "restored.db")
        if into == "sqlite"
        else request.getfixturevalue("cluster").new()
    )
    with pytest.raises(RegisterError, match=r"desk.backup"):
        Register.restore(backup, target)
    assert list(folder.iterdir()) == []
    with pytest.raises(RegisterError, match="no register at"):
        Register.open(target, user=ADMINISTRATOR)


def test_a_backup_to_where_nothing_can_be_written_leaves_nothing(
    register: Register, tmp_path: Path
) -> None:
    with pytest.raises(RegisterError, match="cannot be written"):
        register.backup(tmp_path / "no such folder" / "desk.backup")
    assert [path for path in tmp_path.rglob("*") if "backup" in path.name] == []


def test_a_backup_while_others_write_is_one_moment(register: Register, tmp_path: Path) -> None:
    done = threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with Register.open(register.store.name, user=ADMINISTRATOR) as writer:
                while not done.is_set():
                    writer.add(told(1))
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        backups = [tmp_path / f"{number}.backup" for number in range(3)]
        revisions = [register.backup(path) for path in backups]
    finally:
        done.set()
        for writer in writers:
            writer.join()
    assert failed == []
    assert [revision.number for revision in revisions] == sorted(
        {revision.number for revision in revisions}
    )
    for path, revision in zip(backups, revisions, strict=True):
        with Register.open(path, user=ADMINISTRATOR) as copy:
            assert copy.revision == revision
            assert copy.verify() == []
