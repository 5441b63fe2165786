"""Places: the words of a row matched to the gazetteer, once for each different set of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.formats.text import name, quote

if TYPE_CHECKING:
    import duckdb

_SUFFIXES = (
    "district|distrcit|distt|dist|agency|province|town|city|village|area|tehsil|territory|division|"
    "valley|region|capital territory"
)
MARGIN = 1.0
"""Degrees round a country's places within which coordinates are taken to lie in it."""


def match_places(connection: duckdb.DuckDBPyConnection, country: str | None) -> None:
    """Create `place_match` from the place words in the view `told`.

    One row a different set of (place_country, place_province, place_district, place_town):
    `country` by its English name, `covered` whether the gazetteer has the country, `place_id` and
    `level` of the most precise match, `unresolved` and `disagrees` the words concerned. Matching
    goes level by level; the given province tells districts of one name apart, the given district
    towns. `country` is taken where a row names none.
    """
    default = quote(country) if country else "CAST(NULL AS VARCHAR)"
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE place_words AS
        SELECT row_number() OVER () AS id, * FROM (
            SELECT DISTINCT place_country, place_province, place_district, place_town FROM told)"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE place_candidates AS
        WITH texts AS (
            SELECT DISTINCT unnest([coalesce(place_country, {default}), place_province,
                place_district, place_town]) AS text FROM place_words
        ), spelt AS (
            SELECT text, norm(text) AS whole,
                regexp_replace(norm(text), ' ({_SUFFIXES})$', '') AS bare
            FROM texts WHERE text IS NOT NULL
        )
        SELECT text, place, level, min(spelling) AS spelling FROM (
            SELECT text, place, level, 0 AS spelling FROM spelt
            JOIN cb_place_name ON name_norm = whole
            UNION ALL
            SELECT text, place, level, 1 FROM spelt
            JOIN cb_place_name ON name_norm = bare WHERE bare <> whole
        ) GROUP BY ALL"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE place_upper AS
        SELECT w.*, coalesce(place_country, {default}) AS country_words,
            c.place AS country_id, p.place AS province_id
        FROM place_words w
        LEFT JOIN place_candidates c
            ON c.text = coalesce(place_country, {default}) AND c.level = 'country'
        LEFT JOIN (
            SELECT text, min(place) AS place FROM place_candidates WHERE level = 'province'
            GROUP BY text HAVING count(DISTINCT place) = 1
        ) p ON p.text = place_province AND c.place IS NOT NULL"""
    )
    connection.execute(
        _chosen("district", "place_upper", ("district", "division", "city"), "province_id")
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE place_middle AS SELECT u.*, d.place AS district_id, "
        "d.within AS district_within FROM place_upper u LEFT JOIN chosen_district d USING (id)"
    )
    connection.execute(
        _chosen(
            "town", "place_middle", ("city", "district", "division", "province"),
            "coalesce(district_id, province_id)",
        )
    )  # fmt: skip
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE place_match AS
        SELECT m.place_country, m.place_province, m.place_district, m.place_town,
            coalesce(k.name, country_words) AS country, country_id IS NOT NULL AS covered,
            coalesce(CASE WHEN t.within THEN t.place END, district_id,
                CASE WHEN province_id IS NULL THEN t.place END, province_id, country_id) AS
                    place_id,
            g.level,
            CASE WHEN country_id IS NULL THEN NULL
                WHEN place_district IS NOT NULL AND district_id IS NULL AND NOT
                    coalesce(t.within, false)
                    THEN place_district
                WHEN place_province IS NOT NULL AND province_id IS NULL THEN place_province
                WHEN place_town IS NOT NULL AND t.place IS NULL AND district_id IS NULL
                    AND province_id IS NULL AND norm(place_town) <> norm(country_words)
                    THEN place_town
            END AS unresolved,
            CASE WHEN district_id IS NOT NULL AND province_id IS NOT NULL AND NOT district_within
                THEN place_district || ', ' || place_province END AS disagrees
        FROM place_middle m LEFT JOIN chosen_town t USING (id)
        LEFT JOIN cb_place k ON k.id = m.country_id
        LEFT JOIN cb_place g ON g.id = coalesce(CASE WHEN t.within THEN t.place END, district_id,
            CASE WHEN province_id IS NULL THEN t.place END, province_id, country_id)"""
    )


