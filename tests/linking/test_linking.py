"""Which accounts tell of the same incident: reasons, decisions, order, and real reports."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import MakeRelease, shared, stage
from waqia.cli.app import app
from waqia.linking import (
    LinkModel,
    cluster,
    link_accounts,
    link_releases,
    load_model,
    suggest,
    train,
)
from waqia.linking.clustering import join
from waqia.model import ExportError, InputError, QuestionError

ROOT = Path(__file__).parents[2]
LAHORE = {"latitude": 31.55, "longitude": 74.34, "place": "Lahore", "place_precision": "town"}
QUETTA = {"latitude": 30.19, "longitude": 67.0, "place": "Quetta", "place_precision": "town"}
ACCOUNTS: list[dict[str, Any]] = [
    {"id": "A", "source": "S-1", "killed": 12, **LAHORE, "targets": ["worship_places"]},
    {"id": "B", "source": "S-2", "killed": 12, **LAHORE, "targets": ["worship_places"]},
    {"id": "C", "source": "S-3", "killed": 12, **QUETTA, "targets": ["worship_places"]},
    {"id": "D", "source": "S-3", "killed": 12, **LAHORE, "targets": ["worship_places"]},
    {"id": "E", "source": "S-4", "killed": 0, **LAHORE, "date_start": "2023-07-09"},
]
SOURCES = [{"id": f"S-{n}", "title": f"Report {n}", "date": "2023-01-02"} for n in range(1, 5)]


def grouped(connection: duckdb.DuckDBPyConnection, **options: Any) -> dict[str, str]:
    return {account: incident for account, incident, _ in cluster(connection, **options).fetchall()}


def test_two_reports_of_one_attack_are_suggested_and_two_towns_are_not(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    stage(connection, ACCOUNTS, SOURCES)
    likely = {(a, b): p for a, b, p, _ in suggest(connection).fetchall()}
    assert likely["A", "B"] > 0.5
    assert ("A", "C") not in likely
    assert not any("E" in pair for pair in likely)


def test_the_reasons_add_up_to_the_probability(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, ACCOUNTS, SOURCES)
    for _, _, probability, why in suggest(connection, minimum=0).fetchall():
        weight = sum(reason["weight"] for reason in why)
        assert weight == pytest.approx(math.log(probability / (1 - probability)), abs=1e-6)
        assert sum(reason["moved"] for reason in why) == pytest.approx(probability)
        assert [reason["field"] for reason in why][:3] == ["pair", "date", "place"]
        said = {reason["field"]: reason["says"] for reason in why}
        assert said["actors"] == "unknown"


def test_what_was_decided_is_respected(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, ACCOUNTS, SOURCES)
    assert grouped(connection)["B"] == "A"
    found = grouped(connection, must=[("A", "E")], cannot=[("A", "B")])
    assert found["E"] == "A"
    assert found["B"] != "A"
    with pytest.raises(QuestionError, match="must be one incident"):
        cluster(connection, must=[("A", "B"), ("B", "C")], cannot=[("A", "C")])


def test_one_report_tells_an_incident_once(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, [*ACCOUNTS, {**ACCOUNTS[1], "id": "F"}], SOURCES)
    found = grouped(connection)
    assert found["B"] != found["F"]


def test_the_order_of_rows_does_not_matter(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, ACCOUNTS, SOURCES)
    first = cluster(connection).fetchall()
    connection.execute("CREATE TABLE turned AS FROM accounts ORDER BY id DESC")
    assert cluster(connection, accounts="turned").fetchall() == first


def test_a_set_in_which_little_is_known_is_grouped_too(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    stage(connection, [{"id": "A"}, {"id": "B"}, {"id": "C", "date_start": None}])
    assert set(grouped(connection, sources=None)) == {"A", "B", "C"}


PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.02, 1),
    max_size=40,
)


@given(PAIRS, st.integers(0, 2**32), st.floats(0.05, 0.9))
@settings(max_examples=150)
def test_every_number_is_in_one_group_and_decisions_hold(
    likely: dict[tuple[int, int], float], seed: int, threshold: float
) -> None:
    chance = random.Random(seed)
    truth = [chance.randrange(4) for _ in range(12)]
    pairs = [(a, b) for a in range(12) for b in range(a + 1, 12) if chance.random() < 0.2]
    must = [(a, b) for a, b in pairs if truth[a] == truth[b]]
    cannot = [(a, b) for a, b in pairs if truth[a] != truth[b]]
    groups = join(12, likely, must=must, cannot=cannot, threshold=threshold)
    assert sorted(n for group in groups for n in group) == list(range(12))
    home = {n: i for i, group in enumerate(groups) for n in group}
    assert all(home[a] == home[b] for a, b in must)
    assert all(home[a] != home[b] for a, b in cannot)
    assert groups == join(
        12, dict(reversed(likely.items())), must=must[::-1], cannot=cannot, threshold=threshold
    ) or any(abs(a - b) < 1e-9 for a in likely.values() for b in likely.values() if a is not b)


def drawn(count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Reports of incidents that are days or kilometres apart; the sources agree on the killed."""
    chance = random.Random(1)
    accounts, sources = [], []
    for incident in range(count):
        day = f"2023-{1 + incident % 12:02}-{1 + chance.randrange(4):02}"
        where = {"latitude": 31 + chance.random() / 2, "longitude": 72 + chance.random() / 2}
        killed = chance.randrange(30)
        for told in range(1 + incident % 3):
            source = f"S-{incident}-{told}"
            accounts.append(
                {"id": f"A-{incident}-{told}", "incident": f"I-{incident}", "source": source,
                 "date_start": day, "killed": killed, "place_precision": "town", "place": "a town",
                 **where}
            )  # fmt: skip
            sources.append({"id": source, "title": "News", "date": day})
    return accounts, sources


