"""Names of places that stand together made one: Miranshah, North Waziristan is a town there."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from waqia.reading.proposing.places.grammar import PlaceGrammar
from waqia.reading.proposing.places.ground import Ground

if TYPE_CHECKING:
    from waqia.reading.proposing.terms import TermSpan

_BEFORE, _BEHIND = 90, 70
_NO_NAME = re.compile(
    r"\s*(?:(?:On|In|At|The|A|An|Near|From|And|But|Meanwhile|Two|Three|January|February|March|April|May"
    r"|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)"
    r"day)\b[\s,]*)+"
)
_AREA = re.compile(
    r"areas?|villages?|localit(?:y|ies)|sector|colony|neighbou?rhood|علاقہ|علاقے|مقام", re.I
)
_PARTIAL = re.compile(
    r"(?:^|[^\w.])(?!(?:In|On|At|The|A|An|Near|From|And|But|To|Of|For|By|As|While|When|Meanwhile|Outside"
    r"|Inside|Around|Across|Pakistan|District|City|Town|Tehsil|Agency|Village|Province|North|South|East"
    r"|West|Upper|Lower|Central|Northern|Southern|Eastern|Western|Greater|Old|New|Lines|College|School"
    r"|University|Hospital|Road|Bazaar|Bazar|Market|Airport|Cantt|Station|Jail|Police|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|\w+day)\s)"
    r"[A-Z][\w'’]*[a-z]\s$|[^\W\d_][-–]$"
)

_FIRST_HALF = re.compile(r"\s+(?:Khels?|Kalay|Kalli|Kill?i|Banda|Garhi|Zai)\b")
"""What makes another name of the one before it: Kabal Khel is not in Kabal."""

Inside = Literal["locality", "building"]


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase of place at `start` to `end`: the places it may be, or the country it lies in.

    `inside` is what the phrase names within the place that the gazetteer has: an unknown locality
    or a building. `composed` says that more than a name was said.
    """

    start: int
    end: int
    ids: tuple[str, ...] = ()
    country: str | None = None
    inside: Inside | None = None
    composed: bool = False
    core: int = 0
    area: bool = False
    partial: bool = False
    wide: tuple[str, ...] = ()


def compose(
    text: str, terms: Sequence[TermSpan], ground: Ground, grammar: PlaceGrammar
) -> list[Named]:
    """The phrases of place of a text from its terms, in order and not overlapping."""
    return list(_phrases(text, terms, ground, grammar))


def _phrases(
    text: str, terms: Sequence[TermSpan], ground: Ground, grammar: PlaceGrammar
) -> Iterator[Named]:
    waiting = deque(
        term
        for term in terms
        if (term.of("place") or term.of("country")) and not _FIRST_HALF.match(text, term.end)
    )
    floor = 0
    while waiting:
        term = waiting.popleft()
        phrase = _first(text, term, floor, ground, grammar)
        ids = phrase.ids
        while waiting:
            joined = _joined(text, phrase, ids, waiting[0], ground, grammar)
            if not joined:
                break
            phrase, ids = joined
            waiting.popleft()
        ceiling = waiting[0].start if waiting else len(text)
        phrase = _with_locality(text, phrase, term, (floor, ceiling), ground, grammar)
        floor = phrase.end
        yield phrase


def _first(text: str, term: TermSpan, floor: int, ground: Ground, grammar: PlaceGrammar) -> Named:
    """A name with the word for its kind of unit before or behind it: Bannu district."""
    ids, country = _meant(term)
    start, end = term.start, term.end
    unit = None
    low = max(floor, start - 60)
    if match := grammar.unit_before.search(text[low:start]):
        start = low + match.start()
        unit = match["unit"]
    if match := grammar.unit_behind.match(text, end):
        end = match.end()
        unit = match["unit"]
    ids = _of_unit(ids, unit, ground, grammar)
    composed = (start, end) != (term.start, term.end)
    return Named(
        start, end, ids, country, composed=composed, core=term.start,
        area=unit is not None and bool(_AREA.fullmatch(unit)),
        partial=(start == term.start and _is_partial(text[low:start]))
        or (end == term.end and bool(grammar.road.match(text, end))),
    )  # fmt: skip


def _is_partial(before: str) -> bool:
    """Whether a name ends a longer one: Maulana Sherani, Surran Darra, Quetta-Karachi."""
    return bool(_PARTIAL.search(before)) and not before.isupper()


def _meant(term: TermSpan) -> tuple[tuple[str, ...], str | None]:
    ids = term.of("place")
    return ids, None if ids else term.of("country")[0]


def _of_unit(
    ids: tuple[str, ...], unit: str | None, ground: Ground, grammar: PlaceGrammar
) -> tuple[str, ...]:
    levels = grammar.levels.get(unit.casefold(), ()) if unit else ()
    return tuple(one for one in ids if ground.level[one] in levels) or ids


