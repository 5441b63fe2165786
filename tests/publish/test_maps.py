from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeRelease, shared
from tests.publish.counted import incidents, killed
from waqia.codebook import Codebook
from waqia.model import InputError, QuestionError
from waqia.publish.maps import choropleth, point_map, tile_map
from waqia.publish.picture import Picture
from waqia.publish.tiles import Tile, borders, free_labels, short_names

DISTRICTS = killed(
    "district",
    ("Peshawar", (257, 257, 272)), ("Quetta", 38), ("Khyber", 825), ("Kech", (None, None, None)),
    (None, 34),
)  # fmt: skip


@pytest.fixture(scope="module")
def pakistan() -> Codebook:
    return Codebook.load("pakistan")


def records(picture: Picture) -> list[dict[str, Any]]:
    return [row for rows in picture.spec["datasets"].values() for row in rows]


def about(picture: Picture) -> dict[str, dict[str, Any]]:
    """The drawn places by the words that show where a pointer rests on them."""
    return {row["about"]: row for row in records(picture) if row.get("about")}


def texts(picture: Picture) -> list[str]:
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</t", picture.svg)


def test_every_district_with_a_tile_is_drawn(pakistan: Codebook) -> None:
    places = [p for p in pakistan.places.values() if p.level == "district" and p.tile]
    assert len(about(tile_map(DISTRICTS, pakistan))) == len(places)


def test_a_tile_has_a_short_name_its_number_and_its_whole_name_to_point_at(
    pakistan: Codebook,
) -> None:
    picture = tile_map(DISTRICTS, pakistan)
    tile = about(picture)["Peshawar: 257 (257–272) killed"]
    assert (tile["name"], tile["text"]) == ("Pesha", "257")
    assert "<title>Peshawar: 257 (257–272) killed</title>" in picture.svg


def test_none_one_and_not_known_look_different(pakistan: Codebook) -> None:
    found = about(tile_map(DISTRICTS, pakistan))
    none, some = found["Gwadar: 0 killed"], found["Quetta: 38 killed"]
    unknown = found["Kech: not known killed"]
    assert (none["text"], some["text"], unknown["text"]) == ("", "38", "?")
    assert none["fill"] != some["fill"]
    assert none["dash"] != unknown["dash"]


def test_darker_is_more_and_the_legend_has_round_classes(pakistan: Codebook) -> None:
    picture = tile_map(DISTRICTS, pakistan)
    assert {"30–49", "50–299", "300–825", "none", "not known"} <= set(texts(picture))
    found = about(picture)
    fills = [
        found[text]["fill"]
        for text in ("Quetta: 38 killed", "Peshawar: 257 (257–272) killed", "Khyber: 825 killed")
    ]
    assert fills == sorted(fills, reverse=True)


def test_what_has_no_tile_is_said(pakistan: Codebook) -> None:
    count = incidents("district", ("Quetta", 2), ("South Waziristan", 3), (None, 4))
    picture = tile_map(count, pakistan)
    assert "Not placed in a district: 4 incidents." in picture.caption
    assert "without a place on this map: South Waziristan: 3." in picture.caption
    assert picture.alt == "Tile map: incidents by district. Quetta 2."


def test_provinces_are_named_beside_their_districts(pakistan: Codebook) -> None:
    assert {"Punjab", "Sindh", "Balochistan"} <= set(texts(tile_map(DISTRICTS, pakistan)))


def test_provinces_have_tiles_of_their_own(pakistan: Codebook) -> None:
    count = incidents("province", ("Punjab", 3), ("Sindh", 12))
    picture = tile_map(count, pakistan, "province")
    assert "Sindh: 12 incidents" in about(picture)
    assert {"Khyber Pakhtunkhwa", "3", "12"} <= set(texts(picture))


def test_a_tile_map_is_drawn_in_the_same_bytes(pakistan: Codebook) -> None:
    assert tile_map(DISTRICTS, pakistan).svg == tile_map(DISTRICTS, pakistan).svg


def test_short_names_of_all_districts_are_short_and_no_two_alike(pakistan: Codebook) -> None:
    names = [p.name for p in pakistan.places.values() if p.level == "district" and p.tile]
    short = short_names(names)
    assert len(set(short.values())) == len(names)
    assert max(map(len, short.values())) <= 6
    assert [short[n] for n in ("Quetta", "Peshawar", "Dera Ismail Khan", "North Waziristan")] == [
        "Quetta", "Pesha", "DIK", "NWaz",
    ]  # fmt: skip