def test_a_model_is_learned_that_finds_what_the_data_were_made_of(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    stage(connection, *drawn(150))
    model = train(connection, made="generated data")
    levels = model.levels["place_km"]
    assert levels.weights[0] > levels.weights[-1]
    truth = dict(connection.execute("SELECT id, incident FROM accounts").fetchall())
    found = grouped(connection, model=model)
    same = [(a, b) for a in found for b in found if a < b and found[a] == found[b]]
    right = sum(truth[a] == truth[b] for a, b in same)
    assert right / len(same) > 0.9
    assert right / 200 > 0.95  # 50 incidents told twice, 50 three times


def test_a_model_goes_through_json_and_few_decisions_move_it_little(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    stage(connection, ACCOUNTS, SOURCES)
    shipped = load_model()
    assert LinkModel.from_json(shipped.to_json()).id == shipped.id
    decisions = [("A", "B", True), ("A", "D", False)]
    own = train(connection, decisions, start=shipped)
    assert own.id != shipped.id
    for trait, levels in shipped.levels.items():
        steps = [b - a for a, b in pairwise(levels.weights)]
        now = own.levels[trait].weights
        moved = [b - a for a, b in pairwise(now)]
        assert moved == pytest.approx(steps, abs=0.2)
    with pytest.raises(InputError, match="both kinds"):
        train(connection, decisions[:1])
    broken = tmp_path / "model.json"
    broken.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="no model of linking"):
        load_model(broken)


def test_two_releases_are_linked_one_to_one(make_release: MakeRelease, tmp_path: Path) -> None:
    ours = make_release([ACCOUNTS[0], ACCOUNTS[2]], SOURCES, name="ours.release")
    theirs = make_release([ACCOUNTS[1], ACCOUNTS[4]], SOURCES, name="theirs.release")
    linked = link_releases(ours, theirs, tmp_path / "links.parquet")
    assert linked.links == 1
    assert linked.summary[0] | {"by": "", "value": ""} == {
        "by": "", "value": "",
        "left_matched": 1, "left_unmatched": 1, "right_matched": 1, "right_unmatched": 1,
    }  # fmt: skip
    assert {row["by"] for row in linked.summary} == {"all", "year", "province", "size"}
    with pytest.raises(ExportError, match=r"\.csv or \.parquet"):
        link_releases(ours, theirs, tmp_path / "links.xlsx")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_example_s_documents_meet_in_its_incidents(tmp_path: Path) -> None:
    rows = rows_of(ROOT / "examples" / "pakistan" / "accounts.csv")
    told: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        told.setdefault(row["incident_id"], []).append(row)
    pairs = {
        frozenset((a["account_id"], b["account_id"]))
        for accounts in told.values()
        for a in accounts
        for b in accounts
        if a["source_id"] < b["source_id"]
    }
    file = ROOT / "examples" / "pakistan" / "accounts.csv"
    link_accounts(file, tmp_path / "c.csv", why=tmp_path / "pairs.csv")
    found = {frozenset((r["account"], r["other"])) for r in rows_of(tmp_path / "pairs.csv")}
    # the others contradict each other: days and towns apart, or a town against a province
    assert len(pairs & found) / len(pairs) > 0.75


def test_a_file_needs_neither_labels_nor_an_order(tmp_path: Path) -> None:
    file = shared("data/maverick_cote_divoire_event_reports.csv")
    rows = rows_of(file)
    truth = {row["id"]: row["event_id"] for row in rows}
    first = link_accounts(file, tmp_path / "first.csv")
    assert (first.mapping, first.kept) == ("maverick", len(rows))
    for row in rows:
        del row["event_id"], row["damage"], row["displacement"]
    random.Random(3).shuffle(rows)
    link_accounts(write(tmp_path / "turned.csv", rows), tmp_path / "second.csv")
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()
    found = {row["account"]: row["incident"] for row in rows_of(tmp_path / "first.csv")}
    assert found.keys() == truth.keys()
    ids = sorted(found)
    claimed = [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :] if found[a] == found[b]]
    right = sum(truth[a] == truth[b] for a, b in claimed)
    assert 2 * right / (len(claimed) + 1056) > 0.8  # learned from these reports: no estimate


