"""The date phrases of English news and reports."""

from __future__ import annotations

from waqia.reading.proposing.dates import resolving
from waqia.reading.proposing.dates.english_cues import CUES
from waqia.reading.proposing.dates.english_words import (
    ELECTION,
    FEASTS,
    MONTHS,
    OFFSETS,
    PARTS,
    SHORT_DAYS,
    STRETCHES,
    WEEKDAYS,
    WORDS,
)
from waqia.reading.proposing.dates.grammar import Grammar, Rule, any_of

_MONTH = rf"(?P<m>{any_of(MONTHS)})\b\.?"
_CLEAR_MONTH = rf"(?P<m>{any_of(set(MONTHS) - {'may', 'march', 'mar'})})\b\.?"
_DAY = r"(?<![\d.,/])(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY2 = r"(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d/]|[.,]\d)"
_YEAR = r"(?P<y>(?:19|20)\d\d)\b(?!-\d)"
_WEEKDAY = rf"(?P<wd>{any_of(WEEKDAYS)})"
_SHORT = rf"(?:(?P<wd>{any_of({**WEEKDAYS, **SHORT_DAYS})})\b\.?,?\s+(?:the\s+)?)?"
_BEHIND = rf"(?:,?\s*(?P<open>\()?(?P<wd>{any_of(WEEKDAYS)})(?(open)\)|\b))?"
_LINK = r"\s?(?:-|–|—|/|\bto\b|\band\b|&|\buntil\b|\btill\b|\bthrough\b|\bor\b)\s?"
_TIME = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|noon|midday|midnight))?"
_OF = any_of(PARTS)
_PART = rf"(?P<part>{_OF})(?:\s*-\s*|\s+(?:of\s+|in\s+)?(?:the\s+)?)"
_HIJRI_MONTH = (
    r"(?P<month>muharr?am(?:[- ]ul[- ]haram)?|saff?ar|rabi[- ]?(?:ul|al|us|as)[- ]?\w+"
    r"|rabi\s+i{1,2}|jam[ai]di?[- ]?(?:ul|al|us|as)[- ]?\w+|raj[ae]b|sha'?aban|sha'ban"
    r"|ramazan|ramadh?an|shawwal|zul?[- ]?qa'?da?h?|dhu al-qa'dah|zil[- ]?hajj?"
    r"|zul[- ]?hij+ah?|dhu al-hijjah)"
)
_NUMERALS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty several "
    "some few"
)
_COUNT = rf"(?P<n>(?:just\s+)?an?(?:\s+(?:few|couple\s+of|single))?|\d{{1,3}}|{any_of(_NUMERALS)})"
_UNIT = r"(?P<unit>hours?|days?|nights?|weeks?|months?|years?)\b"
_ONE_UNIT = r"(?P<unit>day|night|morning|afternoon|evening|week|month|year)\b"
_EVENT = (
    rf"(?:\s+(?:the\s+)?(?:(?:general|national|recent|upcoming|parliamentary|(?:19|20)\d\d"
    rf"|{any_of(MONTHS)}\.?(?:\s+\d\d?(?:th|st|nd|rd)?)?)\s+){{0,3}}(?P<event>{ELECTION})\b"
    r"|\s+(?P<same>(?:the|that)\s+(?:attack|blast|bombing|explosion|incident|assault|killings?"
    r"|ambush))\b)?"
)