def _joined(
    text: str,
    phrase: Named,
    ids: tuple[str, ...],
    term: TermSpan,
    ground: Ground,
    grammar: PlaceGrammar,
) -> tuple[Named, tuple[str, ...]] | None:
    """A phrase and the name behind it as one, and the places that name leaves; None if apart.

    `ids` are the places of the name that the phrase ended with.
    """
    gap = text[phrase.end : term.start]
    if len(gap) > 70 or phrase.partial:
        return None
    others, country = _meant(term)
    inner, outer = grammar.inner.fullmatch(gap), grammar.outer.fullmatch(gap)
    match = inner or outer
    if not match:
        return None
    unit = match.groupdict().get("unit")
    end = term.end
    if behind := grammar.unit_behind.match(text, end):
        end = behind.end()
        unit = behind["unit"]
    others = _of_unit(others, unit, ground, grammar)
    if country:
        towns = all(ground.level[one] == "city" for one in phrase.ids)
        if inner and phrase.country in (None, country) and (phrase.country or towns):
            return replace(phrase, end=end, ids=(), country=country, composed=True), ()
        return None
    if text[term.end : term.end + 1] == ")" and "(" in gap:
        end = term.end + 1
    if inner and phrase.area and not _within(ids, others, ground):
        # an area of a name that the gazetteer has elsewhere: Kulachi area of Tank district
        wide = others or phrase.ids
        return replace(phrase, end=end, ids=wide, inside="locality", composed=True), wide
    if inner and (narrow := _within(ids, others, ground)):
        # the narrowest name stays; a third one must hold the second
        kept = narrow if ids == phrase.ids else phrase.ids
        return replace(phrase, end=end, ids=kept, composed=True, wide=others), others
    if outer and (narrow := _within(others, ids, ground)):
        kept = narrow if ids == phrase.ids else _within(phrase.ids, narrow, ground) or phrase.ids
        return replace(phrase, end=end, ids=kept, composed=True), narrow
    return None


def _within(narrow: tuple[str, ...], wide: tuple[str, ...], ground: Ground) -> tuple[str, ...]:
    """Those of `narrow` that lie in one of `wide`.

    A division holds towns only by this: Swabi, Mardan are two districts, though Mardan is the
    name of a division too.
    """
    towns = all(ground.level[one] == "city" for one in narrow)
    holding = [one for one in wide if towns or len(wide) == 1 or ground.level[one] != "division"]
    return tuple(one for one in narrow if any(ground.within(one, other) for other in holding))


def _with_locality(
    text: str,
    phrase: Named,
    term: TermSpan,
    bounds: tuple[int, int],
    ground: Ground,
    grammar: PlaceGrammar,
) -> Named:
    """A phrase with the unknown locality or the building that stands before or behind it."""
    floor, ceiling = bounds
    low = max(floor, phrase.start - _BEFORE)
    before, said = text[low : phrase.start], text[term.start : term.end]
    match = grammar.locality_before.search(text[low : phrase.core])
    match = match or grammar.locality_before.search(before)
    if match and not before.isupper():
        group = "name" if match["name"] else "bare"
        skipped = _NO_NAME.match(match.string, match.start(group), match.end(group))
        start = skipped.end() if skipped else match.start(group)
        if start < match.end(group):
            name = match.string[start : match.end(group)].strip(" ,")
            known = called_within(name, said, phrase.ids, ground)
            inside = _inside(name if group == "name" else "area")
            return replace(
                phrase, start=low + start, ids=known or phrase.ids,
                inside=None if known else inside, composed=True,
            )  # fmt: skip
    if match := grammar.locality_behind.match(text, phrase.end, min(phrase.end + _BEHIND, ceiling)):
        name, kind = match["name"], match["kind"]
        known = called_within(f"{name} {kind}", said, phrase.ids, ground)
        known = known or called_within(name, said, phrase.ids, ground)
        if known or kind:
            return replace(
                phrase, end=match.end(), ids=known or phrase.ids,
                inside=None if known else _inside(kind), composed=True,
            )  # fmt: skip
    if match := grammar.building.search(before):
        return replace(phrase, start=low + match.start("name"), inside="building", composed=True)
    return phrase


def _inside(name: str) -> Inside:
    """What a name is by its last word: Yakatoot area is a locality, Civil Hospital a building."""
    return "locality" if _AREA.fullmatch(name.split()[-1]) else "building"


def called_within(name: str, beside: str, places: Sequence[str], ground: Ground) -> tuple[str, ...]:
    """Towns of a name in one of several places; the gazetteer may have it with theirs beside it.

    Police Lines are those of Peshawar where the place is called so.
    """
    if not name.strip():
        return ()
    named = [
        place
        for spelling in (name, f"{name} {beside}", f"{beside} {name}")
        for place in ground.called(spelling)
    ]
    return tuple(
        one
        for one in dict.fromkeys(named)
        if ground.level[one] == "city" and any(ground.holds(wide, one) for wide in places)
    )
