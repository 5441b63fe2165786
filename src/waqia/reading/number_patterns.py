"""The words that make a number a count or something else, in English and Urdu.

All patterns but `NO_NUMBER` are for a text in small letters with the digits 0–9.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from waqia.model import NUMERALS
from waqia.reading.markers import MARK


def _any(words: str) -> str:
    """A pattern of any of some words, the longest first."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_URDU_MONTHS = "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"
_MONTHS = " ".join([*calendar.month_name[1:], *calendar.month_abbr[1:], "sept"]).lower()
_MONTH = rf"(?:{_any(_MONTHS)}\b\.?|{_any(_URDU_MONTHS)})"
_FIRST = "jfmasond" + "".join(sorted({name[0] for name in _URDU_MONTHS.split()}))
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"

NO_NUMBER = re.compile(
    rf"{MARK.pattern}|(?:https?://|www\.)\S+|[\w.+-]{{1,64}}@\w[\w.-]{{1,80}}|&\w{{1,8}};"
    r"|(?<!\d)[=?/%]\d[\w/=&%.-]*"
)
"""Web addresses, the marks of footnotes, and other places where digits are no number."""
NO_COUNT = re.compile(
    r"\b(?:no|any|some|every|each|the|this|that|which|another)[ -]?one\b|\bone another\b"
    r"|\bone-(?!third|half|fifth)\w+"
)
DATE = re.compile(
    rf"\b(?=[{_FIRST}\d])(?:\d{{4}}-\d\d-\d\d\b|(?:9/11|26/11|7/7)\b"
    r"|(?<![\d/])\d{1,2}/\d{1,2}/\d{2,4}(?![\d/])"
    rf"|{_MONTH}\s+\d{{1,2}}{_TH}\b(?!\s?(?:%|percent))"
    rf"(?:\s?(?:-|–|to|and|&)\s?(?:{_MONTH}\s+)?\d{{1,2}}{_TH}\b(?![,.]?\d))?(?:,?\s+{_YEAR}\b)?"
    rf"|(?<![\d.,-])\d{{1,2}}{_TH}(?:\s?(?:-|–|to|and)\s?\d{{1,2}}{_TH})?\s+(?:of\s+)?{_MONTH}"
    rf"(?:,?\s+{_YEAR}\b)?|{_MONTH},?\s+{_YEAR}\b)"
)
CLOCK = re.compile(
    r"(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|(?<![\d.,])\d{1,2}(?:\.\d\d)?\s?(?:[ap]\.?m\b\.?|بجے|o'clock)"
)
IDENTIFIER = re.compile(
    r"\b(?:(?!mid-|pre-|post-|non-|ex-)[a-z]{1,4}-\d+\w*|\d+(?:\.\d+){2,}\b|\d{2,4}-\d{5,}\b"
    r"|[a-z]+\d+[a-z\d]*\b|\d+[a-z]{1,2}\d[a-z\d]*\b)|\+\d[\d-]{6,}\d"
)
WHOLE_PHRASES: tuple[tuple[Literal["date", "clock", "identifier"], re.Pattern[str]], ...] = (
    ("date", DATE),
    ("clock", CLOCK),
    ("identifier", IDENTIFIER),
)

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d+)(?:\.\d+)?"
_SCALE = _any(
    "hundred thousand million billion trillion lakhs lakh lacs lac crores crore dozen bn mn "
    "سو ہزار لاکھ کروڑ ارب درجن"
)
_AMBIGUOUS = "سو نو اسی چون بہتر ستر دو"
"""Urdu words of number that are also other words: read only before one that is counted."""
_WORD = _any(" ".join(NUMERALS - {*_AMBIGUOUS.split(), "score", "k", "bn", "mn"}))
_PERSONS = _any(
    "افراد اہلکار اہلکاروں لوگ دہشت دہشتگرد دہشتگردوں پولیس شہری شہریوں بچے بچوں بچیاں "
    "خواتین عورتیں زخمی ہلاک جاں شہید حملہ حملے شدت عسکریت فوجی فوجیوں جوان جوانوں سکیورٹی "
    "سیکیورٹی لیویز ایف خوارج خودکش خود مزدور مزدوروں محنت کان مسافر مسافروں راہگیر "
    "راہگیروں راہ طالب طلبہ طالبات بھائی بھائیوں بہنیں بیٹے دیگر مشتبہ ملزم ملزمان مبینہ "
    "کمانڈر کمانڈروں مغوی مقامی قبائلی چینی غیر صحافی نمازی زائرین ڈرائیور ملازمین کارکن "
    "کارکنوں رضاکار لاشیں ہلاکتیں خاصہ حجام حجاموں وکلا وکلاء وکیل بھارتی افغان کانسٹیبل "
    "کانسٹیبلز گارڈ گارڈز محافظ محافظوں رینجرز ملازم عزادار عزاداروں بمبار تاجر تاجروں استاد "
    "اساتذہ ڈاکٹر ڈاکٹروں انجینئر انجینئرز نمازیوں قیدی قیدیوں بیٹیاں سپاہی سپاہیوں مارے کو"
)
_LINK = r"(?:[ \u00a0\n]+(?:and|اور)[ \u00a0\n]+|[ \u00a0\n]+|[-‐‑])"
_MORE = rf"(?:{_LINK}(?:{_WORD}|سو)\b)*"
_IN_WORDS = (
    r"(?:an?\s+(?:hundred|thousand|dozen|million|score)\b|half\s+an?\s+(?:dozen|million)\b"
    rf"|{_WORD}\b{_MORE}|دو\s+(?:سو|ہزار|لاکھ|کروڑ|درجن)\b{_MORE}"
    rf"|{_any(_AMBIGUOUS)}(?=\s+(?:{_PERSONS}|سے\s+(?:زائد|زاید|زیادہ))))"
)
NUMBER = re.compile(
    rf"(?<![\w/])(?<!\d[.,])(?:{_DIGITS}(?:[ \u00a0-]?{_SCALE}\b)?s?|{_IN_WORDS})(?!\d|[.,]\d|/\d)"
)
"""A number in digits or words, with the scale behind it; `s` as in 1990s."""
BETWEEN = re.compile(r"between\s+(?=[\w])")
TO = re.compile(r"\s?[-–—]\s?(?=\w)|\s+(?:to|سے)\s+(?=\w)")
AND = re.compile(r"\s+and\s+(?=\w)")
FROM = re.compile(r"\bfrom\s+(?:(?:about|around|over|some|nearly|almost|just)\s+)?$")

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split(), start=1)} | {
    "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100,
    "پہلا": 1, "پہلی": 1, "پہلے": 1, "دوسرا": 2, "دوسری": 2, "دوسرے": 2,
    "تیسرا": 3, "تیسری": 3, "تیسرے": 3, "چوتھا": 4, "چوتھی": 4, "چوتھے": 4,
}  # fmt: skip
SHARES = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "tenth": 10, "نصف": 2, "آدھے": 2, "چوتھائی": 4, "تہائی": 3,
}  # fmt: skip
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ORDINAL = re.compile(
    r"(?<![\w.,])(?:\d+(?:st|nd|rd|th)\b|\d+\s?(?:ویں|واں|وں)\b"
    rf"|(?:(?:{_TENS})[- ])?{_any(' '.join(ORDINALS))}\b)"
)
FRACTION = re.compile(
    r"(?<!\w)(?:(?:one|two|three|four|a)[ -](?:thirds?|quarters?|fifths?|sixths?|tenths?|half)\b"
    r"(?!\s+dozen)|half\b(?=\s+(?:of|the|its|their|all|were|was|that))"
    r"|(?:(?<=\bor )|(?<=about )|(?<=almost )|(?<=nearly )|(?<=roughly ))half\b(?=\s*[,).])"
    r"|(?:نصف|آدھے|(?:ایک|دو|تین)\s+(?:چوتھائی|تہائی))\b)"
)

