"""What the accounts of a set say, made comparable: one row an account, with weights of the set.

Words are kept as integers that carry their own weight: `code * 1000 + weight`, where the weight
is a hundred times the surprise of the word in this set, -ln(share of the accounts that have it).
So the surprise of what two accounts share is a sum over the intersection of two lists, and
nothing is learned about any name: what is rare in a set counts, whatever it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WEIGHT = 1000
"""What a word's integer is taken modulo for its weight, in hundredths."""

_KILOMETRES = {"exact": 1, "town": 6, "district": 30, "division": 80, "province": 150}
"""How far from its point an account's place can well be, in km; `_ANYWHERE` for a country."""

_ANYWHERE = 400
_ROLES = ("perpetrators", "responders", "target_actors")
_KINDS = {"type": "[a.type]", "targets": "a.targets", "tactics": "a.tactics"}
LISTS = ("actors", "actor_words", "kinds", "place_words", "title", "summary")
"""Columns of `link_told` that are lists of weighted words."""


def tell(
    connection: DuckDBPyConnection, left: str, right: str | None = None, *, sources: str | None
) -> None:
    """Create the temporary table `link_told` from the accounts of one table or view, or of two.

    `left` and `right` have the columns of `model.ACCOUNTS`, `sources` those of `model.SOURCES`.
    Column `right_side` tells the sets apart. Rows are numbered by side and id, so that nothing
    depends on the order in which they came.
    """
    macros = {
        "link_fold(s)": r"trim(regexp_replace(strip_accents(lower(nfc_normalize(s))), "
        r"'[^\p{L}\p{N}]+', ' ', 'g'))",
        # what the source wrote where it was translated, else the codes
        "link_said(words, field, codes)": "CASE WHEN nullif(trim(words[field]), '') IS NULL "
        "THEN coalesce(codes, []) ELSE string_split(words[field], ';') END",
        "link_split(s)": "list_filter(string_split(link_fold(s), ' '), lambda w: len(w) > 1)",
        "link_days(d)": "(d - DATE '1970-01-01')::INTEGER",
    }
    for head, body in macros.items():
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {head} AS {body}")
    sides = f"SELECT false AS right_side, * FROM {left}"
    if right is not None:
        sides += f" UNION ALL BY NAME SELECT true AS right_side, * FROM {right}"
    joined = f"LEFT JOIN {sources} s ON s.id = a.source" if sources else ""
    source = {
        name: f"s.{name}" if sources else "NULL::VARCHAR" for name in ("date", "publisher", "title")
    }
    radius = " ".join(f"WHEN '{name}' THEN {km}" for name, km in _KILOMETRES.items())
    roles = " || ".join(f"link_said(a.words, '{role}', a.{role})" for role in _ROLES)
    kinds = " || ".join(
        f"list_transform(link_said(a.words, '{kind}', {codes}), lambda v: '{kind} ' || v)"
        for kind, codes in (
            ("type", "[a.type]"),
            ("targets", "a.targets"),
            ("tactics", "a.tactics"),
        )
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_plain AS
        WITH read AS (
            SELECT a.*, {roles} AS actor_names, {kinds} AS kind_names,
                try_cast(left({source["date"]}, 10) AS DATE) AS published_on,
                regexp_replace({source["publisher"]}, '\\([^)]*\\)', '') AS published_by,
                {source["title"]} AS source_title
            FROM ({sides}) a {joined}
        )
        SELECT (row_number() OVER (ORDER BY right_side, id) - 1)::INTEGER AS n, id, right_side,
            CASE WHEN published_on IS NOT NULL THEN source END AS document,
            nullif(link_fold(published_by), '') AS publisher,
            link_days(published_on) AS published,
            link_days(least(date_start, date_end)) AS first_day,
            link_days(greatest(date_start, date_end)) AS last_day,
            latitude, longitude,
            CASE place_precision {radius} WHEN 'country' THEN {_ANYWHERE}
                ELSE CASE WHEN place IS NULL THEN {_ANYWHERE} ELSE {_KILOMETRES["district"]} END
            END::DOUBLE AS radius,
            nullif(link_fold(place), '') AS place,
            killed_min, killed, killed_max, injured_min, injured, injured_max,
            list_filter(list_transform(actor_names, lambda v: link_fold(v)),
                lambda v: v <> '' AND NOT starts_with(v, 'unknown')) AS actors,
            flatten(list_transform(actor_names, lambda v: link_split(v))) AS actor_words,
            list_filter(list_transform(kind_names, lambda v: link_fold(v)),
                lambda v: NOT regexp_matches(v, '(^| )(unknown|other)( |$)')) AS kinds,
            link_split(concat_ws(' ', place, district)) AS place_words,
            link_split(source_title) AS title,
            link_split(summary) AS summary
        FROM read"""
    )
    _weigh(connection)


def _weigh(connection: DuckDBPyConnection) -> None:
    """Turn the words of `link_plain` into weighted integers and counts into their surprise."""
    words = " UNION ALL ".join(
        f"SELECT n, '{name}' AS list, unnest(list_distinct({name})) AS word FROM link_plain"
        for name in LISTS
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_words AS
        WITH words AS ({words}),
        counted AS (SELECT list, word, count(*) AS times FROM words GROUP BY ALL),
        coded AS (
            SELECT list, word, row_number() OVER (ORDER BY list, word) * {WEIGHT} + least(
                {WEIGHT - 1},
                round(100 * ln((SELECT count(*) + 1 FROM link_plain) / times))::BIGINT
            ) AS code
            FROM counted
        )
        SELECT n, list, list(code ORDER BY code) AS codes, sum(code % {WEIGHT}) / 100 AS total
        FROM words JOIN coded USING (list, word) GROUP BY n, list"""
    )
    lists = ", ".join(
        f"coalesce(any_value(codes) FILTER (list = '{name}'), []) AS {name}, "
        f"coalesce(any_value(total) FILTER (list = '{name}'), 0) AS {name}_sum"
        for name in LISTS
    )
    every = ", ".join(
        f"coalesce(w.{name}, []) AS {name}, coalesce(w.{name}_sum, 0) AS {name}_sum"
        for name in LISTS
    )
    rare = ", ".join(
        f"ln((count(*) OVER () + 1) / count(*) OVER (PARTITION BY p.{outcome})) AS {outcome}_rare"
        for outcome in ("killed", "injured")
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE link_told AS
        SELECT p.* EXCLUDE ({", ".join(LISTS)}), {every}, {rare}
        FROM link_plain p LEFT JOIN (SELECT n, {lists} FROM link_words GROUP BY n) w USING (n)
        ORDER BY n"""
    )
    connection.execute("DROP TABLE link_plain; DROP TABLE link_words")
