"""The side of who does the work: taking a job, telling how far it is, ending it, cleaning up.

A job is taken by one runner at a time, however many there are in however many processes. One that
has lost its job, because it was cancelled or given to another, is told so and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from waqia.model import phrase
from waqia.register.jobs.records import (
    AT_WORK,
    Job,
    JobFile,
    Upload,
    files_of,
    jobs_where,
    keep_files,
    remove_inputs,
    written,
)
from waqia.register.store import schema

if TYPE_CHECKING:
    from waqia.register.store.database import Store

LOST_AFTER = timedelta(minutes=5)
"""How long a runner may be silent before its job is taken for lost."""
MOST_TRIES = 3
"""How often a job is begun, at most."""


class Jobs:
    """The jobs of a register for those who do them; nobody is asked who they are."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def waiting(self) -> bool:
        """Whether a job waits to be taken; a small query, to be asked often."""
        with self._store.reading() as connection:
            return connection.execute(self._next(None)).first() is not None

    def claim(self, runner: str, kinds: Collection[str] | None = None) -> Job | None:
        """Take the job that waits longest; None where none waits.

        `runner` is a name that no other runner has; `kinds` are those that it does, all if not
        given.
        """
        if not self.waiting():  # on SQLite writers wait for each other
            return None
        table = schema.job
        now = self._clock()
        with self._store.noting() as connection:
            next_ = self._next(kinds).with_for_update(skip_locked=True)
            id_ = connection.scalar(next_)
            if id_ is None:
                return None
            connection.execute(
                table.update()
                .where(table.c.id == id_)
                .values(
                    state="running", runner=runner, started=now, heartbeat=now,
                    tries=table.c.tries + 1, progress=None,
                )
            )  # fmt: skip
            return jobs_where(connection, table.c.id == id_)[0]

    def inputs(self, job: Job) -> list[JobFile]:
        """What a job was given, with its content; nothing where it has ended."""
        with self._store.reading() as connection:
            return files_of(connection, job.id, "in")

    def beat(self, job: Job) -> bool:
        """Say that the runner lives; gives whether the job is still its own."""
        return self._tell(job, heartbeat=self._clock())

    def progress(self, job: Job, share: float | None, text: str) -> bool:
        """Say how much is done (0 to 1, or None) and what is being done; else as `beat`."""
        told = written({"share": share, "text": text})
        return self._tell(job, heartbeat=self._clock(), progress=told)

    def finish(self, job: Job, result: Mapping[str, Any], files: Sequence[Upload] = ()) -> bool:
        """Keep what came of a job, and remove what it was given; gives whether it was its own."""
        return self._end(job, files, state="done", result=written(result), error=None)

    def fail(self, job: Job, error: str) -> bool:
        """Say why a job came to nothing, in words for who asked for it; else as `finish`."""
        return self._end(job, (), state="failed", error=error)

    def give_back(self, job: Job) -> bool:
        """Let a job wait again, as its runner ends; else as `beat`."""
        return self._tell(job, state="waiting", tries=job.tries - 1)

    def requeue_lost(self, after: timedelta = LOST_AFTER) -> int:
        """Let jobs wait again whose runner has been silent; gives how many.

        One that was begun often enough has failed.
        """
        table = schema.job
        now = self._clock()
        lost = (table.c.state == "running") & (table.c.heartbeat <= now - after)
        with self._store.reading() as connection:
            if not jobs_where(connection, lost, limit=1):
                return 0
        with self._store.noting(name="jobs") as connection:
            failed = connection.scalars(
                table.update()
                .where(lost, table.c.tries >= MOST_TRIES)
                .values(
                    state="failed", finished=now,
                    error=phrase(
                        f"It was begun {MOST_TRIES} times, and each time the program that did it "
                        "was ended. Try it with less at once."
                    ),
                )
                .returning(table.c.id)
            ).all()  # fmt: skip
            remove_inputs(connection, failed)
            again = connection.execute(table.update().where(lost).values(state="waiting"))
            return len(failed) + again.rowcount

    def sweep(self, older_than: timedelta) -> int:
        """Remove jobs that ended longer ago, with what they made; gives how many."""
        table, file = schema.job, schema.job_file
        old = ~table.c.state.in_(AT_WORK) & (table.c.finished <= self._clock() - older_than)
        with self._store.noting(name="jobs") as connection:
            connection.execute(
                file.delete().where(file.c.job.in_(sa.select(table.c.id).where(old)))
            )
            return connection.execute(table.delete().where(old)).rowcount

    def _next(self, kinds: Collection[str] | None) -> sa.Select[tuple[str]]:
        table = schema.job
        query = sa.select(table.c.id).where(table.c.state == "waiting")
        if kinds is not None:
            query = query.where(table.c.kind.in_(kinds))
        return query.order_by(table.c.created, table.c.id).limit(1)

    def _tell(self, job: Job, **values: Any) -> bool:
        with self._store.noting() as connection:
            return self._hold(connection, job, **values)

    def _end(self, job: Job, files: Sequence[Upload], **values: Any) -> bool:
        with self._store.noting() as connection:
            if not self._hold(connection, job, finished=self._clock(), **values):
                return False
            remove_inputs(connection, [job.id])
            keep_files(connection, job.id, "out", files)
            return True

    def _hold(self, connection: sa.Connection, job: Job, **values: Any) -> bool:
        """Change a job that the runner still has, in the try in which it got it."""
        table = schema.job
        held = (
            (table.c.id == job.id)
            & (table.c.state == "running")
            & (table.c.runner == job.runner)
            & (table.c.tries == job.tries)
        )
        return bool(connection.execute(table.update().where(held).values(values)).rowcount)
