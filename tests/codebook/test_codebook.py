import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import waqia.codebook as codebook_package
from waqia.analysis.fields import FIELDS, members
from waqia.codebook import (
    VOCABULARIES,
    Codebook,
    check_codebook,
    load_into,
    load_sound,
    normalise,
)
from waqia.model import CodebookError


@pytest.mark.parametrize("name", Codebook.shipped())
def test_the_shipped_codebooks_are_sound(name: str) -> None:
    assert list(check_codebook(Codebook.load(name))) == []


@pytest.mark.parametrize("name", Codebook.shipped())
def test_a_codebook_is_the_same_after_a_release_kept_it(name: str) -> None:
    codebook = Codebook.load(name)
    assert Codebook.from_json(codebook.to_json()) == codebook


def _broken(table: str, number: int = 0, **changes: str) -> Codebook:
    codebook = Codebook.load("pakistan")
    tables = {name: list(rows) for name, rows in codebook.tables.items()}
    tables[table][number] = tables[table][number] | changes
    return Codebook(codebook.rules, tables)


@pytest.mark.parametrize(
    ("table", "changes", "code", "words"),
    [
        ("types", {"code": "Terror Attack"}, "codebook-code", "malformed"),
        ("types", {"code": "sectarian_clash"}, "codebook-code", "occurs twice"),
        ("types", {"parent": "nothing"}, "codebook-code", "'nothing', which does not exist"),
        ("types", {"parent": "terrorist_attack"}, "codebook-code", "its own ancestor"),
        ("types", {"aliases": "Sectarian clash"}, "codebook-alias", "leads to 'attack' and to"),
        ("actors", {"category": "aliens"}, "codebook-reference", "'aliens'"),
        ("relations", {"other": "nobody"}, "codebook-reference", "'nobody'"),
        ("relations", {"kind": "cousin_of"}, "codebook-reference", "'cousin_of'"),
        ("regions", {"includes": "PK-XX"}, "codebook-reference", "'PK-XX'"),
        ("parents", {"parent": "pk-nowhere"}, "codebook-reference", "'pk-nowhere'"),
        ("crosswalks/ucdp-ged", {"code": "nothing"}, "codebook-reference", "'nothing'"),
        ("crosswalks/ucdp-ged", {"field": "colour"}, "codebook-reference", "'colour'"),
    ],
)
def test_what_is_wrong_in_a_table_is_found_with_its_row(
    table: str, changes: dict[str, str], code: str, words: str
) -> None:
    findings = [f for f in check_codebook(_broken(table, **changes)) if words in f.message]
    assert findings
    assert {finding.code for finding in findings} == {code}
    assert findings[0].row is not None


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"adjudication": {"default": ["best_guess"]}}, "'best_guess'"),
        ({"adjudication": {"default": ["modal"], "colour": ["modal"]}}, "colour"),
        ({"adjudication": {}}, "no default"),
        ({"counting": {"a": {"label": "", "description": "", "types": ["nothing"]}}}, "'nothing'"),
        ({"vague_counts": {"many": [5, 3, 9]}}, "rising order"),
    ],
)
def test_rules_that_are_unknown_or_refer_to_nothing_are_found(rules: Any, words: str) -> None:
    codebook = Codebook.load("pakistan")
    findings = list(check_codebook(Codebook({**codebook.rules, **rules}, codebook.tables)))
    assert [f.code for f in findings] == ["codebook-rule"]
    assert words in findings[0].message


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A codebook of one's own: a copy of a shipped one."""
    shipped = Path(codebook_package.__file__).parent / "pakistan"
    return Path(shutil.copytree(shipped, tmp_path / "own"))


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("types", "code,name\n", "types.csv, row 1: expected the columns code, label; found code"),
        ("events", "", "events.csv, row 1: expected the columns code, label; found none"),
        ("actors", "code,label\n", "found code, label; add category."),
        ("crosswalks/gtd", "field,code\n", "gtd.csv, row 1: expected the columns field, value, c"),
        ("types", "code,label\na,A\nb,B,c,d\n", "types.csv, row 3: expected 2 cells, found 4"),
    ],
)
def test_a_table_without_its_columns_is_refused(
    own: Path, table: str, text: str, words: str
) -> None:
    (own / f"{table}.csv").write_text(text)
    with pytest.raises(CodebookError) as error:
        Codebook.load(own)
    assert words in str(error.value)


