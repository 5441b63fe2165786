"""MAVERICK, Côte d'Ivoire: 1,062 event reports of 683 events that its coders told apart."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from tests.conftest import shared
from waqia.adjudication import adjudicate
from waqia.codebook import Codebook
from waqia.model import TABLES


@pytest.fixture
def reports() -> pd.DataFrame:
    return pd.read_csv(shared("data/maverick_cote_divoire_event_reports.csv"))


def test_deaths_of_each_event_equal_an_independent_computation(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook, reports: pd.DataFrame
) -> None:
    connection.execute(TABLES["accounts"].create())
    connection.execute(TABLES["sources"].create())
    connection.register("reports", reports)
    connection.execute("""
        INSERT INTO accounts BY NAME
        SELECT id, event_id AS incident, source, deaths_low AS killed_min, deaths_best AS killed,
            deaths_high AS killed_max, date_start, date_end
        FROM reports
    """)
    adjudicate(connection, codebook, {"killed": ("median",)})
    found = connection.execute(
        "SELECT id, killed_min, killed, killed_max, n_accounts FROM incidents ORDER BY id"
    ).df()

    low = reports.deaths_low.fillna(reports.deaths_best)
    high = reports.deaths_high.fillna(reports.deaths_best).fillna(reports.deaths_low)
    by_event = reports.assign(low=low, high=high).groupby("event_id")
    expected = pd.DataFrame(
        {
            "killed_min": by_event.low.min(),
            "killed": by_event.deaths_best.quantile(0.5, interpolation="lower"),
            "killed_max": by_event.high.max(),
            "n_accounts": by_event.size(),
        }
    ).sort_index()
    assert len(found) == len(expected) == 683
    assert found.n_accounts.sum() == len(reports) == 1062
    for column in expected:
        pd.testing.assert_series_equal(
            found[column].astype("Float64"),
            expected[column].astype("Float64").reset_index(drop=True),
            check_names=False,
        )