def test_an_outline_runs_where_a_province_ends() -> None:
    two = [Tile("a", 0, 0, "north"), Tile("b", 1, 0, "south")]
    assert (0, 1, 1, 1) in borders(two)
    assert len(borders(two)) == 7
    assert len(borders([Tile("a", 0, 0, "one"), Tile("b", 1, 0, "one")])) == 6


def test_a_name_never_stands_in_a_hole_between_tiles() -> None:
    ring = [Tile(f"{r}{c}", r, c, "g") for r in range(3) for c in range(5) if (r, c) != (1, 2)]
    assert free_labels(ring, {"g": "G"}, 40) == []


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda b: tile_map(incidents("year", (2014, 3)), b), "needs a count by district alone"),
        (lambda b: tile_map(DISTRICTS, b, measure="injured"), "has no measure 'injured'"),
        (lambda b: tile_map(DISTRICTS, b, "division"), "district or province, not 'division'"),
        (
            lambda b: tile_map(DISTRICTS, Codebook({"id": "bare"}, {"places": [], "parents": []})),
            "'bare' has no district with a tile",
        ),
    ],
)
def test_a_count_that_no_tile_map_shows(
    pakistan: Codebook, draw: Callable[[Codebook], Picture], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        draw(pakistan)


def square(name: str, west: float, south: float, **properties: Any) -> dict[str, Any]:
    east, north = west + 1, south + 1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"name": name, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    path = tmp_path / "boundaries.geojson"
    names = ("QUETTA", "Waziristan South", "Atlantis", "Kech")
    features = [square(name, 66 + n, 30) for n, name in enumerate(names)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_features_are_found_by_any_spelling_of_the_gazetteer(
    pakistan: Codebook, boundaries: Path
) -> None:
    picture = choropleth(DISTRICTS, pakistan, boundaries)
    assert about(picture)["QUETTA: 38 killed"]["geometry"]["type"] == "MultiPolygon"
    assert "Kech: not known killed" in about(picture)


def test_a_former_district_has_the_numbers_of_its_successors(
    pakistan: Codebook, boundaries: Path
) -> None:
    text = boundaries.read_text("utf-8").replace("Waziristan South", "South Waziristan")
    boundaries.write_text(text, "utf-8")
    count = killed("district", ("Upper South Waziristan", (1, 2, 3)), ("Lower South Waziristan", 5))
    assert "South Waziristan: 7 (6–8) killed" in about(choropleth(count, pakistan, boundaries))


def test_the_districts_of_a_city_that_is_counted_whole_are_not_known(
    pakistan: Codebook, tmp_path: Path
) -> None:
    path = tmp_path / "sindh.geojson"
    features = [square("Korangi", 67.1, 24.8), square("Dadu", 67.7, 26.7)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    picture = choropleth(killed("district", ("Karachi", 57)), pakistan, path)
    assert "Karachi: 57" in picture.caption
    said = about(picture)
    assert "Korangi: not known killed" in said
    assert "Dadu: 0 killed" in said


def test_what_the_boundaries_or_the_gazetteer_lack_is_said(
    pakistan: Codebook, boundaries: Path
) -> None:
    picture = choropleth(DISTRICTS, pakistan, boundaries, credit="© Mapmakers")
    assert "Not placed in a district: 34 killed." in picture.caption
    assert "without a place on this map: Khyber: 825; Peshawar: 257 (257–272)." in picture.caption
    assert "Not in the gazetteer, drawn hollow: " in picture.caption
    assert "Atlantis" in picture.caption
    assert picture.caption.endswith("Boundaries: © Mapmakers.")
    assert "© Mapmakers" in texts(picture)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04\xff" * 900, "expected a FeatureCollection .* found a binary file"),
        (b"name,geometry\nQuetta,", "found text that is not JSON"),
        (b'{"type": "Feature"}', "found JSON without a list of features"),
        (b'{"features": [1]}', "found JSON without a list of features"),
        (b'{"features": []}', "no polygon with the property 'name'"),
    ],
)
def test_a_file_that_holds_no_boundaries(
    pakistan: Codebook, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "broken.geojson"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as raised:
        choropleth(DISTRICTS, pakistan, path)
    assert str(raised.value).startswith(str(path))
    assert len(str(raised.value)) < len(str(path)) + 150


def test_an_absent_file(pakistan: Codebook, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be read"):
        choropleth(DISTRICTS, pakistan, tmp_path / "absent.geojson")


def test_the_districts_of_openstreetmap_are_all_matched(pakistan: Codebook) -> None:
    path = shared("data/pakistan_districts.geojson")
    picture = choropleth(DISTRICTS, pakistan, path, credit="© OpenStreetMap contributors")
    assert len(about(picture)) == 156
    assert "Not in the gazetteer" not in picture.caption


def at(latitude: float | None, longitude: float | None, precision: str, **more: Any) -> dict:
    return {
        "latitude": latitude, "longitude": longitude, "place_precision": precision,
        "place": "Somewhere", "killed": 2, "killed_min": 2, "killed_max": 2, **more,
    }  # fmt: skip


def test_incidents_at_one_point_are_one_circle_and_precision_is_seen(
    make_release: MakeRelease, pakistan: Codebook
) -> None:
    release = make_release(
        [
            at(34.0, 71.5, "exact"), at(34.0, 71.5, "town"), at(34.0, 71.5, "district"),
            at(30.2, 67.0, "province"), at(None, None, "unknown"),
        ],
        codebook=pakistan,
    )  # fmt: skip
    picture = point_map(release)
    found = about(picture)
    exact = found["Somewhere: 2 incidents, 4 killed; place known: exact or town"]
    rough = found["Somewhere: 1 incident, 2 killed; place known: district"]
    wide = found["Somewhere: 1 incident, 2 killed; place known: wider or not known"]
    assert exact["size"] > rough["size"] == wide["size"]
    assert exact["fillOpacity"] > rough["fillOpacity"] > wide["fillOpacity"]
    assert 0 == exact["halo"] < rough["halo"] < wide["halo"]
    assert "2 exact or town, 1 district, 1 wider or not known." in picture.caption
    assert "Without coordinates, and not drawn: 1 incident." in picture.caption
    assert picture.alt.startswith("Map of 4 incidents at 3 points; most incidents: Somewhere 2")


def test_a_point_map_of_some_incidents_with_people_killed_as_area(
    make_release: MakeRelease, pakistan: Codebook
) -> None:
    rows = [at(34.0, 71.5, "exact", killed=9), at(30.2, 67.0, "exact", killed=None)]
    release = make_release([*rows, at(25.0, 67.0, "exact")], codebook=pakistan)
    picture = point_map(release, ["PK-2023-000001", "PK-2023-000002"], area="killed")
    assert list(about(picture)) == ["Somewhere: 1 incident, 9 killed; place known: exact or town"]
    assert "With nobody killed or the number not known, and not drawn: 1." in picture.caption


def test_a_circle_can_be_any_outcome(make_release: MakeRelease, pakistan: Codebook) -> None:
    release = make_release([at(34.0, 71.5, "exact", abducted=3)], codebook=pakistan)
    picture = point_map(release, area="abducted")
    assert list(about(picture)) == ["Somewhere: 1 incident, 3 abducted; place known: exact or town"]
    unknown: Any = "wounded"
    with pytest.raises(QuestionError, match="incidents or one of killed, injured"):
        point_map(release, area=unknown)


def test_a_map_of_no_incidents_still_shows_the_land(
    make_release: MakeRelease, pakistan: Codebook
) -> None:
    picture = point_map(make_release([at(34.0, 71.5, "exact")], codebook=pakistan), [])
    assert {"Karachi", "PUNJAB", "34°N"} <= set(texts(picture))
    assert picture.alt == "Map of 0 incidents at 0 points."


def test_a_gazetteer_of_another_country_gives_no_ground(
    make_release: MakeRelease, pakistan: Codebook
) -> None:
    release = make_release([at(5.3, -4.0, "exact"), at(7.7, -5.0, "exact")], codebook=pakistan)
    picture = point_map(release)
    assert {"6°N", "5°W"} <= set(texts(picture))
    assert "Karachi" not in texts(picture)
