"""`waqia serve`: the desk over a release or a register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqia.cli.output import say
from waqia.cli.register.opening import open_register, user_option

if TYPE_CHECKING:
    from waqia.web import Shapes

_LOCAL = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine reaches."""


@click.command("serve")
@click.argument("what", metavar="RELEASE|REGISTER", type=click.Path())
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
    help="Port to listen on; 0 is any that is free.",
)  # fmt: skip
@click.option("--team", is_flag=True, help="Everybody logs in; put a proxy with TLS in front.")
@user_option
@click.option(
    "--releases", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
    help="Where frozen releases lie; NAME-releases beside the register unless said.",
)  # fmt: skip
@click.option(
    "--name", "names", multiple=True, metavar="HOST",
    help="What the desk is called in addresses, such as desk.example.org; others are refused. "
    "May be repeated.",
)  # fmt: skip
@click.option(
    "--proxy",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="With --team: the proxy whose word on who asks is taken.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True,
    help="Processes that serve a register on PostgreSQL to a team.",
)  # fmt: skip
@click.option(
    "--boundaries", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="GeoJSON of districts or provinces for the map; none comes with waqia.",
)  # fmt: skip
@click.option(
    "--credit", default="", metavar="WORDS",
    help='Whom the boundaries are from, such as "© OpenStreetMap contributors".',
)  # fmt: skip
def command(
    what: str,
    host: str,
    port: int,
    team: bool,
    user: str | None,
    releases: Path | None,
    names: tuple[str, ...],
    proxy: str,
    workers: int,
    boundaries: Path | None,
    credit: str,
) -> int:
    """Serve the desk until Ctrl-C: pages for a browser, and the API.

    A release is served to be read. A register is served to one person on this machine, or with
    --team to everybody who has a password or a token.

    \b
    waqia serve desk.db
    waqia serve ged-pk.release --port 8080
    waqia serve postgresql://waqia@db.example.org/desk --team --name desk.example.org
    """
    from waqia.model import ServeError

    hosts = _hosts(host, names, team)
    register = "://" in what or Path(what).is_file()
    if workers > 1 and not (team and "://" in what):
        raise ServeError(
            "Several workers serve a register on PostgreSQL to a team; leave them out."
        )
    if not register:
        if not Path(what).exists():
            raise ServeError(f"{what} does not exist; give the folder of a release, or a register.")
        if team:
            raise ServeError(f"{what} is no register; --team lets people into a register.")
        return _release(what, host, port, hosts, _shapes(boundaries, credit))
    folder = releases or _beside(what)
    if team:
        return _team(what, host, port, folder, hosts, proxy, workers, boundaries, credit)
    if "://" in what:
        # not by its address, which may hold a password
        raise ServeError(
            "A register on a server is served to people who log in: say --team. Give yourself a "
            "password first: waqia register user password NAME."
        )
    if host not in _LOCAL:
        raise ServeError(
            f"Without logins a register is served to this machine only, not at {host}. Say --team, "
            "which lets people log in."
        )
    from waqia.register import Entrance
    from waqia.web import run, site_of

    with open_register(what, user) as opened:
        who = opened.user
    with Entrance(what) as entrance:
        shapes = _shapes(boundaries, credit)
        site = site_of(entrance, folder, user=who, hosts=hosts, shapes=shapes)

        def ready(address: str) -> None:
            say(f"{site.title}: {address}", bold=True)
            say(f"You are {who.name} ({who.role}). Releases lie in {folder}. Ctrl-C ends it.")

        run(site, host, port, ready=ready)
    return 0


def _team(
    register: str,
    host: str,
    port: int,
    releases: Path,
    hosts: tuple[str, ...],
    proxy: str,
    workers: int,
    boundaries: Path | None,
    credit: str,
) -> int:
    from functools import partial

    from waqia.web import run, run_workers, team_site

    make = partial(team_site, register, releases, hosts, boundaries, credit)
    # made here too where others serve it, so that what is wrong is told once
    site = make()

    def ready(address: str) -> None:
        say(f"{site.title}: {address}", bold=True)
        say(f"Everybody logs in. Releases lie in {releases}. Ctrl-C ends it.")

    if workers == 1:
        run(site, host, port, proxies=proxy, ready=ready)
        return 0
    try:
        run_workers(make, workers, host, port, proxies=proxy, ready=ready)
    finally:
        site.close()
    return 0


def _shapes(boundaries: Path | None, credit: str) -> Shapes | None:
    if boundaries is None:
        return None
    from waqia.web import Shapes

    return Shapes.read(boundaries, credit)


def _release(path: str, host: str, port: int, hosts: tuple[str, ...], shapes: Shapes | None) -> int:
    from waqia.release import open_release

    opened = open_release(path)
    from waqia.web import serve

    def ready(address: str) -> None:
        say(f"{opened.title}: {address}", bold=True)
        say(f"The API: {address}/api/v1/openapi.json. Ctrl-C ends it.")

    serve(opened, host, port, hosts=hosts, shapes=shapes, ready=ready)
    return 0


def _beside(register: str) -> Path:
    """The folder of releases of a register: beside its file, or in the working folder."""
    if "://" in register:
        import sqlalchemy

        return Path(f"{sqlalchemy.make_url(register).database or 'register'}-releases")
    path = Path(register)
    return path.with_name(f"{path.stem}-releases")


def _hosts(host: str, names: tuple[str, ...], team: bool) -> tuple[str, ...]:
    """Names by which the desk may be called: a page elsewhere must not reach it by its own name."""
    if names or team:
        return names
    return ("127.0.0.1", "localhost", "[::1]") if host in _LOCAL else ()
