"""The phrases of a sentence that name places, each settled as exactly as its words allow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal

from waqia.reading.proposing.places.composing import Named, called_within, compose
from waqia.reading.proposing.places.english import ENGLISH
from waqia.reading.proposing.places.grammar import PlaceGrammar
from waqia.reading.proposing.places.ground import Ground, Precision
from waqia.reading.proposing.places.urdu import URDU

if TYPE_CHECKING:
    from waqia.reading.proposing.line import Line

Tells = Literal["scene", "maybe", "dateline", "elsewhere"]
_GRAMMARS: dict[str, PlaceGrammar] = {"en": ENGLISH, "ur": URDU}
_BEFORE, _BEHIND = 110, 60
_WIDE = ("district", "division", "province")
_OPENING = re.compile(r"\s*(?:(?:[-*•–]|\(?\d{1,2}[.)])\s+)?[\s\"'“‘\[(*_]*")
"""What may stand before the place at the head of an article or an item of a list."""
_ROAD = re.compile(r"\b(?:road|highway|bypass|motorway|expressway)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """Words at `start` to `end` of a line that name a place, and what they say of it.

    `candidates` are the ids it may be, the narrowest of each chain of units of one name; where
    they are several and nothing settles it, `place_id` is None. A place beyond the gazetteer has
    its `country` and no id. `tells`: the words say that something happened there (`scene`), do
    not say it but may mean it (`maybe`: "the Quetta blast"), say where an article was written
    (`dateline`), or belong to another thing (`elsewhere`: "Bannu police", "a resident of Swat").
    The first place of a list has the list as one phrase in `together`: the unit that holds all of
    them, and them as its candidates.
    """

    start: int
    end: int
    words: str
    candidates: tuple[str, ...]
    place_id: str | None
    country: str | None
    precision: Precision
    tells: Tells
    together: PlacePhrase | None = None


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
    text = line.text
    named = compose(text, line.terms, ground, grammar)
    own = [place for one in named for place in one.ids if len(one.ids) == 1]
    alike = _listed([text[a.end : b.start] for a, b in pairwise(named)], grammar)
    told = _told(text, named, alike, grammar)
    found = [
        _phrase(text, one, tells, ground, [*own, *nearby], grammar)
        for one, tells in zip(named, told, strict=True)
    ]
    found = list(_with_lists(text, found, named, alike, ground))
    return _with_here(text, found, dateline, ground, grammar)


def _listed(gaps: Sequence[str], grammar: PlaceGrammar) -> list[bool]:
    """Which places stand beside the next in a list; commas alone make none."""
    alike: list[bool] = []
    for joined, group in groupby(gaps, lambda gap: bool(grammar.listed.fullmatch(gap))):
        run = list(group)
        alike += [joined and any(grammar.last_of_list.search(gap) for gap in run)] * len(run)
    return alike


def _with_here(
    text: str,
    found: list[PlacePhrase],
    dateline: PlacePhrase | None,
    ground: Ground,
    grammar: PlaceGrammar,
) -> list[PlacePhrase]:
    """The phrases of a text and "here", if it says that of the place it was written at."""
    dateline = dateline or next((one for one in found if one.tells == "dateline"), None)
    if not dateline:
        return found
    here = grammar.here.search(text)
    match = here or grammar.there.search(text)
    if not match:
        return found
    start, end = match.span()
    more = replace(dateline, start=start, end=end, tells="scene" if here else "maybe")
    if here and (name := here["name"].strip()) and dateline.place_id:
        around = ground.around(dateline.place_id)
        if known := called_within(name, dateline.words, around, ground):
            more = replace(
                more, end=start + len(name), words=name, candidates=known, place_id=known[0]
            )
    if any(one.start < more.end and more.start < one.end for one in found):
        return found
    return sorted([*found, more], key=lambda one: one.start)


def _with_lists(
    text: str,
    found: Sequence[PlacePhrase],
    named: Sequence[Named],
    alike: Sequence[bool],
    ground: Ground,
) -> Iterator[PlacePhrase]:
    """The phrases, the first of each list of scenes with the list as one."""
    at = 0
    while at < len(found):
        end = at
        while end < len(alike) and alike[end] and found[end + 1].tells == found[at].tells:
            end += 1
        listed = found[at : end + 1]
        ids = [one.place_id for one in listed if one.place_id]
        first = found[at]
        if 1 < len(listed) == len(ids) and first.tells in ("scene", "maybe"):
            said = [wide for wide in named[end].wide if all(ground.holds(wide, i) for i in ids)]
            place = ground.narrowest(said)[0] if said else ground.common(ids)
            if place:
                first = replace(first, together=replace(
                    first, end=listed[-1].end, words=text[first.start : listed[-1].end],
                    candidates=tuple(ids), place_id=place, precision=ground.precision(place),
                ))  # fmt: skip
        yield first
        yield from listed[1:]
        at = end + 1


def _is_near(text: str, named: Named, grammar: PlaceGrammar) -> bool:
    return bool(grammar.near.search(text[max(named.core - _BEFORE, 0) : named.core]))


def _phrase(
    text: str,
    named: Named,
    tells: Tells,
    ground: Ground,
    nearby: Sequence[str],
    grammar: PlaceGrammar,
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
    if tells == "scene" and precision in _WIDE and _is_near(text, named, grammar):
        tells = "maybe"  # near a district is in another
    return PlacePhrase(named.start, named.end, words, candidates, place, country, precision, tells)


def _told(
    text: str, named: Sequence[Named], alike: Sequence[bool], grammar: PlaceGrammar
) -> list[Tells]:
    """What the words round each place say of it; one of a list says what the others do."""
    own = [_tells(text, one, grammar) for one in named]
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
    if grammar.on_road.search(before) and _ROAD.search(text[named.start : named.end]):
        return "scene"
    if grammar.incident.match(text, named.end, named.end + _BEHIND):
        return "maybe"
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
    return _OPENING.fullmatch(text, 0, named.start) is not None


def _alone(text: str, named: Named) -> bool:
    """Whether a place stands by itself, as in a cell or at the head of an item of a list."""
    return _heads(text, named) and text[named.end : named.end + 2].strip()[:1] in ("", "(", ":")
