"""The desk as people use it: `waqia serve` in a process of its own, opened in a browser.

A test that opens a page fails where the page complains on the console, breaks its
Content-Security-Policy or asks another site for something.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import CREATED
from waqia.examples import EXAMPLE_TITLE, example_folder
from waqia.register import Register
from waqia.web.desk.drawing import BUILT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ARTICLE = Path(__file__).with_name("article.txt")
PASSWORD = "long enough to be one"
ROLES = ("viewer", "coder", "reviewer", "editor", "administrator")
"""Users of `team`: each has the name of its role, and PASSWORD."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE, DESKTOP = 390, 1280


@dataclass(frozen=True)
class Desk:
    """A desk that is served: where, and the register or release that it serves."""

    address: str
    path: Path

    @property
    def releases(self) -> Path:
        """The folder of a register's frozen releases."""
        return self.path.with_name(f"{self.path.stem}-releases")


@contextmanager
def serving(path: Path, *options: str) -> Iterator[Desk]:
    """Serve a register or a release by `waqia serve` with options."""
    waqia = shutil.which("waqia", path=Path(sys.executable).parent)
    assert waqia, "waqia is not installed beside the Python that runs the tests"
    command = [waqia, "serve", str(path), "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=path.parent
    ) as process:
        said: list[str] = []
        hung = threading.Timer(60, process.kill)
        hung.start()
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"https?://\S+", line):
                break
        hung.cancel()
        rest = threading.Thread(target=said.extend, args=[process.stdout])
        rest.start()
        try:
            assert found, f"waqia serve did not start:\n{''.join(said)}"
            yield Desk(found[0], path)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
            rest.join()
    assert not any("Error" in line for line in said), "".join(said)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's chromium; tests are skipped where it, or the desk's scripts, are not there."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("needs chromium on the PATH: apt-get install chromium")
    if not (BUILT / "manifest.json").is_file():
        pytest.skip("needs the desk's scripts: make bundle, for which npm has to be installed")
    return found


