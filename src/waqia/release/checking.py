"""Checking a release: the stored findings, and what a sound release must keep, worked out again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from waqia.codebook import Codebook, load_into
from waqia.model import OUTCOMES, Finding, phrase
from waqia.release.incident import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.release.opening import Release

_DEGREES_BEYOND = 0.5
"""How far outside the gazetteer's places of a country coordinates may lie: it holds centroids."""

_CODED = {
    "incidents": {
        "type": "type", "perpetrators": "actor", "responders": "actor", "target_actors": "actor",
        "targets": "target", "tactics": "tactic", "region": "region",
    },
    "figures": {
        "type": "type", "actor": "actor", "target": "target", "tactic": "tactic", "party": "party",
        "region": "region",
    },
}  # fmt: skip
"""Table → field → the vocabulary that its codes come from."""

_REFERENCES = (
    ("accounts", "incident", "incidents", "relation-broken"),
    ("accounts", "source", "sources", "source-missing"),
    ("accounts", "cites", "sources", "source-missing"),
    ("incidents", "accounts", "accounts", "relation-broken"),
    ("incidents", "merged_into", "incidents", "relation-broken"),
    ("figures", "source", "sources", "source-missing"),
)
"""Table, column, and the table whose ids it holds."""
_OFF_THE_GLOBE = (
    "abs(latitude) > 90 OR abs(longitude) > 180 OR (latitude IS NULL) <> (longitude IS NULL)"
)
Found = tuple[str, dict[str, str]]
"""What was found: a template, and the SQL of what stands in each of its places."""
_COORDINATES: Found = (
    "%(latitude)s, %(longitude)s",
    {"latitude": "latitude", "longitude": "longitude"},
)


def check(release: Release) -> list[Finding]:
    """The findings that were stored with the release, then those of its tables as they are.

    What an incident is already marked with is not reported again. Codes that the codebook does
    not know are reported once a code.

    Raises:
        ReleaseError: a table or the codebook cannot be read.
    """
    # a cursor shares the views; its temporary tables are its own
    with release.connection().cursor() as connection:
        stored = rows(connection, "SELECT * EXCLUDE severity FROM findings", [])
        return [
            *(Finding(**row) for row in stored),
            *_references(connection),
            *_codes(connection, release.codebook),
            *_values(connection),
            *_places(connection, release.codebook),
            *_notes(connection),
        ]


def _references(connection: DuckDBPyConnection) -> Iterator[Finding]:
    for table, column, other, code in _REFERENCES:
        named = f"unnest({column})" if column in ("cites", "accounts") else column
        broken = connection.execute(f"""
            SELECT id, named FROM (SELECT id, {named} AS named FROM {table})
            WHERE named IS NOT NULL AND named NOT IN (SELECT id FROM {other}) ORDER BY ALL
        """)
        for record, named in broken.fetchall():
            yield Finding(
                code,
                f"{record} names {named}, which {other} does not hold.",
                table=table,
                record=record,
                field=column,
                found=named,
                expected=f"an id of {other}",
                action=f"Add {named} to {other}, or correct the name.",
            )


def _codes(connection: DuckDBPyConnection, codebook: Codebook) -> Iterator[Finding]:
    used = [
        f"SELECT '{table}' AS in_table, '{field}' AS field, '{vocabulary}' AS vocabulary, id, "
        f"{_codes_in(table, field)} AS code FROM {table}"
        for table, fields in _CODED.items()
        for field, vocabulary in fields.items()
        if not codebook.is_open(vocabulary)
    ]
    used.append(
        "SELECT 'incidents', 'casualties', 'party', id, c.party "
        "FROM (SELECT id, unnest(casualties) AS c FROM incidents)"
    )
    known = {
        name: list(codebook.terms(name))
        for name in ("type", "actor", "target", "tactic", "party", "region")
        if not codebook.is_open(name)
    }
    unknown = connection.execute(
        f"""
        WITH known AS (SELECT unnest(?::VARCHAR[]) AS vocabulary, unnest(?::VARCHAR[]) AS code)
        SELECT in_table, field, vocabulary, code, count(DISTINCT id), min(id)
        FROM ({" UNION ALL ".join(used)}) ANTI JOIN known USING (vocabulary, code)
        WHERE code IS NOT NULL GROUP BY ALL ORDER BY ALL
        """,
        [
            [name for name, codes in known.items() for _ in codes],
            [code for codes in known.values() for code in codes],
        ],
    )
    for table, field, vocabulary, code, times, first in unknown.fetchall():
        yield Finding(
            "codes-unknown",
            f"{times:,} of {table} hold the {vocabulary} {code!r}, first {first}.",
            table=table,
            record=first,
            field=field,
            found=code,
            expected=f"a {vocabulary} of the codebook {codebook.id}",
            action=f"Add {code!r} to the codebook, or correct it in the accounts.",
        )


def _codes_in(table: str, field: str) -> str:
    """SQL of the codes that a field holds; a figure may count several, joined by semicolons."""
    if table == "figures":
        return f"trim(unnest(string_split({field}, ';')))"
    return f"unnest({field})" if field.endswith("s") else field


