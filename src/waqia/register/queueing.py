"""The register as reviewers use it: what waits to be decided, who has it, what is sampled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.content.reviewing import reason as reasoned
from waqia.register.core import Core, find_user
from waqia.register.review import tasks
from waqia.register.review.items import Item, Line, item_of, lines_of
from waqia.register.review.queues import Viewer, waiting
from waqia.register.review.sampling import Sample, keep_sample
from waqia.register.review.statistics import Statistics, statistics
from waqia.register.review.tasks import ACT_OF, QUEUES, Queue, queue_called
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record, parsed

Kind = Literal["incident", "account", "coding", "pair"]
"""What an item is; a queue may hold two kinds."""

_TRIES = 20
"""How often the next item is looked for while the same user decides items at other desks."""

LIKELY = 0.5
"""The least probability of the suggested pairs that are shown, unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a queue: `total` items, of which `items` stand from `offset` on."""

    queue: str
    total: int
    offset: int
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many items of a queue nobody has, others have, and the user has."""

    free: int
    with_others: int
    mine: int


class Queueing(Core):
    """Queues of what waits to be decided.

    `new`: incidents that are candidates, and proposed accounts. `disputed`: incidents with fields
    that nobody has settled, and accounts whose codings differ. `second`: accounts to be coded
    again, blind. `quality`: confirmed incidents to be looked at again. `links`: pairs of accounts
    that may tell of one incident, the most probable first.

    A user is shown the items that they may decide: not accounts of sources above their clearance,
    not what they are coding blind, not what they coded themselves where a third person decides.
    An item leaves its queue when it is decided, in whichever way.
    """

    def queues(self, *, above: float = LIKELY) -> dict[str, Waiting]:
        """Queue → how many items wait, of the queues that the user may work on."""
        with self._read() as connection:
            return {queue: self._waiting(connection, queue, above) for queue in self._mine()}

    def queue(
        self,
        queue: str,
        *,
        mine: bool = False,
        kind: Kind | None = None,
        offset: int = 0,
        limit: int = 50,
        above: float = LIKELY,
    ) -> Page:
        """A page of a queue, or of what the user has of it, or of items of a kind.

        Raises:
            QuestionError: there is no such queue.
            DeniedError: the user may not decide its items.
        """
        name = queue_called(queue)
        with self._read(ACT_OF[name]) as connection:
            query = waiting(name, self._viewer, above=above)
            if mine:
                query = query.where(_assigned(query) == self.user.name)
            query = _of_kind(query, kind)
            total = connection.scalar(
                sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
            )
            rows = connection.execute(query.offset(offset).limit(limit)).all()
            return Page(name, total or 0, offset, lines_of(connection, name, rows))

    def item(self, item: str, *, above: float = 0.0) -> Item:
        """An item, such as `new/PK-2024-000001`, with what it takes to decide it.

        Raises:
            QuestionError: there is none, or the user may not decide it.
            DeniedError: the user may not decide items of its queue.
        """
        queue, subject = tasks.parts_of(item)
        with self._read(ACT_OF[queue], item) as connection:
            row = _row(connection, queue, subject, self._viewer, above)
            return item_of(
                connection, lambda: self._codebook_in(connection), self._viewer, queue, row
            )

    def next_item(
        self, queue: str | None = None, *, kind: Kind | None = None, above: float = LIKELY
    ) -> Item | None:
        """What the user is to decide next, now theirs; None where nothing waits for them.

        First what they have, then what nobody has; of a queue, or of all in their order; of a
        kind (`account` in `new` are proposals), or of any. What they gave back comes last. No two
        users are ever given the same item.

        Raises:
            QuestionError: there is no such queue.
            DeniedError: the user may not decide its items.
        """
        if queue is not None:
            self.require(ACT_OF[queue_called(queue)])
        names = [queue_called(queue)] if queue is not None else self._mine()
        for left in reversed(range(_TRIES)):
            with self._write("task.take") as write:
                found = self._had(write, names, kind, above) or self._take(
                    write, names, kind, above
                )
            try:
                return self.item(found) if found else None
            except QuestionError:
                # the same user, at another desk, decided it in between
                if not left:
                    raise
        return None

    def take(self, item: str) -> Item:
        """Make a free item the user's; a second coding is not chosen, but given by `next_item`.

        Raises:
            QuestionError: there is no such item, or somebody has it.
            DeniedError: the user may not decide items of its queue.
        """
        queue, _ = tasks.parts_of(item)
        self.require(ACT_OF[queue], item)
        if queue == "second":
            raise QuestionError("Second codings are not chosen; `next_item` gives one.")
        with self._write("task.take", None, item) as write:
            task, holder = _task(write, item, self._viewer)
            if holder not in (None, self.user.name):
                raise QuestionError(f"{holder} has {item}; take another, or ask an editor.")
            tasks.put_assigned(write, task, self.user.name)
        return self.item(item)

    def give_back(self, item: str, *, reason: str | None = None) -> None:
        """An item is the user's no more; they are given others first.

        A second coding that was given back is not given to the same user again, who can see the
        first one from now on.

        Raises:
            QuestionError: the user does not have the item.
        """
        with self._write("task.take", reason, item) as write:
            task = write.find("task", item) or {}
            if task.get("assigned_to") != self.user.name or task.get("state") != "open":
                raise QuestionError(f"You do not have {item}.")
            name = "not_for" if task["queue"] == "second" else "passed_by"
            users = sorted({*task.get(name, ()), self.user.name})
            tasks.put_assigned(write, task | {name: users}, None)

    def assign(self, item: str, user: str, *, reason: str | None = None) -> None:
        """Give an item to a user, whoever has it.

        Raises:
            QuestionError: there is no such item or user, or the user may not decide it.
            DeniedError: it takes an editor.
        """
        queue, _ = tasks.parts_of(item)
        with self._write("task.assign", reason, item) as write:
            given = find_user(write.connection, user)
            if given is None or not given.active:
                raise QuestionError(f"The register has no active user {user!r}.")
            if not given.may(ACT_OF[queue]):
                raise QuestionError(f"{user} ({given.role}) may not decide items of {queue}.")
            task, holder = _task(write, item, Viewer(given, self._clock().date()))
            if queue == "second" and holder not in (None, user):
                task = task | {"not_for": sorted({*task.get("not_for", ()), holder})}
            tasks.put_assigned(write, task, user)

    def unassign(self, item: str, *, reason: str | None = None) -> None:
        """Take an item from whoever has it.

        Raises:
            QuestionError: nobody has it.
            DeniedError: it takes an editor.
        """
        with self._write("task.assign", reason, item) as write:
            task = write.find("task", item) or {}
            if task.get("state") != "open" or not (holder := task.get("assigned_to")):
                raise QuestionError(f"Nobody has {item}.")
            if task["queue"] == "second":
                task["not_for"] = sorted({*task.get("not_for", ()), holder})
            tasks.put_assigned(write, task, None)

    def close_item(self, item: str, *, reason: str) -> None:
        """Close an item of a sample: of `quality` with what was found, by who has it; of `second`
        by an editor, who cancels it.

        Raises:
            QuestionError: it is not open, not the user's, of another queue, or no reason is given.
            DeniedError: the user may not do this.
        """
        queue, _ = tasks.parts_of(item)
        act = "task.assign" if queue == "second" else "task.close"
        with self._write(act, reasoned(reason), item) as write:
            tasks.close(write, item, reasoned(reason))

    def sample(
        self,
        queue: Literal["second", "quality"],
        size: int | None = None,
        *,
        share: float | None = None,
        seed: int,
        by: Literal["coder"] | None = None,
        reason: str | None = None,
    ) -> Sample:
        """Draw accepted accounts to be coded again, or confirmed incidents to be looked at again.

        `size` items, or a `share` of the frame (rounded up); `by` coder draws from every coder in
        proportion. The order is SHA-256 of seed and id, so that the same seed draws the same from
        the same frame. Seed, method and the frame's fingerprint are kept in the history.

        Raises:
            QuestionError: neither or both of size and share are given, one is out of range, there
                is nothing to draw from, or the queue is not one of samples.
            DeniedError: it takes an editor.
        """
        if queue not in ("second", "quality"):
            raise QuestionError(f"Samples are of second or quality, not of {queue!r}.")
        with self._write("task.sample", reason, queue) as write:
            return keep_sample(write, queue, size=size, share=share, seed=seed, by=by)

    def reviewing_statistics(self) -> Statistics:
        """What waits, was coded and was decided: by queue, by coder and by day."""
        with self._read() as connection:
            return statistics(connection, LIKELY)

    @property
    def _viewer(self) -> Viewer:
        return Viewer(self.user, self._clock().date())

    def _mine(self) -> list[Queue]:
        return [queue for queue in QUEUES if self.user.may(ACT_OF[queue])]

    def _waiting(self, connection: sa.Connection, queue: Queue, above: float) -> Waiting:
        found = waiting(queue, self._viewer, above=above).order_by(None).subquery()
        number = sa.func.count().label("number")
        counted = sa.select(found.c.assigned_to, number).group_by(found.c.assigned_to)
        by_user = {row.assigned_to: row.number for row in connection.execute(counted)}
        free, mine = by_user.pop(None, 0), by_user.pop(self.user.name, 0)
        return Waiting(free, sum(by_user.values()), mine)

    def _had(
        self, write: Write, queues: list[Queue], kind: Kind | None, above: float
    ) -> str | None:
        """The first item that the user has."""
        table = schema.task
        held = write.connection.scalar(
            sa.select(table.c.id)
            .where(table.c.assigned_to == self.user.name, table.c.state == "open")
            .limit(1)
        )
        if held is None:
            return None
        for queue in queues:
            query = _of_kind(waiting(queue, self._viewer, above=above), kind)
            row = write.connection.execute(
                query.where(_assigned(query) == self.user.name).limit(1)
            ).first()
            if row:
                return tasks.task_of(queue, row.subject)
        return None

    def _take(
        self, write: Write, queues: list[Queue], kind: Kind | None, above: float
    ) -> str | None:
        """The first item that nobody has, made the user's."""
        for queue in queues:
            query = _of_kind(waiting(queue, self._viewer, above=above), kind)
            rows = write.connection.execute(query.where(_assigned(query).is_(None)))
            task = _first(queue, rows, self.user.name)
            rows.close()
            if task:
                tasks.put_assigned(write, task, self.user.name)
                return str(task["id"])
        return None


