"""The application over a release or a register."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock
from typing import Any

from fastapi import Depends, FastAPI, Request, Response

from waqia import __version__
from waqia.release import Release
from waqia.web.api import about, counts, like_acled, like_ucdp, records
from waqia.web.api.calling import reader
from waqia.web.api.describing import describe
from waqia.web.api.forms import json_of
from waqia.web.api.tagging import tag
from waqia.web.desk import (
    actors,
    auditing,
    codebooks,
    entering,
    explore,
    explore_files,
    home,
    incident,
    incident_acts,
    jobs,
    me,
    mistakes,
    people,
    places,
    publishing,
    reading,
    release_diff,
    releases,
    review,
    review_deciding,
    sources,
)
from waqia.web.desk.shapes import Shapes
from waqia.web.desk.shelf import Shelf
from waqia.web.desk.site import Site
from waqia.web.guarding import Guard
from waqia.web.pool import PATIENCE

PAGES = tuple(
    page.router
    for page in (
        entering,
        incident,
        incident_acts,
        me,
        people,
        home,
        explore,
        explore_files,
        # its address would be that of a release called diff
        release_diff,
        releases,
        sources,
        actors,
        places,
        codebooks,
        reading,
        auditing,
        jobs,
        publishing,
        review,
        review_deciding,
    )
)
"""The pages of the desk."""


def create_app(
    release: Release, *, patience: float = PATIENCE, shapes: Shapes | None = None
) -> FastAPI:
    """The read-only application over a release, for any ASGI server.

    A request waits for `patience` seconds for its turn, and its queries run as long at most.
    `shapes` are boundaries for its map.

    Raises:
        ReleaseError: a table or the codebook of the release cannot be read.
    """
    shelf = Shelf(given=release, patience=patience)
    return app_of(Site(release.title, shelf, shapes=shapes))


def app_of(site: Site) -> FastAPI:
    """The application over a site, which it closes when it ends."""

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        if site.workshop is not None:
            site.workshop.start()
        yield
        site.close()

    app = FastAPI(
        title=f"waqia: {site.title}",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=living,
    )
    app.state.site = site
    readers = [Depends(reader)]
    for router in (about.router, records.router, counts.router):
        app.include_router(router, prefix="/api/v1", dependencies=readers)
    app.include_router(like_acled.router, prefix="/api/acled", dependencies=readers)
    app.include_router(like_ucdp.router, prefix="/api", dependencies=readers)
    if site.entrance is not None:
        from waqia.web.api import register

        app.include_router(register.router)
    document: list[dict[str, Any]] = []  # described when it is first asked for: it takes a while
    describing = Lock()

    @app.get("/api/v1/openapi.json", include_in_schema=False, dependencies=readers)
    def openapi(request: Request) -> Response:
        tag(request, site.title)
        with describing:
            if not document:
                document.append(describe(app, site))
        return json_of(document[0])

    for pages in PAGES:
        app.include_router(pages, include_in_schema=False)
    mistakes.install(app)
    app.add_middleware(Guard, site=site, tell=mistakes.tell)
    return app
