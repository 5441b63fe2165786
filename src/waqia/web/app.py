"""The application over one release, and the server that runs it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from waqia import __version__
from waqia.model import ServeError, system_reason
from waqia.release import Release
from waqia.web import problems
from waqia.web.api import about, acled_columns, counts, like_acled, like_ucdp, records
from waqia.web.api.described import schemas
from waqia.web.guarding import Guard
from waqia.web.pool import PATIENCE, Pool

_WAITING = 200
"""Connections beyond which new ones are told that the server is busy."""


def create_app(release: Release, *, patience: float = PATIENCE) -> FastAPI:
    """The read-only application over a release, for any ASGI server.

    A request waits for `patience` seconds for its turn, and its queries run as long at most.

    Raises:
        ReleaseError: a table or the codebook of the release cannot be read.
    """
    pool = Pool(release, patience=patience)
    app = FastAPI(
        title=f"waqia: {release.title}",
        version=__version__,
        description="Incidents, accounts, sources and counts of one release, read-only.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.pool = pool
    for router in (about.router, records.router, counts.router):
        app.include_router(router, prefix="/api/v1")
    app.include_router(like_acled.router, prefix="/api/acled")
    app.include_router(like_ucdp.router, prefix="/api")
    problems.install(app)
    app.add_middleware(Guard, release_hash=release.hash)
    _document(app)
    return app


def _document(app: FastAPI) -> None:
    document = app.openapi()
    for path in document["paths"].values():
        for operation in path.values():
            # every error is a problem: FastAPI would say that bad parameters are answered by 422
            operation["responses"].pop("422", None)
    document["components"] = {"schemas": schemas() | acled_columns.schemas() | like_ucdp.schemas()}
    app.openapi_schema = document


def serve(
    release: Release, host: str, port: int, *, ready: Callable[[str], Any] = lambda _: None
) -> None:
    """Serve a release until it is interrupted; `ready` is told the address once it is open.

    Port 0 is any that is free.

    Raises:
        ReleaseError: as `create_app` does.
        ServeError: the address is taken, or not one of this machine.
    """
    import uvicorn

    app = create_app(release)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False,
        limit_concurrency=_WAITING, timeout_graceful_shutdown=5,
    )  # fmt: skip
    with _opened(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listening.getsockname()[1]}")
        uvicorn.Server(config).run(sockets=[listening])


def _opened(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"Port {port} of {host} is taken by another program; choose one with --port, "
                "or end what listens there."
            ) from error
        reason = system_reason(error)
        raise ServeError(
            f"{host} port {port} cannot be listened on: {reason}. Expected an address of this "
            "machine, such as 127.0.0.1, and a port that you may use."
        ) from error
    return listening
