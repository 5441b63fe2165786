"""The date phrases of English news and reports."""

from __future__ import annotations

import calendar
import re

from waqia.reading.proposing.dates import resolving
from waqia.reading.proposing.dates.days import Unit
from waqia.reading.proposing.dates.grammar import Cues, Grammar, Rule, any_of
from waqia.reading.proposing.dates.resolving import Words

_MONTHS = {
    **{name.lower(): number for number, name in enumerate(calendar.month_name) if name},
    **{name.lower(): number for number, name in enumerate(calendar.month_abbr) if name},
    "sept": 9,
}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_SHORT_DAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5,
    "sun": 6,
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    "hour": "hour", "hours": "hour", "day": "day", "days": "day", "night": "day", "nights": "day",
    "morning": "day", "afternoon": "day", "evening": "day", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "year": "year", "years": "year",
}  # fmt: skip
_WHICH = {
    "last": "last", "past": "last", "this": "this", "current": "this", "next": "next",
    "coming": "next", "same": "same", "that": "same", "that same": "same",
    "following": "following", "subsequent": "following", "next day": "following",
    "the next": "following", "previous": "previous", "preceding": "previous",
}  # fmt: skip
_PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late", "first week": "week 1", "second week": "week 2",
    "third week": "week 3", "fourth week": "week 4", "last week": "week 4",
}  # fmt: skip
_NUMBERS = {
    "": (1, 1), "a": (1, 1), "an": (1, 1), "a single": (1, 1), "just a": (1, 1),
    "a couple of": (2, 2), "couple of": (2, 2), "a few": (2, 6), "few": (2, 6), "several": (3, 9),
    "some": (2, 9),
}  # fmt: skip
_DIRECTIONS = {
    "ago": "ago", "back": "ago", "earlier": "earlier", "prior": "earlier",
    "previously": "earlier", "later": "later", "afterwards": "later", "afterward": "later",
    "on": "later", "before": "before", "prior to": "before", "ahead of": "before",
    "after": "after", "following": "after",
}  # fmt: skip
_ELECTIONS = ("election", "elections", "polls", "polling day", "election day", "voting day")
_ELECTION = any_of(_ELECTIONS)
_OFFSETS = {
    "today": (0, 0), "tonight": (0, 0), "tomorrow": (1, 1), "yesterday": (-1, -1),
    "last night": (-1, -1), "last evening": (-1, -1), "overnight": (-1, 0),
    "day before yesterday": (-2, -2),
}  # fmt: skip
_STRETCHES = {
    "first quarter": (1, 3), "second quarter": (4, 3), "third quarter": (7, 3),
    "fourth quarter": (10, 3), "last quarter": (10, 3), "q1": (1, 3), "q2": (4, 3), "q3": (7, 3),
    "first two months": (1, 2), "first three months": (1, 3), "first four months": (1, 4),
    "first five months": (1, 5), "first six months": (1, 6), "first nine months": (1, 9),
    "q4": (10, 3), "first half": (1, 6), "second half": (7, 6), "spring": (3, 3),
    "summer": (6, 3), "autumn": (9, 3), "fall": (9, 3), "winter": (12, 3),
}  # fmt: skip
_FEASTS = {
    "ashura": ("muharram", 10), "ashoura": ("muharram", 10), "eid milad": ("rabi al-awwal", 12),
    "eid-i-milad": ("rabi al-awwal", 12), "eid-e-milad": ("rabi al-awwal", 12),
    "mawlid": ("rabi al-awwal", 12), "eid ul fitr": ("shawwal", 1), "eid-ul-fitr": ("shawwal", 1),
    "eid al-fitr": ("shawwal", 1), "eidul fitr": ("shawwal", 1),
    "eid ul azha": ("zilhajj", 10), "eid-ul-azha": ("zilhajj", 10), "eid al-adha": ("zilhajj", 10),
    "eidul azha": ("zilhajj", 10), "eid-ul-adha": ("zilhajj", 10),
}  # fmt: skip

WORDS = Words(
    months=_MONTHS,
    weekdays=_WEEKDAYS | _SHORT_DAYS,
    units=_UNITS,
    which=_WHICH,
    parts=_PARTS,
    numbers=_NUMBERS,
    directions=_DIRECTIONS,
    names=dict.fromkeys(_ELECTIONS, "election"),
    offsets=_OFFSETS,
    either=frozenset(),
    stretches=_STRETCHES,
    feasts=_FEASTS,
)  # fmt: skip

