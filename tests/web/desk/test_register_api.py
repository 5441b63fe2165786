"""The register over HTTP as programs use it: pages, conflicts, jobs, frozen releases, tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.web.desk.team import PASSWORD, Desk, World
from waqia.register import Register

REGISTER = "/api/v1/register"
Call = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[str, str]:
    """A token of a coder, and one of an editor."""
    with Register.open(world.url, user="administrator", password=PASSWORD) as register:
        return {name: register.new_token("test", name) for name in ("coder", "editor")}


@pytest.fixture(scope="module")
def call(desk: Desk, tokens: dict[str, str]) -> Call:
    def asked(method: str, path: str, who: str = "editor", **options: Any) -> httpx.Response:
        shown = {"Authorization": f"Bearer {tokens[who]}"} | options.pop("headers", {})
        return desk.ask(method, path, shown, **options)

    return asked


@pytest.mark.parametrize("kind", ["incidents", "accounts", "sources"])
def test_a_list_in_pages_is_the_list(call: Call, kind: str) -> None:
    whole = call("GET", f"{REGISTER}/{kind}").json()
    assert whole["next"] is None
    found, following = [], f"{REGISTER}/{kind}?limit=2"
    while following:
        page = call("GET", following).json()
        found += page[kind]
        following = page["next"]
    assert found == whole[kind]
    assert len(found) > 2
    other = {"incidents": "accounts", "accounts": "sources", "sources": "incidents"}[kind]
    cursor = call("GET", f"{REGISTER}/{other}?limit=1").json()["next"].partition("cursor=")[2]
    assert call("GET", f"{REGISTER}/{kind}?limit=1&cursor={cursor}").status_code == 400


def test_who_was_slower_is_told_what_has_changed(call: Call, world: World) -> None:
    path = f"{REGISTER}/accounts/{world.ids['A-open']}"
    seen = {"If-Match": call("GET", path).headers["etag"]}
    first = call("PATCH", path, headers=seen, json={"changes": {"injured": 2}})
    second = call("PATCH", path, headers=seen, json={"changes": {"injured": 5}})
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["errors"] == [{"parameter": "injured", "expected": "2", "found": "null"}]
    assert call("GET", path).json()["injured"] == 2
    for tag in ("soon", '"soon"', '"r-1"'):
        sent = {"headers": {"If-Match": tag}, "json": {"changes": {"injured": 5}}}
        assert call("PATCH", path, **sent).status_code == 400


def test_a_coder_takes_what_waits_and_gives_it_back(call: Call) -> None:
    lines = call("GET", f"{REGISTER}/queues/new").json()["items"]
    id_ = lines[0]["id"]
    taken = call("POST", f"{REGISTER}/items/{id_}/take")
    assert taken.json()["assigned_to"] == "editor"
    given = call("POST", f"{REGISTER}/items/{id_}/give-back", json={})
    assert given.status_code == 204
    assert call("GET", f"{REGISTER}/items/{id_}").json()["assigned_to"] is None


def test_a_job_is_seen_by_who_asked_for_it(call: Call) -> None:
    asked = call("POST", f"{REGISTER}/jobs/audit", "coder",
                 files={"files": ("report.txt", b"Of 12 attacks 3 were bombings.\n")})  # fmt: skip
    assert asked.status_code == 202
    id_ = asked.json()["id"]
    assert call("GET", f"{REGISTER}/jobs/{id_}", "coder").json()["kind"] == "audit"
    others = call("GET", f"{REGISTER}/jobs/{id_}", "editor").json()
    assert (others["user"], others["parameters"], others["files"]) == ("coder", {}, [])
    assert [job["id"] for job in call("GET", f"{REGISTER}/jobs").json()["jobs"]] == []
    assert id_ in {job["id"] for job in call("GET", f"{REGISTER}/jobs?all=true").json()["jobs"]}
    cancelled = call("POST", f"{REGISTER}/jobs/{id_}/cancel", "coder")
    assert cancelled.json() == {"cancelled": True}
    assert call("POST", f"{REGISTER}/jobs/{id_}/cancel", "coder").json() == {"cancelled": False}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"files": {"files": ("a.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 60)}}, "program"),
        ({"data": {"text": "a", "url": "javascript:alert(1)"}}, "url"),
        ({"data": {"text": "a", "access": "secret"}}, "access"),
        ({"data": {"text": ""}}, "Nothing was sent"),
    ],
)
def test_what_cannot_be_read_is_refused(call: Call, sent: dict[str, Any], said: str) -> None:
    answer = call("POST", f"{REGISTER}/jobs/read", **sent)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("name", ["../../etc", "..", ".", "may.release", "a/b", "", "-x", "a\n"])
def test_a_release_is_frozen_under_a_new_plain_name(call: Call, name: str) -> None:
    answer = call("POST", f"{REGISTER}/jobs/freeze", json={"name": name})
    assert answer.status_code == (409 if name == "may.release" else 400)
    audit = call("POST", f"{REGISTER}/jobs/audit", data={"text": "a", "release": f"{name}x"})
    assert audit.status_code == 400


def test_a_frozen_release_can_be_asked_and_held_against_the_present(
    call: Call, world: World
) -> None:
    fields = "fields=killed,status"
    frozen = call("GET", f"/api/v1/incidents?release=may.release&{fields}")
    number = frozen.json()["total"]
    account = {"source": "S-open", "date_start": "2023-09-01", "country": "Pakistan", "killed": 1}
    kept = call("POST", f"{REGISTER}/accounts", json={"account": account}).json()
    present = call("GET", f"/api/v1/incidents?{fields}")
    again = call("GET", f"/api/v1/incidents?release=may.release&{fields}")
    assert (present.json()["total"], again.json()) == (number + 1, frozen.json())
    assert again.headers["etag"] == frozen.headers["etag"] != present.headers["etag"]
    assert call("GET", "/api/v1/incidents?release=june.release").status_code == 400
    between = call("GET", f"{REGISTER}/releases/diff?old=may.release").json()
    assert between["counts"]["added"] == 1
    assert kept["incident"] in {row["id"] for row in between["rows"]}
    names = [one["name"] for one in call("GET", f"{REGISTER}/releases").json()["releases"]]
    assert names == ["may.release"]


def test_a_tag_is_shown_to_those_who_may_read_only(call: Call, desk: Desk) -> None:
    first = call("GET", "/api/v1/count?by=year")
    shown = {"If-None-Match": first.headers["etag"]}
    assert first.headers["cache-control"] == "private, no-cache"
    assert "Authorization" in first.headers["vary"]
    assert call("GET", "/api/v1/count?by=year", headers=shown).status_code == 304
    assert desk.ask("GET", "/api/v1/count?by=year", shown).status_code == 401
    assert "etag" not in desk.ask("GET", "/api/v1/count?by=year", shown).headers


def test_a_source_leads_to_no_script(call: Call, desk: Desk) -> None:
    source = {"id": "S-script", "title": "<script>alert(1)</script>", "url": "javascript:alert(1)"}
    call("POST", f"{REGISTER}/sources", json={"source": source})
    token = desk.app.state.site.entrance.log_in("editor", PASSWORD).token
    who = {"Cookie": f"__Host-waqia-session={token}"}
    for path in ("/sources", "/sources/S-script"):
        page = desk.ask("GET", path, who)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert 'href="javascript:' not in page.text
