"""The register as reviewers use it: accounts that were proposed, accepted or set aside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from waqia.model import QuestionError, phrase
from waqia.register.content import deciding
from waqia.register.content.accounts import put_account
from waqia.register.content.anchoring import Words, reanchored
from waqia.register.content.apart import why_apart
from waqia.register.content.incidents import move, new_incident, standing
from waqia.register.content.placing import with_place
from waqia.register.content.reviewing import reason as reasoned
from waqia.register.content.reviewing import set_status
from waqia.register.core import Core
from waqia.register.people.clearing import sources_named
from waqia.register.recording import Added
from waqia.register.store.history import Write
from waqia.register.store.records import Record


class Accepting(Core):
    """Accounts that a machine has read, or somebody has proposed."""

    def accept(
        self,
        account: str,
        changes: Mapping[str, Any] | None = None,
        *,
        words: Iterable[Words] = (),
        keep: Collection[str] = (),
        incident: str | None = None,
        apart: bool = False,
        confirm: bool = False,
        base: int | None = None,
        reason: str | None = None,
    ) -> Added:
        """Accept a proposed account, with corrections where it needs any, in one act.

        It becomes an incident of its own, or tells of `incident`; one that lies far from it in
        time or space is refused unless `apart` says that this is meant. With `confirm` its
        incident, where it was a candidate, is confirmed as well.

        None makes a field unknown. The anchors of a value that is corrected go, unless `keep`
        names its field; `words` are those of the source that say a value now. Findings tell what
        of its place could not be kept.

        Raises:
            QuestionError: there is no such account or incident, the account is accepted, or lies
                apart from the incident.
            InputError: a correction is wrong, or words do not stand in the archive.
            ConflictError: the account has changed since the revision `base`.
            DeniedError: it takes a reviewer who may see its source.
        """
        fixed = {"id", "incident", "status", "made_by"} & (changes or {}).keys()
        if fixed:
            raise QuestionError(f"{', '.join(sorted(fixed))} of an account is not corrected.")
        with self._write("account.accept", reason, account) as write:
            book = self._codebook_in(write.connection)
            now = _proposed(write, account)
            self.must_see(
                write.connection, "source", [*sources_named(now), *sources_named(changes or {})]
            )
            said = {k: v for k, v in now.items() if k not in ("status", "incident")}
            placed, findings = with_place(book, said, changes or {})
            if "anchors" not in (changes or {}):
                placed["anchors"] = reanchored(write, now, placed, words, keep)
            record, _ = put_account(write, book, placed, base=base)
            record["status"] = "accepted"
            if incident is None:
                touched = move(write, record, new_incident(write, book, record))
            else:
                if not apart:
                    _refuse_apart(write, record, incident)
                write.put("account", account, record)
                touched = deciding.link(write, account, incident)
            self._rework(write, touched)
            told = str(write.get("account", account)["incident"])
            if confirm and write.get("incident", told)["status"] == "candidate":
                self.require("incident.confirm", told)
                set_status(write, told, "confirmed")
            return Added(account, told, write.number, findings)

    def set_aside(self, account: str, *, reason: str, base: int | None = None) -> None:
        """Set a proposed account aside: it is kept, and tells of no incident.

        Raises:
            QuestionError: there is no such account, it is accepted, or no reason was given.
            ConflictError: the account has changed since the revision `base`.
            DeniedError: it takes a reviewer who may see its source.
        """
        with self._write("account.set_aside", reasoned(reason), account) as write:
            self.must_see(write.connection, "account", [account])
            record = _proposed(write, account)
            write.put("account", account, record | {"status": "set_aside"}, base=base)


def _proposed(write: Write, id_: str) -> Record:
    """An account that is proposed, or was and is set aside."""
    account = write.get("account", id_)
    if account["status"] == "accepted":
        raise QuestionError(
            f"{id_} is accepted and tells of {account.get('incident')}; correct it, or withdraw "
            "that incident."
        )
    return account


def _refuse_apart(write: Write, account: Record, incident: str) -> None:
    target = standing(write, incident)
    others = [write.get("account", id_) for id_ in target.get("accounts", ())]
    if reasons := why_apart(account, others):
        may_not = phrase(f"{account['id']} and {target['id']} may not be one incident.")
        instead = phrase(
            "Correct the account, choose another incident, or say that it is meant so (--apart)."
        )
        raise QuestionError(" ".join((may_not, *reasons, instead)))
