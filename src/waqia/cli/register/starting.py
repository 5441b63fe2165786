"""`waqia register init` and `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from waqia.cli.output import print_rows, say
from waqia.cli.register.finding import leave_address
from waqia.cli.register.opening import in_named_register, login, register_option, user_option

if TYPE_CHECKING:
    from waqia.register import Register


@click.command("init")
@click.argument("place", metavar="[REGISTER]", required=False)
@register_option
@click.option(
    "--codebook", default="generic", show_default=True, help="A shipped codebook or a folder."
)
@click.option("--title", help="Title of the register; else the name of its file or database.")
@user_option
def init(
    place: str | None, where: str | None, codebook: str, title: str | None, user: str | None
) -> int:
    """Make a register, a file such as desk.db or postgresql://user@host/database.

    Whoever makes it is its first administrator. The address of one on PostgreSQL is left in this
    folder, without a password, so that the other commands find it.

    \b
    waqia register init desk.db --codebook pakistan
    waqia register init postgresql://waqia@db.example.org/desk --codebook pakistan
    """
    from waqia.register import Register

    url = place or where
    if url is None:
        raise click.UsageError("Say where: `waqia register init desk.db`.")
    name = user or login()
    if name is None:
        raise click.UsageError("Say who you are: --user NAME.")
    with Register.create(url, codebook, user=name, title=title) as register:
        book = register.codebook
        shown = register.store.name
    if "://" in url:
        shown = leave_address(url)
    say(f"{shown} is a register now. Its codebook is {book.title} ({book.version}).")
    say(f"{name} administers it; `waqia register user add NAME` lets others in.")
    if "://" in url:
        say("Nobody has to show anything yet: give yourself a password first, with "
            f"`waqia register user password {name}`.")  # fmt: skip
    say(
        "Next: waqia register import accounts.csv, or waqia register source add and then add --edit"
    )
    return 0


@click.command("status")
@in_named_register
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How it is printed.",
)  # fmt: skip
def status(register: Register, form: str) -> int:
    """Say what the register holds, what waits to be done, and what was done last."""
    import json

    told = register.status()
    if form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return 0
    say(told["title"], bold=True)
    say(f"{told['register']}, codebook {told['codebook']}; you are {told['user']} ({told['role']})")
    last = told["last"]
    say(f"Revision {last['number']:,} of {last['at']:%Y-%m-%d %H:%M} UTC by {last['user']}")
    rows = [{"what": what, "number": number} for what, number in told["holds"].items()] + [
        {"what": f"waiting: {what}", "number": number} for what, number in told["waits"].items()
    ]
    print_rows(rows, "table", numeric=("number",))
    return 0
