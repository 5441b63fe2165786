"""What cannot be answered is told as a problem that says what was expected; never a traceback."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.conftest import Get
from waqia.web.guarding import HEADERS

LONG = "x" * 300

BAD = [
    ("/api/v2", 404, "Nothing is served at /api/v2."),
    ("/api/v1", 404, "Nothing is served"),
    ("/api/v1/incidents/nowhere", 404, "has no incident 'nowhere'"),
    ("/api/v1/accounts/nowhere", 404, "has no account 'nowhere'"),
    ("/api/v1/sources/nowhere", 404, "has no source 'nowhere'"),
    ("/api/v1/vocabularies/nowhere", 404, "no vocabulary 'nowhere'"),
    ("/api/v1/incidents?limit=0", 400, "limit"),
    ("/api/v1/incidents?limit=10001", 400, "limit"),
    ("/api/v1/incidents?limit=many", 400, "limit"),
    ("/api/v1/incidents?where=type", 400, "where"),
    ("/api/v1/incidents?type=atack", 400, "atack"),
    ("/api/v1/incidents?fields=kiled", 400, "kiled"),
    ("/api/v1/incidents?format=xml", 400, "no format 'xml'"),
    ("/api/v1/accounts?format=geojson", 400, "no format 'geojson'"),
    ("/api/v1/incidents?period=sometime", 400, "The period 'sometime'"),
    ("/api/v1/incidents?period=2023..2019", 400, "ends before it starts"),
    ("/api/v1/incidents?period=0000", 400, "period"),
    ("/api/v1/incidents?killed=many", 400, "not a number of persons"),
    ("/api/v1/incidents?rule=nobody", 400, "No counting rule"),
    ("/api/v1/incidents?cursor=abc", 400, "cursor"),
    ("/api/v1/incidents?cursor=W10", 400, "cursor"),
    ("/api/v1/incidents?cursor=%F0%9F%92%A3", 400, "cursor"),
    ("/api/v1/incidents?type=%00", 400, "control character"),
    ("/api/v1/incidents/%00", 400, "control character"),
    ("/api/v1/incidents?type=%FF%FE", 400, "type"),
    (f"/api/v1/incidents?type={LONG}{LONG}", 400, "type"),
    ("/api/v1/incidents?type=" + "a," * 5000, 414, "bytes"),
    ("/api/v1/count?by=yeer", 400, "No field is called 'yeer'"),
    ("/api/v1/count?by=year,year", 400, "more than once"),
    ("/api/v1/count?measure=wounded", 400, "No measure"),
    ("/api/v1/count?measure=", 400, "Nothing to count"),
    ("/api/v1/count?multi=none", 400, "multi"),
    ("/api/v1/count?compare=previous", 400, "period"),
    ("/api/v1/count?compare=previous&period=0001", 400, "out of range"),
    ("/api/v1/count?before=3%20months", 400, "around="),
    ("/api/v1/count?around=2013-05-11&before=9999999999%20years", 400, "out of range"),
    ("/api/v1/count?share=perhaps", 400, "share"),
    ("/api/v1/count/incidents?by=year&cell=year", 400, "no cell"),
    ("/api/v1/count/incidents?by=year&cell=month:2014-01", 400, "no field 'month'"),
    ("/api/v1/count/incidents?by=year&cell=year:soon", 400, "not a year"),
    ("/api/acled/read?fields=nothing", 400, "no field nothing"),
    ("/api/acled/read?inter1=3", 400, "does not hold inter1"),
    ("/api/acled/read?event_date=soon", 400, "out of range"),
    ("/api/acled/read?event_date=2014-01-01&event_date_where=BETWEEN", 400, "two values"),
    ("/api/acled/read?event_date_where=NEAR", 400, "event_date_where"),
    ("/api/acled/read?country=Pakistan:OR:capital=Kabul", 400, "no limit"),
    ("/api/acled/read?limit=5001", 400, "limit"),
    ("/api/acled/read?_format=xml", 400, "_format"),
    ("/api/gedevents/22.1?pagesize=1001", 400, "pagesize"),
    ("/api/gedevents/22.1?Country=9999", 400, "number 9999"),
    ("/api/gedevents/22.1?StartDate=soon", 400, "StartDate"),
    ("/api/gedevents/21.1", 404, "Nothing is served"),
]


@pytest.mark.parametrize(("path", "status", "said"), BAD, ids=[path[:70] for path, *_ in BAD])
def test_bad_questions_are_problems(get: Get, path: str, status: int, said: str) -> None:
    answer = get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert said.lower() in json.dumps(problem).lower()
    assert "Traceback" not in answer.text
    assert ".parquet" not in answer.text
    assert "SELECT" not in answer.text
    assert ("etag" in answer.headers) is False


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_the_api_is_read_only(address: str, method: str) -> None:
    for path in ("/api/v1/incidents", "/api/acled/read", "/api/gedevents/22.1"):
        answer = httpx.request(method, address + path)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET"
        elsewhere = httpx.request(method, address + path, headers={"Origin": "https://example.org"})
        assert elsewhere.status_code == (405 if method == "OPTIONS" else 403)
        assert "access-control-allow-origin" not in elsewhere.headers


@pytest.mark.parametrize("accept", ["image/png", "text/html", "application/json;q=0", ";;,q"])
def test_a_form_that_is_not_offered_is_told(get: Get, accept: str) -> None:
    answer = get("/api/v1/sources", headers={"Accept": accept})
    assert answer.status_code == 406
    assert "application/json" in answer.json()["expected"]


@pytest.mark.parametrize("path", ["/api/v1/release", "/nowhere", "/api/v1/openapi.json"])
def test_every_answer_has_the_headers_of_security(get: Get, path: str) -> None:
    answer = get(path, headers={"Origin": "https://example.org"})
    # pages have a policy of their own, which lets them load our scripts and styles
    kept = {name: value for name, value in HEADERS.items() if not name.startswith("Content-Sec")}
    assert kept.items() <= {name: answer.headers.get(name) for name in kept}.items()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "sent",
    [b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
     b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_http_does_no_harm(get: Get, address: str, sent: bytes) -> None:
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=5) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        assert b"root:" not in line.recv(4096)
    assert get("/api/v1/release").status_code == 200
