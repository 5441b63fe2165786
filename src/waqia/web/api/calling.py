"""Who calls the API: by a token, by the session of a browser, or whoever sits at the machine."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from waqia.model import DeniedError
from waqia.web.desk.site import Site
from waqia.web.desk.visiting import visitor
from waqia.web.problems import ProblemError, of_denial

if TYPE_CHECKING:
    from waqia.register import Entrance, Register

_SAFE = ("GET", "HEAD", "OPTIONS")
_REALM = 'Bearer realm="waqia"'


def reader(request: Request) -> None:
    """Let a request read what is served: anybody's where nobody has to log in.

    Raises:
        ProblemError: nobody is known by what was shown (401).
        DeniedError: who asks may not read; it was logged.
    """
    site: Site = request.app.state.site
    if site.team:
        caller(request).require("read")


def caller(request: Request) -> Register:
    """The register as who calls has it.

    Raises:
        ProblemError: nobody is known by what was shown (401), or a browser sends something that
            no page of the desk gave it (403).
    """
    site: Site = request.app.state.site
    if site.entrance is None:
        raise ProblemError(404, "Only a release is served here.", expected="a register")
    if (token := _token(request)) is not None:
        return _bearer(site.entrance, token, request)
    if site.local is not None:
        return site.entrance.opened(site.local)
    visit = visitor(request)
    if visit.session is None:
        raise ProblemError(
            401,
            "Say who you are.",
            expected="the header Authorization: Bearer with a token; /me makes one",
            headers={"WWW-Authenticate": _REALM},
        )
    shown = request.headers.get("x-csrf-token", "")
    if request.method not in _SAFE and not hmac.compare_digest(shown.encode(), visit.csrf.encode()):
        raise ProblemError(
            403,
            "Nothing was changed: a browser has to show what a page of the desk gave it.",
            expected="the header X-CSRF-Token; programs use a token",
        )
    return visit.session.register


if TYPE_CHECKING:
    Caller = Register
else:
    Caller = Annotated[Any, Depends(caller)]


def _token(request: Request) -> str | None:
    """The token that was sent; clients of ACLED send it as their key."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    if request.url.path.startswith("/api/acled/"):
        return request.query_params.get("key")
    return None


def _bearer(entrance: Entrance, token: str, request: Request) -> Register:
    try:
        return entrance.bearer(token, address=request.client.host if request.client else None)
    except DeniedError as error:
        raise ProblemError(
            401, of_denial(error), expected="a token that is valid; /me makes one",
            headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'},
        ) from None  # fmt: skip
