"""The datasets as published, from the file to the release."""

import csv
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from waqia.formats import ImportReport, import_dataset

DATA = Path(__file__).parents[3] / "shared" / "data"
GED = DATA / "ged_pakistan_1989_2021.csv"
MAVERICK = DATA / "maverick_cote_divoire_event_reports.csv"
PBC = DATA / "pbc_suicide_attacks_1995_2017.csv"


def _imported(file: Path, mapping: str, folder: Path, codebook: str | None = None) -> ImportReport:
    if not file.is_file():
        pytest.skip(f"needs ../shared/data/{file.name}")
    return import_dataset(file, mapping, folder / f"{mapping}.release", codebook=codebook)


def _rows(report: ImportReport, query: str) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    for table in ("incidents", "accounts", "sources", "findings"):
        path = report.release.path / f"{table}.parquet"
        connection.execute(f"CREATE VIEW {table} AS FROM '{path}'")
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


@pytest.fixture(scope="module")
def ged(tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    return _imported(GED, "ucdp-ged", tmp_path_factory.mktemp("ged"), "pakistan")


@pytest.fixture(scope="module")
def maverick(tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    return _imported(MAVERICK, "maverick", tmp_path_factory.mktemp("maverick"))


@pytest.fixture(scope="module")
def pbc(tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    return _imported(PBC, "pbc-suicide", tmp_path_factory.mktemp("pbc"))


def test_every_row_of_ged_is_accounted_for(ged: ImportReport) -> None:
    assert (ged.rows, ged.kept, ged.set_aside, ged.not_asked) == (6416, 6416, 0, 0)
    assert ged.incidents == 6416
    assert ged.set_aside_file is None


def test_ged_deaths_are_those_of_the_file(ged: ImportReport) -> None:
    assert _rows(ged, "SELECT sum(killed), sum(killed_min), sum(killed_max) FROM accounts") == [
        (43225, 41089, 49713)
    ]
    assert _rows(
        ged,
        "SELECT count(*) FROM incidents WHERE killed IS DISTINCT FROM "
        "coalesce(list_sum(list_transform(casualties, lambda part: part.best)), 0)",
    ) == [(0,)]


def test_ged_totals_by_year_and_province_equal_plain_sql_on_the_file(ged: ImportReport) -> None:
    plain = duckdb.sql(
        "SELECT CAST(year AS INTEGER), adm_1, count(*), sum(CAST(best AS INTEGER)) "
        f"FROM read_csv('{GED}', all_varchar = true) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    ours = _rows(
        ged,
        "SELECT CAST(year(i.date_start) AS INTEGER), g.adm_1, count(*), sum(killed) FROM "
        "incidents i "
        f"JOIN read_csv('{GED}', all_varchar = true) g ON 'GED-' || g.id = i.id "
        "GROUP BY ALL ORDER BY ALL",
    )
    assert ours == plain
    names = {
        "Khyber Pakhtunkwa province": "Khyber Pakhtunkhwa",
        "Federally Administered Tribal Areas": "Khyber Pakhtunkhwa",
        "Balochistan province": "Balochistan",
        "Sindh province": "Sindh",
        "Punjab province": "Punjab",
        "Azad Jammu & Kashmir": "Azad Jammu and Kashmir",
        "Gilgit-Baltistan": "Gilgit-Baltistan",
        "Islamabad Capital territory": "Islamabad Capital Territory",
    }
    expected: dict[str | None, int] = defaultdict(int)
    for _, province, _, deaths in plain:
        expected[province and names[province]] += deaths
    assert dict(_rows(ged, "SELECT province, sum(killed) FROM incidents GROUP BY 1")) == expected


def test_the_200_broken_bounds_of_ged_are_findings_with_their_rows(ged: ImportReport) -> None:
    with GED.open(encoding="utf-8", newline="") as file:
        broken = [
            (number, f"GED-{row['id']}")
            for number, row in enumerate(csv.DictReader(file), start=2)
            if not int(row["low"]) <= int(row["best"]) <= int(row["high"])
        ]
    assert len(broken) == 200
    query = "SELECT row, record FROM findings WHERE code = 'bounds-broken' ORDER BY row"
    assert _rows(ged, query) == broken
    marked = "SELECT count(*) FROM accounts WHERE list_contains(marks, 'bounds-broken')"
    assert _rows(ged, marked) == [(200,)]


def test_fata_has_the_name_of_its_day_and_todays_district(ged: ImportReport) -> None:
    query = """SELECT DISTINCT province_then, district_then, province, district FROM incidents
        WHERE place_id LIKE '%north-waziristan' AND date_start {} DATE '2018-05-31' ORDER BY ALL"""
    assert _rows(ged, query.format("<")) == [
        ("Federally Administered Tribal Areas", "North Waziristan Agency",
         "Khyber Pakhtunkhwa", "North Waziristan"),
    ]  # fmt: skip
    assert _rows(ged, query.format(">=")) == [
        ("Khyber Pakhtunkhwa", "North Waziristan", "Khyber Pakhtunkhwa", "North Waziristan"),
    ]


def test_sources_that_ged_cites_become_sources(ged: ImportReport) -> None:
    query = """SELECT publisher, date, title, kind FROM sources JOIN (
        SELECT unnest(cites) AS id FROM accounts WHERE id = 'GED-372969') USING (id)"""
    title = "PAKISTANI SPOKESMAN SAYS INDIAN FORCES KILLED BUS PASSENGER."
    assert _rows(ged, query) == [("Reuters News", "1990-12-29", title, "citation")]
    anchors = "SELECT anchors[1].source, anchors[1].row FROM accounts WHERE id = 'GED-372969'"
    assert _rows(ged, anchors) == [("ucdp-ged", 3)]


def test_the_sides_of_ged_are_actors_with_roles(ged: ImportReport) -> None:
    query = """SELECT DISTINCT type, perpetrators, responders, target_actors FROM accounts
        WHERE summary LIKE 'Government of Pakistan against TTP in %'
            OR summary LIKE 'TTP against Civilians in %'
            OR summary LIKE '%against al-Qaida in %' ORDER BY ALL"""
    assert _rows(ged, query)[:3] == [
        ("armed_clash", ["ttp"], ["security_forces"], []),
        ("drone_strike", [], ["us_forces"], ["al_qaeda"]),
        ("terrorist_attack", ["ttp"], [], []),
    ]


def test_maverick_reports_become_incidents_by_the_coders_ids(maverick: ImportReport) -> None:
    assert (maverick.rows, maverick.kept, maverick.incidents) == (1062, 1062, 683)
    deaths: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    with MAVERICK.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            deaths[row["event_id"]].append(
                (int(row["deaths_low"]), int(row["deaths_best"]), int(row["deaths_high"]))
            )
    found = {
        id_: (low, best, high)
        for id_, low, best, high in _rows(
            maverick, "SELECT id, killed_min, killed, killed_max FROM incidents"
        )
    }
    assert found.keys() == deaths.keys()
    for id_, told in deaths.items():
        low, best, high = found[id_]
        assert low == min(min(report) for report in told)
        assert high == max(max(report) for report in told)
        assert best in {report[1] for report in told}


def test_a_maverick_report_is_its_own_source(maverick: ImportReport) -> None:
    query = "SELECT publisher, date, title FROM sources WHERE title LIKE 'Three bodies found in%'"
    title = "Three bodies found in Abidjan's Ouattara stronghold"
    assert _rows(maverick, query) == [("AFP", "2011-02-08", title)]


def test_pakistan_body_count_is_read_as_it_is_published(pbc: ImportReport) -> None:
    assert (pbc.rows, pbc.kept + pbc.set_aside) == (496, 496)
    bounds = "SELECT row, found FROM findings WHERE code = 'bounds-broken' ORDER BY row"
    assert _rows(pbc, bounds) == [(130, "11, 10, 10"), (329, "3, 2, 2")]


def test_its_hijri_dates_and_weekdays_are_checked(pbc: ImportReport) -> None:
    query = """SELECT row, found FROM findings
        WHERE code = 'date-disagrees' AND field = '{}' ORDER BY row"""
    assert _rows(pbc, query.format("date")) == [(465, "Saturday-Mar 07-2016")]
    disagree = _rows(pbc, query.format("hijri date"))
    assert (492, "12 Zeqad 1438 A.H.") in disagree
    assert len(disagree) == 9


def test_its_row_with_an_address_in_place_of_a_number_is_set_aside(pbc: ImportReport) -> None:
    assert pbc.set_aside_file is not None
    with pbc.set_aside_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["codes"]) for row in rows] == [("451", "count-unread")]
    assert rows[0]["Injured Max"].startswith("http")
