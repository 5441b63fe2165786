"""What holds on every page: WCAG, both languages, both themes, phones, keyboard, paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po

from tests.browser.conftest import DESKTOP, PHONE, Desk, Visit, Visitor
from waqia.register import Register
from waqia.web.desk import words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("everywhere")
"""One process looks at all pages: each would begin by making a register and opening a browser."""

PO = Path(words.__file__).parents[1] / "locale" / "ur.po"

PAGES = (
    "/", "/explore", "/explore/table?rows=type&columns=year", "/explore/incidents?year=2023",
    "/incidents/{incident}", "/review", "/review/new", "/review/disputed", "/read", "/audit",
    "/publish", "/sources", "/sources/{source}", "/actors", "/actors/ttp", "/places", "/codebook",
    "/codebook/type", "/releases", "/releases/present", "/releases/{release}", "/releases/diff",
    "/releases/diff?old={before}&new={release}", "/jobs", "/people", "/people/desk", "/entries",
    "/nowhere",
)  # fmt: skip
"""Pages of every kind; {incident} and the like stand for records of the desk."""
TEXTS = """() => {
    const said = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = []
    while (said.nextNode()) {
        const place = said.currentNode.parentElement
        const ours = !place.closest("script, style, svg, bdi, code, pre, kbd, [lang=en], option")
        const text = said.currentNode.textContent.trim()
        if (ours && text) found.push(text)
    }
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]"))
        if (!one.closest("bdi, [lang=en]"))
            for (const name of ["aria-label", "title", "placeholder"])
                if (one.getAttribute(name)) found.push(one.getAttribute(name).trim())
    return found
}"""
"""What a page says of itself, and not by its data."""


@pytest.fixture(scope="module")
def addresses(desk: Desk) -> list[str]:
    """The pages, of records that the desk has."""
    with Register.open(desk.path, user="desk") as register:
        named = {
            "incident": next(
                one["id"] for one in register.incidents(disputed=True) if one["accounts"] > 1
            ),
            "source": register.sources()[0]["id"],
        }
    releases = sorted(path.name for path in desk.releases.iterdir())
    named |= {"before": releases[0], "release": releases[-1]}
    return [page.format(**named) for page in PAGES]


@dataclass
class Seen:
    """What was seen of all pages in one language: what is wrong, and what they say."""

    wrong: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def look(self, who: Visitor, address: str, language: str) -> None:
        """Look at a page, on a screen and on a phone."""
        page = who.goto(address)
        page.locator("[hx-trigger=load]").wait_for(state="detached")
        html = page.locator("html")
        written = (html.get_attribute("lang"), html.get_attribute("dir"))
        if written != (language, "rtl" if language == "ur" else "ltr"):
            self.wrong.append(f"{address}: {written}")
        if page.locator("h1").count() != 1:
            self.wrong.append(f"{address}: {page.locator('h1').count()} h1")
        self.texts += [(address, text) for text in page.evaluate(TEXTS)]
        self.axe += [f"{address}: {one}" for one in who.axe()]
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            self.wide += [f"{address}, {width}: {one}" for one in who.too_wide()]
        page.set_viewport_size({"width": DESKTOP, "height": 900})


@pytest.fixture(scope="module", params=["en", "ur"])
def seen(
    request: pytest.FixtureRequest, browser: Browser, desk: Desk, addresses: list[str]
) -> Seen:
    """All pages, looked at once in each language and each theme: colours know no language."""
    theme = {"en": "light", "ur": "dark"}[request.param]
    who = Visitor(browser, desk, language=request.param, theme=theme, reduced_motion="reduce")
    who.expected.append("404")
    found = Seen()
    for address in addresses:
        found.look(who, address, request.param)
    try:
        who.close()
    except AssertionError as complaints:
        found.wrong.append(str(complaints))
    return found


def test_every_page_works_and_says_its_language(seen: Seen) -> None:
    assert not seen.wrong, "\n".join(seen.wrong)


def test_axe_finds_nothing(seen: Seen) -> None:
    assert not seen.axe, "\n".join(seen.axe)


def test_no_page_is_wider_than_a_screen_or_a_phone(seen: Seen) -> None:
    assert not seen.wide, "\n".join(seen.wide)


@pytest.mark.parametrize("seen", ["ur"], indirect=True)
def test_in_urdu_nothing_is_said_in_english(seen: Seen) -> None:
    with PO.open("rb") as file:
        known = [one for one in read_po(file) if one.id]
    english = {
        text
        for one in known
        for text in ((one.id,) if isinstance(one.id, str) else one.id)
        if text != one.string
    }
    # values stand where the catalogue has names
    patterns = [
        re.compile(re.sub(r"%\\\((\w+)\\\)[sd]", ".+?", re.escape(text)))
        for text in english
        if len(re.sub(r"%\(\w+\)[sd]", "", text)) > 12
    ]
    found = [
        f"{address}: {text}"
        for address, text in seen.texts
        if text in english or any(pattern.fullmatch(text) for pattern in patterns)
    ]
    assert not found, "\n".join(found)


def links_of(who: Visitor) -> list[str]:
    """Where the links of the navigation lead."""
    found: list[str] = who.page.evaluate(
        "[...document.querySelectorAll('.places a')].map(link => link.pathname)"
    )
    return found


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_the_navigation_leads_only_to_pages_that_are_there(
    visit: Visit, team: Desk, role: str
) -> None:
    who = visit(team)
    who.log_in(role)
    links = links_of(who)
    assert "/explore" in links
    assert ("/review" in links, "/publish" in links) == (role == "editor", role == "editor")
    for link in [*links, "/me"]:
        answer = who.page.goto(link)
        assert answer
        assert answer.status == 200, link
        assert link == "/me" or who.page.locator(".places [aria-current=page]").count() == 1


def test_a_release_alone_is_served_to_be_read(visit: Visit, reading: Desk) -> None:
    who = visit(reading)
    page = who.goto("/")
    assert urlsplit(page.url).path == "/explore"
    links = links_of(who)
    assert not {"/review", "/read", "/publish", "/people", "/jobs"} & set(links)
    for link in links:
        answer = page.goto(link)
        assert answer
        assert answer.status == 200, link
        assert not who.too_wide()


def test_the_keyboard_reaches_everything(visit: Visit, desk: Desk) -> None:
    who = visit(desk)
    page = who.goto("/releases")
    page.keyboard.press("Tab")
    assert who.focused().get_attribute("class") == "skip"
    assert who.focused().bounding_box()
    page.keyboard.press("Enter")
    assert who.focused().get_attribute("id") == "main"
    page.reload()
    reached = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        told: tuple[str, bool] = page.evaluate("""() => {
            const here = document.activeElement, style = getComputedStyle(here)
            return [here.outerHTML, style.outlineStyle !== "none" && style.outlineWidth !== "0px"]
        }""")
        assert told[1], f"no focus is seen on {told[0]}"
        reached.add(told[0])
    there: list[str] = page.evaluate("""
        [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
            .filter(one => one.checkVisibility() && one.tabIndex >= 0).map(one => one.outerHTML)
    """)
    assert set(there) <= reached


def test_language_and_theme_stay_where_one_is(visit: Visit, desk: Desk) -> None:
    who = visit(desk, language="en")
    page = who.goto("/explore?year=2023")
    page.locator(".choices a[lang=ur]").click()
    page.locator("html[dir=rtl]").wait_for()
    assert urlsplit(page.url)[2:4] == ("/explore", "year=2023")
    page.locator("[data-theme-choice=dark]").click()
    page.locator("html[data-theme=dark]").wait_for()
    assert urlsplit(page.url)[2:4] == ("/explore", "year=2023")


def test_going_back_undoes_a_filter(visit: Visit, desk: Desk) -> None:
    page = visit(desk).goto("/explore")
    total = re.findall(r"\d+ incidents", page.locator("main").inner_text())[0]
    link = page.locator("main a[href^='/explore?province=']").first
    link.click()
    page.wait_for_url(re.compile("province="))
    page.wait_for_load_state("networkidle")
    page.go_back()
    page.wait_for_url(lambda url: "province=" not in url)
    page.locator("main").filter(has_text=total).wait_for()


@pytest.mark.parametrize("kind", ["/explore", "/incidents/"])
def test_paper_has_no_navigation(visit: Visit, desk: Desk, addresses: list[str], kind: str) -> None:
    who = visit(desk)
    page = who.goto(next(one for one in addresses if one.startswith(kind)))
    page.emulate_media(media="print")
    for part in (".bar", ".foot", ".skip", "form button"):
        assert not any(one.is_visible() for one in page.locator(part).all()), part
    assert page.locator("h1").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_without_scripts_pages_are_whole(visit: Visit, desk: Desk) -> None:
    who = visit(desk, java_script_enabled=False)
    page = who.goto("/releases")
    page.get_by_role("link", name="Compare any two").click()
    page.locator("#old").select_option("2026-01.release")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.locator("#totals").wait_for()
    page = who.goto("/numbers")
    assert page.locator("svg.months").count() == 1
