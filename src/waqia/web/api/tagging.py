"""Entity tags: an answer follows from the release and the request, so who has it need not ask."""

from __future__ import annotations

import hashlib

from fastapi import Request

from waqia import __version__


class Unchanged(Exception):  # noqa: N818 - no error, but an answer
    """The client has the answer already."""


def tag(request: Request, seed: str) -> None:
    """Give the answer an entity tag; `seed` changes whenever the answer to the request could.

    Raises:
        Unchanged: the client has shown this tag.
    """
    accept = ",".join(request.headers.getlist("accept"))
    seen = hashlib.sha256(f"{seed}\n{__version__}\n".encode())
    seen.update(b"\n".join((request.scope["raw_path"], request.scope["query_string"])))
    seen.update(f"\n{accept}".encode())
    request.state.tag = f'"{seen.hexdigest()[:32]}"'
    shown = request.headers.get("if-none-match", "").split(",")
    if any(one.strip().removeprefix("W/") == request.state.tag for one in shown):
        raise Unchanged
