"""Incidents, accounts and sources: pages, fields, forms, limits."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyarrow
import pytest

from tests.web.conftest import Get
from waqia.analysis import count
from waqia.model import TABLES
from waqia.release import Release


def pages(get: Get, path: str, **asked: Any) -> list[dict[str, Any]]:
    """All records of a list, page after page."""
    found: list[dict[str, Any]] = []
    answer = get(path, **asked).json()
    while True:
        found += answer[path.rpartition("/")[2]]
        assert len(answer[path.rpartition("/")[2]]) <= int(asked.get("limit", 100))
        if answer["next"] is None:
            assert answer["total"] == len(found)
            return found
        answer = get(answer["next"]).json()


def test_pages_give_every_incident_once_and_in_the_order_of_dates(
    get: Get, release: Release
) -> None:
    found = pages(get, "/api/v1/incidents", limit=17)
    assert {one["id"] for one in found} == {*count(release).incidents()}
    assert len(found) == len({one["id"] for one in found})
    dates = [one["date_start"] or "9999" for one in found]
    assert dates == sorted(dates)


@pytest.mark.parametrize("path", ["accounts", "sources"])
def test_pages_give_every_account_and_source_once(get: Get, release: Release, path: str) -> None:
    found = pages(get, f"/api/v1/{path}", limit=50)
    rows = release.connection().execute(f"SELECT id FROM {path}").fetchall()
    assert sorted(one["id"] for one in found) == sorted(id_ for (id_,) in rows)


@pytest.mark.parametrize(
    "limits",
    [
        {"period": "2023"},
        {"period": "2013..2014-06"},
        {"type": "terrorist_attack"},
        {"type": "Terrorist attack", "province": "Balochistan"},
        {"actor": "ttp"},
        {"actor": "Pakistani Taliban", "killed": ">=20"},
        {"actor": ""},
        {"target_group": "", "year": "2023"},
        {"party": "police", "year": "2023"},
        {"killed": "10..20"},
        {"killed": ""},
        {"province": "Sindh,Punjab"},
        {"publisher": "Dawn"},
        {"weekday": "Friday"},
        {"tactic": "suicide_attack", "injured_max": ">5"},
        {"id": "PK-2023-000001"},
    ],
    ids=str,
)
def test_limits_are_those_of_a_count(get: Get, release: Release, limits: dict[str, str]) -> None:
    where: dict[str, Any] = {
        name: [part or None for part in value.split(",")]
        for name, value in limits.items()
        if name != "period"
    }
    if "publisher" in where:
        ((known,),) = release.connection().execute("SELECT min(publisher) FROM sources").fetchall()
        limits, where = {"publisher": known}, {"publisher": [known]}
    expected = count(release, where=where, period=limits.get("period")).incidents()
    found = pages(get, "/api/v1/incidents", **limits)
    assert sorted(one["id"] for one in found) == expected


def test_an_incident_opens_onto_accounts_anchors_and_provenance(get: Get, release: Release) -> None:
    found = pages(get, "/api/v1/incidents", fields="n_accounts")
    several = max(found, key=lambda one: one["n_accounts"])["id"]
    opened = get(f"/api/v1/incidents/{several}").json()
    expected = release.incident(several)
    assert [a["id"] for a in opened["accounts"]] == [a["id"] for a in expected["accounts"]]
    assert opened["provenance"] == expected["provenance"]
    account = opened["accounts"][0]
    assert account["source"]["id"]
    alone = get(f"/api/v1/accounts/{account['id']}").json()
    assert alone["anchors"] == account["anchors"]
    assert alone["source"] == account["source"]["id"]
    assert get(f"/api/v1/sources/{alone['source']}").json() == account["source"]
    listed = get("/api/v1/accounts", incident=several).json()["accounts"]
    assert [one["id"] for one in listed] == [a["id"] for a in opened["accounts"]]
    of_source = get("/api/v1/accounts", source=alone["source"], limit=1000).json()["accounts"]
    assert alone["id"] in [one["id"] for one in of_source]
    assert {one["source"] for one in of_source} == {alone["source"]}


FIELDS = "type,date_start,perpetrators,casualties,killed,latitude"


def test_the_forms_hold_the_same(get: Get) -> None:
    asked = {"fields": FIELDS, "limit": 500}
    rows = get("/api/v1/incidents", **asked).json()["incidents"]
    names = ["id", "type", "date_start", "latitude", "perpetrators", "killed", "casualties"]
    assert list(rows[0]) == names
    text = get("/api/v1/incidents", format="csv", **asked).text
    as_csv = list(csv.DictReader(io.StringIO(text)))
    assert [list(one) for one in as_csv[:1]] == [names]
    assert [one["id"] for one in as_csv] == [one["id"] for one in rows]
    assert [one["perpetrators"] for one in as_csv] == [
        ";".join(one["perpetrators"] or []) for one in rows
    ]
    stream = get("/api/v1/incidents", format="arrow", **asked).content
    table = pyarrow.ipc.open_stream(stream).read_all()
    assert table.column_names == names
    assert table["killed"].to_pylist() == [one["killed"] for one in rows]
    assert table["casualties"].to_pylist() == [one["casualties"] for one in rows]
    features = get("/api/v1/incidents", format="geojson", **asked).json()["features"]
    assert [one["id"] for one in features] == [one["id"] for one in rows]
    assert [one["properties"]["type"] for one in features] == [one["type"] for one in rows]
    with_point = [one for one in features if one["geometry"]]
    assert with_point
    assert [one["geometry"]["coordinates"][1] for one in with_point] == [
        one["latitude"] for one in rows if one["latitude"] is not None
    ]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/geo+json", "application/geo+json"),
        ("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream"),
        ("application/json;q=0.5, text/csv;q=0.9", "text/csv; charset=utf-8"),
        ("text/html, */*;q=0.1", "application/json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("*/*, application/json;q=0", "text/csv; charset=utf-8"),
        ("", "application/json"),
    ],
)
def test_accept_chooses_the_form(get: Get, accept: str, media_type: str) -> None:
    answer = get("/api/v1/incidents", limit=1, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["vary"] == "Accept"


def test_every_form_says_where_the_next_page_is(get: Get) -> None:
    answer = get("/api/v1/incidents", format="csv", limit=100)
    assert int(answer.headers["x-total-count"]) > 100
    following = get(answer.links["next"]["url"])
    assert following.headers["content-type"].startswith("text/csv")
    assert "next" not in following.links
    rows = [*csv.DictReader(io.StringIO(answer.text)), *csv.DictReader(io.StringIO(following.text))]
    assert len({row["id"] for row in rows}) == int(answer.headers["x-total-count"])


def test_fields_are_those_of_the_tables(get: Get) -> None:
    for table in ("incidents", "accounts", "sources"):
        row = get(f"/api/v1/{table}", limit=1).json()[table][0]
        assert list(row) == list(TABLES[table].names)


def test_the_release_says_what_it_is(get: Get, release: Release) -> None:
    about = get("/api/v1/release").json()
    assert (about["hash"], about["title"]) == (release.hash, "Desk")
    assert about["rows"]["incidents"] == get("/api/v1/incidents").json()["total"]
    assert [rule["name"] for rule in about["counting_rules"]] == [*release.codebook.counting_rules]
    names = [one["name"] for one in get("/api/v1/vocabularies").json()["vocabularies"]]
    for name in names:
        terms = get(f"/api/v1/vocabularies/{name}").json()["terms"]
        assert [term["code"] for term in terms] == [*release.codebook.terms(name)]


def test_a_list_of_nothing_is_a_list(get: Get) -> None:
    answer = get("/api/v1/incidents", period="1901")
    assert (answer.status_code, answer.json()["incidents"], answer.json()["total"]) == (200, [], 0)
    for form in ("csv", "arrow", "geojson"):
        assert get("/api/v1/incidents", period="1901", format=form).status_code == 200
