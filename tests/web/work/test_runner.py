"""A runner does what waits, tells how far it is, stops when it is wanted to, and loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from waqia.model import InputError, ReleaseError
from waqia.register import Entrance, Job, Register
from waqia.web.work import runner
from waqia.web.work.runner import Workshop
from waqia.web.work.steps import READING
from waqia.web.work.working import Done, Work


class Shop:
    """A register, and a workshop whose only kind of work is what a test says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Register.create(folder / "desk.db", "generic", user="chief").close()
        self.entrance = Entrance(folder / "desk.db")
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.workshop = self.another()

    def another(self) -> Workshop:
        """One more runner, as in another process."""
        return Workshop(self.entrance, self.folder / "releases")

    def works(self, kind: Callable[[Work], Done]) -> None:
        self.monkeypatch.setattr(runner, "KINDS", {"audit": kind})

    def submit(self) -> Job:
        return self.entrance.local().submit("audit")

    def job(self, id_: str) -> Job:
        return self.entrance.local().job(id_)

    def ended(self, id_: str) -> Job:
        """A job once it has ended."""
        while not (job := self.job(id_)).ended:
            threading.Event().wait(0.01)
        return job


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(runner, "_BEAT", 0.01)
    shop = Shop(tmp_path, monkeypatch)
    yield shop
    shop.workshop.close()
    shop.entrance.close()


def test_who_asked_sees_how_far_it_is(shop: Shop) -> None:
    seen: list[Job] = []

    def kind(work: Work) -> Done:
        work.say(0.25, READING, name="a.pdf", at=1, all=4)
        seen.append(shop.job(work.job.id))
        return Done({"said": "done"})

    shop.works(kind)
    job = shop.submit()
    shop.workshop.start()
    shop.workshop.wake()
    ended = shop.ended(job.id)
    assert [(one.share, one.text) for one in seen] == [(0.25, "Reading a.pdf (1 of 4)")]
    assert (ended.state, ended.result) == ("done", {"said": "done"})


def test_an_error_is_told_and_the_next_job_is_done(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    def kind(work: Work) -> Done:
        if work.job.id == first.id:
            raise InputError("a.pdf is empty.")
        if work.job.id == second.id:
            raise ZeroDivisionError("what a confidential source says")
        return Done({})

    shop.works(kind)
    first, second, third = (shop.submit() for _ in range(3))
    assert shop.workshop.work_off() == 3
    assert shop.job(first.id).error == "a.pdf is empty."
    assert shop.job(second.id).error == (
        "Something unexpected went wrong (ZeroDivisionError). This is a defect of waqia."
    )
    assert shop.job(third.id).state == "done"
    assert "confidential" not in caplog.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{folder}/a.release holds no table", "a.release holds no table"),
        ("'/srv/data/x.release' is absent: /var/q-1/t.md.", "'x.release' is absent: t.md."),
        ("postgresql://desk@db.internal/desk: it is busy.", "the register: it is busy."),
        ("killed and/or injured; see https://a.org/b/c",) * 2,
    ],
)
def test_a_failure_tells_nothing_of_where_things_lie(shop: Shop, said: str, told: str) -> None:
    def kind(_: Work) -> Done:
        raise ReleaseError(said.format(folder=shop.folder / "the releases"))

    shop.works(kind)
    job = shop.submit()
    assert Workshop(shop.entrance, shop.folder / "the releases").work_off() == 1
    assert shop.job(job.id).error == told


def test_what_is_cancelled_stops(shop: Shop) -> None:
    begun = threading.Event()

    def kind(work: Work) -> Done:
        begun.set()
        while True:
            work.say(None, "at it")

    shop.works(kind)
    job = shop.submit()
    shop.workshop.start()
    shop.workshop.wake()
    assert begun.wait(10)
    assert shop.entrance.local().cancel(job.id)
    shop.works(lambda _: Done({}))
    after = shop.submit()
    shop.ended(after.id)
    assert shop.job(job.id).state == "cancelled"


def test_a_desk_that_ends_leaves_its_job_to_the_next(shop: Shop) -> None:
    begun = threading.Event()

    def kind(work: Work) -> Done:
        begun.set()
        while True:
            work.say(None, "at it")

    shop.works(kind)
    job = shop.submit()
    shop.workshop.start()
    assert begun.wait(10)
    shop.workshop.close()
    assert shop.job(job.id).state == "waiting"
    shop.works(lambda _: Done({"said": "done"}))
    assert shop.another().work_off() == 1
    assert shop.job(job.id).state == "done"


def test_a_desk_does_not_wait_for_work_that_cannot_stop(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, free = threading.Event(), threading.Event()

    def kind(work: Work) -> Done:
        begun.set()
        free.wait()
        return Done({})

    monkeypatch.setattr(runner, "_FAREWELL", 0.01)
    shop.works(kind)
    job = shop.submit()
    shop.workshop.start()
    assert begun.wait(10)
    shop.workshop.close()
    assert shop.job(job.id).state == "running"
    free.set()
    assert shop.ended(job.id).state == "done"


def test_a_job_is_done_by_one_runner(shop: Shop) -> None:
    done: list[str] = []

    def kind(work: Work) -> Done:
        done.append(work.job.id)
        return Done({})

    shop.works(kind)
    jobs = [shop.submit().id for _ in range(12)]
    runners = [threading.Thread(target=shop.another().work_off) for _ in range(4)]
    for one in runners:
        one.start()
    for one in runners:
        one.join()
    assert sorted(done) == sorted(jobs)
