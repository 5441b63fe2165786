"""Whether a sentence gives figures of many incidents, and whether it goes on about the last one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from waqia.reading.document import Span
from waqia.reading.proposing.events import urdu
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.events.looking import Look, look
from waqia.reading.proposing.events.remembering import remember
from waqia.reading.proposing.line import Line

_FEW = re.compile(r"(?:two|2|both|دو|one|1|ایک|three|تین|3)(?!\w)")
_YEAR = re.compile(r"(?<!\w)(?:19|20)\d\d(?!\w)")
_LISTED = re.compile(
    r"(?<!\w)(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ )?(?:each )?in [a-z]"
)
_SIGN = 3
_WEIGHTS = {
    "events": 2,
    "each": 2,
    "share": 2,
    "compare": 2,
    "sum": 2,
    "period": 2,
    "list": 0,
    "these": 3,
}
_KNOWN = re.compile(rf"(?:{urdu.BEFORE_KNOWN})$")
_OPENING = 60
"""Characters of a sentence's beginning in which words of going on count most."""


def is_total(line: Line) -> bool:
    """Whether a sentence gives figures of several incidents, which are never an incident itself.

    Counts of attacks, sums over a period, comparisons between periods, shares and lists of places
    each with its number; two blasts told of together are not.
    """
    return total_weight(look(line)) >= _SIGN


def total_weight(seen: Look, part: Span | None = None) -> int:
    """How much in a sentence, or in a part of it, speaks for figures: 3 and more settle it."""
    start, end = part or (0, len(seen.plain))
    weight = 0
    kinds = set()
    for hit in seen.tagged("total", start, end):
        kind = hit.tags["total"]
        if kind == "events":
            few = _FEW.match(seen.plain, hit.start) is not None
            weight += 1 if few and kind not in kinds else 0 if few else 2
        elif kind not in kinds:
            weight += _WEIGHTS[kind]
        kinds.add(kind)
    if sum(start <= at < end for at in _listed(seen)) > 1:
        weight += 2
    if "events" in kinds and _YEAR.search(seen.plain, start, end):
        weight += 1
    return weight


@remember(4)
def _listed(seen: Look) -> tuple[int, ...]:
    """Where places stand with their numbers: "six in Bajaur and four in Peshawar"."""
    return tuple(match.start() for match in _LISTED.finditer(seen.plain))


@dataclass(frozen=True, slots=True)
class Flow:
    """Whether a sentence tells of the incident before it: evidence, and the words that give it.

    Where there is none, `of` is the kind of happening that the sentence speaks of as known, if one
    of that kind was told of: Urdu has no article, and opens with "دھماکا" or says "ہونے والے حملے".
    """

    evidence: Literal["same", "new", "unclear"]
    reasons: tuple[str, ...]
    of: str | None = None


def continues(line: Line) -> Flow:
    """Whether a sentence goes on about the incident of the sentence before it.

    Args:
        line: the sentence.

    Returns:
        `same` for "the blast", "the injured were shifted"; `new` for "in another incident" and
        for a list's next item; the words that tell, the strongest first.
    """
    seen = look(line)
    found: dict[str, list[tuple[int, str]]] = {"same": [], "new": []}
    for hit in seen.tagged("flow"):
        strength = 2 if hit.start <= _OPENING else 1
        found[hit.tags["flow"]].append((strength, line.text[hit.start : hit.end]))
    same = max((strength for strength, _ in found["same"]), default=0)
    new = max((strength for strength, _ in found["new"]), default=0)
    if same == new == 0:
        return Flow("unclear", (), _known(seen))
    # "in another incident, the attackers …" begins one: what opens an incident is said once
    evidence: Literal["same", "new"] = "new" if new >= same else "same"
    ordered = sorted(found[evidence], key=lambda pair: -pair[0])
    return Flow(evidence, tuple(words for _, words in ordered))


def _known(seen: Look) -> str | None:
    """The kind of attack that an Urdu sentence opens with, or of which it says that it was."""
    if seen.language != "ur":
        return None
    kinds = (
        hit.tags["kind"]
        for hit in seen.tagged("kind")
        if KINDS[hit.tags["kind"]].side == "attackers"
        and hit.tags["kind"] != "harm"
        and _KNOWN.search(seen.plain, 0, hit.start)
    )
    return next(kinds, None)
