"""The history of an incident in words, also to whom some of it is not told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from waqia.codebook import Codebook
from waqia.publish import history_of, tell_history

UNTOLD = "(not told: a source is restricted)"


@dataclass(frozen=True)
class Entry:
    field: str
    after: Any
    before: Any = None
    kind: str = "incident"
    record: str = "PK-2024-000001"
    revision: int = 2
    at: datetime = datetime(2024, 3, 1, tzinfo=UTC)
    user: str = "desk"
    action: str = "accounts.import"
    reason: str | None = None


def test_what_is_not_told_of_a_new_incident_is_said_once(codebook: Codebook) -> None:
    told = {
        "status": "candidate", "accounts": ["A-1", "A-2"], "n_accounts": 2,
        "date_start": "2024-02-03", "date_end": "2024-02-03", "date_precision": "day",
        "killed": 3, "killed_min": 3, "killed_max": 3,
        "place": UNTOLD, "district": UNTOLD, "perpetrators": UNTOLD, "claim": UNTOLD,
    }  # fmt: skip
    ((heading, lines),) = tell_history([Entry(k, v) for k, v in told.items()], codebook)
    assert heading == "Revision 2, 2024-03-01 00:00:00 UTC: desk imported accounts"
    assert lines[0] == (
        "new, candidate: 3 February 2024; 3 killed; the rest is not told, a source is restricted"
    )


def test_an_act_that_took_another_back_says_which(codebook: Codebook) -> None:
    entry = Entry("status", "candidate", "confirmed", action="revision.undo", reason="undoes 131")
    ((heading, _),) = tell_history([entry], codebook)
    assert heading == "Revision 2, 2024-03-01 00:00:00 UTC: desk took back revision 131"


def test_what_people_write_in_brackets_is_not_taken_for_what_may_not_be_told(
    codebook: Codebook,
) -> None:
    said = {"status": "candidate", "source": "S-1", "summary": "(not confirmed) Shots were heard."}
    reason = "(not sure who else was there)"
    entries = [Entry(k, v, kind="account", record="A-1", reason=reason) for k, v in said.items()]
    (revision,) = history_of(entries, codebook)
    assert not revision.withheld
    assert all(change.told for change in revision.changes)
    (hidden,) = history_of([Entry("status", "candidate", reason=UNTOLD)], codebook)
    assert hidden.withheld
