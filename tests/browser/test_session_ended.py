"""Nothing that was typed is lost where the session had ended when it was sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import PASSWORD, Desk, Visit, Visitor
from waqia.register import Register

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("everywhere")

SAID = "What you had typed is here again."


@pytest.fixture(scope="module")
def incident(team: Desk) -> str:
    """The page of an incident."""
    with Register.open(team.path, user="desk", password=None) as register:
        return f"/incidents/{register.incidents(limit=1)[0]['id']}"


def end_session(who: Visitor) -> None:
    """Let the browser know nothing of the session any more."""
    who.context.clear_cookies(name="__Host-waqia-session")


def log_in_here(page: Page, name: str) -> None:
    """Log in where one was led, and not elsewhere."""
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/login")


def test_what_was_typed_comes_back_after_the_login(visit: Visit, team: Desk, incident: str) -> None:
    who = visit(team)
    who.log_in("editor")
    page = who.goto(incident)
    end_session(who)
    page.locator("summary", has_text="in place of the rule").click()
    page.locator("#override-field").select_option("injured")
    page.locator("#override-value").fill("4 (3-5)")
    page.locator("#override-reason").fill("The hospital says so.")
    page.locator("form[action$='/override'] button").click()
    page.get_by_text("Your session has ended").wait_for()
    assert urlsplit(page.url).path == "/login"
    log_in_here(page, "editor")
    page.locator("#messages", has_text=SAID).wait_for()
    assert urlsplit(page.url).path == incident
    assert page.locator("#override-reason").is_visible()
    assert page.locator("#override-field").input_value() == "injured"
    assert page.locator("#override-value").input_value() == "4 (3-5)"
    assert page.locator("#override-reason").input_value() == "The hospital says so."
    page.locator("form[action$='/override'] button").click()
    page.get_by_text("That field is decided now").wait_for()
    page.reload()
    assert not page.get_by_text(SAID).count()


def test_what_one_typed_is_not_shown_to_another_nor_kept_with_passwords(
    visit: Visit, team: Desk
) -> None:
    who = visit(team)
    who.log_in("administrator")
    page = who.goto("/people")
    page.locator("main #name").fill("bilal")
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.locator("#reason").fill("for the summer")
    end_session(who)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Your session has ended").wait_for()
    kept = page.evaluate("JSON.stringify({...sessionStorage})")
    assert "for the summer" in kept
    assert not re.search(f"{PASSWORD}|csrf", kept)
    log_in_here(page, "editor")
    page.locator("h1", has_text="People").wait_for()
    assert page.evaluate("sessionStorage.getItem('waqia-typed')") is None
    assert not page.get_by_text(SAID).count()
