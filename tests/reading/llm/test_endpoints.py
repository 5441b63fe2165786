"""Endpoints that are slow, busy, down, moved or hostile: bounded, and said clearly."""

from __future__ import annotations

import asyncio
import os
import pickle
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.reading.llm import stub as st
from tests.reading.llm.conftest import MOSQUE, TEXT, WEDNESDAY, Ask
from tests.reading.llm.stub import accounts, failing, sending, serving
from waqia.reading import Document
from waqia.reading.llm import Endpoint, EndpointError, LLMReader

GOOD = accounts(MOSQUE)
OPEN = " over a connection that is not encrypted."
KEY = "not-a-key-0123456789"


@pytest.mark.parametrize(
    "first",
    [
        failing(500, "boiler burst"),
        failing(502),
        failing(503, "loading model", retry_after="0"),
        failing(429, "slow down", retry_after="0"),
        failing(429, retry_after="soon"),
        failing(429, retry_after=format_datetime(datetime.now(UTC) - timedelta(days=1))),
        failing(408),
        sending(b"<html>Bad gateway</html>", 502),
        st.breaking_off,
    ],
    ids=["500", "502", "503", "429", "429-words", "429-past-date", "408", "html", "reset"],
)
def test_a_server_that_stumbles_is_asked_again(ask: Ask, first: st.Behaviour) -> None:
    with serving(first, first, GOOD) as stub:
        reading = ask(stub.url)
    assert (len(reading.proposals), reading.findings) == (1, [])
    assert len(stub.asked) == 3


@pytest.mark.parametrize("how", ["seconds", "date"])
def test_a_busy_server_is_given_the_time_it_asks_for(
    ask: Ask, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    waits: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await sleep(0)

    monkeypatch.setattr("waqia.reading.llm.asking.asyncio.sleep", noted)
    with serving(failing(429, retry_after="4" if how == "seconds" else later), GOOD) as stub:
        assert len(ask(stub.url).proposals) == 1
    assert 2.5 < max(waits) <= 4


def test_a_server_that_asks_for_an_hour_ends_the_run(ask: Ask) -> None:
    with (
        serving(failing(429, "quota", retry_after="3600")) as stub,
        pytest.raises(EndpointError, match=r"quota.*asks to wait 3600 seconds.*tried 1 time\."),
    ):
        ask(stub.url)
    assert len(stub.asked) == 1


def test_a_server_that_is_busy_for_ever_ends_the_run(ask: Ask) -> None:
    with serving(failing(429)) as stub, pytest.raises(EndpointError, match="status 429"):
        ask(stub.url)
    assert len(stub.asked) == 3


def test_one_request_that_fails_is_a_finding_and_three_in_a_row_end_the_run(
    reader: Callable[..., LLMReader], document: Callable[[str], Document]
) -> None:
    read = document(TEXT)
    with serving(failing(500, "boiler burst")) as stub:
        engine = reader(stub.url, tries=2)
        for _ in range(2):
            [finding] = engine.propose(read, WEDNESDAY).findings
            assert finding.code == "answer-unread"
            assert "boiler burst" in finding.message
            assert "sentences 1–5" in finding.message
        with pytest.raises(EndpointError, match="3 requests in a row"):
            engine.propose(read, WEDNESDAY)
    assert len(stub.asked) == 6


def test_nobody_listening_ends_the_run(ask: Ask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(EndpointError, match=rf"127.0.0.1:{port} cannot be reached.*3 times"):
            ask(f"http://127.0.0.1:{port}/v1")


def test_a_server_that_takes_no_connection_ends_the_run(ask: Ask) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        with pytest.raises(EndpointError, match=r"took no connection within 0\.1 seconds"):
            ask(f"http://127.0.0.1:{address[1]}", connect=0.1, tries=2)
        for one in waiting:
            one.close()


@pytest.mark.parametrize("behaviour", [st.silent, st.dripping])
def test_a_server_that_never_ends_its_answer_is_left_after_a_time(
    ask: Ask, behaviour: st.Behaviour
) -> None:
    began = time.monotonic()
    with serving(behaviour) as stub:
        [finding] = ask(stub.url, timeout=0.2, tries=2).findings
    assert "gave no answer within 0.2 seconds; it was tried 2 times" in finding.message
    assert time.monotonic() - began < 3


def test_all_tries_together_take_no_longer_than_patience(ask: Ask) -> None:
    began = time.monotonic()
    with serving(failing(500)) as stub:
        ask(stub.url, tries=1000, patience=0.5, pause=0.05)
    assert time.monotonic() - began < 3
    assert len(stub.asked) < 20


@pytest.mark.parametrize(
    "behaviour",
    [st.endless, sending(b" " * 300_000)],
    ids=["endless", "huge"],
)
def test_an_answer_is_read_up_to_its_bound(ask: Ask, behaviour: st.Behaviour) -> None:
    with serving(behaviour) as stub:
        [finding] = ask(stub.url, size=200_000).findings
    assert "more than 200000 bytes" in finding.message
    assert [asked.body["seed"] for asked in stub.asked] == [0, 1]


def test_an_answer_that_is_packed_is_not_unpacked(ask: Ask) -> None:
    with serving(sending(b"\x1f\x8b" + b"0" * 100, content_encoding="gzip")) as stub:
        [finding] = ask(stub.url).findings
    assert "compressed" in finding.message
    assert stub.asked[0].headers["accept-encoding"] == "identity"
    assert [asked.body["seed"] for asked in stub.asked] == [0, 1]


def test_an_error_that_is_packed_is_known_by_its_status(ask: Ask) -> None:
    packed = b"\x1f\x8b" + b"0" * 100
    with serving(sending(packed, 503, content_encoding="gzip"), GOOD) as stub:
        assert len(ask(stub.url).proposals) == 1
    with (
        serving(sending(packed, 401, content_encoding="gzip")) as stub,
        pytest.raises(EndpointError, match=r"does not admit the request \(status 401\)"),
    ):
        ask(stub.url)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed_and_no_key_goes_elsewhere(ask: Ask, status: int) -> None:
    with serving(GOOD) as other:
        with (
            serving(sending(b"", status, location=f"{other.url}/steal")) as stub,
            pytest.raises(EndpointError, match="sends requests on to") as raised,
        ):
            ask(stub.url, key=KEY)
        assert other.asked == []
        assert other.strayed == []
    assert other.url in str(raised.value)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not admit the request.*put a key into WAQIA_LLM_KEY"),
        (403, "does not admit the request"),
        (404, "does not serve 'stub' at this address.*check --llm and --model"),
        (405, "does not serve"),
        (402, "does not serve"),
    ],
)
def test_a_server_that_will_never_answer_ends_the_run_at_once(
    ask: Ask, status: int, words: str
) -> None:
    with serving(failing(status, "no")) as stub, pytest.raises(EndpointError, match=words):
        ask(stub.url)
    assert len(stub.asked) == 1


