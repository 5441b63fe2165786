"""Every route as every role: who may ask what, and that nothing closed is ever answered."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI

from tests.web.desk.team import (
    CONFIDENTIAL,
    PASSWORD,
    RESTRICTED,
    ROLES,
    Desk,
    World,
    make,
    opened,
    session_of,
)
from waqia.register import Register

WHO = ("stranger", "token", *ROLES)
"""Whoever may come: nobody known, a program with an administrator's token that may read, people."""


@dataclass(frozen=True)
class Case:
    """What a route is asked with, and answers to those who may: from the role `least` on.

    `at` are values of its parameters; what stands in braces are ids of the world. `open` lets
    strangers in, `read` a token that may read.
    """

    least: str = "viewer"
    status: tuple[int, ...] = (200,)
    at: tuple[dict[str, str], ...] = ({},)
    query: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    read: bool = False
    open: bool = False


def at(*values: str, name: str = "id") -> tuple[dict[str, str], ...]:
    """Values of the one parameter of a route."""
    return tuple({name: value} for value in values)


INCIDENTS = at("{open}", "{mixed}", "{restricted}", "{confidential}")
ACCOUNTS = at("{A-open}", "{A-restricted}", "{A-confidential}")
SOURCES = at("S-open", "S-restricted", "S-confidential")
SEEN = (200, 403)
"""An answer or, where a source is above one's clearance, none."""
NOWHERE = at("nowhere")
PAGE = at("nowhere", name="id_")
API, REGISTER = "/api/v1", "/api/v1/register"
ITEM = ({"queue": "new", "subject": "nowhere"},)
REASON = {"json": {"reason": "because"}}
FORM = {"data": {"reason": "because"}}


def reading(*paths: str, **more: Any) -> dict[str, Case]:
    return {f"GET {path}": Case(read=True, **more) for path in paths}


def acting(least: str, *paths: str, json: Any = None, **more: Any) -> dict[str, Case]:
    told = {"at": NOWHERE, "status": (404,)} | more
    return {
        f"POST {REGISTER}{path}": Case(least, sent={"json": json or {"reason": "because"}}, **told)
        for path in paths
    }


