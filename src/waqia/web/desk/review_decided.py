"""What became of an item that waits no more: for who goes back to what was just decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from waqia.model import DeniedError, QuestionError

if TYPE_CHECKING:
    from waqia.register import Register

_OPEN = ("proposed", "candidate")
_QUEUES = ("new", "disputed", "quality", "links")
"""Those whose items may be told of afterwards; a blind coding stays blind."""


def decided(register: Register, queue: str, subject: str) -> dict[str, Any] | None:
    """What became of an item: its records, the last entry of their log, and whose act that is.

    Gives `records` (kind, id, status, and the incident that each came into), `last`, and `own`:
    whether that was the user's last act, which they may take back. None where the item still
    waits, though not for the user; where there is none; and where the user may not see it.
    """
    if queue not in _QUEUES:
        return None
    ids = subject.split("+") if queue == "links" else [subject]
    try:
        records = [_record(register, id_) for id_ in ids]
        entries = [entry for id_ in ids for entry in register.log(id_)]
    except (QuestionError, DeniedError):
        return None
    if queue == "new" and records[0]["status"] in _OPEN:
        return None
    last = max(entries, key=lambda entry: entry.revision, default=None)
    undoable = register.undoable()
    own = last is not None and undoable is not None and last.revision == undoable.revision
    return {"records": records, "last": last, "own": own}


def _record(register: Register, id_: str) -> dict[str, Any]:
    """Kind, id and status of a record, and the incident that it came into."""
    found: Mapping[str, Any]
    try:
        kind, found = "account", register.account(id_)
    except QuestionError:
        kind, found = "incident", register.incident(id_)
    into = found.get("incident" if kind == "account" else "merged_into")
    return {"kind": kind, "id": id_, "status": found["status"], "into": into}
