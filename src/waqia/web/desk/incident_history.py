"""The history of an incident as its page tells it, in the page's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from waqia.publish import Change, Revision, history_of
from waqia.web.desk.incident_told import full_record

if TYPE_CHECKING:
    from waqia.register import Register


def history(register: Register, id_: str) -> list[Revision]:
    """The revisions of an incident, the last first, with what may be told to who asks.

    Records have every column of a release's accounts and what the register alone keeps of them.
    """
    revisions = history_of(register.log(id_), register.codebook)
    return [
        replace(revision, changes=tuple(map(_drawable, revision.changes)))
        for revision in reversed(revisions)
    ]


def _drawable(change: Change) -> Change:
    opened = change.open
    table = "incidents" if change.kind == "incident" else "accounts"
    before, after = (full_record(table, record) for record in (opened.before, opened.after))
    return replace(change, before=before, after=after)
