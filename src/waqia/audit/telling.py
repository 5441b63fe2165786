"""A scope in words: what a figure counts, for people."""

from __future__ import annotations

from collections.abc import Sequence

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


def number_of(number: int, thing: str) -> str:
    """How many of a thing: 1 table, 2 tables."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def was_read(tables: int, figures: Sequence[Figure]) -> str:
    """What was read of documents, in sentences; where no number could be compared, that and why."""
    sure = sum(figure.sure for figure in figures)
    said = f"Read: {number_of(tables, 'table')}, {number_of(len(figures), 'number')}"
    if not figures:
        return f"{said}. No number of incidents or people was found to compare."
    if sure:
        of_them = "" if len(figures) == 1 else f" {sure:,} of them"
        return f"{said},{of_them} with a scope understood in full."
    timeless = all(figure.scope.span is None for figure in figures)
    why = (
        "no time is named" if timeless else "what is counted, where and when, was not clear in full"
    )
    none = "The number" if len(figures) == 1 else f"None of the {len(figures):,} numbers"
    could = "could not" if len(figures) == 1 else "could"
    return f"{said}. {none} {could} be compared: {why}."
