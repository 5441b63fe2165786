"""Codings of one account that differ: a third person says what is right, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.model import QuestionError, phrase
from waqia.register.content.accounts import checked_account, put_account
from waqia.register.review.codings import CODED, codings_of, said_of, value_of
from waqia.register.store.history import Write
from waqia.register.store.kinds import unresolved
from waqia.register.store.records import Record

Choice = str | Mapping[str, Any]
"""Whose value is right, by the coder's name; or the value itself, as the field's columns."""


def coders_of(connection: sa.Connection, account: Mapping[str, Any]) -> list[str]:
    """Who coded an account, the first coder first."""
    codings = codings_of(connection, account["id"])
    return [account["made_by"], *(coding["coder"] for coding in codings)]


def resolve(
    write: Write, codebook: Codebook, id_: str, choices: Mapping[str, Choice]
) -> tuple[Record, set[str]]:
    """Resolve disputed fields; gives the account, corrected, and what has to be reworked.

    Raises:
        QuestionError: a field is not disputed, or nobody of that name coded the account.
        InputError: a value is wrong.
    """
    account = write.get("account", id_)
    codings = codings_of(write.connection, id_)
    disputed = {name for coding in codings for name in unresolved(coding)}
    if strange := sorted(choices.keys() - disputed):
        raise QuestionError(
            f"{', '.join(strange)} of {id_} is not disputed; what is: "
            f"{', '.join(name for name in CODED if name in disputed) or phrase('nothing')}."
        )
    if not choices:
        left = ", ".join(sorted(disputed)) or phrase("nothing")
        raise QuestionError(f"Say what is right of {left}.")
    values = {k: v for k, v in account.items() if k not in ("status", "incident")}
    for field, choice in choices.items():
        for column in CODED[field]:
            values.pop(column, None)
        values |= _chosen(id_, field, choice, said_of(field, account, codings))
    checked = checked_account(codebook, values)
    record, touched = put_account(write, codebook, values)
    for coding in codings:
        settled = {
            field: {
                "value": value_of(field, checked), "was": value_of(field, account),
                "by": write.user, "reason": write.reason,
            } | ({"chosen": choice} if isinstance(choice, str) else {})
            for field, choice in choices.items()
            if field in unresolved(coding)
        }  # fmt: skip
        if settled:
            resolved = dict(coding.get("resolved", {})) | settled
            write.put("coding", coding["id"], coding | {"resolved": resolved})
    return record, touched


def _chosen(id_: str, field: str, choice: Choice, said: Mapping[str, Record]) -> Record:
    if isinstance(choice, str):
        if choice not in said:
            raise QuestionError(
                f"{choice} did not code {id_}; choose from {', '.join(said)}, or give the value."
            )
        return said[choice]
    if strange := sorted(choice.keys() - set(CODED[field])):
        raise QuestionError(
            f"{field} has no {', '.join(strange)}; its columns are {', '.join(CODED[field])}."
        )
    return {column: value for column, value in choice.items() if value is not None}
