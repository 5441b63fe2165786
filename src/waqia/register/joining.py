"""The register as reviewers use it: which accounts tell of the same incident."""

from __future__ import annotations

from collections.abc import Sequence

from waqia.register.content import deciding
from waqia.register.content.incidents import standing
from waqia.register.core import Core


class Joining(Core):
    """Decisions on which accounts tell of the same incident."""

    def link(self, account: str, incident: str, *, reason: str | None = None) -> str:
        """Let an account tell of an incident; gives the incident's id.

        The incident that it leaves without accounts is merged into this one.

        Raises:
            QuestionError: there is no such account or incident, or the incident was withdrawn.
        """
        with self._write("decision.same", reason, account) as write:
            touched = deciding.link(write, account, incident)
            self._rework(write, touched)
            return str(write.get("account", account)["incident"])

    def merge(self, incident: str, into: str, *, reason: str | None = None) -> str:
        """Two incidents are one: the accounts of the first go to the second; gives its id.

        Raises:
            QuestionError: there is no such incident, or both are one already.
        """
        with self._write("incident.merge", reason, incident) as write:
            touched = deciding.merge(write, incident, into)
            self._rework(write, touched)
            return str(standing(write, into)["id"])

    def split(self, incident: str, accounts: Sequence[str], *, reason: str | None = None) -> str:
        """Some accounts of an incident tell of another; gives the new incident's id.

        Raises:
            QuestionError: an account does not tell of the incident, or none would be left.
        """
        with self._write("incident.split", reason, incident) as write:
            book = self._codebook_in(write.connection)
            part, touched = deciding.split(write, book, incident, accounts)
            self._rework(write, touched)
            return part

    def different(self, account: str, other: str, *, reason: str | None = None) -> list[str]:
        """An account and another, or an incident, are not the same; gives the decisions' ids.

        Raises:
            QuestionError: there is no such record, or both tell of one incident.
        """
        with self._write("decision.different", reason, account) as write:
            return deciding.judge(write, "different", account, other)

    def unsure(self, account: str, other: str, *, reason: str | None = None) -> list[str]:
        """It cannot be said whether both are the same; gives the decisions' ids.

        Raises:
            QuestionError: there is no such record.
        """
        with self._write("decision.unsure", reason, account) as write:
            return deciding.judge(write, "unsure", account, other)
