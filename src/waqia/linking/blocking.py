"""Which pairs are looked at: those whose days lie near each other, bounded on crowded days.

Every account is held against the others of its days. Where a day is crowded, against those that
share more with it: the neighbourhood, a word of the place, an actor, a number of casualties. What
is still crowded is sorted by casualties and each account held against its neighbours in that
order. So no account goes without candidates, and the work grows with the number of accounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TOLERANCE = 2
"""Days by which the days of two accounts of one incident may miss each other."""

CROWD = 100
"""The number of accounts with which one account is at most compared in a block, to either side."""

_LONG = 45
"""Days from which a span is looked up by its months instead of its days."""

_CELL = 0.4
"""Degrees of a neighbourhood; a second grid, shifted by half, catches those at its edges."""

_REACH = 50
"""Kilometres by which two places may miss each other, beyond how far each may be from its point."""

_WITHIN_REACH = f"""coalesce(
    abs(x.latitude - y.latitude) * 111 <= {_REACH} + 2 * greatest(x.radius, y.radius)
    AND abs(x.longitude - y.longitude) * 111 * cos(radians(x.latitude))
        <= {_REACH} + 2 * greatest(x.radius, y.radius), true)"""

_KEYS = f"""
    SELECT n, 'cell ' || floor(latitude / {_CELL})::INTEGER || ' '
        || floor(longitude / {_CELL})::INTEGER AS key FROM near
    UNION ALL
    SELECT n, 'edge ' || floor(latitude / {_CELL} + 0.5)::INTEGER || ' '
        || floor(longitude / {_CELL} + 0.5)::INTEGER FROM near
    UNION ALL SELECT n, 'word ' || unnest(place_words) FROM link_told
    UNION ALL SELECT n, 'actor ' || unnest(actors) FROM link_told
    UNION ALL SELECT n, 'killed ' || killed FROM link_told WHERE killed > 0
    UNION ALL SELECT n, 'injured ' || injured FROM link_told WHERE injured > 0
    UNION ALL SELECT n, 'nowhere' FROM link_told WHERE latitude IS NULL OR radius > 100
"""


def candidates(connection: DuckDBPyConnection, *, crossing: bool) -> None:
    """Create the temporary table `link_pairs` (a, b) of numbers of `link_told`, a < b.

    `crossing` asks for pairs of the two sides only.
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_days AS
        WITH spans AS (SELECT n, first_day, last_day + {TOLERANCE} AS last_day,
            last_day - first_day > {_LONG} AS long FROM link_told WHERE first_day IS NOT NULL)
        SELECT n, long, unnest(range(first_day, last_day + 1)) AS day FROM spans WHERE NOT long
        UNION ALL
        SELECT n, long, -1 - unnest(range(first_day // 30, last_day // 30 + 1)) AS day
        FROM spans WHERE long OR EXISTS (FROM spans WHERE long)"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_blocks AS
        WITH crowds AS (
            SELECT day, count(*) > {CROWD} AS crowded, bool_or(long) OR day >= 0 AS useful
            FROM link_days GROUP BY day
        ),
        near AS (SELECT n, latitude, longitude FROM link_told
            WHERE latitude IS NOT NULL AND radius <= 100),
        keys AS MATERIALIZED ({_KEYS}),
        blocks AS (
            SELECT n, long, day, '' AS key FROM link_days JOIN crowds USING (day)
            WHERE useful AND NOT crowded
            UNION ALL
            SELECT n, long, day, key FROM link_days JOIN crowds USING (day) JOIN keys USING (n)
            WHERE useful AND crowded
        )
        SELECT n, long, day, hash(day, key) AS block,
            row_number() OVER (PARTITION BY day, key ORDER BY killed, injured, first_day, n) AS rank
        FROM blocks JOIN (SELECT n, killed, injured, first_day FROM link_told) USING (n)"""
    )
    side = "right_side" if crossing else "false"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_pairs AS
        WITH sides AS (SELECT n, {side} AS side, latitude, longitude, radius FROM link_told),
        placed AS (
            SELECT b.*, sides.* EXCLUDE (n), rank // {CROWD} AS shelf
            FROM link_blocks b JOIN sides USING (n)
        )
        SELECT DISTINCT least(x.n, y.n) AS a, greatest(x.n, y.n) AS b
        FROM placed x JOIN (
            SELECT *, shelf AS beside FROM placed
            UNION ALL SELECT *, shelf - 1 FROM placed
        ) y ON y.block = x.block AND y.beside = x.shelf
        WHERE y.rank > x.rank AND y.rank <= x.rank + {CROWD}
            AND (x.day >= 0 OR x.long OR y.long) AND {_WITHIN_REACH}
            {"AND x.side <> y.side" if crossing else ""}"""
    )
    connection.execute("DROP TABLE link_days; DROP TABLE link_blocks")
