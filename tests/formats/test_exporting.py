"""Exports hold what the release holds, protect whom they should, and are written whole."""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import MakeRelease
from waqia.formats import EXPORTS, Exported, export
from waqia.model import ExportError, QuestionError
from waqia.release import Release

POLICE_LINES: dict[str, Any] = {
    "incident": "PK-2023-000001",
    "type": "terrorist_attack",
    "date_start": "2023-01-30",
    "place": "Police Lines, Peshawar",
    "province": "Khyber Pakhtunkhwa",
    "district": "Peshawar",
    "latitude": 34.0151,
    "longitude": 71.5249,
    "place_precision": "exact",
    "perpetrators": ["ttp", "jamaat_ul_ahrar"],
    "claim": "denied",
    "tactics": ["suicide_bombing"],
    "killed_min": 84, "killed": 84, "killed_max": 101,
    "casualties": [
        {"party": "police", "outcome": "killed", "min": 83, "best": 83, "max": 83},
        {"party": "civilians", "outcome": "killed", "min": 1, "best": 1, "max": None},
    ],
    "summary": "=A bomb went off in the mosque of the police compound.",
}  # fmt: skip
UNPLACED: dict[str, Any] = {
    "incident": "PK-2023-000002",
    "type": "armed_clash",
    "date_start": "2023-12-20",
    "province": "Balochistan",
    "source": "S-2",
    "injured_min": 2,
    "injured": 2,
}


@pytest.fixture
def release(make_release: MakeRelease) -> Release:
    return make_release([POLICE_LINES, UNPLACED])


@pytest.fixture
def exported(release: Release, tmp_path: Path) -> Any:
    def run(to: str, **options: Any) -> tuple[Path, Exported]:
        out = tmp_path / f"out.{to}"
        return out, export(release.connection(), release.codebook, to, out, **options)

    return run


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_flat_row_an_incident(exported: Any) -> None:
    path, done = exported("csv")
    first, second = rows_of(path)
    assert done.rows == 2
    assert first["id"] == "PK-2023-000001"
    assert first["perpetrators"] == "ttp;jamaat_ul_ahrar"
    assert (first["killed_min"], first["killed"], first["killed_max"]) == ("84", "84", "101")
    assert first["killed_by_party"] == "police=83;civilians=>=1"
    assert second["killed"] == ""  # unknown is not zero
    assert (second["injured"], second["injured_max"]) == ("2", "")  # at least two
    assert second["marks"] == "count-open"


def test_hxl_has_a_row_of_hashtags_below_the_header(exported: Any) -> None:
    path, done = exported("hxl")
    tags, first, second = rows_of(path)
    assert done.rows == 2
    assert tags["id"] == "#event+id"
    assert tags["date_start"] == "#date+start"
    assert tags["province"] == "#adm1+name"
    assert tags["latitude"] == "#geo+lat"
    assert tags["killed"] == "#affected+killed+best"
    assert all(tag.startswith("#") for tag in tags.values())
    assert len(set(tags.values())) == len(tags)
    assert (first["latitude"], second["latitude"]) == ("34.0151", "")


