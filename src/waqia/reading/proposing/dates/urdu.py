"""The date phrases of Urdu news and reports."""

from __future__ import annotations

import re

from waqia.reading.proposing.dates import resolving
from waqia.reading.proposing.dates.days import Unit
from waqia.reading.proposing.dates.grammar import Cues, Grammar, Rule, any_of
from waqia.reading.proposing.dates.resolving import Words

_MONTH_NAMES = "جنوری فروری مارچ اپریل مئی جون جولائی|جولائ اگست ستمبر اکتوبر نومبر دسمبر"
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.split(), 1)
    for name in names.split("|")
}
_WEEKDAYS = {
    "پیر": 0, "سوموار": 0, "منگل": 1, "بدھ": 2, "جمعرات": 3, "جمعہ": 4, "جمعے": 4, "جمعۃ": 4,
    "ہفتہ": 5, "ہفتے": 5, "سنیچر": 5, "اتوار": 6,
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    "گھنٹے": "hour", "گھنٹوں": "hour", "روز": "day", "دن": "day", "دنوں": "day", "رات": "day",
    "شب": "day", "ہفتہ": "week", "ہفتے": "week", "ہفتوں": "week", "ماہ": "month",
    "مہینہ": "month", "مہینے": "month", "مہینوں": "month", "سال": "year", "سالوں": "year",
    "برس": "year", "برسوں": "year",
}  # fmt: skip
_WHICH = {
    "گزشتہ": "last", "گذشتہ": "last", "پچھلے": "last", "پچھلی": "last", "رواں": "this",
    "اس": "this", "موجودہ": "this", "آئندہ": "next", "اگلے": "following", "اگلی": "following",
    "اسی": "same",
}  # fmt: skip
_PARTS = {
    "اوائل": "early", "آغاز": "early", "شروع": "early", "ابتدا": "early", "وسط": "mid",
    "اواخر": "late", "آخر": "late", "اختتام": "late", "پہلے ہفتے": "week 1",
    "دوسرے ہفتے": "week 2", "تیسرے ہفتے": "week 3", "آخری ہفتے": "week 4",
}  # fmt: skip
_DIRECTIONS = {
    "قبل": "earlier", "پہلے": "earlier", "پیشتر": "earlier", "بعد": "later",
}  # fmt: skip
_OFFSETS = {
    "آج": (0, 0), "کل": (-1, -1), "پرسوں": (-2, -2), "گزشتہ روز": (-1, -1),
    "گذشتہ روز": (-1, -1), "گزشتہ شب": (-1, -1), "گزشتہ رات": (-1, -1), "گذشتہ شب": (-1, -1),
    "گذشتہ رات": (-1, -1), "گزشتہ شام": (-1, -1), "کل رات": (-1, -1), "رات گئے": (-1, 0),
}  # fmt: skip
_FEASTS = {
    "عاشورہ": ("محرم", 10), "عاشورا": ("محرم", 10), "یوم عاشور": ("محرم", 10),
    "یوم عاشورہ": ("محرم", 10), "عید میلاد النبی": ("ربیع الاول", 12),
    "عید میلادالنبی": ("ربیع الاول", 12), "عید الفطر": ("شوال", 1), "عیدالفطر": ("شوال", 1),
    "عید الاضحی": ("ذوالحجہ", 10), "عیدالاضحی": ("ذوالحجہ", 10),
}  # fmt: skip
_ELECTION = ("انتخابات", "عام انتخابات", "الیکشن", "پولنگ")

WORDS = Words(
    months=_MONTHS,
    weekdays=_WEEKDAYS,
    units=_UNITS,
    which=_WHICH,
    parts=_PARTS,
    numbers={"": (1, 1), "چند": (2, 6), "کئی": (3, 9), "کچھ": (2, 6)},
    directions=_DIRECTIONS,
    names=dict.fromkeys(_ELECTION, "election"),
    offsets=_OFFSETS,
    either=frozenset({"کل", "پرسوں", "کل رات"}),
    stretches={"پہلی سہ ماہی": (1, 3), "دوسری سہ ماہی": (4, 3), "تیسری سہ ماہی": (7, 3),
               "چوتھی سہ ماہی": (10, 3), "پہلی ششماہی": (1, 6), "دوسری ششماہی": (7, 6)},
    feasts=_FEASTS,
)  # fmt: skip

