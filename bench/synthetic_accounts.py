"""Synthetic accounts: incidents drawn in time and place, each told by one to six reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.model import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_YEARS = 15


def make_accounts(connection: DuckDBPyConnection, count: int) -> None:
    """Create `accounts` and `sources` with so many accounts of 15 years, the same every time.

    Incidents fall on 5,475 days and 600 places, a tenth of them on one place in a hundred; reports
    disagree by a day in one of eight, by the number killed in one of four, and one of ten knows
    the country only. Column `incident` tells which report tells of which.
    """
    for name in ("accounts", "sources"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(TABLES[name].create())
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE drawn AS
        WITH told AS (
            SELECT i, hash(i) AS h, unnest(range(1 + (hash(i, 'n') % 6)::INTEGER)) AS k
            FROM range({count}) t(i)
        )
        SELECT row_number() OVER (ORDER BY i, k) AS n, *, hash(i, k) AS r,
            CASE WHEN h % 10 = 0 THEN (h // 11) % 6 ELSE (h // 11) % 600 END AS place
        FROM told QUALIFY n <= {count}"""
    )
    connection.execute(
        f"""INSERT INTO accounts BY NAME
        SELECT 'A-' || n AS id, 'I-' || i AS incident, 'S-' || (r % {count}) AS source,
            DATE '2010-01-01' + ((h // 7) % {_YEARS * 365} + (r % 8 = 0)::INTEGER)::INTEGER
                AS date_start,
            date_start AS date_end, 'day' AS date_precision,
            CASE WHEN r % 10 > 0 THEN 'place ' || place END AS place, 'Pakistan' AS country,
            CASE WHEN r % 10 > 0 THEN 24 + (place % 25) * 0.5 END AS latitude,
            CASE WHEN r % 10 > 0 THEN 61 + (place // 25) * 0.5 END AS longitude,
            CASE WHEN r % 10 > 0 THEN 'town' ELSE 'country' END AS place_precision,
            ['group ' || (h // 13) % 40] AS perpetrators,
            ['target ' || (h // 17) % 15] AS targets, ['tactic ' || (h // 19) % 12] AS tactics,
            ((h // 23) % 9 * ((h // 29) % 3) + (r % 4 = 0)::INTEGER)::INTEGER AS killed,
            killed AS killed_min, killed AS killed_max,
            ((h // 31) % 20)::INTEGER AS injured, injured AS injured_min, injured AS injured_max,
            'what happened ' || (h // 37) % 500 || ' and ' || (r // 41) % 500 AS summary
        FROM drawn"""
    )
    connection.execute(
        """INSERT INTO sources BY NAME
        SELECT source AS id, 'document' AS kind, 'paper ' || hash(source) % 30 AS publisher,
            min(date_start + 1)::VARCHAR AS date, 'news of ' || hash(source) % 900 AS title
        FROM accounts GROUP BY source"""
    )
    connection.execute("DROP TABLE drawn")
