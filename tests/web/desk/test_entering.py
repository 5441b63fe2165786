"""Logging in and out of a team's desk: sessions, forms, throttling, and where one is led."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import parse_qs

import httpx
import pytest

from tests.web.desk.team import ADDRESS, ORIGIN, PASSWORD, Desk, session_of
from waqia.register import Entrance, Register
from waqia.register.people import credentials
from waqia.web.app import app_of
from waqia.web.desk.visiting import local_path
from waqia.web.serving import site_of

NEW = "another horse battery"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with two people."""
    path = tmp_path_factory.mktemp("entering") / "desk.db"
    with Register.create(path, "generic", user="chief", title="Desk") as register:
        register.set_password(PASSWORD)
        register.add_user("anna", "coder")
        register.set_password(PASSWORD, "anna")
    return path


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    url, folder = str(shutil.copy(made, tmp_path)), tmp_path
    with Entrance(url) as entrance:
        desk = Desk(app_of(site_of(entrance, folder / "releases")))
        yield desk
        desk.close()
        desk.app.state.site.close()


def log_in(desk: Desk, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    """Log in as a browser does: ask for the page, send its form back."""
    form = desk.ask("GET", "/login")
    cookie = form.headers["set-cookie"].partition(";")[0]
    csrf = re.search(r'name="csrf" value="(\w+)"', form.text)
    assert csrf
    sent = {"name": name, "password": password, "csrf": csrf[1]} | more
    return desk.ask("POST", "/login", {"Cookie": cookie}, data=sent)


def session_in(answer: httpx.Response) -> str:
    found = re.search(r"__Host-waqia-session=([^;]*)", answer.headers["set-cookie"])
    assert found
    return found[1]


def test_a_session_is_kept_in_a_cookie_that_only_this_host_over_tls_can_set(desk: Desk) -> None:
    answer = log_in(desk, "anna")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    kept = answer.headers["set-cookie"]
    for flag in ("__Host-waqia-session=", "HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert flag in kept
    assert "Domain" not in kept
    assert "Max-Age" not in kept


def test_a_session_is_new_after_every_login(desk: Desk) -> None:
    """Who had planted a session before would have it after."""
    planted = session_in(log_in(desk, "anna"))
    form = session_of(desk, "anna")
    both = {"Cookie": f"__Host-waqia-session={planted}; __Host-waqia-form=form"}
    page = desk.ask("GET", "/me", both)
    csrf = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert csrf
    answer = desk.ask(
        "POST", "/login", both, data={"name": "anna", "password": PASSWORD, "csrf": csrf[1]}
    )
    assert session_in(answer) != planted
    assert desk.ask("GET", "/me", both).status_code == 303
    assert desk.ask("GET", "/me", form).status_code == 200


def test_a_session_that_was_logged_out_is_no_use_any_more(desk: Desk) -> None:
    who = session_of(desk, "anna")
    answer = desk.ask("POST", "/logout", who)
    assert answer.headers["location"] == "/login"
    assert '__Host-waqia-session=""' in answer.headers["set-cookie"]
    assert desk.ask("GET", "/me", who).headers["location"] == "/login?back=/me&ended=true"
    assert desk.ask("GET", "/me").headers["location"] == "/login?back=/me"
    assert "session has ended" in desk.ask("GET", "/login?back=/me&ended=true").text
    without = desk.ask("GET", "/login?back=/me").text
    assert "session has ended" not in without
    assert 'name="back" value="/me"' in without


@pytest.mark.parametrize(
    ("referer", "back"),
    [(f"{ORIGIN}/people", "/people"), (f"{ORIGIN}/entries?user=a%26b", "/entries?user=a%26b"),
     (f"{ORIGIN}/people/anna/password?x=1", "/people/anna"), (f"{ORIGIN}/nowhere/at/all", "/"),
     ("https://evil.example/people", "/"), (f"{ORIGIN}//evil.example", "/"), ("/people", "/"),
     ("https://[", "/"), ("", "/")],
)  # fmt: skip
def test_a_form_of_a_session_that_has_ended_leads_back_to_the_page_it_stood_on(
    desk: Desk, referer: str, back: str
) -> None:
    for sent, header in (({}, "location"), ({"HX-Request": "true"}, "hx-redirect")):
        answer = desk.ask("POST", "/people", sent | {"Referer": referer}, data={"name": "bilal"})
        to, query = answer.headers[header].split("?", 1)
        assert (to, parse_qs(query)) == ("/login", {"back": [back], "ended": ["true"]})


def test_a_new_password_ends_every_session_and_begins_one(desk: Desk) -> None:
    here, elsewhere = session_of(desk, "anna"), session_of(desk, "anna")
    wrong = {"old": "wrong horse battery", "password": NEW, "again": NEW}
    for told, status in ((wrong, 403), (wrong | {"again": "x"}, 422),
                         ({"old": PASSWORD, "password": "x", "again": "x"}, 422)):  # fmt: skip
        again = desk.ask("POST", "/me/password", here, data=told)
        assert again.status_code == status
        assert 'role="alert"' in again.text
        assert 'action="/me/password"' in again.text
        assert "horse battery" not in again.text
    answer = desk.ask("POST", "/me/password", here, data=wrong | {"old": PASSWORD})
    assert answer.status_code == 303
    assert desk.ask("GET", "/me", here).status_code == 303
    assert desk.ask("GET", "/me", elsewhere).status_code == 303
    again = {"Cookie": f"__Host-waqia-session={session_in(answer)}"}
    assert desk.ask("GET", "/me", again).status_code == 200


def test_one_logs_out_everywhere_at_once(desk: Desk) -> None:
    here, elsewhere = session_of(desk, "anna"), session_of(desk, "anna")
    others = session_of(desk, "chief")
    assert desk.ask("POST", "/me/sessions/end", here).headers["location"] == "/login"
    assert desk.ask("GET", "/me", elsewhere).status_code == 303
    assert desk.ask("GET", "/me", others).status_code == 200


def test_nobody_ends_a_session_or_revokes_a_token_of_another(desk: Desk) -> None:
    chief, anna = session_of(desk, "chief"), session_of(desk, "anna")
    desk.ask("POST", "/me/tokens", chief, data={"label": "mine"})
    with desk.app.state.site.entrance.log_in("chief", PASSWORD).register as register:
        (token,), (session, *_) = register.tokens(), register.sessions()
    for path, id_ in (("/me/tokens/revoke", token.id), ("/me/sessions/end", session.id)):
        assert desk.ask("POST", path, anna, data={"id": id_}).status_code == 404
    assert desk.ask("GET", "/me", chief).status_code == 200


def test_what_is_said_does_not_tell_which_names_there_are(desk: Desk) -> None:
    said = set()
    for name in ("anna", "nobody"):
        answer = log_in(desk, name, "wrong horse battery")
        assert answer.status_code == 403
        page = re.sub(r'(csrf[^>]*(?:value|content)=")\w+', r"\1", answer.text)
        said.add(page.replace(name, "NAME"))
    assert len(said) == 1


def test_a_name_has_to_wait_after_five_wrong_passwords(desk: Desk) -> None:
    chief = session_of(desk, "chief")
    for _ in range(5):
        log_in(desk, "anna", "wrong horse battery")
    assert log_in(desk, "anna").status_code == 403
    assert log_in(desk, "chief").status_code == 303
    log = desk.ask("GET", "/entries?user=anna", chief).text
    assert log.count("gave a wrong password") == 5
    assert log.count("had to wait") == 1
    assert ADDRESS in log


@pytest.mark.parametrize(
    ("back", "led"),
    [("/people?a=b", "/people?a=b"), ("//evil.example", "/"), ("/\\evil.example", "/"),
     ("https://evil.example", "/"), ("javascript:alert(1)", "/"), ("/\t/evil.example", "/"),
     ("", "/"), ("/%0d%0aSet-Cookie:a=b", "/%0d%0aSet-Cookie:a=b")],
)  # fmt: skip
def test_nobody_is_led_elsewhere(desk: Desk, back: str, led: str) -> None:
    assert local_path(back) == led
    answer = log_in(desk, "anna", back=back)
    assert answer.headers["location"] == led
    shown = desk.ask("GET", "/language/ur", params={"back": back})
    assert shown.headers.get("location") in (led, None)
    assert "evil" not in shown.headers.get("location", "")


def test_a_token_without_a_name_is_asked_for_again(desk: Desk) -> None:
    sent = {"label": "", "limited": "yes", "scope": ["account", "job"], "expires": "365"}
    again = desk.ask("POST", "/me/tokens", session_of(desk, "anna"), data=sent)
    assert again.status_code == 422
    assert 'role="alert"' in again.text
    assert set(re.findall(r'name="scope" value="(\w+)" checked', again.text)) == {"account", "job"}
    assert 'value="365" selected' in again.text


def test_a_token_is_shown_once_and_does_what_it_says(desk: Desk) -> None:
    anna = session_of(desk, "anna")
    sent = {"label": "for the map", "limited": "yes", "scope": ["read"], "expires": "30"}
    made = re.search(r"waqia_[\w-]+", desk.ask("POST", "/me/tokens", anna, data=sent).text)
    assert made
    assert made[0] not in desk.ask("GET", "/me", anna).text
    shown = {"Authorization": f"Bearer {made[0]}"}
    register = "/api/v1/register"
    assert desk.ask("GET", register, shown).json()["you"]["scopes"] == ["read"]
    source = {"source": {"title": "Told"}}
    assert desk.ask("POST", f"{register}/sources", shown, json=source).status_code == 403
    # the key of a client of ACLED, and nothing of a token on pages
    assert desk.ask("GET", f"/api/acled/read?key={made[0]}").status_code != 401
    assert desk.ask("GET", f"{register}?key={made[0]}").status_code == 401
    assert desk.ask("GET", "/me", shown).status_code == 303
    token = re.search(r'name="id" value="(T-\w+)"', desk.ask("GET", "/me", anna).text)
    assert token
    desk.ask("POST", "/me/tokens/revoke", anna, data={"id": token[1]})
    refused = desk.ask("GET", register, shown)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == 'Bearer realm="waqia", error="invalid_token"'
    log = desk.ask("GET", "/entries?user=anna", session_of(desk, "chief")).text
    assert re.search(rf"showed a token that does not count</td><td><bdi[^>]*>{ADDRESS}<", log)


def test_where_too_many_passwords_are_tried_one_is_told_to_come_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "_TRYING", BoundedSemaphore(0))
    monkeypatch.setattr(credentials, "_PATIENCE", 0.01)
    answer = log_in(desk, "anna")
    assert answer.status_code == 503
    assert "in a minute" in answer.text


def test_an_administrator_sees_to_people(desk: Desk) -> None:
    chief = session_of(desk, "chief")
    sent = {"name": "bilal", "role": "coder", "password": NEW, "again": NEW, "clearance": ""}
    short = {"password": "short", "again": "short"}
    typed = {"reason": "for the summer", "role": "editor", "clearance": "public"}
    for wrong in (short, {"again": "another"}, {"name": "anna"}, {"name": ""}):
        again = desk.ask("POST", "/people", chief, data=sent | typed | wrong)
        assert again.status_code == 422
        assert 'role="alert"' in again.text
        for field in (f'name="name" value="{wrong.get("name", "bilal")}"', 'value="for the summer"',
                      'value="editor" selected', 'value="public" selected'):  # fmt: skip
            assert field in again.text
        assert not {NEW, "short"} & set(re.findall(r'value="([^"]*)"', again.text))
    assert desk.ask("GET", "/people/bilal", chief).status_code == 404
    assert desk.ask("POST", "/people", chief, data=sent).headers["location"] == "/people/bilal"
    session = log_in(desk, "bilal", NEW)
    bilal = {"Cookie": f"__Host-waqia-session={session_in(session)}"}
    page = desk.ask("GET", "/people/bilal", chief).text
    base = re.search(r'name="base" value="(\d+)"', page)
    assert base
    changed = {"role": "reviewer", "clearance": "public", "active": "yes", "base": base[1]}
    assert desk.ask("POST", "/people/bilal", chief, data=changed).status_code == 303
    assert "reviewer" in desk.ask("GET", "/me", bilal).text
    # who has not seen the change does not undo it
    late = changed | {"role": "editor", "reason": "she is"}
    refused = desk.ask("POST", "/people/bilal", chief, data=late)
    assert refused.status_code == 409
    for field in ('role="alert"', 'value="editor" selected', 'value="she is"'):
        assert field in refused.text
    refused = desk.ask("POST", "/people/bilal/password", chief, data=short)
    assert refused.status_code == 422
    assert 'action="/people/bilal/password"' in refused.text
    out = {"role": "reviewer", "clearance": "public"}
    assert desk.ask("POST", "/people/bilal", chief, data=out).status_code == 303
    assert desk.ask("GET", "/me", bilal).status_code == 303
    assert log_in(desk, "bilal", NEW).status_code == 403


def test_without_tls_the_login_page_says_that_it_will_not_last(desk: Desk) -> None:
    assert "without TLS" not in desk.ask("GET", "/login").text
    assert "without TLS" in desk.ask("GET", "http://desk.example.org/login").text


def test_a_desk_of_one_person_asks_nobody_who_they_are(world_of_one: Desk) -> None:
    for path in ("/api/v1/register", "/people"):
        assert world_of_one.ask("GET", path).status_code == 200
    for path in ("/me", "/login"):
        assert world_of_one.ask("GET", path).status_code in (303, 404)
    cookie = world_of_one.ask("GET", "/people").headers["set-cookie"]
    assert cookie.startswith("waqia-form=")
    assert "Secure" not in cookie


@pytest.fixture
def world_of_one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("alone")
    url = str(folder / "desk.db")
    Register.create(url, "generic", user="chief", title="Desk").close()
    with Entrance(url) as entrance:
        user = entrance.local().user
        desk = Desk(app_of(site_of(entrance, folder / "releases", user=user)))
        yield desk
        desk.close()
        desk.app.state.site.close()
