"""What holds for every answer: bounds on the request, and headers of security."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from waqia.model import WaqiaError
from waqia.web.api.calling import caller
from waqia.web.desk.site import Site
from waqia.web.problems import ProblemError

LONGEST = 8192
"""Bytes of a path with its query."""
LARGEST = 2 * 1024 * 1024
"""Bytes of a body, but for the pages that take documents."""
LARGEST_UPLOAD = 100 * 1024 * 1024
_JOBS = "/api/v1/register/jobs"
UPLOADS = ("/read", "/audit", _JOBS)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_YEAR = 365 * 24 * 3600
_SAFE = ("GET", "HEAD", "OPTIONS")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_log = logging.getLogger("waqia.web")


class _Headed(Exception):  # noqa: N818 - no error, but an end
    """All of an answer was sent that somebody wants who asks for its head."""


class Guard:
    """The outermost layer of the application.

    What the API answers from a release has an entity tag (see `tagging`) and may be kept; pages
    depend on who asks and are not. What is answered to GET, HEAD may ask for without its body.
    """

    def __init__(
        self, app: ASGIApp, site: Site, tell: Callable[[Request, WaqiaError], Response]
    ) -> None:
        self._app = app
        self._site = site
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headed = scope["method"] == "HEAD"
        if headed:  # answered as GET would be, up to its first byte
            scope = dict(scope) | {"method": "GET"}
        path, headers = scope["path"], Headers(scope=scope)
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._dress(message, scope)
            elif headed:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                raise _Headed
            await send(message)

        problem = _refused(scope["raw_path"], scope["query_string"])
        if problem := problem or self._foreign(scope, headers):
            with suppress(_Headed):
                await self._tell(Request(scope), problem)(scope, receive, guarded)
            return
        try:
            if self._site.team and scope["method"] not in _SAFE and path.startswith(_JOBS):
                # else a body would be read before it is asked who sends it
                await run_in_threadpool(caller, Request(scope))
            await self._app(scope, _bounded(receive, _largest(path)), guarded)
        except _Headed:
            return
        except Exception as error:
            if started:
                raise
            if not isinstance(error, WaqiaError):
                # where it went wrong and not the words of the error, which may hold what was asked
                where = "".join(traceback.format_tb(error.__traceback__))
                _log.error("%s %s: %s\n%s", scope["method"], path, type(error).__name__, where)
                error = ProblemError(
                    500, "Something unexpected went wrong. This is a defect of waqia."
                )
            with suppress(_Headed):
                await self._tell(Request(scope), error)(scope, receive, guarded)

    def _dress(self, message: Any, scope: Scope) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
        tag = scope.get("state", {}).get("tag")
        if tag and message["status"] in (200, 304):
            headers["ETag"] = tag
            headers["Cache-Control"] = "private, no-cache" if self._site.team else "no-cache"
            headers["Vary"] = "Accept, Authorization, Cookie" if self._site.team else "Accept"
        else:
            headers.setdefault("Cache-Control", "no-store")

    def _foreign(self, scope: Scope, headers: Headers) -> ProblemError | None:
        """What is wrong with a request that another site has sent, or by another name of ours."""
        host = headers.get("host", "")
        if self._site.hosts and _name(host) not in self._site.hosts:
            return ProblemError(
                421,
                f"This desk is not called {host[:200]!r}.",
                expected=" or ".join(self._site.hosts),
            )
        if scope["method"] in _SAFE:
            return None
        origin = headers.get("origin")
        from_here = headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        if not from_here or (origin is not None and urlsplit(origin).netloc != host):
            return ProblemError(403, "Another site has sent this; nothing was changed.")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _largest(scope["path"]):
            return _too_large(_largest(scope["path"]))
        return None


def _name(host: str) -> str:
    """A host without its port."""
    return host.rpartition(":")[0] if re.search(r":\d+$", host) else host


def _largest(path: str) -> int:
    return LARGEST_UPLOAD if path.startswith(UPLOADS) else LARGEST


def _too_large(largest: int) -> ProblemError:
    return ProblemError(
        413,
        f"More than {largest // 1024**2} MB at once are not taken.",
        expected="smaller or fewer files",
    )


def _bounded(receive: Receive, largest: int) -> Receive:
    """The body of a request, which ends in a problem where it gets too large."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            raise _too_large(largest)
        return message

    return bounded


def _refused(path: bytes, query: bytes) -> ProblemError | None:
    if len(path) + len(query) > LONGEST:
        return ProblemError(
            414,
            f"The address has {len(path) + len(query):,} bytes.",
            expected=f"at most {LONGEST:,}; ask for fewer values at once",
        )
    if _CONTROL.search(unquote_to_bytes(path + query.replace(b"+", b" "))):
        return ProblemError(400, "The address holds a control character.", expected="plain text")
    return None
