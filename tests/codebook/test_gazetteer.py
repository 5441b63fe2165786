"""The gazetteer of Pakistan: one tree at every date, one place a name, one tile a unit."""

import csv
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "waqia" / "codebook" / "places" / "pakistan"
SHARED = ROOT / ".." / "shared" / "data"

LEVELS = ["city", "district", "division", "province", "country"]
KINDS = {"official", "variant", "former", "abbreviation"}
URDU = set("ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہۂۃھیےۓٰ ")
FAR_PAST, FAR_FUTURE = date(1900, 1, 1), date(2100, 1, 1)

# Spelling as in the tables of districts in security reports.
REPORT_DISTRICTS = [
    "Attock",
    "Bajaur",
    "Bannu",
    "Bolan",
    "Buner",
    "Chakwal",
    "Charsadda",
    "Chitral",
    "D.I Khan",
    "DI Khan",
    "Dera Ghazi Khan",
    "Duki",
    "Gujrat",
    "Gwadar",
    "Hangu",
    "Harnai",
    "Kalat",
    "Karachi",
    "Karak",
    "Kech",
    "Khanewal",
    "Kharan",
    "Khuzdar",
    "Khyber",
    "Kohat",
    "Kohistan",
    "Kohlu",
    "Kurram",
    "Lahore",
    "Lakki Marwat",
    "Larkana",
    "Lasbela",
    "Lower Dir",
    "Mardan",
    "Mastung",
    "Mianwali",
    "Mohmand",
    "Musakhail",
    "North Waziristan",
    "Noshki",
    "Nowshera",
    "Nushki",
    "Orakzai",
    "Panjgur",
    "Peshawar",
    "Pishin",
    "Qilla Abdullah",
    "Qilla Saifullah",
    "Quetta",
    "Rawalpindi",
    "Shangla",
    "Sherani",
    "Sibi",
    "South Waziristan",
    "Swabi",
    "Swat",
    "Tank",
    "Washuk",
    "Zhob",
]


def read(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"optional test data not found: ../shared/data/{name}")
    return path


