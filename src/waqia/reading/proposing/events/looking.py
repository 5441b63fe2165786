"""A sentence with the phrases of its language in it; and whether it can tell of violence at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from waqia.reading.proposing.events import english, english_signs, urdu
from waqia.reading.proposing.events.phrases import Hit, Phrases, plain
from waqia.reading.proposing.line import Language, Line

_WORD = re.compile(r"\w+")
_LONGEST = 3_000
"""Characters of a sentence that are read; what is longer is a list or a table run together."""
_BREAK = re.compile(
    r"[.;:،؛]|(?<!\w)(?:by|when|after|who|that|which|in|from|during|near|while|نے|میں)(?!\w)"
)
_PASSIVE = re.compile(r"(?<!\w)(?:was|were|been|got|being)[^\w]+(?:\w+[^\w]+){0,2}$")
_UNDONE = re.compile(
    r"(?:\s+(?:and|or) (?:injured|wounded|hurt)(?!\w))?\s*(?:$|[.,;:]|(?!(?:at(?: the)?(?: very)? "
    r"(?:least|most)|as (?:many|few))(?!\w))"
    r"(?:in|at|near|inside|outside|on|by|during|when|as|after|while|amid|from)(?!\w))"
)
"""What follows a verb without those harmed, as in headlines: "two killed in a blast"."""
_LINKING = (
    r"in|at|near|inside|outside|on|by|during|when|as|after|before|while|amid|from|of|to|with|for|"
    r"and|or|but|than|least|most|over|about|around|nearly|some|between|within|across|against|since|"
    r"until|under|that|which|who|where|(?:jan|febr)uary|march|april|may|june|july|august|"
    r"(?:sept|nov|dec)ember|october"
)
_THEN = re.compile(
    r"(?:\s+(?!(?:by|when|after|while|and|or|but|as|that|which|who|where)(?!\w))[^\s,;:]+)+?(?:"
    rf"\s+(?!(?:{_LINKING})(?!\w))[^\s,;:]+\s+"
    r"(?:(?:at (?:least|most)|as (?:many|few) as|more than|over|nearly|about|around|some) )?"
    r"(?:an?|\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|several|dozens of|"
    r"scores of) (?!(?:in|at|near|on|days?|hours?|minutes?|weeks?|months?|years?|km|kilomet\w+|"
    r"miles?|[ap]\.?m)(?!\w))[^\W\d]"
    r"|\s(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday)"
    r"(?: (?:morning|evening|night))? "
    r"(?:the |top |senior |key |most |wanted |militant |terrorist )*(?:militants|terrorists|"
    r"insurgents|khawarij|soldiers|policemen|troops|commanders?|leaders?|chief|head)(?!\w))"
)
"""Those harmed, behind the place or the day: "killed in Bannu on Monday five militants"."""
_WHOM = re.compile(r"(?<!\w)(?:whom?|that|which) (?:[\w'’-]+ ){1,3}$")
"""One who did it, behind the word for those harmed: "men whom militants killed"."""
_AUXILIARIES = ("was ", "were ", "been ")
_DOER = re.compile(r"\s*(?:\w+\s+){0,2}نے(?!\w)")
_BY = re.compile(r"[^\w.,;:]+(?:\w+[^\w.,;:]+){0,2}?by(?!\w)|[^\w.,;:]+by(?!\w)")


@dataclass(frozen=True, slots=True)
class Said:
    """A value and the words at `start` to `end` of the sentence that say it."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Look:
    """A sentence as `plain` text with the phrases in it, in the order they stand.

    `by_tag` has the phrases of each tag.
    """

    plain: str
    language: Language
    hits: tuple[Hit, ...]
    by_tag: Mapping[str, list[Hit]]

    def tagged(self, tag: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """The phrases with a tag that lie within a stretch of the sentence."""
        stop = len(self.plain) if end is None else end
        return (hit for hit in self.by_tag.get(tag, ()) if start <= hit.start < stop)

    def aims(self, hit: Hit) -> bool:
        """Whether a phrase has an object: "attack on", "targeted"; an Urdu one stands before."""
        if "upon" in hit.tags:
            return True
        return any(at.start < hit.end and hit.start < at.end for at in self.tagged("at"))

    def is_open(self, start: int, end: int) -> bool:
        """Whether no clause ends between two places, so that one can be said of the other."""
        return _BREAK.search(self.plain, start, end) is None

    def is_passive(self, at: int) -> bool:
        """Whether the verb at a place tells of those something was done to: "were killed"."""
        if self.plain.startswith(_AUXILIARIES, at):
            return True
        return _PASSIVE.search(self.plain, max(0, at - 25), at) is not None

    def is_suffered(self, hit: Hit) -> bool:
        """Whether a phrase tells what was done to those before it, with or without "were"."""
        if self.is_passive(hit.start):
            return True
        bare = self.language == "en" and hit.tags.get("harm") in ("killed", "injured")
        return (
            bare
            and _UNDONE.match(self.plain, hit.end) is not None
            and _THEN.match(self.plain, hit.end) is None
            and _WHOM.search(self.plain, max(0, hit.start - 45), hit.start) is None
        )

    def is_doer(self, end: int) -> bool:
        """Whether an Urdu sentence marks who ends at a place as the one who did it."""
        return self.language == "ur" and _DOER.match(self.plain, end) is not None

    def is_by(self, hit: Hit, at: int) -> bool:
        """Whether what stands at a place is said to have done what a phrase before it says."""
        if "by" in hit.tags:
            return self.is_open(hit.end, at)
        return _BY.match(self.plain, hit.end) is not None and self.is_open(hit.end + 3, at)


@cache
def phrases(language: Language) -> Phrases:
    """The phrases of a language."""
    if language == "ur":
        return Phrases(urdu.PHRASES)
    return Phrases(english.DEEDS | english_signs.SIGNS)


def look(line: Line) -> Look:
    """The phrases of a sentence, of a very long one those of its beginning."""
    return _look(line.text, line.language)


@lru_cache(maxsize=32)
def _look(text: str, language: Language) -> Look:
    bare = plain(text[:_LONGEST])
    hits = tuple(phrases(language).find(bare))
    by_tag: dict[str, list[Hit]] = {}
    for hit in hits:
        for tag in hit.tags:
            by_tag.setdefault(tag, []).append(hit)
    return Look(bare, language, hits, by_tag)


@cache
def _telling() -> frozenset[str]:
    return frozenset(f"{english_signs.TELLING} {urdu.TELLING}".split())


def smells(text: str) -> bool:
    """Whether a text has a word that sentences about violence have; English and Urdu at once."""
    return not _telling().isdisjoint(_WORD.findall(text.lower()))