def test_the_key_is_sent_and_never_shown(
    ask: Ask, caplog: pytest.LogCaptureFixture, reader: Callable[..., LLMReader]
) -> None:
    caplog.set_level("DEBUG")
    with (
        serving(failing(401, f"Incorrect key {KEY}; {KEY!r} is unknown")) as stub,
        pytest.raises(EndpointError, match="check the key in WAQIA_LLM_KEY") as raised,
    ):
        ask(stub.url, key=KEY)
    assert stub.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in str(raised.value)
    assert KEY not in caplog.text
    assert KEY not in repr(reader(stub.url, key=KEY).endpoint)


def test_the_key_comes_from_the_environment_and_none_is_sent_without() -> None:
    url = "http://localhost:1/v1"
    assert Endpoint.from_environment(url, "m", {"WAQIA_LLM_KEY": f" {KEY}\n"}).key == KEY
    assert Endpoint.from_environment(url, "m", {"WAQIA_LLM_KEY": ""}).key is None
    assert Endpoint.from_environment(url, "m", {"OPENAI_API_KEY": KEY}).key is None
    with pytest.raises(EndpointError, match="WAQIA_LLM_KEY holds characters") as raised:
        Endpoint.from_environment(url, "m", {"WAQIA_LLM_KEY": "not-\u0456-key"})
    assert "not-" not in str(raised.value)


