"""Those whom a sentence names: the state's forces, armed groups, parties and tribes, or nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from waqia.reading.document import Span
from waqia.reading.proposing.events.citing import find_reporters
from waqia.reading.proposing.events.codes import Codes, Sort
from waqia.reading.proposing.events.looking import Look, look
from waqia.reading.proposing.events.phrases import Hit
from waqia.reading.proposing.events.remembering import remember
from waqia.reading.proposing.line import Line

_SORTS: dict[str, Sort] = {"unknown": "unknown", "militants": "militants", "group": "armed"}
_OWN = re.compile(
    r"[^\w.;:]+(?:[\w']+[^\w.;:]+){0,8}?(?:said|claimed|announced|confirmed|stated|told)[^\w]+"
    r"(?:\w+[^\w.;:]+){0,5}?(?:it|they|its|their)[^\w]+"
    r"(?:had|have|has|\w+ed|teams?|troops|forces)(?!\w)"
)
_SPOKEN = 80
_GROUP = re.compile(
    r"(?<![\w-])(?P<name>(?:Taliban|Al[- ]Qaeda|Islamic State|Hezbollah|Hizbollah|Hamas|Boko Haram|"
    r"[Aa]l-Shabaab)(?![\w-])|"
    r"(?!The |Guerrillas|Members|Fighters|Militants|Rebels|Supporters|Soldiers)"
    r"(?:[A-Z][\w'-]*(?: (?:of|for|the|and|de|del|al)){0,3} ){1,7}?"
    r"(?:Front|Army|Movement|Brigades?|Party|Organi[sz]ation|Militia|Forces|Group|Council|Command|"
    r"Resistance)(?![\w-]))"
)
"""Names of armed groups as English writes them: capitals that end in a word for a group."""
_BESIDE = 2
_NEAR = 45


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a sentence: the actors that may be meant, none where none is, and their sort.

    `militants` and `unknown` are those whom no name is given: "militants", "unidentified gunmen".
    "The group" is `armed`, without codes: a sentence before this one names it.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    sort: Sort


@remember(4)
def find_parties(line: Line, known: Codes) -> tuple[Party, ...]:
    """Named actors, then the unnamed that stand beside no name; those who are cited are none."""
    seen = look(line)
    named = tuple(_named(line, seen, known, find_reporters(line)))
    if known.open:
        named += tuple(_unlisted(line, named))
    return named + tuple(_unnamed(seen, known, named))


def _named(line: Line, seen: Look, known: Codes, reporters: tuple[Span, ...]) -> Iterator[Party]:
    unnamed = set(known.unnamed.values())
    for term in line.terms:
        found = tuple(code for code in term.of("actor") if code not in unnamed)
        cited = next((end for start, end in reporters if start <= term.start < end), None)
        if found and (cited is None or _speaks_for_itself(seen, cited)):
            yield Party(term.start, term.end, found, known.sort(found[0]))


def _unlisted(line: Line, named: tuple[Party, ...]) -> Iterator[Party]:
    """Groups that the codebook does not list, where it leaves its actors open, by their words."""
    for match in _GROUP.finditer(line.text):
        start, end = match.span("name")
        if not any(start < party.end and party.start < end for party in named):
            yield Party(start, end, (match["name"],), "armed")


def _speaks_for_itself(seen: Look, end: int) -> bool:
    """Whether one who is cited up to a place tells of its own doing: "… that it had arrested"."""
    claimed = any(hit.start - end <= _SPOKEN for hit in seen.tagged("claim", end))
    return claimed or _OWN.match(seen.plain, end) is not None


def _unnamed(seen: Look, known: Codes, named: tuple[Party, ...]) -> Iterator[Party]:
    for hit in seen.tagged("someone"):
        if not any(p.start - _BESIDE <= hit.end and hit.start <= p.end + _BESIDE for p in named):
            sort = _SORTS.get(hit.tags["someone"])
            if sort is None:
                continue
            code = known.unnamed.get(sort)
            yield Party(hit.start, hit.end, (code,) if code else (), sort)


def agents(seen: Look, parties: tuple[Party, ...], part: Span) -> set[Sort]:
    """The sorts of those who, by the grammar of a part of the sentence, attacked or killed."""
    there = [party for party in parties if part[0] <= party.start < part[1]]
    found = {party.sort for party in there if seen.is_doer(party.end)}
    for hit in seen.tagged("past", *part):
        acts = _is_deed(seen, hit) and not seen.is_suffered(hit)
        for party in there:
            if 0 <= hit.start - party.end <= _NEAR:
                if acts and seen.is_open(party.end, hit.start):
                    found.add(party.sort)
            elif 0 <= party.start - hit.end <= _NEAR and seen.is_by(hit, party.start):
                found.add(party.sort)
    return found


def _is_deed(seen: Look, hit: Hit) -> bool:
    """Whether somebody must have done what a phrase tells, other than to be harmed."""
    told = hit.tags.get("kind", "harm") != "harm"
    return told or "object" in hit.tags or seen.aims(hit)


def victims(seen: Look, parties: tuple[Party, ...], part: Span) -> set[Sort]:
    """The sorts of those who, by the grammar of the sentence, were killed in a part of it."""
    found: set[Sort] = set()
    for hit in seen.tagged("harm", *part):
        if hit.tags["harm"] not in ("killed", "arrested"):
            continue
        passive = seen.language == "ur" or seen.is_suffered(hit)
        for party in parties:
            if not part[0] <= party.start < part[1]:
                continue
            follows = 0 <= party.start - hit.end <= _NEAR
            if "object" in hit.tags and follows and seen.is_open(hit.end, party.start):
                found.add(party.sort)
            if passive and 0 <= hit.start - party.end <= _NEAR:
                found.add(party.sort)
    return found