def _values(connection: DuckDBPyConnection) -> Iterator[Finding]:
    tests: list[tuple[str, str, str, Found, str]] = []
    for outcome in OUTCOMES:
        parts = f"list_filter(casualties, lambda c: c.outcome = '{outcome}')"
        total = f"list_sum(list_transform({parts}, lambda c: coalesce(c.best, c.min, 0)))"
        most = f"greatest({outcome}, {outcome}_max)"
        low, high = f"coalesce({outcome}_min, {outcome})", f"coalesce({outcome}_max, {outcome})"
        tests += [
            (
                "bounds-broken",
                outcome,
                f"{low} > {outcome} OR {outcome} > {high} OR {low} > {high} OR {low} < 0",
                (
                    phrase("min %(low)s, best %(best)s, max %(high)s"),
                    {"low": low, "best": outcome, "high": high},
                ),
                phrase("0 ≤ min ≤ best ≤ max"),
            ),
            (
                "parts-exceed-total",
                outcome,
                f"{total} > {most}",
                (phrase("parties %(parts)s, total %(total)s"), {"parts": total, "total": most}),
                phrase("parties that add up to the total or less"),
            ),
        ]
    tests += [
        (
            "dates-reversed",
            "date",
            "date_end < date_start",
            (
                phrase("%(first)s to %(last)s"),
                {"first": "date_start::VARCHAR", "last": "date_end::VARCHAR"},
            ),
            phrase("an end on or after the start"),
        ),
        (
            "coordinates-invalid",
            "coordinates",
            # one of the two alone places nothing
            _OFF_THE_GLOBE,
            _COORDINATES,
            phrase("degrees north within ±90 and east within ±180"),
        ),
    ]
    for code, field, broken, found, expected in tests:
        yield from _of_incidents(connection, code, field, broken, found, expected)


def _of_incidents(
    connection: DuckDBPyConnection, code: str, field: str, broken: str, found: Found, expected: str
) -> Iterator[Finding]:
    template, columns = found
    failing = connection.execute(
        f"SELECT id, {', '.join(columns.values())} FROM incidents "
        f"WHERE ({broken}) AND NOT list_contains(coalesce(marks, []), ?) ORDER BY id",
        [code],
    )
    for record, *values in failing.fetchall():
        shown = ("" if value is None else value for value in values)
        text = template % dict(zip(columns, shown, strict=True))
        yield Finding(
            code,
            f"{record}: {text}; expected {expected}.",
            table="incidents",
            record=record,
            field=field,
            found=text,
            expected=expected,
            action="Correct the accounts of the incident.",
        )


def _places(connection: DuckDBPyConnection, codebook: Codebook) -> Iterator[Finding]:
    if not codebook.tables["places"]:
        return
    load_into(connection, codebook)
    yield from _of_incidents(
        connection,
        "place-disagrees",
        "place",
        "district IN (SELECT district FROM cb_today) AND province IS NOT NULL "
        "AND row(district, province) NOT IN (SELECT row(district, province) FROM cb_today "
        "WHERE district IS NOT NULL AND province IS NOT NULL)",
        ("%(district)s, %(province)s", {"district": "district", "province": "province"}),
        phrase("a district of the province"),
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE cb_extent AS
        SELECT country, min(latitude) - {_DEGREES_BEYOND} AS south,
            max(latitude) + {_DEGREES_BEYOND} AS north,
            min(longitude) - {_DEGREES_BEYOND} AS west, max(longitude) + {_DEGREES_BEYOND} AS east
        FROM cb_place JOIN cb_today ON place = id WHERE country IS NOT NULL GROUP BY country
    """)
    yield from _of_incidents(
        connection,
        "coordinates-outside",
        "coordinates",
        "EXISTS (FROM cb_extent e WHERE e.country = incidents.country AND NOT "
        "(latitude BETWEEN south AND north AND longitude BETWEEN west AND east))",
        _COORDINATES,
        phrase("coordinates within the country"),
    )


def _notes(connection: DuckDBPyConnection) -> Iterator[Finding]:
    disputed: list[dict[str, Any]] = rows(
        connection,
        "SELECT id, n_accounts, array_to_string(disputed, ', ') AS fields FROM incidents "
        "WHERE len(disputed) > 0 ORDER BY id",
        [],
    )
    for row in disputed:
        yield Finding(
            "values-disagree",
            f"The {row['n_accounts']} accounts of {row['id']} differ in {row['fields']}.",
            table="incidents",
            record=row["id"],
            field=row["fields"],
            action=f"See what each says: `waqia show RELEASE {row['id']}`.",
        )
    is_open = connection.execute(
        "SELECT id FROM incidents WHERE list_contains(marks, 'count-open') ORDER BY id"
    )
    for (record,) in is_open.fetchall():
        yield Finding(
            "count-open",
            f"A count of {record} has one bound only, such as 'at least 19'.",
            table="incidents",
            record=record,
            action="Add an account that gives the other bound, if there is one.",
        )
