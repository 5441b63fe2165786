"""Who did it, who answered and against whom: actors with role and claim mode, each anchored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from waqia.codebook import Codebook
from waqia.reading.document import Span
from waqia.reading.proposing.events.codes import Sort, codes
from waqia.reading.proposing.events.happening import find_happenings
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.events.looking import Look, look
from waqia.reading.proposing.events.parties import Party, find_parties
from waqia.reading.proposing.events.phrases import Hit
from waqia.reading.proposing.line import Line

ClaimMode = Literal["claimed", "attributed", "suspected", "denied", "unknown"]
Role = Literal["perpetrators", "responders", "target_actors"]

_NAMELESS = ("unknown", "militants")
_NAMED = ("armed", "foreign", "political", "tribal")
_NEAR = 80
_NEAR_URDU = 160
_CLOSE = 25
_BELONGING = re.compile(r"\W*to (?:belong|be (?:members|linked|affiliated))\b[^.,;:]{0,50}$")
_VICTIM = re.compile(
    r"[^\w]{1,3}(?:\w+[^\w.;:]{1,3}){0,6}?(?:(?:was|were|been)[^\w]+(?:\w+[^\w]+)?)"
    r"(?:killed|arrested|neutralised|neutralized|eliminated|detained|shot|gunned|martyred|injured)"
)


@dataclass(frozen=True, slots=True)
class ActorSaid:
    """An actor's part in what a sentence tells, and the words at `start` to `end` that name it.

    `code` is the codebook's; None where it is said that nobody is known to have done it (claim
    `unknown`), and for "the group", which a sentence before names or the codebook lacks. `claim`
    is the mode of a perpetrator's attribution, and `claim_span` the words that give it, where
    there are any.
    """

    role: Role
    code: str | None
    start: int
    end: int
    claim: ClaimMode | None = None
    claim_span: Span | None = None


def find_actors(line: Line, codebook: Codebook, kind: str | None = None) -> list[ActorSaid]:
    """The actors of what a sentence tells, with role and, for perpetrators, claim mode.

    `kind` is the kind of the incident that the sentence goes on about, where it tells of no
    incident by itself: in "troops engaged the militants" after an operation was told, nobody
    is a perpetrator.

    In attacks those who attacked are perpetrators, and forces that beat them off responders; in
    operations, clashes and arrests the forces are responders and whom they fought target actors;
    in strikes from abroad the foreign state is the perpetrator.
    """
    seen = look(line)
    parties = find_parties(line, codes(codebook))
    nobody = [hit for hit in seen.tagged("claim") if hit.tags["claim"] == "unknown"]
    owned = [hit for hit in seen.tagged("claim") if _owns(seen, hit)]
    if not parties and not nobody and not owned:
        return []
    found: list[ActorSaid] = []
    if nobody:
        hit = nobody[0]
        span = hit.start, hit.end
        found.append(ActorSaid("perpetrators", None, *span, "unknown", span))
        parties = tuple(party for party in parties if party.sort != "armed")
    happenings = find_happenings(line, codebook)
    parts = [(h.part, KINDS[h.kind].side) for h in happenings]
    if not any(happening.definite for happening in happenings) and not kind:
        parties = tuple(party for party in parties if party.sort not in _NAMELESS)
    elif kind and not any(happening.definite for happening in happenings):
        parts = [((0, len(seen.plain)), KINDS[kind].side)]
    for part, side in parts or [((0, len(seen.plain)), "attackers")]:
        there = tuple(party for party in parties if part[0] <= party.start < part[1])
        # one who did several things is named once
        found += _roles(seen, there if len(parts) > 1 and _names(there) else parties, side, part)
    if owned and not nobody and not any(actor.claim for actor in found):
        span = owned[0].start, owned[0].end  # by somebody whom the codebook does not know
        found.append(ActorSaid("perpetrators", None, *span, "claimed", span))
    return list(dict.fromkeys(found))


def _owns(seen: Look, hit: Hit) -> bool:
    """Whether words tell that somebody took responsibility for a deed."""
    said = seen.plain[hit.start : hit.end]
    return hit.tags["claim"] == "claimed" and "after" in hit.tags and "responsibility" in said


def _names(parties: tuple[Party, ...]) -> bool:
    return any(party.sort in _NAMED for party in parties)


def _roles(seen: Look, parties: tuple[Party, ...], side: str, part: Span) -> Iterator[ActorSaid]:
    def of(*sorts: Sort) -> list[Party]:
        return [party for party in parties if party.sort in sorts]

    state, armed, foreign = of("state"), of("armed"), of("foreign")
    others = of("political", "mob", "tribal")
    acting = [party for party in state if not _VICTIM.match(seen.plain, party.end)]
    if side == "state":
        claiming = [party for party in armed if _claim(seen, party)[0] == "claimed"]
        yield from _perpetrators(seen, claiming)
        yield from _plain("responders", acting)
        if not claiming:
            yield from _plain("target_actors", armed or others or of("militants"))
    elif side == "strikers":
        yield from _perpetrators(seen, foreign or ([] if state else armed))
        yield from _plain("responders", acting)
        fought = armed or of("militants")
        yield from _plain("target_actors", fought if foreign or state else [])
    elif side == "parties":
        yield from _perpetrators(seen, others + armed or _first(of("militants", "unknown")))
        doing = [party for party in acting if seen.language == "en" or seen.is_doer(party.end)]
        yield from _plain("responders", doing)
    else:
        attackers = [party for party in armed if not _opposed(seen, party)]
        blast = any(
            hit.tags["kind"] in ("bombing", "suicide") for hit in seen.tagged("kind", *part)
        )
        named = attackers or ([] if blast else of("mob")) or _first(of("militants", "unknown"))
        yield from _perpetrators(seen, named)
        if any(True for _ in seen.tagged("repelled", *part)):
            yield from _plain("responders", acting)


def _first(parties: list[Party]) -> list[Party]:
    return [party for party in parties if party.codes][:1]


def _plain(role: Role, parties: list[Party]) -> Iterator[ActorSaid]:
    told = set()
    for party in parties:
        if party.codes and party.codes[0] not in told:
            told.add(party.codes[0])
            yield ActorSaid(role, party.codes[0], party.start, party.end)


def _perpetrators(seen: Look, parties: list[Party]) -> Iterator[ActorSaid]:
    told = set()
    named = any(party.codes for party in parties)
    for party in parties:
        code = party.codes[0] if party.codes else None
        if code not in told and (code or not named):
            told.add(code)
            claim, span = _claim(seen, party)
            yield ActorSaid("perpetrators", code, party.start, party.end, claim, span)


def _claim(seen: Look, party: Party) -> tuple[ClaimMode, Span | None]:
    """How the sentence ties an actor to the act, by the nearest words that say it."""
    best: tuple[int, ClaimMode, Span] | None = None
    near = _NEAR if seen.language == "en" else _NEAR_URDU  # the verb comes last
    for hit in seen.tagged("claim"):
        mode: ClaimMode = hit.tags["claim"]  # type: ignore[assignment]
        distance = _distance(seen, party, hit, near)
        if distance is not None and (best is None or distance < best[0]):
            best = distance, mode, (hit.start, hit.end)
    if best:
        return best[1], best[2]
    return ("attributed" if party.sort not in _NAMELESS else "unknown"), None


def _belongs(seen: Look, start: int, end: int) -> bool:
    """Whether words of suspicion up to a name are "(suspected) to belong to the group"."""
    return end - start < _NEAR and _BELONGING.match(seen.plain[start:end]) is not None


def _distance(seen: Look, party: Party, hit: Hit, near: int) -> int | None:
    """Characters between an actor and words of claiming that are about it."""
    if hit.start <= party.start and party.end <= hit.end:
        return 0
    after, before = hit.start - party.end, party.start - hit.end
    mode = hit.tags["claim"]
    if mode == "suspected":
        if 0 <= before <= _CLOSE or (before > 0 and _belongs(seen, hit.end, party.start)):
            return before
        return after if 0 <= after <= _CLOSE else None
    if mode in ("denied", "unknown") or "after" in hit.tags:
        return after if 0 <= after <= near else None
    if "before" in hit.tags:
        return before if 0 <= before <= _CLOSE else None
    return None


def _opposed(seen: Look, party: Party) -> bool:
    """Whether an actor is spoken of as somebody's enemy, or as killed or caught itself."""
    near = any(0 <= party.start - hit.end <= 2 for hit in seen.tagged("against"))
    return near or _VICTIM.match(seen.plain, party.end) is not None