@pytest.fixture(scope="session")
def example(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the example, made once: do not serve it, but a copy.

    User desk is its administrator. 159 incidents, of which 12 are confirmed and one is withdrawn;
    accounts proposed from `ARTICLE`; 5 sources; two releases with some changes between them.
    """
    folder = tmp_path_factory.mktemp("example")
    path, releases = folder / "desk.db", folder / "desk-releases"
    releases.mkdir()
    data = example_folder()
    with Register.create(path, codebook="pakistan", user="desk", title="Pakistan desk") as register:
        register.import_file(data / "accounts.csv", sources=data / "sources.csv")
        register.freeze(releases / "2026-01.release", title=EXAMPLE_TITLE, created=CREATED)
        ids = [one["id"] for one in register.incidents(limit=14)]
        for one in ids[:12]:
            register.confirm(one)
        register.withdraw(ids[13], reason="It was told of another year.")
        killed = {"killed_min": 7, "killed": 7, "killed_max": 7}
        register.override(ids[0], "killed", killed, reason="The hospital's list has them all.")
    waqia_read(ARTICLE, path)
    with Register.open(path, user="desk") as register:
        register.freeze(releases / "2026-02.release", title=EXAMPLE_TITLE)
    return path


def waqia_read(document: Path, register: Path) -> None:
    """Read a document into a register, as user desk."""
    from waqia.cli.app import app

    app.main(
        ["read", str(document), "--into", str(register), "--user", "desk", "--jobs", "1"],
        standalone_mode=False,
    )


def copied(example: Path, folder: Path) -> Path:
    """A copy of a register with its releases."""
    shutil.copytree(example.parent, folder, dirs_exist_ok=True)
    return folder / example.name


@pytest.fixture(scope="module")
def desk(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A copy of the example register, served to its only user for the tests of one module."""
    with serving(copied(example, tmp_path_factory.mktemp("desk"))) as desk:
        yield desk


@pytest.fixture(scope="module")
def team(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A copy of the example register, served to a team: a user of each of ROLES."""
    path = copied(example, tmp_path_factory.mktemp("team"))
    with Register.open(path, user="desk") as register:
        for role in ROLES:
            register.add_user(role, role=role)
            register.set_password(PASSWORD, role)
    with serving(path, "--team") as desk:
        yield desk


@pytest.fixture(scope="module")
def reading(example: Path) -> Iterator[Desk]:
    """A release of the example, served alone, to be read."""
    with serving(example.parent / "desk-releases" / "2026-01.release") as desk:
        yield desk


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser without windows, with WebGL in software."""
    from playwright.sync_api import sync_playwright

    flags = ["--headless", "--no-sandbox", "--disable-background-networking",
             "--use-gl=angle", "--use-angle=swiftshader",
             "--enable-unsafe-swiftshader"]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser window of their own: cookies, language, theme and width.

    `complaints` are what pages said on the console and what they asked other sites for; those that
    a test provokes (`Failed to load resource` of an error page) it names in `expected`.
    """

    def __init__(
        self,
        browser: Browser,
        desk: Desk,
        *,
        language: str = "en",
        theme: str = "light",
        width: int = DESKTOP,
        **options: Any,
    ) -> None:
        self.desk = desk
        self.complaints: list[str] = []
        self.expected: list[str] = []
        options = {"viewport": {"width": width, "height": 900}, "locale": "en-GB"} | options
        self.context: BrowserContext = browser.new_context(
            base_url=desk.address, color_scheme="light", **options
        )
        self.context.set_default_timeout(45_000)
        self.choose(language=language, theme=theme)
        self.context.on("page", self._watch)
        self.page: Page = self.context.new_page()

    def choose(self, **chosen: str) -> None:
        """Choose a language or a theme, as its link in the bar does."""
        self.context.add_cookies([
            {"name": f"waqia-{name}", "value": value, "url": self.desk.address}
            for name, value in chosen.items()
        ])  # fmt: skip

    def goto(self, path: str) -> Page:
        """Open a page of the desk."""
        self.page.goto(path)
        return self.page

    def log_in(self, name: str) -> None:
        """Log in to the desk of a team as one of its users."""
        self.goto("/login")
        self.page.locator("#name").fill(name)
        self.page.locator("#password").fill(PASSWORD)
        self.page.locator("main button").click()
        self.page.wait_for_url(lambda url: not url.endswith("/login"))

    def axe(self, only: str | None = None) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA: rule, what it says, and where."""
        if not AXE.is_file():
            pytest.skip("needs axe: npm ci in frontend/")
        # by the protocol of the browser, which no policy of the page concerns
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "([only, asked]) => axe.run(only ?? document, {runOnly: asked, resultTypes: []})",
            [only, WCAG],
        )
        return [
            f"{one['id']}: {one['help']}: {node['html'][:200]} ({node['failureSummary'][:300]})"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def too_wide(self) -> list[str]:
        """What makes the page wider than the window; nothing where it fits."""
        found: list[str] = self.page.evaluate("""() => {
            const root = document.documentElement
            if (root.scrollWidth <= root.clientWidth) return []
            const out = [...document.querySelectorAll("body *")].filter(one => {
                const box = one.getBoundingClientRect()
                return box.width && (box.right > root.clientWidth + 1 || box.left < -1)
            })
            return out.slice(0, 5).map(one => one.outerHTML.slice(0, 150))
                .concat(`${root.scrollWidth} > ${root.clientWidth}`)
        }""")
        return found

    def focused(self) -> Locator:
        """What has the focus."""
        return self.page.locator(":focus")

    def close(self) -> None:
        """Close the window; what pages complained of is raised."""
        self.context.close()
        left = [one for one in self.complaints if not any(known in one for known in self.expected)]
        assert not left, "\n".join(left)

    def _watch(self, page: Page) -> None:
        page.on("console", lambda said: said.type == "error" and self._note(page, said.text))
        page.on("pageerror", lambda error: self._note(page, str(error)))
        page.on("dialog", lambda dialog: self._note(page, f"dialog: {dialog.message}"))
        page.on("request", lambda asked: self._check(page, asked.url))

    def _check(self, page: Page, url: str) -> None:
        if not url.startswith((self.desk.address, "data:", "blob:")):
            self._note(page, f"asked for {url}")

    def _note(self, page: Page, said: str) -> None:
        self.complaints.append(f"{page.url}: {said}")


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A function that opens a window on a desk: `visit(desk, language="ur", width=PHONE)`."""
    with ExitStack() as open_windows:

        def open_window(desk: Desk, **options: Any) -> Visitor:
            visitor = Visitor(browser, desk, **options)
            open_windows.callback(visitor.close)
            return visitor

        yield open_window


@pytest.fixture
def page(visit: Visit, desk: Desk) -> Page:
    """A window on `desk`, in English, on a large screen: `page.goto("/review")`."""
    return visit(desk).page
