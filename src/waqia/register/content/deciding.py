"""Decisions on which accounts tell of the same incident; each is a row, none is rubbed out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.model import QuestionError
from waqia.register.content.incidents import move, new_incident, standing
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import parsed

Judgement = Literal["same", "different", "unsure"]


def link(write: Write, account: str, incident: str) -> set[str]:
    """An account tells of an incident; gives the incidents that have to be reworked.

    It is then another than those that it leaves behind.

    Raises:
        QuestionError: there is no such account or incident, or it was withdrawn.
    """
    told = write.get("account", account)
    if told["status"] != "accepted":
        raise QuestionError(
            f"The account {account} is {told['status'].replace('_', ' ')}; accept it first."
        )
    target = standing(write, incident)
    if told.get("incident") == target["id"]:
        raise QuestionError(f"{account} tells of {target['id']} already.")
    members = list(target.get("accounts", ()))
    former = write.get("incident", told["incident"]) if "incident" in told else {}
    touched = move(write, told, target)
    decide(write, "same", [(account, member) for member in members])
    staying = [member for member in former.get("accounts", ()) if member != account]
    decide(write, "different", [(account, member) for member in staying])
    return touched


def merge(write: Write, incident: str, into: str) -> set[str]:
    """Two incidents are one: all accounts go over, the first keeps its id as merged.

    Raises:
        QuestionError: there is no such incident, or both are the same.
    """
    gone, target = standing(write, incident), standing(write, into)
    if gone["id"] == target["id"]:
        raise QuestionError(f"{incident} and {into} are one incident already.")
    members = list(target.get("accounts", ()))
    arriving = list(gone.get("accounts", ()))
    touched: set[str] = set()
    for account in arriving:
        touched |= move(write, write.get("account", account), target)
    decide(write, "same", [(a, b) for a in arriving for b in members])
    return touched - {gone["id"]}


def split(
    write: Write, codebook: Codebook, incident: str, accounts: Sequence[str]
) -> tuple[str, set[str]]:
    """Accounts tell of another incident: a new one; gives its id and what has to be reworked.

    Raises:
        QuestionError: an account does not tell of the incident, or none would be left.
    """
    whole = standing(write, incident)
    members = list(whole.get("accounts", ()))
    if strange := [account for account in accounts if account not in members]:
        raise QuestionError(
            f"{', '.join(strange)}: not among the accounts of {whole['id']}, which are "
            f"{', '.join(members)}."
        )
    if not accounts or len(set(accounts)) == len(members):
        raise QuestionError(
            f"{whole['id']} has {len(members)} accounts: name some of them, not all, to part them "
            "from the others."
        )
    moving = sorted(set(accounts))
    first = write.get("account", moving[0])
    part = new_incident(write, codebook, first)
    touched: set[str] = set()
    for account in moving:
        touched |= move(write, write.get("account", account), part)
    staying = [member for member in members if member not in moving]
    decide(write, "different", [(a, b) for a in moving for b in staying])
    return part["id"], touched


def judge(write: Write, judgement: Judgement, account: str, other: str) -> list[str]:
    """Record that an account and another, or an incident, are different, or that it is unsure.

    Gives the ids of the decisions.

    Raises:
        QuestionError: there is no such record, or both tell of one incident already.
    """
    told = write.get("account", account)
    if write.find("account", other) is not None:
        members = [other]
    else:
        members = standing(write, other).get("accounts", [])
    if judgement == "different" and any(
        write.get("account", member).get("incident") == told.get("incident") for member in members
    ):
        raise QuestionError(
            f"{account} and {other} are one incident, {told.get('incident')}; part them with "
            f"`waqia register split {told.get('incident')} {account}`."
        )
    return decide(write, judgement, [(account, member) for member in members if member != account])


def decide(write: Write, judgement: Judgement, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Record a judgement of pairs of accounts; what was decided of them before is superseded."""
    ordered = [(min(pair), max(pair)) for pair in dict.fromkeys(pairs)]
    ids = write.next_ids("decision", "D-", len(ordered))
    for id_, (one, two) in zip(ids, ordered, strict=True):
        for former in standing_decisions(write.connection, one, two):
            record = write.get("decision", former)
            write.put("decision", former, record | {"superseded_by": id_})
        write.put(
            "decision",
            id_,
            {"id": id_, "account": one, "other": two, "judgement": judgement, "by": write.user},
        )
    return ids


def standing_decisions(connection: sa.Connection, one: str, two: str) -> list[str]:
    """Ids of the decisions on a pair of accounts that nothing has superseded."""
    table = schema.decision
    return list(
        connection.scalars(
            sa.select(table.c.id).where(
                table.c.account == min(one, two),
                table.c.other == max(one, two),
                table.c.superseded_by.is_(None),
            )
        )
    )


def decisions(connection: sa.Connection) -> list[dict[str, str]]:
    """Every decision that stands: account, other, judgement, by."""
    table = schema.decision
    query = sa.select(table.c.data).where(table.c.superseded_by.is_(None)).order_by(table.c.id)
    return [parsed(text) for text in connection.scalars(query)]
