"""What a sentence tells happened: its kind, tactics and targets, and whether it is particular."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from waqia.codebook import Codebook
from waqia.reading.document import Span
from waqia.reading.proposing.events.breakdown import singles
from waqia.reading.proposing.events.citing import find_reporters
from waqia.reading.proposing.events.codes import Codes, codes
from waqia.reading.proposing.events.kinds import KINDS, Kind
from waqia.reading.proposing.events.looking import Look, Said, look
from waqia.reading.proposing.events.parties import Party, agents, find_parties, victims
from waqia.reading.proposing.events.parting import DATED, DAY, MONTH, is_plural, parts, places
from waqia.reading.proposing.events.phrases import Hit
from waqia.reading.proposing.events.remembering import remember
from waqia.reading.proposing.events.targets import find_targets
from waqia.reading.proposing.events.telling import total_weight
from waqia.reading.proposing.line import Line

_CLAUSE = re.compile(
    r"[,;:]|،|؛|(?<!\w)(?:which|when|while|after|before|killing|leaving|that killed)(?!\w)|"
    r"(?<!\w)and(?! \w+ed(?!\w))(?!\w)"
)
_FEW = re.compile(r"(?<!\w)(?:twin|two|both|double|2)[^\w](?:\w+[^\w]){0,2}$")
_WITHIN = re.compile(r"(?<!\w)(?:in|inside|at|near|on)(?: [\w'-]+){0,3} $")
_SETTLED = 3
_FORWARD = frozenset({"modal", "plan", "threat", "no"})
_ALOFT = frozenset({"drone", "airstrike"})
_BETWEEN = re.compile(r"(?<!\w)(?:between|clashed(?! with)|each other)(?!\w)|درمیان|جنگجوؤں میں")
_STATES = frozenset({"operation", "search", "demonstration", "crime"})
_WHOLE = {
    "condemn": 3,
    "court": 2,
    "talk": 1,
    "habit": 1,
    "drill": 7,
    "state": 3,
    "accident": 7,
    "private": 6,
    "funeral": 5,
    "play": 5,
    "campaign": 2,
    "sentence": 4,
}
_MISHAPS = frozenset({"harm", "clash", "operation"})
_REPELLED = frozenset({"suicide", "attack", "shooting", "bombing"})
_DEEDS = frozenset({"bombing", "shelling", "shooting"})
_BY_WHOM = frozenset({"harm", "shooting", "attack", "shelling"})


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that a sentence tells happened, in its stretch `part`.

    `type`, `tactics` and `targets` are codes of the codebook with the words that say them, the
    main one first; `type` is None where the codebook has none for the `kind`. `definite` tells
    a particular incident that took place; `reasons` are the signs for and against it. `head` is
    the stretch that introduces it as one of several: who did them is said there.
    """

    kind: str
    cue: Span
    type: Said | None
    tactics: tuple[Said, ...]
    targets: tuple[Said, ...]
    definite: bool
    reasons: tuple[str, ...]
    part: Span
    head: Span | None = None


@remember(4)
def find_happenings(line: Line, codebook: Codebook) -> tuple[Happening, ...]:
    """What a sentence tells happened: nothing, one thing, or one for each part of it.

    See `parting.parts` for where a sentence is taken apart.
    """
    seen = look(line)
    if "kind" not in seen.by_tag:
        return ()
    reporters = find_reporters(line)
    known = codes(codebook)
    parties = find_parties(line, known)
    told = [
        replace(happening, head=head)
        for part, head in parts(line, seen)
        if (happening := _happening(line, seen, known, part, reporters, parties))
    ]
    if told and total_weight(seen) and not any(happening.definite for happening in told):
        alone = [_single(told[0], line, seen, known, part) for part in singles(line, seen)]
        return tuple(alone) or tuple(told)
    return tuple(told)


def _single(of: Happening, line: Line, seen: Look, known: Codes, part: Span) -> Happening:
    """One of the incidents that a sentence sums up, at a place of its own."""
    tactics = _tactics(line, seen, known, part, KINDS[of.kind]) or of.tactics
    reasons = ("one of a sum",)
    head = 0, len(seen.plain)
    return replace(of, tactics=tactics, definite=True, reasons=reasons, part=part, head=head)


def _happening(
    line: Line,
    seen: Look,
    known: Codes,
    part: Span,
    reporters: tuple[Span, ...],
    parties: tuple[Party, ...],
) -> Happening | None:
    shadows = list(_shadows(seen, part))
    cues = list(seen.tagged("kind", *part))
    if not cues:
        return None
    clear = [hit for hit in cues if not _inside(hit.start, shadows) and not _meant(seen, hit)]
    cue, kind = _main(seen, clear or cues)
    kind = _by_parties(seen, part, kind, parties)
    code = known.types[kind.name]
    definite, reasons = _judge(line, seen, known, part, kind, clear, parties)
    tactics: tuple[Said, ...] = ()
    targets: tuple[Said, ...] = ()
    if kind.side != "state" or kind.name == "foiled":
        tactics = _tactics(line, seen, known, part, kind)
        if kind.name == "crossborder":
            tactics = _across(tactics, cue, known)
    if kind.name in ("foiled", "crossborder") or kind.side in ("attackers", "parties"):
        targets = find_targets(line, seen, known, part, reporters, kind)
    said = Said(cue.start, cue.end, code) if code else None
    return Happening(
        kind.name, (cue.start, cue.end), said, tactics, targets, definite, reasons, part
    )


