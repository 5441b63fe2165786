"""The parts of a sentence that tell of an incident each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from waqia.reading.document import Span
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.events.looking import Look
from waqia.reading.proposing.events.phrases import Hit
from waqia.reading.proposing.line import Line

_FEW = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}"
_SPLIT = re.compile(
    r";|؛|(?P<aside>(?<!\w)(?:while|whereas|جبکہ)(?!\w))|,\s+and\s|"
    rf"(?<!\w)and (?=(?:an?|{_FEW})\s)|"
    r"(?P<example>(?<!\w)(?:including|such as|for example,|for instance,|notably|--?)(?!\w))|"
    r"(?P<item>,\s+(?=(?:an?|the|another|its)\s)|(?<!\w)(?:after|and|of) (?=(?:an?|the|in)\s))"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر"
)
DAY = re.compile(
    r"(?<!\w)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|this morning|"
    r"this (?:after)?noon|this evening|last night|the same (?:day|night)|"
    rf"(?:{_MONTHS}) \d{{1,2}}(?!\d)|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})|"
    r"پیر|منگل|بدھ|جمعرات|جمعہ|جمعے|ہفتے کے روز|ہفتہ|اتوار|گزشتہ روز|آج)(?!\w)"
)
MONTH = re.compile(
    rf"(?<!\w)(?:(?:{_MONTHS})(?:,| of)? (?:19|20)\d\d|in (?:early |late |mid )?(?:{_MONTHS})"
    r"|(?:in|early|late) (?:19|20)\d\d|(?:19|20)\d\d (?:attack|bombing|assault))(?!\w)"
)
DATED = re.compile(
    rf"(?<!\w)(?:an?|the|its|another) (?:(?:{_MONTHS}) (?:\d{{1,2}},? )?(?:(?:19|20)\d\d,? )?"
    r"|(?:19|20)\d\d,? )(?:[\w-]+ ){0,3}$"
)
_OPENS = re.compile(
    rf"\s*(?:and )?(?:an?|the|its|another) (?:(?:{_MONTHS}) (?:\d{{1,2}},? )?(?:(?:19|20)\d\d,? )?"
    r"|(?:19|20)\d\d,? )"
)
_NO_PLURALS = (
    "ss", "gas", "shells", "rounds", "grenades", "missiles", "rockets", "bombs", "devices", "ieds",
    "snipers", "rioters", "protesters", "demonstrators", "tribes", "clans", "sects", "groups",
    "parties", "peddlers", "grabbers", "drones",
)  # fmt: skip
"""Endings of nouns that are singular, or of several things and persons in one incident."""
_NAMED = re.compile(r"(?:[\w-]+ ){0,3}")
"""An incident that its date opens: "a June 2014 raid"."""


def parts(line: Line, seen: Look) -> Iterator[tuple[Span, Span | None]]:
    """The stretches of a sentence that could tell of an incident each, in order.

    A sentence is taken apart where both sides tell of something with a place of its own, or with
    a day of its own on the two sides of "while"; where examples of what was summed up begin; and
    where a list's next incident does, which opens with its date: "a June 2014 raid". With an
    example stands the stretch that introduces it, else None.
    """
    start = 0
    end = len(seen.plain)
    head: Span | None = None
    for split in _SPLIT.finditer(seen.plain):
        before, after = (start, split.start()), (split.end(), end)
        example = split["example"] is not None and _is_one(line, seen, after)
        if not (example or _opens(seen, before, after) or _apart(line, seen, before, after, split)):
            continue
        yield before, head
        start = split.end()
        if example and head is None:
            head = before
    yield (start, end), head


def _apart(line: Line, seen: Look, before: Span, after: Span, split: re.Match[str]) -> bool:
    if split["example"] or split["item"]:
        return False
    if not (_stands(seen, before) and _stands(seen, after)):
        return False
    one, other = places(line, before), places(line, after)
    if one and other and one.isdisjoint(other):
        return True
    days, others = _days(seen, before), _days(seen, after)
    return bool(split["aside"] and days and others and days.isdisjoint(others))


def _opens(seen: Look, before: Span, after: Span) -> bool:
    """Whether a part opens with an incident and its date, after another one was told of."""
    opening = _OPENS.match(seen.plain, *after)
    if opening is None:
        return False
    cue = next(seen.tagged("kind", opening.end(), after[1]), None)
    if cue is None or is_plural(seen, cue):
        return False
    if _NAMED.fullmatch(seen.plain, opening.end(), cue.start) is None:
        return False
    return any("noun" in hit.tags or "past" in hit.tags for hit in seen.tagged("kind", *before))


def _is_one(line: Line, seen: Look, part: Span) -> bool:
    """Whether words behind "including" tell of a single incident with its losses and its day."""
    cue = next(seen.tagged("kind", *part), None)
    if cue is None or "noun" not in cue.tags or is_plural(seen, cue):
        return False
    harmed = next(seen.tagged("harm", cue.end, part[1]), None)
    dated = DAY.search(seen.plain, *part) or MONTH.search(seen.plain, *part)
    return harmed is not None and dated is not None and bool(places(line, part))


def _stands(seen: Look, part: Span) -> bool:
    """Whether a part of a sentence could tell of an incident alone."""
    kinds = [KINDS[hit.tags["kind"]] for hit in seen.tagged("kind", *part)]
    past = any(True for _ in seen.tagged("past", *part))
    dated = DAY.search(seen.plain, *part) is not None
    harmed = dated and any(True for _ in seen.tagged("harm", *part))
    return past and (harmed or any(kind.weight > 1 for kind in kinds))


def _days(seen: Look, part: Span) -> frozenset[str]:
    return frozenset(day.group() for day in DAY.finditer(seen.plain, *part))


def places(line: Line, part: Span) -> frozenset[str]:
    """The places of the gazetteer that a part of a sentence names."""
    return frozenset(
        code for t in line.terms if part[0] <= t.start < part[1] for code in t.of("place")
    )


def is_plural(seen: Look, hit: Hit) -> bool:
    """Whether a noun tells of several: "attacks", "violence"."""
    if "noun" not in hit.tags or seen.plain.endswith(_NO_PLURALS, hit.start, hit.end):
        return False
    return seen.plain.endswith(("s", "violence"), hit.start, hit.end)
