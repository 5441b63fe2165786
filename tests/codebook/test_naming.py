"""The names of a place on a day are those an import gives it."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from waqia.codebook import Codebook, PlaceNames, load_into

UNITS = ("province", "division", "district", "region", "province_then", "district_then")


@pytest.mark.parametrize("day", [date(2005, 3, 1), date(2018, 5, 31), date(2023, 1, 30)])
def test_every_place_has_the_units_that_the_tables_for_imports_give_it(day: date) -> None:
    codebook = Codebook.load("pakistan")
    names = PlaceNames(codebook)
    connection = duckdb.connect()
    load_into(connection, codebook)
    rows = connection.execute(
        "SELECT t.place, t.province, t.division, t.district, t.region, c.province, c.district "
        "FROM cb_today t JOIN cb_chain c ON c.place = t.place AND $1 BETWEEN valid_from AND "
        "valid_to JOIN cb_place p ON p.id = t.place WHERE p.level <> 'country'",
        [day],
    ).fetchall()
    assert len(rows) > 700
    found = {place: tuple(names.on(place, day).get(unit) for unit in UNITS) for place, *_ in rows}
    assert found == {place: tuple(units) for place, *units in rows}


def test_a_country_says_nothing_of_units_and_no_day_means_today() -> None:
    names = PlaceNames(Codebook.load("pakistan"))
    assert names.on("PK", None) == {
        "place_id": "PK",
        "country": "Pakistan",
        "place_precision": "country",
    }
    miranshah = names.on("pk-city-miranshah", None)
    assert miranshah["province_then"] == "Khyber Pakhtunkhwa"
    assert names.on("pk-city-miranshah", date(2005, 3, 1))["district_then"] == (
        "North Waziristan Agency"
    )
