"""UCDP GED for Pakistan, 1989 to 2021: counts equal plain SQL on the file as it was published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.conftest import shared
from waqia.analysis import count, quality
from waqia.formats import import_dataset
from waqia.release import Release, open_release

GED = "data/ged_pakistan_1989_2021.csv"
_PROVINCES = {
    "Azad Jammu & Kashmir": "Azad Jammu and Kashmir",
    "Balochistan province": "Balochistan",
    "Federally Administered Tribal Areas": "Khyber Pakhtunkhwa",
    "Gilgit-Baltistan": "Gilgit-Baltistan",
    "Islamabad Capital territory": "Islamabad Capital Territory",
    "Khyber Pakhtunkwa province": "Khyber Pakhtunkhwa",
    "Punjab province": "Punjab",
    "Sindh province": "Sindh",
}
_TODAY = " ".join(f"WHEN '{name}' THEN '{today}'" for name, today in _PROVINCES.items())
_SUMS = "count(*), sum(low), sum(best), sum(high)"


@pytest.fixture(scope="module")
def ged(tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("ged") / "ged.release"
    import_dataset(shared(GED), "ucdp-ged", out)
    return open_release(out)


@pytest.fixture(scope="module")
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE ged AS FROM read_csv('{shared(GED)}')")
        yield connection


def amounts(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["incidents"], row["killed_min"], row["killed"], row["killed_max"]


def test_yearly_totals_equal_plain_sql(ged: Release, published: duckdb.DuckDBPyConnection) -> None:
    found = {row["year"]: amounts(row) for row in count(ged, by="year").rows()}
    rows = published.execute(f"SELECT year, {_SUMS} FROM ged GROUP BY year").fetchall()
    assert found == {year: tuple(numbers) for year, *numbers in rows}


def test_provincial_totals_equal_plain_sql(
    ged: Release, published: duckdb.DuckDBPyConnection
) -> None:
    found = {row["province"]: amounts(row) for row in count(ged, by="province").rows()}
    rows = published.execute(
        f"SELECT CASE adm_1 {_TODAY} END AS province, {_SUMS} FROM ged GROUP BY province"
    ).fetchall()
    assert found == {province: tuple(numbers) for province, *numbers in rows}


def test_every_cell_has_its_incidents(ged: Release) -> None:
    counted = count(ged, by=["province", "year"], where={"year": [2013, 2014]})
    for row, ids in zip(counted.rows(), counted.evidence(), strict=True):
        assert row["incidents"] == len(ids) == len(set(ids))


def test_2014_is_compared_with_2013(ged: Release, published: duckdb.DuckDBPyConnection) -> None:
    total = count(ged, period="2014", compare="previous").total
    years = dict(published.execute("SELECT year, sum(best) FROM ged GROUP BY year").fetchall())
    assert (total["killed"], total["killed_previous"]) == (years[2014], years[2013])
    assert total["killed_change"] == years[2014] - years[2013]


def test_injured_are_unknown_and_not_zero(ged: Release) -> None:
    total = count(ged).total
    assert (total["injured"], total["injured_unknown"]) == (None, 6416)
    unknown = next(q for q in quality(ged) if (q.check, q.value) == ("unknown", "injured"))
    assert unknown.percent == 100


def test_the_dead_by_party_add_up(ged: Release, published: duckdb.DuckDBPyConnection) -> None:
    counted = count(ged, by="party", measure="killed")
    *_, total = counted.rows(totals=True)
    ((best,),) = published.execute("SELECT sum(best) FROM ged").fetchall()
    assert total["killed"] == best == sum(row["killed"] for row in counted.rows())
