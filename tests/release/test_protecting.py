"""A restricted source supports an incident; what it says does not leave the register."""

from __future__ import annotations

import pytest

from tests.conftest import MakeRelease
from waqia.release import Release

SECRET = "the informant of Mach"
SOURCES = [
    {"id": "S-1", "title": "Newspaper", "publisher": "A paper", "url": "https://example.org/1"},
    {"id": "S-2", "title": f"Talk with {SECRET}", "publisher": SECRET, "author": SECRET,
     "access": "restricted", "reliability": "A", "note": SECRET, "date": "2023-01-02"},
]  # fmt: skip
TOLD = {
    "source": "S-2", "summary": SECRET, "place": SECRET, "latitude": 29.87, "longitude": 67.33,
    "reported_by": [SECRET], "words": {"place": SECRET}, "province": "Balochistan",
    "anchors": [{"source": "S-2", "start": 1, "end": 2, "quote": SECRET}], "cites": ["S-1"],
    "killed": 3,
}  # fmt: skip
PUBLIC = {"source": "S-1", "summary": "An attack.", "place": "Quetta", "killed": 2}


@pytest.fixture
def release(make_release: MakeRelease) -> Release:
    return make_release(
        [
            {"incident": "I-1"} | TOLD,
            {"incident": "I-2"} | TOLD,
            {"incident": "I-2"} | PUBLIC,
            {"incident": "I-3"} | PUBLIC,
        ],
        SOURCES,
        findings=[
            {"code": "value-unknown", "severity": "warning", "record": "A-0001", "found": SECRET,
             "message": SECRET},
            {"code": "value-unknown", "severity": "warning", "record": "A-0004", "found": "x",
             "message": "x is not known"},
        ],
        figures=[
            {"id": "F-1", "source": "S-2", "measure": "killed", "value": 3, "note": SECRET},
            {"id": "F-2", "source": "S-1", "measure": "killed", "value": 2},
        ],
    )  # fmt: skip


def test_no_byte_of_it_is_in_the_release(release: Release) -> None:
    for table in ("incidents", "accounts", "sources", "findings", "figures", "provenance"):
        rows = release.connection().execute(f"FROM {table}").fetchall()
        assert SECRET not in str(rows), table
        assert "29.87" not in str(rows), table


def test_the_source_is_named_only_as_being_there(release: Release) -> None:
    row = release.connection().execute("FROM sources WHERE id = 'S-2'").df().to_dict("records")[0]
    known = {name: value for name, value in row.items() if isinstance(value, str)}
    assert known == {
        "id": "S-2", "kind": "document", "title": "Restricted source", "access": "restricted",
    }  # fmt: skip


def test_its_account_still_supports_the_incident(release: Release) -> None:
    assert release.incident("I-1")["killed"] == 3
    assert release.incident("I-1")["province"] == "Balochistan"
    assert release.incident("I-2")["killed_max"] == 3


def test_a_public_account_of_another_incident_is_told_whole(release: Release) -> None:
    found = release.incident("I-3")
    assert (found["summary"], found["place"]) == ("An attack.", "Quetta")
    assert found["findings"][0]["message"] == "x is not known"


def test_figures_of_it_are_not_released(release: Release) -> None:
    rows = release.connection().execute("SELECT id FROM figures").fetchall()
    assert rows == [("F-2",)]


def test_a_row_that_was_set_aside_is_not_told_either(make_release: MakeRelease) -> None:
    release = make_release(
        [TOLD],
        SOURCES,
        findings=[
            {"code": "date-invalid", "severity": "error", "row": 7, "record": "A-9",
             "found": SECRET, "message": SECRET},
            {"code": "count-unread", "severity": "error", "row": 8, "found": SECRET,
             "message": SECRET},
            {"code": "encoding", "severity": "note", "found": "cp1252", "message": "Not UTF-8."},
        ],
    )  # fmt: skip
    found = release.connection().execute("SELECT code, found, message FROM findings ORDER BY code")
    silent = "Not told: the source is restricted."
    assert found.fetchall() == [
        ("count-unread", None, silent),
        ("date-invalid", None, silent),
        ("encoding", "cp1252", "Not UTF-8."),
    ]


def test_no_place_finer_than_the_district_is_told(make_release: MakeRelease) -> None:
    place = {"place_id": "pk-city-mach", "district": "Kachhi", "place_precision": "town"}
    release = make_release(
        [
            {"incident": "I-1"} | TOLD | place,
            {"incident": "I-2"} | TOLD | place,
            {"incident": "I-2"} | PUBLIC | place,
        ],
        SOURCES,
    )
    for record in (release.incident("I-1"), *release.incident("I-1")["accounts"]):
        assert (record["place_id"], record["place_precision"]) == (None, "district")
        assert record["district"] == "Kachhi"
    assert release.incident("I-2")["place_id"] == "pk-city-mach"