_TOKEN = re.compile(r"\d[\d.,]*|[^\W\d_]+")


@cache
def _starters(vague: frozenset[str]) -> frozenset[str]:
    """The words a number can begin with."""
    known = {*NUMERALS, *ORDINALS, *SHARES, "between", "a", "an", *_AMBIGUOUS.split()}
    return frozenset(known | {re.split(r"[ -]", word.lower())[0] for word in vague})


def starts(plain: str, vague: frozenset[str]) -> Iterator[int]:
    """Where in a text a number may begin: at digits and at the words that are known."""
    starters = _starters(vague)
    for match in _TOKEN.finditer(plain):
        if match[0] in starters or match[0][0].isdecimal():
            yield match.start()


@cache
def vague_word(vague: frozenset[str]) -> re.Pattern[str] | None:
    """A vague word of the codebook that is not the beginning of "some 50" or "as many as"."""
    listed = "|".join(sorted(map(re.escape, vague), key=len, reverse=True))
    behind = rf"(?!-|\s+(?:\d|{_WORD}\b))"
    return re.compile(rf"(?<!\w)(?<!as )(?:{listed})\b{behind}") if listed else None


BEFORE = re.compile(
    r"(?:(?:\b(?:at least|no fewer than|no less than|a minimum of|minimum|more than"
    r"|(?<!spread )over|above|upwards of|in excess of|at most|up to|no more than|as many as"
    r"|a maximum of|maximum|fewer than|less than|under|below|nearly|almost|about|around|some"
    r"|approximately|approx\.?|roughly|circa|ca\.?|an estimated|estimated)"
    r"|کم از کم|زیادہ سے زیادہ|تقریباً|تقریبا|لگ بھگ|قریباً)\s+|[<>≤≥~]=?\s?)$"
)
BEHIND = re.compile(
    r"\s?\+|\s+(?:or more|and more|or above|plus|or fewer|or less|or so)\b|-odd\b"
    r"|\s+سے\s+(?:زائد|زاید|زیادہ|اوپر|کم)|\s+کے\s+(?:قریب|لگ بھگ)"
)
PERCENT = re.compile(r"\s?(?:%|٪|percent\b|per cent\b|percentage\b|فیصد|فی صد)")
MONEY_BEFORE = re.compile(r"(?:\brs\.?|\bpkr|us\$|\busd|[$€£₨])\s?$")
MONEY_AFTER = re.compile(
    r"\s+(?:us\s+|pakistani\s+)?(?:rupees?|dollars?|euros?|pounds|روپے|روپوں|ڈالر)"
)
AGE = re.compile(r"[- ]years?[- ]olds?\b|\s+سالہ")
AGED = re.compile(r"\baged?\s+$")
MEASURE = re.compile(
    r"[- ]?(?:km|kms|kilomet\w+|met(?:re|er)s?|miles?|kgs?|kilograms?|grams?|tons?|tonnes?|feet"
    r"|foot|ft|inch\w*|acres?|hectares?|lit(?:re|er)s?|hours?|hrs?|minutes?|mins?|seconds?|days?"
    r"|weeks?|months?|years?|decades?|centur\w+|times|mm|cm|degrees?|point|points|fold|square)\b"
    r"|[- ]?°|\s+(?:کلومیٹر|کلو|میٹر|گھنٹے|گھنٹوں|دن|دنوں|روز|ماہ|مہینے|سال|سالوں|منٹ|ہفتے|بار"
    r"|گنا)(?!\w)"
)
YEAR = re.compile(_YEAR)
YEARS = re.compile(rf"{_YEAR}(?:s|\s?[-–/]\s?(?:\d\d|{_YEAR})|\s+(?:to|and|سے)\s+{_YEAR})?")
COUNTED = re.compile(
    r"\s+(?:people|persons|men|women|children|civilians|militants|terrorists|fighters|soldiers"
    r"|troops|police\w*|attacks|incidents|deaths|casualties|refugees|families|others|villagers"
    r"|members|were|had|افراد|اہلکار)\b"
)
IN_YEAR = re.compile(r"\b(?:in|since|until|till|during|year|years|of the|early|late|mid)[\s-]+$")
NAMED = re.compile(
    r"\b(?:table|figure|fig\.|chart|graph|map|section|article|no\.|number|route|highway|resolution"
    r"|phase|chapter|page|pp?\.|vol\.|volume|issue|box|flight|part|act|schedule|annex|rule|clause"
    r"|constituency|sector|block|ward|order|class|grade)\s+$|[a-z]-$|#$|\bآرٹیکل\s+$"
)

INCLUDING = re.compile(
    r"\b(?:including|included|among(?:st)? (?:them|whom|those)|of (?:whom|which|them)|comprising"
    r"|namely|consisting of|as well as)\b|(?<!\w)(?:جن میں|بشمول|ان میں)"
)
LISTED = re.compile(
    r"[^.;:!?۔]{0,60}?(?:,|،|\band\b|اور|&|\bas well as\b)\s*(?:(?:and|اور)\s+)?"
    r"(?:(?!\w+(?:ing|ed)\b|another\b|others?\b)[^\W\d][\w'’-]*\s+){0,4}"
)
OF_THEM = re.compile(r"\s+of\s+(?:whom|which|them|those)\b")
STOPS = re.compile(
    r"[;!?۔؟](?=\s)|(?<!\b[a-z])(?<!\bgen)(?<!\bdr)\.(?:\s|$)|\bwhile\b|\bwhereas\b|جبکہ"
)