def _shadows(
    seen: Look, part: Span, doubts: frozenset[str] = _FORWARD | {"background"}
) -> Iterator[Span]:
    """Stretches that speak of what may be, was planned, or lies behind what is told."""
    for hit in seen.tagged("doubt", *part):
        if hit.tags["doubt"] in doubts:
            end = _CLAUSE.search(seen.plain, hit.end, part[1])
            yield hit.start, end.start() if end else part[1]


def _meant(seen: Look, hit: Hit) -> bool:
    """Whether a verb is only meant: "designed to hit", but not "tried to hit"."""
    tried = seen.plain.endswith(("attempted to ", "tried to "), 0, hit.start)
    return not tried and seen.plain.endswith("to ", 0, hit.start)


def _inside(at: int, spans: list[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _main(seen: Look, cues: list[Hit]) -> tuple[Hit, Kind]:
    """The kind that weighs most, the first of several."""

    def weight(hit: Hit) -> float:
        kind = KINDS[hit.tags["kind"]]
        if kind.name == "suicide" and not {"noun", "past"} & hit.tags.keys():
            return 3.5  # a bomber may be killed or caught before
        if kind.name == "attack" and seen.aims(hit):
            return 5.5
        return kind.weight

    best = max(cues, key=weight)
    if best.tags["kind"] == "attack" and all(hit.tags.get("harm") != "killed" for hit in cues):
        # who was taken weighs more than what was burnt
        best = next((hit for hit in cues if hit.tags.get("harm") == "abducted"), best)
    elif best.tags["kind"] == "operation":
        best = next((hit for hit in cues if _was_before(seen, hit)), best)
    if best.tags["kind"] == "attack":  # how it was done says more, if it is told
        best = next((hit for hit in cues if hit.tags["kind"] in _DEEDS), best)
    return best, KINDS[best.tags["kind"]]


def _was_before(seen: Look, hit: Hit) -> bool:
    """Whether a phrase tells of the attack that forces ended: "who had hijacked the train"."""
    attack = KINDS[hit.tags["kind"]].side == "attackers" and hit.tags["kind"] != "harm"
    return attack and "past" in hit.tags and seen.plain.endswith("who had ", 0, hit.start)


def _by_parties(seen: Look, part: Span, kind: Kind, parties: tuple[Party, ...]) -> Kind:
    """A kind put right by who did it: killing by the state's forces is an operation."""
    there = list(seen.tagged("kind", *part))
    harms = {hit.tags["harm"] for hit in seen.tagged("harm", *part)}
    if kind.name == "foiled" and "killed" in harms:
        others = [hit for hit in there if hit.tags["kind"] in _REPELLED]
        return KINDS[others[0].tags["kind"]] if others else kind
    if (
        kind.name == "search"
        and "killed" in harms
        and victims(seen, parties, part)
        & {
            "armed",
            "militants",
        }
    ):
        return KINDS["operation"]
    if kind.name == "operation" and "arrested" in harms and "killed" not in harms:
        return KINDS["search"]
    if kind.name == "airstrike" and any(party.sort == "foreign" for party in parties):
        return KINDS["crossborder"]
    if kind.name == "clash" and _among_armed(seen, part, parties):
        return KINDS["infighting"]
    if kind.name not in _BY_WHOM:
        return kind
    doers, killed = agents(seen, parties, part), victims(seen, parties, part)
    if sum(party.sort == "tribal" for party in parties) > 1:
        return KINDS["tribal"]
    if doers & {"armed", "militants", "unknown"}:
        return kind
    if "political" in doers:
        return KINDS["political"]
    if "foreign" in doers and kind.name != "harm":
        return KINDS["crossborder"]
    if kind.name in ("harm", "shooting") and ("state" in doers or killed & {"armed", "militants"}):
        return KINDS["operation"]
    return kind


def _among_armed(seen: Look, part: Span, parties: tuple[Party, ...]) -> bool:
    """Whether armed groups fought each other, and no forces of a state."""
    there = [party for party in parties if part[0] <= party.start < part[1]]
    named = {party.codes for party in there if party.sort == "armed" and party.codes}
    return (
        len(named) > 1
        and not any(party.sort == "state" for party in there)
        and _BETWEEN.search(seen.plain, *part) is not None
    )


def _judge(
    line: Line,
    seen: Look,
    known: Codes,
    part: Span,
    kind: Kind,
    clear: list[Hit],
    parties: tuple[Party, ...],
) -> tuple[bool, tuple[str, ...]]:
    """Signs that a particular incident is told, weighed against signs that none is."""
    score = 0
    reasons = []

    def note(points: int, reason: str) -> None:
        nonlocal score
        score += points
        reasons.append(f"{points:+d} {reason}")

    shadows = list(_shadows(seen, part))
    harms = [hit for hit in seen.tagged("harm", *part) if not _inside(hit.start, shadows)]
    if harms:
        counted = any(n.kind == "count" for n in line.numbers)
        note(2 if counted else 1, "persons harmed")
    if any("past" in hit.tags for hit in clear) or (
        clear and any(not _inside(h.start, shadows) for h in seen.tagged("past", *part))
    ):
        note(2, "told as past")
    elif any(_is_named(line, seen, part, hit) for hit in seen.tagged("kind", *part)):
        note(2, "named with its date")
    elif not clear:
        note(-3, "only in doubt")
    if DAY.search(seen.plain, *part):
        note(2, "a day")
    elif MONTH.search(seen.plain, *part):
        note(1, "a month or year")
    if places(line, (0, len(seen.plain))):
        note(1, "a place")
    if known.has_places and _is_abroad(line, seen, part, kind, parties):
        note(-5, "abroad")
    if kind.name == "harm":
        note(-2, "no kind of incident named")
    nouns = [hit for hit in clear if "noun" in hit.tags]
    if nouns and all(is_plural(seen, hit) and not _is_few(seen, hit) for hit in nouns):
        note(-2, "several not counted")
    if weight := total_weight(seen, part):
        note(-weight - (2 if weight > 2 else 0), "figures")
    doubts = {hit.tags["doubt"] for hit in seen.tagged("doubt", *part)}
    for name, points in _WHOLE.items():
        if name == "private" and kind.name == "tribal":
            continue
        if name == "accident" and not all(_may_be_mishap(hit) for hit in clear):
            continue
        if name in doubts:
            note(-points, name)
    return score >= _SETTLED, tuple(reasons)


def _is_named(line: Line, seen: Look, part: Span, hit: Hit) -> bool:
    """Whether a noun names an incident that took place: "the June 2014 attack on the airport"."""
    if "noun" not in hit.tags or is_plural(seen, hit) or hit.tags["kind"] in _STATES:
        return False
    if _inside(hit.start, list(_shadows(seen, part, _FORWARD))) or not places(line, part):
        return False
    if DATED.search(seen.plain, max(part[0], hit.start - 45), hit.start):
        return True
    reach = hit.end, min(part[1], hit.end + 90)
    dated = MONTH.search(seen.plain, *reach) or DAY.search(seen.plain, *reach)
    return dated is not None and _CLAUSE.search(seen.plain, hit.end, dated.start()) is None


def _may_be_mishap(hit: Hit) -> bool:
    """Whether words of violence are used of accidents too: trains clash, floods hit."""
    kind = hit.tags["kind"]
    return kind in _MISHAPS or (kind == "attack" and not {"noun", "tactic"} & hit.tags.keys())


def _is_few(seen: Look, hit: Hit) -> bool:
    """Whether a noun tells of two that are told of together: "twin blasts"."""
    if seen.plain.startswith(("twin ", "double "), hit.start):
        return True
    return _FEW.search(seen.plain, max(0, hit.start - 30), hit.start) is not None


def _is_abroad(line: Line, seen: Look, part: Span, kind: Kind, parties: tuple[Party, ...]) -> bool:
    """Whether a part tells of what others did in another country than the codebook's."""
    own = kind.side != "attackers" and any(party.sort == "state" for party in parties)
    if own or places(line, part):
        return False
    return any(
        part[0] <= term.start < part[1]
        and _WITHIN.search(seen.plain, max(0, term.start - 40), term.start)
        for term in line.terms
        if term.of("country")
    )


def _across(tactics: tuple[Said, ...], cue: Hit, known: Codes) -> tuple[Said, ...]:
    """Tactics of an attack over a border: fire across it, where it is not from the air."""
    code = known.tactic("cross_border_fire|cross-border firing")
    if code is None or cue.tags.get("kind") == "airstrike":
        return tactics
    firing = known.tactic("firing|shooting")
    others = (said for said in tactics if said.code not in (code, firing))
    return (Said(cue.start, cue.end, code), *others)


def _tactics(line: Line, seen: Look, known: Codes, part: Span, kind: Kind) -> tuple[Said, ...]:
    """Tactics that phrases and the codebook's terms say; a wider one goes where a narrower is."""
    found: dict[str, Said] = {}
    hits = [
        hit
        for hit in seen.tagged("tactic", *part)
        if "kind" in hit.tags or hit.tags["tactic"] != "firing" or kind.name in _BY_WHOM
    ]
    if kind.name in _ALOFT:  # what an aircraft fires is no means of its own
        hits = [hit for hit in hits if hit.tags.get("kind") == kind.name] or hits
    for hit in hits:
        if code := known.tactic(hit.tags["tactic"]):
            found.setdefault(code, Said(hit.start, hit.end, code))
    for term in line.terms if kind.name not in _ALOFT or not found else ():
        within = any(hit.start <= term.start < hit.end for hit in hits)
        if part[0] <= term.start < part[1] and not within:
            for code in term.of("tactic"):
                found.setdefault(code, Said(term.start, term.end, code))
    wider = {parent for code in found for parent in known.wider_tactics(code)}
    return tuple(sorted((s for c, s in found.items() if c not in wider), key=lambda s: s.start))
