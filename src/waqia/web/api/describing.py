"""The OpenAPI document of what is served, with the answers that every operation shares."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from waqia.web.api import acled_columns, like_ucdp
from waqia.web.api.asking import RELEASE
from waqia.web.api.described import schemas
from waqia.web.api.schemas import refer
from waqia.web.desk.site import Site
from waqia.web.problems import documented

REGISTER = "/api/v1/register"
"""What lies under it is the register itself, not a release."""
_READING = "Incidents, accounts, sources and counts of a release, read-only."
_WRITING = (
    "What a register holds, as a release of its present state or one that was frozen, and under "
    "/api/v1/register the register itself, with the rights of who calls."
)


def describe(app: FastAPI, site: Site) -> dict[str, Any]:
    """The OpenAPI document of an application over a site."""
    document = app.openapi()
    document["info"]["description"] = _READING if site.entrance is None else _WRITING
    shared = documented(*_statuses(site))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            # every error is a problem: FastAPI would say that bad parameters are answered by 422
            answers.pop("422", None)
            answers |= {str(status): told for status, told in shared.items()
                        if str(status) not in answers}  # fmt: skip
            if method != "get":
                answers |= {str(s): told for s, told in documented(403, 413).items()
                            if str(s) not in answers}  # fmt: skip
            elif not path.startswith(REGISTER):
                _name_release(operation)
    known = document.get("components", {}).get("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        known.pop(name, None)
    known |= schemas() | acled_columns.schemas() | like_ucdp.schemas()
    if site.entrance is not None:
        from waqia.web.api.register import described as of_register

        for (body, member), schema in of_register.FILLED.items():
            known[body]["properties"][member] = refer(schema)
        known |= of_register.schemas()
    document["components"] = {"schemas": known}
    if site.team:
        document["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "__Host-waqia-session"},
        }
        document["security"] = [{"token": []}, {"session": []}]
    return document


def _statuses(site: Site) -> tuple[int, ...]:
    """The answers that any operation may give on a site, beside those that it names itself."""
    team = (401, 403) if site.team else ()
    empty = (404,) if site.entrance is not None else ()
    named = (421,) if site.hosts else ()
    return (*team, *empty, *named)


def _name_release(operation: dict[str, Any]) -> None:
    """Say that an operation takes a release, where its parameters do not say so yet."""
    parameters = operation.setdefault("parameters", [])
    if all(one["name"] != "release" for one in parameters):
        parameters.append(
            {"name": "release", "in": "query", "required": False, "description": RELEASE,
             "schema": {"type": "string"}}
        )  # fmt: skip
