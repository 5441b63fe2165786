"""`waqia count`: the numbers are those of plain SQL, and the rows are what is documented."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.cli.conftest import Run


def query(release: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        path = release / "incidents.parquet"
        connection.execute(f"CREATE VIEW incidents AS FROM read_parquet('{path}')")
        return connection.execute(sql).fetchall()


def test_json_has_a_row_a_cell_with_codes_and_measures_and_no_totals(desk: Path, run: Run) -> None:
    rows = run("count mydesk.release --by type --measure incidents,killed --format json").rows
    assert all(
        list(row) == ["type", "incidents", "killed", "killed_min", "killed_max", "killed_unknown"]
        for row in rows
    )
    counted = {row["type"]: row["incidents"] for row in rows}
    expected = query(desk / "mydesk.release", "SELECT type, count(*) FROM incidents GROUP BY type")
    assert counted == dict(expected)
    assert "terrorist_attack" in counted


def test_the_numbers_are_those_of_plain_sql(desk: Path, run: Run) -> None:
    rows = run(
        "count mydesk.release --by province,year --measure incidents,killed,injured --format json"
    ).rows
    spans = ", ".join(
        f"sum(coalesce({o}_min, {o})) FILTER ({o} IS NOT NULL), sum({o}), "
        f"sum(greatest({o}_max, {o})) FILTER ({o} IS NOT NULL)"
        for o in ("killed", "injured")
    )
    expected = query(
        desk / "mydesk.release",
        "SELECT province, CASE WHEN year(date_start) = year(date_end) THEN year(date_start) END y, "
        f"count(*), {spans} FROM incidents WHERE status NOT IN ('withdrawn', 'merged') "
        "GROUP BY ALL",
    )
    keys = ("province", "year", "incidents", "killed_min", "killed", "killed_max", "injured_min",
            "injured", "injured_max")  # fmt: skip
    assert {tuple(row[key] for key in keys) for row in rows} == set(expected)
    assert len(rows) == len(expected)
    assert all(isinstance(row["incidents"], int) for row in rows)


def test_totals_are_given_when_asked_for_and_marked(desk: Path, run: Run) -> None:
    line = "count mydesk.release --by province,year --measure incidents,killed --format json"
    plain, rows = run(line).rows, run(f"{line} --totals").rows
    assert [row for row in rows if row["_row"] == "cell"] == [
        row | {"_row": "cell", "_level": 2} for row in plain
    ]
    assert {row["_row"] for row in rows} >= {"cell", "subtotal", "total"}
    total = rows[-1]
    assert (total["_row"], total["_level"], total["province"]) == ("total", 0, None)
    for measure in ("incidents", "killed"):
        assert sum(row[measure] or 0 for row in plain) == total[measure]


def test_each_cell_gives_its_incidents(desk: Path, run: Run) -> None:
    rows = run("count mydesk.release --by district --ids --format json").rows
    assert all(len(row["ids"]) == row["incidents"] for row in rows)
    (first,) = run("count mydesk.release --ids --totals --format json").rows[-1:]
    assert sorted(id_ for row in rows for id_ in row["ids"]) == first["ids"]
    printed = csv.DictReader(
        io.StringIO(run("count mydesk.release --by district --ids --format csv").out)
    )
    assert [row["ids"].split("; ") for row in printed] == [row["ids"] for row in rows]


def test_csv_and_markdown_say_the_same_as_json(desk: Path, run: Run) -> None:
    line = "count mydesk.release --by region --measure incidents,injured"
    rows = run(f"{line} --format json").rows
    printed = list(csv.DictReader(io.StringIO(run(f"{line} --format csv").out)))
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows] == printed
    head, rule, *body = run(f"{line} --format md").lines
    assert head.strip("| ").split(" | ") == list(rows[0])
    assert rule.strip("| ").split(" | ") == ["---", *["---:"] * 5]
    assert [line.strip("| ").split(" | ") for line in body] == [
        ["–" if value is None else str(value) for value in row.values()] for row in rows
    ]


def test_shares_are_not_rounded_away_in_csv(desk: Path, run: Run) -> None:
    line = "count mydesk.release --by type --measure incidents --share"
    rows = run(f"{line} --format json").rows
    printed = csv.DictReader(io.StringIO(run(f"{line} --format csv").out))
    assert [float(row["incidents_share"]) for row in printed] == [
        row["incidents_share"] for row in rows
    ]


def test_what_is_compared_has_a_before_and_a_change(desk: Path, run: Run) -> None:
    (row,) = run(
        "count mydesk.release --period 2023 --compare previous --measure incidents --format json"
    ).rows
    assert row["incidents_change"] == row["incidents"] - row["incidents_previous"]
    (other,) = run(
        "count mydesk.release --period 2023 --compare 2019 --measure incidents --format json"
    ).rows
    assert other["incidents"] == row["incidents"]
    years = dict(
        query(
            desk / "mydesk.release",
            "SELECT year(date_start), count(*) FROM incidents "
            "WHERE year(date_start) = year(date_end) GROUP BY ALL",
        )
    )
    assert (row["incidents"], row["incidents_previous"]) == (years[2023], years[2022])
    assert other["incidents_previous"] == years[2019]


def test_conditions_take_codes_labels_and_several_values(desk: Path, run: Run) -> None:
    def number(*conditions: str) -> int:
        where = " ".join(f"--where '{condition}'" for condition in conditions)
        found: int = run(f"count mydesk.release {where} --format json").rows[0]["incidents"]
        return found

    assert number("type=terrorist_attack") == number("type=Terrorist attack") > 0
    assert number("province=Sindh,Balochistan") == number("province=Sindh") + number(
        "province=Balochistan"
    )
    assert number("type=terrorist_attack", "year=2023") <= number("year=2023")


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_a_question_that_nothing_answers_still_has_its_columns(
    desk: Path, run: Run, form: str
) -> None:
    ran = run(
        f"count mydesk.release --by province --period 1950 --measure incidents --format {form}"
    )
    assert ran.code == 0
    assert (
        ran.out
        == {
            "json": "[]\n",
            "csv": "province,incidents\n",
            "md": "| province | incidents |\n| --- | ---: |\n",
        }[form]
    )


def test_the_table_says_labels_ranges_totals_and_the_rule(desk: Path, run: Run) -> None:
    ran = run("count mydesk.release --by type --rule attacks_without_attackers")
    assert any(line.lstrip().startswith("Terrorist attack ") for line in ran.lines)
    assert any(line.lstrip().startswith("Total ") for line in ran.lines)
    assert any("–" in line for line in ran.lines)
    rule = next(line for line in ran.lines if line.startswith("Counting rule: "))
    assert "attacks" in rule.lower()
