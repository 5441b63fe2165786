"""The desk over HTTP: pages for a browser and an API, over a release or a register.

Offers the application over a release for any ASGI server, and servers of releases and registers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waqia.web.app import create_app
    from waqia.web.serving import run, serve, site_of

__all__ = ["create_app", "run", "serve", "site_of"]


def __getattr__(name: str) -> Any:
    # processes that read what strangers send stand in this room too, and need none of the server
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "waqia.web.app" if name == "create_app" else "waqia.web.serving"
    return getattr(import_module(home), name)
