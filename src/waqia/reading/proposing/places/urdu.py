"""Phrases of place in Urdu."""

from __future__ import annotations

import re

from waqia.reading.proposing.places.grammar import PlaceGrammar

_HE = "[ہه]"
_YE = "[یي]"
_KE = "[کك]"
_UNIT = (
    rf"(?P<unit>ضلع|اضلاع|تحص{_YE}ل|علاق{_HE}|علاقے|علاقوں|ش{_HE}ر|قصب{_HE}|قصبے|گاؤں|صوب{_HE}|صوبے|صوبائ{_YE}"
    rf"|ا{_YE}جنس{_YE}|ڈو{_YE}ژن|وادی|مقام)"
)
_LEVELS = {
    "ضلع": ("district",),
    "اضلاع": ("district",),
    "ایجنسی": ("district",),
    "تحصیل": ("city",),
    "شہر": ("city",),
    "قصبہ": ("city",),
    "قصبے": ("city",),
    "گاؤں": ("city",),
    "صوبہ": ("province",),
    "صوبے": ("province",),
    "ڈویژن": ("division",),
}
_OF = rf"\s*،?\s*{_KE}[ےایي]"
_WORD = r"[^\W\d_]+"
_KIND = rf"(?:علاق{_HE}|علاقے|تحص{_YE}ل|گاؤں|بازار|چو{_KE}|روڈ|شا{_HE}را{_HE}|مسجد|مقام|ش{_HE}ر)"
_SCENE = (
    rf"(?:دھما{_KE}|حمل[ہہهے]|فائرنگ|{_KE}ارروائ{_YE}|آپر{_YE}شن|جھڑپ|"
    rf"واقع[ہہهے]|سانح[ہہهے]|خود{_KE}ش)"
)

URDU = PlaceGrammar(
    levels=_LEVELS,
    unit_before=re.compile(rf"(?:^|\s){_UNIT}\s+(?P<way>)$"),
    unit_behind=re.compile(rf"\s+(?P<unit>ا{_YE}جنس{_YE}|ڈو{_YE}ژن|ضلع|تحص{_YE}ل|ش{_HE}ر)(?!\w)"),
    inner=re.compile(r"\s*[،,]\s*"),
    outer=re.compile(rf"{_OF}\s+(?:قبائل{_YE}\s+|سرحد{_YE}\s+)?(?:{_UNIT}\s+)?|\s*[،,]\s*"),
    listed=re.compile(r"(?:\s+\w+)?\s*(?:،|,|\bاور\b)\s*(?:ضلع\s+)?$"),
    last_of_list=re.compile(r"\bاور\b"),
    locality_before=re.compile(rf"(?!)(?P<name>)(?P<kind>{_KIND})(?P<bare>)"),
    locality_behind=re.compile(
        rf"{_OF}\s+(?:(?P<kind>{_KIND})\s+)?(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}}?)(?=\s+(?:م{_YE}ں|پر"
        rf"|{_KE}[ےی]|سے)\s)"
    ),
    building=re.compile(r"(?!)(?P<name>)"),
    at=re.compile(r"(?!)"),
    not_at=re.compile(rf"(?:سرحد|بمقابل[ہه])\s+$|پا{_KE}\s*[-–]?\s*$"),
    near=re.compile(r"(?!)"),
    at_behind=re.compile(
        rf"\s+(?:م{_YE}ں|پر)(?!\w)|{_OF}\s+(?:قر{_YE}ب|نواح\w*|مضافات\w*|علاق\w+|مختلف|وسط|نزد{_YE}{_KE}"
        rf"|با{_HE}ر|اندر|بازار|چو{_KE}|مسجد)|\s+سے\s+(?:\w+\s+){{0,4}}(?:گرفتار|اغوا|برآمد|بازیاب)"
        rf"|{_OF}(?:\s+\w+){{1,4}}?\s+(?:م{_YE}ں|پر)(?!\w)"
    ),
    happening=re.compile(
        rf"(?:{_OF})?\s+{_SCENE}|(?:\s+(?!اور)\w+){{1,3}}?\s+(?:م{_YE}ں|پر)(?!\w)"
    ),
    incident=re.compile(r"(?!)"),
    attribute=re.compile(
        rf"\s+(?:ح{_KE}ومت|پول{_YE}س|{_HE}ائ{_YE}\s|{_HE}ائ{_YE}{_KE}ورٹ|اسمبل{_YE}|انتظام{_YE}{_HE}|منتقل"
        rf"|جانے|جا\s+ر{_HE}|روان{_HE}|نے)|{_OF}\s+(?:ر{_HE}ائش{_YE}|ر{_HE}نے|وز{_YE}ر|گورنر|ترجمان|"
        rf"ح{_KE}ومت|صدر|عوام|سرحد)|\s+سے\s+(?:\w+\s+){{0,3}}(?:جانے|جا|آنے|تعلق|ر{_HE})|\s+{_KE}و\s"
        rf"|\s+(?:م{_YE}ں\s+)?(?:ز{_YE}ر\s+علاج|مق{_YE}م|{_HE}سپتال\s+منتقل|پر{_YE}س\s+{_KE}انفرنس)"
    ),
    longer_name=re.compile(r"(?!)"),
    road=re.compile(r"\s+(?:روڈ|شاہراہ|ہائی\s?وے|بائی\s?پاس)(?!\w)"),
    on_road=re.compile(r"(?!)"),
    dateline=re.compile(
        r"(?:\s*[،,]\s*\d{1,2}\s+[^\W\d_]+(?:[،,]?\s+\d{4}ء?)?)?"
        r"\s*(?:[\(（][^()\n]{1,40}[\)）])?\s*(?:[:：—–۔]|-(?=\s)|(?<=\))(?=\s))"
    ),
    here=re.compile(rf"(?<!\w)(?P<name>){_YE}{_HE}اں(?!\w)"),
    there=re.compile(rf"(?<!\w)ش{_HE}ر\s+(?:م{_YE}ں|{_KE}ے)(?!\w)"),
)
