"""Audits in the browser: findings beside the text, kept for who asked or not kept at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.web.desk.dropping import HEADERS, done, drop
from tests.web.desk.local import Local, at_desk, fill
from tests.web.desk.team import Desk
from waqia.model import FINDING_CODES
from waqia.register import Register
from waqia.release import open_release
from waqia.web import create_app

REPORT = b"""# The year <i>2023</i>

| Province | Attacks | Killed |
|---|---|---|
| Balochistan | 20 | 40 |
| Sindh | 5 | 9 |
| Total | 26 | 49 |
"""


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Local:
    local = fill(tmp_path_factory.mktemp("auditing"))
    with Register.open(local.path, user="desk") as register:
        register.freeze(local.releases / "may.release")
    return local


@pytest.fixture
def reading_desk(local: Local) -> Iterator[Desk]:
    """A desk that serves a release alone."""
    desk = Desk(create_app(open_release(local.releases / "may.release")))
    yield desk
    desk.close()
    desk.app.state.site.close()


def check_findings(page: str) -> None:
    """The wrong total is marked, and leads to its finding and back."""
    assert "The year &lt;i&gt;2023&lt;/i&gt;" in page
    found = re.search(
        r'<mark id="(m0-\d)" class="is-error"><a href="#finding-0">26</a></mark>', page
    )
    assert found
    assert f'<a href="#{found[1]}">' in page
    assert '<li id="finding-0" class="is-error">' in page
    assert "20 + 5 = 25" in page
    assert FINDING_CODES["sum-column"][1] in page


def test_findings_stand_beside_the_text(local: Local) -> None:
    with at_desk(local) as person:
        answer = drop(person.desk, "/audit", ("report.md", REPORT), release="may.release")
        page = done(person.desk, answer)
        address = answer.headers["location"].replace("/jobs/", "/audit/")
        assert f'href="{address}"' in page
        part = person.desk.ask("GET", f"{answer.headers['location']}/now", HEADERS)
        assert (part.status_code, part.headers["hx-redirect"]) == (286, address)
        check_findings(person.page(address))
    with at_desk(local, "reader") as person:
        assert person.look(address).status_code in (403, 404)


def test_where_only_a_release_is_served_nothing_is_kept(reading_desk: Desk) -> None:
    shown = drop(reading_desk, "/audit", ("report.md", REPORT), release="may.release")
    assert shown.status_code == 200
    check_findings(shown.text)
    rows = drop(reading_desk, "/audit", ("report.md", REPORT), **{"as": "findings.json"})
    assert rows.headers["content-disposition"] == "attachment; filename=findings.json"
    assert [one["code"] for one in rows.json()] == ["sum-column"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose a file first."),
        ([("a.zip", b"PK\x03\x04 broken")], "a.zip is damaged"),
        ([("a.pdf", b"%PDF-1.7\nno more")], "There is no text in what was given: a.pdf"),
    ],
)
def test_what_cannot_be_audited_is_said(
    reading_desk: Desk, files: list[tuple[str, bytes]], said: str
) -> None:
    answer = drop(reading_desk, "/audit", *files)
    assert answer.status_code == 422
    assert said in answer.text
