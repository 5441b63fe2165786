"""Whom or what an incident was aimed at: the codebook's targets where the grammar puts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from waqia.reading.document import Span
from waqia.reading.proposing.events.codes import Codes
from waqia.reading.proposing.events.kinds import Kind
from waqia.reading.proposing.events.looking import Look, Said
from waqia.reading.proposing.line import Line
from waqia.reading.proposing.terms import TermSpan

_REACH = 90
_STOP = re.compile(
    r"[;:.]|, (?!and)|،|(?<!\w)(?:killing|killed|leaving|injuring|wounding|martyring|in which|"
    r"which|who|when|(?<!many )(?<!few )as(?! many| few)|after|before|while|during|said|claiming|"
    r"resulting|causing|but)(?!\w)"
)
_BEFORE_STOP = re.compile(r"[;:.؛]|،|(?<!\w)(?:میں|کہ)(?!\w)")
_PLACED = re.compile(
    r"(?<!\w)(?:at|in|inside|outside|near|on|of|close to|targeting|against|hit|hits)(?!\w)"
)
_ELSEWHERE = re.compile(
    r"(?<!\w)(?:shifted|taken|rushed|moved|brought|transferred|admitted|flown|airlifted|died|"
    r"succumbed|expired|treated|treatment|told|telling|informed|condition)(?!\w)[^.;:,]{0,45}$"
)
"""What comes before a hospital and its doctors, and before those who were told of it."""
_MEMBERS = re.compile(
    r"(?:members? of (?:the|an?)|most of them|all of them|belonging to the)\W+(?:\w+\W+){0,2}$"
)
_PASSIVE = re.compile(r"(?<!\w)(?:was|were|been|being)(?!\w)")
_SWEEPING = frozenset({"bombing", "suicide", "shelling"})
_PERSONAL = frozenset({"shooting", "abduction", "harm"})


def find_targets(
    line: Line, seen: Look, known: Codes, part: Span, reporters: tuple[Span, ...], kind: Kind
) -> tuple[Said, ...]:
    """The targets of an incident told in a part of a sentence, the main one first.

    What was attacked by the verb's own object ("attacked a church") goes before where it took
    place ("a blast at a market"), and that before who was killed ("two policemen were shot").
    """
    terms = [
        term
        for term in line.terms
        if part[0] <= term.start < part[1]
        and (term.of("target") or term.of("party"))
        and not any(start <= term.start < end for start, end in reporters)
        and not seen.is_doer(term.end)
        and not _ELSEWHERE.search(seen.plain, max(part[0], term.start - 60), term.start)
    ]
    if not terms:
        return ()

    def told(
        find: Callable[[list[TermSpan], Look, Span], Iterator[TermSpan]],
        spared: frozenset[str] = frozenset(),
    ) -> tuple[Said, ...]:
        return _coded(find(terms, seen, part), known, spared)

    # whom a bomb killed were not all meant; whom a gunman shot was
    spared = known.bystanders if kind.name in _SWEEPING else frozenset()
    if kind.name == "foiled":
        return told(_objects) or told(_sites)
    persons = told(_members, known.bystanders)
    if kind.name in _PERSONAL:
        main = told(_objects) or told(_harmed, spared) or persons or told(_sites)
    else:
        main = told(_objects) or told(_sites) or told(_harmed, spared)
    return _meant(_joined(main or told(_scenes), persons), known)


def _joined(one: tuple[Said, ...], other: tuple[Said, ...]) -> tuple[Said, ...]:
    return tuple({said.code: said for said in (*other, *one)}.values())


def _meant(said: tuple[Said, ...], known: Codes) -> tuple[Said, ...]:
    """Targets without plain civilians where the sentence says more exactly who they were."""
    exact = tuple(one for one in said if one.code not in known.bystanders)
    return exact or said


def _coded(terms: Iterator[TermSpan], known: Codes, spared: frozenset[str]) -> tuple[Said, ...]:
    found: dict[str, Said] = {}
    for term in terms:
        for code in known.targets(term.of("target"), term.of("party")):
            if code not in spared:
                found.setdefault(code, Said(term.start, term.end, code))
    return tuple(found.values())


def _objects(terms: list[TermSpan], seen: Look, part: Span) -> Iterator[TermSpan]:
    """Terms in the words that a verb or noun of attack governs."""
    for hit in seen.hits:
        if not part[0] <= hit.start < part[1]:
            continue
        if "at" in hit.tags:
            yield from _between(terms, hit.end, _until(seen, hit.end, part[1]))
            if seen.is_passive(hit.start):
                yield from _between(terms, max(part[0], hit.start - _REACH), hit.start)
        elif "upon" in hit.tags:
            yield from _between(terms, _since(seen, hit.start, part[0]), hit.start)


def _sites(terms: list[TermSpan], seen: Look, part: Span) -> Iterator[TermSpan]:
    """Terms that say where a blast or an attack was: right behind its name."""
    for hit in seen.tagged("kind", *part):
        if hit.tags["kind"] in ("harm", "search", "operation", "clash"):
            continue
        if seen.language == "ur":
            yield from _between(terms, max(part[0], hit.start - 45), hit.start)
            continue
        end = _until(seen, hit.end, part[1])
        placed = _PLACED.search(seen.plain, hit.end, min(end, hit.end + 40))
        if placed:
            yield from _between(terms, placed.end(), min(end, placed.end() + 60))


def _scenes(terms: list[TermSpan], seen: Look, part: Span) -> Iterator[TermSpan]:
    """Terms that say where persons were harmed: "killed 31 people in a market"."""
    for hit in seen.tagged("harm", *part):
        placed = _PLACED.search(seen.plain, hit.end, min(part[1], hit.end + 40))
        if placed:
            end = min(_until(seen, placed.end(), part[1]), placed.end() + 60)
            yield from _between(terms, placed.end(), end)


def _harmed(terms: list[TermSpan], seen: Look, part: Span) -> Iterator[TermSpan]:
    """Terms of the persons whom the sentence says were killed, injured or abducted."""
    for hit in seen.tagged("harm", *part):
        if seen.language == "ur":
            yield from _between(terms, _since(seen, hit.start, part[0]), hit.start)
            continue
        passive = _PASSIVE.search(seen.plain, max(0, hit.start - 12), hit.end)
        if "object" in hit.tags and not passive:
            yield from _between(terms, hit.end, min(hit.end + 60, _until(seen, hit.end, part[1])))
        else:
            yield from _between(terms, max(part[0], hit.start - 60), hit.start)


def _members(terms: list[TermSpan], seen: Look, part: Span) -> Iterator[TermSpan]:
    """Terms of the community that those who were harmed are said to belong to."""
    if not any(True for _ in seen.tagged("harm", *part)):
        return
    for term in terms:
        if term.of("target") and _MEMBERS.search(
            seen.plain, max(part[0], term.start - 45), term.start
        ):
            yield term


def _between(terms: list[TermSpan], start: int, end: int) -> Iterator[TermSpan]:
    return (term for term in terms if start <= term.start and term.end <= end)


def _until(seen: Look, start: int, end: int) -> int:
    stop = _STOP.search(seen.plain, start, min(end, start + _REACH))
    return stop.start() if stop else min(end, start + _REACH)


def _since(seen: Look, end: int, start: int) -> int:
    begin = max(start, end - _REACH)
    for stop in _BEFORE_STOP.finditer(seen.plain, begin, end):
        begin = stop.end()
    return begin
