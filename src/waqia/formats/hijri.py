"""Hijri dates as newspapers and spreadsheets spell them, for checking against Gregorian ones."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SECOND = r"(th?\w*n|akh\w*|aakh\w*|sani\w*|ii|2)"
_MONTHS = (
    (1, r"m[ou]h?arr?am\w*|محرم"),
    (2, r"saf[ae]r\w*|صفر"),
    (4, rf"rab\w*[a-z]*{_SECOND}\w*|ربیع ?الثانی|ربيع ?الثاني"),
    (3, r"rab\w*|ربیع ?الاول|ربيع ?الاول"),
    (6, rf"j[ua]m\w*[a-z]*{_SECOND}\w*|جمادی ?الثانی"),
    (5, r"j[ua]m\w*|جمادی ?الاول"),
    (7, r"raj[ae]b\w*|رجب"),
    (8, r"sh?a+b\w*|شعبان"),
    (9, r"ram[az]\w*|رمضان"),
    (10, r"sh?aw+\w*|شوال"),
    (11, r"(th|dh?|z)\w*q\w*|ذوالقعدہ|ذی ?القعدہ"),
    (12, r"(th|dh?|z)\w*h\w*j\w*|ذوالحجہ|ذی ?الحجہ"),
)


def read_hijri(text: str) -> date | None:
    """The Gregorian day (Umm al-Qura) of a Hijri date such as `25 Jumaada al-THaany 1416 A.H`.

    Day 30 of a month of 29 days is read as the first of the next: calendars by observation differ
    by a day. None where the text is no Hijri date or lies outside 1343–1500 A.H.
    """
    from hijridate import Hijri

    plain = unicodedata.normalize("NFKD", text.translate(_DIGITS).lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    match = re.search(r"(\d{1,2})\W+(.*?)\W*(1[345]\d\d)", plain)
    if not match:
        return None
    letters = re.sub(r"\W|al(?=\W)", "", match[2])
    month = next((number for number, form in _MONTHS if re.fullmatch(form, letters)), None)
    day, year = int(match[1]), int(match[3])
    if month is None:
        return None
    try:
        first = Hijri(year, month, 1)
        if not 1 <= day <= 30:
            return None
        return date.fromordinal(first.to_gregorian().toordinal() + day - 1)
    except (ValueError, OverflowError):
        return None
