"""What waits in each queue, as questions to the database; a user is asked only what they may see.

An item leaves a queue when it is decided, whoever decides it and wherever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from waqia.register.people.clearing import hidden
from waqia.register.people.permissions import User
from waqia.register.review.codings import blind_accounts
from waqia.register.review.tasks import Queue
from waqia.register.store import schema

_incident, _account, _source = schema.incident.c, schema.account.c, schema.source.c
_coding, _task, _user = schema.coding.c, schema.task.c, schema.user.c


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and on which day: sources can be under embargo."""

    user: User
    day: date


def waiting(queue: Queue, viewer: Viewer | None, *, above: float) -> sa.Select[Any]:
    """The items of a queue, in its order: subject, kind, assigned_to, task, probability, pair.

    Only those that the viewer may decide, as far as sources and codings go; None is everybody.
    `above` is the least probability of a suggested pair. `task` is the task's record, NULL where
    nobody has had the item; it is nobody's, too, where who has it is no active user any more.
    """
    parts = {
        "new": [_candidates(viewer), _proposed(viewer)],
        "disputed": [_unsettled(viewer), _unresolved(viewer)],
        "second": [_second(viewer)],
        "quality": [_quality(viewer)],
        "links": [_links(viewer, above)],
    }[queue]
    numbered = [
        part.add_columns(sa.literal(number).label("part")) for number, part in enumerate(parts)
    ]
    found = sa.union_all(*numbered).subquery("waiting")
    task = schema.task
    return (
        sa.select(
            found.c.subject,
            found.c.kind,
            found.c.probability,
            found.c.account,
            found.c.other,
            sa.case((_user.active, task.c.assigned_to)).label("assigned_to"),
            task.c.data.label("task"),
        )
        .select_from(
            found.outerjoin(
                task,
                (task.c.id == sa.literal(f"{queue}/") + found.c.subject) & (task.c.state == "open"),
            ).outerjoin(schema.user, _user.id == task.c.assigned_to)
        )
        .order_by(found.c.part, found.c.probability.desc(), found.c.subject)
    )


def _entry(
    subject: Any, kind: str, probability: Any = None, account: Any = None, other: Any = None
) -> sa.Select[Any]:
    return sa.select(
        subject.label("subject"),
        sa.literal(kind).label("kind"),
        (sa.cast(sa.null(), sa.Float) if probability is None else probability).label("probability"),
        (sa.cast(sa.null(), sa.String) if account is None else account).label("account"),
        (sa.cast(sa.null(), sa.String) if other is None else other).label("other"),
    )


def _candidates(viewer: Viewer | None) -> sa.Select[Any]:
    return _entry(_incident.id, "incident").where(
        _incident.status == "candidate", *_seen_incident(viewer)
    )


def _proposed(viewer: Viewer | None) -> sa.Select[Any]:
    return _entry(_account.id, "account").where(
        _account.status == "proposed", *_seen_account(viewer, _account.id)
    )


def _unsettled(viewer: Viewer | None) -> sa.Select[Any]:
    return _entry(_incident.id, "incident").where(
        _incident.disputed,
        _incident.status.in_(("candidate", "confirmed")),
        *_seen_incident(viewer),
    )


def _unresolved(viewer: Viewer | None) -> sa.Select[Any]:
    disputed = sa.select(_coding.account).where(_coding.disputed)
    return _entry(_account.id, "coding").where(
        _account.id.in_(disputed), *_others(viewer), *_seen_account(viewer, _account.id)
    )


def _second(viewer: Viewer | None) -> sa.Select[Any]:
    # what the user is to code blind themselves is theirs to see, as far as it is shown
    return (
        _entry(_account.id, "account")
        .join_from(schema.task, schema.account, _account.id == _task.subject)
        .where(
            _task.queue == "second",
            _task.state == "open",
            *_others(viewer),
            *_cleared_account(viewer, _account.id),
        )
    )


def _quality(viewer: Viewer | None) -> sa.Select[Any]:
    return (
        _entry(_incident.id, "incident")
        .join_from(schema.task, schema.incident, _incident.id == _task.subject)
        .where(
            _task.queue == "quality",
            _task.state == "open",
            _incident.status == "confirmed",
            *_seen_incident(viewer),
        )
    )


def _links(viewer: Viewer | None, above: float) -> sa.Select[Any]:
    pair = schema.suggestion.c
    decision = schema.decision.c
    one, two = schema.account.alias("one"), schema.account.alias("two")
    withdrawn = sa.select(_incident.id).where(_incident.status == "withdrawn")
    decided = sa.exists().where(
        decision.superseded_by.is_(None),
        sa.or_(
            (decision.account == pair.account) & (decision.other == pair.other),
            (decision.account == pair.other) & (decision.other == pair.account),
        ),
    )
    subject = pair.account + sa.literal("+") + pair.other
    return (
        _entry(subject, "pair", pair.probability, pair.account, pair.other)
        .join_from(schema.suggestion, one, one.c.id == pair.account)
        .join(two, two.c.id == pair.other)
        .where(
            pair.probability >= above,
            one.c.status == "accepted",
            two.c.status == "accepted",
            one.c.incident != two.c.incident,
            one.c.incident.not_in(withdrawn),
            two.c.incident.not_in(withdrawn),
            ~decided,
            *_seen_account(viewer, one.c.id),
            *_seen_account(viewer, two.c.id),
        )
    )


def _hidden(viewer: Viewer) -> sa.Select[Any]:
    """Ids of the accounts whose sources a viewer may not see."""
    account = schema.account.alias()
    return (
        sa.select(account.c.id)
        .join(schema.source, _source.id == account.c.source)
        .where(hidden(viewer.user, viewer.day))
    )


def _cleared_account(viewer: Viewer | None, id_: Any) -> list[Any]:
    return [] if viewer is None else [id_.not_in(_hidden(viewer))]


def _seen_account(viewer: Viewer | None, id_: Any) -> list[Any]:
    if viewer is None:
        return []
    return [*_cleared_account(viewer, id_), id_.not_in(blind_accounts(viewer.user.name))]


def _seen_incident(viewer: Viewer | None) -> list[Any]:
    """Incidents all of whose accounts a user may see."""
    if viewer is None:
        return []
    told = schema.account.alias()
    return [
        _incident.id.not_in(
            sa.select(told.c.incident).where(told.c.id.in_(ids), told.c.incident.is_not(None))
        )
        for ids in (blind_accounts(viewer.user.name), _hidden(viewer))
    ]


def _others(viewer: Viewer | None) -> list[Any]:
    """Accounts that others coded, not the user."""
    if viewer is None:
        return []
    own = sa.select(_coding.account).where(_coding.coder == viewer.user.name)
    return [_account.coder != viewer.user.name, _account.id.not_in(own)]
