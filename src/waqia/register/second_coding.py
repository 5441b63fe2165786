"""The register as coders use it who code an account again, blind, and whoever resolves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from waqia.model import DeniedError, QuestionError, phrase
from waqia.register.content.accounts import OWN, check_anchors, checked_account
from waqia.register.content.anchoring import Words, reanchored
from waqia.register.content.placing import with_place
from waqia.register.content.reviewing import reason as reasoned
from waqia.register.core import Core
from waqia.register.people.clearing import sources_named
from waqia.register.review.codings import codings_of, put_coding, refuse_blind, where_to_read
from waqia.register.review.items import disagreements_of
from waqia.register.review.resolving import Choice, coders_of, resolve
from waqia.register.review.tasks import task_of
from waqia.register.store.history import kept
from waqia.register.store.records import Record

_GIVEN = ("source", "cites", "reliability")
"""What a second coding has of its account: it is of the same source."""


class SecondCoding(Core):
    """Second codings of accounts, what they differ in, and its resolution by a third person."""

    def submit_coding(
        self,
        account: str,
        values: Mapping[str, Any],
        *,
        words: Iterable[Words] = (),
        reason: str | None = None,
    ) -> str:
        """Keep the user's coding of an account that they have to code; gives its id.

        `values` are fields of an account, as `Item.to_code` lists them, and `anchors` where they
        are others than were given; or `words` of the source that say a value. It is checked as
        accounts are; places are matched.

        Raises:
            InputError: a value is wrong, or an anchor does not hold; all problems are named.
            QuestionError: the user does not have the account to code.
            DeniedError: the user may not code.
        """
        self.require("coding.add", account)
        if fixed := sorted({*OWN, *_GIVEN, "marks"} & values.keys()):
            raise QuestionError(f"{', '.join(fixed)} is not coded; leave it out.")
        placed, _ = with_place(self.codebook, values)
        with self._write("coding.add", reason, account) as write:
            task = write.find("task", task_of("second", account)) or {}
            if task.get("state") != "open" or task.get("assigned_to") != self.user.name:
                raise QuestionError(
                    f"You do not have {account} to code; take what waits in the queue `second`."
                )
            told = write.get("account", account)
            self.must_see(
                write.connection, "source", [*sources_named(told), *sources_named(values)]
            )
            given = {name: told[name] for name in _GIVEN if name in told}
            given["anchors"] = where_to_read(told)
            coded = given | placed | {"id": account, "made_by": self.user.name}
            coded["anchors"] = reanchored(write, coded, coded, words)
            checked = checked_account(self._codebook_in(write.connection), coded)
            check_anchors(write, checked)
            put_coding(write, told, self.user.name, checked)
            return f"{account}/{self.user.name}"

    def codings(self, account: str) -> list[Record]:
        """The other codings of an account: coder, values, `differs`, `resolved`.

        Raises:
            QuestionError: there is no such account.
            DeniedError: its source is above the user's clearance, or they are to code it blind.
        """
        with self._read() as connection:
            self._account_seen(connection, account)
            return codings_of(connection, account)

    def disagreements(self, account: str) -> dict[str, dict[str, Any]]:
        """Field → coder → value, of the fields that differ and nobody has resolved.

        Raises:
            QuestionError: there is no such account.
            DeniedError: its source is above the user's clearance, or they are to code it blind.
        """
        with self._read() as connection:
            return disagreements_of(connection, self._account_seen(connection, account))

    def resolve(
        self, account: str, choices: Mapping[str, Choice], *, reason: str
    ) -> dict[str, dict[str, Any]]:
        """Say what is right where codings differ; gives the disagreements that are left.

        `choices` is field → the name of the coder who is right, or the value as the field's
        columns. The account is corrected to it; the codings keep what they said, and the
        resolution with its reason.

        Raises:
            DeniedError: the user is one of the coders, or no reviewer; it was logged.
            QuestionError: a field is not disputed, nobody of that name coded it, or no reason was
                given.
            InputError: a value is wrong.
        """
        with self._write("coding.resolve", reasoned(reason), account) as write:
            told = self._account_seen(write.connection, account)
            if self.user.name in coders_of(write.connection, told):
                said = self.deny("coding.resolve", account, phrase("a third person"))
                who = self.user.name
                told_so = phrase(f"{who} coded {account}; somebody else has to say who is right.")
                raise DeniedError(f"{told_so} {said}".rstrip())
            book = self._codebook_in(write.connection)
            _, touched = resolve(write, book, account, choices)
            self._rework(write, touched)
        return self.disagreements(account)

    def _account_seen(self, connection: sa.Connection, account: str) -> Record:
        self.must_see(connection, "account", [account])
        refuse_blind(self, connection, [account])
        found = kept(connection, "account", account)
        if found is None:
            raise QuestionError(f"The register has no account {account!r}.")
        return found.record