def _first(queue: Queue, rows: sa.CursorResult[Any], user: str) -> Record | None:
    """The first task for a user; one they gave back where there is no other."""
    passed = None
    for row in rows:
        task = _task_of_row(queue, row)
        if user in task.get("not_for", ()):
            continue
        if user not in task.get("passed_by", ()):
            return task
        passed = passed or task
    return passed


def _task_of_row(queue: Queue, row: sa.Row[Any]) -> Record:
    id_ = tasks.task_of(queue, row.subject)
    new: Record = {"id": id_, "queue": queue, "kind": row.kind, "subject": row.subject}
    if row.kind == "pair":
        new["pair"] = [row.account, row.other]
    return new | parsed(row.task)


def _task(write: Write, item: str, viewer: Viewer) -> tuple[Record, str | None]:
    """The task of an item that a user may decide, and who has it."""
    queue, subject = tasks.parts_of(item)
    row = _row(write.connection, queue, subject, viewer, 0.0)
    task = _task_of_row(queue, row)
    if viewer.user.name in task.get("not_for", ()):
        raise QuestionError(
            f"{item} is not for {viewer.user.name}, who had it or confirmed it before."
        )
    return task, row.assigned_to


def _row(
    connection: sa.Connection, queue: Queue, subject: str, viewer: Viewer, above: float
) -> sa.Row[Any]:
    query = waiting(queue, viewer, above=above)
    row = connection.execute(query.where(_subject(query) == subject)).first()
    if row is None:
        raise QuestionError(
            f"{queue}/{subject} does not wait, or {viewer.user.name} may not decide it, for they "
            "coded it, are coding it blind, or may not see its source."
        )
    return row


def _of_kind(query: sa.Select[Any], kind: Kind | None) -> sa.Select[Any]:
    return query if kind is None else query.where(query.selected_columns["kind"] == kind)


def _assigned(query: sa.Select[Any]) -> Any:
    return query.selected_columns["assigned_to"]


def _subject(query: sa.Select[Any]) -> Any:
    return query.selected_columns["subject"]