def test_geojson_has_points_and_null_geometries(exported: Any) -> None:
    path, _ = exported("geojson")
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["type"] == "FeatureCollection"
    first, second = found["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [71.5249, 34.0151]}
    assert first["properties"]["perpetrators"] == ["ttp", "jamaat_ul_ahrar"]
    assert second["geometry"] is None
    assert second["properties"]["killed"] is None


def test_parquet_is_one_flat_typed_file(exported: Any) -> None:
    from pyarrow import parquet

    path, _ = exported("parquet")
    table = parquet.read_table(path)
    assert table.num_rows == 2
    assert table["killed"].to_pylist() == [84, None]
    assert table["perpetrators"].to_pylist()[0] == ["ttp", "jamaat_ul_ahrar"]


def test_the_workbook_has_its_sheets_and_no_formulas(exported: Any) -> None:
    path, done = exported("xlsx", about={"title": "Two incidents"})
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["incidents", "accounts", "sources", "codebook", "about"]
    header, *rows = book["incidents"].iter_rows(values_only=True)
    assert done.rows == len(rows) == 2
    row = dict(zip(header, rows[0], strict=True))
    assert row["killed min"] == 84
    assert row["perpetrators"] == "ttp; jamaat_ul_ahrar"
    assert row["summary"] == POLICE_LINES["summary"]
    kinds = {cell.data_type for sheet in book for cells in sheet.iter_rows() for cell in cells}
    assert "f" not in kinds
    assert ("Two incidents",) in [cells[2:] for cells in book["about"].iter_rows(values_only=True)]


def test_accounts_csv_writes_what_the_sources_said(exported: Any) -> None:
    path, _ = exported("accounts-csv")
    first, second = rows_of(path)
    assert (first["incident_id"], first["source_id"]) == ("PK-2023-000001", "S-1")
    assert first["killed"] == "84 (84-101)"
    assert first["killed_by_party"] == "police=83;civilians=>=1"
    assert first["perpetrators"] == "ttp;jamaat_ul_ahrar"
    assert (second["killed"], second["injured"]) == ("", ">=2")


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ({"killed_min": 9, "killed": 9, "killed_max": 9}, "9"),
        ({"killed_min": 17, "killed": 19, "killed_max": 22, "killed_imputed": True}, "17-22"),
        ({"killed_min": 17, "killed": 18, "killed_max": 22}, "18 (17-22)"),
        ({"killed": 30, "killed_max": 30}, "<=30"),
        ({"killed": 30}, "~30"),
        ({"killed_min": 24, "killed": 36, "killed_max": 99, "killed_imputed": True}, "dozens"),
        ({"killed_min": 0, "killed": 0, "killed_max": 0}, "0"),
        ({}, ""),
    ],
)
def test_a_count_is_written_so_that_it_reads_back(
    make_release: MakeRelease, tmp_path: Path, told: dict[str, Any], written: str
) -> None:
    from waqia.model import parse_count

    release = make_release([told])
    out = tmp_path / "accounts.csv"
    export(release.connection(), release.codebook, "accounts-csv", out)
    (row,) = rows_of(out)
    assert row["killed"] == written
    if written:
        count = parse_count(written, release.codebook.vague_counts)
        assert count is not None
        parts = {"killed_min": count.min, "killed": count.best, "killed_max": count.max}
        expected = {key: told.get(key) for key in parts}
        assert parts == expected
        assert count.imputed == told.get("killed_imputed", False)


@pytest.mark.parametrize(
    ("start", "end", "precision", "written"),
    [
        ("2023-01-30", "2023-01-30", "day", "2023-01-30"),
        ("2024-08-25", "2024-08-26", "range", "2024-08-25/2024-08-26"),
        ("2023-02-01", "2023-02-28", "month", "2023-02"),
        ("2024-01-01", "2024-12-31", "year", "2024"),
        ("2023-01-02", "2023-01-08", "week", "2023-W01"),
        ("2023-04-01", "2023-06-30", "quarter", "2023-Q2"),
        ("2010-03-01", "2010-05-31", "quarter", "2010-21"),
        ("2010-12-01", "2011-02-28", "quarter", "2010-24"),
    ],
)
def test_dates_are_written_as_precisely_as_they_are_known(
    make_release: MakeRelease, tmp_path: Path, start: str, end: str, precision: str, written: str
) -> None:
    release = make_release([{"date_start": start, "date_end": end, "date_precision": precision}])
    out = tmp_path / "accounts.csv"
    export(release.connection(), release.codebook, "accounts-csv", out)
    assert rows_of(out)[0]["date"] == written


