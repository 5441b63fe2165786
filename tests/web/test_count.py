"""Counts over HTTP are those of `waqia count`, and every row opens onto its incidents."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyarrow
import pytest

from tests.web.conftest import Get
from waqia.analysis import count
from waqia.release import Release

QUESTIONS: list[dict[str, Any]] = [
    {},
    {"by": "year"},
    {"by": "province,year", "measure": "incidents,killed,arrested"},
    {"by": "actor", "where": {"type": "terrorist_attack"}, "multi": "share"},
    {"by": "target", "multi": "combination", "period": "2023"},
    {"by": "party", "where": {"province": "Balochistan"}},
    {"by": "year", "compare": "previous", "share": True, "fill": True},
    {"by": "weekday", "rule": "desk"},
    {"by": "event,relative_month", "around": "elections", "before": "3 months"},
    {"by": "district", "where": {"killed": ">=10"}, "period": "2013..2023"},
]


def asked(question: dict[str, Any]) -> dict[str, Any]:
    """The question as parameters of a request."""
    plain = {name: value for name, value in question.items() if name != "where"}
    return {k: str(v).lower() if v is True else v for k, v in plain.items()} | question.get(
        "where", {}
    )


def answered(release: Release, question: dict[str, Any]) -> Any:
    """The count that the question means."""
    given = dict(question)
    for name in ("by", "measure"):
        if name in given:
            given[name] = given[name].split(",")
    return count(release, **given)


@pytest.fixture(autouse=True)
def _rules(release: Release) -> None:
    QUESTIONS[7]["rule"] = [*release.codebook.counting_rules][-1]


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_the_numbers_are_those_of_a_count(get: Get, release: Release, number: int) -> None:
    question = QUESTIONS[number]
    expected = answered(release, question)
    answer = get("/api/v1/count", totals="true", ids="true", **asked(question))
    assert answer.status_code == 200, answer.text
    rows = [
        {name: value for name, value in row.items() if name not in ("incidents_url", "ids")}
        for row in answer.json()["rows"]
    ]
    assert rows == json.loads(json.dumps(expected.rows(totals=True)))
    assert [row["ids"] for row in answer.json()["rows"]] == expected.evidence(totals=True)
    assert answer.json()["notes"] == expected.notes
    assert answer.json()["total"] == expected.total


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_every_row_leads_to_the_incidents_behind_it(get: Get, number: int) -> None:
    answer = get("/api/v1/count", totals="true", ids="true", **asked(QUESTIONS[number])).json()
    for row in answer["rows"][:12] + answer["rows"][-3:]:
        if row.get("_row") == "overlap":
            assert row["incidents_url"] is None
            continue
        behind = get(row["incidents_url"] + "&limit=1000&fields=type").json()
        assert sorted(one["id"] for one in behind["incidents"]) == row["ids"]
        assert behind["total"] == len(row["ids"])


def test_csv_and_arrow_hold_the_same_rows(get: Get) -> None:
    question = {"by": "province,year", "ids": "true"}
    rows = get("/api/v1/count", **question).json()["rows"]
    text = get("/api/v1/count", format="csv", **question).text
    assert [row["incidents"] for row in csv.DictReader(io.StringIO(text))] == [
        str(row["incidents"]) for row in rows
    ]
    stream = get("/api/v1/count", format="arrow", **question).content
    table = pyarrow.ipc.open_stream(stream).read_all()
    assert table["incidents"].to_pylist() == [row["incidents"] for row in rows]
    assert table["ids"].to_pylist() == [row["ids"] for row in rows]
    assert [None if p is None else p for p in table["province"].to_pylist()] == [
        row["province"] for row in rows
    ]


def test_a_page_of_a_cell_goes_on(get: Get) -> None:
    row = max(get("/api/v1/count", by="year").json()["rows"], key=lambda row: row["incidents"])
    first = get(row["incidents_url"] + "&limit=2").json()
    second = get(first["next"]).json()
    ids = [one["id"] for one in first["incidents"] + second["incidents"]]
    assert (len(ids), len({*ids})) == (4, 4)


@pytest.mark.parametrize(
    "question",
    [
        {"by": "day", "fill": "true", "period": "1000..3000"},
        {"by": "day,place", "fill": "true", "period": "1900..2023"},
        {"by": "year,month,week,day,weekday"},
    ],
)
def test_an_answer_without_end_is_refused(get: Get, question: dict[str, str]) -> None:
    answer = get("/api/v1/count", **question)
    assert answer.status_code == 400
    assert "at most" in answer.json()["expected"]
