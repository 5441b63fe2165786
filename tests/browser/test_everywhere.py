"""What holds on every page: WCAG, both languages, both themes, phones, keyboard, paper."""

from __future__ import annotations

from tests.browser.conftest import Desk, Visit


def test_who_is_not_logged_in_gets_to_the_page_they_wanted_by_logging_in(
    visit: Visit, team: Desk
) -> None:
    who = visit(team)
    page = who.goto("/releases")
    assert "/login" in page.url
    assert not who.axe()
    who.log_in("viewer")
    assert page.locator(".who").inner_text().startswith("viewer")
