"""Every route of a team's desk: what it is asked with, and what it answers to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """What a route is asked with, and answers to those who may: from the role `least` on.

    `at` are values of its parameters; what stands in braces are ids of the world. `open` lets
    strangers in, `read` a token that may read. `denied` is for those who may not: of what is not
    there, or cannot be read, that may be said first.
    """

    least: str = "viewer"
    status: tuple[int, ...] = (200,)
    denied: tuple[int, ...] = field(default=(403,), kw_only=True)
    at: tuple[dict[str, str], ...] = ({},)
    query: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    read: bool = False
    open: bool = False


def at(*values: str, name: str = "id") -> tuple[dict[str, str], ...]:
    """Values of the one parameter of a route."""
    return tuple({name: value} for value in values)


INCIDENTS = at("{open}", "{mixed}", "{restricted}", "{confidential}")
ACCOUNTS = at("{A-open}", "{A-restricted}", "{A-confidential}")
SOURCES = at("S-open", "S-restricted", "S-confidential")
SEEN = (200, 403)
"""An answer or, where a source is above one's clearance, none."""
NOWHERE = at("nowhere")
PAGE = at("nowhere", name="id_")
API, REGISTER = "/api/v1", "/api/v1/register"
ITEM = ({"queue": "new", "subject": "nowhere"},)


def reading(*paths: str, **more: Any) -> dict[str, Case]:
    return {f"GET {path}": Case(read=True, **more) for path in paths}


def acting(least: str, *paths: str, json: Any = None, **more: Any) -> dict[str, Case]:
    told = {"at": NOWHERE, "status": (404,)} | more
    return {
        f"POST {REGISTER}{path}": Case(least, sent={"json": json or {"reason": "because"}}, **told)
        for path in paths
    }


def pages(*paths: str, **more: Any) -> dict[str, Case]:
    return {f"GET {path}": Case(**more) for path in paths}


def changing(least: str, *paths: str, **more: Any) -> dict[str, Case]:
    told = {"status": (400, 404), "sent": {"data": {"reason": "because"}}} | more
    return {f"POST {path}": Case(least, **told) for path in paths}