_MONTH = rf"(?P<m>{any_of(_MONTHS)})\b\.?"
_CLEAR_MONTH = rf"(?P<m>{any_of(set(_MONTHS) - {'may', 'march', 'mar'})})\b\.?"
_DAY = r"(?<![\d.,/])(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY2 = r"(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d/]|[.,]\d)"
_YEAR = r"(?P<y>(?:19|20)\d\d)\b(?!-\d)"
_WEEKDAY = rf"(?P<wd>{any_of(_WEEKDAYS)})"
_SHORT = rf"(?:(?P<wd>{any_of({**_WEEKDAYS, **_SHORT_DAYS})})\b\.?,?\s+(?:the\s+)?)?"
_BEHIND = rf"(?:,?\s*(?P<open>\()?(?P<wd>{any_of(_WEEKDAYS)})(?(open)\)|\b))?"
_LINK = r"\s?(?:-|–|—|/|\bto\b|\band\b|&|\buntil\b|\btill\b|\bthrough\b|\bor\b)\s?"
_TIME = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|noon|midday|midnight))?"
_OF = any_of(_PARTS)
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
    rf"|{any_of(_MONTHS)}\.?(?:\s+\d\d?(?:th|st|nd|rd)?)?)\s+){{0,3}}(?P<event>{_ELECTION})\b"
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
        _MONTHS,
        rf"{_MONTH}\s+{_DAY}(?:{_LINK}{_DAY2})?(?!\d|:\d)(?!\s?(?:%|percent))"
        rf"(?:,?\s+{_YEAR})?{_BEHIND}",
        resolving.dated,
    ),
    Rule(_MONTHS, rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}", resolving.monthly),
    Rule(
        _MONTHS,
        rf"{_MONTH}\s+(?:of\s+)?(?:the\s+)?(?P<which>this|last|same|that)\s+year\b",
        resolving.monthly,
        relative=True,
    ),
    Rule(
        _MONTHS,
        rf"{_MONTH}(?!\s+(?:\d|to\b))(?=(?:\s?(?:,|-|–|and|to|or)\s?(?:{any_of(_MONTHS)}))"
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
        _WEEKDAYS | _SHORT_DAYS,
        rf"{_SHORT}{_DAY}(?:{_LINK}{_DAY2})?\s+(?:of\s+)?{_MONTH}"
        rf"(?:,?\s+{_YEAR})?",
        resolving.dated,
    ),
    Rule(
        _WEEKDAYS | _SHORT_DAYS,
        rf"{_SHORT}(?P<open>\()?{_MONTH}\s+{_DAY}(?:{_LINK}{_DAY2})?(?!\d|:\d)"
        rf"(?:,?\s+{_YEAR})?(?(open)\)|)",
        resolving.dated,
    ),
    Rule(
        _WEEKDAYS,
        rf"{_WEEKDAY}{_TIME},?\s+(?:of\s+)?(?P<which>last|this|next)\s+(?P<unit>week)\b",
        resolving.weekday,
        relative=True,
    ),
    Rule(
        _WEEKDAYS,
        rf"{_WEEKDAY}\b{_TIME}(?!\s+(?:times|prayers?|mosque|market|bazaa?r)\b)",
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
        rf"(?P<word>{any_of(_OFFSETS)})\b{_TIME}(?!'s\b)",
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
        rf"{{0,2}}(?P<event>{_ELECTION})\b",
        resolving.on_event,
        relative=True,
    ),
    Rule(
        "first second third fourth last q1 q2 q3 q4 spring summer autumn fall winter",
        rf"(?P<word>{any_of(_STRETCHES)})\s+(?:of\s+|in\s+)?(?:the\s+)?(?:{_YEAR}|(?P<which>this|last"
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
    Rule("ashura ashoura eid mawlid eidul", rf"(?P<feast>{any_of(_FEASTS)})\b", resolving.hijri),
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

_SAID = (
    r"(?:said|told|stated|announced|confirmed|claimed|condemned|denied|warned|disclosed|revealed"
    r"|declared|vowed|informed|alleged|acknowledged|urged|reported(?!ly)|demanded|protested|referred"
    r"|charged|promised|accused|expressed|blamed|rejected|critici[sz]ed|deplored|mourned|lamented"
    r"|pledged|called|reiterated|added|asked|paid|spoke|issued|released|published|read)"
)
_SAYING = (
    rf"(?:{_SAID}|says?|speaking|talking|statement|communique|bulletin|conference|interview|briefing"
    r"|tweet|post|message|report)"
)
_HEARING = (
    r"(?:reporters?|journalists?|the|media|afp|ap|reuters|efe|acan-efe|dawn|in|a|an|his|her|their|its"
    r"|statement|news|press|conference|responsibility|here|late|early|on|by|telephone"
    r"|issued|released|this|it|was|were|has|have|had|been|parliament|session|to|of|afternoon|for)"
)
CUES = Cues(
    bare=re.compile(
        r"(?:\b(?:in|during|of|since|by|until|till|throughout|between|from|through|before|after)"
        rf"|\b{any_of(_MONTHS)}\s*(?:,|-|–|and|to|through|or|until))\s*$",
        re.IGNORECASE,
    ),
    verbs=frozenset({"may", "march"}),
    outside_before=re.compile(
        r"(?:\b(?:since|until|till|by|before|prior to|as of|up to|after|ahead of|onwards? from)"
        r"\s+(?:at least\s+|the\s+|on\s+|early\s+|late\s+|around\s+)?"
        r"|\b(?:born|founded|established|formed|created|set up|enacted|elected|appointed|banned"
        r"|proscribed|signed|merged|outlawed)\s+(?:\w+\s+)?(?:in|on)\s+(?:the\s+)?)$",
        re.IGNORECASE,
    ),
    outside_after=re.compile(r"\s+onwards?\b", re.IGNORECASE),
    from_before=re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE),
    said_before=re.compile(
        rf"(?:\b{_SAYING}(?:\s+{_HEARING}){{0,6}}|\baccording\s+to(?:\s+[\w-]+){{1,4}}?"
        rf"|\b{_SAID}\s+by(?:\s+[\w'’-]+){{1,5}}?)\s*$",
        re.IGNORECASE,
    ),
    said_after=re.compile(
        r"\s+(?:(?:morning|afternoon|evening|night|also|strongly|reportedly)\s+){0,2}"
        rf"{_SAID}\b(?!\s+(?:\d|(?:[\w-]+\s+){{1,2}}lives\b))",
        re.IGNORECASE,
    ),
    ahead_before=re.compile(
        r"\b(?:will|shall|would|scheduled|slated|set (?:for|to)|(?:is|are|was|were) due|expected"
        r"|planned|plans?|upcoming|going to|(?:is|are|was|were) to|to be held)"
        r"(?:\s+(?!was|were|after|had|who|that|which|killed)[\w'’-]+){0,6}\s*$",
        re.IGNORECASE,
    ),
    ahead_after=None,
    named_before=re.compile(
        r"(?:\b(?:the|that|this|its|their|his|an?)|['’]s)\s+(?:deadly\s+)?$", re.IGNORECASE
    ),
    named_after=re.compile(
        r"(?:,|['’]s?)?\s+(?:[\w'’-]+\s+){0,4}?(?:attacks?|bomb\w*|blasts?|explosions?|assaults?|raids?|ambush\w*"
        r"|kill\w*|murders?|massacres?|assassinations?|shootings?|sieges?|strikes?|airstrikes?"
        r"|abductions?|kidnapp\w*|hijack\w*|clash\w*|riots?|operations?|deaths?)\b",
        re.IGNORECASE,
    ),
    linked=re.compile(
        r"\s*(?:-|–|—|to|until|till|through|,?\s*(?P<and>and))\s*(?:the\s+)?", re.IGNORECASE
    ),
    between=re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE),
    closing=None,
    dateline=re.compile(
        rf"\s*(?!(?:on|in|at|by|from|{'|'.join(_WEEKDAYS)})\b)[^\W\d_][^\d:;!?\n]{{1,60}}[,(–—-]\s*"
        rf"(?P<date>(?:(?P<d>\d\d?)\s+(?P<m>{any_of(_MONTHS)})\.?(?:,?\s+(?P<y>(?:19|20)?\d\d)(?!\d))?"
        rf"|(?P<m2>{any_of(_MONTHS)})\.?\s+(?P<d2>\d\d?)(?:,\s+(?P<y2>(?:19|20)\d\d))?))"
        r"\)?\s*(?:[(\[][^()\[\]\n]{1,60}[)\]]\s*)?(?:--|[–—:]|(?<=\s)-(?=\s))(?!\d)",
        re.IGNORECASE,
    ),
)
ENGLISH = Grammar.of(WORDS, RULES, CUES)