_MONTH = rf"(?P<m>{any_of(_MONTHS)})(?!\w)"
_DAY = r"(?<![\d.,/])(?P<d>[0-3]?\d|یکم)"
_DAY2 = r"(?P<d2>[0-3]?\d)(?!\d)"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d|-\d)ء?"
_LINK = r"\s*(?:-|–|سے|اور|تا|تک|و)\s*"
_WEEKDAY = rf"(?P<wd>{any_of(_WEEKDAYS)})(?!\w)"
_OF_DAY = (
    r"\s+(?:کے\s+(?:روز|دن)|کو(?!\S)|کی\s+(?:علی\s+الصبح|صبح|شام|شب|رات|دوپہر|سہ\s*پہر"
    r"|درمیانی\s+(?:شب|رات))|(?:کے|کی)(?=\s+(?:\S+\s+){0,3}(?:حمل|دھماک|واقع|فائرنگ|بمباری)))"
)
_NUMERALS = "ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ پندرہ بیس تیس چند کئی کچھ"
_COUNT = rf"(?P<n>{any_of(_NUMERALS)}|\d{{1,3}})"
_UNIT = rf"(?P<unit>{any_of(_UNITS)})(?!\w)"
_OF_ELECTION = {words.split()[0] for words in _ELECTION}
_EVENT = rf"(?P<event>{any_of(_ELECTION)})"
_HIJRI_MONTH = (
    r"(?P<month>محرم|صفر|ربیع\s?الاول|ربیع\s?الثانی|جمادی\s?الاول|جمادی\s?الثانی|رجب|شعبان|رمضان"
    r"|شوال|ذوالقعدہ|ذی\s?القعدہ|ذوالحجہ|ذی\s?الحجہ)(?!\w)(?:\s?الحرام|\s?المبارک|\s?المظفر|\s?المعظم)?"
)
_WHICH_WORDS = " ".join(_WHICH)

RULES = (
    Rule("#", r"(?<![\d/-])(?P<y>(?:19|20)\d\d)[-/](?P<m>\d\d?)[-/](?P<d>\d\d?)(?![\d/-])",
         resolving.numeric),
    Rule("#", r"(?<![\d/.-])(?P<d>\d\d?)([/.-])(?P<m>\d\d?)\2(?P<y>(?:19|20)\d\d)(?![\d/-])",
         resolving.numeric),
    Rule({"#", "یکم"}, rf"{_DAY}\s+{_HIJRI_MONTH}(?:[،,]?\s+(?P<y>1[345]\d\d)(?:\s?ھ|\s?ہجری)?)?",
         resolving.hijri),
    Rule({"#", "یکم"}, rf"{_DAY}(?:{_LINK}{_DAY2})?\s+{_MONTH}(?:[،,]?\s+{_YEAR})?",
         resolving.dated),
    Rule(_WEEKDAYS, rf"{_WEEKDAY}[،,]?\s+{_DAY}\s+{_MONTH}(?:[،,]?\s+{_YEAR})?", resolving.dated),
    Rule(_MONTHS, rf"{_MONTH}\s+(?P<d>[0-3]?\d)(?!\d)(?:[،,]\s+{_YEAR})?", resolving.dated),
    Rule(_MONTHS, rf"{_MONTH}[،,]?\s+{_YEAR}(?:\s+کے\s+(?P<part>{any_of(_PARTS)}))?",
         resolving.monthly),
    Rule(_MONTHS, rf"{_MONTH}\s+کے\s+(?P<part>{any_of(_PARTS)})(?!\w)", resolving.monthly),
    Rule(_MONTHS, rf"{_MONTH}(?=\s+(?:میں|کے\s+(?:مہینے|دوران)|سے|اور|تک|کو))"
         rf"(?=(?:\s+(?:سے|اور|تا)\s+(?:{any_of(_MONTHS)}))?(?:\s+{_YEAR})?)", resolving.monthly),
    Rule(_WHICH_WORDS, rf"(?P<which>\w+)\s+(?P<unit>سال|برس)\s+{_MONTH}", resolving.monthly,
         relative=True),
    Rule("گزشتہ گذشتہ پچھلے پچھلی", rf"(?P<word>{any_of(_OFFSETS)})(?!\w)", resolving.by_word,
         relative=True),
    Rule("گزشتہ گذشتہ پچھلے پچھلی", rf"\w+\s+{_COUNT}\s+{_UNIT}", resolving.recent, relative=True),
    Rule("گزشتہ گذشتہ پچھلے پچھلی آئندہ اگلے اس اسی", rf"(?P<which>\w+)\s+{_WEEKDAY}{_OF_DAY}",
         resolving.weekday, relative=True),
    Rule(_WHICH_WORDS, r"(?P<which>\w+)\s+(?P<unit>روز|دن|رات|شب|ہفتے|ہفتہ|ماہ|مہینے|سال|برس)(?!\w)"
         rf"(?:\s+کے\s+(?P<part>{any_of(_PARTS)})(?!\w))?", resolving.which_unit, relative=True),
    Rule(_WEEKDAYS, rf"{_WEEKDAY}(?={_LINK}(?:{any_of(_WEEKDAYS)}){_OF_DAY}|{_LINK}"
         rf"(?:{any_of(_WEEKDAYS)})\s+کے\s+درمیان)", resolving.weekday, relative=True),
    Rule(_WEEKDAYS, rf"{_WEEKDAY}(?:{_OF_DAY}|(?=\s+کے\s+درمیان))", resolving.weekday,
         relative=True),
    Rule("آج", rf"(?P<today>آج)\s+سے\s+{_COUNT}\s+{_UNIT}\s+(?P<how>{any_of(_DIRECTIONS)})(?!\w)",
         resolving.distance, relative=True),
    Rule("آج کل پرسوں رات", rf"(?<!آج\s)(?P<word>{any_of(_OFFSETS)})(?!\w)(?!\s+(?:تک|کل))",
         resolving.by_word, relative=True),
    Rule(_OF_ELECTION, rf"{_EVENT}\s+(?:کے\s+دن\s+)?سے\s+"
         rf"{_COUNT}\s+{_UNIT}\s+(?P<how>قبل|پہلے)(?!\w)", resolving.distance, relative=True),
    Rule(_OF_ELECTION, rf"{_EVENT}\s+کے\s+{_COUNT}\s+"
         rf"{_UNIT}\s+(?P<how>بعد)(?!\w)", resolving.distance, relative=True),
    Rule(_OF_ELECTION, rf"{_EVENT}\s+(?:کے|والے)\s+(?:دن|روز)",
         resolving.on_event, relative=True),
    Rule({*_NUMERALS.split(), "#"}, rf"(?<!سے\s){_COUNT}\s+{_UNIT}\s+(?:کے\s+)?"
         rf"(?P<how>{any_of(_DIRECTIONS)})(?!\w)",
         resolving.distance, relative=True),
    Rule("پہلی دوسری تیسری چوتھی", rf"(?P<word>{any_of(WORDS.stretches)})\s+{_YEAR}",
         resolving.quarterly),
    Rule({word.split()[0] for word in _FEASTS}, rf"(?P<feast>{any_of(_FEASTS)})(?!\w)",
         resolving.hijri),
    Rule("#", rf"{_YEAR}(?:\s?[-–/]\s?(?P<y2>(?:19|20)?\d\d))?"
         rf"(?:\s+کے\s+(?P<part>{any_of(_PARTS)}))?"
         r"(?!\w)", resolving.yearly, year=True),
)  # fmt: skip