CASES: dict[str, Case] = {
    # the API over a release, whoever may read
    **reading(*(f"{API}/{name}" for name in ("openapi.json", "release", "vocabularies", "incidents",
                                             "accounts", "sources", "count"))),
    **reading(f"{API}/incidents/{{id}}", at=INCIDENTS),
    **reading(f"{API}/accounts/{{id}}", at=ACCOUNTS),
    **reading(f"{API}/sources/{{id}}", at=SOURCES),
    **reading(f"{API}/vocabularies/{{name}}", at=at("type", name="name")),
    **reading(f"{API}/count/incidents", query="by=publisher,place"),
    **reading("/api/acled/read", "/api/gedevents/22.1"),
    # the register
    **reading(*(f"{REGISTER}{path}" for path in ("", "/incidents", "/accounts", "/sources",
                                                 "/queues", "/releases"))),
    **reading(f"{REGISTER}/releases/diff", query="old=may.release"),
    **reading(f"{REGISTER}/incidents/{{id}}", f"{REGISTER}/incidents/{{id}}/links", at=INCIDENTS),
    **reading(f"{REGISTER}/accounts/{{id}}", f"{REGISTER}/accounts/{{id}}/codings", at=ACCOUNTS,
              status=SEEN),
    **reading(f"{REGISTER}/sources/{{id}}", f"{REGISTER}/sources/{{id}}/text", at=SOURCES,
              status=SEEN),
    **reading(f"{REGISTER}/history/{{id}}", at=INCIDENTS + ACCOUNTS),
    f"GET {REGISTER}/accounts/{{id}}/near": Case("coder", SEEN, ACCOUNTS),
    f"GET {REGISTER}/queues/{{queue}}": Case("coder", (200, 403), at("second", name="queue")),
    f"GET {REGISTER}/items/{{queue}}/{{subject}}": Case("reviewer", (400,), ITEM),
    f"POST {REGISTER}/queues/next": Case("coder", sent={"json": {"queue": "second"}}),
    **acting("reviewer", "/items/{queue}/{subject}/take", at=ITEM, status=(400,)),
    **acting("coder", "/items/{queue}/{subject}/give-back", "/items/{queue}/{subject}/close",
             at=ITEM, status=(400,)),
    **acting("editor", "/items/{queue}/{subject}/unassign", at=ITEM, status=(400,)),
    **acting("editor", "/items/{queue}/{subject}/assign", at=ITEM, status=(400,),
             json={"user": "coder"}),
    f"POST {REGISTER}/sources": Case("coder", (400,), sent={"json": {"source": {}}}),
    f"PATCH {REGISTER}/sources/{{id}}": Case(
        "editor", (404,), NOWHERE, sent={"json": {"changes": {}}}),
    **acting("editor", "/sources/{id}/access", json={"access": "public", "reason": "because"}),
    f"POST {REGISTER}/accounts": Case("coder", (400,), sent={"json": {"account": {}}}),
    f"PATCH {REGISTER}/accounts/{{id}}": Case(
        "reviewer", (404,), NOWHERE, sent={"json": {"changes": {}}}),
    **acting("reviewer", "/accounts/{id}/accept", "/accounts/{id}/set-aside",
             "/incidents/{id}/confirm", "/incidents/{id}/withdraw", "/incidents/{id}/reopen"),
    **acting("reviewer", "/accounts/{id}/split", json={"spans": [[0, 1]]}),
    **acting("reviewer", *(f"/accounts/{{id}}/{name}" for name in ("join", "different", "unsure")),
             json={"other": "nowhere"}),
    **acting("reviewer", "/accounts/{id}/link", json={"incident": "nowhere"}),
    **acting("coder", "/accounts/{id}/codings", json={"values": {}}, status=(400,)),
    **acting("reviewer", "/accounts/{id}/resolve", json={"choices": {}, "reason": "because"}),
    **acting("reviewer", "/incidents/{id}/split", json={"accounts": ["nowhere"]}),
    **acting("reviewer", "/incidents/{id}/merge", json={"into": "nowhere"}),
    **acting("reviewer", "/incidents/{id}/settle", json={"field": "type", "reason": "because"}),
    **acting("editor", "/incidents/{id}/release-override",
             json={"field": "type", "reason": "because"}),
    **acting("editor", "/incidents/{id}/override",
             json={"field": "type", "value": {}, "reason": "because"}),
    **acting("reviewer", "/undo", at=({},), status=(400,), json={"revision": 1}),
    f"GET {REGISTER}/jobs": Case(),
    f"GET {REGISTER}/jobs/{{id}}": Case(status=(404,), at=NOWHERE),
    f"GET {REGISTER}/jobs/{{id}}/files/{{name}}": Case(
        status=(404,), at=({"id": "nowhere", "name": "a"},)),
    **acting("viewer", "/jobs/{id}/cancel"),
    f"POST {REGISTER}/jobs/audit": Case("viewer", (202,), sent={"data": {"text": "Of 12, 3."}}),
    f"POST {REGISTER}/jobs/read": Case("coder", (202,), sent={"data": {"text": "Of 12, 3."}}),
    f"POST {REGISTER}/jobs/freeze": Case("editor", (202,), sent={"json": {"name": "new.release"}}),
    # ways in and out, and one's own page
    "GET /login": Case(status=(200, 303), open=True),
    "POST /login": Case(status=(403,), open=True, sent={"data": {"name": "x", "password": "y"}}),
    "GET /language/{language}": Case(status=(303,), at=at("ur", name="language"), open=True),
    "GET /theme/{theme}": Case(status=(303,), at=at("dark", name="theme"), open=True),
    "GET /static/{name:path}": Case(at=at("desk.css", name="name:path"), open=True),
    "GET /me": Case(),
    "POST /me/password": Case(status=(422,), sent={"data": {"password": "a", "again": "b"}}),
    "POST /me/tokens": Case(status=(422,), sent={"data": {"label": ""}}),
    "POST /me/tokens/revoke": Case(status=(404,)),
    "POST /me/sessions/end": Case(status=(404,), sent={"data": {"id": "nowhere"}}),
    "POST /logout": Case(status=(303,)),
    "GET /people": Case("editor"),
    "GET /entries": Case("administrator"),
    "GET /people/{name}": Case("editor", at=at("viewer", name="name")),
    "POST /people": Case("administrator", (422,), sent={"data": {"name": "", "role": "coder"}}),
    "POST /people/{name}": Case(
        "administrator", (303,), at("viewer", name="name"),
        sent={"data": {"role": "viewer", "clearance": "public", "active": "yes"}}),
    "POST /people/{name}/password": Case("administrator", (422,), at("viewer", name="name")),
    "POST /people/{name}/sessions": Case("administrator", (303,), at("editor", name="name")),
    "POST /people/{name}/tokens": Case("administrator", (404,), at("viewer", name="name")),
    # what a release holds, and the register where it is served
    **pages("/", "/explore", "/explore/table", "/explore/incidents",
            "/explore/map.json", "/releases", "/sources", "/actors", "/places", "/codebook",
            "/codebook/measures", "/jobs", "/audit"),
    "GET /explore/shapes.json": Case(status=(200, 404)),
    "GET /numbers": Case(status=(200, 303)),
    "GET /explore/choices": Case(query="field=publisher"),
    **pages("/explore/incidents.{form}", at=at("geojson", name="form")),
    **pages("/explore/{what}.csv", "/explore/{what}.xlsx", at=at("table", name="what")),
    **pages("/explore/{what}.svg", "/explore/{what}.png", at=at("timeline", name="what")),
    "GET /releases/diff": Case(query="old=may.release&new=present"),
    "GET /releases/diff/year": Case(query="old=may.release&new=present&year=2023"),
    **pages("/releases/{name}", "/releases/{name}/download", at=at("may.release", name="name")),
    "GET /releases/{name}/files/{file}": Case(
        at=({"name": "may.release", "file": "datapackage.json"},)),
    "GET /sources/{id_:path}": Case(
        status=SEEN, at=at("S-open", "S-restricted", "S-confidential", name="id_:path")),
    "POST /sources/{id_:path}": Case(
        "editor", (303, 400), at("S-open", name="id_:path"),
        sent={"data": {"access": "public", "reason": "because"}}),
    "GET /actors/{code:path}": Case(at=at("ttp", name="code:path")),
    "GET /places/{id_}": Case(at=at("pk-city-quetta", name="id_")),
    "GET /codebook/crosswalks/{dataset}": Case(at=at("acled", name="dataset")),
    "GET /codebook/{vocabulary}": Case(at=at("type", name="vocabulary")),
    "GET /incidents/{id_}": Case(
        at=at("{open}", "{mixed}", "{restricted}", "{confidential}", name="id_")),
    **changing("reviewer", *(f"/incidents/{{id_}}/{name}" for name in (
        "confirm", "withdraw", "reopen", "settle", "split", "merge", "different")),
        at=PAGE, denied=(403, 404)),
    **changing("editor", "/incidents/{id_}/override", "/incidents/{id_}/release", at=PAGE,
               denied=(403, 404)),
    # work
    "GET /review": Case("coder"),
    "GET /review/parts/near": Case("coder", SEEN, query="account={A-restricted-proposed}"),
    "GET /review/parts/places": Case("coder", query="q=quetta"),
    "GET /review/parts/value": Case("coder", query="field=killed&words=four"),
    "GET /review/{queue}": Case("coder", SEEN, at("new", "links", "second", name="queue")),
    "GET /review/{queue}/{subject:path}": Case("reviewer", (200, 400, 404, 410), (
        {"queue": "new", "subject:path": "{A-restricted-proposed}"},
        {"queue": "new", "subject:path": "{A-confidential-proposed}"},
        {"queue": "new", "subject:path": "{mixed}"})),
    **changing("reviewer", "/review/undo", at=({},)),
    **changing("coder", "/review/{queue}/next", at=at("second", name="queue"), status=(303,)),
    **changing("reviewer", "/review/{queue}/{subject:path}",
               at=({"queue": "new", "subject:path": "nowhere"},), status=(303, 400, 404)),
    "GET /read": Case("coder"),
    "POST /read": Case("coder", (422,), sent={"data": {"text": ""}}),
    "POST /audit": Case(status=(422,), sent={"data": {"text": ""}}),
    "GET /audit/{id_}": Case(status=(404,), at=PAGE),
    **pages("/jobs/{id_}", "/jobs/{id_}/now", status=(404,), at=PAGE),
    "GET /jobs/{id_}/files/{name}": Case(status=(404,), at=({"id_": "nowhere", "name": "a"},)),
    **changing("viewer", "/jobs/{id_}/cancel", at=PAGE),
    "GET /publish": Case("editor"),
    "POST /publish/freeze": Case("editor", (303,), sent={"data": {"title": ""}}),
    "POST /publish/report": Case(
        "editor", (422,), denied=(403, 422), sent={"data": {"release": "nowhere"}}),
    "POST /publish/preview": Case("editor", (200, 400), sent={"data": {"release": "nowhere"}}),
    **pages("/reports/{id_}", "/reports/{id_}/report.html", "/reports/{id_}/report.pdf",
            status=(404,), at=PAGE),
}  # fmt: skip
"""Every route of a desk of a team; a new one has to be entered here."""
