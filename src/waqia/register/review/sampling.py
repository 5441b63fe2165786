"""Drawing a sample of accounts or incidents in a way that anybody can repeat and check.

Simple random sampling without replacement: the ids of the frame are put in the order of
SHA-256("SEED:ID"), and the first n are drawn. Stratified by coder, every coder's part of the frame
is drawn from in the same way, in proportion to its size (largest remainders, Hamilton's method).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.review.tasks import Queue, task_of
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record

METHOD = "simple random without replacement: first of the order of SHA-256(seed:id)"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample that was drawn: from how many (`frame`), and what; `made` are the new items.

    What was drawn and is in the queue already, or was done, or cannot be coded again since there
    is a second coding, is not made a second time. `id` is None where nothing new was made.
    """

    id: str | None
    queue: str
    seed: int
    frame: int
    drawn: tuple[str, ...]
    made: tuple[str, ...]


def draw(
    frame: Mapping[str, str | None],
    *,
    size: int | None,
    share: float | None,
    seed: int,
    stratified: bool,
) -> list[str]:
    """Ids drawn from a frame (id → stratum), in order of id.

    Raises:
        QuestionError: neither or both of size and share are given, or one is out of range.
    """
    if (size is None) == (share is None):
        raise QuestionError("Give either the size of the sample or its share.")
    if share is not None and not 0 < share <= 1:
        raise QuestionError(f"A share lies above 0 and is at most 1, found {share}.")
    if size is not None and size < 1:
        raise QuestionError(f"A sample has at least one item, found {size}.")
    wanted = min(len(frame), size if size is not None else math.ceil((share or 0) * len(frame)))
    strata: dict[str, list[str]] = {}
    for id_, stratum in frame.items():
        strata.setdefault(stratum or "" if stratified else "", []).append(id_)
    parts = _allotted({name: len(ids) for name, ids in strata.items()}, wanted)
    return sorted(
        id_
        for name, ids in strata.items()
        for id_ in sorted(ids, key=lambda id_: _rank(seed, id_))[: parts[name]]
    )


def keep_sample(
    write: Write,
    queue: Literal["second", "quality"],
    *,
    size: int | None,
    share: float | None,
    seed: int,
    by: Literal["coder"] | None,
) -> Sample:
    """Draw a sample and put what is new of it into its queue.

    Raises:
        QuestionError: there is nothing to draw from, or the size is out of range.
    """
    frame = _frame(write.connection, queue)
    if not frame:
        raise QuestionError(
            "There is no accepted account to draw from."
            if queue == "second"
            else "There is no confirmed incident to draw from."
        )
    drawn = draw(frame, size=size, share=share, seed=seed, stratified=by == "coder")
    made = _new(write, queue, drawn)
    if not made:
        return Sample(None, queue, seed, len(frame), tuple(drawn), ())
    id_ = write.next_ids("sample", "Q-")[0]
    listed = sorted(frame)
    record: Record = {
        "id": id_, "queue": queue, "method": METHOD, "seed": seed, "drawn": drawn, "made": made,
        "frame": {
            "revision": write.number - 1,
            "of": "accounts that are accepted" if queue == "second" else
                  "incidents that are confirmed",
            "number": len(frame),
            "sha256": hashlib.sha256("\n".join(listed).encode()).hexdigest(),
        },
    }  # fmt: skip
    asked = {"size": size, "share": share, "by": by}
    write.put("sample", id_, record | {k: v for k, v in asked.items() if v is not None})
    not_for = _not_for(write.connection, queue, made)
    for subject in made:
        task = task_of(queue, subject)
        write.put(
            "task",
            task,
            {"id": task, "queue": queue, "kind": "account" if queue == "second" else "incident",
             "subject": subject, "state": "open", "sample": id_,
             "not_for": not_for.get(subject, [])},
        )  # fmt: skip
    return Sample(id_, queue, seed, len(frame), tuple(drawn), tuple(made))


def _frame(connection: sa.Connection, queue: Queue) -> dict[str, str | None]:
    """Id → coder of all that a sample of the queue can be drawn from."""
    account, incident = schema.account, schema.incident
    if queue == "second":
        query = sa.select(account.c.id, account.c.coder).where(account.c.status == "accepted")
    else:
        coder = sa.func.min(account.c.coder)
        query = (
            sa.select(incident.c.id, coder.label("coder"))
            .join(account, account.c.incident == incident.c.id)
            .where(incident.c.status == "confirmed")
            .group_by(incident.c.id)
        )
    return {row.id: row.coder for row in connection.execute(query)}


def _new(write: Write, queue: Queue, drawn: list[str]) -> list[str]:
    """Those that nobody was asked to look at before, nor has coded a second time unasked."""
    write.prefetch("task", (task_of(queue, subject) for subject in drawn))
    asked = {
        subject
        for subject in drawn
        if (task := write.find("task", task_of(queue, subject))) and task["state"] != "cancelled"
    }
    if queue == "second":
        asked |= set(write.connection.scalars(sa.select(schema.coding.c.account)))
    return [subject for subject in drawn if subject not in asked]


def _not_for(connection: sa.Connection, queue: Queue, made: list[str]) -> dict[str, list[str]]:
    """Incident → who confirmed it, for somebody else is to look at it again."""
    if queue != "quality":
        return {}
    change, revision = schema.change, schema.revision
    found: dict[str, list[str]] = {}
    for start in range(0, len(made), 900):
        query = (
            sa.select(change.c.record, revision.c.user)
            .join(revision, revision.c.number == change.c.revision)
            .where(
                change.c.kind == "incident",
                change.c.record.in_(made[start : start + 900]),
                revision.c.action == "incident.confirm",
            )
            .order_by(change.c.revision)
        )
        found |= {row.record: [row.user] for row in connection.execute(query)}
    return found


def _rank(seed: int, id_: str) -> str:
    return hashlib.sha256(f"{seed}:{id_}".encode()).hexdigest()


def _allotted(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """Stratum → its part of the sample, in proportion to its size."""
    whole = sum(sizes.values())
    exact = {name: wanted * size / whole for name, size in sizes.items()}
    parts = {name: math.floor(part) for name, part in exact.items()}
    remainders = sorted(exact, key=lambda name: (parts[name] - exact[name], name))
    for name in remainders[: wanted - sum(parts.values())]:
        parts[name] += 1
    return parts
