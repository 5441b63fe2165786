"""Publishing from the browser: frozen, reported on, and from a number back to its incident."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.web.desk.dropping import done, drop
from tests.web.desk.local import Local, Person, at_desk, fill
from waqia.web.desk import auditing

COUNT = "# {{ title }}\n\n{{ count().incidents }} incidents.\n\n| a |\n|--:|\n| 1 |\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Local:
    """A desk that has frozen a release."""
    local = fill(tmp_path_factory.mktemp("publishing"))
    with at_desk(local) as person:
        freeze(person)
    return local


@pytest.fixture
def local(made: Local, tmp_path: Path) -> Local:
    shutil.copytree(made.path.parent, tmp_path / "desk")
    path = tmp_path / "desk" / made.path.name
    return replace(made, path=path, releases=tmp_path / "desk" / made.releases.name)


def freeze(person: Person, **fields: str) -> str:
    asked = {"title": "May 2023: first", "which": "all", "at": "/publish/freeze"}
    return done(person.desk, drop(person.desk, "/publish", **(asked | fields)))


def release_in(page: str) -> str:
    found = re.search(r'href="/releases/([^"]+)"', page)
    assert found, page
    return found[1]


def test_from_the_register_to_a_number_in_a_report_and_back(local: Local) -> None:
    with at_desk(local) as person:
        form = person.page("/publish")
        assert "2 incidents are candidates that nobody has confirmed." in form
        release = release_in(freeze(person))
        # it is the second of its title and day
        assert re.fullmatch(r"may-2023-first-\d{4}-\d\d-\d\d-2\.release", release)
        page = done(person.desk, drop(
            person.desk, "/publish", at="/publish/report", release=release, period="2023",
            template="security-report", text=COUNT, pdf="yes",
        ))  # fmt: skip
        address = re.search(r'href="(/reports/[^"]+)"', page)
        assert address, page
        assert "May 2023: first" in person.page(address[1])
        assert f'<a href="{address[1]}">' in person.page(f"/incidents/{local.incident}")
        report = person.look(f"{address[1]}/report.html")
        assert f'<a href="https://desk.example.org/incidents/{local.incident}"' in report.text
        assert person.look(f"{address[1]}/report.pdf").content.startswith(b"%PDF")
        saved = person.look(f"{address[1]}/report.html?keep=yes")
        assert saved.headers["content-disposition"].startswith("attachment")
        rules = report.headers["content-security-policy"]
    assert "unsafe-inline" not in rules
    for kind, inline in (("script", "<script>(.*?)</script>"), ("style", "<style>(.*?)</style>"),
                         ("style", ' style="(.*?)"')):  # fmt: skip
        for text in re.findall(inline, report.text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert re.search(rf"{kind}-src[^;]*'sha256-{re.escape(digest)}'", rules)


def test_only_confirmed_incidents_are_frozen_if_that_is_wanted(local: Local) -> None:
    with at_desk(local) as person:
        page = freeze(person, which="confirmed")
    assert "There is no incident to release that is confirmed" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (COUNT, "2 incidents."),
        ("{{ ''.__class__.__mro__ }}", "templates run in a sandbox"),
        ("{{ count(by='nothing') }}", "line 1"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
    ],
)
def test_a_template_is_tried_before_it_is_published(local: Local, text: str, said: str) -> None:
    with at_desk(local) as person:
        (release,) = (path.name for path in local.releases.glob("*.release"))
        answer = drop(person.desk, "/publish", at="/publish/preview", release=release, text=text,
                      template="security-report", period="2023")  # fmt: skip
        assert answer.status_code == 200
        assert said in answer.text


def test_who_tries_a_template_while_all_places_are_taken_is_told_to_come_again(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "_AT_ONCE", Mock(acquire=lambda **_: False))
    with at_desk(local) as person:
        (release,) = (path.name for path in local.releases.glob("*.release"))
        answer = drop(person.desk, "/publish", at="/publish/preview", release=release, text=COUNT,
                      template="security-report")  # fmt: skip
    assert answer.status_code == 503
    assert "Others are being served" in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"release": "", "template": "security-report"}, "Choose a release"),
        ({"release": "a", "template": "../../secret"}, "There is no such template."),
        ({"release": "a", "template": "security-report", "period": "soon"}, "soon"),
    ],
)
def test_a_report_that_cannot_be_made_is_not_begun(
    local: Local, fields: dict[str, str], said: str
) -> None:
    with at_desk(local) as person:
        answer = drop(person.desk, "/publish", at="/publish/report", **fields)
        assert answer.status_code == 422
        assert said in answer.text
        assert drop(person.desk, "/publish", at="/publish/report", release="../x",
                    template="security-report").status_code == 400  # fmt: skip