CASES: dict[str, Case] = {
    # the API over a release, whoever may read
    **reading(*(f"{API}/{name}" for name in ("openapi.json", "release", "vocabularies", "incidents",
                                             "accounts", "sources", "count"))),
    **reading(f"{API}/incidents/{{id}}", at=INCIDENTS),
    **reading(f"{API}/accounts/{{id}}", at=ACCOUNTS),
    **reading(f"{API}/sources/{{id}}", at=SOURCES),
    **reading(f"{API}/vocabularies/{{name}}", at=at("type", name="name")),
    **reading(f"{API}/count/incidents", query="by=publisher,place"),
    **reading("/api/acled/read", "/api/gedevents/22.1"),
    # the register
    **reading(*(f"{REGISTER}{path}" for path in ("", "/incidents", "/accounts", "/sources",
                                                 "/queues", "/releases"))),
    **reading(f"{REGISTER}/releases/diff", query="old=may.release"),
    **reading(f"{REGISTER}/incidents/{{id}}", f"{REGISTER}/incidents/{{id}}/links", at=INCIDENTS),
    **reading(f"{REGISTER}/accounts/{{id}}", f"{REGISTER}/accounts/{{id}}/codings", at=ACCOUNTS,
              status=SEEN),
    **reading(f"{REGISTER}/sources/{{id}}", f"{REGISTER}/sources/{{id}}/text", at=SOURCES,
              status=SEEN),
    **reading(f"{REGISTER}/history/{{id}}", at=INCIDENTS + ACCOUNTS),
    f"GET {REGISTER}/accounts/{{id}}/near": Case("coder", SEEN, ACCOUNTS),
    f"GET {REGISTER}/queues/{{queue}}": Case("coder", (200, 403), at("second", name="queue")),
    f"GET {REGISTER}/items/{{queue}}/{{subject}}": Case("reviewer", (400,), ITEM),
    f"POST {REGISTER}/queues/next": Case("coder", sent={"json": {"queue": "second"}}),
    **acting("reviewer", "/items/{queue}/{subject}/take", at=ITEM, status=(400,)),
    **acting("coder", "/items/{queue}/{subject}/give-back", "/items/{queue}/{subject}/close",
             at=ITEM, status=(400,)),
    **acting("editor", "/items/{queue}/{subject}/unassign", at=ITEM, status=(400,)),
    **acting("editor", "/items/{queue}/{subject}/assign", at=ITEM, status=(400,),
             json={"user": "coder"}),
    f"POST {REGISTER}/sources": Case("coder", (400,), sent={"json": {"source": {}}}),
    f"PATCH {REGISTER}/sources/{{id}}": Case(
        "editor", (404,), NOWHERE, sent={"json": {"changes": {}}}),
    **acting("editor", "/sources/{id}/access", json={"access": "public", "reason": "because"}),
    f"POST {REGISTER}/accounts": Case("coder", (400,), sent={"json": {"account": {}}}),
    f"PATCH {REGISTER}/accounts/{{id}}": Case(
        "reviewer", (404,), NOWHERE, sent={"json": {"changes": {}}}),
    **acting("reviewer", "/accounts/{id}/accept", "/accounts/{id}/set-aside",
             "/incidents/{id}/confirm", "/incidents/{id}/withdraw", "/incidents/{id}/reopen"),
    **acting("reviewer", "/accounts/{id}/split", json={"spans": [[0, 1]]}),
    **acting("reviewer", *(f"/accounts/{{id}}/{name}" for name in ("join", "different", "unsure")),
             json={"other": "nowhere"}),
    **acting("reviewer", "/accounts/{id}/link", json={"incident": "nowhere"}),
    **acting("coder", "/accounts/{id}/codings", json={"values": {}}, status=(400,)),
    **acting("reviewer", "/accounts/{id}/resolve", json={"choices": {}, "reason": "because"}),
    **acting("reviewer", "/incidents/{id}/split", json={"accounts": ["nowhere"]}),
    **acting("reviewer", "/incidents/{id}/merge", json={"into": "nowhere"}),
    **acting("reviewer", "/incidents/{id}/settle", json={"field": "type", "reason": "because"}),
    **acting("editor", "/incidents/{id}/release-override",
             json={"field": "type", "reason": "because"}),
    **acting("editor", "/incidents/{id}/override",
             json={"field": "type", "value": {}, "reason": "because"}),
    **acting("reviewer", "/undo", at=({},), status=(400,), json={"revision": 1}),
    f"GET {REGISTER}/jobs": Case(),
    f"GET {REGISTER}/jobs/{{id}}": Case(status=(404,), at=NOWHERE),
    f"GET {REGISTER}/jobs/{{id}}/files/{{name}}": Case(
        status=(404,), at=({"id": "nowhere", "name": "a"},)),
    **acting("viewer", "/jobs/{id}/cancel"),
    f"POST {REGISTER}/jobs/audit": Case("viewer", (202,), sent={"data": {"text": "Of 12, 3."}}),
    f"POST {REGISTER}/jobs/read": Case("coder", (202,), sent={"data": {"text": "Of 12, 3."}}),
    f"POST {REGISTER}/jobs/freeze": Case("editor", (202,), sent={"json": {"name": "new.release"}}),
    # ways in and out, and one's own page
    "GET /": Case(),
    "GET /login": Case(status=(200, 303), open=True),
    "POST /login": Case(status=(403,), open=True, sent={"data": {"name": "x", "password": "y"}}),
    "GET /language/{language}": Case(status=(303,), at=at("ur", name="language"), open=True),
    "GET /theme/{theme}": Case(status=(303,), at=at("dark", name="theme"), open=True),
    "GET /static/{name:path}": Case(at=at("desk.css", name="name:path"), open=True),
    "GET /me": Case(),
    "POST /me/password": Case(status=(400,), sent={"data": {"password": "a", "again": "b"}}),
    "POST /me/tokens": Case(status=(400,), sent={"data": {"label": ""}}),
    "POST /me/tokens/revoke": Case(status=(404,)),
    "POST /me/sessions/end": Case(status=(404,), sent={"data": {"id": "nowhere"}}),
    "GET /people": Case("editor"),
    "GET /entries": Case("administrator"),
    "GET /people/{name}": Case("editor", at=at("viewer", name="name")),
    "POST /people": Case("administrator", (400,), sent={"data": {"name": "", "role": "coder"}}),
    "POST /people/{name}": Case(
        "administrator", (303,), at("viewer", name="name"),
        sent={"data": {"role": "viewer", "clearance": "public", "active": "yes"}}),
    "POST /people/{name}/password": Case("administrator", (400,), at("viewer", name="name")),
    "POST /people/{name}/sessions": Case("administrator", (303,), at("editor", name="name")),
    "POST /people/{name}/tokens": Case("administrator", (404,), at("viewer", name="name")),
}  # fmt: skip
"""Every route of a desk of a team; a new one has to be entered here."""

