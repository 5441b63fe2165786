"""A scope in words: what a figure counts, for people."""

from __future__ import annotations

from collections.abc import Sequence

from waqia.audit.figure import Figure, Scope
from waqia.audit.wording import GROUP
from waqia.codebook import Codebook
from waqia.model import phrase

_MEASURES = {
    "incidents": phrase("Incidents"),
    "persons": phrase("Persons"),
    "killed": phrase("Killed"),
    "injured": phrase("Injured"),
    "arrested": phrase("Arrested"),
    "abducted": phrase("Abducted"),
}


def told(figure: Figure, codebook: Codebook) -> str:
    """What a figure counts: `Killed, attack, Balochistan Liberation Army, Karachi, 2023`."""
    measure = _MEASURES.get(figure.measure) or figure.measure.replace("_", " ").capitalize()
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
    return found + [_word(said, codebook) for said in sorted(scope.words)]


def _word(said: str, codebook: Codebook) -> str:
    """What else limits a scope; a category of groups by its label."""
    if not said.startswith(GROUP):
        return said
    label = codebook.label("actor_category", said.removeprefix(GROUP))
    return phrase(f"groups ({label})")


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
    of_tables = phrase("1 table") if tables == 1 else phrase(f"{tables:,} tables")
    of_numbers = phrase("1 number") if len(figures) == 1 else phrase(f"{len(figures):,} numbers")
    if not figures:
        return phrase(
            f"Read: {of_tables}, {of_numbers}. No number of incidents or people was found to "
            "compare."
        )
    if sure and len(figures) == 1:
        return phrase(f"Read: {of_tables}, {of_numbers}, with a scope understood in full.")
    if sure:
        return phrase(
            f"Read: {of_tables}, {of_numbers}, {sure:,} of them with a scope understood in full."
        )
    why = (
        phrase("no time is named")
        if all(figure.scope.span is None for figure in figures)
        else phrase("what is counted, where and when, was not clear in full")
    )
    if len(figures) == 1:
        return phrase(f"Read: {of_tables}, {of_numbers}. The number could not be compared: {why}.")
    return phrase(
        f"Read: {of_tables}, {of_numbers}. None of the {len(figures):,} numbers could be compared: "
        f"{why}."
    )
