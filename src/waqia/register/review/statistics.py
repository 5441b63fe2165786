"""How far the work of review is: what waits and is done, who coded how much, what a day brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from waqia.register.review.queues import waiting
from waqia.register.review.tasks import QUEUES
from waqia.register.store import schema

_ACTS = (
    "account.add", "account.accept", "account.set_aside", "coding.add", "coding.resolve",
    "incident.confirm", "incident.withdraw", "incident.reopen", "incident.settle",
    "incident.override", "incident.merge", "incident.split", "decision.same",
    "decision.different", "decision.unsure", "task.close",
)  # fmt: skip
"""Acts that are counted by day."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Items of a queue that nobody has, that somebody has, and tasks that are done."""

    free: int
    assigned: int
    done: int


@dataclass(frozen=True, slots=True)
class Coder:
    """Accounts that a coder made, accounts of others they coded again, and disputes on these."""

    name: str
    accounts: int
    codings: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Work:
    """How many acts of a kind a user carried out on a day (UTC)."""

    day: date
    user: str
    act: str
    number: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The state of review: `queues` for everybody, `coders` by name, `days` in their order."""

    queues: dict[str, Backlog]
    coders: tuple[Coder, ...]
    days: tuple[Work, ...]


def statistics(connection: sa.Connection, above: float) -> Statistics:
    """The state of review; `above` is the least probability of the pairs that count."""
    return Statistics(
        {queue: _backlog(connection, queue, above) for queue in QUEUES},
        tuple(_coders(connection)),
        tuple(_days(connection)),
    )


def _backlog(connection: sa.Connection, queue: Any, above: float) -> Backlog:
    found = waiting(queue, None, above=above).order_by(None).subquery()
    total, assigned = connection.execute(
        sa.select(sa.func.count(), sa.func.count(found.c.assigned_to)).select_from(found)
    ).one()
    task = schema.task.c
    done = connection.scalar(
        sa.select(sa.func.count()).where(task.queue == queue, task.state == "done")
    )
    return Backlog(total - assigned, assigned, done or 0)


def _coders(connection: sa.Connection) -> list[Coder]:
    account, coding = schema.account.c, schema.coding.c
    counted = sa.select(account.coder, sa.func.count().label("number")).group_by(account.coder)
    made = {row.coder: row.number for row in connection.execute(counted)}
    again = {
        name: (number, disputed)
        for name, number, disputed in connection.execute(
            sa.select(
                coding.coder,
                sa.func.count(),
                sa.func.sum(sa.case((coding.disputed, 1), else_=0)),
            ).group_by(coding.coder)
        )
    }
    return [
        Coder(name, made.get(name, 0), *again.get(name, (0, 0)))
        for name in sorted(made.keys() | again.keys())
    ]


def _days(connection: sa.Connection) -> list[Work]:
    revision = schema.revision.c
    if connection.dialect.name == "sqlite":
        day: Any = sa.func.date(revision.at, type_=sa.Date)
    else:
        day = sa.cast(sa.func.timezone("UTC", revision.at), sa.Date)
    query = (
        sa.select(day.label("day"), revision.user, revision.action, sa.func.count())
        .where(revision.action.in_(_ACTS))
        .group_by("day", revision.user, revision.action)
        .order_by("day", revision.user, revision.action)
    )
    return [Work(*row) for row in connection.execute(query)]
