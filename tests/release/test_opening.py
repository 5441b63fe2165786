"""A release opens, answers for an incident, and says clearly what is wrong with it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import ibis
import pytest

from tests.conftest import MakeRelease
from waqia.model import TABLES, Period, QuestionError, ReleaseError
from waqia.publish import tell_incident
from waqia.release import Release, diff, open_release, verify

SOURCES = [
    {"id": "S-1", "title": "Wire", "publisher": "A wire", "date": "2023-01-30"},
    {"id": "S-2", "title": "Yearbook", "reliability": "B"},
    {"id": "S-3", "title": "Named by the yearbook", "kind": "citation"},
]
PESHAWAR = [
    {"incident": "PK-2023-000012", "killed": 59, "date_start": "2023-01-30",
     "anchors": [{"source": "S-1", "start": 10, "end": 60, "locator": "paragraph 1"}]},
    {"incident": "PK-2023-000012", "killed": 84, "source": "S-2", "cites": ["S-3"],
     "date_start": "2023-01-30"},
    {"incident": "PK-2023-000112", "killed": 1, "date_start": "2023-03-01"},
]  # fmt: skip


@pytest.fixture
def release(make_release: MakeRelease) -> Release:
    finding = {"code": "value-unknown", "severity": "warning", "record": "A-0002", "message": "?"}
    return make_release(PESHAWAR, SOURCES, findings=[finding])


def test_an_incident_opens_onto_its_accounts_and_sources(release: Release) -> None:
    found = release.incident("PK-2023-000012")
    assert (found["killed"], found["killed_min"], found["killed_max"]) == (84, 59, 84)
    first, second = found["accounts"]
    assert first["source"]["publisher"] == "A wire"
    assert first["anchors"][0]["locator"] == "paragraph 1"
    assert [source["title"] for source in second["cites"]] == ["Named by the yearbook"]
    assert found["provenance"]["killed"]["rule"] == "highest_graded"
    assert found["provenance"]["killed"]["accounts"] == ["A-0002"]
    assert [finding["code"] for finding in found["findings"]] == ["value-unknown"]


def test_every_field_of_an_only_account_says_so(release: Release) -> None:
    found = release.incident("PK-2023-000112")
    assert {row["rule"] for row in found["provenance"].values()} == {"only_account"}


@pytest.mark.parametrize("asked", ["PK-2023-000012", "pk-2023-000012", " 000012 ", "3-000012"])
def test_an_id_is_found_however_it_is_written(release: Release, asked: str) -> None:
    assert release.incident(asked)["id"] == "PK-2023-000012"


def test_an_end_that_several_ids_have_is_refused(release: Release) -> None:
    with pytest.raises(QuestionError, match=r"2 incidents .* end in '12'.*PK-2023-000112"):
        release.incident("12")


def test_an_id_that_is_not_there_names_the_nearest(release: Release) -> None:
    with pytest.raises(QuestionError, match=r"no incident 'PK-2023-000013'; near it are PK-2023"):
        release.incident("PK-2023-000013")


def test_a_merged_incident_leads_to_the_one_it_is_part_of(make_release: MakeRelease) -> None:
    gone = {"PK-2023-000112": {"status": "merged", "merged_into": "PK-2023-000012"}}
    release = make_release(PESHAWAR, SOURCES, incidents=gone)
    record = release.incident("PK-2023-000112")
    assert record["merged_into"] == "PK-2023-000012"
    (_, facts), *_ = tell_incident(record, release.codebook)
    assert "Merged into: PK-2023-000012" in facts


def test_a_release_without_a_column_that_was_added_later_still_opens(
    release: Release, make_release: MakeRelease
) -> None:
    new = make_release(PESHAWAR, SOURCES, name="new.release")
    later = {"incidents": "merged_into", "sources": "embargo"}
    manifest = json.loads((release.path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in manifest["resources"]:
        if column := later.get(resource["name"]):
            path = release.path / resource["path"]
            with duckdb.connect() as connection:
                connection.execute(f"CREATE TABLE rows AS SELECT * FROM '{path}'")
                connection.execute(f"COPY (SELECT * EXCLUDE {column} FROM rows) TO '{path}'")
            resource["bytes"] = path.stat().st_size
            fields = resource["schema"]["fields"]
            resource["schema"]["fields"] = [f for f in fields if f["name"] != column]
    (release.path / "datapackage.json").write_text(json.dumps(manifest), encoding="utf-8")
    old = open_release(release.path)
    assert old.incident("PK-2023-000012")["merged_into"] is None
    assert old.table("sources").embargo.count().to_pyarrow().as_py() == 0
    assert diff(old, new).rows() == []


def test_coverage_is_from_the_first_to_the_last_day(release: Release) -> None:
    first, last = date(2023, 1, 30), date(2023, 3, 1)
    assert release.coverage == Period(first, last, "2023-01-30..2023-03-01")


def test_an_empty_release_covers_no_period(make_release: MakeRelease) -> None:
    with pytest.raises(ReleaseError, match="covers no period"):
        _ = make_release([]).coverage


def test_tables_are_ibis_expressions_on_the_same_connection(release: Release) -> None:
    incidents = release.table("incidents")
    assert incidents.killed.sum().to_pyarrow().as_py() == 85
    assert release.connection() is release.connection()
    with pytest.raises(ReleaseError, match="no table 'events'"):
        release.table("events")


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_of_a_table_are_those_of_its_file(release: Release, name: str) -> None:
    held = ibis.duckdb.connect().read_parquet(release.path / f"{name}.parquet")
    assert release.table(name).schema() == held.schema()


def test_the_codebook_is_the_one_it_was_written_with(release: Release) -> None:
    assert release.codebook.id == "pakistan"
    assert release.codebook.label("type", "armed_clash")


def test_a_missing_folder_and_a_folder_that_is_no_release_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="does not exist"):
        open_release(tmp_path / "nowhere.release")
    with pytest.raises(ReleaseError, match=r"holds no datapackage\.json"):
        open_release(tmp_path)


def test_a_truncated_table_is_refused(release: Release) -> None:
    path = release.path / "incidents.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ReleaseError, match=r"incidents.parquet has [\d,]+ bytes"):
        open_release(release.path)


def test_a_table_that_is_no_parquet_is_refused_when_it_is_read(release: Release) -> None:
    path = release.path / "incidents.parquet"
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(ReleaseError, match=r"incidents.parquet is no readable Parquet"):
        open_release(release.path).connection()


def test_a_release_of_a_newer_waqia_is_refused(release: Release) -> None:
    path = release.path / "datapackage.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["waqia"]["format"] = 2
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ReleaseError, match="install a newer waqia"):
        open_release(release.path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"waqia": {}}'])
def test_a_damaged_manifest_is_refused(release: Release, text: str) -> None:
    (release.path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match="damaged or not written by waqia"):
        open_release(release.path)


@pytest.mark.parametrize("name", ["bytes", "hash", "path"])
def test_a_manifest_that_lacks_a_key_is_damaged(release: Release, name: str) -> None:
    path = release.path / "datapackage.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["resources"][0][name]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ReleaseError, match="damaged or not written by waqia"):
        open_release(release.path)


def test_a_sound_release_verifies(release: Release) -> None:
    assert verify(release.path) == []


@pytest.mark.parametrize(
    "name",
    ["incidents.parquet", "accounts.parquet", "codebook.json", "README.md", "datapackage.json",
     "SHA256SUMS"],
)  # fmt: skip
@pytest.mark.parametrize("where", [0.2, 0.5, 0.8])
def test_any_changed_byte_is_found(release: Release, name: str, where: float) -> None:
    path = release.path / name
    data = bytearray(path.read_bytes())
    # a letter stays a letter, so that the manifest stays JSON
    position = next(i for i in range(int(len(data) * where), len(data)) if chr(data[i]).isalpha())
    data[position] ^= 0x20
    path.write_bytes(data)
    try:
        findings = verify(release.path)
    except ReleaseError:
        assert name == "datapackage.json"  # a key of the manifest was hit
    else:
        assert {finding.code for finding in findings} & {"file-changed", "file-missing"}


def test_a_missing_and_an_extra_file_are_found(release: Release) -> None:
    (release.path / "figures.parquet").unlink()
    (release.path / "notes.txt").write_text("mine")
    codes = {(finding.code, finding.table) for finding in verify(release.path)}
    assert codes == {("file-missing", "figures.parquet"), ("file-unlisted", "notes.txt")}


def test_a_line_added_to_the_sums_is_found(release: Release) -> None:
    with (release.path / "SHA256SUMS").open("a") as file:
        file.write("\n")
    assert [(f.code, f.table) for f in verify(release.path)] == [("file-changed", "SHA256SUMS")]


def test_anchors_of_a_release_from_before_they_named_a_field_open_without_one(
    release: Release,
) -> None:
    folder, name = release.path, "accounts.parquet"
    type_ = TABLES["accounts"]["anchors"].type
    before = type_.replace(", field VARCHAR", "")
    manifest = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE old AS SELECT * REPLACE (list_transform(anchors, lambda a: struct_pack("
            'source := a.source, "start" := a.start, "end" := a.end, "row" := a.row, '
            "locator := a.locator, quote := a.quote)) AS anchors) "
            f"FROM read_parquet('{folder / name}')"
        )
        connection.execute(f"COPY old TO '{folder / name}' (FORMAT parquet)")
    resource = next(r for r in manifest["resources"] if r["name"] == "accounts")
    resource["bytes"] = (folder / name).stat().st_size
    for field in resource["schema"]["fields"]:
        if field["name"] == "anchors":
            field["duckdbType"] = before
    (folder / "datapackage.json").write_text(json.dumps(manifest), encoding="utf-8")
    first = open_release(folder).incident("PK-2023-000012")["accounts"][0]
    assert first["anchors"][0]["locator"] == "paragraph 1"
    assert first["anchors"][0]["field"] is None
