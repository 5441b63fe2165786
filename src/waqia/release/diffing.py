"""Comparing two releases: incidents added, withdrawn and changed, field by field; and the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.model import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.release.opening import Release

_COUNTS = "status NOT IN ('withdrawn', 'merged')"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs, as text: the `field` of the incident (or rule) with this `id`."""

    id: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What lies between two releases.

    `added` and `withdrawn` are ids of incidents that count in only one of them; `changed` the
    fields of incidents that count in both; `merged` the incidents that became part of another
    one, whose id is `after`; `rules` what differs in the codebook: its version, rules, and the
    rows of its tables.
    """

    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    changed: tuple[Change, ...]
    merged: tuple[Change, ...]
    rules: tuple[Change, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of incidents added, withdrawn, changed, merged, and of changes to the rules."""
        return {
            "added": len(self.added),
            "withdrawn": len(self.withdrawn),
            "changed": len({change.id for change in self.changed}),
            "merged": len(self.merged),
            "rules": len(self.rules),
        }

    def rows(self) -> list[dict[str, str | None]]:
        """Every difference as a row: change, id, field, before, after.

        `change` is added, withdrawn, changed, merged or rule.
        """
        one_sided = (("added", self.added), ("withdrawn", self.withdrawn))
        two_sided = (("changed", self.changed), ("merged", self.merged), ("rule", self.rules))
        return [
            {"change": kind, "id": id_, "field": None, "before": None, "after": None}
            for kind, ids in one_sided
            for id_ in ids
        ] + [
            {
                "change": kind,
                "id": change.id,
                "field": change.field,
                "before": change.before,
                "after": change.after,
            }
            for kind, changes in two_sided
            for change in changes
        ]


def diff(old: Release, new: Release) -> Diff:
    """What was added, withdrawn, changed and merged from `old` to `new`.

    Raises:
        ReleaseError: a table of one of them cannot be read.
    """
    import duckdb

    with duckdb.connect() as connection:
        for name, release in (("old", old), ("new", new)):
            connection.execute(f"CREATE VIEW {name} AS {release.rows_of('incidents')}")
        merged = _merged(connection)
        gone = {change.id for change in merged}
        return Diff(
            added=_only(connection, "new", "old"),
            withdrawn=tuple(i for i in _only(connection, "old", "new") if i not in gone),
            changed=_changed(connection),
            merged=merged,
            rules=tuple(_rules(old, new)),
        )


def _only(connection: DuckDBPyConnection, here: str, there: str) -> tuple[str, ...]:
    ids = connection.execute(
        f"SELECT id FROM {here} WHERE {_COUNTS} "
        f"AND id NOT IN (SELECT id FROM {there} WHERE {_COUNTS}) ORDER BY id"
    )
    return tuple(id_ for (id_,) in ids.fetchall())


def _merged(connection: DuckDBPyConnection) -> tuple[Change, ...]:
    merged = connection.execute(
        f"SELECT o.id, n.merged_into FROM old o JOIN new n USING (id) WHERE o.{_COUNTS} "
        "AND n.status = 'merged' AND n.merged_into IS NOT NULL ORDER BY id"
    )
    return tuple(Change(id_, "merged_into", None, into) for id_, into in merged.fetchall())


def _changed(connection: DuckDBPyConnection) -> tuple[Change, ...]:
    fields = ", ".join(
        f"struct_pack(field := '{name}', before := o.{name}::VARCHAR, after := n.{name}::VARCHAR, "
        f"differs := o.{name} IS DISTINCT FROM n.{name})"
        for name in TABLES["incidents"].names
        if name != "id"
    )
    changes = connection.execute(f"""
        SELECT id, c.field, c.before, c.after FROM (
            SELECT o.id, unnest(list_filter([{fields}], lambda f: f.differs)) AS c
            FROM old o JOIN new n ON o.id = n.id AND o IS DISTINCT FROM n
            WHERE o.{_COUNTS} AND n.{_COUNTS}
        ) ORDER BY id, c.field
    """)
    return tuple(Change(*row) for row in changes.fetchall())


def _rules(old: Release, new: Release) -> Iterator[Change]:
    before, after = (release.manifest["waqia"]["codebook"] for release in (old, new))
    if before == after:
        return
    for name in ("id", "version"):
        if before[name] != after[name]:
            yield Change("codebook", name, before[name], after[name])
    yield from _differences("rules", old.codebook.rules, new.codebook.rules, skip=("id", "version"))
    tables, changed = old.codebook.tables, new.codebook.tables
    for name in sorted(tables.keys() | changed.keys()):
        yield from _differences(name, _by_key(tables.get(name, [])), _by_key(changed.get(name, [])))


def _by_key(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Rows by their code or id; those of a table without one by all that they say."""
    return {
        row.get("code") or row.get("id") or "; ".join(filter(None, row.values())): row
        for row in rows
    }


def _differences(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], skip: tuple[str, ...] = ()
) -> Iterator[Change]:
    for key in sorted((before.keys() | after.keys()) - set(skip)):
        if before.get(key) != after.get(key):
            yield Change(name, key, _text(before.get(key)), _text(after.get(key)))


def _text(value: object) -> str | None:
    return (
        value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    )