def test_blurring_moves_points_to_a_grid_and_says_so(exported: Any) -> None:
    path, done = exported("csv", blur=10)
    latitude, longitude = (float(rows_of(path)[0][name]) for name in ("latitude", "longitude"))
    assert (latitude, longitude) != (34.0151, 71.5249)
    assert abs(latitude - 34.0151) <= 5.01 / 111.195
    assert abs(longitude - 71.5249) <= 5.01 / 111.195 / 0.82
    assert "grid of 10 km" in done.notes[0]


def test_recent_incidents_are_held_back_and_counted(exported: Any) -> None:
    path, done = exported("csv", hold_back_days=14, as_of=date(2024, 1, 1))
    assert [row["id"] for row in rows_of(path)] == ["PK-2023-000001"]
    assert done.notes[0].startswith("1 incidents that ended on or after 2023-12-19 are held back")


def test_an_incident_exactly_as_old_as_asked_for_is_shown(exported: Any) -> None:
    path, _ = exported("csv", hold_back_days=12, as_of=date(2024, 1, 1))
    assert len(rows_of(path)) == 2


def test_districts_with_few_incidents_are_not_told(exported: Any) -> None:
    path, done = exported("csv", suppress_below=2)
    first = rows_of(path)[0]
    assert first["province"] == "Khyber Pakhtunkhwa"
    assert {first[name] for name in ("district", "place", "latitude", "summary")} == {""}
    assert "fewer than 2" in done.notes[0]


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"type": "Terrorist attack"}, ["PK-2023-000001"]),
        ({"perpetrators": ["ttp", "bla"]}, ["PK-2023-000001"]),
        ({"province": "Balochistan"}, ["PK-2023-000002"]),
        ({"year": 2023, "killed": 84}, ["PK-2023-000001"]),
        ({"year": [2021, 2022]}, []),
    ],
)
def test_where_keeps_some(exported: Any, where: dict[str, Any], ids: list[str]) -> None:
    path, _ = exported("csv", where=where)
    assert [row["id"] for row in rows_of(path)] == ids


def test_only_the_sources_of_what_is_kept_are_written(exported: Any) -> None:
    path, _ = exported("sources-csv", where={"province": "Balochistan"})
    assert [row["source_id"] for row in rows_of(path)] == ["S-2"]


def test_withdrawn_incidents_are_left_out(make_release: MakeRelease, tmp_path: Path) -> None:
    release = make_release(
        [POLICE_LINES, UNPLACED], incidents={"PK-2023-000002": {"status": "withdrawn"}}
    )
    done = export(release.connection(), release.codebook, "csv", tmp_path / "out.csv")
    assert done.rows == 1


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"to": "dbf"}, ExportError, "no export to 'dbf'"),
        ({"blur": -1}, ExportError, "above zero"),
        ({"hold_back_days": 0}, ExportError, "above zero"),
        ({"where": {"colour": "red"}}, QuestionError, "no column 'colour'"),
        ({"where": {"type": "nonsense"}}, QuestionError, "no type 'nonsense'"),
        ({"out": "no/such/folder/out.csv"}, ExportError, "no file that can be written"),
    ],
)
def test_what_cannot_be_done_is_refused(
    release: Release, tmp_path: Path, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    given = {"to": "csv", "out": "out.csv"} | options
    with pytest.raises(error, match=words):
        export(
            release.connection(), release.codebook, given.pop("to"), tmp_path / given.pop("out"),
            **given,
        )  # fmt: skip
    assert not list(tmp_path.glob("**/*.partial"))


@pytest.mark.parametrize("to", EXPORTS)
def test_a_full_disk_leaves_the_old_file_as_it_was(
    exported: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    old = tmp_path / f"out.{to}"
    old.write_text("as it was")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        exported(to)
    assert old.read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == [old.name, "test.release"]


def test_an_export_is_the_same_each_time(exported: Any) -> None:
    for to in ("csv", "geojson", "hxl", "parquet", "accounts-csv"):
        first = exported(to)[0].read_bytes()
        assert exported(to)[0].read_bytes() == first
