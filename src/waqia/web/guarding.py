"""What holds for every answer: bounds on the request, headers of security, and entity tags."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from waqia import __version__
from waqia.web.problems import ProblemError

LONGEST = 8192
"""Bytes of a path with its query."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_log = logging.getLogger("waqia.web")


class Guard:
    """The outermost layer of the application.

    A release never changes, so an entity tag follows from its hash and the request alone: who has
    the answer already is told so before anything is counted.
    """

    def __init__(self, app: ASGIApp, release_hash: str) -> None:
        self._app = app
        self._seed = f"{release_hash}\n{__version__}\n"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, query = scope["path"], scope["query_string"]
        headers = Headers(scope=scope)
        tag = self._tag(scope["raw_path"], query, headers.getlist("accept"))
        wanted = [part.strip() for part in headers.get("if-none-match", "").split(",")]
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _dress(message, tag if message["status"] in (200, 304) else None)
            await send(message)

        if problem := _refused(scope["raw_path"], query):
            await problem.response(path)(scope, receive, guarded)
            return
        if scope["method"] == "GET" and any(one.removeprefix("W/") == tag for one in wanted):
            await guarded({"type": "http.response.start", "status": 304, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            if started:
                raise
            # The question can be told from the log of a proxy; what went wrong is said here only.
            _log.error("%s %s: %s: %s", scope["method"], path, type(error).__name__, error)
            problem = ProblemError(
                500, "Something unexpected went wrong. This is a defect of waqia."
            )
            await problem.response(path)(scope, receive, guarded)

    def _tag(self, path: bytes, query: bytes, accept: Iterable[str]) -> str:
        seen = hashlib.sha256(self._seed.encode())
        seen.update(b"\n".join((path, query, ",".join(accept).encode())))
        return f'"{seen.hexdigest()[:32]}"'


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


def _dress(message: Message, tag: str | None) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    if tag:
        headers["ETag"] = tag
        headers["Cache-Control"] = "no-cache"
        headers["Vary"] = "Accept"
    else:
        headers["Cache-Control"] = "no-store"
