"""Clients written for ACLED and for UCDP work against a release unchanged."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from typing import Any

import httpx
import pytest

from tests.conftest import SHARED
from tests.web.conftest import Get
from waqia.release import Release

CLIENT = """
import json, warnings
warnings.simplefilter("ignore")
from acled import AcledClient
client = AcledClient(auth_method="legacy", api_key="none", email="none")
between = {"event_date_where": "BETWEEN"}
asked = {
    "all": client.get_data(limit=5000),
    "country": client.get_data(country="Pakistan", year=2014, limit=5000),
    "between": client.get_data(
        country="Pakistan", event_date="2014-12-01|2014-12-31", query_params=between, limit=5000
    ),
    "page": client.get_data(limit=3, page=2),
    "fields": client.get_data(limit=3, fields="event_id_cnty|event_date|fatalities"),
    "actor": client.get_data(actor1="taliban", limit=5000),
    "nothing": client.get_data(country="Atlantis"),
}
print(json.dumps(asked, default=str))
"""


@pytest.fixture(scope="module")
def fetched(address: str) -> dict[str, list[dict[str, Any]]]:
    """What the client of ACLED fetches from the served example, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", CLIENT], capture_output=True, text=True, check=False,
        env=os.environ | {"ACLED_API_HOST": f"{address}/api", "ACLED_MAX_RETRIES": "0"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answers: dict[str, list[dict[str, Any]]] = json.loads(ran.stdout.splitlines()[-1])
    return answers


def test_the_client_of_acled_reads_a_release(
    fetched: dict[str, list[dict[str, Any]]], release: Release
) -> None:
    rows = release.connection().execute(
        "SELECT id, date_start, killed, country, latitude FROM incidents "
        "WHERE status NOT IN ('withdrawn', 'merged') "
        "ORDER BY date_start DESC NULLS LAST, id"
    ).fetchall()  # fmt: skip
    told = [
        (e["event_id_cnty"], e["event_date"], e["fatalities"], e["country"], e["latitude"])
        for e in fetched["all"]
    ]
    assert told == [(id_, str(day), *rest) for id_, day, *rest in rows]


def test_its_limits_are_kept(fetched: dict[str, list[dict[str, Any]]]) -> None:
    ids = {name: [event["event_id_cnty"] for event in got] for name, got in fetched.items()}
    year = [e for e in fetched["all"] if e["year"] == 2014 and e["country"] == "Pakistan"]
    assert year
    assert ids["country"] == [event["event_id_cnty"] for event in year]
    assert ids["between"] == [
        event["event_id_cnty"] for event in year if event["event_date"] >= "2014-12-01"
    ]
    assert ids["page"] == ids["all"][3:6]
    assert ids["fields"] == ids["all"][:3]
    assert {tuple(event) for event in fetched["fields"]} == {
        ("event_id_cnty", "event_date", "fatalities")
    }
    assert ids["actor"]
    assert all("taliban" in event["actor1"].lower() for event in fetched["actor"])
    assert ids["nothing"] == []


ENVELOPE = ("status", "success", "count", "data")


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"year": "2013|2014"}, lambda e: e["year"] in (2013, 2014)),
        ({"year": "2014", "year_where": ">="}, lambda e: e["year"] >= 2014),
        ({"fatalities": "10", "fatalities_where": ">"}, lambda e: (e["fatalities"] or 0) > 10),
        ({"country": "Pakistan:OR:country=Afghanistan"}, lambda e: e["country"] != ""),
        ({"admin1": "Balochistan", "admin1_where": "="}, lambda e: e["admin1"] == "Balochistan"),
        ({"sub_event_type": "drone"}, lambda e: "drone" in e["sub_event_type"].lower()),
        ({"actor2": "police"}, lambda e: "police" in e["actor2"].lower()),
        ({"source": "dawn"}, lambda e: "dawn" in e["source"].lower()),
        ({"tags": "sectarian"}, lambda e: "sectarian" in e["tags"]),
        ({"timestamp": "2000000000"}, lambda e: False),
    ],
    ids=lambda given: str(given) if isinstance(given, dict) else "",
)
def test_limits_of_acled(get: Get, asked: dict[str, str], holds: Any) -> None:
    everything = get("/api/acled/read").json()["data"]
    answer = get("/api/acled/read", **asked).json()
    assert tuple(answer) == ENVELOPE
    assert (answer["status"], answer["success"], answer["count"]) == (
        200,
        True,
        len(answer["data"]),
    )
    expected = [e for e in everything if _holds(holds, e)]
    assert [e["event_id_cnty"] for e in answer["data"]] == [e["event_id_cnty"] for e in expected]


def _holds(test: Any, event: dict[str, Any]) -> bool:
    try:
        return bool(test(event))
    except (TypeError, AttributeError):  # null
        return False


