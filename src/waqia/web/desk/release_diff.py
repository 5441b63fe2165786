"""What lies between two releases, as a page: totals, years, and every difference by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from waqia.model import OUTCOMES
from waqia.release import Change, Release
from waqia.web.desk import naming
from waqia.web.desk.comparing import (
    COMPARISONS,
    MEASURES,
    MOVERS,
    PATIENCE,
    Comparison,
    movers_of,
    too_large,
)
from waqia.web.desk.incident_told import FIELD_OF, VOCABULARY, units_of
from waqia.web.desk.releases import folder_of, present
from waqia.web.desk.shelf import PRESENT
from waqia.web.desk.visiting import PageError, Visit, Visitor
from waqia.web.pool import Pool

router = APIRouter()


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


KINDS = {
    "added": _("Only in the second release"),
    "gone": _("Only in the first release"),
    "withdrawn": _("Withdrawn in the second release"),
    "merged": _("Merged"),
    "changed": _("Changed"),
    "rules": _("Codebook and rules"),
}
"""A kind of difference → its name."""
ONE_SIDED = ("added", "gone", "withdrawn")
"""Kinds of incidents that count in one of the releases only."""
COLUMNS = naming.FIELDS | {
    "merged_into": _("Merged into"),
    "date_start": _("First day"),
    "date_end": _("Last day"),
    "date_precision": _("Precision of the date"),
    "place_id": _("Place in the gazetteer"),
    "country": _("Country"),
    "province": _("Province"),
    "division": _("Division"),
    "district": _("District"),
    "province_then": _("Province at the time"),
    "district_then": _("District at the time"),
    "region": _("Region"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "place_precision": _("Precision of the place"),
    "claim": _("How the attribution is known"),
    "accounts": _("Accounts"),
    "marks": _("Marks"),
    "incidents": _("Incidents"),
}
"""A column of an incident, or a measure → its name."""
PARTS = {
    "min": _("%(name)s, at least"),
    "max": _("%(name)s, at most"),
    "imputed": _("%(name)s, worked out from words"),
}
"""The end of a column of a number of persons → the name of the column."""
_WORDS = ("status", "date_precision", "place_precision", "claim")
"""Columns whose values are words of ours."""
Named = Callable[[str, str], str]
"""The name of a unit of a level in the language of the page."""
_PAGE = 100
_UNKNOWN = "unknown"
"""The year of incidents whose year is not known, in an address."""


@router.get("/releases/diff")
def differences(
    visit: Visit, old: str = "", new: str = "", kind: str = "", field: str = "", page: int = 1
) -> Response:
    """The differences of two releases; without them a form to choose them.

    Raises:
        PageError: there is no release of a name.
    """
    if not (old and new):
        return _choice(visit, old, new)
    # held until the page is drawn: the files of a present that is no more go with the last of them
    pools = _opened(visit, old), _opened(visit, new)
    before, after = (pool.release for pool in pools)
    found = COMPARISONS.of(before, after, patience=PATIENCE)
    counts = found.counts
    if kind not in KINDS:
        kind = next((one for one in KINDS if counts[one]), "changed")
    changes = _changes(found, kind, field)
    start = _PAGE * (max(1, min(page, 1_000_000)) - 1)
    shown = changes[start : start + _PAGE]
    unit = units_of(after.codebook, visit.words)
    about = _told(before, after, shown, kind, unit)
    return visit.render(
        "diff.html",
        **_common(visit, before, after, old, new),
        found=found,
        counts=counts,
        kinds=KINDS,
        one_sided=ONE_SIDED,
        kind=kind,
        field=field if field in found.fields else "",
        changes=shown,
        number=len(changes),
        told=about,
        value=lambda one, text: _value(visit, before, after, one, text, unit),
        MOVERS=MOVERS,
        UNKNOWN=_UNKNOWN,
        previous=start and _address(old, new, kind=kind, field=field, page=page - 1),
        following=start + _PAGE < len(changes)
        and _address(old, new, kind=kind, field=field, page=page + 1),
    )


@router.get("/releases/diff/year")
def year_moved(visit: Visit, old: str, new: str, year: str, page: int = 1) -> Response:
    """All incidents that moved the numbers of a year from one release to another.

    Raises:
        PageError: there is no release of a name, or no such year.
    """
    if year != _UNKNOWN and not (year.isascii() and year.isdigit() and len(year) <= 4):
        raise PageError(400, visit.words("This is no year."), "2023")
    # held until the page is drawn: the files of a present that is no more go with the last of them
    pools = _opened(visit, old), _opened(visit, new)
    before, after = (pool.release for pool in pools)
    number = None if year == _UNKNOWN else int(year)
    start = _PAGE * (max(1, min(page, 1_000_000)) - 1)
    movers = movers_of(before, after, number, start, _PAGE + 1)
    address = "/releases/diff/year"
    asked = {"old": old, "new": new, "year": year}
    return visit.render(
        "diff_year.html",
        **_common(visit, before, after, old, new),
        year=number,
        movers=movers[:_PAGE],
        previous=start and f"{address}?{urlencode(asked | {'page': page - 1})}",
        following=len(movers) > _PAGE and f"{address}?{urlencode(asked | {'page': page + 1})}",
    )


def _choice(visit: Visitor, old: str, new: str) -> Response:
    names = [one.name for one in visit.site.shelf.frozen()]
    if present(visit) is not None:
        names = [PRESENT, *names]
    return visit.render(
        "diff_choose.html",
        names=names,
        old=old or (names[1] if len(names) > 1 else ""),
        new=new or (names[0] if names else ""),
        PRESENT=PRESENT,
    )


def _opened(visit: Visitor, name: str) -> Pool:
    """A release to be read from its files, beside the connections that are lent.

    Raises:
        PageError: there is no release of this name, or it is too large to be compared here.
    """
    folder_of(visit, name)
    pool = visit.site.shelf.pool(name)
    if pool is None:
        raise PageError(
            404, visit.words("There are no incidents in this register yet."),
            visit.words("Read documents or import accounts; what they tell appears here."),
        )  # fmt: skip
    if too_large(pool.release):
        raise PageError(
            413, visit.words("These releases are too large to be compared while you wait."),
            "waqia release diff OLD NEW",
        )  # fmt: skip
    return pool


def _common(visit: Visitor, before: Release, after: Release, old: str, new: str) -> dict[str, Any]:
    return {
        "old": old,
        "new": new,
        "before": before,
        "after": after,
        "PRESENT": PRESENT,
        "MEASURES": MEASURES,
        "column": lambda name: _column(visit, name),
        "address": lambda **asked: _address(old, new, **asked),
    }


def _address(old: str, new: str, **asked: Any) -> str:
    given = {name: value for name, value in asked.items() if value}
    return "/releases/diff?" + urlencode({"old": old, "new": new} | given)


def _changes(found: Comparison, kind: str, field: str) -> Sequence[Change]:
    """The differences of a kind; of the incidents that changed, of a field alone if it is named."""
    diff = found.diff
    if kind in ONE_SIDED:
        ids = {"added": diff.added, "gone": found.gone, "withdrawn": found.withdrawn}[kind]
        return [Change(id_, "", None, None) for id_ in ids]
    if kind == "merged":
        return diff.merged
    if kind == "rules":
        return diff.rules
    return [one for one in diff.changed if field not in found.fields or one.field == field]


def _told(
    before: Release, after: Release, changes: Iterable[Change], kind: str, unit: Named
) -> dict[str, dict[str, Any]]:
    """Incidents by their ids: type, dates, place and persons killed, as in one release."""
    import duckdb

    if kind == "rules":
        return {}
    release = after if kind in ("added", "changed") else before
    with duckdb.connect() as connection:
        result = connection.execute(
            "SELECT id, type, date_start, date_end, date_precision, "
            "coalesce(place, district, province, country) AS place, "
            f"killed_min, killed, killed_max FROM ({release.rows_of('incidents')}) "
            "WHERE list_contains(?, id)",
            [[one.id for one in changes]],
        )
        names = [column[0] for column in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    codebook = release.codebook
    return {
        row["id"]: row
        | {"codebook": codebook, "place": row["place"] and unit("place", row["place"])}
        for row in rows
    }


def _column(visit: Visitor, name: str) -> str:
    """What a column of an incident is called."""
    outcome, _sep, part = name.partition("_")
    if outcome in OUTCOMES and part in PARTS:
        return visit.words(PARTS[part], name=visit.words(COLUMNS[outcome]))
    return visit.words(COLUMNS[name]) if name in COLUMNS else name


def _value(
    visit: Visitor,
    before: Release,
    after: Release,
    change: Change,
    text: str | None,
    unit: Named,
) -> str:
    """A value of a difference in words; codes by their labels, lists by commas."""
    words, name = visit.words, change.field
    if text is None:
        return "–"
    if name in _WORDS:
        return words(naming.CLAIMS.get(text, text) if name == "claim" else text)
    if name in ("date_start", "date_end"):
        return words.date(date.fromisoformat(text))
    if text.lstrip("-").isdigit() and len(text) < 16:
        return words.number(int(text))
    if text in ("true", "false"):
        return words("yes") if text == "true" else words("no")
    parts = text[1:-1].split(", ") if text.startswith("[") and "{" not in text else [text]
    if name == "disputed":
        parts = [_column(visit, part) for part in parts]
    if FIELD_OF.get(name) == "place":
        return unit("place", text)
    if name in VOCABULARY:
        book = after.codebook if text == change.after else before.codebook
        parts = [book.label(VOCABULARY[name], part, words.language) for part in parts]
    return words(", ").join(parts) or "–"
