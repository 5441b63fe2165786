"""Releases on the shelf of a desk: by name, opened once, replaced, damaged, removed when unread."""

from __future__ import annotations

import os
import shutil
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import duckdb
import pytest

from tests.conftest import CREATED, stage
from waqia.adjudication import adjudicate
from waqia.codebook import Codebook
from waqia.model import QuestionError, ReleaseError
from waqia.release import Release, open_release, write_release
from waqia.web.desk.present import Present, sweep
from waqia.web.desk.shelf import Shelf
from waqia.web.problems import ProblemError

ONE = [{"province": "Balochistan", "killed": 1}]
TWO = [*ONE, {"province": "Punjab", "killed": 2}]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one incident and one of two."""
    folder = tmp_path_factory.mktemp("origin")
    codebook = Codebook.load("pakistan")
    for name, accounts in (("a.release", ONE), ("b.release", TWO)):
        with duckdb.connect() as connection:
            stage(connection, accounts)
            adjudicate(connection, codebook, None)
            write_release(connection, folder / name, codebook, title=name, created=CREATED)
    return folder


@pytest.fixture
def folder(origin: Path, tmp_path: Path) -> Path:
    """A folder with both."""
    return Path(shutil.copytree(origin, tmp_path / "shelf"))


def incidents(shelf: Shelf, name: str | None = None) -> int:
    """The number of incidents of a release on a shelf."""
    pool = shelf.pool(name)
    assert pool is not None
    with pool.lent() as release:
        ((number,),) = release.connection().execute("SELECT count(*) FROM incidents").fetchall()
    return int(number)


def test_where_a_release_lies_is_told_from_the_root(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    named = Path(folder.name)
    assert Shelf(folder=named).path_of("a.release") == folder / "a.release"
    given = Shelf(given=open_release(named / "a.release"))
    assert given.path_of("a.release") == folder / "a.release"


def test_releases_are_opened_by_name_and_once(folder: Path) -> None:
    shelf = Shelf(folder=folder)
    assert incidents(shelf, "a.release") == 1
    assert incidents(shelf, "b.release") == 2
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(shelf.pool("b.release"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {shelf.pool("b.release")}


@pytest.mark.parametrize(
    "name", ["../shelf/a.release", "a.release/", "./a.release", "", ".", "..", "/", "A.release"]
)
def test_a_name_is_no_way_to_elsewhere(folder: Path, name: str) -> None:
    with pytest.raises(QuestionError, match="no release"):
        Shelf(folder=folder).path_of(name)


def test_a_release_written_over_is_opened_anew(folder: Path) -> None:
    given, shelf = Shelf(given=open_release(folder / "a.release")), Shelf(folder=folder)
    assert incidents(given) == incidents(shelf, "a.release") == 1
    pool = shelf.pool("a.release")
    assert pool is not None
    before = weakref.ref(pool)
    del pool
    shutil.rmtree(folder / "a.release")
    shutil.copytree(folder / "b.release", folder / "a.release")
    assert incidents(given) == incidents(shelf, "a.release") == 2
    assert before() is None


def test_a_release_taken_away_is_there_no_more(folder: Path) -> None:
    shelf = Shelf(folder=folder)
    shelf.pool("a.release")
    shutil.rmtree(folder / "a.release")
    with pytest.raises(QuestionError):
        shelf.pool("a.release")
    assert [one.name for one in shelf.frozen()] == ["b.release"]


def test_few_releases_stay_open_and_who_reads_one_keeps_it(folder: Path) -> None:
    for number in range(6):
        shutil.copytree(folder / "a.release", folder / f"copy{number}.release")
    shelf = Shelf(folder=folder)
    pool = shelf.pool("b.release")
    assert pool is not None
    kept = weakref.ref(pool)
    with pool.lent() as release:
        del pool
        for number in range(6):
            shelf.pool(f"copy{number}.release")
        assert release.connection().execute("FROM incidents").fetchall()
    assert kept() is None


def test_what_is_damaged_is_told_and_hides_nothing_else(folder: Path) -> None:
    for name in ("cut", "empty", "none", "present"):
        shutil.copytree(folder / "a.release", folder / f"{name}.release")
    (folder / "cut.release" / "incidents.parquet").write_bytes(b"PAR1")
    (folder / "empty.release" / "datapackage.json").write_text("")
    (folder / "none.release" / "datapackage.json").unlink()
    (folder / "present.release").rename(folder / "present")
    (folder / ".c.release.1234.partial").mkdir()
    (folder / "notes").mkdir()
    shelf = Shelf(folder=folder)
    assert {one.name for one in shelf.frozen()} == {"a.release", "b.release"}
    told = {one.name: one.reason for one in shelf.damaged()}
    assert sorted(told) == ["cut.release", "empty.release", "none.release", "present"]
    assert "incidents.parquet has 4 bytes" in told["cut.release"]
    assert "datapackage.json" in told["none.release"]
    assert "rename" in told["present"]
    assert str(folder) not in " ".join(told.values())
    with pytest.raises(ReleaseError):
        shelf.pool("cut.release")


def test_there_need_not_be_a_folder(tmp_path: Path) -> None:
    shelf = Shelf(folder=tmp_path / "absent")
    assert shelf.frozen() == shelf.damaged() == []
    assert shelf.pool() is None


class Changing:
    """A register that changes: its state, and how it is written."""

    def __init__(self, releases: dict[int, Path]) -> None:
        self.releases = releases
        self.revision, self.restricted = 1, 0
        self.written: list[Path] = []
        self.wait = threading.Event()
        self.wait.set()

    def state(self) -> tuple[int, int]:
        """The revision and the day."""
        return self.revision, 1

    def closed(self, since: tuple[int, int]) -> bool:
        """Whether something was restricted since."""
        return since[0] < self.restricted

    def write(self, out: Path) -> Release:
        """Write what stands now."""
        revision = self.revision
        assert self.wait.wait(20)
        if revision not in self.releases:
            raise QuestionError("There is no incident to release.")
        self.written.append(out)
        shutil.copytree(self.releases[revision], out)
        return open_release(out)


@pytest.fixture
def changing(folder: Path) -> Changing:
    return Changing({1: folder / "a.release", 2: folder / "b.release", 3: folder / "a.release"})


@pytest.fixture
def shelf(changing: Changing) -> Iterator[Shelf]:
    shelf = Shelf(present=Present(changing.state, changing.write, changing.closed))
    yield shelf
    shelf.close()
    assert not any(path.exists() for path in changing.written)


def test_the_present_follows_the_register(changing: Changing, shelf: Shelf) -> None:
    assert incidents(shelf) == incidents(shelf, "present") == 1
    changing.revision = 2
    assert incidents(shelf) == incidents(shelf) == 2
    assert len(changing.written) == 2


def test_an_empty_register_shows_nothing(changing: Changing, shelf: Shelf) -> None:
    changing.revision = 0
    assert shelf.pool() is None
    changing.revision = 1
    assert incidents(shelf) == 1


def test_the_state_before_stays_for_as_long_as_it_is_read(changing: Changing, shelf: Shelf) -> None:
    pool = shelf.pool()
    assert pool is not None
    with pool.lent() as release:
        del pool
        for changing.revision in (2, 3):
            shelf.pool()
        assert release.connection().execute("FROM accounts").fetchall()
        assert [path.exists() for path in changing.written] == [True, False, True]
    assert [path.exists() for path in changing.written] == [False, False, True]


def test_where_it_takes_long_the_state_before_is_shown(
    changing: Changing, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert incidents(shelf) == 1
    monkeypatch.setattr("waqia.web.desk.present._AWAITED", 0)
    changing.wait.clear()
    changing.revision = 2
    assert incidents(shelf) == 1
    assert shelf.present
    assert shelf.present.behind
    changing.wait.set()
    until_made(shelf.present)
    assert incidents(shelf) == 2
    assert not shelf.present.behind


def test_a_state_that_may_not_be_told_any_more_is_never_shown(
    changing: Changing, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert incidents(shelf) == 1
    monkeypatch.setattr("waqia.web.desk.present._AWAITED", 0)
    assert shelf.present
    assert shelf.present.ready
    changing.wait.clear()
    changing.revision = changing.restricted = 2
    assert not shelf.present.ready
    with pytest.raises(ProblemError, match="made anew") as told:
        shelf.pool()
    assert told.value.status == 503
    changing.wait.set()
    until_made(shelf.present)
    changing.wait.clear()
    changing.revision = 3
    assert incidents(shelf) == 2, "nothing was restricted after this one"
    changing.wait.set()


def until_made(present: Present) -> None:
    """Wait until nobody makes the present any more."""
    assert present._making
    present._making.join()


def test_what_fails_aside_is_logged_without_its_words_and_tried_again(
    changing: Changing,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Path) -> Release:
        raise ReleaseError("secret")

    assert incidents(shelf) == 1
    monkeypatch.setattr("waqia.web.desk.present._AWAITED", 0)
    assert shelf.present
    monkeypatch.setattr(shelf.present, "_write", fail)
    changing.revision = 2
    assert incidents(shelf) == 1
    until_made(shelf.present)
    assert "ReleaseError" in caplog.text
    assert "secret" not in caplog.text
    monkeypatch.setattr(shelf.present, "_write", changing.write)
    shelf.pool()
    until_made(shelf.present)
    assert incidents(shelf) == 2


def test_a_first_state_that_fails_is_not_told_as_an_empty_register(
    changing: Changing, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shelf.present
    monkeypatch.setattr(shelf.present, "_write", Mock(side_effect=KeyError("secret")))
    with pytest.raises(KeyError):
        shelf.pool()
    monkeypatch.setattr(shelf.present, "_write", changing.write)
    assert incidents(shelf) == 1


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(made))
    return made


def test_what_killed_desks_left_is_removed_and_what_others_use_is_not(
    temporary: Path, changing: Changing, make_abandoned: Callable[[Path], Path]
) -> None:
    running = Present(changing.state, changing.write, changing.closed)
    assert running.pool()
    (used,) = temporary.iterdir()
    fresh = temporary / "waqia-present-fresh"
    old = temporary / "waqia-present-old"
    for path in (fresh, old, temporary / "other"):
        path.mkdir()
    os.utime(old, (0, 0))
    abandoned = make_abandoned(temporary)
    assert abandoned.is_dir()
    sweep(temporary)
    assert {path.name for path in temporary.iterdir()} == {used.name, fresh.name, "other"}
    running.close()
    assert not used.exists()


@pytest.fixture
def make_abandoned() -> Callable[[Path], Path]:
    """A function that leaves a folder like that of a desk that was killed."""

    def make(folder: Path) -> Path:
        path = folder / "waqia-present-abandoned"
        (path / "r1-1.release").mkdir(parents=True)
        (path / "owned").touch()
        return path

    return make
