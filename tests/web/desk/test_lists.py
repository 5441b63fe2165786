"""The pages of sources, actors, places and the codebook: found, counted, leading to incidents."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CREATED
from tests.web.desk.local import ENGLISH, Local, Person, at_desk, fill
from tests.web.desk.team import Desk
from waqia.analysis import count
from waqia.examples import example_folder
from waqia.formats import build
from waqia.register import Register
from waqia.release import Release, open_release
from waqia.web import create_app
from waqia.web.desk.source_list import Asked, of_register, of_release

MANY = 60
"""More sources than stand on a page."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("lists") / "desk.release"
    build(example_folder() / "accounts.csv", out, codebook="pakistan", title="Desk",
          created=CREATED)  # fmt: skip
    return open_release(out)


@pytest.fixture(scope="module")
def reader(release: Release) -> Iterator[Person]:
    """Somebody at a desk that serves the example as a release."""
    desk = Desk(create_app(open_release(release.path)))
    yield Person(desk)
    desk.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Local:
    return fill(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="module")
def person(filled: Local) -> Iterator[Person]:
    with at_desk(filled) as person:
        yield person


def numbers(page: str, path: str) -> dict[str, int]:
    """What leads to the incidents behind a number → the number."""
    found = re.findall(rf'<a href="({re.escape(path)}\?[^"]*)">([\d,]+)<', page)
    return {html.unescape(address): int(n.replace(",", "")) for address, n in found}


@pytest.mark.parametrize(
    "path",
    ["/actors", "/actors/ttp", "/places", "/places/PK-BA", "/codebook/type", "/codebook/target"],
)
def test_a_number_is_that_of_the_incidents_it_leads_to(
    path: str, reader: Person, release: Release
) -> None:
    page = reader.page(path)
    assert "All violence, every casualty" in page
    found = numbers(page, "/explore/incidents")
    assert found
    for address, number in list(found.items())[:6]:
        asked = dict(re.findall(r"(\w+)=([^&]+)", address))
        where = {name: value.replace("+", " ") for name, value in asked.items()}
        assert count(release, where=where).total["incidents"] == number, address


def test_a_number_opens_its_incidents(reader: Person) -> None:
    address, number = next(iter(numbers(reader.page("/actors"), "/explore/incidents").items()))
    assert f"{number}" in reader.page(address)


def test_an_actor_is_found_by_any_spelling_and_told_with_its_ties(reader: Person) -> None:
    assert 'href="/actors/ttp"' in reader.page("/actors?words=ٹی+ٹی+پی")
    assert 'href="/actors/ttp"' not in reader.page("/actors?words=lashkar")
    page = reader.page("/actors/ttp")
    assert "تحریک طالبان پاکستان" in page
    assert "has pledged allegiance to" in page
    assert 'href="/actors/afghan_taliban"' in page
    assert "has the pledge of" in reader.page("/actors/afghan_taliban")


def test_a_unit_that_is_no_more_leads_to_where_its_area_is_now(reader: Person) -> None:
    page = reader.page("/places/PK-TA")
    assert "This unit is no more." in page
    assert 'href="/places/PK-KP"' in page
    assert 'href="/places/PK-TA"' in reader.page("/places/PK-KP")
    assert "بلوچستان" in reader.page("/places")


def test_the_codebook_tells_its_rules_in_words(reader: Person) -> None:
    page = reader.page("/codebook")
    assert "The count in the middle of the accounts" in page
    assert "dozens" in page
    assert "Operation in Wana" in reader.page("/codebook/measures")
    assert "Armed Assault" in reader.page("/codebook/crosswalks/gtd")


@pytest.mark.parametrize(
    "path",
    ["/sources/S-none", "/actors/nobody", "/places/nowhere", "/codebook/verbs",
     "/codebook/crosswalks/none"],
)  # fmt: skip
def test_what_is_not_there_is_answered_with_where_to_look(path: str, reader: Person) -> None:
    answer = reader.look(path)
    assert answer.status_code == 404
    assert "Expected" in answer.text


def test_every_source_is_listed_once_however_it_is_paged(tmp_path: Path) -> None:
    with Register.create(tmp_path / "desk.db", "generic", user="desk") as register:
        for n in range(MANY):
            source = {"id": f"S-{n:03}", "title": f"Paper {n}", "publisher": f"P{n % 3}"}
            register.add_source(source | ({"date": f"20{n % 20:02}-01"} if n % 4 else {}))
        for n in range(MANY):
            register.add({"source": f"S-{n:03}", "date_start": "2023-05-04"})
        release = register.freeze(tmp_path / "r.release")
        for of in (partial(of_register, register), partial(of_release, release)):
            seen: list[str] = []
            cursor: str | None = ""
            while cursor is not None:
                found = of(Asked(cursor=cursor))
                seen += [row["id"] for row in found.rows]
                assert all(row["accounts"] == 1 for row in found.rows)
                cursor = found.following
            assert sorted(seen) == [f"S-{n:03}" for n in range(MANY)]
            asked = of(Asked(publisher="P1", year="2005", words="paper 2"))
            assert [row["id"] for row in asked.rows] == ["S-025"]


def test_the_metadata_of_a_source_are_changed_by_who_may(person: Person, filled: Local) -> None:
    given: dict[str, Any] = {
        "title": "A better title", "publisher": "Dawn", "language": "en", "reliability": "A",
        "access": "public", "date": "2023-05-02",
    }  # fmt: skip
    base = int(person.register.source("S-en")["revision"])
    assert person.send("/sources/S-en", base=base, **given).status_code == 303
    source = person.register.source("S-en")
    assert (source["title"], source["reliability"]) == ("A better title", "A")
    assert person.register.text("S-en") == ENGLISH
    assert person.send("/sources/S-en", base=base, **given).status_code in (303, 409)
    closed = person.send("/sources/S-en", **(given | {"access": "restricted"}))
    assert closed.status_code == 422
    assert "say why" in closed.text
    assert 'value="A better title"' in closed.text
    with at_desk(filled, "reader") as viewer:
        assert viewer.send("/sources/S-en", **given).status_code == 403
        assert "Change what is known" not in viewer.page("/sources/S-en")


def test_a_text_is_shown_whole_with_the_way_from_each_mark_to_its_incident(
    person: Person, filled: Local
) -> None:
    page = person.page("/sources/S-ur")
    assert '<div class="source-text" dir="auto" lang="ur">' in page
    assert re.search(rf'<mark>چھ</mark><a class="ref" href="/incidents/{filled.incident}', page)
    shown = re.sub(r"<[^>]+>", "", page.partition('class="source-text"')[2].partition("</div>")[0])
    assert "پیر کو کوئٹہ میں چھ" in shown


def test_an_empty_register_says_what_to_do(tmp_path: Path) -> None:
    Register.create(tmp_path / "desk.db", "pakistan", user="desk").close()
    with at_desk(Local(tmp_path / "desk.db", tmp_path / "releases", "", "")) as person:
        assert "Read documents or import accounts" in person.page("/sources")
        for path in ("/actors", "/places", "/codebook", "/codebook/type"):
            assert person.look(path).status_code == 200, path
        assert "nothing is counted" in person.page("/actors/ttp")
