"""A job and its files as they are kept: written by who asks for it and by who does it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from waqia.register.people.permissions import Shown
from waqia.register.store import schema

JobKind = Literal["present", "audit", "read", "freeze", "report"]
JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
FileRole = Literal["in", "out"]

AT_WORK: tuple[JobState, ...] = ("waiting", "running")
"""States of a job that has not ended."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a job is given, or that it made."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class JobFile:
    """A file of a job: given (`in`) or made (`out`); its size is in bytes.

    Lists of files come without `content`.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    role: FileRole
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work: what, for whom, how far; times are in UTC, None where there is none.

    `share` is how much is done (0 to 1, None where nobody can say), `text` what is being done.
    `scopes` are those of the token by which it was asked for; `tries` is how often it was begun.
    """

    id: str
    kind: JobKind
    user: str
    parameters: dict[str, Any]
    state: JobState
    share: float | None
    text: str
    result: dict[str, Any] | None
    error: str | None
    created: datetime
    started: datetime | None
    finished: datetime | None
    tries: int
    runner: str | None
    shown: Shown
    scopes: tuple[str, ...] | None
    files: tuple[JobFile, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state not in AT_WORK

    def veiled(self) -> Job:
        """The job as others see it: that somebody has asked for it, and how far it is."""
        return replace(self, parameters={}, text="", result=None, error=None, files=())


def jobs_where(
    connection: sa.Connection, *which: sa.ColumnElement[bool], limit: int | None = None
) -> list[Job]:
    """Jobs with their files, without what the files hold, the newest first."""
    table = schema.job
    query = sa.select(table).where(*which).order_by(table.c.created.desc(), table.c.id.desc())
    rows = connection.execute(query.limit(limit)).all()
    files: dict[str, list[JobFile]] = {}
    for id_, file in _files(connection, [row.id for row in rows]):
        files.setdefault(id_, []).append(file)
    return [_job(row, tuple(files.get(row.id, ()))) for row in rows]


def files_of(connection: sa.Connection, job: str, role: FileRole) -> list[JobFile]:
    """The files of a job with what they hold, in the order in which they were given."""
    table = schema.job_file
    query = (
        sa.select(
            table.c.name, table.c.media_type, table.c.bytes, table.c.sha256, table.c.role,
            table.c.content,
        )
        .where(table.c.job == job, table.c.role == role)
        .order_by(table.c.position)
    )  # fmt: skip
    return [JobFile(*row) for row in connection.execute(query)]


def keep_files(
    connection: sa.Connection, job: str, role: FileRole, files: Iterable[Upload]
) -> None:
    """Keep files of a job."""
    for position, file in enumerate(files):
        connection.execute(
            schema.job_file.insert().values(
                job=job, role=role, position=position, name=file.name,
                media_type=file.media_type, bytes=len(file.content),
                sha256=hashlib.sha256(file.content).hexdigest(), content=file.content,
            )
        )  # fmt: skip


def remove_inputs(connection: sa.Connection, jobs: Sequence[str]) -> None:
    """Remove what jobs were given."""
    table = schema.job_file
    connection.execute(table.delete().where(table.c.job.in_(jobs), table.c.role == "in"))


def written(values: Mapping[str, Any]) -> str:
    """A mapping as the JSON that is kept."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _files(connection: sa.Connection, jobs: Sequence[str]) -> Iterable[tuple[str, JobFile]]:
    table = schema.job_file
    query = (
        sa.select(
            table.c.job, table.c.name, table.c.media_type, table.c.bytes, table.c.sha256,
            table.c.role,
        )
        .where(table.c.job.in_(jobs))
        .order_by(table.c.job, table.c.role, table.c.position)
    )  # fmt: skip
    for row in connection.execute(query):
        yield row.job, JobFile(*row[1:])


def _job(row: sa.Row[Any], files: tuple[JobFile, ...]) -> Job:
    progress = json.loads(row.progress) if row.progress else {}
    return Job(
        row.id, row.kind, row.user, json.loads(row.parameters), row.state,
        progress.get("share"), progress.get("text", ""),
        json.loads(row.result) if row.result else None, row.error,
        row.created, row.started, row.finished, row.tries, row.runner, row.shown,
        tuple(row.scopes.split()) if row.scopes is not None else None, files,
    )  # fmt: skip
