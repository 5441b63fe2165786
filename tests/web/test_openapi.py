"""The OpenAPI document tells every answer: no other status, form or shape is found by trying."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.conftest import Get

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
        max_examples=25, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=document[path]["GET"].as_strategy(generation_mode=mode))
    def found(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, timeout=60)

    found()


def test_the_document_names_all_that_is_served(get: Get) -> None:
    document = get("/api/v1/openapi.json").json()
    assert {*document["paths"]} == {*PATHS}
    for path in document["paths"].values():
        assert {*path} == {"get"}
        assert {"200", "405", "414", "503"} <= path["get"]["responses"].keys()
        assert path["get"]["description"]
