from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import waqia
from waqia import Answer, OpenRelease
from waqia.model import QuestionError, ReleaseError
from waqia.publish import Picture, Table
from waqia.release import Release


@pytest.fixture
def release(small: Release) -> OpenRelease:
    return waqia.open(small.path)


@pytest.fixture
def answer(release: OpenRelease) -> Answer:
    """The question of the README, asked of six incidents."""
    return release.count(
        by=["province"], where={"type": "terrorist_attack", "year": 2023}, compare="previous"
    )


def test_an_answer_is_a_data_frame(answer: Answer) -> None:
    frame = answer.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.province) == ["Khyber Pakhtunkhwa", "Balochistan", "Punjab"]
    assert list(frame.incidents) == [2, 1, 0]
    assert list(frame.incidents_change) == [1, 1, -1]
    assert {"killed_min", "killed", "killed_max", "killed_unknown"} <= {*frame.columns}
    assert frame.killed.isna().tolist() == [False, True, False]


def test_an_answer_is_a_table(answer: Answer) -> None:
    made = answer.table("Attacks", limit=1)
    assert isinstance(made, Table)
    assert made.caption == "Attacks"
    assert [row.cells[0].text for row in made.rows] == ["Khyber Pakhtunkhwa", "Others", "Total"]
    assert made.to_markdown().startswith("**Attacks**\n\n| Province | Incidents |")


def test_an_answer_is_readable_where_it_is_printed(answer: Answer) -> None:
    assert str(answer.table("Attacks")) == answer.table("Attacks").to_markdown()
    assert str(answer) == answer.table().to_markdown()


def test_an_answer_is_a_chart_and_a_map(answer: Answer) -> None:
    picture = answer.chart(title="Attacks")
    assert isinstance(picture, Picture)
    assert "Khyber Pakhtunkhwa" in picture.svg
    assert "Attacks" in picture.svg
    assert answer.map(title="Where").alt.startswith("Tile map")


def test_a_map_with_a_file_of_boundaries(answer: Answer, tmp_path: Path) -> None:
    square = [[[66, 28], [69, 28], [69, 31], [66, 31], [66, 28]]]
    file = tmp_path / "provinces.geojson"
    shape = {"type": "Polygon", "coordinates": square}
    feature = {"type": "Feature", "properties": {"name": "Balochistan"}, "geometry": shape}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    picture = answer.map(file, credit="Boundaries: nobody")
    assert "Boundaries: nobody" in picture.caption


def test_a_map_needs_a_field_of_places(release: OpenRelease) -> None:
    with pytest.raises(QuestionError, match="A map by district needs a count by district"):
        release.count().map()


def test_an_answer_gives_the_ids_behind_a_cell_and_behind_all(answer: Answer) -> None:
    assert len(answer.incidents(province="Khyber Pakhtunkhwa")) == 2
    (one,) = answer.incidents(province="Balochistan")
    assert one.startswith("PK-2023-")
    assert len(answer.incidents()) == 3
    with pytest.raises(QuestionError, match="no field 'district'"):
        answer.incidents(district="Quetta")


def test_an_answer_has_rows_a_total_and_notes(answer: Answer) -> None:
    assert answer.rows()[0]["province"] == "Khyber Pakhtunkhwa"
    assert answer.rows(totals=True)[-1]["_row"] == "total"
    assert answer.total["killed"] == 13
    assert answer.notes[0].startswith("Counting rule: ")


def test_an_answer_shows_itself_in_a_notebook(answer: Answer) -> None:
    assert answer._repr_html_() == answer.table().to_html()
    assert answer.chart()._repr_html_().startswith("<figure")


def test_a_field_can_be_named_by_itself_or_not_at_all(release: OpenRelease) -> None:
    assert release.count("province").rows() == release.count(["province"]).rows()
    assert release.count().rows() == [release.count().total]


def test_options_of_counting_are_passed_on(release: OpenRelease) -> None:
    shares = release.count("type", measure=["incidents"], period="2023", share=True, rule="attacks")
    assert shares.rows()[0]["incidents_share"] == 100


def test_an_open_release_says_what_it_is(release: OpenRelease, small: Release) -> None:
    assert release.title == "Small"
    assert (str(release.coverage.start), str(release.coverage.end)) == ("2022-05-10", "2023-05-05")
    assert len(release.to_pandas()) == 6
    assert len(release.to_pandas("accounts")) == 6


def test_an_incident_comes_with_its_accounts_and_their_sources(release: OpenRelease) -> None:
    (id_,) = release.count("district").incidents(district="Quetta")
    told = release.incident(id_)
    assert told["id"] == id_
    assert len(told["accounts"]) == 1


def test_a_report_is_written_from_a_notebook(release: OpenRelease, tmp_path: Path) -> None:
    template = tmp_path / "short.md"
    template.write_text("# {{ title }}\n\n{{ count().killed }}\n")
    (written,) = release.report(tmp_path / "out", template=template, period=2023)
    assert "<title>Small" in written.read_text(encoding="utf-8")


def test_a_folder_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=str(tmp_path / "none")):
        waqia.open(tmp_path / "none")


def test_the_example_answers_the_same_question(example: Release) -> None:
    release = waqia.open(example.path)
    asked = release.count(
        by=["province"], where={"type": "terrorist_attack", "year": 2023}, compare="previous"
    )
    behind = asked.incidents(province="Balochistan")
    rows = {row["province"]: row["incidents"] for row in asked.rows()}
    assert len(behind) == rows["Balochistan"] > 0
