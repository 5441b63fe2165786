"""The pages of actors: organisations and forces, their relations, and what is counted of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from waqia.codebook import Term, normalise
from waqia.web.desk import naming
from waqia.web.desk.catalogue import Catalogue, bars, catalogue
from waqia.web.desk.visiting import PageError, Visit

router = APIRouter()

PAGE = 100
_ROLES = {"actor": "perpetrators", "responder": "responders", "target_actor": "target_actors"}
"""A field that is counted → the field of an incident in which it stands."""
Short = Annotated[str, Query(max_length=200)]


@router.get("/actors")
def actors(
    visit: Visit,
    words: Short = "",
    category: Short = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The actors that fit what is asked for, those with most incidents first."""
    with catalogue(visit) as known:
        numbers = {row["actor"]: row for row in known.by("actor")}
        terms = known.codebook.terms("actor")
        # a number leads to the incidents of the actor with those of its parts, so it counts both
        numbers |= {t.parent: known.used("actor", t.parent) for t in terms.values() if t.parent}
        listed = [_row(known, code, numbers) for code in {**terms, **numbers} if code]
        wanted = normalise(words)
        fitting = sorted(
            (
                one for one in listed
                if (not category or one["category"] == category)
                and (not wanted or wanted in one["spelled"])
            ),
            key=lambda one: (-one["incidents"], one["label"].casefold()),
        )  # fmt: skip
        return visit.render(
            "actors.html",
            known=known,
            rows=fitting[offset : offset + PAGE],
            total=len(fitting),
            offset=offset,
            page=PAGE,
            asked={"words": words, "category": category},
            categories=known.codebook.terms("actor_category"),
        )


def _row(known: Catalogue, code: str, numbers: dict[Any, Any]) -> dict[str, Any]:
    term = known.codebook.terms("actor").get(code)
    found = numbers.get(code)
    spellings = term.spellings if term else (code,)
    return {
        "code": code,
        "term": term,
        "label": term.label if term else code,
        "label_ur": term.label_ur if term else "",
        "category": term.row.get("category") if term else None,
        "active": _active(term),
        "incidents": found["incidents"] if found else 0,
        "killed": found["killed"] if found else None,
        "spelled": " ".join(normalise(spelling) for spelling in spellings),
    }


def _active(term: Term | None) -> tuple[str, str]:
    row = term.row if term else {}
    return row.get("active_from") or "", row.get("active_to") or ""


@router.get("/actors/{code:path}")
def actor(visit: Visit, code: str) -> Response:
    """An actor.

    Raises:
        PageError: neither the codebook nor the release knows it.
    """
    with catalogue(visit) as known:
        terms = known.codebook.terms("actor")
        there = code in terms or any(row["actor"] == code for row in known.by("actor"))
        if not there:
            raise PageError(
                404, visit.words("There is no actor %(code)s here.", code=code[:80]),
                visit.words("a code of the codebook; the page Actors lists them"),
            )  # fmt: skip
        years = known.within("actor", code, "year", fill=True)
        return visit.render(
            "actor.html",
            known=known,
            codebook=known.codebook,
            code=code,
            term=terms.get(code),
            active=_active(terms.get(code)),
            below=[term for term in terms.values() if term.parent == code],
            roles={role: (text, known.used(role, code)) for role, text in _ROLES.items()},
            relations=_relations(known, code),
            years=[row for row in years if row["year"] is not None],
            undated=next((row for row in years if row["year"] is None), None),
            bars=bars(years, "year"),
            names=naming,
        )


def _relations(known: Catalogue, code: str) -> list[dict[str, Any]]:
    """The relations of an actor, by date; `other` is the other side, `forward` says which."""
    found: list[dict[str, Any]] = [
        {**row} | {"other": row["other"] if forward else row["actor"], "forward": forward}
        for row in known.codebook.tables.get("relations", [])
        for forward in (True, False)
        if row["actor" if forward else "other"] == code
    ]
    return sorted(found, key=lambda row: (row.get("date_start") or "9999", row["kind"]))
