from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.publish.conftest import HOSTILE, TURNED, URDU, Fill
from waqia.publish import Document, to_html, to_pdf
from waqia.release import Release

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOADING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}


class Parsed(HTMLParser):
    """A page in pieces: its tags with their attributes, and its texts by the tag they stand in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open = [""]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "br", "hr", "link", "img", "input"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1], data))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def within(self, tag: str) -> str:
        return "".join(text for name, text in self.texts if name == tag)

    @property
    def words(self) -> str:
        return "".join(text for tag, text in self.texts if tag not in ("script", "style"))


@pytest.fixture(scope="session")
def parsed(page: str) -> Parsed:
    return Parsed(page)


@pytest.fixture(scope="session")
def evidence(page: str) -> dict[str, Any]:
    """The evidence that the page carries."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_loads_nothing(parsed: Parsed) -> None:
    for tag, attrs in parsed.tags:
        assert tag not in ("link", "iframe", "object", "embed", "img", "base", "audio", "video")
        assert not LOADING & attrs.keys(), (tag, attrs)
        assert not re.search(r"url\((?!#)|@import", attrs.get("style", "")), attrs
        if "href" in attrs and tag != "a":
            assert attrs["href"].startswith("#"), (tag, attrs)
    assert not re.search(r"url\(|@import|@font-face", parsed.within("style"))


def test_links_stay_in_the_page(parsed: Parsed) -> None:
    ids = {attrs["id"] for _, attrs in parsed.tags if "id" in attrs}
    for link in parsed.all("a"):
        assert link["href"].removeprefix("#") in ids


def test_incidents_lead_to_their_pages_where_a_desk_has_them(filled: Fill) -> None:
    document = filled("# {{ title }}\n\n{{ count().killed }}", address="https://desk.example/i/")
    pages = [f"https://desk.example/i/{row['id']}" for row in document.dossier.incidents]
    html = to_html(document)
    assert re.findall(r'<a href="(https:[^"]*)"', html) == pages
    assert re.findall(r'"page":"([^"]*)"', html) == pages
    assert all(f"({page})".encode() in to_pdf(document) for page in pages)


def test_ids_are_one_of_a_kind(parsed: Parsed) -> None:
    ids = [attrs["id"] for _, attrs in parsed.tags if "id" in attrs]
    assert len(set(ids)) == len(ids)


def test_only_the_pages_own_script_may_run(page: str, parsed: Parsed) -> None:
    (policy,) = (m["content"] for m in parsed.all("meta") if "http-equiv" in m)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert not [attrs for _, attrs in parsed.tags if any(name.startswith("on") for name in attrs)]


def test_the_page_says_its_language_and_title(parsed: Parsed, report: Document) -> None:
    assert parsed.all("html") == [{"lang": "en"}]
    assert report.title == "Five documents: 2023"
    assert parsed.within("title").startswith(report.title)


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_contents_lead_to_every_section(page: str, report: Document) -> None:
    found = re.search(r"<nav.*?</nav>", page, re.DOTALL)
    assert found is not None
    entries = re.findall(r'<a href="#(s\d+)">(.*?)</a>', found[0])
    assert [words for _, words in entries] == [w for tag, w in report.headings if tag == "h2"]
    for anchor, words in entries:
        assert re.search(rf'<h2 id="{anchor}">{re.escape(words)}</h2>', page)


def test_tables_have_captions_and_scoped_headings(page: str) -> None:
    tables = re.findall(r'<div class="table"><table.*?</table>', page, re.DOTALL)
    assert len(tables) > 10
    for table in tables:
        assert "<caption>" in table
        assert re.findall(r"<th(?![a-z])", table) == re.findall(
            r'<th(?= scope="(?:col|row)")', table
        )
        assert all('<th scope="row">' in row for row in table.split("<tr ")[1:])


def test_every_picture_says_in_words_what_it_shows(page: str) -> None:
    figures = re.findall(r"<figure>(.*?)</figure>", page, re.DOTALL)
    assert len(figures) >= 6
    for figure in figures:
        assert re.match(r'<svg [^>]*role="img"><title>[^<]+</title><desc>[^<]{20,}</desc>', figure)
        assert re.search(r"<figcaption><strong>[^<]+</strong>", figure)


def test_every_number_of_the_page_opens_an_entry(parsed: Parsed, evidence: dict[str, Any]) -> None:
    links = [link for link in parsed.all("a") if link.get("class") == "n"]
    assert len(links) > 400
    for link in links:
        assert 1 <= int(link["data-e"]) <= len(evidence["entries"])


def test_every_incident_of_the_page_has_accounts_with_their_source(
    evidence: dict[str, Any],
) -> None:
    for incident in evidence["incidents"]:
        assert incident["accounts"]
        for account in incident["accounts"]:
            assert evidence["sources"][account["s"]]["text"]
            assert account["at"]


def test_the_evidence_of_the_page_is_that_of_the_document(
    report: Document, evidence: dict[str, Any]
) -> None:
    for entry, carried in zip(report.book.entries, evidence["entries"], strict=True):
        ids = [evidence["incidents"][i]["id"] for i in carried["i"]]
        assert (entry.question, [*entry.incidents]) == (carried["q"], ids)


def test_the_same_document_gives_the_same_page(report: Document, page: str) -> None:
    assert to_html(report) == page


