"""A restricted source supports an incident; what it says does not leave the register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.conftest import MakeRelease, stage
from waqia.adjudication import adjudicate
from waqia.codebook import Codebook
from waqia.release import Release, protected

Row = dict[str, Any]

SECRET = "the informant of Mach"
SOURCES = [
    {"id": "S-1", "title": "Newspaper", "publisher": "A paper", "url": "https://example.org/1"},
    {"id": "S-2", "title": f"Talk with {SECRET}", "publisher": SECRET, "author": SECRET,
     "access": "restricted", "reliability": "A", "note": SECRET, "date": "2023-01-02"},
]  # fmt: skip
TOLD = {
    "source": "S-2", "summary": SECRET, "place": SECRET, "latitude": 29.87, "longitude": 67.33,
    "reported_by": [SECRET], "words": {"place": SECRET}, "province": "Balochistan",
    "place_precision": "town",
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


HERE = {
    "country": "Pakistan", "province": "Balochistan", "division": "Kalat", "district": "Kachhi",
    "province_then": "Balochistan", "district_then": "Bolan", "region": "balochistan",
    "place_id": "pk-city-mach",
}  # fmt: skip
UNITS = ("country", "province", "division", "district", "district_then", "region", "place_id")


def where(record: Row) -> tuple[object, ...]:
    """The finest unit that is told, then what is told of the others."""
    return (record["place_precision"], *(record[name] for name in UNITS))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("exact", ("district", "Pakistan", "Balochistan", "Kalat", "Kachhi", "Bolan")),
        ("town", ("district", "Pakistan", "Balochistan", "Kalat", "Kachhi", "Bolan")),
        ("district", ("division", "Pakistan", "Balochistan", "Kalat", None, None)),
        ("division", ("province", "Pakistan", "Balochistan", None, None, None)),
        ("province", ("country", "Pakistan", None, None, None, None)),
        ("country", ("country", "Pakistan", None, None, None, None)),
        ("unknown", ("unknown", "Pakistan", "Balochistan", "Kalat", None, None)),
    ],
)
def test_only_the_unit_that_contains_what_it_names_is_told(
    make_release: MakeRelease, named: str, told: tuple[object, ...]
) -> None:
    release = make_release(
        [{"incident": "I-1"} | TOLD | HERE | {"place_precision": named}], SOURCES
    )
    region = "balochistan" if told[2] else None
    for record in (release.incident("I-1"), *release.incident("I-1")["accounts"]):
        assert where(record) == (*told, region, None)


def test_a_region_that_is_finer_than_what_is_told_is_not_told(make_release: MakeRelease) -> None:
    karachi = {"country": "Pakistan", "province": "Sindh", "region": "karachi"}
    release = make_release(
        [
            TOLD | karachi | {"division": "Karachi", "place_precision": "division"},
            TOLD | karachi | {"division": "Karachi", "district": "Malir",
                              "place_precision": "district"},
        ],
        SOURCES,
    )  # fmt: skip
    found = release.connection().execute("SELECT province, division, region FROM incidents")
    assert found.fetchall() == [("Sindh", None, None), ("Sindh", "Karachi", "karachi")]


def test_a_unit_with_one_district_names_it_and_is_not_told(make_release: MakeRelease) -> None:
    capital = {"province": "Islamabad Capital Territory", "district": "Islamabad"}
    told = [TOLD | capital | {"place_precision": level} for level in ("town", "district")]
    found = (
        make_release(told, SOURCES)
        .connection()
        .execute("SELECT province, district, place_precision FROM incidents ORDER BY id")
    )
    assert found.fetchall() == [(*capital.values(), "district"), (None, None, "country")]


def test_an_incident_tells_the_place_that_a_public_account_of_it_tells(
    make_release: MakeRelease,
) -> None:
    of_district = TOLD | HERE | {"place_precision": "district"}
    release = make_release(
        [
            {"incident": "I-1"} | TOLD | HERE,
            {"incident": "I-1"} | PUBLIC | HERE | {"place_precision": "town"},
            {"incident": "I-2"} | of_district,
            {"incident": "I-2"} | PUBLIC | HERE | {"place_id": None, "place_precision": "district"},
            {"incident": "I-3"} | of_district,
            {"incident": "I-3"} | PUBLIC | {"province": "Balochistan",
                                            "place_precision": "province"},
        ],
        SOURCES,
        rules={"place": ["most_precise"]},
    )  # fmt: skip
    assert release.incident("I-1")["place_precision"] == "town"
    assert release.incident("I-1")["place_id"] == "pk-city-mach"
    assert release.incident("I-2")["district"] == "Kachhi"
    assert release.incident("I-2")["place_id"] is None
    assert release.incident("I-3")["district"] is None
    assert release.incident("I-3")["division"] == "Kalat"


def test_an_incident_without_accounts_tells_no_place(make_release: MakeRelease) -> None:
    """As after a merger: its accounts, which say whether its place is public, are elsewhere."""
    release = make_release(
        [{"incident": "I-1"} | TOLD, {"id": "A-9", "incident": "I-2"} | PUBLIC | HERE],
        SOURCES,
        incidents={"I-2": {"id": "I-3", "status": "merged", "merged_into": "I-1"}},
    )
    merged = release.incident("I-3")
    assert (merged["merged_into"], merged["country"]) == ("I-1", "Pakistan")
    assert {merged[name] for name in (*UNITS[1:], "place", "summary")} == {None}


def test_codes_are_told_and_words_that_stand_for_codes_are_not(make_release: MakeRelease) -> None:
    told = {
        "type": SECRET, "perpetrators": ["ttp", SECRET], "targets": [SECRET], "tags": [SECRET],
        "made_by": SECRET, "casualties": [{"party": "police", "outcome": "killed", "best": 1},
                                          {"party": SECRET, "outcome": "killed", "best": 2}],
    }  # fmt: skip
    release = make_release(
        [
            {"incident": "I-1"} | TOLD | told,
            {"incident": "I-2"} | TOLD | told,
            {"incident": "I-2"} | PUBLIC | {"tags": ["election"], "perpetrators": ["a new group"]},
        ],
        SOURCES,
        rules={"perpetrators": ["union"]},
    )
    first, second = release.incident("I-1"), release.incident("I-2")
    assert (first["type"], first["perpetrators"], first["targets"]) == (None, ["ttp"], [])
    assert [part["party"] for part in first["casualties"]] == ["police"]
    assert (first["tags"], first["accounts"][0]["made_by"]) == ([], None)
    assert sorted(second["perpetrators"]) == ["a new group", "ttp"]
    assert second["tags"] == ["election"]
    assert SECRET not in str([first, second])


def test_what_a_public_account_quotes_of_it_is_not_told(make_release: MakeRelease) -> None:
    quotes = [{"source": "S-2", "quote": SECRET}, {"source": "S-1", "quote": "it says"}]
    release = make_release([PUBLIC | {"anchors": quotes}], SOURCES)
    (row,) = release.connection().execute("SELECT anchors FROM accounts").fetchall()
    assert [anchor["quote"] for anchor in row[0]] == ["it says"]


def test_a_source_that_only_it_cites_is_not_named(make_release: MakeRelease) -> None:
    cited = [
        {"id": "S-3", "kind": "citation", "title": SECRET},
        {"id": "S-4", "kind": "citation", "title": "A statement"},
    ]
    release = make_release(
        [TOLD | {"cites": ["S-3", "S-4"]}, PUBLIC | {"cites": ["S-4"]}], [*SOURCES, *cited]
    )
    found = release.connection().execute("SELECT id, title, access FROM sources ORDER BY id")
    assert found.fetchall()[2:] == [
        ("S-3", "Restricted source", "restricted"), ("S-4", "A statement", "public"),
    ]  # fmt: skip


def test_the_reason_of_an_override_is_not_told(connection: DuckDBPyConnection) -> None:
    codebook = Codebook.load("pakistan")
    stage(connection, [{"incident": "I-1"} | TOLD, {"incident": "I-2"} | PUBLIC], SOURCES)
    adjudicate(connection, codebook)
    connection.execute(
        "INSERT INTO provenance (incident, field, rule, reason) SELECT id, 'killed', 'override', ? "
        "FROM incidents",
        [SECRET],
    )
    query = protected(connection, codebook)["provenance"]
    found = connection.execute(f"SELECT incident, reason FROM ({query}) ORDER BY incident")
    assert found.fetchall() == [("I-1", None), ("I-2", SECRET)]


@pytest.mark.parametrize(
    ("cleared", "seen"),
    [
        (("public",), {"S-1"}),
        (("public", "restricted"), {"S-1", "S-2", "S-3"}),
        (("public", "restricted", "confidential"), {"S-1", "S-2", "S-3", "S-4", "S-5"}),
        ((), set()),
    ],
)
def test_a_reader_sees_what_he_is_cleared_for(
    connection: DuckDBPyConnection, cleared: tuple[str, ...], seen: set[str]
) -> None:
    sources = [
        *SOURCES,
        {"id": "S-3", "title": "Held back", "embargo": "2026-04-01"},
        {"id": "S-4", "title": "Confidential", "access": "confidential"},
        {"id": "S-5", "title": "Of no known level", "access": "Secret"},
    ]
    told = [{"source": source["id"], "summary": source["title"]} for source in sources]
    stage(connection, told, sources)
    codebook = Codebook.load("pakistan")
    adjudicate(connection, codebook)
    queries = protected(connection, codebook, cleared=cleared, day=date(2026, 3, 31))
    for table, column in (("sources", "id"), ("accounts", "source")):
        text = "title" if table == "sources" else "summary"
        found = connection.execute(
            f"SELECT {column} FROM ({queries[table]}) "
            f"WHERE {text} IS NOT NULL AND {text} <> 'Restricted source'"
        )
        assert {id_ for (id_,) in found.fetchall()} == seen