RULES = (
    Rule(
        "#",
        r"(?<![\d/-])(?P<y>(?:19|20)\d\d)[-/](?P<m>\d\d?)[-/](?P<d>\d\d?)(?![\d/-])",
        resolving.numeric,
    ),
    Rule(
        "#",
        r"(?<![\d/.-])(?P<d>\d\d?)([/.-])(?P<m>\d\d?)\2(?P<y>(?:19|20)\d\d)(?![\d/-])",
        resolving.numeric,
    ),
    Rule(
        "#",
        rf"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?{_HIJRI_MONTH}(?:,?\s+(?P<y>1[345]\d\d)"
        r"(?:\s*(?:ah|a\.h\.))?)?(?!\w)",
        resolving.hijri,
    ),
    Rule(
        "#",
        rf"{_DAY}(?:{_LINK}{_DAY2})?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?{_BEHIND}"
        r"(?!\d|\s+(?:avenues?|streets?|roads?|movement)\b)",
        resolving.dated,
    ),
    Rule(
        MONTHS,
        rf"{_MONTH}\s+{_DAY}(?:{_LINK}{_DAY2})?(?!\d|:\d)(?!\s?(?:%|percent))"
        rf"(?:,?\s+{_YEAR})?{_BEHIND}",
        resolving.dated,
    ),
    Rule(MONTHS, rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}", resolving.monthly),
    Rule(
        MONTHS,
        rf"{_MONTH}\s+(?:of\s+)?(?:the\s+)?(?P<which>this|last|same|that)\s+year\b",
        resolving.monthly,
        relative=True,
    ),
    Rule(
        MONTHS,
        rf"{_MONTH}(?!\s+(?:\d|to\b))(?=(?:\s?(?:,|-|–|and|to|or)\s?(?:{any_of(MONTHS)}))"
        rf"{{0,3}}(?:\s+(?:of\s+)?{_YEAR})?)",
        resolving.monthly,
        bare=True,
    ),
    Rule(
        "#",
        r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:day\s+)?of\s+(?:the\s+)?(?P<which>this|last|that|same)"
        r"\s+month\b",
        resolving.dated_in,
        relative=True,
    ),
    Rule(
        "that same",
        rf"(?P<which>that\s+same|that|same)\s+{_CLEAR_MONTH}(?!\s+\d)",
        resolving.monthly,
        relative=True,
    ),
    Rule(
        "last this past next", rf"\w+\s+{_CLEAR_MONTH}(?!\s+\d)", resolving.monthly, relative=True
    ),
    Rule(
        WEEKDAYS | SHORT_DAYS,
        rf"{_SHORT}{_DAY}(?:{_LINK}{_DAY2})?\s+(?:of\s+)?{_MONTH}"
        rf"(?:,?\s+{_YEAR})?",
        resolving.dated,
    ),
    Rule(
        WEEKDAYS | SHORT_DAYS,
        rf"{_SHORT}(?P<open>\()?{_MONTH}\s+{_DAY}(?:{_LINK}{_DAY2})?(?!\d|:\d)"
        rf"(?:,?\s+{_YEAR})?(?(open)\)|)",
        resolving.dated,
    ),
    Rule(
        WEEKDAYS,
        rf"{_WEEKDAY}{_TIME},?\s+(?:of\s+)?(?P<which>last|this|next)\s+(?P<unit>week)\b",
        resolving.weekday,
        relative=True,
    ),
    Rule(
        WEEKDAYS,
        rf"{_WEEKDAY}\b{_TIME}(?!\s+(?:times|mosque|market|bazaa?r)\b)",
        resolving.weekday,
        relative=True,
    ),
    Rule(
        "last past this next following coming previous preceding",
        rf"(?P<which>\w+)\s+{_WEEKDAY}"
        rf"\b{_TIME}",
        resolving.weekday,
        relative=True,
    ),
    Rule(
        "early mid middle late beginning start end first second third fourth last",
        rf"{_PART}{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?(?!\s+\d)",
        resolving.monthly,
    ),
    Rule("early mid middle late beginning start end", rf"{_PART}{_YEAR}", resolving.yearly),
    Rule(
        "early mid middle late beginning start end earlier later",
        r"(?:(?P<part>early|mid|middle|late|beginning|start|end)|earlier|later)[\s-]+(?:on\s+|of\s+"
        rf"|in\s+)?(?:the\s+)?(?P<which>that\s+same|\w+)\s+{_ONE_UNIT}",
        resolving.which_unit,
        relative=True,
    ),
    Rule(
        "last this next same that following previous preceding current coming subsequent",
        r"(?P<which>that\s+same|\w+)\s+(?:early\s+)?(?P<unit>week|month|year|day|morning|afternoon"
        r"|evening)\b(?!s|-)(?!\s+(?:and\s+|day\b|long|of\b))",
        resolving.which_unit,
        relative=True,
    ),
    Rule(
        "earlier later",
        r"(?:earlier|later)\s+(?:in|on|during)\s+the\s+(?P<unit>day)\b",
        resolving.which_unit,
        relative=True,
    ),
    Rule(
        "hours minutes moments shortly soon",
        r"(?:(?:hours|minutes|moments)\s+(?:later|afterwards?)|(?:shortly|soon)\s+afterwards?)\b",
        resolving.same_day,
        relative=True,
    ),
    Rule(
        "same that following previous preceding",
        r"(?P<which>\w+)\s+(?P<unit>night)\b",
        resolving.which_unit,
        relative=True,
    ),
    Rule("this last next", r"(?P<which>\w+)\s+weekend\b", resolving.weekend, relative=True),
    Rule("weekend", r"weekend\b(?!s)", resolving.weekend, relative=True),
    Rule(
        "past last previous preceding",
        rf"\w+\s+{_COUNT}\s+{_UNIT}",
        resolving.recent,
        relative=True,
    ),
    Rule("past", r"past\s+(?P<unit>week|month|year)\b", resolving.recent, relative=True),
    Rule(
        "today tonight tomorrow yesterday overnight last day",
        rf"(?P<word>{any_of(OFFSETS)})\b{_TIME}(?!'s\b)",
        resolving.by_word,
        relative=True,
    ),
    Rule(
        {*_NUMERALS.split(), "a", "an", "just", "#"},
        rf"{_COUNT}[\s-]+{_UNIT}\s+(?P<how>ago|back\b(?!\s+\w+ed)|earlier"
        rf"|prior(?!\s+to)|previously|later|afterwards?|on(?=\s*,)|before|prior\s+to|ahead\s+of"
        rf"|after|following)\b{_EVENT}",
        resolving.distance,
        relative=True,
    ),
    Rule(
        "day night week month year",
        r"(?P<unit>day|night|week|month|year)\s+(?P<how>before"
        rf"|after|prior\s+to|earlier|later|ahead\s+of|following)\b{_EVENT}",
        resolving.distance,
        relative=True,
    ),
    Rule(
        "election polling voting",
        r"(?P<event>(?:election|polling|voting)\s+day)\b",
        resolving.on_event,
        relative=True,
    ),
    Rule(
        "eve day",
        rf"(?:(?P<eve>eve)|day)\s+of\s+(?:the\s+)?(?:(?:general|(?:19|20)\d\d)\s+)"
        rf"{{0,2}}(?P<event>{ELECTION})\b",
        resolving.on_event,
        relative=True,
    ),
    Rule(
        "first second third fourth last q1 q2 q3 q4 spring summer autumn fall winter",
        rf"(?P<word>{any_of(STRETCHES)})\s+(?:of\s+|in\s+)?(?:the\s+)?(?:{_YEAR}|(?P<which>this|last"
        r"|same|that)\s+year\b)",
        resolving.quarterly,
    ),
    Rule(
        "this last",
        r"(?P<which>this|last)\s+(?P<word>spring|summer|autumn|fall|winter)\b",
        resolving.quarterly,
        relative=True,
    ),
    Rule(
        "muharram muharam safar saffar rabi rajab shaban sha ramazan ramadan ramadhan shawwal zul "
        "zil dhu jamadi jamadiul rabiul",
        rf"{_HIJRI_MONTH}\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|:\d)"
        r"(?:,?\s+(?P<y>1[345]\d\d))?",
        resolving.hijri,
    ),
    Rule("ashura ashoura eid mawlid eidul", rf"(?P<feast>{any_of(FEASTS)})\b", resolving.hijri),
    Rule(
        "between",
        rf"between\s+{_YEAR}\s+and\s+(?P<y2>(?:19|20)\d\d)\b(?!-|\s+(?:people|persons|\w+ians|\w+ers)\b)",
        resolving.yearly,
    ),
    Rule(
        "#",
        rf"(?<!\bat\s){_YEAR}(?:\s?[-–/]\s?(?P<y2>(?:19|20)?\d\d))?(?![-\w]|,\d|['’]s)",
        resolving.yearly,
        year=True,
    ),
)

ENGLISH = Grammar.of(WORDS, RULES, CUES)
