"""What cannot be taken, found or allowed is said in Urdu on an Urdu page, down to its last word."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx
import pytest

from tests.web.desk.local import Local, Person, at_desk
from tests.web.desk.team import Desk, World, session_of
from waqia.register.people.permissions import LEAST_ROLE
from waqia.web.desk import naming

URDU = "; waqia-language=ur"
SAID = re.compile(r'<(p|div) class="message bad"[^>]*>(.*?)</\1>|<h1>.*?</h1>', re.DOTALL)
AS_IT_IS = re.compile(
    r'<code.*?</code>|<bdi(?! lang="en")[^>]*>.*?</bdi>|<[^>]+>|`[^`]*`'
    r"|[\u2066\u2068][^\u2069]*\u2069|[A-Z]+-\d+",
    re.DOTALL,
)
"""Names, ids and codes, which are the same in every language, and tags."""


def english(answer: httpx.Response) -> list[str]:
    """The English words in what an answer says went wrong; it says something."""
    said = [found[0] for found in SAID.finditer(answer.text)]
    assert any("message bad" in one for one in said), answer.text
    return re.findall("[A-Za-z]{2,}", unescape(AS_IT_IS.sub(" ", " ".join(said))))


def in_urdu(person: Person) -> Person:
    person._headers["Cookie"] += URDU
    return person


@pytest.fixture(scope="module")
def local(filled: Local, tmp_path_factory: pytest.TempPathFactory) -> Local:
    """A copy of the filled register whose incident is confirmed."""
    folder = tmp_path_factory.mktemp("urdu")
    shutil.copy(filled.path, folder / "desk.db")
    return Local(folder / "desk.db", folder / "releases", filled.incident, filled.other)


@pytest.fixture(scope="module")
def person(local: Local) -> Iterator[Person]:
    with at_desk(local) as person:
        in_urdu(person).send(f"/incidents/{local.incident}/confirm")
        yield person


@pytest.fixture(scope="module")
def reader(local: Local) -> Iterator[Person]:
    with at_desk(local, "reader") as person:
        yield in_urdu(person)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/override", {"field": "date", "value": "the other day", "reason": "x"}),
        ("/override", {"field": "killed", "value": "very many", "reason": "x"}),
        ("/override", {"field": "killed", "value": "4", "reason": ""}),
        ("/override", {"field": "type", "value": "terrorist atack", "reason": "x"}),
        ("/override", {"field": "place", "value": "Quetta, Nowhereland", "reason": "x"}),
        ("/override", {"field": "casualties", "value": "dead police=3", "reason": "x"}),
        ("/override", {"field": "weather", "value": "fair", "reason": "x"}),
        ("/override", {"field": "killed", "value": "4", "reason": "x", "base": "1"}),
        ("/release", {"field": "type", "reason": "x"}),
        ("/settle", {"field": "type", "reason": "x"}),
        ("/split", {"account": ["A-000001", "A-000002", "A-000003"]}),
        ("/split", {"account": ["A-000001"], "base": "1"}),
        ("/split", {"account": ["A-9"]}),
        ("/merge", {"other": "PK-1"}),
        ("/different", {"account": "A-000001", "other": "A-000002"}),
        ("/confirm", {}),
    ],
)
def test_what_cannot_be_done_with_an_incident(
    local: Local, person: Person, path: str, fields: dict[str, Any]
) -> None:
    assert english(person.send(f"/incidents/{local.incident}{path}", **fields)) == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/people", {"name": "reader", "role": "viewer"}),
        ("/people", {"name": "a/b", "role": "viewer"}),
        ("/people", {"name": "new", "role": "king"}),
        ("/people", {"name": "new", "role": "viewer", "password": "short", "again": "short"}),
        ("/people", {"name": "new", "role": "viewer", "password": "one", "again": "other"}),
        ("/sources/S-en", {"access": "secret", "reliability": "Z", "date": "tomorrow"}),
        ("/review/new/A-000001", {"act": "dance"}),
        ("/review/disputed/PK-2023-000001", {"act": "close", "why": "x"}),
        ("/audit", {}),
        ("/explore", {}),
    ],
)
def test_what_else_cannot_be_taken(person: Person, path: str, fields: dict[str, Any]) -> None:
    assert english(person.send(path, **fields)) == []


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere", "/incidents/PK-9", "/explore?killed=many", "/explore?period=2023-99",
        "/explore?type=attac", "/explore?rows=weather", "/explore?order=weather",
        "/explore?release=lost", "/explore/incidents?cell=x", "/explore/incidents?cursor=x",
        "/explore/incidents?box=1,2", "/explore/timeline.svg?unit=age", "/explore?x=%00",
        "/explore?x=" + 9000 * "x", "/reports/R-1", "/jobs/J-1", "/releases/lost",
        "/review/new/A-9", "/review/lost", "/people/nobody", "/actors?offset=x",
        "/actors?offset=-1", "/static/nothing.css",
    ],
)  # fmt: skip
def test_what_is_not_there_or_cannot_be_read(person: Person, path: str) -> None:
    assert english(person.look(path)) == []


@pytest.mark.parametrize(
    "path", ["/review", "/review/new", "/people", "/entries", "/read", "/sources/S-secret"]
)
def test_what_one_may_not_see(reader: Person, path: str) -> None:
    answer = reader.look(path)
    assert (answer.status_code, english(answer)) == (403, [])


def test_every_act_that_can_be_denied_has_a_name() -> None:
    assert set(LEAST_ROLE) <= set(naming.ACTS)


def test_what_is_sent_by_others_or_too_large(person: Person) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Content-Length": "999999999"}):
        answer = person.desk.ask(
            "POST", "/explore", person._headers, headers=headers, content=b"text"
        )
        assert english(answer) == []


def test_why_passwords_tokens_and_acts_of_a_team_are_refused(desk: Desk, world: World) -> None:
    who = session_of(desk, "coder")
    who["Cookie"] += URDU
    other = "four words of mine"
    for path, fields in (
        ("/me/password", {"old": "x", "password": "short", "again": "short"}),
        ("/me/password", {"old": "x", "password": other, "again": other}),
        ("/me/tokens", {"label": ""}),
        ("/me/tokens", {"label": "x", "limited": "1", "scope": "king"}),
        (f"/review/new/{world.ids['A-restricted-proposed']}", {"act": "accept"}),
        ("/sources/S-open", {"title": "x"}),
    ):
        assert english(desk.ask("POST", path, who, data=fields)) == []
    editor = session_of(desk, "administrator")
    editor["Cookie"] += URDU
    log = desk.ask("GET", "/entries", editor).text
    denied = log[log.rindex("<tbody>") : log.rindex("</tbody>")]
    assert re.findall("[a-z]{2,}", AS_IT_IS.sub(" ", denied)) == []


def test_a_last_administrator_and_a_user_who_has_changed_stay(desk: Desk) -> None:
    who = session_of(desk, "administrator")
    who["Cookie"] += URDU
    given = {"role": "viewer", "clearance": "public", "active": "yes"}
    assert english(desk.ask("POST", "/people/administrator", who, data=given)) == []
    assert english(desk.ask("POST", "/people/coder", who, data=given | {"base": "1"})) == []
