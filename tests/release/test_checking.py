"""What `check` finds in tables that are not sound."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import MakeRelease
from waqia.model import Finding
from waqia.release import check


def codes(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.field) for finding in findings]


def split(killed: int) -> list[dict[str, Any]]:
    return [
        {"party": party, "outcome": "killed", "min": killed, "best": killed, "max": killed}
        for party in ("police", "civilians")
    ]


def test_a_sound_release_has_no_findings(make_release: MakeRelease) -> None:
    sound = {
        "type": "terrorist_attack", "province": "Khyber Pakhtunkhwa", "district": "Peshawar",
        "latitude": 34.01, "longitude": 71.52, "perpetrators": ["ttp"], "targets": ["education"],
        "tactics": ["suicide_bombing"], "killed_min": 4, "killed": 4, "killed_max": 5,
        "casualties": split(2),
    }  # fmt: skip
    assert check(make_release([sound, {}])) == []


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"killed_min": 9, "killed": 5, "killed_max": 7}, "bounds-broken", "killed"),
        ({"injured_min": 3, "injured_max": 2}, "bounds-broken", "injured"),
        ({"killed": -1}, "bounds-broken", "killed"),
        ({"killed": 3, "casualties": split(2)}, "parts-exceed-total", "killed"),
        ({"date_start": "2023-02-01", "date_end": "2023-01-31"}, "dates-reversed", "date"),
        ({"latitude": 71.5, "longitude": 340.0}, "coordinates-invalid", "coordinates"),
        ({"latitude": 34.0}, "coordinates-invalid", "coordinates"),
        ({"latitude": 6.7, "longitude": -7.3}, "coordinates-outside", "coordinates"),
        ({"district": "Peshawar", "province": "Balochistan"}, "place-disagrees", "place"),
        ({"type": "skirmish"}, "codes-unknown", "type"),
        ({"tactics": ["firing", "teleport"]}, "codes-unknown", "tactics"),
        ({"casualties": [{"party": "elves", "outcome": "killed"}]}, "codes-unknown", "casualties"),
        ({"source": "S-9"}, "source-missing", "source"),
        ({"cites": ["S-9"]}, "source-missing", "cites"),
    ],
)
def test_one_finding_for_one_fault(
    make_release: MakeRelease, told: dict[str, Any], code: str, field: str
) -> None:
    release = make_release([told], [{"id": "S-1", "title": "One"}])
    (finding,) = (f for f in check(release) if f.code != "coordinates-outside" or f.code == code)
    assert (finding.code, finding.field) == (code, field)
    assert finding.record
    assert finding.action


def test_an_incident_is_merged_into_one_that_is_there(make_release: MakeRelease) -> None:
    gone = {"I-2": {"status": "merged", "merged_into": "I-9"}}
    (finding,) = check(make_release([{"incident": "I-1"}, {"incident": "I-2"}], incidents=gone))
    assert (finding.code, finding.record, finding.found) == ("relation-broken", "I-2", "I-9")


def test_what_an_incident_is_marked_with_is_not_reported_twice(make_release: MakeRelease) -> None:
    broken = {"killed_min": 9, "killed": 5, "killed_max": 7, "marks": ["bounds-broken"]}
    stored = {"code": "bounds-broken", "severity": "warning", "record": "A-0001", "message": "…"}
    (finding,) = check(make_release([broken], findings=[stored]))
    assert finding.record == "A-0001"


def test_accounts_that_differ_are_a_note(make_release: MakeRelease) -> None:
    told = [{"incident": "I", "killed": 59}, {"incident": "I", "killed": 84}]
    (finding,) = check(make_release(told))
    assert (finding.code, finding.severity, finding.record) == ("values-disagree", "note", "I")
    assert finding.field == "killed"


def test_an_open_count_is_a_note(make_release: MakeRelease) -> None:
    (finding,) = check(make_release([{"killed_min": 19, "killed": 19}]))
    assert (finding.code, finding.severity) == ("count-open", "note")


def test_an_unknown_code_is_reported_once_with_its_number(make_release: MakeRelease) -> None:
    (finding,) = check(make_release([{"type": "skirmish"}] * 3))
    assert "3 of incidents hold the type 'skirmish'" in finding.message


def test_a_figure_may_count_what_several_actors_did(make_release: MakeRelease) -> None:
    figure = {"id": "F-1", "source": "S-1", "measure": "killed", "value": 3}
    release = make_release([{}], figures=[figure | {"actor": "ttp;bla"}])
    assert check(release) == []
    release = make_release([{}], figures=[figure | {"actor": "ttp;elves"}], name="b.release")
    (finding,) = check(release)
    assert (finding.code, finding.found) == ("codes-unknown", "elves")


def test_references_that_lead_nowhere_are_errors(make_release: MakeRelease) -> None:
    release = make_release(
        [{"incident": "I-1"}],
        incidents={"I-1": {"id": "I-2", "accounts": ["A-7"]}},
        figures=[{"id": "F-1", "source": "S-8", "measure": "killed", "value": 3}],
    )
    assert codes(check(release)) == [
        ("relation-broken", "incident"),
        ("relation-broken", "accounts"),
        ("source-missing", "source"),
    ]
