"""The words of a codebook that limit what a number counts, where they stand in a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from waqia.codebook import Codebook, Term
from waqia.reading import Terms as EveryTerm
from waqia.reading import TermSpan

COUNTRIES = frozenset(
    ("Afghanistan", "Iran", "India", "China", "Syria", "Iraq", "Turkey", "Somalia", "Uzbekistan",
     "Tajikistan", "Bangladesh", "Russia", "Germany")
)  # fmt: skip
"""Countries beyond the gazetteer that a report on its country compares with."""
_IDLE = ("state_forces", "political", "unidentified")


class Terms:
    """Finds the terms of a codebook that limit a number; the longest, none within another."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._every = EveryTerm(codebook, lambda vocabulary, term: not _is_idle(vocabulary, term))

    @classmethod
    def of(cls, codebook: Codebook) -> Terms:
        """Those of a codebook, which are made once: that takes longer than most reports."""
        return codebook.once("terms that limit", lambda: cls(codebook))

    def find(self, text: str) -> list[TermSpan]:
        """The terms of a text, in order; of places the widest of a name, of others the country."""
        return [replace(span, codes=tuple(_limits(span))) for span in self._every.find(text)]

    @cached_property
    def parents(self) -> Mapping[str, frozenset[str]]:
        """Place → the places that hold it, or held it once."""
        above: dict[str, set[str]] = {}
        for row in self.codebook.tables["parents"]:
            above.setdefault(row["place"], set()).add(row["parent"])

        def all_above(place: str, seen: frozenset[str]) -> frozenset[str]:
            found = frozenset(above.get(place, ())) - seen
            return found.union(*(all_above(one, seen | found) for one in found))

        return {place: all_above(place, frozenset()) for place in above}

    @cached_property
    def provinces(self) -> frozenset[str]:
        """The first-level units."""
        places = self.codebook.places.values()
        return frozenset(place.id for place in places if place.level == "province")

    def most_precise(self, places: Iterable[str]) -> frozenset[str]:
        """The places without those that hold another of them."""
        named = set(places)
        holding = {up for place in named for up in self.parents.get(place, ())}
        return frozenset(named - holding)


def _limits(span: TermSpan) -> Iterable[tuple[str, str]]:
    for vocabulary, code in span.codes:
        if vocabulary not in ("place", "country"):
            yield vocabulary, code
    for place in (*span.of("place"), *span.of("country"))[:1]:
        yield "place", place


def _is_idle(vocabulary: str, term: Term) -> bool:
    """Terms that do not limit a number: the state's own forces, parties, and what is not known."""
    if vocabulary == "event" or term.code in ("other", "unknown"):
        return True
    if term.code.startswith(("other_", "unspecified_")):
        return True
    if vocabulary == "actor":
        return term.row.get("category") in _IDLE
    return vocabulary == "actor_category" and term.code in _IDLE