def test_a_codebook_of_ones_own_must_be_sound(own: Path) -> None:
    assert load_sound(own).id == "pakistan"
    (own / "events.csv").write_text("code,label\nA,a\nB,b\nC,c\nD,d\n")
    with pytest.raises(CodebookError) as error:
        load_sound(own)
    message = str(error.value)
    assert "events.csv row 2: The event code 'A' is malformed." in message
    assert "row 4" in message
    assert "row 5" not in message
    assert message.endswith(f"`waqia codebook check {own}`.")


def test_codes_that_are_their_own_ancestors_end(own: Path) -> None:
    (own / "types.csv").write_text("code,label,parent\na,A,b\nb,B,a\nc,C,a\n")
    codebook = Codebook.load(own)
    assert codebook.members("type", "a") == ["a", "b", "c"]
    groups = members(FIELDS["type_group"], codebook)
    assert sorted(code for codes in groups.values() for code in codes) == ["a", "b", "c"]


def test_an_unknown_codebook_names_those_there_are() -> None:
    with pytest.raises(CodebookError, match="generic, pakistan"):
        Codebook.load("pakistn")


@pytest.fixture(scope="module")
def connection() -> Any:
    opened = duckdb.connect()
    load_into(opened, Codebook.load("pakistan"), "ucdp-ged")
    yield opened
    opened.close()


_LETTERS = st.characters(
    categories=("Ll", "Lu", "Nd", "Zs", "Pd", "Po"),
    exclude_characters="",
    max_codepoint=0x17E,
) | st.sampled_from("آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےۂؤئ‌۔،؟")


@given(
    text=st.text(_LETTERS, max_size=20).filter(lambda t: not set(t) & set("ßŉſĿŀĲĳǄ²³¹ª�ºµ¨¯´¸¼½¾"))
)
def test_sql_and_python_agree_on_what_is_the_same_spelling(connection: Any, text: str) -> None:
    assert connection.execute("SELECT norm(?)", [text]).fetchone()[0] == normalise(text)


def test_every_spelling_leads_to_its_code_in_sql_as_in_python(connection: Any) -> None:
    codebook = Codebook.load("pakistan")
    rows = connection.execute("SELECT vocabulary, spelling_norm, code FROM cb_spelling").fetchall()
    assert len(rows) == sum(len(codebook.spellings(vocabulary)) for vocabulary in VOCABULARIES)
    assert all(
        codebook.find(vocabulary, spelling) == code for vocabulary, spelling, code in rows[::9]
    )


def test_places_have_the_names_of_the_day_and_of_today(connection: Any) -> None:
    query = """SELECT province, district FROM cb_chain WHERE place = 'pk-district-north-waziristan'
        AND DATE '{}' BETWEEN valid_from AND valid_to"""
    for day, expected in {
        "2018-05-30": ("Federally Administered Tribal Areas", "North Waziristan Agency"),
        "2018-05-31": ("Khyber Pakhtunkhwa", "North Waziristan"),
    }.items():
        assert connection.execute(query.format(day)).fetchall() == [expected]
    today = "SELECT district, province FROM cb_today WHERE place = 'pk-district-fr-kohat'"
    assert connection.execute(today).fetchall() == [("Kohat", "Khyber Pakhtunkhwa")]


def test_a_day_has_one_chain_for_every_place(connection: Any) -> None:
    query = """SELECT day, count(*), count(DISTINCT place) FROM cb_chain, (VALUES
        (DATE '1990-01-01'), (DATE '2010-04-19'), (DATE '2018-05-31'), (DATE '2024-01-01')) d(day)
        WHERE day BETWEEN valid_from AND valid_to GROUP BY day"""
    places = len(Codebook.load("pakistan").places)
    for _, chains, different in connection.execute(query).fetchall():
        assert chains == different == places


def test_karachi_is_a_region_apart_from_sindh(connection: Any) -> None:
    query = "SELECT place, region FROM cb_region WHERE place IN ('pk-city-karachi', 'PK-SD')"
    assert dict(connection.execute(query).fetchall()) == {
        "pk-city-karachi": "karachi",
        "PK-SD": "sindh_excluding_karachi",
    }
