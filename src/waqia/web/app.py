"""The application over a release or a register."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from waqia import __version__
from waqia.release import Release
from waqia.web.api import about, acled_columns, counts, like_acled, like_ucdp, records
from waqia.web.api.described import schemas
from waqia.web.desk import entering, mistakes
from waqia.web.desk.shelf import Shelf
from waqia.web.desk.site import Site
from waqia.web.guarding import Guard
from waqia.web.pool import PATIENCE

PAGES = (entering.router,)
"""The pages of the desk."""


def create_app(release: Release, *, patience: float = PATIENCE) -> FastAPI:
    """The read-only application over a release, for any ASGI server.

    A request waits for `patience` seconds for its turn, and its queries run as long at most.

    Raises:
        ReleaseError: a table or the codebook of the release cannot be read.
    """
    return app_of(Site(release.title, Shelf(given=release, patience=patience)))


def app_of(site: Site) -> FastAPI:
    """The application over a site, which it closes when it ends."""

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(
        title=f"waqia: {site.title}",
        version=__version__,
        description="Incidents, accounts, sources and counts of one release, read-only.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=living,
    )
    app.state.site = site
    for router in (about.router, records.router, counts.router):
        app.include_router(router, prefix="/api/v1")
    app.include_router(like_acled.router, prefix="/api/acled")
    app.include_router(like_ucdp.router, prefix="/api")
    for pages in PAGES:
        app.include_router(pages, include_in_schema=False)
    mistakes.install(app)
    app.add_middleware(Guard, site=site, tell=mistakes.tell)
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
