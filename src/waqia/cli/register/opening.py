"""Opening the register that a command is about, as the person who typed it."""

from __future__ import annotations

import functools
import getpass
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from waqia.cli.register.finding import meant

if TYPE_CHECKING:
    from waqia.register import Register

F = TypeVar("F", bound=Callable[..., Any])

PASSWORD = "waqia.password"  # noqa: S105 - a name
"""Where the context of a command has the password that was typed to open the register."""
register_option = click.option(
    "--register", "-r", "where", metavar="REGISTER", envvar="WAQIA_REGISTER",
    help="The register, a path or postgresql://…; else WAQIA_REGISTER, or the one in this folder.",
)  # fmt: skip
user_option = click.option(
    "--user", metavar="NAME", envvar="WAQIA_USER",
    help="Who you are; else WAQIA_USER, your name on this computer, or the only user.",
)  # fmt: skip
reason_option = click.option("--reason", metavar="TEXT", help="Why; it is kept in the history.")
why_option = click.option(
    "--reason", metavar="TEXT", required=True, help="Why; it is kept in the history."
)


def in_register(function: F) -> F:
    """Give a command its register, opened, as first argument, and the options that say which."""

    @functools.wraps(function)
    def command(*args: Any, where: str | None, user: str | None, **options: Any) -> Any:
        with open_register(where, user) as register:
            return function(register, *args, **options)

    return cast("F", register_option(user_option(command)))


def in_named_register(function: F) -> F:
    """As `in_register`; the register may also be the first word, `waqia register at desk.db`."""

    @functools.wraps(function)
    def command(*args: Any, place: str | None, where: str | None, user: str | None, **options: Any
    ) -> Any:  # fmt: skip
        with open_register(place or where, user) as register:
            return function(register, *args, **options)

    named = click.argument("place", metavar="[REGISTER]", required=False)
    return cast("F", named(register_option(user_option(command))))


def open_register(where: str | None, user: str | None) -> Register:
    """The register that is meant, opened as somebody.

    WAQIA_TOKEN and WAQIA_PASSWORD say who it is; a terminal is asked for a password that is
    missing.

    Raises:
        RegisterError: there is no register, or it cannot be opened.
        DeniedError: it does not know the user, or what was shown is wrong.
    """
    from waqia.model import DeniedError, WhoError
    from waqia.register import Register

    url = meant(where)
    token, password = (os.environ.get(f"WAQIA_{name}") for name in ("TOKEN", "PASSWORD"))
    try:
        return Register.open(url, user=user, token=token, password=password)
    except WhoError as unnamed:
        name = unnamed.user or login()
        if name is None:
            raise
        try:
            return Register.open(url, user=name, token=token, password=password)
        except WhoError:
            if not sys.stdin.isatty():
                raise
            asked: str = click.prompt(f"Password of {name}", hide_input=True, err=True)
            click.get_current_context().meta[PASSWORD] = asked
            return Register.open(url, user=name, password=asked)
        except DeniedError:
            if user or password or token:
                raise
            # several users, and none of them is called as the person on this computer
            raise unnamed from None


def login() -> str | None:
    """The name of the person on this computer; None where the system does not know it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
