"""The desk over HTTP: pages for a browser and an API, over a release or a register.

Offers the application over a release for any ASGI server, and servers of releases and registers.
"""

from waqia.web.app import create_app
from waqia.web.serving import run, serve, site_of

__all__ = ["create_app", "run", "serve", "site_of"]
