"""What a person decides of an incident itself: its status, and values in place of the rules'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waqia.adjudication import COLUMNS
from waqia.codebook import Codebook
from waqia.model import QuestionError
from waqia.register.content.accounts import checked_account
from waqia.register.store.history import Write
from waqia.register.store.records import Record

_FROM = {
    "confirmed": ("candidate",),
    "withdrawn": ("candidate", "confirmed"),
    "candidate": ("confirmed", "withdrawn"),
}
"""Status → those it can follow. A merged incident is parted, not given a status."""
_WHOSE = {"id": "A-", "source": "S-", "made_by": "-"}
"""What makes the columns of a field an account that can be checked."""


def reason(text: str | None) -> str:
    """The reason that was given.

    Raises:
        QuestionError: none was.
    """
    if not text or not text.strip():
        raise QuestionError("This is decided with a reason; say why.")
    return text.strip()


def set_status(write: Write, id_: str, status: str, *, base: int | None = None) -> Record:
    """Confirm, withdraw or reopen an incident.

    Raises:
        QuestionError: there is no such incident, or its status cannot become this one.
        ConflictError: it has changed since the revision `base`.
    """
    incident = write.get("incident", id_)
    now = incident["status"]
    if now == status:
        raise QuestionError(f"{id_} is {now} already.")
    if now not in _FROM[status]:
        if now == "merged":
            raise QuestionError(
                f"{id_} is merged, so it cannot be {status}; it was merged into "
                f"{incident['merged_into']}."
            )
        raise QuestionError(f"{id_} is {now}, so it cannot be {status}; reopen it first.")
    incident["status"] = status
    write.put("incident", id_, incident, base=base)
    return incident


def override(
    write: Write,
    codebook: Codebook,
    id_: str,
    field: str,
    value: Mapping[str, Any],
    *,
    base: int | None = None,
) -> Record:
    """Decide a field of an incident in place of its rule; `value` are the field's columns.

    They are checked as those of an account are; labels and aliases become codes.

    Raises:
        QuestionError: there is no such incident or field.
        InputError: a value is wrong.
        ConflictError: it has changed since the revision `base`.
    """
    incident = _reasoned(write, id_, field)
    if strange := value.keys() - set(COLUMNS[field]):
        raise QuestionError(
            f"{field} has no {', '.join(sorted(strange))}; its columns are "
            f"{', '.join(COLUMNS[field])}."
        )
    checked = checked_account(codebook, dict(value) | _WHOSE)
    said = {name: checked[name] for name in value if name in checked}
    decided = {"value": said, "reason": write.reason, "by": write.user}
    overrides = dict(incident.get("overrides") or {}) | {field: decided}
    incident = incident | {"overrides": overrides}
    write.put("incident", id_, incident, base=base)
    return incident


def release_override(write: Write, id_: str, field: str, *, base: int | None = None) -> Record:
    """Let the rule decide a field again.

    Raises:
        QuestionError: there is no such incident, or the field was not overridden or settled.
        ConflictError: it has changed since the revision `base`.
    """
    incident = _reasoned(write, id_, field)
    found = False
    for name in ("overrides", "settled"):
        decided = dict(incident.get(name) or {})
        found |= decided.pop(field, None) is not None
        incident[name] = decided
    if not found:
        raise QuestionError(f"The rule decides {field} of {id_} already.")
    write.put("incident", id_, incident, base=base)
    return incident


def settle(write: Write, id_: str, field: str, *, base: int | None = None) -> Record:
    """Say that what the rule gave for a disputed field is right.

    Raises:
        QuestionError: there is no such incident or field.
        ConflictError: it has changed since the revision `base`.
    """
    incident = _reasoned(write, id_, field)
    if field not in incident.get("values", {}).get("disputed", ()):
        raise QuestionError(f"The accounts of {id_} do not differ in {field}.")
    settled = {"reason": write.reason, "by": write.user}
    incident = incident | {"settled": dict(incident.get("settled") or {}) | {field: settled}}
    write.put("incident", id_, incident, base=base)
    return incident


def _reasoned(write: Write, id_: str, field: str) -> Record:
    if field not in COLUMNS:
        raise QuestionError(
            f"An incident has no field {field!r} that is decided; choose from {', '.join(COLUMNS)}."
        )
    incident = write.get("incident", id_)
    if incident["status"] == "merged":
        raise QuestionError(f"{id_} was merged into {incident['merged_into']}; decide it there.")
    return incident
