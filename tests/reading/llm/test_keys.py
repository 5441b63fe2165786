"""The key of an endpoint is told to nobody but the endpoint, whatever it answers."""

from __future__ import annotations

import json

import pytest

from tests.reading.llm import stub as st
from tests.reading.llm.conftest import Ask
from tests.reading.llm.stub import sending, serving
from waqia.reading.llm import Endpoint

KEY = "not-a-key-0123456789"
ESCAPED = "".join(f"\\u{ord(char):04x}" for char in KEY)


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": {"message": "Incorrect API key provided: %s"}}' % KEY.encode(),
        f"Incorrect {'x' * 90} {KEY}".encode(),
        f'"Incorrect {ESCAPED}'.encode(),
        st.envelope(f"I was given {KEY}."),
        st.envelope(f'{{"told": "{ESCAPED}"'.replace("{", "", 1)),
        st.envelope(None, message={"refusal": f"I was given {KEY}"}),
        st.envelope(json.dumps([KEY, {KEY: 1}, {"type": {"code": KEY, "quote": KEY}}])),
        st.envelope(json.dumps([{"type": KEY, "place": [KEY], "targets": [{KEY: KEY}]}])),
    ],
)
def test_a_key_that_an_answer_holds_is_in_no_finding(ask: Ask, body: bytes) -> None:
    with serving(sending(body)) as stub:
        findings = ask(stub.url, key=KEY).findings
    assert findings
    said = " ".join(finding.message for finding in findings)
    assert KEY[:8] not in said
    assert ESCAPED[:24] not in said


def test_a_key_with_signs_is_hidden_as_json_writes_it() -> None:
    endpoint = Endpoint("http://localhost:1", "m", 'k/"y')
    told = json.dumps(json.dumps('k/"y').replace("/", "\\/"))
    assert endpoint.hidden(f'k/"y {told} other') == '… "\\"…\\"" other'
    assert endpoint.hidden("\\" * 1_000_000) == "\\" * 1_000_000


def test_it_is_said_where_the_key_goes_in_clear() -> None:
    clear = " over a connection that is not encrypted, and the key with it."
    said = Endpoint("http://10.0.0.5", "m", KEY).privacy
    assert said == f"The text of the documents is sent to 10.0.0.5{clear}"
    assert Endpoint("http://localhost", "m", KEY).privacy is None
    assert "key" not in str(Endpoint("https://api.example", "m", KEY).privacy)
