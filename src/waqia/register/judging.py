"""The register as reviewers and editors use it: incidents confirmed, withdrawn, decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waqia.model import QuestionError
from waqia.register.content import reviewing
from waqia.register.core import Core


class Judging(Core):
    """What is decided of an incident as a whole, and of its fields."""

    def confirm(self, incident: str, *, base: int | None = None, reason: str | None = None) -> None:
        """An incident has been reviewed and stands.

        Raises:
            QuestionError: there is no such incident, or it is merged or confirmed already.
            ConflictError: it has changed since the revision `base`.
        """
        with self._write("incident.confirm", reason, incident) as write:
            reviewing.set_status(write, incident, "confirmed", base=base)

    def withdraw(self, incident: str, *, reason: str, base: int | None = None) -> None:
        """An incident did not happen, or does not belong here; it keeps its id and accounts.

        Raises:
            QuestionError: there is no such incident, it is withdrawn already, or no reason given.
            ConflictError: it has changed since the revision `base`.
        """
        with self._write("incident.withdraw", reviewing.reason(reason), incident) as write:
            reviewing.set_status(write, incident, "withdrawn", base=base)

    def reopen(self, incident: str, *, reason: str, base: int | None = None) -> None:
        """An incident that was confirmed or withdrawn is to be reviewed again.

        Raises:
            QuestionError: there is no such incident, it is a candidate already, or no reason given.
            ConflictError: it has changed since the revision `base`.
        """
        with self._write("incident.reopen", reviewing.reason(reason), incident) as write:
            reviewing.set_status(write, incident, "candidate", base=base)

    def override(
        self,
        incident: str,
        field: str,
        value: Mapping[str, Any],
        *,
        reason: str,
        base: int | None = None,
    ) -> None:
        """Decide a field of an incident in place of its rule; `value` are the field's columns.

        Raises:
            QuestionError: there is no such incident or field, or no reason was given.
            InputError: a value is wrong.
            ConflictError: it has changed since the revision `base`.
        """
        with self._write("incident.override", reviewing.reason(reason), incident) as write:
            book = self._codebook_in(write.connection)
            reviewing.override(write, book, incident, field, value, base=base)
            self._rework(write, [incident])

    def release_override(
        self, incident: str, field: str, *, reason: str, base: int | None = None
    ) -> None:
        """Let the rule decide a field again.

        Raises:
            QuestionError: the field was not overridden, or no reason was given.
            ConflictError: it has changed since the revision `base`.
        """
        with self._write("incident.release_override", reviewing.reason(reason), incident) as write:
            reviewing.release_override(write, incident, field, base=base)
            self._rework(write, [incident])

    def settle(self, incident: str, field: str, *, reason: str, base: int | None = None) -> None:
        """Say that what the rule gave for a disputed field is right.

        Raises:
            QuestionError: the accounts do not differ in the field, or no reason was given.
            ConflictError: it has changed since the revision `base`.
        """
        with self._write("incident.settle", reviewing.reason(reason), incident) as write:
            reviewing.settle(write, incident, field, base=base)

    def decide(
        self,
        incident: str,
        fields: Mapping[str, Mapping[str, Any] | None],
        *,
        reason: str,
        base: int | None = None,
    ) -> None:
        """Decide fields of an incident together, in one revision: all of them or none.

        `fields` is field → its columns, which stand in place of what the rule gave, as `override`
        has it; or None where that is right, as `settle` says it.

        Raises:
            QuestionError: there is no such incident or field, the accounts do not differ in a field
                that is settled, nothing is decided, or no reason was given.
            InputError: a value is wrong.
            ConflictError: it has changed since the revision `base`.
        """
        if not fields:
            raise QuestionError("Say what is right of at least one field.")
        overridden = any(value is not None for value in fields.values())
        act = "incident.override" if overridden else "incident.settle"
        with self._write(act, reviewing.reason(reason), incident) as write:
            book = self._codebook_in(write.connection)
            for field, value in fields.items():
                if value is None:
                    reviewing.settle(write, incident, field, base=base)
                else:
                    reviewing.override(write, book, incident, field, value, base=base)
            if overridden:
                self._rework(write, [incident])
