"""What is told of restricted sources: that they are there and what they count, nothing they say.

One principle: what a hidden source names is never told, only the unit that contains it. Dates,
codes of the codebook and counts of its accounts stay, because the incident rests on them. An
incident that rests on such an account tells a place or words only where one of its accounts, as
it is told, says the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from waqia.codebook import Codebook, Containing
from waqia.model import TABLES, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CODED = {
    "perpetrators": "actor", "responders": "actor", "target_actors": "actor",
    "targets": "target", "tactics": "tactic",
}  # fmt: skip
"""Column of codes → the vocabulary they come from; `type` and the parties stand beside them."""

_SILENT = (
    "cites", "anchors", "reported_by", "place", "place_id", "latitude", "longitude", "tags",
    "summary", "words", "made_by",
)  # fmt: skip
"""Columns of an account that are not told where its source is hidden."""

_SAID = (
    "place", "place_id", "latitude", "longitude", "district", "division", "province",
    "district_then", "province_then", "region", "summary", "place_precision",
)  # fmt: skip
"""Columns of an incident that are told where one of its accounts tells the same."""

_ONLY_THERE = "'Restricted source'"
_UNTOLD = "'Not told: the source is restricted.'"

_FINEST_TOLD = """CASE place_precision
    WHEN 'exact' THEN 4 WHEN 'town' THEN 4 WHEN 'district' THEN 3 WHEN 'division' THEN 2
    WHEN 'province' THEN 1 WHEN 'country' THEN 1
    ELSE CASE WHEN coalesce(district, district_then) IS NOT NULL THEN 3
        WHEN division IS NOT NULL THEN 2 ELSE 1 END END"""
"""The finest unit that may be told of an account's place, which lies within it: 4 is the
district, 3 the division, 2 the province, 1 the country."""


def protected(
    connection: DuckDBPyConnection,
    codebook: Codebook,
    *,
    cleared: Collection[str] = ("public",),
    day: date | None = None,
) -> dict[str, str]:
    """Table → SQL of its rows as they may be told: columns and types of `TABLES`, in order.

    `connection` holds `incidents`, `accounts` and `sources`; absent other tables are empty.
    `cleared` are the access levels that the reader may see. A public source counts as restricted
    while its embargo lies after `day` (else today, in UTC); an access level that is none of the
    three counts as confidential. The queries create nothing, so they can be read with several
    clearances side by side.
    """
    present = {
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views()"
        ).fetchall()
    }
    queries = {
        name: _query(table, name)
        if name in present
        else _query(table, "(SELECT 1) WHERE false", dict.fromkeys(table.names, "NULL"))
        for name, table in TABLES.items()
    }
    hidden = _hidden(cleared, day or datetime.now(UTC).date())
    if "sources" in present and connection.execute(f"FROM {hidden} LIMIT 1").fetchone():
        silenced = _silenced(codebook, hidden, present)
        queries |= {name: query for name, query in silenced.items() if name in present}
    return queries


def _query(table: Table, origin: str, instead: Mapping[str, str] | None = None) -> str:
    columns = ", ".join(
        f"CAST({(instead or {}).get(column.name, f'{chr(34)}{column.name}{chr(34)}')} "
        f'AS {column.type}) AS "{column.name}"'
        for column in table.columns
    )
    return f"SELECT {columns} FROM {origin}"


def _hidden(cleared: Collection[str], day: date) -> str:
    """SQL of the sources that are not told, with the level they count as.

    A source that only hidden accounts cite is hidden with them: its title is what they say.
    """
    level = f"""CASE WHEN coalesce(access, 'public') = 'public'
        THEN CASE WHEN embargo > DATE '{day}' THEN 'restricted' ELSE 'public' END
        WHEN access = 'restricted' THEN 'restricted' ELSE 'confidential' END"""
    return f"""(
        WITH held AS (
            SELECT id, {level} AS level FROM sources
            WHERE NOT coalesce(level IN ({_literals(cleared)}), false)
        ), named AS (
            SELECT unnest(list_append(coalesce(cites, []), source)) AS id, held.id AS held_by, level
            FROM accounts LEFT JOIN held ON held.id = source
        )
        FROM held UNION
        SELECT id, max(named.level) FROM named JOIN sources USING (id)
        WHERE kind = 'citation' GROUP BY id HAVING count(*) = count(held_by)
    )"""


def _silenced(codebook: Codebook, hidden: str, present: set[str]) -> dict[str, str]:
    """The queries that differ where a source is hidden."""
    accounts = _query(
        TABLES["accounts"],
        f"(SELECT a.*, h.id IS NOT NULL AS hidden, (SELECT list(id) FROM {hidden}) AS others "
        f"FROM accounts a LEFT JOIN {hidden} h ON h.id = a.source)",
        _of_account(codebook),
    )
    # without accounts of its own, as after a merger, nothing says that what it tells is public
    guarded = f"""(
        SELECT id FROM incidents
        WHERE id NOT IN (SELECT incident FROM accounts WHERE incident IS NOT NULL)
        UNION SELECT incident FROM accounts JOIN {hidden} h ON h.id = source
    )"""
    known = [
        f"SELECT id FROM accounts WHERE source IS NULL OR source NOT IN (SELECT id FROM {hidden})",
        f"SELECT id FROM incidents WHERE id NOT IN (SELECT id FROM {guarded} WHERE id IS NOT NULL)",
        f"SELECT id FROM sources WHERE id NOT IN (SELECT id FROM {hidden})",
    ]
    figures = f"figures WHERE source IS NULL OR source NOT IN (SELECT id FROM {hidden})"
    if "figures" in present:
        known.append(f"SELECT id FROM {figures}")
    named = " UNION ".join(
        f"SELECT id FROM {name}" for name in ("incidents", "accounts", "sources")
    )
    # a row that was set aside has no account left that says whose it was: it is not told either
    untold = f"""(SELECT *,
        ("row" IS NOT NULL OR record IS NOT NULL)
            AND coalesce(record NOT IN ({" UNION ".join(known)}), true) AS hidden,
        coalesce(record IN ({named}), false) AS named FROM findings)"""
    return {
        "sources": _query(
            TABLES["sources"],
            f"(SELECT s.*, h.level AS level FROM sources s LEFT JOIN {hidden} h USING (id))",
            {
                name: f"CASE WHEN level IS NULL THEN {name} END"
                for name in TABLES["sources"].names
                if name not in ("id", "kind")
            }
            | {
                "title": f"CASE WHEN level IS NULL THEN title ELSE {_ONLY_THERE} END",
                "access": "coalesce(level, access)",
            },
        ),
        "accounts": accounts,
        "incidents": _query(
            TABLES["incidents"],
            f"(SELECT t.*, p.*, g.id IS NOT NULL AS guarded FROM incidents t "
            f"LEFT JOIN {guarded} g ON g.id = t.id "
            f"LEFT JOIN ({_told_of_incidents(accounts, guarded)}) p ON p.told_of = t.id)",
            _of_incident(codebook),
        ),
        "provenance": _query(
            TABLES["provenance"],
            f"(SELECT p.*, g.id IS NOT NULL AS guarded FROM provenance p "
            f"LEFT JOIN {guarded} g ON g.id = p.incident)",
            {"reason": "CASE WHEN NOT guarded THEN reason END"},
        ),
        "findings": _query(
            TABLES["findings"],
            untold,
            {
                name: f"CASE WHEN NOT hidden THEN {name} END"
                for name in ("found", "expected", "action")
            }
            | {
                "record": "CASE WHEN NOT hidden OR named THEN record END",
                "message": f"CASE WHEN NOT hidden THEN message ELSE {_UNTOLD} END",
            },
        ),
        "figures": _query(TABLES["figures"], figures),
    }


def _of_account(codebook: Codebook) -> dict[str, str]:
    """Column of an account → SQL of what is told of it.

    `hidden` says whether its source is hidden, `others` are the ids of all sources that are.
    """
    containing = Containing.of(codebook)

    def within_several(level: str) -> str:
        # a unit with a single district names it
        alone = _literals(unit for of, unit in containing.alone if of == level)
        return f"NOT coalesce({level} IN ({alone}), false)"

    told = {
        "district": f"{_FINEST_TOLD} = 4",
        "division": f"({_FINEST_TOLD} = 4 OR {_FINEST_TOLD} = 3 AND {within_several('division')})",
        "province": f"({_FINEST_TOLD} = 4 OR {_FINEST_TOLD} >= 2 AND {within_several('province')})",
    }
    told |= {"district_then": told["district"], "province_then": told["province"]}
    units = {name: f"CASE WHEN NOT hidden OR {test} THEN {name} END" for name, test in told.items()}
    implied = _literals("|".join(unit) for unit in containing.regions)
    within = f"""{units["district"]} IS NOT NULL
        OR concat('division|', {units["division"]}, '|', region) IN ({implied})
        OR concat('province|', {units["province"]}, '|', region) IN ({implied})"""
    silent = {name: f"CASE WHEN NOT hidden THEN {name} END" for name in _SILENT}
    others = "list_filter(anchors, lambda c: NOT coalesce(list_contains(others, c.source), false))"
    return (
        silent
        | units
        | {
            "anchors": f"CASE WHEN NOT hidden THEN {others} END",
            "region": f"CASE WHEN NOT hidden OR {within} THEN region END",
            "place_precision": f"CASE WHEN hidden AND place_precision <> 'unknown' "
            f"THEN {_level(units)} ELSE place_precision END",
            "type": f"CASE WHEN NOT hidden OR {_is_code(codebook, 'type', 'type')} THEN type END",
            "casualties": "CASE WHEN NOT hidden THEN casualties ELSE list_filter(casualties, "
            f"lambda c: {_is_code(codebook, 'party', 'c.party')}) END",
        }
        | {
            name: f"CASE WHEN NOT hidden THEN {name} ELSE list_filter({name}, "
            f"lambda c: {_is_code(codebook, vocabulary, 'c')}) END"
            for name, vocabulary in _CODED.items()
        }
    )


def _told_of_incidents(accounts: str, guarded: str) -> str:
    """SQL of what the accounts of guarded incidents tell, as they are told: a list a column."""
    lists = [
        f"list(DISTINCT {name}) FILTER ({name} IS NOT NULL) AS told_{name}"
        for name in (*_SAID, "type")
    ]
    lists += [f"flatten(list({name})) AS told_{name}" for name in ("tags", *_CODED)]
    lists.append("flatten(list(list_transform(casualties, lambda c: c.party))) AS told_casualties")
    return (
        f"SELECT incident AS told_of, {', '.join(lists)} FROM ({accounts}) "
        f"WHERE incident IN (SELECT id FROM {guarded}) GROUP BY incident"
    )


def _of_incident(codebook: Codebook) -> dict[str, str]:
    """Column of an incident → SQL of what is told of it; `guarded` says whether it must be."""

    def told(name: str) -> str:
        return f"coalesce(list_contains(told_{name}, {name}), false)"

    def among(name: str, test: str = "false", value: str = "c") -> str:
        public = f"coalesce(list_contains(told_{name}, {value}), false)"
        return (
            f"CASE WHEN NOT guarded THEN {name} "
            f"ELSE list_filter({name}, lambda c: {public} OR {test}) END"
        )

    said = {name: f"CASE WHEN NOT guarded OR {told(name)} THEN {name} END" for name in _SAID}
    spot = " OR ".join(told(name) for name in ("place", "place_id", "latitude"))
    return (
        said
        | {
            "place_precision": f"CASE WHEN NOT guarded OR place_precision = 'unknown' OR "
            f"(place_precision IN ('exact', 'town') AND {told('place_precision')} AND ({spot})) "
            "THEN place_precision "
            f"ELSE {_level(said)} END",
            "type": f"CASE WHEN NOT guarded OR {told('type')} OR "
            f"{_is_code(codebook, 'type', 'type')} THEN type END",
            "tags": among("tags"),
            "casualties": among("casualties", _is_code(codebook, "party", "c.party"), "c.party"),
        }
        | {
            name: among(name, _is_code(codebook, vocabulary, "c"))
            for name, vocabulary in _CODED.items()
        }
    )


def _level(units: Mapping[str, str]) -> str:
    """SQL of the precision of a place of which the units are told as `units` says."""
    levels = " ".join(
        f"WHEN ({units[name]}) IS NOT NULL THEN '{name}'"
        for name in ("district", "division", "province")
    )
    return f"CASE {levels} WHEN country IS NOT NULL THEN 'country' ELSE 'unknown' END"


def _is_code(codebook: Codebook, vocabulary: str, value: str) -> str:
    """SQL that says whether a value is a code of the codebook, not the words of a source."""
    return f"coalesce({value} IN ({_literals(codebook.terms(vocabulary))}), false)"


def _literals(texts: Iterable[str]) -> str:
    """String literals with commas between them, of which there may be none."""
    return ", ".join("'" + text.replace("'", "''") + "'" for text in sorted(texts)) or "NULL"
