"""The desk in its languages: every text is translated, none is left that no page says."""

from __future__ import annotations

import ast
import importlib.util
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest

from waqia.codebook import Codebook
from waqia.model import FINDING_CODES, OUTCOMES, TABLES
from waqia.model.records import Access, ClaimMode, DatePrecision, PlacePrecision, Status
from waqia.register.people.permissions import ROLES
from waqia.register.people.permissions import SCOPES as LIMITS
from waqia.web.desk.drawing import environment
from waqia.web.desk.incident_told import units_of
from waqia.web.desk.navigation import PLACES
from waqia.web.desk.words import preferred, words_of

ROOT = Path(__file__).parents[3]
WEB = ROOT / "src" / "waqia" / "web"


def _translate() -> Any:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "docs" / "translate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate = _translate()


def test_every_text_is_translated_and_no_other() -> None:
    catalog = translate.updated()
    assert not translate.missing(catalog), "translate them in ur.po: python docs/translate.py"
    assert translate.PO.read_bytes() == translate.written(catalog), "run python docs/translate.py"


def test_no_translation_is_in_doubt_or_loses_a_value() -> None:
    assert not [*translate.wrong(translate.translated())]


def test_what_is_wrong_with_a_translation_is_found() -> None:
    from babel.messages.catalog import Catalog

    catalog = Catalog(locale="ur_PK")
    catalog.add("%(n)s of %(all)s", "%(n)s")
    catalog.add(("%(num)s day", "%(num)s days"), ("ایک دن", "%(num)s دن"))
    catalog.add("good", "اچھا")
    catalog.add("in doubt", "شک", flags=["fuzzy"])
    assert [text.partition("'")[2].partition("'")[0] for text in translate.wrong(catalog)] == [
        "%(n)s of %(all)s", "%(num)s day", "in doubt",
    ]  # fmt: skip
    catalog.add("new")
    assert translate.missing(catalog) == ["new"]


BOOK = "The codebook as it was: vocabulary, places and rules."
"""What a release says of the file of its codebook."""
WORDS_OF_DATA = [
    *ROLES, *OUTCOMES, *get_args(Access), *get_args(DatePrecision), *get_args(PlacePrecision),
    *get_args(Status), *(severity for severity, _ in FINDING_CODES.values()),
    "waiting", "running", "done", "failed", "cancelled", "accepted", "proposed",
    *(place.name for place in PLACES),
    *(table.description for table in TABLES.values()), BOOK,
    *(one.label for book in ("pakistan", "generic")
      for one in Codebook.load(book).counting_rules.values()),
]  # fmt: skip


@pytest.mark.parametrize("text", sorted(set(WORDS_OF_DATA)))
def test_words_that_data_say_are_translated(text: str) -> None:
    assert words_of("ur")(text) != text


def test_codes_of_the_house_have_names() -> None:
    from waqia.web.desk.naming import CLAIMS, SCOPES

    assert set(CLAIMS) == set(get_args(ClaimMode))
    assert tuple(SCOPES) == LIMITS


