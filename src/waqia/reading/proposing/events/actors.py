"""Who did it, who answered and against whom: actors with role and claim mode, each anchored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from waqia.codebook import Codebook
from waqia.model.records import ClaimMode
from waqia.reading.document import Span
from waqia.reading.proposing.events.citing import find_reporters
from waqia.reading.proposing.events.happening import find_happenings
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.events.looking import Look, look
from waqia.reading.proposing.events.phrases import Hit
from waqia.reading.proposing.line import Line

Role = Literal["perpetrators", "responders", "target_actors"]

_STATE = ("state forces", "government forces")
_FOREIGN = ("foreign state", "external forces")
_PARTIES = ("political", "political actor", "communal mob", "tribal", "identity militia")
_NEAR = 60
_CLOSE = 25
_UNNAMED = {
    "unknown": ("unidentified gunmen", "unidentified", "unknown"),
    "militants": ("unidentified militants", "militants", "unknown armed group"),
}
_VICTIM = re.compile(
    r"[^\w]{1,3}(?:\w+[^\w.;:]{1,3}){0,6}?(?:(?:was|were|been)[^\w]+(?:\w+[^\w]+)?)"
    r"(?:killed|arrested|neutralised|neutralized|eliminated|detained|shot|gunned|martyred|injured)"
)


@dataclass(frozen=True, slots=True)
class ActorSaid:
    """An actor's part in what a sentence tells, and the words at `start` to `end` that name it.

    `code` is the codebook's, the source's own words where its actors are open, or None where it
    is said that nobody is known to have done it. `claim` is the mode of a perpetrator's
    attribution, and `claim_span` the words that give it, where there are any.
    """

    role: Role
    code: str | None
    start: int
    end: int
    claim: ClaimMode | None = None
    claim_span: Span | None = None


@dataclass(frozen=True, slots=True)
class _Party:
    """Somebody in a sentence: codes that may be meant and what sort of actor it is."""

    start: int
    end: int
    codes: tuple[str, ...]
    sort: Literal["state", "foreign", "armed", "party", "unknown", "militants"]


def find_actors(line: Line, codebook: Codebook) -> list[ActorSaid]:
    """The actors of what a sentence tells, with role and, for perpetrators, claim mode.

    In attacks those who attacked are perpetrators, and forces that beat them off responders; in
    operations, clashes and arrests the forces are responders and whom they fought target actors;
    in strikes from abroad the foreign state is the perpetrator.
    """
    seen = look(line)
    parties = list(_parties(line, seen, codebook))
    unknown = [hit for hit in seen.tagged("claim") if hit.tags["claim"] == "unknown"]
    if not parties and not unknown:
        return []
    happenings = find_happenings(line, codebook)
    found: list[ActorSaid] = []
    parts = [(h.part, KINDS[h.kind].side) for h in happenings] or [
        ((0, len(line.text)), "attackers")
    ]
    for part, side in parts:
        there = [party for party in parties if part[0] <= party.start < part[1]]
        found += _roles(seen, there, side, part)
    return found + [
        ActorSaid("perpetrators", None, hit.start, hit.end, "unknown", (hit.start, hit.end))
        for hit in unknown
        if not any(actor.role == "perpetrators" for actor in found)
    ]


def _parties(line: Line, seen: Look, codebook: Codebook) -> Iterator[_Party]:
    """Named actors and unnamed ones in order; a description next to a name is left out."""
    reporters = find_reporters(line)
    actors = codebook.terms("actor")
    sorts = {
        codebook.find("actor_category", name): sort
        for sort, names in (("party", _PARTIES), ("foreign", _FOREIGN), ("state", _STATE))
        for name in names
    }
    unnamed = {
        code for names in _UNNAMED.values() for n in names if (code := codebook.find("actor", n))
    }
    named: list[_Party] = []
    for term in line.terms:
        codes = tuple(c for c in term.of("actor") if c not in unnamed)
        if not codes or any(start <= term.start < end for start, end in reporters):
            continue
        category = actors[codes[0]].row.get("category") if codes[0] in actors else None
        sort = sorts.get(category, "armed") if category else "armed"
        named.append(_Party(term.start, term.end, codes, sort))  # type: ignore[arg-type]
    yield from named
    for hit in seen.tagged("someone"):
        if not any(party.start - 2 <= hit.end and hit.start <= party.end + 2 for party in named):
            sort = hit.tags["someone"]
            names = (codebook.find("actor", name) for name in _UNNAMED[sort])
            code = next((name for name in names if name), None)
            codes = (code,) if code else ()
            yield _Party(hit.start, hit.end, codes, sort)  # type: ignore[arg-type]


def _roles(seen: Look, parties: list[_Party], side: str, part: Span) -> Iterator[ActorSaid]:
    state = [party for party in parties if party.sort == "state"]
    armed = [party for party in parties if party.sort == "armed"]
    foreign = [party for party in parties if party.sort == "foreign"]
    others = [party for party in parties if party.sort == "party"]
    unnamed = [party for party in parties if party.sort in ("unknown", "militants")]
    if side == "state":
        yield from _plain("responders", _agents(seen, state))
        yield from _plain("target_actors", armed or others)
    elif side == "strikers":
        yield from _perpetrators(seen, foreign or ([] if state else armed))
        yield from _plain("responders", state)
        yield from _plain("target_actors", armed if foreign or state else [])
    elif side == "parties":
        yield from _perpetrators(seen, others + armed)
        yield from _plain("responders", _agents(seen, state))
    else:
        attackers = [party for party in armed if not _opposed(seen, party)]
        yield from _perpetrators(seen, attackers or _first(unnamed))
        if any(True for _ in seen.tagged("repelled", *part)):
            yield from _plain("responders", _agents(seen, state))


def _first(parties: list[_Party]) -> list[_Party]:
    return [party for party in parties if party.codes][:1]


def _plain(role: Role, parties: list[_Party]) -> Iterator[ActorSaid]:
    told = set()
    for party in parties:
        if party.codes and party.codes[0] not in told:
            told.add(party.codes[0])
            yield ActorSaid(role, party.codes[0], party.start, party.end)


def _perpetrators(seen: Look, parties: list[_Party]) -> Iterator[ActorSaid]:
    told = set()
    for party in parties:
        if party.codes and party.codes[0] not in told:
            told.add(party.codes[0])
            claim, span = _claim(seen, party)
            yield ActorSaid("perpetrators", party.codes[0], party.start, party.end, claim, span)


def _claim(seen: Look, party: _Party) -> tuple[ClaimMode, Span | None]:
    """How the sentence ties an actor to the act, by the nearest words that say it."""
    best: tuple[int, ClaimMode, Span] | None = None
    for hit in seen.tagged("claim"):
        mode: ClaimMode = hit.tags["claim"]  # type: ignore[assignment]
        distance = _distance(party, hit)
        if distance is not None and (best is None or distance < best[0]):
            best = distance, mode, (hit.start, hit.end)
    if best:
        return best[1], best[2]
    return ("unknown" if party.sort == "unknown" else "attributed"), None


def _distance(party: _Party, hit: Hit) -> int | None:
    """Characters between an actor and words of claiming that are about it."""
    after, before = hit.start - party.end, party.start - hit.end
    mode = hit.tags["claim"]
    if mode == "suspected":
        if 0 <= before <= _CLOSE:
            return before
        return after if 0 <= after <= _NEAR else None
    if mode in ("denied", "unknown") or "after" in hit.tags:
        return after if 0 <= after <= _NEAR else None
    if "before" in hit.tags:
        return before if 0 <= before <= _CLOSE else None
    return None


def _agents(seen: Look, state: list[_Party]) -> list[_Party]:
    """Forces that act, without those told of as killed."""
    return [party for party in state if not _VICTIM.match(seen.plain, party.end)]


def _opposed(seen: Look, party: _Party) -> bool:
    """Whether an actor is spoken of as somebody's enemy, or as killed or caught itself."""
    near = any(0 <= party.start - hit.end <= 2 for hit in seen.tagged("against"))
    return near or _VICTIM.match(seen.plain, party.end) is not None
