"""Entity tags, many clients at once, bounds on time, what is not published, and the command."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import httpx
import pytest

from tests.web.conftest import Get, served
from waqia.register import Register
from waqia.release import Release, open_release
from waqia.web.pool import Pool
from waqia.web.problems import ProblemError, asking

PATHS = [
    "/api/v1/release", "/api/v1/incidents?limit=3", "/api/v1/count?by=year",
    "/api/v1/vocabularies/type", "/api/v1/openapi.json", "/api/acled/read?limit=2",
    "/api/gedevents/22.1?pagesize=2",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_who_has_the_answer_is_not_sent_it_again(get: Get, path: str) -> None:
    first = get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for sent in (tag, f'"other", {tag}', f"W/{tag}"):
        again = get(path, headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_of_one_question_one_form_and_one_release(
    get: Get, written: Callable[..., Release]
) -> None:
    tags = {
        get("/api/v1/count?by=year").headers["etag"],
        get("/api/v1/count?by=month").headers["etag"],
        get("/api/v1/count?by=year&format=csv").headers["etag"],
        get("/api/v1/count?by=year", headers={"Accept": "text/csv"}).headers["etag"],
    }
    with served(written([{}])) as other:
        tags.add(httpx.get(f"{other}/api/v1/count?by=year").headers["etag"])
    assert len(tags) == 5


def test_many_clients_get_what_one_gets(get: Get, address: str) -> None:
    paths = [
        *(f"/api/v1/count?by=province,year&period={year}&ids=true" for year in range(2011, 2024)),
        *(f"/api/v1/incidents?year={year}&limit=5" for year in range(2011, 2024)),
        *(f"/api/v1/count?by=actor&type={kind}" for kind in ("terrorist_attack", "drone_strike")),
        "/api/acled/read?year=2014",
        "/api/gedevents/22.1?Country=770",
        "/api/v1/accounts?limit=20",
    ]
    alone = {path: get(path).content for path in paths}
    with httpx.Client(timeout=60) as client, ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda path: (path, client.get(address + path)), paths * 4))
    assert {answer.status_code for _, answer in found} == {200}
    assert [path for path, answer in found if answer.content != alone[path]] == []


def test_a_query_that_takes_too_long_is_stopped(release: Release) -> None:
    pool = Pool(open_release(release.path), size=1, patience=0.2)
    with pytest.raises(ProblemError) as stopped, pool.lent() as lent, asking():
        lent.connection().execute("SELECT count(*) FROM range(10000000000), range(9)").fetchall()
    assert stopped.value.status == 503
    with pool.lent() as lent:
        assert lent.connection().execute("SELECT 1").fetchall() == [(1,)]


def test_who_waits_too_long_for_a_connection_is_told(release: Release) -> None:
    pool = Pool(open_release(release.path), size=1, patience=0.05)
    with pool.lent(), pytest.raises(ProblemError) as told, pool.lent():
        pass
    assert told.value.status == 503


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('{elsewhere}')",
        "COPY (SELECT 1) TO '{elsewhere}.csv'",
        "ATTACH '{elsewhere}.db'",
        "SET enable_external_access = true",
        "INSTALL spatial",
    ],
)
def test_the_database_reaches_nothing_but_the_release(
    release: Release, tmp_path: Path, query: str
) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    pool = Pool(open_release(release.path), size=1)
    with pool.lent() as lent, pytest.raises(duckdb.Error):
        lent.connection().execute(query.format(elsewhere=tmp_path / "secret")).fetchall()


HIDDEN = {"title": "Whispered in confidence", "publisher": "Silent Wire", "author": "Nobody",
          "url": "https://silent.example/1"}  # fmt: skip


@pytest.mark.parametrize(
    "closed", [{"access": "restricted"}, {"access": "confidential"}, {"embargo": "2099-01-01"}]
)
def test_nothing_of_a_closed_source_is_told(
    written: Callable[..., Release], closed: dict[str, str]
) -> None:
    release = written(
        [
            {"source": "S-open", "summary": "Openly told.", "type": "terrorist_attack"},
            {"source": "S-closed", "summary": "Whispered word.", "reported_by": ["whisperer"],
             "place": "Whisper Lane", "type": "terrorist_attack"},
        ],
        [{"id": "S-open", "title": "Open"}, {"id": "S-closed"} | HIDDEN | closed],
    )  # fmt: skip
    paths = [
        "/api/v1/incidents", "/api/v1/incidents?format=csv", "/api/v1/incidents?format=geojson",
        "/api/v1/accounts", "/api/v1/sources", "/api/v1/count?by=publisher,place&ids=true",
        "/api/v1/incidents/PK-2023-000002", "/api/v1/accounts/A-0002", "/api/v1/sources/S-closed",
        "/api/acled/read", "/api/gedevents/22.1",
        "/api/v1/incidents?publisher=Silent%20Wir", "/api/v1/count?by=place&place=Whisper%20Lan",
    ]  # fmt: skip
    with served(release) as address:
        for path in paths:
            text = httpx.get(address + path).text.lower()
            for word in ("whispered", "whisperer", "silent.example", "nobody", "whisper lane",
                         "silent wire"):  # fmt: skip
                assert word not in text, (path, word)


def started(*arguments: str, cwd: Path | None = None) -> subprocess.Popen[str]:
    """The command, as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from waqia.cli import main; main()", "serve", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd,
        env=os.environ | {"PYTHONUNBUFFERED": "1"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_command_serves_until_it_is_interrupted(release: Release) -> None:
    process = started(str(release.path), "--port", "0")
    assert process.stdout is not None
    told = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", told)
    assert address, told + process.communicate()[1]
    answer = httpx.get(f"{address[0]}/api/v1/release", timeout=20)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert answer.status_code == 200
    assert "server" not in answer.headers
    assert "Traceback" not in err
    assert process.returncode in (0, 130)


def test_a_port_that_is_taken_is_told(release: Release) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        out, err = (process := started(str(release.path), "--port", str(port))).communicate()
    assert (process.returncode, out) == (2, "")
    assert err.startswith(f"waqia: Port {port} of 127.0.0.1 is taken")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nowhere.release", "does not exist"),
        ("desk.db", "it is not a register"),
        ("postgresql://desk:hush@host/desk", "say --team"),
        ("broken.release", "has 10 bytes"),
        ("spoiled.release", "no readable Parquet"),
        ("bookless.release", "codebook.json"),
        (".", "is not a release"),
    ],
)
def test_what_cannot_be_served_is_told(
    release: Release, tmp_path: Path, what: str, said: str
) -> None:
    (tmp_path / "desk.db").write_bytes(b"SQLite format 3\x00")
    for name in ("broken", "spoiled", "bookless"):
        shutil.copytree(release.path, tmp_path / f"{name}.release")
    (tmp_path / "broken.release" / "incidents.parquet").write_bytes(b"0123456789")
    spoiled = tmp_path / "spoiled.release" / "accounts.parquet"
    spoiled.write_bytes(b"x" * spoiled.stat().st_size)
    (tmp_path / "bookless.release" / "codebook.json").unlink()
    out, err = (process := started(what, "--port", "0", cwd=tmp_path)).communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert "hush" not in err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("desk.db", "--team"), "waqia register user password"),
        (("desk.db", "--host", "0.0.0.0"), "Say --team"),
        (("desk.db", "--user", "nobody"), "no active user 'nobody'"),
        (("desk.db", "--workers", "2", "--team"), "on PostgreSQL"),
        (("two.db",), "--user NAME"),
        (("closed.db",), "give the password"),
        (("desk.release", "--team"), "no register"),
    ],
)
def test_a_register_that_cannot_be_served_so_is_told_with_what_to_do(
    release: Release, tmp_path: Path, asked: tuple[str, ...], said: str
) -> None:
    for name in ("desk", "two", "closed"):
        with Register.create(tmp_path / f"{name}.db", "generic", user="chief") as register:
            if name == "two":
                register.add_user("anna", "coder")
            if name == "closed":
                register.set_password("correct horse battery")
    (tmp_path / "desk.release").symlink_to(release.path)
    out, err = (process := started(*asked, "--port", "0", cwd=tmp_path)).communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_it_starts_with_little_work(release: Release) -> None:
    """Seconds of the processor: other programs do not lengthen those."""
    process = started(str(release.path), "--port", "0")
    assert process.stdout is not None
    assert "http://" in process.stdout.readline()
    process.kill()
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = -signal.SIGKILL  # it was waited for
    process.communicate()
    assert used.ru_utime + used.ru_stime < 2.5
