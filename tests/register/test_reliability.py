"""Whatever happens to a writer, its disk or its server: what was acknowledged is there, and whole.

`make soak` kills 200 writers for each database, for no more minutes than WAQIA_SOAK_MINUTES says.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import Cluster
from tests.register import writing
from tests.register.conftest import ADMINISTRATOR, Made
from tests.register.test_contract import told
from tests.register.writing import Writer
from waqia.model import RegisterError
from waqia.register import Register

MINUTES = float(os.environ.get("WAQIA_SOAK_MINUTES", "0"))
KILLED = 200 if MINUTES else 10
WRITERS = {"sqlite": 8, "postgresql": 50}


@pytest.fixture
def url(register_url: str) -> str:
    """A register with a source."""
    with Register.open(register_url, user=ADMINISTRATOR) as register:
        register.add_source({"id": "S-1", "title": "Daily"})
    return register_url


def killed_of(register: Register, id_: str) -> int | None:
    killed: int | None = register.account(id_).get("killed")
    return killed


def kept(url: str, said: list[Any]) -> None:
    """What was acknowledged is there; at most the act after it is too, and nothing by halves."""
    last = dict(said)
    with Register.open(url, user=ADMINISTRATOR) as register:
        for id_, killed in last.items():
            found = killed_of(register, id_)
            assert found == killed or (id_ == said[-1][0] and found == killed + 1000)
        assert [f for f in register.verify() if f.severity == "error"] == []


def test_writers_that_are_killed_lose_nothing_that_was_acknowledged(url: str) -> None:
    chance = random.Random(url.partition("?")[0])
    limit = time.monotonic() + MINUTES * 60 / 2
    said: list[Any] = []
    for run in range(KILLED):
        writer = Writer(writing.add_for_ever, url, f"K{run}")
        assert isinstance(writer.hear(), tuple)
        writer.wait(chance.random() * 0.1)
        heard = writer.kill()
        if run % 10 == 9:
            kept(url, heard)
        said += heard
        if MINUTES and time.monotonic() > limit:
            break
    assert len(said) > run
    with Register.open(url, user=ADMINISTRATOR) as register:
        acknowledged = dict(said)
        assert all(killed_of(register, id_) is not None for id_ in acknowledged)


def test_a_server_that_is_killed_loses_nothing_that_was_acknowledged() -> None:
    cluster = Cluster(durable=True)
    try:
        url = cluster.new()
        with Register.create(url, "generic", user=ADMINISTRATOR) as register:
            register.add_source({"id": "S-1", "title": "Daily"})
        for run in range(10 if MINUTES else 1):
            writer = Writer(writing.add_for_ever, url, f"P{run}")
            while len(writer.heard) < 5:
                writer.hear()
            cluster.kill()
            *said, error = writer.end()
            assert isinstance(error, RegisterError)
            cluster.start()
            kept(url, said)
    finally:
        cluster.drop()


# many at once


def test_writers_at_once_lose_no_update(url: str, database: str) -> None:
    number = WRITERS[database]
    writers = [Writer(writing.add_some, url, f"W{n}", 2) for n in range(number)]
    said = [id_ for writer in writers for id_ in writer.end()]
    assert sorted(said) == sorted(f"W{n}-{i}" for n in range(number) for i in range(2))
    with Register.open(url, user=ADMINISTRATOR) as register:
        assert register.revision.number == 2 + 2 * number
        assert register.verify() == []


def test_of_corrections_of_one_state_exactly_one_wins(url: str) -> None:
    with Register.open(url, user=ADMINISTRATOR) as register:
        id_ = register.add(told(0)).account
        base = register.account(id_)["revision"]
    writers = [Writer(writing.correct, url, id_, base, n) for n in range(1, 9)]
    said = [what for writer in writers for what in writer.end()]
    won = [what for what in said if isinstance(what, int)]
    assert len(won) == 1
    refused = [what for what in said if not isinstance(what, int)]
    assert len(refused) == len(writers) - 1
    assert all("killed" in what and "was changed in revision" in what for what in refused)
    with Register.open(url, user=ADMINISTRATOR) as register:
        assert killed_of(register, id_) == won[0]


# a disk that is full


def test_a_file_that_may_not_grow_stops_the_writer_and_loses_nothing(
    made: Made, tmp_path: Path
) -> None:
    path = Path(shutil.copy(made("sqlite"), tmp_path / "desk.db"))
    with Register.open(path, user=ADMINISTRATOR) as register:
        register.add_source({"id": "S-1", "title": "Daily"})
    *said, error = Writer(
        writing.add_with_little_room, str(path), path.stat().st_size + 200_000
    ).end()
    assert said
    assert isinstance(error, RegisterError)
    assert "disk" in str(error)
    kept(str(path), said)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of eight megabytes; only root can make one."""
    folder = Path(tempfile.mkdtemp(prefix="waqia-disk-"))
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        folder.rmdir()
        pytest.skip("needs the right to mount a small disk (run the tests as root)")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


def test_a_full_disk_stops_the_writer_and_loses_nothing(made: Made, small_disk: Path) -> None:
    path = Path(shutil.copy(made("sqlite"), small_disk / "desk.db"))
    with Register.open(path, user=ADMINISTRATOR) as register:
        register.add_source({"id": "S-1", "title": "Daily"})
    fill = small_disk / "fill"
    free = shutil.disk_usage(small_disk).free
    fill.write_bytes(bytes(free - 300_000))
    *said, error = Writer(writing.add_for_ever, str(path), "F").end()
    assert said
    assert "the disk is full; make room" in str(error)
    with (
        Register.open(path, user=ADMINISTRATOR) as register,
        pytest.raises(RegisterError, match="disk"),
    ):
        register.backup(small_disk / "desk.backup")
    assert sorted(p.name for p in small_disk.iterdir() if "backup" in p.name) == []
    with pytest.raises(RegisterError, match="disk"):
        Register.create(small_disk / "other.db", "pakistan", user=ADMINISTRATOR)
    fill.unlink()
    kept(str(path), said)
    with Register.open(path, user=ADMINISTRATOR) as register:
        register.add(told(1))


# where one may not write


@pytest.fixture
def others_folder(made: Made) -> Iterator[Path]:
    """A folder with a register in it, which others may read and not write."""
    folder = Path(tempfile.mkdtemp(prefix="waqia-read-"))
    path = Path(shutil.copy(made("sqlite"), folder / "desk.db"))
    with Register.open(path, user=ADMINISTRATOR) as register:
        register.add_source({"id": "S-1", "title": "Daily"})
    path.chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("work", "more"),
    [(writing.add_some, ("R", 1)), (writing.backup, ()), (writing.create, ())],
    ids=["add", "backup", "create"],
)
def test_a_folder_that_may_not_be_written_is_said_plainly(
    others_folder: Path, work: Callable[..., None], more: tuple[Any, ...]
) -> None:
    path = others_folder / ("new.db" if work is writing.create else "desk.db")
    if work is writing.backup:
        more = (str(others_folder / "desk.backup"),)
    before = sorted(others_folder.iterdir())
    (error,) = Writer(writing.without_rights, work, str(path), *more).end()
    assert isinstance(error, RegisterError)
    assert str(others_folder) in str(error)
    assert sorted(others_folder.iterdir()) == before


def test_a_file_that_may_not_be_written_is_said_plainly(others_folder: Path) -> None:
    others_folder.chmod(0o777)
    (error,) = Writer(
        writing.without_rights, writing.add_some, str(others_folder / "desk.db"), "R", 1
    ).end()
    assert isinstance(error, RegisterError)
    assert "may not be written" in str(error)
