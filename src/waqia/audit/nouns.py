"""What a number counts by its own noun: incidents, persons, something else, or nothing said."""

from __future__ import annotations

import re
from typing import Literal

from waqia.audit.phrases import Clause, phrase_of
from waqia.audit.wording import ADJECTIVES, STOPS, outcome_of
from waqia.reading import Number

Said = tuple[Clause, Number]
"""A number and the sentence it stands in."""
Noun = Literal["incidents", "persons", "none", "else"]
"""What a number counts; "none" where it has no noun of its own, "else" where it is not known."""

KILLED = re.compile(r"\b(?:kill|injur|wound|martyr|arrest)(?:ed|ing|s)\s+$", re.IGNORECASE)
_WORD = re.compile(r"\s+([^\W\d_][\w'’-]*)")
_BECAME = re.compile(
    r"\s+(?:(?:were|was|are|have|has|had|been|being|also|reportedly)\s+)*"
    r"(?:killed|martyred|injured|wounded|arrested|dead|died|lost\s+their\s+li)\b",
    re.IGNORECASE,
)
_COLLECTIVE = ("police", "personnel", "levies", "troops", "people")
_URDU = re.compile(r"\s+[\u0600-\u06ff]")
_ENDS_UR = re.compile(
    r"[^\w\s]|[\d\u06f0-\u06f9]|(?<!\w)(?:میں|پر|نے|کے|کی|کا|کو|سے|تک|اور|یا|جبکہ|کہ|جو|جن|جس|ان|یعنی|بھی|"
    r"ہو\w*|ہے|ہیں|تھ[ےای]|تھیں|گ[یئ]\w*|کی[ےا]|شامل|بشمول|سمیت)(?!\w)"
)
_NOUN_UR = re.compile(
    r"(?<!\w)(?:(?P<persons>حملہ آور(?:وں)?|دہشت گرد(?:وں)?|شدت پسند(?:وں)?|جنگجو(?:ؤں)?|"
    r"افراد|لوگ(?:وں)?|اہلکار(?:وں)?|شہری(?:وں)?|خواتین|عورت(?:یں|وں)|بچ(?:ے|وں)|مرد(?:وں)?|فوجی(?:وں)?|مزدور(?:وں)?|"
    r"ہلاک(?: شدگان)?|جاں بحق|شہید|زخمی(?:وں)?|مار[ےا])"
    r"|(?P<incidents>حمل(?:ہ|ے|وں)|واقع(?:ہ|ات)|کارروائ(?:ی|یاں|یوں)|دھماک(?:ہ|ے|وں)|"
    r"جھڑپ(?:یں|وں)?))(?!\w)"
)


def counts_of(clause: Clause) -> list[Number]:
    """The numbers of a sentence that count something, and say how many."""
    return [n for n in clause.numbers if n.kind == "count" and n.best and not n.imputed]


def counted(clause: Clause, number: Number) -> str | None:
    """What the words behind a number count: incidents, persons or what became of them."""
    phrase = phrase_of(clause, number, _following(clause, number), [])
    return phrase.measure if phrase else None


def are_alike(one: Said, other: Said) -> bool:
    """Nothing says that one number counts incidents and the other people."""
    kinds = {counted(*one), counted(*other)} - {None}
    return not ("incidents" in kinds and len(kinds) > 1)


def are_one_kind(part: Said, whole: Said) -> bool:
    """A number is known to count what another does: persons or incidents both, or it alone."""
    kind = noun_of(*whole)
    return kind in ("incidents", "persons") and noun_of(*part) in (kind, "none")


def noun_of(clause: Clause, number: Number) -> Noun:
    """What a number counts by the noun right behind it: 5 policemen, not 5 police stations."""
    text, end = clause.text, _following(clause, number)
    if _BECAME.match(text, number.end, end):
        return "persons"
    if _URDU.match(text, number.end):
        return _noun_ur(clause, number, end)
    phrase = phrase_of(clause, number, end, [])
    if phrase and phrase.measure:
        incidents = phrase.measure == "incidents"
        return (
            ("incidents" if incidents else "persons")
            if _is_head(phrase.noun_end, clause, number)
            else "else"
        )
    if party := _party_beside(clause, number, end):
        return "persons" if _is_head(party, clause, number) else "else"
    word = _WORD.match(text, number.end, end)
    if word and word[1].casefold() not in STOPS and word[1].casefold() not in ("of", "and"):
        return "else"
    return "persons" if KILLED.search(text, 0, number.start) else "none"


def _following(clause: Clause, number: Number) -> int:
    """Where the next number of a sentence begins, or the sentence ends."""
    after = (n.start for n in counts_of(clause) if n.start > number.start)
    return min(after, default=len(clause.text))


def _is_head(noun_end: int, clause: Clause, number: Number) -> bool:
    """No other noun follows that is counted instead: 5 police stations, 12 member teams."""
    noun = re.split(r"\W", clause.text[number.end : noun_end])[-1].casefold()
    single = number.best != 1 and not noun.endswith(("s", "men", "children", *_COLLECTIVE))
    word = _WORD.match(clause.text, noun_end)
    if clause.text.startswith(("'", "’"), noun_end):
        return False
    if word is None:
        return True
    said = word[1].casefold()
    idle = said in STOPS or said in ADJECTIVES or outcome_of(said)
    return bool(idle or said in ("of", "and") or not (single or said.endswith(("s", "'", "’"))))


def _party_beside(clause: Clause, number: Number, end: int) -> int | None:
    """Where the name of a party ends that stands right behind a number, but for one word."""
    for mention in clause.mentions:
        if mention.of("party") and number.end <= mention.start and mention.end <= end:
            words = clause.text[number.end : mention.start].casefold().split()
            if len(words) < 2 and not any(w in STOPS or w in ("and", "of") for w in words):
                return mention.end
    return None


def _noun_ur(clause: Clause, number: Number, end: int) -> Noun:
    """The same in Urdu: the last of the words up to a postposition or a verb."""
    text = clause.text
    stop = _ENDS_UR.search(text, number.end, end)
    limit = stop.start() if stop else end
    said = text[number.end : limit].rstrip()
    last = number.end + len(said)
    if not said or any(
        m.of("place") and not text[number.end : m.start].strip()
        for m in clause.mentions
        if number.end <= m.start < limit
    ):
        return "none"
    for match in _NOUN_UR.finditer(text, number.end, last):
        if match.end() == last:
            return "incidents" if match["incidents"] else "persons"
    party = any(m.of("party") and m.end == last for m in clause.mentions)
    return "persons" if party else "else"