def test_an_unsafe_connection_ends_the_run_before_anything_is_sent(
    ask: Ask, tmp_path: Path
) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", certificate, "-days", "1", "-subj", "/CN=elsewhere"],
        capture_output=True, check=False,
    ) if shutil.which("openssl") else None  # fmt: skip
    if made is None or made.returncode:
        pytest.skip("needs openssl to make a certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_shake_hands, args=(server, context), daemon=True).start()
        with pytest.raises(EndpointError, match=r"is not safe: CERTIFICATE_VERIFY_FAILED"):
            ask(f"https://127.0.0.1:{server.getsockname()[1]}/v1", key=KEY)


def _shake_hands(server: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = server.accept()
    try:
        context.wrap_socket(connection, server_side=True).close()
    except OSError:
        connection.close()


def test_plain_words_on_an_encrypted_line_end_the_run(ask: Ask) -> None:
    with serving(GOOD) as stub, pytest.raises(EndpointError, match="is not safe"):
        ask(stub.url.replace("http:", "https:"))


@pytest.mark.parametrize(
    ("first", "formats"),
    [
        ([], ["json_schema"]),
        ([failing(400, "response_format json_schema is not supported")],
         ["json_schema", "json_object"]),
        ([failing(400, "response_format"), failing(422, "unknown field")],
         ["json_schema", "json_object", None]),
    ],
)  # fmt: skip
def test_servers_without_schemas_are_asked_more_simply_and_from_then_on(
    reader: Callable[..., LLMReader],
    document: Callable[[str], Document],
    first: list[st.Behaviour],
    formats: list[str | None],
) -> None:
    read = document(TEXT)
    with serving(*first, GOOD) as stub:
        engine = reader(stub.url)
        for _ in range(2):
            assert len(engine.propose(read, WEDNESDAY).proposals) == 1
    assert [asked.format for asked in stub.asked] == [*formats, formats[-1]]


def test_settings_a_server_refuses_are_left_out(ask: Ask) -> None:
    with serving(failing(400, "Unsupported value: 'temperature' must be 1"), GOOD) as stub:
        assert len(ask(stub.url).proposals) == 1
    assert stub.asked[0].body["temperature"] == 0
    assert "temperature" not in stub.asked[1].body
    assert stub.asked[1].format == "json_schema"


def test_a_request_that_is_taken_in_no_form_is_a_finding_and_the_next_asks_in_full(
    reader: Callable[..., LLMReader], document: Callable[[str], Document]
) -> None:
    read = document(TEXT)
    with serving(*[failing(400, "content policy")] * 4, GOOD) as stub:
        engine = reader(stub.url)
        [finding] = engine.propose(read, WEDNESDAY).findings
        assert "does not take the request: status 400: content policy" in finding.message
        assert len(engine.propose(read, WEDNESDAY).proposals) == 1
    assert [asked.format for asked in stub.asked] == [
        "json_schema", "json_object", None, None, "json_schema",
    ]  # fmt: skip


def test_what_is_sent_is_the_text_the_day_and_the_codes_and_not_the_name(ask: Ask) -> None:
    with serving(GOOD) as stub:
        ask(stub.url)
    [asked] = stub.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.sentences()[1] == "[2] The banned TTP claimed the attack."
    assert "2023-02-01, a Wednesday" in asked.text
    assert "article" not in str(asked.body)
    assert "terrorist_attack: Terrorist attack" in asked.rules
    assert "ttp: Tehreek-e-Taliban Pakistan" in asked.rules
    assert "Islamic State" not in asked.rules
    assert asked.body["stream"] is False
    assert (asked.body["temperature"], asked.body["seed"]) == (0, 0)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://localhost:8080", "http://localhost:8080/v1/chat/completions"),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1/chat/completions"),
        ("https://h.example/x/v2", "https://h.example/x/v2/chat/completions"),
        ("https://h.example/v1/chat/completions", "https://h.example/v1/chat/completions"),
        ("https://h.example/d/m?api-version=1",
         "https://h.example/d/m/chat/completions?api-version=1"),
    ],
)  # fmt: skip
def test_an_address_may_be_given_in_short(url: str, address: str) -> None:
    assert Endpoint(url, "m").address == address


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://h.example", "http://", "", "http://[::1", "http://h:port/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(EndpointError, match="is not the address of an endpoint"):
        Endpoint(url, "m")


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(EndpointError, match="put the key into WAQIA_LLM_KEY") as raised:
        Endpoint(f"https://me:{KEY}@h.example/v1", "m")
    assert KEY not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "note"),
    [
        ("http://localhost:8080", None),
        ("http://127.0.0.1:1", None),
        ("http://[::1]:1", None),
        ("https://api.example", "The text of the documents is sent to api.example."),
        ("http://10.0.0.5:80", f"The text of the documents is sent to 10.0.0.5:80{OPEN}"),
        (
            "http://localhost.example",
            f"The text of the documents is sent to localhost.example{OPEN}",
        ),
    ],
)
def test_it_is_said_where_the_text_goes(url: str, note: str | None) -> None:
    assert Endpoint(url, "m").privacy == note


def test_requests_under_way_at_once_are_bounded(ask: Ask) -> None:
    def slow(handler: st.Handler, asked: st.Asked) -> None:
        time.sleep(0.02)
        accounts()(handler, asked)

    text = "\n\n".join(f"A bomb killed {n} men in Quetta on Monday." for n in range(10, 60))
    with serving(slow) as stub:
        ask(stub.url, text, tokens=60, overlap=0, jobs=3)
    assert len(stub.asked) > 10
    assert 1 < stub.at_once <= 3


def test_a_run_that_is_interrupted_stops_at_once(
    reader: Callable[..., LLMReader], document: Callable[[str], Document]
) -> None:
    read = document(TEXT)
    with serving(st.silent) as stub:
        engine = reader(stub.url, timeout=30.0)
        began = time.monotonic()
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            engine.propose(read, WEDNESDAY)
        timer.join()
    assert time.monotonic() - began < 5


def test_a_reader_can_be_handed_to_another_process(
    reader: Callable[..., LLMReader], document: Callable[[str], Document]
) -> None:
    with serving(GOOD) as stub:
        engine = pickle.loads(pickle.dumps(reader(stub.url)))
        assert len(engine.propose(document(TEXT), WEDNESDAY).proposals) == 1
