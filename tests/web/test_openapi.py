"""The OpenAPI document tells every answer: no other status, form or shape is found by trying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.conftest import Get, running
from waqia.register import Entrance, Register
from waqia.web.api.register import router
from waqia.web.app import app_of
from waqia.web.serving import site_of

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_headers_conformance, response_schema_conformance,
]  # fmt: skip
"""That what the schema allows is also accepted is not among them: a word such as a type or a
place is well-formed, and unknown to the release all the same."""


PATHS = [
    "/api/v1/release", "/api/v1/vocabularies", "/api/v1/vocabularies/{name}",
    "/api/v1/incidents", "/api/v1/incidents/{id}", "/api/v1/accounts",
    "/api/v1/accounts/{id}", "/api/v1/sources", "/api/v1/sources/{id}", "/api/v1/count",
    "/api/v1/count/incidents", "/api/acled/read", "/api/gedevents/22.1",
]  # fmt: skip


@pytest.fixture(scope="module")
def document(address: str) -> Any:
    """The document of the served example."""
    return schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


ASKED = [
    (path, mode)
    for path in PATHS
    for mode in GenerationMode
    # where nothing is asked for nothing can be asked wrongly
    if path not in PATHS[:2] or mode is GenerationMode.POSITIVE
]


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_nothing_is_answered_that_is_not_documented(
    document: Any, path: str, mode: GenerationMode
) -> None:
    @settings(
        max_examples=25, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=document[path]["GET"].as_strategy(generation_mode=mode))
    def found(case: schemathesis.Case) -> None:
        # a line of 64 KB is cut off below HTTP, where nothing can be answered
        assume(len(urlencode(case.query or {}, doseq=True)) < 60_000)
        case.call_and_validate(checks=CHECKS, timeout=60)

    found()


@dataclass(frozen=True)
class Asked:
    """A desk of a team that may be spoiled, its document, and ids that are in it."""

    address: str
    document: Any
    who: dict[str, str]
    ids: dict[str, list[str]]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """The desk over a register, asked as an administrator."""
    folder = tmp_path_factory.mktemp("register")
    with Register.create(folder / "desk.db", "generic", user="chief", title="Desk") as register:
        register.set_password("correct horse battery")
        text = "Three were killed on 4 May 2023."
        for n, access in enumerate(("public", "restricted")):
            source = register.add_source(
                {"id": f"S-{n}", "title": "Paper", "access": access}, content=text.encode()
            )
            for status in ("accepted", "accepted", "proposed"):
                account = {"source": source, "date_start": "2023-05-04", "killed": 3}
                register.add(account, status=status)
        token = register.new_token("test")
        ids = {
            "accounts": [one["id"] for one in register.accounts()],
            "incidents": [one["id"] for one in register.incidents()],
            "sources": ["S-0", "S-1"],
            "items": [line.subject for line in register.queue("new").items],
        }
    who = {"Authorization": f"Bearer {token}"}
    with Entrance(folder / "desk.db") as entrance:
        site = site_of(entrance, folder / "releases")
        with running(app_of(site)) as address:
            document = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", headers=who)
            yield Asked(address, document, who, ids)


def operations() -> list[tuple[str, str]]:
    """Path and method of every operation of the register."""
    app = FastAPI()
    app.include_router(router)
    return [(path, method.upper()) for path, found in app.openapi()["paths"].items()
            for method in found]  # fmt: skip


@pytest.mark.parametrize(("path", "method"), operations())
def test_the_register_answers_nothing_that_is_not_documented(
    asked: Asked, path: str, method: str
) -> None:
    """Half of the time with ids that are there, so that what is asked is done."""
    kind = path.removeprefix("/api/v1/register/").partition("/")[0]
    there = asked.ids.get(kind) or asked.ids["incidents"]

    @settings(
        max_examples=10, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        case=asked.document[path][method].as_strategy(),
        known=st.none() | st.sampled_from(there),
    )
    def found(case: schemathesis.Case, known: str | None) -> None:
        for name in ("id", "subject"):
            if known is not None and name in case.path_parameters:
                case.path_parameters[name] = known
        case.call_and_validate(checks=CHECKS, headers=asked.who, timeout=60)

    found()


def test_the_document_of_a_team_says_how_one_is_known(asked: Asked) -> None:
    document = httpx.get(f"{asked.address}/api/v1/openapi.json", headers=asked.who).json()
    assert document["security"] == [{"token": []}, {"session": []}]
    for path in document["paths"].values():
        for operation in path.values():
            assert {"401", "403", "404"} <= operation["responses"].keys()
    assert httpx.get(f"{asked.address}/api/v1/openapi.json").status_code == 401


def test_the_document_names_all_that_is_served(get: Get) -> None:
    document = get("/api/v1/openapi.json").json()
    assert {*document["paths"]} == {*PATHS}
    for path in document["paths"].values():
        assert {*path} == {"get"}
        assert {"200", "405", "414", "503"} <= path["get"]["responses"].keys()
        assert path["get"]["description"]
