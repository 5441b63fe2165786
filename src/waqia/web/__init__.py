"""The desk over HTTP: pages for a browser and an API, over a release or a register.

Offers the application over a release or a site for any ASGI server, servers of releases and
registers, and `Shapes`, boundaries for their maps.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waqia.web.app import app_of, create_app
    from waqia.web.desk.shapes import Shapes
    from waqia.web.serving import run, serve, site_of, team_site
    from waqia.web.workers import run_workers

__all__ = [
    "Shapes",
    "app_of",
    "create_app",
    "run",
    "run_workers",
    "serve",
    "site_of",
    "team_site",
]

_HOMES = {
    "Shapes": "waqia.web.desk.shapes",
    "app_of": "waqia.web.app",
    "create_app": "waqia.web.app",
    "run_workers": "waqia.web.workers",
}


def __getattr__(name: str) -> Any:
    # processes that read what strangers send stand in this room too, and need none of the server
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "waqia.web.serving")), name)
