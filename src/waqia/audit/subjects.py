"""Places that a sentence says something of: "Sindh saw 16 attacks, Punjab eight"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waqia.reading import Number, TermSpan

_SEES = (
    r"saw|sees|ha[sd]|have|record(?:ed|s)|witness(?:ed|es)|suffer(?:ed|s)|experienc(?:ed|es)|"
    r"report(?:ed|s)|fac(?:ed|es)|endured|registered|sustained"
)
_AND = re.compile(r"(?:\s*,)?\s+(?:and|or|&)\s+(?:the\s+)?|\s*,\s*", re.IGNORECASE)
_UNIT = r"(?:\s+(?:province|district|division|region|city))?(?:\s*\([^()\d]{1,20}\))?"
_ACTS = re.compile(
    rf"{_UNIT}(?:,[^,;.]{{1,80}},)?(?:\s+(?:in|during)\s+(?:the\s+year\s+)?(?:\w+\s+)?\d{{4}},?)?"
    rf"\s+(?:(?:also|alone|itself|again|only)\s+)*"
    rf"(?:{_SEES}|was|were|is|are|bore|came|led|lost|stood|accounted|counted|ranked|topped|"
    r"remained)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(rf"{_UNIT},?\s+(?:which|that|where)\s+(?:\w+\s+)?(?:{_SEES})\b", re.IGNORECASE)
_ONLY = r"(?:(?:only|just|another|alone|itself|its|a total of)\s+)*$"
_WITH = re.compile(rf"{_UNIT},?\s+(?:with|at)\s+{_ONLY}", re.IGNORECASE)
_BARE = re.compile(rf"(?:['’]s)?{_UNIT}(?:\s*[:–—]|\s+-|\s+for)?\s+{_ONLY}", re.IGNORECASE)
_ADVERBIAL = re.compile(rf"{_UNIT},?\s+{_ONLY}", re.IGNORECASE)
_ATTRIBUTES = (
    r"(?:(?:the|both|rest|of|\w+ern|\w+['’]s|neighbou?ring|restive|troubled|province|region|city|"
    r"district|districts|provinces)\s+){0,3}$"
)
_WITHIN = re.compile(
    r"\b(?P<word>in|of|from|at|across|near|within|inside|throughout|to|into|on|by|around|outside|"
    rf"against|over|between|among|towards?|including)\s+{_ATTRIBUTES}",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[;:.]|\b(?:and|while|whereas|but))\W*$", re.IGNORECASE)
_BREAK = re.compile(r";|\b(?:while|whereas|but|when|where|as|after|and that)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Subject:
    """Places together, and from where on a sentence speaks of them; offsets into its text.

    `gap` is where the number stands that follows with no verb between; -1 where a verb does.
    `unclear` says that the last of them may be a subject alone: 16 "in Sindh, and Punjab eight".
    """

    start: int
    end: int
    places: frozenset[str]
    gap: int = -1
    unclear: bool = False

    def rules(self, text: str, number: int, counts: Sequence[Number]) -> bool:
        """The number at this offset is the first behind the places, and in their clause."""
        return (
            not any(self.end <= other.start < number for other in counts)
            and not _BREAK.search(text, self.end, number)
        ) or self.gap == number


def subjects(
    text: str, mentions: Sequence[TermSpan], counts: Sequence[Number]
) -> Iterator[Subject]:
    """The places of a sentence that are the subjects of verbs or of elliptic numbers, in order."""
    for group in _together(text, [m for m in mentions if m.of("place")]):
        start, end = group[0].start, group[-1].end
        places = frozenset(code for mention in group for code in mention.of("place")[:1])
        number = next((n.start for n in counts if n.start >= end), -1)
        within = stands_within(text, start)
        if within is None:
            if number >= 0 and (gap := _BARE.fullmatch(text, end, number)):
                yield Subject(start, gap.end(), places, number)
                continue
            if acts := _ACTS.match(text, end):
                yield Subject(start, acts.end(), places)
                continue
        elif (
            number >= 0
            and _OPENS.search(text, 0, within.start())
            and (gap := _ADVERBIAL.fullmatch(text, end, number))
        ):
            yield Subject(within.start(), gap.end(), places, number)
            continue
        bare = number >= 0 and _BARE.fullmatch(text, end, number)
        if len(group) > 1 and (bare or _ACTS.match(text, end)):
            yield Subject(end, end, places, unclear=True)
            continue
        # what stands behind these speaks of the places, which may limit a number before as well
        start = end if within else start
        if which := _WHICH.match(text, end):
            yield Subject(start, which.end(), places)
        elif number >= 0 and (with_it := _WITH.fullmatch(text, end, number)):
            yield Subject(start, with_it.end(), places, number)


def stands_within(text: str, at: int) -> re.Match[str] | None:
    """The preposition that a place at this offset follows: in, of, across."""
    return _WITHIN.search(text, 0, at)


def _together(text: str, named: Sequence[TermSpan]) -> Iterator[list[TermSpan]]:
    """Places that are named together: Sindh, Punjab and Balochistan."""
    group: list[TermSpan] = []
    for mention in named:
        if group and not _AND.fullmatch(text, group[-1].end, mention.start):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group
