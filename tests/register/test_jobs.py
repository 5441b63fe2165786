"""Work in the background: asked for by people, done once, by whoever is there, and then removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.register.conftest import ADMINISTRATOR
from tests.register.test_contract import told
from tests.register.test_credentials import NOON, PASSWORD, Clock
from waqia.model import DeniedError, QuestionError
from waqia.register import Entrance, Job, Jobs, Register, Upload
from waqia.register.jobs.running import LOST_AFTER, MOST_TRIES
from waqia.register.people.permissions import User
from waqia.register.store import schema
from waqia.register.submitting import MOST_BYTES, MOST_JOBS

DOCUMENT = Upload("a report.pdf", "application/pdf", b"%PDF-1.7 nobody's source yet")
MADE = Upload("proposals.json", "application/json", b"[]")


@pytest.fixture
def clock() -> Clock:
    """A noon after the register was made, until a test says otherwise."""
    clock = Clock()
    clock.now = NOON.replace(year=2090)
    return clock


@pytest.fixture
def entrance(register_url: str, clock: Clock) -> Iterator[Entrance]:
    """The entrance of a register with two coders, an editor and a viewer."""
    with Register.open(register_url, user=ADMINISTRATOR, clock=clock) as desk:
        for name, role in (("coder1", "coder"), ("coder2", "coder"), ("editor", "editor")):
            desk.add_user(name, role)
    with Entrance(register_url, clock=clock) as entrance:
        yield entrance


@pytest.fixture
def coder(entrance: Entrance) -> Register:
    return entrance.opened(User("coder1", "coder", "restricted"))


@pytest.fixture
def editor(entrance: Entrance) -> Register:
    return entrance.opened(User("editor", "editor", "confidential"))


@pytest.fixture
def admin(entrance: Entrance) -> Register:
    return entrance.opened(User(ADMINISTRATOR, "administrator", "confidential"))


@pytest.fixture
def jobs(entrance: Entrance) -> Jobs:
    return entrance.jobs


def claimed(jobs: Jobs, runner: str = "one") -> Job:
    job = jobs.claim(runner)
    assert job is not None
    return job


def contents(register: Register) -> set[bytes]:
    """What any job was given or has made."""
    with register.store.reading() as connection:
        return set(connection.scalars(sa.select(schema.job_file.c.content)))


def test_a_job_is_asked_for_done_and_seen(coder: Register, jobs: Jobs, clock: Clock) -> None:
    before = coder.revision
    job = coder.submit("read", {"engine": "grammar", "اردو": [1]}, [DOCUMENT])
    assert (job.state, job.ended, job.tries) == ("waiting", False, 0)
    (given,) = job.files
    assert (given.name, given.size, given.role, given.content) == (
        DOCUMENT.name, len(DOCUMENT.content), "in", None,
    )  # fmt: skip
    clock.now += timedelta(seconds=5)
    running = claimed(jobs)
    assert (running.id, running.parameters) == (job.id, {"engine": "grammar", "اردو": [1]})
    assert [file.content for file in jobs.inputs(running)] == [DOCUMENT.content]
    assert jobs.progress(running, 0.5, "page 3 of 6")
    seen = coder.job(job.id)
    assert (seen.state, seen.share, seen.text) == ("running", 0.5, "page 3 of 6")
    assert jobs.finish(running, {"proposals": 0}, [MADE])
    done = coder.job(job.id)
    assert (done.state, done.result, done.error) == ("done", {"proposals": 0}, None)
    assert (done.created, done.started) == (clock.now - timedelta(seconds=5), clock.now)
    assert coder.job_file(job.id, MADE.name).content == MADE.content
    assert contents(coder) == {MADE.content}
    assert coder.revision == before
    assert jobs.claim("one") is None


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(
    coder: Register, jobs: Jobs, clock: Clock
) -> None:
    asked = []
    for kind in ("audit", "read", "audit"):
        clock.now += timedelta(seconds=1)
        asked.append(coder.submit(kind).id)  # type: ignore[arg-type]
    assert [job.id for job in coder.jobs()] == asked[::-1]
    only_read = jobs.claim("one", {"read"})
    assert only_read is not None
    assert only_read.id == asked[1]
    assert [claimed(jobs).id, claimed(jobs).id] == [asked[0], asked[2]]
    assert not jobs.waiting()


def test_many_runners_do_every_job_exactly_once(
    entrance: Entrance, register_url: str, clock: Clock, coder: Register
) -> None:
    asked = {coder.submit("audit").id for _ in range(MOST_JOBS)}

    def run(number: int) -> list[str]:
        """A runner, every other one in a process of its own as far as the database can tell."""
        with Entrance(register_url, clock=clock) as own:
            jobs = (entrance if number % 2 else own).jobs
            done = []
            while job := jobs.claim(f"runner {number}"):
                assert jobs.finish(job, {})
                done.append(job.id)
            return done

    with ThreadPoolExecutor(8) as pool:
        done = [id_ for part in pool.map(run, range(8)) for id_ in part]
    # a runner that finds another's choice taken may go home early; nobody does a job twice
    while job := entrance.jobs.claim("the last"):
        done.append(job.id)
    assert len(done) == len(asked)
    assert set(done) == asked


# who sees what


def test_what_is_given_and_made_is_seen_by_who_asked_only(
    entrance: Entrance, coder: Register, editor: Register, jobs: Jobs
) -> None:
    job = coder.submit("read", {"note": "from an informant"}, [DOCUMENT])
    running = claimed(jobs)
    jobs.progress(running, 0.25, "reading a report.pdf")
    for state in ("running", "done"):
        seen = editor.job(job.id)
        assert (seen.user, seen.kind, seen.state, seen.share) == ("coder1", "read", state, 0.25)
        assert (seen.parameters, seen.text, seen.result, seen.files) == ({}, "", None, ())
        assert editor.jobs("*") == [seen] == editor.jobs("coder1")
        for name, role in ((DOCUMENT.name, "in"), (MADE.name, "out")):
            with pytest.raises(QuestionError, match="has no file"):
                editor.job_file(job.id, name, role)  # type: ignore[arg-type]
        jobs.finish(running, {"quote": "words"}, [MADE])
    assert editor.jobs() == []
    other = entrance.opened(User("coder2", "coder", "restricted"))
    for act in (
        lambda: other.job(job.id), lambda: other.job_file(job.id, MADE.name),
        lambda: other.cancel(job.id), lambda: other.jobs("*"), lambda: other.jobs("coder1"),
    ):  # fmt: skip
        with pytest.raises(DeniedError, match="the role editor"):
            act()
    with pytest.raises(QuestionError, match="no job 'J-none'"):
        coder.job("J-none")


def test_a_failed_job_says_why_to_who_asked(coder: Register, editor: Register, jobs: Jobs) -> None:
    job = coder.submit("audit", files=[DOCUMENT])
    assert jobs.fail(claimed(jobs), "The PDF is damaged on page 2.")
    assert coder.job(job.id).error == "The PDF is damaged on page 2."
    assert editor.job(job.id).error is None
    assert contents(coder) == set()


def test_what_cannot_be_done_is_refused(coder: Register) -> None:
    with pytest.raises(QuestionError, match=f"at most {MOST_BYTES:,}"):
        coder.submit("read", files=[Upload("a", "text/plain", bytes(MOST_BYTES + 1))])
    with pytest.raises(QuestionError, match="No job is called 'shell'"):
        coder.submit("shell")  # type: ignore[arg-type]
    assert coder.jobs() == []


def test_nobody_fills_the_queue(coder: Register, editor: Register) -> None:
    waiting = [coder.submit("audit") for _ in range(MOST_JOBS)]
    with pytest.raises(QuestionError, match=f"You have {MOST_JOBS} jobs"):
        coder.submit("audit")
    editor.submit("audit")
    assert coder.cancel(waiting[0].id)
    coder.submit("audit")


# rights


def test_a_job_has_the_rights_that_its_user_has_when_it_runs(
    entrance: Entrance, admin: Register, coder: Register, jobs: Jobs
) -> None:
    coder.submit("read")
    job = claimed(jobs)
    register = entrance.acting(job)
    register.add_source({"id": "S-1", "title": "Daily"})
    admin.set_role("coder1", "viewer")
    with pytest.raises(DeniedError):
        register.add_source({"id": "S-2", "title": "Daily"})
    with pytest.raises(DeniedError, match=r"job\.read"):
        entrance.acting(job)
    admin.set_role("coder1", "reviewer")
    assert entrance.acting(job).user.role == "reviewer"
    admin.deactivate("coder1")
    with pytest.raises(DeniedError, match="an active user"):
        entrance.acting(job)
    with pytest.raises(DeniedError, match="an active user"):
        coder.submit("audit")


def test_a_job_that_a_token_asked_for_may_no_more_than_the_token(
    entrance: Entrance, admin: Register, jobs: Jobs
) -> None:
    admin.set_password(PASSWORD)
    token = admin.new_token("reader", "coder1", scopes=["job", "read"])
    entrance.bearer(token).submit("read")
    acting = entrance.acting(claimed(jobs))
    assert (acting.user.shown, acting.user.scopes) == ("token", ("job", "read"))
    with pytest.raises(DeniedError, match="a token with the scope source"):
        acting.add_source({"id": "S-1", "title": "Daily"})


# what ends early, and what is lost


@pytest.mark.parametrize("who", ["coder", "editor"])
def test_a_job_that_is_cancelled_is_the_runners_no_more(
    who: str, coder: Register, editor: Register, jobs: Jobs
) -> None:
    job = coder.submit("read", files=[DOCUMENT])
    running = claimed(jobs)
    assert {"coder": coder, "editor": editor}[who].cancel(job.id)
    assert not jobs.beat(running)
    assert not jobs.progress(running, 0.9, "nearly there")
    assert not jobs.finish(running, {"proposals": 1}, [MADE])
    assert not jobs.fail(running, "it was cancelled")
    assert not coder.cancel(job.id)
    found = coder.job(job.id)
    assert (found.state, found.result, found.error, found.files) == ("cancelled", None, None, ())
    assert contents(coder) == set()


def test_a_job_whose_runner_died_is_done_by_another_and_the_first_is_told(
    coder: Register, jobs: Jobs, clock: Clock
) -> None:
    job = coder.submit("read", files=[DOCUMENT])
    first = claimed(jobs, "first")
    clock.now += LOST_AFTER - timedelta(seconds=1)
    assert jobs.requeue_lost() == 0
    assert jobs.beat(first)
    clock.now += LOST_AFTER - timedelta(seconds=1)
    assert jobs.requeue_lost() == 0
    clock.now += timedelta(seconds=1)
    assert jobs.requeue_lost() == 1
    # the same name again does not help: it is another try
    again = claimed(jobs, "first")
    assert again.id == job.id
    assert again.tries == 2
    assert not jobs.beat(first)
    assert not jobs.finish(first, {"by": "first"}, [MADE])
    assert [file.content for file in jobs.inputs(again)] == [DOCUMENT.content]
    assert jobs.finish(again, {"by": "again"})
    assert coder.job(job.id).result == {"by": "again"}


def test_a_job_that_is_given_back_waits_again_and_was_not_tried(
    coder: Register, jobs: Jobs
) -> None:
    job = coder.submit("read", files=[DOCUMENT])
    first = claimed(jobs, "first")
    assert jobs.give_back(first)
    assert not jobs.beat(first)
    assert (coder.job(job.id).state, coder.job(job.id).tries) == ("waiting", 0)
    assert [file.content for file in jobs.inputs(claimed(jobs, "second"))] == [DOCUMENT.content]


def test_a_job_that_ends_every_runner_fails(coder: Register, jobs: Jobs, clock: Clock) -> None:
    job = coder.submit("read", files=[DOCUMENT])
    for _ in range(MOST_TRIES):
        claimed(jobs)
        clock.now += LOST_AFTER
        assert jobs.requeue_lost() == 1
    found = coder.job(job.id)
    assert found.state == "failed"
    assert f"begun {MOST_TRIES} times" in str(found.error)
    assert contents(coder) == set()
    assert jobs.requeue_lost() == 0


def test_a_runner_lives_while_others_write(coder: Register, jobs: Jobs, database: str) -> None:
    coder.submit("audit")
    job = claimed(jobs)
    if database == "postgresql":
        with coder.store.writing():
            assert jobs.beat(job)


def test_old_jobs_are_removed_with_what_they_made(
    coder: Register, jobs: Jobs, clock: Clock
) -> None:
    old, still = coder.submit("audit"), coder.submit("audit")
    first = claimed(jobs)
    jobs.finish(first, {}, [MADE])
    clock.now += timedelta(days=30)
    assert jobs.sweep(timedelta(days=30, seconds=1)) == 0
    assert jobs.sweep(timedelta(days=30)) == 1
    assert [job.id for job in coder.jobs()] == [({old.id, still.id} - {first.id}).pop()]
    assert contents(coder) == set()


# what a register is beside them


def test_no_backup_carries_a_job_or_what_it_was_given(
    coder: Register, admin: Register, tmp_path: Path
) -> None:
    coder.submit("read", {"note": "a note of ours"}, [DOCUMENT])
    out = tmp_path / "desk.backup"
    admin.backup(out)
    assert DOCUMENT.content not in out.read_bytes()
    assert b"a note of ours" not in out.read_bytes()
    Register.restore(out, tmp_path / "restored.db")
    with Register.open(tmp_path / "restored.db", user="editor") as restored:
        assert restored.jobs("*") == []
        assert restored.revision == admin.revision


def test_what_a_job_was_given_is_overwritten_when_it_ends(
    coder: Register, jobs: Jobs, database: str
) -> None:
    if database == "sqlite":
        large = Upload("large", "text/plain", b"an informant's name " * 5000)
        coder.submit("read", files=[large])
        jobs.finish(claimed(jobs), {})
        with coder.store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert coder.store.path is not None
        assert b"an informant" not in coder.store.path.read_bytes()


def test_a_user_whom_the_history_does_not_know_goes_with_their_jobs(
    admin: Register, entrance: Entrance, new_stranger: Callable[[Register], None]
) -> None:
    new_stranger(admin)
    entrance.opened(User("stranger", "administrator", "confidential")).submit(
        "read", files=[DOCUMENT]
    )
    assert "stranger" in str(admin.verify())
    admin.rebuild()
    assert [f for f in admin.verify() if f.severity == "error"] == []
    assert contents(admin) == set()


@pytest.fixture
def new_stranger() -> Callable[[Register], None]:
    """A function that puts a user into the present who was never added, with a password."""

    def put(register: Register) -> None:
        with register.store.writing() as connection:
            connection.execute(
                schema.user.insert().values(
                    id="stranger", revision=1, role="administrator", clearance="confidential",
                    active=True,
                    data='{"active":true,"clearance":"confidential","id":"stranger",'
                    '"role":"administrator"}',
                )
            )  # fmt: skip
            connection.execute(
                schema.credential.insert().values(
                    id="P-1", user="stranger", kind="password", hash="x", created=NOON,
                    made_by="stranger",
                )
            )  # fmt: skip

    return put


def test_a_register_goes_on_beside_its_jobs(coder: Register, admin: Register, jobs: Jobs) -> None:
    coder.add_source({"id": "S-1", "title": "Daily"})
    coder.submit("read", files=[DOCUMENT])
    coder.add(told())
    jobs.finish(claimed(jobs), {})
    assert [f for f in admin.verify() if f.severity == "error"] == []
