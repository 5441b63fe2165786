"""A scope in words: what a figure counts, for people."""

from __future__ import annotations

from waqia.audit.figure import Figure, Scope
from waqia.codebook import Codebook


def told(figure: Figure, codebook: Codebook) -> str:
    """What a figure counts: `Killed, attack, Balochistan Liberation Army, Karachi, 2023`."""
    measure = figure.measure.replace("_", " ").capitalize()
    return ", ".join([measure, *parts(figure.scope, codebook)])


def parts(scope: Scope, codebook: Codebook) -> list[str]:
    """The limits of a scope, in a fixed order, by the labels of the codebook."""
    found = [scope.kind] if scope.kind else []
    for vocabulary, codes in (
        ("actor", scope.actors), ("target", scope.targets), ("tactic", scope.tactics),
    ):  # fmt: skip
        if codes:
            found.append(" + ".join(codebook.label(vocabulary, code) for code in sorted(codes)))
    if scope.places:
        found.append(" + ".join(place_name(code, codebook) for code in sorted(scope.places)))
    if scope.party:
        found.append(codebook.label("party", scope.party))
    if scope.span:
        found.append(str(scope.span))
    return found + sorted(scope.words)


def place_name(code: str, codebook: Codebook) -> str:
    """The name of a place; one that the gazetteer lacks is its own name."""
    place = codebook.places.get(code)
    return place.name if place else code
