"""Every route as every role: who may ask what, and that nothing closed is ever answered."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from tests.web.desk.cases import API, CASES, REGISTER, Case
from tests.web.desk.team import (
    CONFIDENTIAL,
    PASSWORD,
    RESTRICTED,
    ROLES,
    Desk,
    World,
    session_of,
)
from waqia.register import Register

WHO = ("stranger", "token", *ROLES)
"""Whoever may come: nobody known, a program with an administrator's token that may read, people."""


LAST = ("POST /people/{name}/sessions", "POST /logout")
"""Routes that log somebody out."""


def routes(app: FastAPI) -> list[str]:
    """Every route as its method and path."""
    found = []
    for route in app.routes:
        inner = getattr(route, "effective_route_contexts", None)
        for one in inner() if inner else [route]:
            found += [f"{method} {one.path}" for method in sorted(one.methods) if method != "HEAD"]
    return found


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
        query = case.query.format(**world.ids)
        address = f"{filled}?{query}" if query else filled
        yield desk.ask(method, address, who, **case.sent)


def expected(route: str, case: Case, who: str) -> tuple[int, ...]:
    api = "/api/" in route
    if case.open and not api:
        return case.status
    if who == "stranger" or (who == "token" and not api):
        return (401,) if api else (303,)
    if who == "token":
        return case.status if case.read else (403,)
    return case.status if ROLES.index(who) >= ROLES.index(case.least) else case.denied


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


HIDDEN: dict[str, tuple[str, ...]] = {
    "viewer": RESTRICTED + CONFIDENTIAL,
    "coder": CONFIDENTIAL,
    "token": (),
    "administrator": (),
}
"""Whoever may read, of each clearance → the words that no answer to them may hold."""
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
            query = case.query.format(**world.ids)
            yield f"{filled}?{query}" if query else filled
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
    told, before = set(), register_of(world)
    for address in everything(world):
        answer = desk.ask("GET", address, people[who])
        assert answer.status_code < 500, (address, answer.text)
        said = (answer.text + str(answer.headers)).lower()
        released = address.startswith(OF_RELEASES) and REGISTER not in address
        for word in RESTRICTED + CONFIDENTIAL if released else HIDDEN[who]:
            assert word not in said, (address, word, answer.text[:2000])
        told |= {word for word in RESTRICTED + CONFIDENTIAL if word in said}
    # who may see it does: the words are there to be found
    assert told >= {*RESTRICTED, *CONFIDENTIAL} - {*HIDDEN[who]}
    for word in RESTRICTED + CONFIDENTIAL:
        assert word not in caplog.text.lower()
    # and to look changes nothing
    assert register_of(world) == before