def test_the_command_tells_what_it_did_and_what_is_wrong(tmp_path: Path) -> None:
    file = str(ROOT / "examples" / "pakistan" / "accounts.csv")
    out = str(tmp_path / "clusters.csv")
    told = CliRunner().invoke(app, ["link", file, "--out", out], standalone_mode=False)
    assert told.exception is None
    assert "kept" in told.output
    assert Path(out).read_text(encoding="utf-8").startswith("account,incident,probability\n")
    again = CliRunner().invoke(app, ["link", file, "--out", out], standalone_mode=False)
    assert isinstance(again.exception, ExportError)
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no shipped mapping fits"):
        link_accounts(other, tmp_path / "x.csv")


def test_accounts_of_a_country_that_no_codebook_has_keep_where_they_lie(tmp_path: Path) -> None:
    """Nothing in the file says which country it is; its coordinates say that it is not ours."""
    towns = {"Yamoussoukro": (6.82, -5.28), "Korhogo": (9.46, -5.63)}
    path = write(
        tmp_path / "accounts.csv",
        [
            {"account_id": f"{town[0]}-{n}", "date": "2011-01-03", "place": town, "killed": "8",
             "latitude": str(north), "longitude": str(east)}
            for n in (1, 2) for town, (north, east) in towns.items()
        ],
    )  # fmt: skip
    done = link_accounts(path, tmp_path / "clusters.csv")
    assert not any(code.startswith("coordinates") for _, code in done.findings)
    incident = {row["account"]: row["incident"] for row in rows_of(tmp_path / "clusters.csv")}
    assert incident["Y-1"] != incident["K-1"]
