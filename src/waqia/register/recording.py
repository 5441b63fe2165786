"""The register as coders use it: sources, accounts, their correction, and reading them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waqia.model import Finding, QuestionError
from waqia.register.content.accounts import put_account, put_source
from waqia.register.content.anchoring import Words, reanchored
from waqia.register.content.importing import ImportResult, import_accounts
from waqia.register.content.placing import with_place
from waqia.register.content.reviewing import reason as reasoned
from waqia.register.core import Core
from waqia.register.people.clearing import sources_named
from waqia.register.review.codings import refuse_blind
from waqia.register.store.history import kept
from waqia.register.store.records import differences

_PROTECTION = ("access", "embargo")
"""Fields of a source that say who may see it, and from when."""


@dataclass(frozen=True, slots=True)
class Added:
    """An account that was kept: its id, the incident it tells of, and the revision.

    `findings` say what was not understood of its place.
    """

    account: str
    incident: str | None
    revision: int
    findings: tuple[Finding, ...] = ()


class Recording(Core):
    """Sources and accounts."""

    def add_source(
        self,
        source: Mapping[str, Any],
        *,
        content: bytes | None = None,
        text: str | None = None,
        base: int | None = None,
        reason: str | None = None,
    ) -> str:
        """Keep a source and archive what was read of it; gives its id.

        `source` has the fields of the model's source; `content` are the bytes that were read,
        `text` the text that anchors point into. A source that is there already is changed, which
        takes an editor; `base` is the revision in which it was seen. Access level and embargo
        stay where none is given; changing them takes a reason.

        Raises:
            InputError: a value is wrong.
            QuestionError: access level or embargo change, and no reason was given.
            ConflictError: the source has changed since.
            DeniedError: the user may not do this, or not see the source.
        """
        with self.store.reading() as connection:
            known = "id" in source and kept(connection, "source", source["id"]) is not None
        act = "source.change" if known else "source.add"
        with self._write(act, reason, source.get("id")) as write:
            before = write.find("source", source["id"]) if "id" in source else None
            if before:
                self.require("source.change", source["id"])  # it may have come in meanwhile
                self.must_see(write.connection, "source", [source["id"]])
            stays = _PROTECTION if content is not None else (*_PROTECTION, "sha256", "media_type")
            given = {name: before[name] for name in stays if before and name in before}
            given |= source
            record = put_source(write, given, content=content, text=text, base=base)
            if before and differences(before, record).keys() & set(_PROTECTION):
                reasoned(reason)
            return str(record["id"])

    def add(
        self,
        account: Mapping[str, Any],
        *,
        status: str = "accepted",
        reason: str | None = None,
    ) -> Added:
        """Keep an account of the model's fields; without an incident it is one of its own.

        A place in words only is matched to the gazetteer, as an import does.
        `status` is `proposed` for what a machine has read and a person has to accept. Another
        person's name in `made_by` takes an editor, as it does in an import.

        Raises:
            InputError: a value is wrong, or an anchor does not hold; all problems are named.
            QuestionError: there is an account of this id already, no such source or status.
            DeniedError: the user may not do this, or not see the source.
        """
        self.require("account.add", account.get("id"))
        if status not in ("accepted", "proposed"):
            raise QuestionError(f"An account is added as accepted or proposed, not as {status!r}.")
        if (maker := account.get("made_by")) not in (None, self.user.name) and ":" not in maker:
            self.require("accounts.import_as", maker)
        placed, findings = with_place(self.codebook, account)
        with self._write("account.add", reason, account.get("id")) as write:
            self.must_see(write.connection, "source", sources_named(account))
            if "id" in account and write.find("account", account["id"]) is not None:
                raise QuestionError(
                    f"The register has an account {account['id']} already; correct that one, or "
                    "give another id."
                )
            book = self._codebook_in(write.connection)
            record, touched = put_account(write, book, placed, status=status)
            self._rework(write, touched)
            return Added(record["id"], record.get("incident"), write.number, findings)

    def correct(
        self,
        account: str,
        changes: Mapping[str, Any],
        *,
        words: Iterable[Words] = (),
        keep: Collection[str] = (),
        base: int | None = None,
        reason: str | None = None,
    ) -> Added:
        """Change fields of an account; None makes a field unknown.

        A coder corrects accounts of their own, a reviewer those of others too. Anchors, `words`
        and `keep` are as in `accept`.

        Raises:
            ConflictError: the account has changed since the revision `base`; the fields are named.
            InputError: a value is wrong.
            QuestionError: there is no such account, or one of the fields is not its source's.
            DeniedError: the user may not do this, not see the source, or is to code it blind.
        """
        fixed = {"id", "incident", "status", "made_by"} & changes.keys()
        if fixed:
            raise QuestionError(
                f"{', '.join(sorted(fixed))} of an account is not corrected like what it says; "
                "link or split it, or review it."
            )
        with self.store.reading() as connection:
            refuse_blind(self, connection, [account])
            before = kept(connection, "account", account)
        own = before is not None and before.record["made_by"] == self.user.name
        act = "account.correct" if own else "account.correct_others"
        with self._write(act, reason, account) as write:
            now = write.get("account", account)
            self.must_see(
                write.connection, "source", [*sources_named(now), *sources_named(changes)]
            )
            values = {k: v for k, v in now.items() if k not in ("status", "incident")}
            book = self._codebook_in(write.connection)
            placed, findings = with_place(book, values, changes)
            if "anchors" not in changes:
                placed["anchors"] = reanchored(write, now, placed, words, keep)
            record, touched = put_account(write, book, placed, base=base)
            self._rework(write, touched)
            return Added(account, record.get("incident"), write.number, findings)

    def import_file(
        self,
        path: str | Path,
        *,
        coder: str | None = None,
        mapping: str | Path = "accounts",
        sources: str | Path | None = None,
        where: Sequence[str] = (),
        sheet: str | None = None,
        set_aside: str | Path | None = None,
        reason: str | None = None,
        progress: Any = None,
    ) -> ImportResult:
        """Keep the accounts of a file, all in one revision; see `ImportResult` for what became.

        `coder` is whose accounts they are, if not the user's; `set_aside` the file for rows that
        cannot be used, `<name>.set-aside.csv` in the working folder if not given.

        Raises:
            InputError: the file cannot be read, or no row of it can be used.
            DeniedError: the user may not do this, or not as another coder.
        """
        if coder is not None and coder != self.user.name:
            self.require("accounts.import_as", coder)
        self.require("accounts.import", coder)
        return import_accounts(
            self, path, coder=coder or self.user.name, mapping=mapping, sources=sources,
            where=where, sheet=sheet, set_aside=set_aside, reason=reason, progress=progress,
        )  # fmt: skip