def test_acled_as_csv(get: Get) -> None:
    rows = get("/api/acled/read", limit=5).json()["data"]
    text = get("/api/acled/read", limit=5, _format="csv").text
    found = list(csv.DictReader(io.StringIO(text)))
    assert [row["event_id_cnty"] for row in found] == [row["event_id_cnty"] for row in rows]
    assert list(found[0]) == list(rows[0])


def test_an_error_has_the_shape_of_acled_too(get: Get) -> None:
    problem = get("/api/acled/read", inter1="1").json()
    assert problem["success"] is False
    assert problem["error"][0]["message"] == problem["detail"]


def events(address: str, **asked: Any) -> list[dict[str, Any]]:
    """All events of GED's API, page after page as it says."""
    answer = httpx.get(f"{address}/api/gedevents/22.1", params=asked, timeout=60).json()
    assert answer["PreviousPageUrl"] == ""
    found, pages = answer["Result"], 1
    while answer["NextPageUrl"]:
        answer = httpx.get(answer["NextPageUrl"], timeout=60).json()
        assert answer["PreviousPageUrl"]
        found += answer["Result"]
        pages += 1
    assert (len(found), pages) == (answer["TotalCount"], max(answer["TotalPages"], 1))
    return list(found)


@pytest.fixture(scope="module")
def original() -> tuple[list[str], dict[int, dict[str, str]]]:
    """The columns and rows of GED as published."""
    path = SHARED / "data" / "ged_pakistan_1989_2021.csv"
    if not path.is_file():
        pytest.skip("needs ../shared/data/ged_pakistan_1989_2021.csv beside the clone")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = {int(row["id"]): row for row in reader}
        return list(reader.fieldnames or ()), rows


SAME = (
    "id", "year", "where_coordinates", "latitude", "longitude", "priogrid_gid", "country",
    "country_id", "event_clarity", "date_prec", "best", "high", "low", "deaths_unknown",
)  # fmt: skip
WHERE_TOLD = ("deaths_a", "deaths_b", "deaths_civilians", "gwnoa", "source_original")


def test_ged_gives_back_the_rows_it_was_imported_from(
    ged_address: str, original: tuple[list[str], dict[int, dict[str, str]]]
) -> None:
    columns, rows = original
    found = events(ged_address, pagesize=1000, Country="770")
    assert list(found[0]) == columns
    assert len(columns) == 49
    assert {event["id"] for event in found} == rows.keys()
    wrong = [
        (event["id"], name, event[name], rows[event["id"]][name])
        for event in found
        for name in (*SAME, *WHERE_TOLD)
        if not (name in WHERE_TOLD and event[name] is None)
        and not same(event[name], rows[event["id"]][name])
    ]
    assert wrong == []
    days = [
        event["id"]
        for event in found
        for name in ("date_start", "date_end")
        if event[name][:10] != rows[event["id"]][name][:10]
    ]
    assert days == []
    told = {
        name: sum(event[name] is not None for event in found) / len(found) for name in WHERE_TOLD
    }
    assert min(told["deaths_a"], told["gwnoa"]) > 0.75
    for name, least in {"type_of_violence": 0.999, "side_a": 0.999, "side_b": 0.999,
                        "where_prec": 0.96, "geom_wkt": 0.97}.items():  # fmt: skip
        alike = sum(same(event[name], rows[event["id"]][name]) for event in found)
        assert alike / len(found) >= least, name


def same(told: Any, printed: str) -> bool:
    """Whether a value is what a cell of the file says."""
    if isinstance(told, int | float):
        return printed != "" and float(printed) == told
    return (told or "") == printed


def test_limits_of_ged(ged_address: str) -> None:
    everything = events(ged_address, pagesize=1000)
    span = events(ged_address, pagesize=20, StartDate="2014-12-10", EndDate="2014-12-20")
    assert [event["id"] for event in span] == [
        event["id"]
        for event in everything
        if event["date_start"] >= "2014-12-10" and event["date_end"][:10] <= "2014-12-20"
    ]
    assert events(ged_address, Country="750") == []
    assert len(events(ged_address, Country="Pakistan,700", StartDate="2021-12-01", pagesize=50)) > 0
    beyond = httpx.get(f"{ged_address}/api/gedevents/22.1?page=999999").json()
    assert beyond["Result"] == []
    assert beyond["NextPageUrl"] == ""


def test_a_desks_own_release_has_the_shape_of_ged_too(get: Get) -> None:
    answer = get("/api/gedevents/22.1", pagesize=1000).json()
    assert answer["TotalCount"] == len(answer["Result"])
    drones = [e for e in answer["Result"] if e["date_start"]]
    assert drones
    assert all(event["conflict_name"] is None for event in answer["Result"])