def normalise(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def span(row: dict[str, str]) -> tuple[date, date]:
    start, end = row["valid_from"], row["valid_to"]
    return (
        date.fromisoformat(start) if start else FAR_PAST,
        date.fromisoformat(end) if end else FAR_FUTURE,
    )


PLACES = {row["id"]: row for row in read(FOLDER / "places.csv")}
PARENTS = read(FOLDER / "parents.csv")
NAMES = read(FOLDER / "names.csv")
PARENTS_OF: dict[str, list[dict[str, str]]] = defaultdict(list)
for _row in PARENTS:
    PARENTS_OF[_row["place"]].append(_row)
PLACE_NAMED = {(PLACES[n["place"]]["level"], normalise(n["name"])): n["place"] for n in NAMES}


def today(level: str) -> list[dict[str, str]]:
    return [p for p in PLACES.values() if p["level"] == level and not p["valid_to"]]


def find(name: str, *levels: str) -> str | None:
    found = (PLACE_NAMED.get((level, normalise(name))) for level in levels)
    return next((place for place in found if place), None)


def ancestors(place: str, on: date) -> Iterator[str]:
    """The parents of a place on one day, nearest first."""
    while place != "PK":
        rows = [r for r in PARENTS_OF[place] if span(r)[0] <= on <= span(r)[1]]
        assert len(rows) == 1, f"{place} has {len(rows)} parents on {on}"
        place = rows[0]["parent"]
        yield place


# The tree can only differ between two of these days.
TURNING_DAYS = sorted({span(row)[0] for row in PARENTS})


def test_ids_are_unique_and_named_by_their_level() -> None:
    rows = read(FOLDER / "places.csv")
    assert len(rows) == len(PLACES)
    for row in rows:
        if row["level"] in {"division", "district", "city"}:
            assert row["id"].startswith(f"pk-{row['level']}-")
        assert row["level"] in LEVELS


def test_every_unit_of_today_is_there() -> None:
    assert Counter(p["level"] for p in PLACES.values()) == {
        "country": 1,
        "province": 8,
        "division": 38,
        "district": 185,
        "city": 550,
    }
    by_province = Counter(
        next(a for a in ancestors(p["id"], date(2025, 12, 31)) if a.startswith("PK-"))
        for p in today("district")
    )
    # Sindh has 30 districts; the 31st is Karachi as one reporting unit.
    assert by_province == {
        "PK-BA": 36,
        "PK-KP": 39,
        "PK-PB": 41,
        "PK-SD": 31,
        "PK-GB": 14,
        "PK-JK": 10,
        "PK-IS": 1,
    }


def test_parents_exist_and_stand_higher() -> None:
    for row in PARENTS:
        child, parent = PLACES[row["place"]], PLACES[row["parent"]]
        assert LEVELS.index(child["level"]) < LEVELS.index(parent["level"]), row
        if child["level"] == "city":
            assert parent["level"] == "district", row


def test_parents_follow_each_other_without_gap_or_overlap() -> None:
    """Also before a unit was founded and after it ended: sources use the names of other days."""
    for place in PLACES.keys() - {"PK"}:
        spans = sorted(span(row) for row in PARENTS_OF[place])
        assert spans[0][0] == FAR_PAST, place
        assert spans[-1][1] == FAR_FUTURE, place
        assert all(start <= end for start, end in spans), place
        assert all(a[1] + timedelta(days=1) == b[0] for a, b in pairwise(spans)), place


def test_parents_exist_while_they_are_parents() -> None:
    for row in PARENTS:
        start, end = span(PLACES[row["parent"]])
        assert start <= span(row)[0] <= span(row)[1] <= end, row


@pytest.mark.parametrize("level", ["city", "district", "division"])
def test_every_place_reaches_a_province_and_the_country_at_every_date(level: str) -> None:
    for place in (p["id"] for p in PLACES.values() if p["level"] == level):
        for day in TURNING_DAYS:
            line = list(ancestors(place, day))
            assert line[-1] == "PK"
            assert PLACES[line[-2]]["level"] == "province", (place, day, line)


def test_agencies_change_province_with_the_merger() -> None:
    place = "pk-district-north-waziristan"
    assert "PK-TA" in ancestors(place, date(2018, 5, 30))
    assert "PK-KP" in ancestors(place, date(2018, 5, 31))


def test_former_units_still_roll_up_after_their_end() -> None:
    place = find("South Waziristan", "district")
    assert place
    assert "pk-division-dera-ismail-khan" in ancestors(place, date(2024, 2, 8))


def test_karachi_can_be_counted_as_a_whole() -> None:
    for name in ["Lyari", "Sohrab Goth", "Karachi"]:
        place = find(name, "city")
        assert place
        assert "pk-division-karachi" in ancestors(place, date(2024, 1, 1))


def test_former_units_name_what_replaced_them() -> None:
    for place in PLACES.values():
        successors = [s for s in place["successors"].split(";") if s]
        assert bool(successors) == bool(place["valid_to"]), place["id"]
        for successor in successors:
            assert PLACES[successor]["level"] == place["level"]
            assert not PLACES[successor]["valid_to"]


@pytest.mark.parametrize(("level", "tiles"), [("district", 172), ("province", 7)])
def test_every_unit_of_today_has_its_own_tile(level: str, tiles: int) -> None:
    grid = [(int(p["tile_row"]), int(p["tile_col"])) for p in today(level)]
    assert len(grid) == len(set(grid)) == tiles
    assert min(row for row, _ in grid) == 0
    assert min(col for _, col in grid) == 0
    former = [p for p in PLACES.values() if p["level"] == level and p["valid_to"]]
    assert not any(p["tile_row"] or p["tile_col"] for p in former)


def test_districts_of_a_province_are_one_block_of_tiles() -> None:
    blocks: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for place in today("district"):
        province = list(ancestors(place["id"], date(2025, 12, 31)))[-2]
        blocks[province].add((int(place["tile_row"]), int(place["tile_col"])))
    for province, tiles in blocks.items():
        reached: set[tuple[int, int]] = set()
        edge = [min(tiles)]
        while edge:
            row, col = edge.pop()
            if (row, col) in tiles - reached:
                reached.add((row, col))
                edge += [(row + 1, col), (row - 1, col), (row, col + 1), (row, col - 1)]
        assert reached == tiles, province


def test_coordinates_lie_in_pakistan() -> None:
    for place in PLACES.values():
        assert 23.5 <= float(place["latitude"]) <= 37.1, place["id"]
        assert 60.8 <= float(place["longitude"]) <= 77.9, place["id"]


def test_a_name_leads_to_one_place_per_level() -> None:
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in NAMES:
        assert row["kind"] in KINDS
        assert row["language"] in {"en", "ur"}
        places[PLACES[row["place"]]["level"], normalise(row["name"])].add(row["place"])
    assert {key: ids for key, ids in places.items() if len(ids) > 1} == {}


def test_every_place_is_found_by_its_own_names() -> None:
    for place in PLACES.values():
        assert find(place["name"], place["level"]) == place["id"]
        assert find(place["name_ur"], place["level"]) == place["id"]


def test_urdu_is_written_in_urdu_letters() -> None:
    urdu = [p["name_ur"] for p in PLACES.values()]
    urdu += [n["name"] for n in NAMES if n["language"] == "ur"]
    assert {name: set(name) - URDU for name in urdu if set(name) - URDU} == {}


def test_districts_of_security_reports_are_found() -> None:
    assert [name for name in REPORT_DISTRICTS if not find(name, "district")] == []


def test_places_of_ucdp_ged_are_found() -> None:
    rows = read(shared("ged_pakistan_1989_2021.csv"))
    assert {r["adm_1"] for r in rows if r["adm_1"] and not find(r["adm_1"], "province")} == set()
    assert {r["adm_2"] for r in rows if r["adm_2"] and not find(r["adm_2"], "district")} == set()


def test_places_of_the_suicide_attack_list_are_found() -> None:
    rows = read(shared("pbc_suicide_attacks_1995_2017.csv"), encoding="latin-1")
    assert {r["Province"] for r in rows if not find(r["Province"], "province")} == set()
    assert {r["City"] for r in rows if not find(r["City"], "city", "district")} == set()


def test_districts_lie_in_the_boundaries_of_their_name() -> None:
    features = json.loads(shared("pakistan_districts.geojson").read_text("utf-8"))["features"]
    assert len(features) == 156
    for feature in features:
        place = find(feature["properties"]["name"], "district")
        assert place, feature["properties"]["name"]
        longitude, latitude = (float(PLACES[place][c]) for c in ("longitude", "latitude"))
        assert is_inside(feature["geometry"], longitude, latitude), place


def is_inside(geometry: dict[str, Any], x: float, y: float) -> bool:
    """Even-odd rule: a ray from the point crosses the rings of a GeoJSON geometry oddly often."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    crossings = 0
    for ring in chain.from_iterable(polygons):
        for (x1, y1), (x2, y2) in pairwise(ring):
            crossings += (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1)
    return crossings % 2 == 1
