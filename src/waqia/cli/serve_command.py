"""`waqia serve`: the API over a release."""

from __future__ import annotations

from pathlib import Path

import click

from waqia.cli.output import say


@click.command("serve")
@click.argument("release", type=click.Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
    help="Port to listen on; 0 is any that is free.",
)  # fmt: skip
def command(release: str, host: str, port: int) -> int:
    """Serve RELEASE over HTTP, read-only, until Ctrl-C.

    Incidents, accounts, sources and counts under /api/v1; the same in the shapes of ACLED and
    UCDP under /api/acled/read and /api/gedevents/22.1.

    \b
    waqia serve desk.release
    waqia serve ged-pk.release --port 8080
    """
    from waqia.model import ServeError

    if "://" in release or Path(release).is_file():
        raise ServeError(
            # not by its address, which may hold a password
            "A register or file is not served yet, only releases are: freeze the register with "
            "`waqia register freeze` and serve the folder that it writes."
        )
    from waqia.release import open_release

    opened = open_release(release)
    from waqia.web import serve

    def ready(address: str) -> None:
        say(f"{opened.title}: {address}/api/v1/release", bold=True)
        say(f"What can be asked: {address}/api/v1/openapi.json. Ctrl-C ends it.")

    serve(opened, host, port, ready=ready)
    return 0
