"""Reading from the browser: pasted or dropped, with progress, and what is refused is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.desk.dropping import HEADERS, done, drop
from tests.web.desk.team import Desk
from waqia.register import Entrance, Register
from waqia.web.app import app_of
from waqia.web.serving import site_of

STORY = """Gunmen killed five policemen and injured two others in Mastung district of Balochistan
on Wednesday, police said. <b>Nobody</b> claimed the attack.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Register.create(tmp_path / "desk.db", "pakistan", user="chief", title="Desk") as made:
        who = made.user
    with Entrance(tmp_path / "desk.db") as entrance:
        desk = Desk(app_of(site_of(entrance, tmp_path / "releases", user=who)))
        yield desk
        desk.close()
        desk.app.state.site.close()


def test_what_is_read_is_proposed_with_its_words(desk: Desk) -> None:
    urdu = "پیر کو کوئٹہ میں چھ پولیس اہلکار جاں بحق ہوئے۔".encode()
    answer = drop(
        desk, "/read", ("b.txt", urdu), text=STORY,
        title="Five killed", url="https://example.org/five", publisher="Dawn",
        published="2024-02-08", access="restricted",
    )  # fmt: skip
    waiting = desk.ask("GET", answer.headers["location"], HEADERS).text
    assert "It waits for its turn." in waiting
    assert 'hx-trigger="every 1s"' in waiting
    page = done(desk, answer)
    assert "2 accounts are proposed." in page
    assert "on Wednesday, police said. &lt;b&gt;Nobody&lt;/b&gt;" in page
    assert len(re.findall(r'<a href="/review/new/D-\w+-1">', page)) == 2
    assert "hx-trigger" not in page
    assert desk.ask("GET", f"{answer.headers['location']}/now", HEADERS).status_code == 286
    register = desk.app.state.site.entrance.local()
    first, second = (
        register.source(id_) for id_ in re.findall(r'<a href="/sources/([^"]+)"', page)
    )
    assert (first["title"], first["url"], first["publisher"], first["access"], first["date"]) == (
        "Five killed", "https://example.org/five", "Dawn", "restricted", "2024-02-08",
    )  # fmt: skip
    assert (second["title"], second.get("url"), second["publisher"]) == ("b.txt", None, "Dawn")


@pytest.mark.parametrize(
    ("files", "fields", "said"),
    [
        ([], {}, "Paste a text, or choose a file."),
        ([("a.exe", b"MZ\x90\x00 program")], {}, "a.exe is a program"),
        ([("<b>.png", b"\x89PNG")], {}, "&lt;b&gt;.png is a picture"),
        ([], {"text": STORY, "published": "soon"}, "The day of publication is no day"),
        ([], {"text": STORY, "url": "javascript:alert(1)"}, "has to begin with https://"),
        ([], {"text": STORY, "access": "secret"}, "You may not give a source this access level."),
    ],
)
def test_what_cannot_be_read_is_said_and_the_form_keeps_what_was_typed(
    desk: Desk, files: list[tuple[str, bytes]], fields: dict[str, str], said: str
) -> None:
    answer = drop(desk, "/read", *files, publisher="Dawn & Co", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Dawn &amp; Co"' in answer.text
    assert fields.get("text", "").replace("<b>", "&lt;b&gt;").partition("</b>")[0] in answer.text
    assert desk.app.state.site.entrance.local().jobs() == []


def test_work_that_waits_can_be_cancelled(desk: Desk) -> None:
    address = drop(desk, "/read", text=STORY).headers["location"]
    drop(desk, address, at=f"{address}/cancel")
    assert "It was cancelled." in desk.ask("GET", address, HEADERS).text
    listed = desk.ask("GET", "/jobs", HEADERS).text
    assert address in listed
    assert "cancelled" in listed


def test_a_file_of_a_job_is_only_to_be_saved(desk: Desk) -> None:
    page = b"<html><body><p>In 2023, 3 of 5 were killed.</p><script>alert(1)</script></body></html>"
    answer = drop(desk, "/audit", ("a.html", page))
    done(desk, answer)
    file = desk.ask("GET", f"{answer.headers['location']}/files/audit.html", HEADERS)
    assert file.headers["content-disposition"].startswith("attachment")
    assert "default-src 'none'" in file.headers["content-security-policy"]
