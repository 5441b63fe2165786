"""The frame of every page: its language, navigation, messages, and what its policy forbids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi import Request

from tests.web.desk.local import Local, Person, at_desk, fill
from tests.web.desk.team import Desk, session_of
from waqia.register import Register
from waqia.release import open_release
from waqia.web.app import app_of
from waqia.web.desk.shelf import Shelf
from waqia.web.desk.site import Site
from waqia.web.desk.visiting import Visitor, _carried

TEMPLATES = Path(__file__).parents[3] / "src" / "waqia" / "web" / "templates"


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Local:
    """A small register with a release."""
    local = fill(tmp_path_factory.mktemp("desk"))
    with Register.open(local.path, user="desk") as register:
        register.freeze(local.releases / "a.release")
    return local


@pytest.fixture(scope="module")
def person(local: Local) -> Iterator[Person]:
    """Whose desk it is."""
    with at_desk(local) as person:
        yield person


@pytest.fixture(scope="module")
def alone(local: Local) -> Iterator[Desk]:
    """A release that is served alone."""
    site = Site("Desk", Shelf(given=open_release(local.releases / "a.release")))
    desk = Desk(app_of(site))
    yield desk
    desk.close()
    site.close()


def places(page: str) -> list[str]:
    """Where its navigation leads."""
    navigation = page.partition('<nav class="places"')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]*)"', navigation)


@pytest.mark.parametrize(
    ("headers", "language", "direction"),
    [
        ({}, "en", "ltr"),
        ({"Accept-Language": "ur-PK,en;q=0.5"}, "ur", "rtl"),
        ({"Cookie": "waqia-language=ur"}, "ur", "rtl"),
        ({"Cookie": "waqia-language=en", "Accept-Language": "ur"}, "en", "ltr"),
        ({"Cookie": "waqia-language=xx"}, "en", "ltr"),
    ],
)
def test_a_page_is_in_the_language_that_was_chosen_or_is_liked(
    person: Person, headers: dict[str, str], language: str, direction: str
) -> None:
    page = person.desk.ask("GET", "/releases", headers).text
    assert f'<html lang="{language}" dir="{direction}"' in page
    heading = {"en": "Releases", "ur": "اجرا"}[language]
    assert f"<h1>{heading}</h1>" in page


@pytest.mark.parametrize(("kind", "value"), [("language", "ur"), ("theme", "dark")])
def test_a_choice_is_kept_by_the_browser_and_leads_back(
    person: Person, kind: str, value: str
) -> None:
    answer = person.look(f"/{kind}/{value}?back=/explore%3Fyear%3D2023")
    assert (answer.status_code, answer.headers["location"]) == (303, "/explore?year=2023")
    assert f"waqia-{kind}={value}" in answer.headers["set-cookie"]
    assert person.look(f"/{kind}/other").status_code == 404


@pytest.mark.parametrize(
    "back", ["https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)", ""]
)
def test_a_choice_leads_nowhere_else(person: Person, back: str) -> None:
    answer = person.desk.ask("GET", "/theme/dark", params={"back": back})
    assert answer.headers["location"] == "/"


def test_the_navigation_has_what_one_may_use(desk: Desk, alone: Desk, person: Person) -> None:
    shown = {
        role: places(desk.ask("GET", "/releases", session_of(desk, role)).text)
        for role in ("viewer", "coder", "editor")
    }
    assert not {"/review", "/read", "/publish", "/people"} & set(shown["viewer"])
    assert {"/review", "/read"} <= set(shown["coder"])
    assert "/publish" not in shown["coder"]
    assert {"/publish", "/people"} <= set(shown["editor"])
    assert not {"/review", "/read", "/publish", "/people", "/jobs"} & set(
        places(alone.ask("GET", "/releases").text)
    )
    assert places(desk.ask("GET", "/login").text) == []
    assert person.page("/releases").count('aria-current="page"') == 1


def test_the_release_that_is_looked_at_stays(person: Person) -> None:
    page = person.page("/sources?release=a.release")
    for place in ("/explore", "/sources", "/actors", "/places", "/codebook"):
        assert f"{place}?release=a.release" in places(page)
    assert "/releases" in places(page)


def test_what_was_done_is_said_once(person: Person) -> None:
    answer = person.desk.ask(
        "GET", "/releases", {"Cookie": 'waqia-said=%7B"text": "<b>done", "kind": "good"%7D'}
    )
    assert '<p class="message good"' in answer.text
    assert "&lt;b&gt;done" in answer.text
    assert 'waqia-said=""' in answer.headers["set-cookie"]
    for broken in ("x", "%7B%7D", "[1]", '"'):
        page = person.desk.ask("GET", "/releases", {"Cookie": f"waqia-said={broken}"})
        assert (page.status_code, 'class="message' in page.text) == (200, False)


@pytest.mark.parametrize("address", ["/nowhere", "/releases/nowhere", "/static/nowhere.css"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_error_is_a_page_of_its_language_that_says_what_to_do(
    person: Person, address: str, language: str
) -> None:
    answer = person.desk.ask("GET", address, {"Cookie": f"waqia-language={language}"})
    heading = {"en": "There is no such page", "ur": "ایسا کوئی صفحہ نہیں"}[language]
    assert (answer.status_code, f"<h1>{heading}</h1>" in answer.text) == (404, True)
    assert '<a href="/">' in answer.text


def test_an_error_is_a_message_where_a_script_asks(person: Person) -> None:
    answer = person.desk.ask("GET", "/releases/nowhere", {"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-retarget"]) == (404, "#messages")
    assert "<html" not in answer.text
    assert 'role="alert"' in answer.text


def test_files_are_kept_for_ever_and_none_is_served_from_elsewhere(person: Person) -> None:
    page = person.page("/releases")
    (style,) = re.findall(r'href="(/static/desk\.css\?v=\w+)"', page)
    answer = person.look(style)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")
    # an address that stays the same when the file changes
    for address in ("/static/desk.css", "/static/desk.css?v=another"):
        assert "immutable" not in person.look(address).headers["cache-control"]
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/",
        "/static/built",
        "/static/" + "a" * 300,
    ):
        assert person.look(path).status_code == 404


@pytest.mark.parametrize("said", ["short", "لفظ " * 1500, "\ud800" * 2000])
def test_what_is_said_on_the_next_page_fits_into_a_cookie(said: str) -> None:
    carried = _carried(said, "good")
    assert len(carried) <= 3500
    assert json.loads(unquote(carried))["text"][:3] == said[:3].replace("\ud800", "?")


def test_a_script_is_led_to_an_address_as_a_browser_is(alone: Desk) -> None:
    for headers in ([], [(b"hx-request", b"true")]):
        request = Request({"type": "http", "headers": headers})
        answer = Visitor(request, alone.app.state.site).to("/me?a=ب b")
        led = answer.headers.get("location") or answer.headers["hx-redirect"]
        assert led == "/me?a=%D8%A8%20b"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_says_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"\sstyle=|\son\w+=[\"']|javascript:|<style", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert 'src="{{ built(' in attributes or 'type="application/json"' in attributes
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)
