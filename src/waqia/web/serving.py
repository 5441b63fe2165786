"""The server: a site opened, an address listened on, and the application run until it is ended."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.model import ServeError, system_reason
from waqia.release import Release
from waqia.web.app import app_of
from waqia.web.desk.present import Present
from waqia.web.desk.shapes import Shapes
from waqia.web.desk.shelf import Shelf
from waqia.web.desk.site import Site

if TYPE_CHECKING:
    from waqia.register import Entrance, User

_WAITING = 200
"""Connections beyond which new ones are told that the server is busy."""


def serve(
    release: Release,
    host: str,
    port: int,
    *,
    hosts: tuple[str, ...] = (),
    shapes: Shapes | None = None,
    ready: Callable[[str], Any] = lambda _: None,
) -> None:
    """Serve a release until it is interrupted; `ready` is told the address once it is open.

    Port 0 is any that is free; `hosts` are the names it may be called by, any where none is given;
    `shapes` are boundaries for its maps.

    Raises:
        ReleaseError: a table or the codebook of the release cannot be read.
        ServeError: the address is taken, or not one of this machine.
    """
    site = Site(release.title, Shelf(given=release), hosts=hosts, shapes=shapes)
    run(site, host, port, ready=ready)


def site_of(
    entrance: Entrance,
    releases: Path,
    *,
    user: User | None = None,
    hosts: tuple[str, ...] = (),
    shapes: Shapes | None = None,
) -> Site:
    """A register as a site: for one local user, or for a team that logs in where none is given.

    Frozen releases lie in the folder `releases`; `shapes` are boundaries for maps.
    """
    from datetime import UTC, datetime

    def state() -> tuple[int, int]:
        # what an embargo holds back changes with the day
        return entrance.revision, datetime.now(UTC).date().toordinal()

    from waqia.web.work.runner import Workshop

    def closed(since: tuple[int, int]) -> bool:
        return entrance.closed_since(since[0])

    present = Present(state, entrance.snapshot, closed)
    return Site(
        entrance.title,
        Shelf(folder=releases, present=present),
        entrance=entrance,
        local=user,
        team=user is None,
        hosts=hosts,
        workshop=Workshop(entrance, releases),
        shapes=shapes,
    )


def team_site(
    register: str,
    releases: Path,
    hosts: tuple[str, ...] = (),
    boundaries: Path | None = None,
    credit: str = "",
) -> Site:
    """The site of a team over the register at an address, with all that it takes opened anew.

    Raises:
        RegisterError: there is no register, or one of another version.
        ServeError: nobody has a password, so that nobody could log in.
        InputError: the boundaries cannot be read.
    """
    from waqia.register import Entrance

    shapes = Shapes.read(boundaries, credit) if boundaries else None
    entrance = Entrance(register)
    if not entrance.has_way_in:
        entrance.close()
        raise ServeError(
            "Nobody could log in, as nobody who is active has a password yet. Give yourself one: "
            "waqia register user password NAME."
        )
    return site_of(entrance, releases, hosts=hosts, shapes=shapes)


def run(
    site: Site,
    host: str,
    port: int,
    *,
    proxies: str = "127.0.0.1",
    ready: Callable[[str], Any] = lambda _: None,
) -> None:
    """Serve a site until it is interrupted; `ready` is told the address once it is open.

    `proxies` are the addresses whose word on who asks, and over TLS or not, is taken.

    Raises:
        ServeError: the address is taken, or not one of this machine.
    """
    with opened(host, port) as listening:
        ready(address_of(host, listening))
        serve_site(site, listening, proxies)


def serve_site(site: Site, listening: socket.socket, proxies: str) -> None:
    """Serve a site at an address that is listened on, until the process is told to end."""
    import uvicorn

    config = uvicorn.Config(
        app_of(site), log_level="warning", access_log=False, server_header=False,
        limit_concurrency=_WAITING, timeout_graceful_shutdown=5,
        proxy_headers=site.team, forwarded_allow_ips=proxies,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def address_of(host: str, listening: socket.socket) -> str:
    """The address of what is listened on."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}"


def opened(host: str, port: int) -> socket.socket:
    """An address that is listened on.

    Raises:
        ServeError: it is taken, or not one of this machine.
    """
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