def _chosen(words: str, source: str, levels: tuple[str, ...], above: str) -> str:
    """The one candidate of the best kind: inside `above`, then by level, then whole spelling."""
    order = " ".join(f"WHEN {quote(level)} THEN {rank}" for rank, level in enumerate(levels))
    return f"""CREATE OR REPLACE TEMP TABLE {name(f"chosen_{words}")} AS
        WITH found AS (
            SELECT s.id, c.place, {above} IS NULL OR a.ancestor IS NOT NULL AS within,
                (CASE WHEN {above} IS NULL OR a.ancestor IS NOT NULL THEN 0 ELSE 100 END)
                + 10 * (CASE c.level {order} END) + spelling AS rank
            FROM {source} s JOIN place_candidates c ON c.text = s.place_{words}
            LEFT JOIN cb_ancestor a ON a.place = c.place AND a.ancestor = {above}
            WHERE country_id IS NOT NULL AND c.level IN ({", ".join(map(quote, levels))})
        ), best AS (SELECT * FROM found QUALIFY rank = min(rank) OVER (PARTITION BY id))
        SELECT id, min(place) AS place, bool_and(within) AS within
        FROM best GROUP BY id HAVING count(DISTINCT place) = 1"""


def place_points(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `placed`: for each row of `told` the coordinates, and the problem they have.

    `latitude` and `longitude` are NULL where they are absent or have a problem:
    coordinates-invalid, -outside or -swapped. Inside means: within the box of the country's
    places and a margin, for countries of the gazetteer.
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE country_box AS
        SELECT k.name AS country, min(p.latitude) - {MARGIN} AS south, max(p.latitude) + {MARGIN}
            AS north,
            min(p.longitude) - {MARGIN} AS west, max(p.longitude) + {MARGIN} AS east
        FROM cb_ancestor a JOIN cb_place k ON k.id = a.ancestor AND k.level = 'country'
        JOIN cb_place p ON p.id = a.place WHERE p.latitude IS NOT NULL GROUP BY k.name"""
    )
    number = "TRY_CAST(regexp_replace({0}, '^(-?\\d+),(\\d+)$', '\\1.\\2') AS DOUBLE)"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE placed AS
        WITH read AS (
            SELECT row, latitude_text, longitude_text, m.* EXCLUDE
                (place_country, place_province, place_district, place_town, unresolved, place_id,
                level, disagrees),
                coalesce(own.id, m.place_id) AS place_id, coalesce(own.level, m.level) AS level,
                CASE WHEN own.id IS NULL THEN m.disagrees END AS disagrees,
                -- words such as "across the country" are no place that a gazetteer lacks
                CASE WHEN own.id IS NULL AND (precision_text IS DISTINCT FROM 'country'
                    OR m.unresolved IS DISTINCT FROM t.place_town)
                    THEN m.unresolved END AS unresolved,
                {number.format("latitude_text")} AS y, {number.format("longitude_text")} AS x
            FROM told t JOIN place_match m
                ON m.place_country IS NOT DISTINCT FROM t.place_country
                AND m.place_province IS NOT DISTINCT FROM t.place_province
                AND m.place_district IS NOT DISTINCT FROM t.place_district
                AND m.place_town IS NOT DISTINCT FROM t.place_town
            LEFT JOIN cb_place own ON own.id = t.place_id
        ), judged AS (
            SELECT read.*, CASE
                WHEN latitude_text IS NULL AND longitude_text IS NULL THEN NULL
                WHEN y BETWEEN south AND north AND x BETWEEN west AND east THEN NULL
                WHEN x BETWEEN south AND north AND y BETWEEN west AND east THEN
                    'coordinates-swapped'
                WHEN x IS NULL OR y IS NULL OR NOT isfinite(x) OR NOT isfinite(y)
                    OR abs(y) > 90 OR abs(x) > 180 THEN 'coordinates-invalid'
                WHEN south IS NOT NULL THEN 'coordinates-outside'
                END AS problem
            FROM read LEFT JOIN country_box USING (country)
        )
        SELECT * EXCLUDE (x, y, latitude_text, longitude_text),
            CASE WHEN problem IS NULL THEN y END AS latitude,
            CASE WHEN problem IS NULL THEN x END AS longitude,
            CASE WHEN problem IS NOT NULL THEN coalesce(latitude_text, '') || ', ' ||
                coalesce(longitude_text, '') END AS coordinate_words
        FROM judged"""
    )