@pytest.fixture
def unsafe(hostile: Release, filled: Fill) -> Document:
    return filled(
        "# {{ title }}\n\n{{ description }}\n\n{{ count().killed }} killed.\n\n"
        '{{ table(by="district", caption=title) }}\n\n{{ chart(by="district", kind="bar") }}\n\n'
        '{% for one in top("actor", 20) %}\n## {{ one }}\n\n{{ one.label }}\n\n{% endfor %}\n\n'
        "{{ incidents() }}\n",
        release=hostile,
    )


def test_text_of_the_data_is_only_text(unsafe: Document) -> None:
    parsed = Parsed(to_html(unsafe))
    assert len(parsed.all("script")) == 2
    assert not parsed.all("img")
    assert not [link for link in parsed.all("a") if not link["href"].startswith("#")]
    main = parsed.words
    for text in HOSTILE:
        assert main.count(text) >= 4, text
    assert parsed.within("title").startswith(unsafe.title)


def test_no_character_of_the_data_turns_or_hides_what_stands_round_it(unsafe: Document) -> None:
    page = to_html(unsafe)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ue000\ue001]", page)
    assert URDU in page
    assert TURNED.translate({0x202E: None, 0x202C: None}) in page


def test_a_script_in_a_template_does_not_run(filled: Fill) -> None:
    page = to_html(filled("<script>alert(1)</script>\n\n![x](https://example.org/x.png)\n"))
    assert len(Parsed(page).all("script")) == 2
    assert not Parsed(page).all("img")


# The rest opens the page in a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs chromium on the PATH: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """The report in a browser; the test fails where the page complains or asks for a file."""
    with watched(browser, file) as page:
        yield page


class watched:  # noqa: N801 - a context manager, used like a function
    def __init__(self, browser: Browser, file: Path, width: int = 1280) -> None:
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.file = file

    def __enter__(self) -> Page:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.page.close()
        assert not self.complaints
        assert self.asked == [self.file.as_uri()]


def test_a_number_opens_its_incidents_and_an_incident_its_accounts(
    opened: Page, evidence: dict[str, Any]
) -> None:
    number = opened.locator("table a.n").first
    entry = evidence["entries"][int(number.get_attribute("data-e") or 0) - 1]
    number.click()
    dialog = opened.get_by_role("dialog")
    assert dialog.get_by_role("heading").first.inner_text() == number.inner_text()
    assert entry["q"] in dialog.inner_text()
    assert dialog.locator("tbody tr").count() == len(entry["i"])

    first = evidence["incidents"][entry["i"][0]]
    dialog.get_by_role("button", name=first["id"]).click()
    assert dialog.get_by_role("heading").first.inner_text() == first["id"]
    shown = dialog.inner_text()
    for account in first["accounts"]:
        assert evidence["sources"][account["s"]]["text"] in shown
        assert account["at"] in shown

    dialog.get_by_role("button", name="Back").click()
    assert entry["q"] in dialog.inner_text()
    assert not dialog.get_by_role("button", name="Back").is_visible()
    opened.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_the_dialog_says_how_many_people_the_incidents_harmed(
    opened: Page, report: Document
) -> None:
    number = opened.locator("#report > p a.n").nth(1)
    number.click()
    killed = number.inner_text().split(" ")[0]
    assert f"together {killed} killed" in opened.locator(".sums").inner_text()


def test_the_keyboard_is_enough(opened: Page) -> None:
    for _ in range(60):
        opened.keyboard.press("Tab")
        if opened.evaluate("document.activeElement.matches('a.n')"):
            break
    number = opened.evaluate("document.activeElement.textContent")
    opened.keyboard.press("Enter")
    dialog = opened.get_by_role("dialog")
    assert dialog.get_by_role("heading").first.inner_text() == number
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert dialog.get_by_role("button", name="Back").is_visible()
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.textContent") == number


def test_an_incident_of_a_list_opens_and_closes(opened: Page) -> None:
    opened.locator("ol.list a.i").first.click()
    dialog = opened.get_by_role("dialog")
    assert "account" in dialog.inner_text()
    assert not dialog.get_by_role("button", name="Back").is_visible()
    dialog.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_never_wider_than_the_window(browser: Browser, file: Path, width: int) -> None:
    with watched(browser, file, width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("a.n").first.click()
        inside = page.locator("#evidence")
        assert inside.evaluate("d => d.scrollWidth <= d.clientWidth")


def test_the_page_prints_without_what_is_only_for_the_screen(opened: Page) -> None:
    opened.emulate_media(media="print")
    assert not opened.locator("nav").is_visible()
    assert opened.locator("table").first.is_visible()
    assert opened.pdf(format="A4").startswith(b"%PDF-")


def test_no_text_of_the_data_comes_to_life_in_the_browser(
    browser: Browser, unsafe: Document, tmp_path: Path
) -> None:
    path = tmp_path / "unsafe.html"
    path.write_text(to_html(unsafe), encoding="utf-8")
    with watched(browser, path) as page:
        page.locator("#report > p a.n").first.click()
        for text in HOSTILE:
            assert text in page.locator("#evidence").inner_text()
        page.locator("#evidence-body .i").first.click()
        assert HOSTILE[0] in page.locator("#evidence .account").inner_text()
        assert not page.locator("#evidence a").count()  # no link to a script