LAST = ("POST /people/{name}/sessions", "POST /logout")
CASES["POST /logout"] = Case(status=(303,))


def routes(app: FastAPI) -> list[str]:
    """Every route as its method and path."""
    found = []
    for route in app.routes:
        inner = getattr(route, "effective_route_contexts", None)
        for one in inner() if inner else [route]:
            found += [f"{method} {one.path}" for method in sorted(one.methods) if method != "HEAD"]
    return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("team")
    return make(str(folder / "desk.db"), folder / "releases")


@pytest.fixture(scope="module")
def desk(world: World) -> Iterator[Desk]:
    yield from opened(world)


@pytest.fixture(scope="module")
def people(world: World, desk: Desk) -> dict[str, dict[str, str]]:
    """Name of whoever may come → the headers of their requests."""
    with Register.open(world.url, user="administrator", password=PASSWORD) as chief:
        token = chief.new_token("may read", scopes=["read"])
    found = {role: session_of(desk, role) for role in ROLES}
    return found | {"stranger": {}, "token": {"Authorization": f"Bearer {token}"}}


def test_every_route_has_its_case(desk: Desk) -> None:
    assert sorted({*routes(desk.app)} - {*CASES}) == []
    assert sorted({*CASES} - {*routes(desk.app)}) == []


def asked(desk: Desk, world: World, route: str, case: Case, who: Any) -> Iterator[Any]:
    method, path = route.split(" ")
    for values in case.at:
        filled = path
        for name, value in values.items():
            filled = filled.replace(f"{{{name}}}", value.format(**world.ids))
        address = f"{filled}?{case.query}" if case.query else filled
        yield desk.ask(method, address, who, **case.sent)


def expected(route: str, case: Case, who: str) -> tuple[int, ...]:
    api = "/api/" in route
    if case.open and not api:
        return case.status
    if who == "stranger" or (who == "token" and not api):
        return (401,) if api else (303,)
    if who == "token":
        return case.status if case.read else (403,)
    return case.status if ROLES.index(who) >= ROLES.index(case.least) else (403,)


@pytest.mark.parametrize("who", WHO)
def test_who_may_ask_what(
    desk: Desk, world: World, people: dict[str, dict[str, str]], who: str
) -> None:
    wrong = []
    ordered = [route for route in CASES if route not in LAST] + [
        route for route in LAST if who != "editor" or route != LAST[0]
    ]
    for route in ordered:
        case = CASES[route]
        for answer in asked(desk, world, route, case, people[who]):
            wanted = expected(route, case, who)
            to_login = answer.headers.get("location", "").startswith("/login?back=")
            sent_away = wanted == (303,) and not case.open and who in ("stranger", "token")
            if answer.status_code not in wanted or (sent_away and not to_login):
                wrong.append(
                    f"{route} {answer.url.path}: {answer.status_code}, not {wanted}: "
                    f"{answer.text if answer.text[:1] == '{' else ''}"
                )
    if who in ROLES:
        people[who] |= session_of(desk, who)
    assert not wrong, "\n".join(wrong)


