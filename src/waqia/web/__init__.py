"""The desk over HTTP: so far the read-only API of a release, its own and those of two datasets.

Offers the application for any ASGI server, and a server of its own. Pages, registers and logins
are not served.
"""

from waqia.web.app import create_app, serve

__all__ = ["create_app", "serve"]
