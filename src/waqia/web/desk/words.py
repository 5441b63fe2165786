"""The desk's languages: its texts, and numbers, dates and labels as each writes them."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.model import Period
from waqia.web.desk.fields import HALVES
from waqia.web.desk.telling import Sentences

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.support import NullTranslations

LANGUAGES = {"en": "English", "ur": "اردو"}
"""Language → its name in itself; the first is that of the texts in the code."""
_LOCALES = {"en": "en_GB", "ur": "ur_PK"}
_FOLDER = Path(__file__).parents[1] / "locale"
_SYLLABLE = re.compile(
    r"(?<=\w)([aeiouy](?:[^aeiou\W]h?)??)(?=(?:[bcdgjkpst]h|[^aeiou\W])(?:[aiou]|e\w))",
    re.IGNORECASE,
)
"""A vowel behind a letter, with a consonant that closes it, before another consonant and vowel."""


class Words:
    """One language; called with an English text it gives that text in the language."""

    def __init__(self, language: str) -> None:
        from babel import Locale

        self.language = language
        self.locale = Locale.parse(_LOCALES[language])
        catalog = _catalog(language)
        self.translations = _translations(catalog)
        self._sentences = Sentences(catalog) if catalog else None

    @property
    def direction(self) -> str:
        """Which way the language is written: ltr or rtl."""
        return str(self.locale.text_direction)

    def __call__(self, text: str, /, **values: Any) -> str:
        """A text of the interface; `%(name)s` in it stand for values."""
        said: str = self.translations.ugettext(text)
        return said % values if values else said

    def tell(self, text: str) -> str:
        """What a room said in English, in the language; as it is where it is not known."""
        return (self._sentences and self._sentences.tell(text)) or text

    def plural(self, one: str, many: str, number: int, /, **values: Any) -> str:
        """A text that depends on a number, which may stand in it as `%(num)s`."""
        said: str = self.translations.ungettext(one, many, number)
        return said % ({"num": self.number(number)} | values)

    def number(self, value: float | None) -> str:
        """A number with the separators of the language; a dash where it is not known."""
        from babel.numbers import format_decimal

        return "–" if value is None else str(format_decimal(value, locale=self.locale))

    def percent(self, share: float | None) -> str:
        """A share of one as percent, to one place."""
        from babel.numbers import format_percent

        return "–" if share is None else str(format_percent(share, "#,##0.#%", locale=self.locale))

    def days(self, first: date, last: date) -> str:
        """Days that follow each other: 6–12 Feb 2023."""
        from babel.dates import format_interval

        return str(format_interval(first, last, "yMMMd", locale=self.locale))

    def date(self, value: date | str | None, form: str = "medium") -> str:
        """A day; ISO 8601 texts are read. `form` is short, medium, long or full."""
        from babel.dates import format_date

        if not value:
            return "–"
        try:
            day = date.fromisoformat(value[:10]) if isinstance(value, str) else value
        except ValueError:
            return str(value)
        return str(format_date(day, form, locale=self.locale))

    def month(self, value: str) -> str:
        """The month of a day in ISO 8601: June 2023."""
        from babel.dates import format_date

        return str(format_date(date.fromisoformat(value), "LLLL y", locale=self.locale))

    def period(self, text: str) -> str:
        """A period that `Period.parse` reads: 2023, Q2 2023, June 2023, 1 Jan 2023 – 31 Dec 2023.

        Raises:
            QuestionError: it is none.
        """
        from babel.dates import format_date

        def said(end: str) -> str:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", end):
                return self.date(end)
            if re.fullmatch(r"\d{4}-\d\d", end):
                return self.month(f"{end}-01")
            if half := re.fullmatch(r"(\d{4})-H([12])", end):
                return self(HALVES[half[2]], year=half[1])
            if re.fullmatch(r"\d{4}-Q[1-4]", end):
                return str(format_date(Period.parse(end).start, "QQQ y", locale=self.locale))
            return end

        ends = Period.parse(text).label.split("..")
        return " – ".join(dict.fromkeys(said(end) for end in ends))

    def moment(self, value: datetime | str | None) -> str:
        """A moment to the minute, in UTC."""
        from babel.dates import format_datetime

        if not value:
            return "–"
        try:
            when = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return str(value)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        return str(format_datetime(when, "d MMM y HH:mm", locale=self.locale)) + " UTC"

    def hyphened(self, name: str) -> str:
        """A name with soft hyphens where its English syllables may part; another's as it is."""
        return _SYLLABLE.sub("\\1\u00ad", name) if self.language == "en" else name

    def label(self, named: Any) -> str:
        """The label of a term, place or row of a codebook in the language, else in English."""

        def said(key: str) -> Any:
            return named.get(key) if isinstance(named, Mapping) else getattr(named, key, None)

        english = said("label") or said("name") or ""
        if self.language == "en":
            return str(english)
        return str(said(f"label_{self.language}") or said(f"name_{self.language}") or english)


@cache
def words_of(language: str) -> Words:
    """The words of a language of `LANGUAGES`."""
    return Words(language)


def preferred(accepted: str) -> str:
    """The language of the desk that a browser's Accept-Language likes best."""
    from babel import negotiate_locale

    weighed = []
    for position, part in enumerate(accepted[:500].split(",")):
        name, _, weight = part.partition(";q=")
        try:
            weighed.append((-float(weight or 1), position, name.strip()))
        except ValueError:
            continue
    wanted = [name for _, _, name in sorted(weighed) if name]
    return negotiate_locale(wanted, list(LANGUAGES), sep="-") or next(iter(LANGUAGES))


def _catalog(language: str) -> Catalog | None:
    """The texts of a language; None for the language of the code."""
    from babel.messages.pofile import read_po

    path = _FOLDER / f"{language}.po"
    if language == next(iter(LANGUAGES)):
        return None
    with path.open("rb") as file:
        return read_po(file, locale=_LOCALES[language])


def _translations(catalog: Catalog | None) -> NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.support import NullTranslations, Translations

    if catalog is None:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
