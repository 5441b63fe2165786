from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.publish.counted import Counted, incidents, killed
from waqia.codebook import Codebook
from waqia.model import ExportError, Period, QuestionError
from waqia.publish.charts import chart
from waqia.publish.picture import Picture

YEARS = killed("year", (2013, (2900, 2914, 3000)), (2014, 3620), (2017, 954))
REGIONS = killed(
    "region", ("islamabad", 38), (None, 8), ("punjab", 104), ("balochistan", (240, 244, 300))
)


def records(picture: Picture) -> list[dict[str, Any]]:
    return [row for rows in picture.spec["datasets"].values() for row in rows]


def drawn(picture: Picture, key: str = "along") -> dict[str, Any]:
    return {row[key]: row["value"] for row in records(picture) if "value" in row}


def texts(picture: Picture) -> list[str]:
    """The words that stand in the drawing, in the order in which they are drawn."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)


def marks(spec: Mapping[str, Any]) -> list[str]:
    return [layer["mark"]["type"] for layer in spec["layer"]]


def test_a_calendar_field_gives_a_line_and_any_other_gives_bars(codebook: Codebook) -> None:
    assert "line" in marks(chart(YEARS, codebook).spec)
    assert "bar" in marks(chart(REGIONS, codebook).spec)


def test_a_year_without_incidents_is_zero(codebook: Codebook) -> None:
    assert drawn(chart(YEARS, codebook)) == {
        "2013": 2914, "2014": 3620, "2015": 0, "2016": 0, "2017": 954,
    }  # fmt: skip


def test_the_line_runs_over_the_whole_period_asked_for(codebook: Codebook) -> None:
    months = incidents("month", ("2014-05", 3), period=Period.parse("2014-Q2"))
    assert drawn(chart(months, codebook)) == {"Apr 2014": 0, "May 2014": 3, "Jun 2014": 0}


def test_a_number_that_is_not_known_is_a_gap_and_never_zero(codebook: Codebook) -> None:
    years = killed("year", (2013, 5), (2014, (None, None, None)), (2015, 7))
    picture = chart(years, codebook)
    assert drawn(picture) == {"2013": 5, "2014": None, "2015": 7}
    line = re.search(r'mark-line[^>]*><path d="([^"]*)"', picture.svg)
    assert line is not None
    assert line[1].count("M") == 2
    assert "The number killed is not known for 1 incident." in picture.caption


def test_the_range_is_a_band_only_where_there_is_one(codebook: Codebook) -> None:
    assert "area" in marks(chart(YEARS, codebook).spec)
    assert "area" not in marks(chart(incidents("year", (2013, 4), (2014, 6)), codebook).spec)


def test_what_is_not_dated_is_said_and_not_drawn(codebook: Codebook) -> None:
    picture = chart(incidents("month", ("2014-01", 2), ("2014-02", 5), (None, 3)), codebook)
    assert drawn(picture) == {"Jan 2014": 2, "Feb 2014": 5}
    assert "Not dated so precisely, and not shown: 3 incidents." in picture.caption


def test_lines_are_named_beside_their_ends_and_differ_in_more_than_colour(
    codebook: Codebook,
) -> None:
    count = incidents(
        "year region", (2013, "punjab", 4), (2014, "punjab", 6), (2014, "balochistan", 9)
    )
    picture = chart(count, codebook)
    assert {"Balochistan", "Punjab"} <= set(texts(picture))
    lines = [layer["mark"] for layer in picture.spec["layer"] if layer["mark"]["type"] == "line"]
    assert len({tuple(line["strokeDash"]) for line in lines}) == 2


def test_the_period_before_is_a_second_line(codebook: Codebook) -> None:
    months = incidents(
        "month", ("2014-01", 2), ("2014-02", 5),
        compare=Period.parse("2013"), period=Period.parse("2014-01..2014-02"),
    )  # fmt: skip
    for row, before in zip(months.data, (7, None), strict=True):
        row["incidents_previous"] = before
    picture = chart(months, codebook)
    assert [row["value"] for row in records(picture) if "value" in row] == [2, 5, 7, None]
    assert "2013" in texts(picture)
    assert "2013: from 7 to 7." in picture.alt


def test_months_round_an_event_are_counted_from_it(codebook: Codebook) -> None:
    picture = chart(incidents("relative_month", (-1, 4), (1, 2)), codebook)
    assert drawn(picture) == {"−1": 4, "0": 0, "+1": 2}
    assert "highest 4 in 1 month before" in picture.alt


def test_bars_are_sorted_and_the_unknown_comes_last_in_grey(codebook: Codebook) -> None:
    picture = chart(REGIONS, codebook)
    assert list(drawn(picture)) == ["Balochistan", "Punjab", "Islamabad", "Region not known"]
    colours = [row["colour"] for row in records(picture)]
    assert len(set(colours[:-1])) == 1
    assert colours[-1] not in colours[:-1]


def test_bars_carry_their_numbers_with_ranges(codebook: Codebook) -> None:
    picture = chart(REGIONS, codebook)
    assert {"244 (240–300)", "104", "38", "8"} <= set(texts(picture))
    assert "Whiskers run from the lowest to the highest estimate." in picture.caption


def test_a_bar_of_an_unknown_number_says_so(codebook: Codebook) -> None:
    picture = chart(killed("region", ("punjab", 4), ("islamabad", (None,) * 3)), codebook)
    assert "not known" in texts(picture)


def test_the_period_before_is_a_diamond_on_the_bar(codebook: Codebook) -> None:
    count = incidents("region", ("punjab", 4), compare=Period.parse(2013))
    count.data[0]["incidents_previous"] = 9
    picture = chart(count, codebook)
    assert "Diamonds mark 2013." in picture.caption
    assert "Punjab: 4 incidents; 2013: 9" in picture.svg


def test_weekdays_keep_their_order(codebook: Codebook) -> None:
    count = incidents("weekday", ("Sunday", 9), ("Monday", 4), (None, 5))
    assert list(drawn(chart(count, codebook))) == ["Monday", "Sunday", "Not dated so precisely"]


def test_a_long_list_is_cut_and_says_what_is_left_out(codebook: Codebook) -> None:
    count = incidents("district", *((f"District {n}", n) for n in range(1, 31)))
    picture = chart(count, codebook)
    assert len(drawn(picture)) == 20
    assert "Not shown: 10 others (55 incidents)." in picture.caption
    assert len(drawn(chart(count, codebook, limit=5))) == 5


def test_two_fields_without_time_give_small_charts_with_zeros_filled_in(
    codebook: Codebook,
) -> None:
    count = incidents(
        "region tactic", ("punjab", "firing", 4), ("islamabad", "ied", 2), ("punjab", "ied", 1)
    )
    picture = chart(count, codebook)
    found = {(row["by"], row["along"]): row["value"] for row in records(picture)}
    assert found["Islamabad", codebook.label("tactic", "firing")] == 0
    assert len(found) == 4


def test_many_lines_become_small_charts(codebook: Codebook) -> None:
    count = incidents("year district", *((2014, f"District {n}", n) for n in range(1, 7)))
    picture = chart(count, codebook)
    assert picture.spec["columns"] == 3
    assert {"District 1", "District 6"} <= set(texts(picture))


def test_parties_by_year_are_stacked_with_their_sums(codebook: Codebook) -> None:
    count = killed("year party", (2013, "militants", 40), (2013, "civilians", 20), (2014, None, 5))
    picture = chart(count, codebook)
    assert {"60", "5", "Civilians", "Party not stated"} <= set(texts(picture))
    assert "Civilians: 20, most in 2013: 20." in picture.alt


@pytest.mark.parametrize("fields", ["year", "region", "year region", "region type", "year party"])
def test_an_empty_count_is_a_picture_that_says_so(codebook: Codebook, fields: str) -> None:
    picture = chart(incidents(fields), codebook)
    assert texts(picture) == ["Nothing was counted."]


@pytest.mark.parametrize(
    ("count", "options", "message"),
    [
        (YEARS, {"measure": "injured"}, "has no measure 'injured'; it has 'killed'"),
        (YEARS, {"kind": "pie"}, "no chart of the kind 'pie'"),
        (REGIONS, {"kind": "line"}, "runs along time, but the count is by region"),
        (REGIONS, {"kind": "multiples"}, "shows two fields, the count is by region alone"),
        (incidents("year region"), {"kind": "bar"}, "draw multiples"),
        (Counted((), []), {}, "this one is by none"),
    ],
)
def test_a_question_that_no_chart_answers(
    codebook: Codebook, count: Counted, options: dict[str, str], message: str
) -> None:
    with pytest.raises(QuestionError, match=re.escape(message)):
        chart(count, codebook, **options)


def test_the_same_count_is_drawn_in_the_same_bytes(codebook: Codebook) -> None:
    for count in (YEARS, REGIONS):
        assert chart(count, codebook).svg == chart(count, codebook).svg


def test_a_drawing_names_and_describes_itself(codebook: Codebook) -> None:
    picture = chart(YEARS, codebook, title="Killed & counted")
    assert re.match(
        r"<svg [^>]*role=\"img\"><title>Killed &amp; counted</title><desc>", picture.svg
    )
    assert picture.alt.startswith("Line chart: killed by year.")
    assert "highest 3,620 in 2014, lowest 0 in 2015, last 954 in 2017" in picture.alt
    assert "Killed &amp; counted" in texts(picture)
    assert 'font-family="Noto Sans, sans-serif"' in picture.svg


def test_a_mark_says_its_number_where_a_pointer_rests(codebook: Codebook) -> None:
    assert "<title>2013: 2,914 (2,900–3,000) killed</title>" in chart(YEARS, codebook).svg


def test_a_picture_is_saved_as_svg_png_or_a_page(codebook: Codebook, tmp_path: Path) -> None:
    picture = chart(REGIONS, codebook)
    assert picture.save(tmp_path / "a.svg").read_text(encoding="utf-8") == picture.svg
    assert picture.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    page = picture.save(tmp_path / "a.html").read_text(encoding="utf-8")
    assert picture.svg in page
    assert "<figcaption>Killed by region." in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_a_picture_that_cannot_be_saved(codebook: Codebook, tmp_path: Path) -> None:
    picture = chart(REGIONS, codebook)
    with pytest.raises(ExportError, match=r"\.svg, \.png or \.html, not as \.gif"):
        picture.save(tmp_path / "a.gif")
    with pytest.raises(ExportError, match="could not be written"):
        picture.save(tmp_path / "absent" / "a.svg")


def test_control_characters_in_a_name_are_left_out(codebook: Codebook) -> None:
    picture = chart(killed("place", ("be\x07ll \x00\ufffe\u202etower", 3)), codebook)
    assert "bell tower" in texts(picture)


def test_a_picture_without_a_page_bears_its_caption_and_what_it_is_of(codebook: Codebook) -> None:
    targets = incidents("target", *((f"t{number}", 9 - number) for number in range(8)))
    picture = chart(targets, codebook, limit=3, subtitle="Period: 2023\nSource: a release")
    assert "Not shown: 5 others (20 incidents)." in picture.caption
    assert "Incidents by target" in texts(picture)
    assert re.findall(r"<tspan[^>]*>([^<]*)</tspan>", picture.svg) == [
        "Not shown: 5 others (20 incidents).", "Period: 2023", "Source: a release",
    ]  # fmt: skip
