"""The words by which reports count: what is counted, what became of whom, and which kind it was."""

from __future__ import annotations

import re

from waqia.model import phrase


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


OUTCOMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "killed",
        re.compile(
            r"\b(?:kill(?:ed|ing|s)?|martyr(?:ed|ing|dom)|dea(?:d|ths?)|died|fatalit(?:y|ies)|"
            r"lost (?:their )?li(?:fe|ves)|los(?:s|ing) of|claim(?:ed|ing|s)|perished)\b"
            r"|ہلاک|جاں بحق|شہید",
            re.IGNORECASE,
        ),
    ),
    ("injured", re.compile(r"\b(?:injur\w+|wound(?:ed|ing|s))\b|زخمی", re.IGNORECASE)),
    ("arrested", re.compile(r"\b(?:arrest\w*|detain\w*|apprehend\w*)\b|گرفتار", re.IGNORECASE)),
    ("abducted", re.compile(r"\b(?:abduct\w*|kidnap\w*)\b|اغوا", re.IGNORECASE)),
)
"""What becomes of people, by the words that say so."""

COUNTED_OUTCOME = re.compile(
    r"(?P<killed>deaths?|fatalit(?:y|ies)|lives)|(?P<injured>injur(?:y|ies))|(?P<arrested>arrests?)",
    re.IGNORECASE,
)
INCIDENTS = re.compile(
    r"attacks?|incidents?|bombings?|blasts?|strikes?|operations?|clash(?:es)?|encounters?|"
    r"assaults?|explosions?|instances?|حمل(?:ہ|ے|وں)|واقع(?:ہ|ات)|کارروائی(?:اں)?",
    re.IGNORECASE,
)
PERSONS = re.compile(
    r"people|persons?|individuals?|others?|civilians?|militants?|terrorists?|insurgents?|"
    r"personnel|soldiers?|officials?|policem[ae]n|police|m[ae]n|wom[ae]n|children|child|members?|"
    r"levies|rangers|troops|suspects?|attackers?|fighters?|workers?|constables?|officers?|افراد|اہلکار",
    re.IGNORECASE,
)
EVERYONE = re.compile(r"people|persons?|individuals?|others?|lives|افراد", re.IGNORECASE)

GROUP = "group: "
"""Before the code of a category of groups, among the words that limit a scope."""
AND_OTHERS = phrase("and others")
ANY_INCIDENT = phrase("incident")
"""The sort of what happened, where no word says more."""

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (phrase("foiled plot"), r"\bfoiled|\bfailed\b|terror (?:plots?|bids?)"),
        (phrase("search operation"), r"\barrest|search and combing|search operations?|combing"),
        (phrase("cross-border attack"), r"cross-?border"),
        (phrase("drone strike"), r"\bdrones?\b"),
        (phrase("political violence"), r"political violence"),
        (phrase("election violence"), r"election-related violence"),
        (phrase("faith-based violence"), r"faith-based|communal|mob violence"),
        (phrase("sectarian attack"), r"sectarian\S*(?: terrorist)? attacks?"),
        (phrase("sectarian violence"), r"sectarian violence"),
        (phrase("operation"), r"operations?\b|operational|kinetic actions?"),
        (phrase("clash"), r"\bclash(?:es)?|\bencounters?"),
        (phrase("attack"), r"attacks?|bombings?|blasts?|assaults?|terroris|حمل"),
    )
)
"""The sorts of incident that reports keep apart, the more special first."""

IDLE = _words(
    "a an the of such these those this that other others another more total totaling "
    "totalling recorded reported terrorist separate different various additional combined "
    "overall some people persons said their its all them further attacks incidents also "
    "armed actual nearly around number many same respective aforementioned similar"
)
"""Words before what is counted that do not limit it."""

STOPS = _words(
    "in by from at for on with to while which that who whom were was had have has been "
    "being is are took carried targeted targeting hit against per after before during "
    "across as compared including between perpetrated conducted happened occurred "
    "concentrated or than but when where since within near resulted resulting claimed "
    "killed injured wounded recorded attributed leaving left among amid through until into "
    "over under each alone lost sustained if spread marked increased died constituted "
    "reported mainly also out claiming killing using used only because following around"
)
"""Words at which the name of what is counted ends."""

TARGETED = re.compile(
    r"\b(?:target(?:ed|ing|s)?|against|hit(?:ting)?|aimed at|on)\b", re.IGNORECASE
)
COMPARED = re.compile(
    r"(?:compared (?:to|with)|comparing to|as against|up from|down from|increase from|from)\s+"
    r"(?:just |only |the )*$",
    re.IGNORECASE,
)
SPOKEN_OF = re.compile(
    r"\b(?:the|this) (?:(?:banned|terrorist|militant|insurgent|outlawed)\s+)?(?:group|outfit|"
    r"organi[sz]ation)\b(?!'s)|\bit\b|\bits\b",
    re.IGNORECASE,
)
"""Words that stand for the group named last."""
THERE = re.compile(r"\bthe (?:\w+ )?(?:province|region|district|city|country)\b", re.IGNORECASE)
"""Words that stand for the place named last."""
PASSIVE = re.compile(
    r"\b(?:were|was|been|be)\s+(?:\w+ly\s+|also\s+)?(?:killed|martyred|injured|wounded|arrested)\b",
    re.IGNORECASE,
)
BOTH = re.compile(r"kill\w+ (?:and|or|and/or) (?:injur|wound)\w+|injur\w+ (?:and|or) kill\w+", re.I)
ADJECTIVES = _words("reported recorded claimed")
"""Words that end a name behind its noun, and belong to it before."""
THESE = re.compile(
    r"(?<!\bof )\b(?:these|those|such|all these|the said)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:attacks?|incidents?|clashes|encounters|operations?|actions|bombings|blasts|violence)\b"
    r"|^they\b",
    re.IGNORECASE,
)


def kind_of(words: str) -> str | None:
    """The sort of incident that words speak of; None where they speak of none."""
    return next((kind for kind, pattern in KINDS if pattern.search(words)), None)


def outcome_of(words: str) -> str | None:
    """What became of people by the last words that say so; None where none does."""
    last = [
        (match.start(), outcome)
        for outcome, pattern in OUTCOMES
        for match in pattern.finditer(words)
    ]
    return max(last)[1] if last else None


def first_outcome(words: str) -> str | None:
    """What became of people by the first words that say so; None where none does."""
    first = [
        (match.start(), outcome)
        for outcome, pattern in OUTCOMES
        if (match := pattern.search(words))
    ]
    return min(first)[1] if first else None
