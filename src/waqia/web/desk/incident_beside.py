"""What stands beside an incident: findings, others near it, and the releases that it is in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.model import TABLES, ReleaseError
from waqia.release import open_release
from waqia.web.desk.incident_told import FIELD_OF, Told
from waqia.web.desk.shelf import Shelf, Shelved

if TYPE_CHECKING:
    from waqia.release import Release

Record = dict[str, Any]

NEAR_PLACE, NEAR_ACTOR = 30, 14
"""Days before and after an incident in which others of its district, or its actors, are near."""
_NEAR = 8
_NEARLY = ("day", "range", "week", "month")
"""Precisions of a date that say when, nearly."""
_RELEASES = 12
"""Frozen releases that are looked into, the latest."""
_COLUMNS = ("id", "type", "date_start", "date_end", "date_precision", "place", "district",
            "province", "country", "killed_min", "killed", "killed_max", "status")  # fmt: skip


@dataclass(frozen=True)
class Near:
    """Incidents near another: in its district, or by its actors, around its date."""

    by_place: tuple[Record, ...] = ()
    by_actor: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Frozen:
    """A frozen release and the incident in it: `changed` are the fields that differ from now.

    `status` is None where the release does not have it.
    """

    release: Shelved
    status: str | None
    changed: tuple[str, ...] = ()


def near(release: Release, told: Told) -> Near:
    """The incidents of a release that are near one, the nearest in time first."""
    known = told.values
    # only those of which the day is known, or nearly: a year is near nothing
    if not known["date_start"] or known["date_precision"] not in _NEARLY:
        return Near()
    actors = [code for code in known["perpetrators"] or () if code != "unknown"]
    place, actor = [], []
    if known["district"]:
        test = "district = ? AND province IS NOT DISTINCT FROM ?"
        place = _around(release, told, NEAR_PLACE, test, [known["district"], known["province"]])
    if actors:
        actor = _around(release, told, NEAR_ACTOR, "list_has_any(perpetrators, ?)", [actors])
    return Near(tuple(place), tuple(actor))


def _around(release: Release, told: Told, days: int, test: str, values: list[Any]) -> list[Record]:
    day = date.fromisoformat(told.values["date_start"])
    reach = timedelta(days=days)
    query = f"""
        SELECT {", ".join(_COLUMNS)} FROM incidents
        WHERE date_start BETWEEN ? AND ? AND {test} AND id <> ?
            AND status NOT IN ('withdrawn', 'merged') AND date_precision IN {_NEARLY}
        ORDER BY abs(date_diff('day', date_start, ?::DATE)), id LIMIT {_NEAR}
    """
    return _dicts(release, query, [day - reach, day + reach, *values, told.id, day])


def findings_of(release: Release, ids: Iterable[str]) -> list[Record]:
    """The findings of a release on records, the gravest first."""
    return _dicts(
        release,
        "SELECT * FROM findings WHERE list_contains(?::VARCHAR[], record) "
        "ORDER BY list_position(['error', 'warning', 'note'], severity), code, field, message",
        [list(ids)],
    )


def row_of(release: Release, id_: str) -> Record:
    """The row of an incident in a release; {} where it has none."""
    found = _dicts(release, "SELECT * FROM incidents WHERE id = ?", [id_])
    return found[0] if found else {}


def frozen(shelf: Shelf, id_: str, now: Record) -> list[Frozen]:
    """The frozen releases with what became of an incident from each to its row of now.

    It reads their files: nobody's connection is needed for it.
    """
    found = []
    for one in shelf.frozen()[:_RELEASES]:
        try:
            then = _row_then(one.path, one.hash, id_)
        except ReleaseError:
            continue
        changed = _changed(then, now) if then else ()
        found.append(Frozen(one, then["status"] if then else None, changed))
    return found


@lru_cache(maxsize=1000)
def _row_then(path: Path, _hash: str, id_: str) -> Record | None:
    """The row of an incident in the release with a hash of its content, if it has one.

    Raises:
        ReleaseError: it cannot be read.
    """
    import duckdb

    query = open_release(path).rows_of("incidents")
    try:
        with duckdb.connect() as connection:
            row = connection.execute(f"SELECT * FROM ({query}) WHERE id = ?", [id_]).fetchone()
    except duckdb.Error as error:
        raise ReleaseError(f"{path.name} cannot be read ({type(error).__name__}).") from error
    return None if row is None else dict(zip(TABLES["incidents"].names, row, strict=True))


def _changed(then: Record, now: Record) -> tuple[str, ...]:
    """The fields that differ, each under the name that readers know it by."""
    differ = (FIELD_OF.get(name, name) for name, value in then.items() if now.get(name) != value)
    return tuple(dict.fromkeys(differ))


@dataclass(frozen=True)
class Citation:
    """What names an incident as it is shown, so that it can be found again as it was."""

    desk: str
    incident: str
    release: str
    hash: str
    revision: str | None
    created: str


def cite(desk: str, id_: str, release: Release, revision: int | None) -> Citation:
    """How to cite an incident of a release, or of a register at a revision of it."""
    frozen_at = str(release.manifest["waqia"].get("revision") or "").partition(":")[0]
    return Citation(
        desk, id_, release.title, release.hash, str(revision or frozen_at) or None,
        str(release.manifest.get("created") or "")[:10],
    )  # fmt: skip


def _dicts(release: Release, query: str, parameters: list[Any]) -> list[Record]:
    result = release.connection().execute(query, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