_BEHIND = r"\s*(?:کو\s+|کے\s+(?:روز|دن)\s+|میں\s+|ہی\s+)?"
CUES = Cues(
    bare=re.compile(r"(?!)"),
    verbs=frozenset(),
    outside_before=None,
    since_before=None,
    since_after=re.compile(r"\s+سے(?!\w)"),
    outside_after=re.compile(
        r"\s+(?:سے(?!\w)|تک(?!\w)|کے\s+بعد\s+سے)|\s+(?:میں|کو)\s+"
        r"(?:پیدا|قائم|قیام)"
    ),
    from_before=None,
    said_before=None,
    said_after=re.compile(
        rf"{_BEHIND}(?:ایک\s+|اپنے\s+|جاری\s+){{0,3}}(?:بیان|پریس|میڈیا|صحافیوں|بتایا|کہا|اعلان|جاری|مقدمہ)"
    ),
    ahead_before=None,
    ahead_after=re.compile(r"(?<!\w)(?:(?:ہو|ہوں|کرے|کریں|جائے|آئے)?گ[ايیے]|متوقع)(?!\w)"),
    named_before=None,
    named_after=None,
    linked=re.compile(r"\s*(?:-|–|سے|تا|کو|(?P<and>اور))\s*"),
    between=None,
    closing=re.compile(r"(?<!\w)درمیان(?:ی)?(?!\w)"),
    dateline=re.compile(
        r"\s*[^\W\d_][^\d:;!?\n۔]{1,60}[،,()–—-]\s*"
        rf"(?P<date>(?P<d>\d\d?)\s+(?P<m>{any_of(_MONTHS)})(?:[،,]?\s+(?P<y>(?:19|20)\d\d)ء?)?)"
        r"(?P<m2>)(?P<d2>)(?P<y2>)"
        r"\)?\s*(?:[(\[][^()\[\]\n]{1,60}[)\]]\s*)?(?:--|[–—:۔]|(?<=\s)-(?=\s))(?!\d)"
    ),
)
URDU = Grammar.of(WORDS, RULES, CUES)
