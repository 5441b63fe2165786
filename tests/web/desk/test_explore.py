"""The explore page: its numbers are those of `count` and open; all of it is in the address."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import altair as alt
import pytest
from lxml import html
from openpyxl import load_workbook

from tests.web.conftest import Get, served
from waqia.analysis import count
from waqia.model import InputError
from waqia.release import Release, open_release
from waqia.web import Shapes
from waqia.web.desk import explore_files, specs
from waqia.web.desk.words import Words, words_of
from waqia.web.exploring import Cross, Timeline, label_of

QUESTION = {"period": "2019..2024", "type": "terrorist_attack"}


def page(text: str) -> Any:
    return html.fromstring(text)


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def counted(release: Release, *by: str) -> Any:
    return count(release, by, ("incidents", "killed"), where={"type": "terrorist_attack"},
                 period=QUESTION["period"])  # fmt: skip


def test_the_totals_are_those_of_count_with_their_range(get: Get, release: Release) -> None:
    found = page(get("/explore", **QUESTION).text)
    total = counted(release).total
    cards = found.xpath("//ul[contains(@class, 'totals')]/li")
    assert number(cards[0].xpath(".//a[@class='num']")[0].text) == total["incidents"]
    assert number(cards[1].xpath(".//a[@class='num']")[0].text) == total["killed"]
    assert number(cards[1].xpath(".//*[@class='range']")[0].text_content()) == int(
        f"{total['killed_min']}{total['killed_max']}"
    )


def test_every_number_opens_the_incidents_behind_it(get: Get, release: Release) -> None:
    found = page(get("/explore", **QUESTION).text)
    rows = found.xpath("//table[@class='bars'][caption='Actor']/tbody/tr")
    assert len(rows) > 5
    for row in rows:
        link = row.xpath("./td[2]/a")[0]
        opened = page(get(link.get("href")).text)
        assert number(opened.xpath("//h1")[0].text_content()) == number(link.text)
        [(_, actor)] = [p for p in parse_qsl(urlsplit(link.get("href")).query) if p[0] == "cell"]
        ids = counted(release, "actor").incidents(actor=actor.removeprefix("actor:") or None)
        shown = opened.xpath("//*[contains(@class, 'id')]/bdi/text()")
        assert set(shown) <= set(ids)
        assert len(shown) == min(len(ids), 50)


def test_a_cell_of_the_cross_table_opens_its_incidents(get: Get, release: Release) -> None:
    asked = {**QUESTION, "rows": "province", "columns": "year", "measure": "killed"}
    found = page(get("/explore/table", **asked).text)
    heads = found.xpath("//table[contains(@class, 'crossed')]/thead//th")
    assert [head.text_content().strip() for head in heads][1] == "2019"
    link = found.xpath("//tr[th//bdi='Balochistan']/td[1]/a")[0]
    cell = counted(release, "province", "year").incidents(province="Balochistan", year=2019)
    opened = page(get(link.get("href")).text)
    assert opened.xpath("//*[contains(@class, 'id')]/bdi/text()")
    assert set(opened.xpath("//*[contains(@class, 'id')]/bdi/text()")) == set(cell)


def test_the_form_is_put_together_to_one_address(get: Get) -> None:
    asked = {"from": "2023-01-01", "to": "2023-12-31", "killed_from": "5", "measure": "killed"}
    answer = get("/explore", **asked)
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/explore?measure=killed&killed=%3E%3D5&period=2023-01-01..2023-12-31"
    )
    shown = page(get(answer.headers["location"]).text)
    assert shown.xpath("//input[@name='from']/@value") == ["2023-01-01"]
    assert shown.xpath("//input[@name='killed_from']/@value") == ["5"]


def test_a_script_gets_the_part_it_asks_for_and_the_address_to_show(get: Get) -> None:
    asks = {"HX-Request": "true", "HX-Target": "found"}
    answer = get("/explore", headers=asks, **QUESTION, killed_from="", killed_to="")
    assert answer.headers["hx-push-url"] == "/explore?type=terrorist_attack&period=2019..2024"
    assert answer.text.lstrip().startswith('<div id="found"')
    whole = get("/explore", headers=asks | {"HX-Target": "explore"}, **QUESTION).text
    assert whole.lstrip().startswith('<div id="explore"')


def test_a_chip_takes_its_value_away(get: Get) -> None:
    found = page(get("/explore", type=["terrorist_attack", "drone_strike"]).text)
    hrefs = found.xpath("//a[@class='chip']/@href")
    assert hrefs == ["/explore?type=drone_strike", "/explore?type=terrorist_attack"]


def test_values_are_found_among_hundreds_and_chosen_ones_stay(get: Get) -> None:
    answer = get("/explore/choices", headers={"HX-Request": "true"}, field="place",
                 search="quet", place="Bannu")  # fmt: skip
    values = page(answer.text).xpath("//input")
    ticked = [one.get("value") for one in values if one.get("checked") is not None]
    assert ticked == ["Bannu"]
    assert "Quetta" in [one.get("value") for one in values]
    without = page(get("/explore/choices", field="place").text)
    assert without.xpath("//form[@action='/explore']//input[@type='checkbox']")


def test_points_are_those_with_coordinates_and_it_says_how_many_have_none(
    get: Get, release: Release
) -> None:
    answer = get("/explore/map.json").json()
    drawn = sum(answer["points"]["incidents"])
    assert drawn + answer["nowhere"] == count(release).total["incidents"]
    boxed = [answer["points"][side][0] for side in ("latitude", "longitude")] * 2
    opened = page(get("/explore/incidents", box=",".join(map(str, boxed))).text)
    assert number(opened.xpath("//h1")[0].text_content()) >= answer["points"]["incidents"][0]
    name = answer["points"]["names"][0]
    assert f"={name.replace(' ', '+')}" in get("/explore", at=name).headers["location"]


@pytest.mark.parametrize("what", ["timeline", "table", "regions"])
def test_views_are_saved_with_the_numbers_of_count(get: Get, release: Release, what: str) -> None:
    asked = {**QUESTION, "measure": "killed", "rows": "target", "columns": "province"}
    fields = {"timeline": ("month",), "table": ("target", "province"), "regions": ("district",)}
    rows = list(csv.DictReader(io.StringIO(get(f"/explore/{what}.csv", **asked).text)))
    wanted = counted(release, *fields[what]).rows()
    assert [(row["killed"] or None) for row in rows] == [
        None if row["killed"] is None else str(row["killed"]) for row in wanted
    ]
    book = load_workbook(io.BytesIO(get(f"/explore/{what}.xlsx", **asked).content))
    assert [sheet.title for sheet in book] == [what, "about"]
    assert book[what].max_row == len(wanted) + 1
    about = [str(cell.value) for (cell,) in book["about"].rows]
    assert release.hash in "".join(about)
    assert f"--by {','.join(fields[what])} " in about[2]
    assert set(counted(release, *fields[what]).notes) <= set(about)
    drawn = get(f"/explore/{what}.svg", **asked).text
    assert drawn.startswith("<svg")
    told = " ".join(page(drawn).xpath("//text//text()"))
    assert re.search(f"Killed by .*{fields[what][0]}", told)
    for words in ("Period: 2019 – 2024; Type: Terrorist attack", "Counting rule:",
                  f"Source: {release.title}", release.hash[:12]):  # fmt: skip
        assert words in told
    assert get(f"/explore/{what}.png", **asked).content.startswith(b"\x89PNG")


def test_a_number_that_is_not_known_is_marked_and_no_bar_of_nothing() -> None:
    rows = [
        {
            "year": year,
            "incidents": 2,
            "injured": number,
            "injured_min": number,
            "injured_max": number,
        }
        for year, number in ((2021, 3), (2022, None), (2023, 0))
    ]
    drawn = specs.timeline(Timeline("year", rows, None), "injured", Words("en"))
    bars, marks, _ = drawn["layer"]
    assert [value["start"] for value in drawn["data"]["values"] if not value["known"]] == [
        "2022-01-01"
    ]
    assert (marks["mark"]["text"], marks["transform"][0]) == ("?", {"filter": "!datum.known"})
    assert bars["encoding"]["y"]["scale"] == {}
    nothing = specs.timeline(Timeline("year", rows[1:], None), "injured", Words("en"))
    assert nothing["layer"][0]["encoding"]["y"]["scale"] == {"domain": [0, 1]}
    counted = specs.timeline(Timeline("year", rows, None), "incidents", Words("en"))
    assert len(counted["layer"]) == 1


def cross(measure: str, cells: dict[tuple[str, str], int | None]) -> Cross:
    rows, columns = (list(dict.fromkeys(cell[side] for cell in cells)) for side in (0, 1))
    counted = {
        (row, column): {"type": row, "year": column, "incidents": 2, measure: number}
        for (row, column), number in cells.items()
    }
    nothing = {"incidents": 0, measure: 0}
    return Cross(
        ("type", "year"), measure, rows, columns, 0, 0, False, nothing, [], counted, {}, {}
    )


def name(field: str, value: Any) -> str:
    return f"{field} {value}"


def test_a_bar_ends_in_a_mark_where_a_part_of_it_is_not_known() -> None:
    cells = {("a", "1"): 3, ("a", "2"): None, ("a", "3"): None, ("b", "1"): None, ("c", "1"): 0,
             ("d", "2"): 5}  # fmt: skip
    drawn = specs.crossed(cross("injured", cells), "injured", name, words_of("en"))
    bars, marks = drawn["layer"]
    assert drawn["encoding"]["y"]["scale"]["domain"] == ["type a", "type b", "type d"]
    assert bars["encoding"]["x"]["title"] == "Injured"
    assert [(mark["code"], mark["end"], mark["said"]) for mark in marks["data"]["values"]] == [
        ("a", 3, "type a, year 2, year 3: not known"), ("b", 0, "type b, year 1: not known"),
    ]  # fmt: skip
    assert drawn["data"]["values"][0]["said"] == "type a, year 1: 3"
    zero = specs.crossed(cross("injured", {("a", "1"): 0, ("b", "1"): 2}), "injured", name,
                         words_of("en"))  # fmt: skip
    assert len(zero["layer"]) == 1
    unknown = specs.crossed(cross("injured", {("a", "1"): None}), "injured", name, words_of("ur"))
    assert unknown["layer"][0]["encoding"]["x"]["scale"] == {"domain": [0, 1]}
    assert unknown["data"]["values"][0]["said"] == "type a، year 1: معلوم نہیں"


def test_a_field_has_a_mark_where_its_number_is_not_known() -> None:
    cells: dict[tuple[str, str], int | None] = {("a", str(one)): one for one in range(20)}
    drawn = specs.crossed(cross("killed", cells), "killed", name, words_of("en"))
    assert [layer["mark"]["type"] for layer in drawn["layer"]] == ["rect"]
    found = specs.crossed(cross("killed", cells | {("b", "7"): None}), "killed", name,
                          words_of("en"))  # fmt: skip
    fields, marks = found["layer"]
    assert fields["encoding"]["color"]["title"] == "Killed"
    assert (marks["mark"]["text"], found["encoding"]["x"]["title"]) == ("?", "Year")
    assert [value["code"] for value in found["data"]["values"] if value["value"] is None] == ["b"]
    for spec in (drawn, found):
        alt.Chart.from_dict(spec)


def test_the_map_is_saved(get: Get, release: Release) -> None:
    drawn = get("/explore/map.svg", **QUESTION).text
    assert drawn.startswith("<svg")
    assert {"Incidents by place", "Counting rule"} <= {
        text.partition(":")[0] for text in page(drawn).xpath("//text//text()")
    }
    assert release.hash[:12] in drawn
    by_injured = get("/explore/map.svg", **QUESTION, measure="injured").text
    assert {"Injured by place", "Injured (area)"} <= set(page(by_injured).xpath("//text//text()"))
    assert get("/explore/nothing.csv").status_code == 404


def test_the_incidents_behind_a_number_are_saved_whole(get: Get, release: Release) -> None:
    opened = page(get("/explore/incidents", **QUESTION, cell="province:Balochistan").text)
    files = opened.xpath("//p[contains(@class, 'files')]/a/@href")
    as_csv, as_xlsx, as_geojson = (get(address) for address in files)
    wanted = counted(release, "province").incidents(province="Balochistan")
    rows = list(csv.DictReader(io.StringIO(as_csv.text)))
    assert {row["id"] for row in rows} == set(wanted)
    assert [row["date_start"] for row in rows] == sorted(row["date_start"] for row in rows)
    sheet = load_workbook(io.BytesIO(as_xlsx.content))["incidents"]
    assert [str(cell.value) for cell in sheet["A"]][1:] == [row["id"] for row in rows]
    features = as_geojson.json()["features"]
    assert [feature["id"] for feature in features] == [row["id"] for row in rows]


def test_incidents_are_saved_all_or_not_at_all(
    get: Get, monkeypatch: pytest.MonkeyPatch, release: Release
) -> None:
    most = len(set(counted(release).incidents())) - 1
    monkeypatch.setitem(explore_files._RECORDS, "csv", most)
    answer = get("/explore/incidents.csv", **QUESTION)
    assert (answer.status_code, f"{most + 1:,} are asked for" in answer.text) == (400, True)
    assert get("/explore/incidents.pdf").status_code == 404


def test_what_would_take_the_server_long_is_not_drawn(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore_files, "_CELLS", 20)
    answer = get("/explore/table.svg", rows="place", columns="day")
    assert (answer.status_code, "not drawn" in answer.text) == (400, True)


def test_the_command_and_the_python_give_the_same_numbers(get: Get, release: Release) -> None:
    asked = {**QUESTION, "rows": "province", "columns": "", "province": ["Sindh", "Punjab"]}
    found = page(get("/explore/table", **asked).text)
    command = shlex.split(found.get_element_by_id("command-table").text)
    assert command[:3] == ["waqia", "count", release.path.name]
    code = found.get_element_by_id("python-table").text.replace(release.path.name,
                                                               str(release.path))  # fmt: skip
    answers: dict[str, Any] = {}
    exec(code, answers)
    rows = {row["province"]: row["incidents"] for row in answers["counted"].rows()}
    shown = found.xpath("//table[contains(@class, 'crossed')]/tbody/tr[not(@class)]")
    assert {row[0].text_content().strip(): number(row[-1].text_content()) for row in shown} == rows


def test_a_timeline_is_saved_in_the_unit_that_is_shown(get: Get) -> None:
    found = page(get("/explore", period="2023", province="Balochistan").text)
    [chosen, *_] = found.xpath("//p[contains(@class, 'units')]//*[@aria-current]")
    unit = chosen.text_content().strip().removeprefix("by ")
    files = found.xpath("//a[starts-with(@href, '/explore/timeline.')]/@href")
    assert len(files) == 4
    assert all(f"unit={unit}" in file for file in files)
    assert get(files[0]).text.partition(",")[0] == unit


@pytest.mark.parametrize("path", ["/explore", "/explore/table", "/explore/incidents"])
def test_it_says_which_release_is_looked_at(get: Get, release: Release, path: str) -> None:
    found = page(get(path).text)
    [said] = found.xpath(f"//h1/following-sibling::p[a/@href='/releases/{release.path.name}']")
    assert release.title in said.text_content()
    assert words_of("en").date(release.manifest["created"]) in said.text_content()
    assert get(said.xpath("./a/@href")[0]).status_code == 200


def test_a_filter_says_that_it_takes_the_parts_of_a_value(get: Get, release: Release) -> None:
    found = page(get("/explore", actor=["ttp", "bla"], type="terrorist_attack").text)
    chips = {
        chip.text_content().partition("×")[0].strip() for chip in found.xpath("//*[@class='chip']")
    }
    ttp = label_of(release, "actor", "ttp")
    assert f"Remove:Actor: {ttp} with its parts" in chips
    assert "Remove:Type: Terrorist attack" in chips
    hint = "a filter takes its parts with it"
    assert hint in found.xpath("//div[table/caption='Actor']")[0].text_content()
    assert hint not in found.xpath("//div[table/caption='Province']")[0].text_content()


@pytest.mark.parametrize(
    ("language", "period", "said"),
    [("en", "2023-01-01..2023-12-31", "1 Jan 2023 – 31 Dec 2023"), ("en", "2023-03", "March 2023"),
     ("ur", "2023-01-01..2023-02-28", "1 جنوری، 2023 – 28 فروری، 2023"), ("en", "2023", "2023")],
)  # fmt: skip
def test_a_period_is_said_in_the_language(get: Get, language: str, period: str, said: str) -> None:
    for path in ("/explore", "/explore/incidents"):
        text = get(path, headers={"Accept-Language": language}, period=period).text
        [chip] = page(text).xpath("//*[contains(@class, 'chip')]/bdi/text()")
        assert chip == said


@pytest.mark.parametrize(
    ("language", "field", "value", "said"),
    [("en", "month", "2023-03", "March 2023"), ("ur", "month", "2023-03", "مارچ 2023"),
     ("en", "week", "2023-w6", "6–12 Feb 2023"), ("en", "quarter", "2023-Q2", "Q2 2023"),
     ("en", "half", "2023-H1", "First half of 2023"), ("en", "year", "2023", "2023"),
     ("ur", "weekday", "Monday", "پیر")],
)  # fmt: skip
def test_a_time_is_said_in_the_language(
    get: Get, language: str, field: str, value: str, said: str
) -> None:
    asked: dict[str, str]
    for path, asked in (("/explore", {field: value}), ("/explore/incidents", {field: value}),
                        ("/explore/incidents", {"cell": f"{field}:{value}"})):  # fmt: skip
        text = get(path, headers={"Accept-Language": language}, **asked).text
        assert page(text).xpath("//*[contains(@class, 'chip')]/bdi/text()") == [said]


def test_what_has_no_label_is_written_without_underscores(release: Release) -> None:
    assert label_of(release, "tag", "sectarian_violence") == "sectarian violence"
    assert label_of(release, "target", "no_such_target") == "no such target"
    assert label_of(release, "publisher", "the_paper") == "the_paper"


def test_what_cannot_be_asked_is_said_with_what_can(get: Get) -> None:
    answer = get("/explore", period="2024..2019")
    assert answer.status_code == 400
    assert "ends before it starts" in page(answer.text).text_content()
    empty = page(get("/explore", period="1950").text)
    assert "Take a filter away" in empty.text_content()


@pytest.mark.parametrize(
    "fault",
    [{"period": "nonsense"}, {"province": "blah"}, {"measure": "x"}, {"killed": "50..10"},
     {"from": "2024-05-01", "to": "2023-05-01"}],
)  # fmt: skip
def test_a_filter_that_cannot_be_asked_is_left_out_of_the_way_back(
    get: Get, fault: dict[str, str]
) -> None:
    asked = {"type": "terrorist_attack", "rows": "province"} | fault
    answer = get("/explore", **asked)
    if answer.status_code == 303:
        answer = get(answer.headers["location"])
    assert answer.status_code == 400
    found = page(answer.text)
    (heading,) = found.xpath("//h1/text()")
    assert answer.text.count(f">{heading}<") == 1
    back = "/explore?rows=province&type=terrorist_attack"
    assert found.xpath("//main//a/@href") == [back, "/"]
    assert get(back).status_code == 200
    lost = page(get("/explore", release="nowhere").text)
    assert lost.xpath("//main//a/@href") == ["/explore", "/"]


def test_a_form_of_more_to_fewer_persons_is_refused(get: Get) -> None:
    answer = get("/explore", killed_from="50", killed_to="10")
    if answer.status_code == 303:
        answer = get(answer.headers["location"])
    assert answer.status_code == 400
    assert "10..50" in answer.text


def test_urdu_pages_go_from_right_to_left(get: Get) -> None:
    found = page(get("/explore", headers={"Accept-Language": "ur"}).text)
    assert found.get("dir") == "rtl"
    assert "دہشت گرد حملہ" in found.text_content()


def square(name: str) -> dict[str, Any]:
    ring = [[[66, 30], [67, 30], [67, 31], [66, 30]]]
    geometry = {"type": "Polygon", "coordinates": ring}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def test_areas_are_shaded_where_the_desk_has_boundaries(tmp_path: Path, release: Release) -> None:
    import httpx

    path = tmp_path / "shapes.geojson"
    features = [square("Kuetta"), square("Quetta District"), square("Nowhere")]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    shapes = Shapes.read(path, "© nobody")
    with (
        served(open_release(release.path), shapes=shapes) as address,
        httpx.Client(base_url=address) as client,
    ):
        page_text = client.get("/explore", params={"map": "areas"}).text
        assert "© nobody" in page_text
        shown = client.get(page(page_text).get_element_by_id("map").get("data-base")).json()
        answer = client.get("/explore/map.json", params={"map": "areas"}).json()
        saved = client.get("/explore/map.svg", params={"map": "areas"}).text
    names = [feature["properties"]["code"] for feature in shown["features"]]
    assert names[1:] == ["Quetta", "Nowhere"]
    values = {area["code"]: area["value"] for area in answer["regions"]}
    by_district = {row["district"]: row["incidents"] for row in count(release, "district").rows()}
    assert values["Quetta"] == by_district["Quetta"]
    assert "© nobody" in saved
    assert answer["nowhere"] == sum(by_district.values()) - by_district["Quetta"]


def test_a_file_without_boundaries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "points.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    with pytest.raises(InputError, match="no polygons with names"):
        Shapes.read(path)


@pytest.mark.parametrize(
    ("period", "unit", "bars", "untold"),
    [("2023", "by month", 12, "27 "), ("2019..2024", "by year", 6, "")],
)
def test_a_timeline_is_as_fine_as_the_dates_are_and_no_single_block(
    get: Get, period: str, unit: str, bars: int, untold: str
) -> None:
    found = page(get("/explore", period=period).text)
    rows = found.xpath("//*[@id='timeline-table']//tbody/tr[not(contains(., 'not known'))]")
    assert len(rows) == bars
    [chosen, *_] = found.xpath("//p[contains(@class, 'units')]//*[@aria-current]")
    assert chosen.text_content().strip() == unit
    [said] = found.xpath("//figure[@id='timeline']/figcaption")
    assert untold in said.text_content()
