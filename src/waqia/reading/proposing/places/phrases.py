"""The phrases of a sentence that name places, each settled as exactly as its words allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from waqia.reading.proposing.places.composing import Named, compose
from waqia.reading.proposing.places.english import ENGLISH
from waqia.reading.proposing.places.grammar import PlaceGrammar
from waqia.reading.proposing.places.ground import Ground, Precision
from waqia.reading.proposing.places.urdu import URDU

if TYPE_CHECKING:
    from waqia.reading.proposing.line import Line

Tells = Literal["scene", "maybe", "dateline", "elsewhere"]
_GRAMMARS: dict[str, PlaceGrammar] = {"en": ENGLISH, "ur": URDU}
_BEFORE, _BEHIND = 110, 60


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """Words at `start` to `end` of a line that name a place, and what they say of it.

    `candidates` are the ids it may be, the narrowest of each chain of units of one name; where
    they are several and nothing settles it, `place_id` is None. A place beyond the gazetteer has
    its `country` and no id. `tells`: the words say that something happened there (`scene`), do
    not say it but may mean it (`maybe`: "the Quetta blast"), say where an article was written
    (`dateline`), or belong to another thing (`elsewhere`: "Bannu police", "a resident of Swat").
    """

    start: int
    end: int
    words: str
    candidates: tuple[str, ...]
    place_id: str | None
    country: str | None
    precision: Precision
    tells: Tells


def place_phrases(
    line: Line, ground: Ground, nearby: Sequence[str] = (), dateline: PlacePhrase | None = None
) -> list[PlacePhrase]:
    """The phrases of place of a line, in order and not overlapping.

    Args:
        line: a sentence with its terms; those of `place` and `country` are looked at.
        ground: the places of the codebook.
        nearby: ids named before, the one that counts most first; they settle names that many
            places share.
        dateline: the place the article was written at, which "here" means.
    """
    grammar = _GRAMMARS[line.language]
    named = compose(line.text, line.terms, ground, grammar)
    own = [place for one in named for place in one.ids if len(one.ids) == 1]
    told = _told(line.text, named, grammar)
    found = [
        _phrase(line.text, one, tells, ground, [*own, *nearby])
        for one, tells in zip(named, told, strict=True)
    ]
    if dateline and (here := grammar.here.search(line.text)):
        found.append(replace(dateline, start=here.start(), end=here.end(), tells="maybe"))
    return found


def _phrase(
    text: str, named: Named, tells: Tells, ground: Ground, nearby: Sequence[str]
) -> PlacePhrase:
    candidates = tuple(ground.narrowest(named.ids))
    place = ground.choose(named.ids, nearby)
    country = named.country or (ground.home if candidates else None)
    precision: Precision = "country" if named.country else ground.precision(place)
    if place is None and candidates:
        precision = ground.precision(candidates[0])
    if named.inside == "locality" and precision in ("town", "district"):
        precision = "town"
    elif named.inside == "building" and precision == "town":
        precision = "exact"
    words = text[named.start : named.end]
    return PlacePhrase(named.start, named.end, words, candidates, place, country, precision, tells)


def _told(text: str, named: Sequence[Named], grammar: PlaceGrammar) -> list[Tells]:
    """What the words round each place say of it; one of a list says what the others do."""
    own = [_tells(text, one, grammar) for one in named]
    alike = [bool(grammar.listed.fullmatch(text[a.end : b.start])) for a, b in pairwise(named)]
    for at in range(1, len(own)):
        if own[at] is None and alike[at - 1] and own[at - 1] != "dateline":
            own[at] = own[at - 1]
    for at, one in enumerate(named):
        if own[at] is None and (one.composed or _alone(text, one)):
            own[at] = "maybe"
    for at in reversed(range(len(own) - 1)):
        if own[at] is None and alike[at]:
            own[at] = own[at + 1]
    return [tells or "elsewhere" for tells in own]


def _tells(text: str, named: Named, grammar: PlaceGrammar) -> Tells | None:
    """What the words round a place say of it; None where they say nothing."""
    before = text[max(named.start - _BEFORE, 0) : named.start]
    if _heads(text, named) and grammar.dateline.match(text, named.end):
        return "dateline"
    if (
        named.partial
        or grammar.not_at.search(before)
        or text[named.end : named.end + 1] in ("-", "‑")
    ):
        return "elsewhere"
    within = text[max(named.core - _BEFORE, 0) : named.core]
    if grammar.at.search(before) or grammar.at.search(within):
        return "scene"
    if grammar.attribute.match(text, named.end, named.end + _BEHIND):
        return "elsewhere"
    if grammar.at_behind.match(text, named.end, named.end + _BEHIND):
        return "scene"
    if grammar.happening.match(text, named.end, named.end + _BEHIND):
        return "maybe"
    shouted = text[max(named.start - 20, 0) : named.end + 20].isupper()
    if not shouted and grammar.longer_name.match(text, named.end):
        return "elsewhere"
    return None


def _heads(text: str, named: Named) -> bool:
    """Whether a place stands at the head of the text, as a dateline does."""
    return not text[: named.start].strip(" \t\n\"'“‘[(*_")


def _alone(text: str, named: Named) -> bool:
    """Whether a place stands by itself, as in a cell or at the head of an item of a list."""
    return _heads(text, named) and text[named.end : named.end + 2].strip()[:1] in ("", "(", ":")
