"""The difference of two releases, field by field."""

from __future__ import annotations

from tests.conftest import MakeRelease
from waqia.codebook import Codebook
from waqia.release import Change, diff

OLD = [
    {"incident": "I-1", "type": "armed_clash", "killed": 3, "tags": ["major"]},
    {"incident": "I-2", "killed": 1},
    {"incident": "I-3"},
    {"incident": "I-4", "killed": 2},
]


def test_the_same_accounts_make_no_difference(make_release: MakeRelease) -> None:
    old, new = make_release(OLD, name="old.release"), make_release(OLD, name="new.release")
    assert diff(old, new).rows() == []


def test_added_withdrawn_and_changed(make_release: MakeRelease) -> None:
    old = make_release(OLD, name="old.release")
    later = [
        {"incident": "I-1", "type": "terrorist_attack", "killed": 5, "tags": ["major", "suicide"]},
        {"incident": "I-2", "killed": 1},
        {"id": "A-0004", "incident": "I-4", "killed": 2},
        {"id": "A-0009", "incident": "I-5", "killed": 7},
    ]
    new = make_release(later, name="new.release", incidents={"I-4": {"status": "withdrawn"}})
    found = diff(old, new)
    assert found.added == ("I-5",)
    assert found.withdrawn == ("I-3", "I-4")
    assert found.changed == (
        Change("I-1", "killed", "3", "5"),
        Change("I-1", "killed_max", "3", "5"),
        Change("I-1", "killed_min", "3", "5"),
        Change("I-1", "tags", "[major]", "[major, suicide]"),
        Change("I-1", "type", "armed_clash", "terrorist_attack"),
    )
    assert found.counts == {"added": 1, "withdrawn": 2, "changed": 1, "merged": 0, "rules": 0}
    assert found.rows()[0] == {
        "change": "added", "id": "I-5", "field": None, "before": None, "after": None,
    }  # fmt: skip
    assert len(found.rows()) == 8


def test_a_merged_incident_says_into_which(make_release: MakeRelease) -> None:
    old = make_release(OLD, name="old.release")
    new = make_release(
        OLD, name="new.release",
        incidents={"I-4": {"status": "merged", "merged_into": "I-1"}},
    )  # fmt: skip
    found = diff(old, new)
    assert found.withdrawn == ()
    assert found.merged == (Change("I-4", "merged_into", None, "I-1"),)
    assert found.counts["merged"] == 1
    assert found.rows()[-1] == {
        "change": "merged", "id": "I-4", "field": "merged_into", "before": None, "after": "I-1",
    }  # fmt: skip


def test_from_unknown_to_known_is_a_change(make_release: MakeRelease) -> None:
    old = make_release([{"incident": "I", "injured": None}], name="old.release")
    new = make_release([{"incident": "I", "injured": 0}], name="new.release")
    assert Change("I", "injured", None, "0") in diff(old, new).changed


def test_a_changed_codebook_is_told_rule_by_rule_and_code_by_code(
    make_release: MakeRelease, codebook: Codebook
) -> None:
    adjudication = codebook.rules["adjudication"] | {"killed": ["maximum"]}
    rules = codebook.rules | {"version": "2027.1", "adjudication": adjudication}
    types = [row for row in codebook.tables["types"] if row["code"] != "drone_strike"]
    changed = Codebook(rules, {**codebook.tables, "types": types})
    old = make_release(OLD, name="old.release")
    new = make_release(OLD, name="new.release", codebook=changed)
    found = {(change.id, change.field): change for change in diff(old, new).rules}
    assert found["codebook", "version"].after == "2027.1"
    assert '"killed": ["maximum"]' in str(found["rules", "adjudication"].after)
    assert found["types", "drone_strike"].after is None
    assert len(found) == 3