CHANGING = ("POST", "PATCH", "PUT", "DELETE")


def test_a_browser_has_to_show_what_a_page_gave_it(
    desk: Desk, world: World, people: dict[str, dict[str, str]]
) -> None:
    """Every route that changes anything, as an administrator whose browser another site sent."""
    cookies = {"Cookie": people["administrator"]["Cookie"]}
    last = register_of(world)
    for route, case in CASES.items():
        if route.split(" ")[0] not in CHANGING:
            continue
        for shown in ({}, {"X-CSRF-Token": "0" * 64}):
            for answer in asked(desk, world, route, case, cookies | shown):
                assert answer.status_code == 403, (route, answer.text)
    assert register_of(world) == last


def register_of(world: World) -> int:
    """The last revision of the register."""
    with Register.open(world.url, user="administrator", password=PASSWORD) as register:
        return register.revision.number


HIDDEN = {
    "stranger": RESTRICTED + CONFIDENTIAL,
    "viewer": RESTRICTED + CONFIDENTIAL,
    "coder": CONFIDENTIAL,
    "reviewer": CONFIDENTIAL,
    "token": (),
    "editor": (),
    "administrator": (),
}
"""Whoever may come → the words that no answer to them may hold."""
OF_RELEASES = ("/api/v1/", "/api/acled/", "/api/gedevents/", "/explore", "/releases")
"""Where addresses begin that tell of a release, in which nothing closed is told to anybody."""


def everything(world: World) -> Iterator[str]:
    """Addresses of all that can be read, in every form and with questions for closed words."""
    for route, case in CASES.items():
        method, path = route.split(" ")
        if method != "GET":
            continue
        for values in case.at:
            filled = path
            for name, value in values.items():
                filled = filled.replace(f"{{{name}}}", value.format(**world.ids))
            yield f"{filled}?{case.query}" if case.query else filled
    for form in ("csv", "geojson", "arrow"):
        yield f"{API}/incidents?format={form}"
    for word in (RESTRICTED[1], CONFIDENTIAL[1], RESTRICTED[3], CONFIDENTIAL[3]):
        # nine letters of ten: an answer that names what is near would give the rest away
        yield f"{API}/incidents?publisher={word[:-1]}"
        yield f"{API}/count?by=place&place={word[:-1].title()}"
        yield f"{API}/incidents?release=may.release&place={word[:-1].title()}"
    for queue in ("new", "disputed", "second", "quality", "links"):
        yield f"{REGISTER}/queues/{queue}"
    for level in ("restricted", "confidential"):
        account = world.ids[f"A-{level}-proposed"]
        yield f"{REGISTER}/accounts/{account}"
        yield f"{REGISTER}/accounts/{account}/near"
        yield f"{REGISTER}/items/new/{account}"
        yield f"{REGISTER}/items/new/{world.ids[level]}"
        yield f"{REGISTER}/history/S-{level}"
        yield f"{API}/sources/S-{level}?release=may.release"


@pytest.mark.parametrize("who", HIDDEN)
def test_what_is_closed_is_told_to_nobody_who_may_not_see_it(
    desk: Desk,
    world: World,
    people: dict[str, dict[str, str]],
    who: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told = set()
    for address in everything(world):
        answer = desk.ask("GET", address, people[who])
        assert answer.status_code < 500, (address, answer.text)
        said = (answer.text + str(answer.headers)).lower()
        released = address.startswith(OF_RELEASES) and REGISTER not in address
        for word in RESTRICTED + CONFIDENTIAL if released else HIDDEN[who]:
            asked_for = word[:-1] in address.lower()
            assert word not in said, (address, word, answer.text[:2000])
            assert not asked_for or answer.status_code in (200, 303, 400, 401, 403)
        told |= {word for word in RESTRICTED + CONFIDENTIAL if word in said}
    # who may see it does: the words are there to be found
    assert told >= {*RESTRICTED, *CONFIDENTIAL} - {*HIDDEN[who]}
    for word in RESTRICTED + CONFIDENTIAL:
        assert word not in caplog.text.lower()
