"""The pages of the codebook: its vocabularies, how often each code is used, and its rules."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from waqia.adjudication import RULES
from waqia.codebook import VOCABULARIES, Term
from waqia.model import VALUE_FIELDS
from waqia.web.desk import naming
from waqia.web.desk.catalogue import Catalogue, catalogue
from waqia.web.desk.incident import live
from waqia.web.desk.visiting import PageError, Visit, Visitor

router = APIRouter()

_COUNTED = ("type", "target", "tactic", "party", "actor", "actor_category", "region")
"""Vocabularies of which incidents are counted."""


@router.get("/codebook")
def codebook(visit: Visit) -> Response:
    """What the codebook holds, and its rules in words."""
    with catalogue(visit) as known:
        book = known.codebook
        return visit.render(
            "codebook.html",
            known=known,
            codebook=book,
            names=naming,
            live=live(visit),
            sizes={name: len(book.terms(name)) for name in VOCABULARIES},
            crosswalks=_crosswalks(known),
            measures=book.tables.get("measures", []),
            adjudication={field: book.adjudication(field) for field in VALUE_FIELDS},
            rules=RULES,
            units=len(book.places),
        )


@router.get("/codebook/measures")
def measures(visit: Visit) -> Response:
    """State responses by date."""
    with catalogue(visit) as known:
        rows = known.codebook.tables.get("measures", [])
        return visit.render(
            "codebook_measures.html",
            codebook=known.codebook,
            names=naming,
            rows=sorted(rows, key=lambda row: (row["date_start"] or "9999", row["code"])),
        )


@router.get("/codebook/crosswalks/{dataset}")
def crosswalk(visit: Visit, dataset: str) -> Response:
    """How the categories of another dataset become codes of this codebook.

    Raises:
        PageError: the codebook has no crosswalk to it.
    """
    with catalogue(visit) as known:
        if dataset not in _crosswalks(known):
            raise _missing(visit, dataset)
        return visit.render(
            "codebook_crosswalk.html",
            codebook=known.codebook,
            names=naming,
            dataset=dataset,
            rows=known.codebook.crosswalk(dataset),
        )


@router.get("/codebook/{vocabulary}")
def vocabulary(visit: Visit, vocabulary: str) -> Response:
    """The terms of a vocabulary, what each means and how often it is used.

    Raises:
        PageError: the codebook has no such vocabulary.
    """
    with catalogue(visit) as known:
        if vocabulary not in VOCABULARIES:
            raise _missing(visit, vocabulary)
        counted = vocabulary in _COUNTED
        return visit.render(
            "codebook_terms.html",
            known=known,
            codebook=known.codebook,
            names=naming,
            vocabulary=vocabulary,
            counted=counted,
            rows=_terms(known, vocabulary, counted),
        )


def _crosswalks(known: Catalogue) -> list[str]:
    tables = known.codebook.tables
    return sorted(name.partition("/")[2] for name in tables if name.startswith("crosswalks/"))


def _terms(known: Catalogue, vocabulary: str, counted: bool) -> list[dict[str, Any]]:
    """The terms, each under its parent: depth, term and numbers with all that stand below it."""
    terms = known.codebook.terms(vocabulary)
    numbers = {row[vocabulary]: row for row in known.by(vocabulary)} if counted else {}
    below: dict[str | None, list[Term]] = {}
    for term in terms.values():
        below.setdefault(term.parent if term.parent in terms else None, []).append(term)
    found: list[dict[str, Any]] = []

    def add(term: Term, depth: int) -> None:
        members = below.get(term.code, [])
        whole = members and vocabulary != "actor_category"
        number = known.used(vocabulary, term.code) if whole else numbers.get(term.code)
        found.append({"depth": depth, "term": term, "number": number, "members": len(members)})
        for member in members:
            add(member, depth + 1)

    for top in below.get(None, []):
        add(top, 0)
    return found


def _missing(visit: Visitor, name: str) -> PageError:
    return PageError(
        404, visit.words("The codebook has no %(name)s.", name=name[:80]),
        f"{', '.join(VOCABULARIES)}, measures",
    )  # fmt: skip