def test_texts_are_whole_so_that_they_can_be_translated() -> None:
    """A text that is put together from parts is in no catalogue."""
    composed = [
        f"{path.relative_to(WEB)}:{node.lineno}"
        for path in WEB.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("words", "plural", "_")
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not composed


_ASKED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_NOT_SAID = re.compile(
    r'<(code|pre|kbd|script|svg|bdi lang="en")[ >].*?</(?:code|pre|kbd|script|svg|bdi)>'
    r"|<[^>]*>|&\w+;|[\w-]+=\"[^\"]*\"", re.DOTALL,
)  # fmt: skip
_ATTRIBUTES = re.compile(r"""\b(?:title|aria-label|alt|placeholder)=(?:"([^"]*)"|'([^']*)')""")
NAMES = {
    "waqia", "SHA", "BibTeX", "CSV", "JSON", "PDF", "GeoJSON", "XLSX", "PNG", "SVG", "https",
    "open", "autofocus",
}  # fmt: skip
"""What is called the same in every language, and attributes that macros say."""


@pytest.mark.parametrize(
    "path", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.name
)
def test_templates_say_nothing_but_by_the_catalogue(path: Path) -> None:
    text = _ASKED.sub("", path.read_text(encoding="utf-8"))
    said = [_NOT_SAID.sub(" ", text), *("".join(found) for found in _ATTRIBUTES.findall(text))]
    words = {word for part in said for word in re.findall(r"[A-Za-z]{2,}", part)}
    assert not words - NAMES


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    english, urdu = words_of("en"), words_of("ur")
    assert (english.direction, urdu.direction) == ("ltr", "rtl")
    assert english.number(1234567) == "1,234,567"
    assert english.number(None) == urdu.number(None) == "–"
    assert english.date("2023-06-05") == "5 Jun 2023"
    assert "جون" in urdu.date(date(2023, 6, 5))
    assert english.date("2023") == "2023"
    assert english.month("2023-06-01") == "June 2023"
    assert english.percent(0.125) == "12.5%"
    assert english.moment(datetime(2023, 6, 5, 14, 3, tzinfo=UTC)) == "5 Jun 2023 14:03 UTC"
    assert english.moment("2023-06-05T14:03:00+05:00") == "5 Jun 2023 09:03 UTC"
    assert english.plural("%(num)s day", "%(num)s days", 1) == "1 day"
    assert english.plural("%(num)s day", "%(num)s days", 1200) == "1,200 days"


def test_a_term_is_called_as_the_language_calls_it_or_else_in_english() -> None:
    urdu = words_of("ur")
    assert urdu.label({"label": "Bomb", "label_ur": "بم"}) == "بم"
    assert urdu.label({"label": "Bomb", "label_ur": ""}) == "Bomb"
    assert words_of("en").label({"label": "Bomb", "label_ur": "بم"}) == "Bomb"
    assert urdu.label({}) == ""


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("ur-PK,ur;q=0.9,en;q=0.8", "ur"),
        ("de,en;q=0.5,ur;q=0.7", "ur"),
        ("de-DE,de", "en"),
        ("en;q=x, ur", "ur"),
        ("," * 5000, "en"),
    ],
)
def test_the_language_is_that_which_the_browser_likes_best(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_a_long_name_may_part_between_its_syllables_only() -> None:
    written = {
        "Peshawar": "Pe-sha-war", "Muzaffargarh": "Mu-zaf-far-garh", "Lahore": "La-hore",
        "Toba Tek Singh": "To-ba Tek Singh", "Attock": "Attock", "Awaran": "Awa-ran",
    }  # fmt: skip
    for name, parted in written.items():
        assert words_of("en").hyphened(name).replace("\u00ad", "-") == parted
    assert words_of("ur").hyphened("پشاور") == "پشاور"


def test_parts_are_parted_as_the_language_does() -> None:
    latin = re.compile(r"(?:\}\}|%\}|</bdi>|</a>|</time>|</strong>)[,.] (?:\{[{%]|<bdi|<a |<time)")
    for path in sorted((WEB / "templates").glob("*.html")):
        for line in path.read_text("utf-8").splitlines():
            english = 'lang="en" dir="ltr"' in line or "latitude" in line
            assert english or not latin.search(line), f"{path.name}: {line.strip()}"


def drawn(language: str, template: str, **values: Any) -> str:
    """A piece of a template in a language."""
    said = environment(language).from_string(template)
    return said.render(visit=SimpleNamespace(language=language), **values).strip()


@pytest.mark.parametrize(
    ("district", "told"), [("Khuzdar", "Balochistan"), (None, "Kalat, Baloch")]
)
def test_a_division_is_told_where_the_district_is_not_known(
    district: str | None, told: str
) -> None:
    place = {"place": "Khuzdar", "district": district, "division": "Kalat"}
    said = drawn(
        "en", '{% import "incident_macros.html" as i with context %}{{ i.where(record) }}',
        record=place | {"province": "Balochistan"}, unit=lambda _level, name: name,
    )  # fmt: skip
    assert f'<span class="soft"><bdi dir="auto">{told}' in said


@pytest.mark.parametrize(("language", "called"), [("en", "Quetta"), ("ur", "کوئٹہ")])
def test_a_place_is_called_as_the_gazetteer_calls_it(language: str, called: str) -> None:
    unit = units_of(Codebook.load("pakistan"), words_of(language))
    said = drawn(
        language, '{% import "incident_macros.html" as i with context %}{{ i.where(record) }}',
        record={"place": "Quetta"}, unit=unit,
    )  # fmt: skip
    assert said == f'<bdi dir="auto">{called}</bdi>'
    assert unit("place", "Behind the old mill") == "Behind the old mill"


def test_english_that_has_no_translation_is_marked_as_english() -> None:
    told = '{% import "macros.html" as m with context %}{{ m.told(kept, said) }}'
    for language in ("en", "ur"):
        assert "<bdi" not in drawn(language, told, kept="No such release.", said="ایسا نہیں۔")
    assert drawn("ur", told, kept="It fails.", said="It fails.") == (
        '<bdi lang="en" dir="auto">It fails.</bdi>'
    )
    assert drawn("en", told, kept="It fails.", said="It fails.") == "It fails."
