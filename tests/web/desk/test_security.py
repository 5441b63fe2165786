"""What protects a team's desk beside logins and roles: headers, names, proxies, bounds, the log."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
import pytest

from tests.postgres import Cluster
from tests.web.desk.team import (
    CONFIDENTIAL,
    PASSWORD,
    RESTRICTED,
    Desk,
    World,
    make,
    opened,
    session_of,
)
from waqia.model import RegisterError
from waqia.register import Register
from waqia.register.store.database import Store
from waqia.web.desk.explore_files import _plain
from waqia.web.desk.visiting import whole
from waqia.web.guarding import HEADERS, LARGEST

REGISTER = "/api/v1/register"


@pytest.fixture(scope="module")
def chief(desk: Desk) -> dict[str, str]:
    return session_of(desk, "administrator")


@pytest.mark.parametrize(
    "path", ["/login", "/nowhere", "/static/desk.css", REGISTER, "/api/v1/incidents", "/people"]
)
def test_every_answer_tells_the_browser_what_it_may_do(
    desk: Desk, chief: dict[str, str], path: str
) -> None:
    for who in ({}, chief):
        answer = desk.ask("GET", path, who)
        for name in HEADERS:
            assert answer.headers[name]
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        kept = answer.headers["Cache-Control"]
        assert kept in ("no-store", "private, no-cache") or path.startswith("/static")
    assert "Strict-Transport-Security" not in desk.ask("GET", f"http://desk{path}").headers


@pytest.mark.parametrize(
    "path",
    ["/login", "/explore", "/people", "/nowhere", "/static/desk.css", REGISTER, "/api/v1/incidents",
     "/api/v1/openapi.json", "/api/v1/incidents?format=nothing", "/releases/may.release/download",
     "/releases/may.release/files/incidents.parquet"],
)  # fmt: skip
def test_the_head_of_an_answer_is_that_of_the_whole(
    desk: Desk, chief: dict[str, str], path: str
) -> None:
    whole, head = (desk.ask(method, path, chief) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (whole.status_code, b"")
    lengths = [answer.headers.get("content-length") for answer in (whole, head)]
    assert lengths[0] == lengths[1]
    for name in (*HEADERS, "Content-Type", "Cache-Control", "ETag"):
        assert head.headers.get(name) == whole.headers.get(name)
    if tag := whole.headers.get("ETag"):
        known = [desk.ask(m, path, chief | {"If-None-Match": tag}) for m in ("GET", "HEAD")]
        assert known[0].status_code == known[1].status_code
        assert known[1].status_code == 304 or not path.startswith("/api/")


def test_nothing_but_get_and_head_reads(desk: Desk, chief: dict[str, str]) -> None:
    assert desk.ask("HEAD", "/people/viewer/password", chief).status_code == 405
    assert desk.ask("DELETE", "/people", chief).status_code == 405
    told = desk.ask("GET", "/api/v1/openapi.json", chief).json()
    assert not any("head" in operations for operations in told["paths"].values())


def test_a_page_holds_nothing_that_its_policy_forbids(desk: Desk, chief: dict[str, str]) -> None:
    for path in ("/login", "/me", "/people", "/people/viewer", "/entries", "/nowhere"):
        text = desk.ask("GET", path, chief if path != "/login" else None).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
        assert not re.search(r"\s(style|on\w+)=", text)
        assert not re.search(r'(src|href)="(https?:)?//', text)


def test_a_desk_answers_by_its_own_names_only(world: World) -> None:
    """Else a page elsewhere whose name leads here (DNS rebinding) could ask it."""
    for desk in opened(world, hosts=("desk.example.org",)):
        assert desk.ask("GET", "/login").status_code == 200
        for host in ("evil.example", "desk.example.org.evil.example", "", "[::1]:80"):
            for path in ("/login", REGISTER):
                assert desk.ask("GET", path, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "sent",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"},
     {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://desk.example.org:444"}],
)  # fmt: skip
def test_what_another_site_sends_is_refused(
    desk: Desk, chief: dict[str, str], sent: dict[str, str]
) -> None:
    """Also with a form token: one could have leaked."""
    assert desk.ask("POST", "/me/tokens", chief, headers=sent, data={"label": "x"}).is_client_error
    assert desk.ask("POST", f"{REGISTER}/undo", chief, headers=sent, json={}).status_code == 403
    good = {"Origin": "https://desk.example.org", "Sec-Fetch-Site": "same-origin"}
    assert desk.ask("POST", f"{REGISTER}/undo", chief, headers=good, json={}).status_code != 403


def test_a_form_of_another_session_is_refused(desk: Desk, chief: dict[str, str]) -> None:
    other = session_of(desk, "viewer")
    mixed = chief | {"X-CSRF-Token": other["X-CSRF-Token"]}
    assert desk.ask("POST", "/me/tokens", mixed, data={"label": "x"}).status_code == 403
    assert desk.ask("POST", f"{REGISTER}/undo", mixed, json={}).status_code == 403


def test_more_than_is_taken_at_once_is_refused_before_it_is_read(
    desk: Desk, chief: dict[str, str]
) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(LARGEST // 65536 + 2):
            yield b'{"' + b"x" * 65533

    async def streamed() -> Any:
        for piece in pieces():
            yield piece

    path, kind = f"{REGISTER}/sources", {"Content-Type": "application/json"}
    whole = b"".join(pieces())
    assert desk.ask("POST", path, chief, headers=kind, content=whole).status_code == 413
    assert desk.ask("POST", path, chief, headers=kind, content=streamed()).status_code == 413
    assert desk.ask("POST", "/people", chief, content=whole).status_code == 413


def test_what_a_stranger_sends_is_not_read(desk: Desk) -> None:
    read = []

    async def sent() -> Any:
        for number in range(3):
            read.append(number)
            yield b"x" * 65536

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    for path, status in ((f"{REGISTER}/jobs/read", 401), (f"{REGISTER}/jobs/audit", 401),
                         ("/read", 303), ("/audit", 303)):  # fmt: skip
        assert desk.ask("POST", path, headers=kind, content=sent()).status_code == status
    assert not read


def test_where_the_server_keeps_things_is_not_told(
    desk: Desk, chief: dict[str, str], world: World
) -> None:
    broken = world.releases / "broken.release"
    broken.mkdir()
    (broken / "datapackage.json").write_text("{}")
    told = [desk.ask("GET", path, chief) for path in (
        "/releases", "/releases/broken.release", "/explore?release=broken.release",
        "/api/v1/incidents?release=broken.release", "/releases/diff?old=broken.release&new=present",
        f"{REGISTER}/releases/diff?old=broken.release",
    )]  # fmt: skip
    shutil.rmtree(broken)
    with mock.patch.object(Store, "reading", side_effect=RegisterError(f"{world.url}: is gone.")):
        told += [desk.ask("GET", path, chief) for path in ("/login", "/explore", REGISTER)]
    coder = session_of(desk, "coder")
    with mock.patch.object(Store, "noting", side_effect=RegisterError(f"{world.url}: is full.")):
        told += [desk.ask("GET", "/people", coder)]
        told += [desk.ask("GET", REGISTER, {"Authorization": "Bearer not one of ours"})]
        new = {"old": "not it", "password": "four words of mine", "again": "four words of mine"}
        told.append(desk.ask("POST", "/me/password", coder, data=new))
    for answer in told:
        assert str(world.releases.parent) not in answer.text
    assert {answer.status_code for answer in told} == {200, 401, 403, 422, 503}


@pytest.mark.parametrize(
    ("text", "number"),
    [("17", 17), ("٣", 3), ("", None), ("-1", None), ("9" * 10, None), ("9" * 5000, None)],
)
def test_a_number_that_no_record_has_is_none(text: str, number: int | None) -> None:
    assert whole(text) == number


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+1", "'+1"), ("-5", "'-5"), (["=a", "b"], "'=a;b"),
     ("\x0b=a\x00b", "'=ab"), ("a\nb", "a\nb"), (-5, -5), (None, None)],
)  # fmt: skip
def test_no_text_of_a_document_is_a_formula_of_a_spreadsheet(value: Any, cell: Any) -> None:
    assert _plain(value) == cell


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"source":' * 500 + "1" + "}" * 500, '{"source": {"title": "\\ud800"}}',
     '{"source": {"title": "a\\u0000b"}}', '{"source": {"note": NaN, "title": "a"}}',
     '{"source": {"title": ' + "9" * 5000 + "}}", "\xff", '{"reason": 1e999}'],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(desk: Desk, chief: dict[str, str], body: str) -> None:
    sent = {"Content-Type": "application/json"}
    answer = desk.ask("POST", f"{REGISTER}/sources", chief, headers=sent, content=body)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_no_address_that_somebody_gives_is_asked(desk: Desk, chief: dict[str, str]) -> None:
    given = "http://169.254.169.254/latest"
    asked = mock.Mock(side_effect=OSError("nothing is to be asked"))
    with (
        mock.patch.object(socket, "getaddrinfo", asked),
        mock.patch.object(socket, "create_connection", asked),
        mock.patch.object(socket.socket, "connect", asked),
    ):
        source = {"source": {"id": "S-asked", "title": "Asked", "url": given}}
        kept = desk.ask("POST", f"{REGISTER}/sources", chief, json=source)
        sent = {"text": f"See {given}.", "url": given}
        read = desk.ask("POST", f"{REGISTER}/jobs/read", chief, data=sent)
        shown = desk.ask("GET", "/sources/S-asked", chief)
    assert (kept.status_code, read.status_code, shown.status_code) == (201, 202, 200)
    assert not asked.called


def test_what_is_done_and_what_is_denied_is_in_the_log_under_its_name(
    desk: Desk, chief: dict[str, str]
) -> None:
    coder = session_of(desk, "coder")
    source = {"source": {"id": "S-logged", "title": "Logged"}}
    desk.ask("POST", f"{REGISTER}/sources", coder, json=source)
    entries = desk.ask("GET", f"{REGISTER}/history/S-logged", chief).json()["entries"]
    assert {(one["user"], one["action"]) for one in entries} == {("coder", "source.add")}
    desk.ask("GET", f"{REGISTER}/sources/S-confidential", coder)
    log = desk.ask("GET", "/entries?user=coder", chief).text
    assert "seeing a source" in log
    assert "S-confidential" in log


def test_an_error_of_ours_tells_nothing_of_what_was_asked(
    desk: Desk, chief: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    broken = mock.Mock(side_effect=KeyError(RESTRICTED[0]))
    with mock.patch.object(Register, "users", broken):
        page = desk.ask("GET", "/people", chief)
    with mock.patch.object(Register, "status", broken):
        problem = desk.ask("GET", REGISTER, chief)
    assert (page.status_code, problem.status_code) == (500, 500)
    for said in (page.text, problem.text, caplog.text):
        assert RESTRICTED[0] not in said
    assert "KeyError" in caplog.text


def test_a_mistake_of_ours_is_not_laid_on_who_asks(
    desk: Desk, chief: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """A number that we cannot take is no number of the question, except where that is reckoned."""
    broken = mock.Mock(side_effect=ValueError(RESTRICTED[0]))
    with mock.patch("waqia.web.desk.home.count", broken):
        answer = desk.ask("GET", "/numbers", chief | {"HX-Request": "true"})
    assert answer.status_code == 500
    assert "home.py" in caplog.text
    assert RESTRICTED[0] not in caplog.text + answer.text
    caplog.clear()
    asked = "/api/v1/count?around=2013-05-11&before=9999999999%20years"
    assert desk.ask("GET", asked, chief).status_code == 400
    assert re.search(r"Out of range: \w+ in waqia\.analysis\.\w+:\d+", caplog.text)
    assert "9999999999" not in caplog.text


@contextmanager
def running(*arguments: str, cwd: Path) -> Iterator[tuple[str, list[str]]]:
    """`waqia serve`, as a process; gives its address, and what it printed once it has ended."""
    said: list[str] = []
    process = subprocess.Popen(
        [sys.executable, "-c", "from waqia.cli import main; main()", "serve", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=cwd,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said.append(process.stdout.readline())
        address = re.search(r"http://127\.0\.0\.1:\d+", said[0])
        assert address, said[0] + process.stdout.read()
        yield address[0], said
    finally:
        process.send_signal(signal.SIGINT)
        said.append(process.communicate(timeout=30)[0])


def logged_in(client: httpx.Client, **headers: str) -> dict[str, str]:
    """Log in as the administrator, like a browser behind a proxy; the cookies that it keeps."""
    form = client.get("/login", headers=headers)
    cookie = form.headers["set-cookie"].partition(";")[0]
    csrf = re.search(r'name="csrf" value="(\w+)"', form.text)
    assert csrf
    sent = {"name": "administrator", "password": PASSWORD, "csrf": csrf[1]}
    answer = client.post("/login", data=sent, headers=headers | {"Cookie": cookie})
    assert answer.status_code == 303, answer.text
    session = answer.headers["set-cookie"].partition(";")[0]
    return {"Cookie": f"{cookie}; {session}"}


@pytest.mark.parametrize("trusted", [True, False])
def test_only_the_proxy_that_was_named_is_believed(world: World, trusted: bool) -> None:
    proxy = "127.0.0.1" if trusted else "192.0.2.1"
    browser = f"198.51.100.{77 + trusted}"
    sent = {"X-Forwarded-For": browser, "X-Forwarded-Proto": "https", "Host": "desk.example.org"}
    asked = (world.url, "--team", "--port", "0", "--name", "desk.example.org", "--proxy", proxy)
    with (
        running(*asked, cwd=Path(world.url).parent) as (address, _),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        who = logged_in(client, **sent)
        told = client.get("/entries", headers=sent | who)
        assert client.get("/login").status_code == 421
    assert (browser in told.text) is trusted
    assert ("Strict-Transport-Security" in told.headers) is trusted


CLIENT = """
import sys, warnings
warnings.simplefilter("ignore")
from acled import AcledClient
client = AcledClient(auth_method="legacy", api_key=sys.argv[1], email="none")
print(len(client.get_data(limit=100)))
"""


def test_a_team_on_postgresql_tells_nothing_closed_anywhere(tmp_path: Path) -> None:
    """The whole way: a server of its own, a desk as a process, a browser, a client of ACLED."""
    cluster = Cluster()
    try:
        world = make(cluster.new(), tmp_path / "releases")
        with Register.open(world.url, user="administrator", password=PASSWORD) as register:
            token = register.new_token("for ACLED", scopes=["read"])
        asked = (world.url, "--team", "--port", "0", "--releases", str(world.releases),
                 "--workers", "2")  # fmt: skip
        with (
            running(*asked, cwd=tmp_path) as (address, said),
            httpx.Client(base_url=address, timeout=60) as client,
        ):
            who = logged_in(client)
            seen = client.get(f"{REGISTER}/sources/S-restricted", headers=who)
            assert RESTRICTED[0] in seen.text.lower()
            shown = {"Authorization": f"Bearer {token}"}
            released = [
                client.get(path, headers=shown)
                for path in ("/api/v1/incidents", "/api/v1/accounts?format=csv", "/api/v1/sources",
                             "/api/v1/incidents?release=may.release", "/api/acled/read")
            ]  # fmt: skip
            assert {answer.status_code for answer in released} == {200}
            for answer in released:
                for word in RESTRICTED + CONFIDENTIAL:
                    assert word not in answer.text.lower()
            env = os.environ | {"ACLED_API_HOST": f"{address}/api", "ACLED_MAX_RETRIES": "0"}
            ran = [
                subprocess.run([sys.executable, "-c", CLIENT, key], env=env, capture_output=True,
                               text=True, check=False)
                for key in (token, "waqia_wrong")
            ]  # fmt: skip
        assert ran[0].stdout.strip().splitlines()[-1] == "4", ran[0].stderr
        assert ran[1].returncode != 0
        printed = "".join(said).lower()
        for word in (*RESTRICTED, *CONFIDENTIAL, PASSWORD, token.lower(), who["Cookie"].lower()):
            assert word not in printed
        assert json.loads(released[0].text)["total"] == 4
    finally:
        cluster.drop()
