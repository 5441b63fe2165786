"""The register as reviewers use it: proposals that are split into two, or joined to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waqia.model import QuestionError
from waqia.register.content.accounts import put_account
from waqia.register.content.dividing import Span, divide, unite
from waqia.register.core import Core
from waqia.register.store.history import Write
from waqia.register.store.records import Record


@dataclass(frozen=True, slots=True)
class United:
    """A proposal that took in another: `differs` are fields in which it kept its own value."""

    account: str
    revision: int
    differs: tuple[str, ...]


class Dividing(Core):
    """Proposals that are not one to an incident."""

    def split_proposal(
        self,
        account: str,
        spans: Sequence[Span],
        *,
        base: int | None = None,
        reason: str | None = None,
    ) -> str:
        """What stands in spans of its source becomes another proposal; gives its id.

        `spans` are (start, end) in the archived text. Values go with the words that say them; date
        and place stay with both parts, as does what no words say.

        Raises:
            QuestionError: there is no such proposal, or none of its words would go or stay.
            ConflictError: it has changed since the revision `base`.
            DeniedError: it takes a reviewer who may see its source.
        """
        with self._write("account.split", reason, account) as write:
            self.must_see(write.connection, "account", [account])
            now = _waiting(write, account)
            rest, part = divide(now, sorted(spans))
            book = self._codebook_in(write.connection)
            put_account(write, book, _plain(rest), base=base)
            new = {"id": _free(write, account), "made_by": now["made_by"]}
            record, _ = put_account(write, book, _plain(part) | new, status="proposed")
            return str(record["id"])

    def join_proposals(
        self, account: str, other: str, *, base: int | None = None, reason: str | None = None
    ) -> United:
        """Two proposals of a source tell of one incident: the first takes in what the other says.

        Where they differ the first keeps its own; the other is set aside.

        Raises:
            QuestionError: there is no such proposal, or they are of different sources.
            ConflictError: the first has changed since the revision `base`.
            DeniedError: it takes a reviewer who may see their source.
        """
        with self._write("account.join", reason, account) as write:
            self.must_see(write.connection, "account", [account, other])
            if account == other:
                raise QuestionError(f"{account} is one proposal; name another to join with it.")
            now, second = _waiting(write, account), _waiting(write, other)
            whole, differs = unite(now, second)
            book = self._codebook_in(write.connection)
            put_account(write, book, _plain(whole), base=base)
            write.put("account", other, second | {"status": "set_aside"})
            return United(account, write.number, tuple(differs))


def _waiting(write: Write, id_: str) -> Record:
    account = write.get("account", id_)
    if account["status"] != "proposed":
        raise QuestionError(
            f"{id_} is {account['status'].replace('_', ' ')}; only proposals are split and joined."
        )
    return account


def _plain(record: Record) -> Record:
    return {k: v for k, v in record.items() if k not in ("status", "incident")}


def _free(write: Write, account: str) -> str:
    """An id beside that of the proposal, such as D-1-b beside D-1."""
    for letter in "bcdefghijklmnopqrstuvwxyz":
        if write.find("account", f"{account}-{letter}") is None:
            return f"{account}-{letter}"
    raise QuestionError(f"{account} was split too often.")
