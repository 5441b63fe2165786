"""From a document that was dropped to a number in a published report, and back, by clicking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.conftest import Desk, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

TITLE = "Seven people killed in Mastung blast"
SENTENCE = (
    "QUETTA: At least seven people were killed and eleven others injured when a roadside bomb "
    "went off near a bus in Mastung district on Monday, police said."
)
ARTICLE = f"""#set page(width: 15cm, height: 20cm)
= {TITLE}
Published on 21 May 2024

{SENTENCE} No group claimed responsibility.
"""
MASTUNG = "/explore?district=Mastung&period=2024"
LONG = 60_000
"""Milliseconds that work in the background may take on a machine that is busy."""


def test_a_document_becomes_a_number_that_leads_back_to_it(visit: Visit, desk: Desk) -> None:
    import typst

    page = visit(desk).page
    page.set_default_timeout(LONG)

    page.goto("/read")
    pdf = {
        "name": "mastung.pdf",
        "mimeType": "application/pdf",
        "buffer": typst.compile(ARTICLE.encode()),
    }
    page.locator("input[type=file]").set_input_files([pdf])
    page.get_by_label("Publisher").fill("Dawn")
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url("**/jobs/*")
    page.get_by_role("link", name="Review what is proposed").click()

    proposal = proposal_of(page)
    page.goto(f"/review/new/{proposal}?kind=account")
    assert "seven people were killed" in page.locator("main").inner_text().lower()
    page.get_by_role("button", name="Accept and confirm").click()
    said = page.locator("#messages").get_by_text("is confirmed")
    said.wait_for()
    incident = said.inner_text().split(";")[1].split()[0]

    page.goto(MASTUNG)
    assert incidents_counted(page) == 1

    page.goto("/publish")
    page.get_by_label("only the confirmed ones").check()
    page.get_by_role("button", name="Freeze").click()
    page.get_by_role("link", name="Publish a report on it").click()
    page.get_by_label("Period").fill("2024")
    page.get_by_role("button", name="Publish the report").click()
    page.locator('main a[href^="/reports/"]').click()
    page.get_by_role("link", name="Read the report").click()

    # back: a number of the report, its incidents, the incident, the account, the words
    row = page.get_by_role("row").filter(has_text="Balochistan").first
    row.locator("a.n").first.click()
    page.locator("dialog[open]").get_by_text(incident).first.click()
    page.locator(f'dialog[open] a[href$="/incidents/{incident}"]').first.click()
    assert page.url.split("?")[0].endswith(f"/incidents/{incident}")
    assert "Mastung" in page.get_by_role("heading", level=1).inner_text()
    assert page.locator('main a[href^="/reports/"]').count() == 1

    page.locator("#row-killed button.value").click()
    page.locator("[popover]:popover-open").get_by_role("link", name="In the whole text").click()
    assert TITLE in page.locator("main").inner_text()
    assert "killed" in page.locator("mark.here").first.inner_text().lower()


def proposal_of(page: Page) -> str:
    """The id of the proposal whose source is the article, as its queue lists it."""
    page.goto("/review/new?kind=account")
    row = page.locator("main li, main tr").filter(has_text="Mastung").first
    address = row.locator('a[href^="/review/new/"]').first.get_attribute("href")
    assert address
    return address.removeprefix("/review/new/").split("?")[0]


def incidents_counted(page: Page) -> int:
    """The total of incidents on the explore page."""
    return int(page.locator(".totals .big").first.inner_text())
