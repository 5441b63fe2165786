"""The register as people use it who let the desk work for them: jobs asked for, seen, cancelled."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.core import Core
from waqia.register.jobs.records import (
    AT_WORK,
    FileRole,
    Job,
    JobFile,
    JobKind,
    Upload,
    files_of,
    jobs_where,
    keep_files,
    remove_inputs,
    written,
)
from waqia.register.store import schema

ACT_OF: dict[JobKind, str] = {
    "present": "job.present",
    "audit": "job.audit",
    "read": "job.read",
    "freeze": "job.freeze",
    "report": "job.report",
}
"""What the desk can be asked to do → the act that it takes."""
MOST_JOBS = 20
"""Jobs of one user that may wait or run at once."""
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of the files that one job may be given."""


class Submitting(Core):
    """Jobs as those see them who ask for them.

    What a job is given and what it makes is seen by who asked for it and by nobody else: a document
    that was dropped in is nobody's source yet. Editors see that others have jobs.
    """

    def submit(
        self,
        kind: JobKind,
        parameters: Mapping[str, Any] | None = None,
        files: Sequence[Upload] = (),
    ) -> Job:
        """Ask for a piece of work; it is done with the rights that the user has when it is begun.

        `parameters` are kept with the job, `files` only until it has ended: what was pasted or
        dropped in is a file.

        Raises:
            QuestionError: there is no such kind, the files are too large, or too many jobs wait.
        """
        if kind not in ACT_OF:
            raise QuestionError(f"No job is called {kind!r}; choose from {', '.join(ACT_OF)}.")
        size = sum(len(file.content) for file in files)
        if size > MOST_BYTES:
            raise QuestionError(
                f"The files have {size:,} bytes; give at most {MOST_BYTES:,} at once, in several "
                "parts if need be."
            )
        table = schema.job
        own = table.c.user == self.user.name
        with self._read(ACT_OF[kind]):
            user = self.user
        with self.store.noting(name=f"submit {user.name}") as connection:
            count = sa.select(sa.func.count()).where(own, table.c.state.in_(AT_WORK))
            if (connection.scalar(count) or 0) >= MOST_JOBS:
                raise QuestionError(
                    f"You have {MOST_JOBS} jobs that have not ended; wait until some have, or "
                    "cancel them."
                )
            id_ = f"J-{secrets.token_hex(8)}"
            connection.execute(
                table.insert().values(
                    id=id_, kind=kind, user=user.name, shown=user.shown,
                    scopes=None if user.scopes is None else " ".join(user.scopes),
                    parameters=written(parameters or {}), state="waiting",
                    created=self._clock(), tries=0,
                )
            )  # fmt: skip
            keep_files(connection, id_, "in", files)
            return jobs_where(connection, table.c.id == id_)[0]

    def jobs(self, user: str | None = None, *, limit: int = 50) -> list[Job]:
        """The jobs of a user, oneself if none is named, the newest first; `*` for everybody's."""
        name = user or self.user.name
        which = sa.true() if name == "*" else schema.job.c.user == name
        with self._read("job.own" if name == self.user.name else "job.others") as connection:
            return [self._seen(job) for job in jobs_where(connection, which, limit=limit)]

    def job(self, id_: str) -> Job:
        """A job by its id.

        Raises:
            QuestionError: there is none.
            DeniedError: it is another's and one is no editor; it was logged.
        """
        with self._read("job.own", id_) as connection:
            return self._seen(self._found(connection, id_))

    def job_file(self, id_: str, name: str, role: FileRole = "out") -> JobFile:
        """A file that one's own job made, or that it was given, with its content.

        Raises:
            QuestionError: there is none, or the job is another's.
            DeniedError: the job is another's and one is no editor; it was logged.
        """
        with self._read("job.own", id_) as connection:
            own = self._found(connection, id_).user == self.user.name
            for file in files_of(connection, id_, role) if own else ():
                if file.name == name:
                    return file
        raise QuestionError(f"The job {id_} has no file {name!r}.")

    def cancel(self, id_: str) -> bool:
        """Let a job be done no further, one's own or as an editor any; False where it had ended.

        What has been written in the register by then stays, and is in its history.

        Raises:
            QuestionError: there is none.
            DeniedError: it is another's and one is no editor; it was logged.
        """
        table = schema.job
        with self._read("job.own", id_) as connection:
            self._found(connection, id_)
        with self.store.noting() as connection:
            done = connection.execute(
                table.update()
                .where(table.c.id == id_, table.c.state.in_(AT_WORK))
                .values(state="cancelled", finished=self._clock())
            )
            if done.rowcount:
                remove_inputs(connection, [id_])
            return bool(done.rowcount)

    def _found(self, connection: sa.Connection, id_: str) -> Job:
        found = jobs_where(connection, schema.job.c.id == id_)
        if not found:
            raise QuestionError(f"There is no job {id_!r}; it may have been removed as it is old.")
        if found[0].user != self.user.name:
            self.require("job.others", id_)
        return found[0]

    def _seen(self, job: Job) -> Job:
        return job if job.user == self.user.name else job.veiled()
