"""`waqia register user`, `denials`, `entries`: who may use it, what was denied, who came in."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import format_option, print_rows, say
from waqia.cli.register.opening import PASSWORD, in_named_register, in_register, reason_option

if TYPE_CHECKING:
    from waqia.register import Register

_ROLES = ("viewer", "coder", "reviewer", "editor", "administrator")
_LEVELS = ("public", "restricted", "confidential")
_clearance = click.option(
    "--clearance", type=click.Choice(_LEVELS),
    help="The most restricted sources to be seen; else those of the role.",
)  # fmt: skip


@click.group("user")
def command() -> None:
    """Say who may use the register: users, roles, passwords and tokens.

    Roles, each with what those before it may: viewer, coder, reviewer, editor, administrator.
    """


@command.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice(_ROLES), default="coder", show_default=True,
    help="What the user may do.",
)  # fmt: skip
@_clearance
@reason_option
@in_register
def add(register: Register, name: str, role: str, clearance: str | None, reason: str | None) -> int:
    """Let NAME use the register."""
    register.add_user(name, role, clearance=clearance, reason=reason)
    say(f"{name} may use the register now, as {role}.")
    say(f"Next: waqia register user password {name}, or waqia register user token {name}")
    return 0


@command.command("list")
@format_option
@in_named_register
def listed(register: Register, form: str) -> int:
    """List the users with their roles, and what they can show to get in."""
    rows = [asdict(user) for user in register.users()]
    print_rows(rows, form, columns=("name", "role", "clearance", "active", "shows"))
    return 0


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(_ROLES))
@_clearance
@reason_option
@in_register
def role(
    register: Register, name: str, role: str, clearance: str | None, reason: str | None
) -> int:
    """Give NAME another ROLE."""
    register.set_role(name, role, clearance=clearance, reason=reason)
    say(f"{name} is {role} from now on.")
    return 0


@command.command("clearance")
@click.argument("name")
@click.argument("level", type=click.Choice(_LEVELS))
@reason_option
@in_register
def clearance(register: Register, name: str, level: str, reason: str | None) -> int:
    """Let NAME see sources up to the access LEVEL."""
    register.set_clearance(name, level, reason=reason)
    say(f"{name} may see {level} sources and less restricted ones from now on.")
    return 0


@command.command("deactivate")
@click.argument("name")
@reason_option
@in_register
def deactivate(register: Register, name: str, reason: str | None) -> int:
    """Let NAME in no longer; what they did keeps their name."""
    register.deactivate(name, reason=reason)
    say(f"{name} is let in no longer; `waqia register user activate {name}` takes that back.")
    return 0


@command.command("activate")
@click.argument("name")
@reason_option
@in_register
def activate(register: Register, name: str, reason: str | None) -> int:
    """Let NAME in again."""
    register.activate(name, reason=reason)
    say(f"{name} is let in again.")
    return 0


@command.command("password")
@click.argument("name", required=False)
@in_register
def password(register: Register, name: str | None) -> int:
    """Give NAME, or yourself, a password; it is asked for, or read from standard input.

    Whoever changes their own shows the old one, which opens the register.
    """
    own = name in (None, register.user.name)
    typed = click.get_current_context().meta.get(PASSWORD, os.environ.get("WAQIA_PASSWORD"))
    if sys.stdin.isatty():
        new = click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        new = sys.stdin.readline().rstrip("\n")
    old = typed if own else None
    register.set_password(new, name, old=old)
    say(f"{name or register.user.name} has a new password, and must show it from now on.")
    return 0


@command.command("token")
@click.argument("name", required=False)
@click.option("--label", metavar="TEXT", required=True, help="What the token is for.")
@click.option(
    "--scope", "scopes", multiple=True, metavar="ACT",
    help="Only this act, or acts about it, such as read or account; all of the role if not said.",
)  # fmt: skip
@click.option("--days", type=click.IntRange(1), metavar="N", help="Valid for N days only.")
@in_register
def token(
    register: Register, name: str | None, label: str, scopes: tuple[str, ...], days: int | None
) -> int:
    """Make a token by which a program acts as NAME, or yourself; it is shown this once."""
    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    made = register.new_token(label, name, scopes=scopes or None, expires=expires)
    click.echo(made)
    click.echo("Keep it now: it is not shown again. A program gives it as WAQIA_TOKEN.", err=True)
    return 0


@command.command("tokens")
@click.argument("name", required=False)
@format_option
@in_register
def tokens(register: Register, name: str | None, form: str) -> int:
    """List the tokens of NAME, or your own; `*` lists everybody's."""
    rows = [_in_minutes(asdict(token), form) for token in register.tokens(name)]
    columns = ("id", "user", "label", "scopes", "created", "expires", "used", "revoked")
    print_rows(rows, form, columns=columns)
    return 0


@command.command("revoke")
@click.argument("token")
@in_register
def revoke(register: Register, token: str) -> int:
    """Let TOKEN, its id such as T-000001, count no longer."""
    register.revoke_token(token)
    say(f"{token} counts no longer.")
    return 0


@command.command("bind")
@click.argument("name")
@click.argument("issuer")
@click.argument("subject")
@in_register
def bind(register: Register, name: str, issuer: str, subject: str) -> int:
    """Let whom an OpenID provider, ISSUER, calls SUBJECT be the user NAME."""
    register.bind_identity(name, issuer, subject)
    say(f"{subject} of {issuer} is {name}.")
    return 0


@click.command("denials")
@in_named_register
@click.option("--of", "whose", metavar="NAME", help="Only what was denied to this user.")
@click.option(
    "--limit", type=int, default=50, show_default=True, metavar="N", help="At most this many."
)
@format_option
def denials(register: Register, whose: str | None, limit: int, form: str) -> int:
    """List the attempts that were denied, the latest first."""
    found = register.denials(limit=limit, user=whose)
    rows = [_in_minutes(asdict(denial), form) for denial in found]
    if not rows and form == "table":
        say("Nothing was denied.")
        return 0
    print_rows(rows, form, columns=("at", "user", "action", "subject", "needed"))
    return 0


@click.command("entries")
@in_named_register
@click.option("--of", "whose", metavar="NAME", help="Only under this name, whoever gave it.")
@click.option(
    "--limit", type=int, default=50, show_default=True, metavar="N", help="At most this many."
)
@format_option
def entries(register: Register, whose: str | None, limit: int, form: str) -> int:
    """List who came in at the desk, who went and who was not let in, the latest first.

    Outcomes: in; out (logged out); ended (logged out everywhere, or by an administrator); wrong
    (password); throttled (had to wait after several wrong ones); token (showed one over the network
    that does not count). The last two are listed once a minute. Wrong passwords on the command line
    are listed, too, without an address.
    """
    found = register.entries(limit=limit, user=whose)
    rows = [_in_minutes(asdict(entry), form) for entry in found]
    if not rows and form == "table":
        say("Nobody came to the door.")
        return 0
    print_rows(rows, form, columns=("at", "user", "outcome", "address"))
    return 0


def _in_minutes(row: dict[str, Any], form: str) -> dict[str, Any]:
    """Times of a row to the minute, in UTC, where people read it."""
    if form not in ("table", "md"):
        return row
    return {
        name: f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
        for name, value in row.items()
    }
