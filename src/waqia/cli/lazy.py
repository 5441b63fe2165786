"""Groups of commands whose modules are imported only when a command is called."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

import click


class Lazy(click.Group):
    """A group that knows its commands by name: `known` says what each is for, `load` gives one."""

    # ruff: noqa: ARG002 - the signatures are click's

    def __init__(
        self,
        *args: Any,
        known: Mapping[str, str],
        load: Callable[[str], click.Command],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.known = known
        self.load = load

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they are known."""
        return list(self.known)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, its module imported now; None where none is called so."""
        return self.load(cmd_name) if cmd_name in self.known else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; a misspelled one is an error that names the nearest."""
        if args[0] not in self.known and (
            near := difflib.get_close_matches(args[0], self.known, 1)
        ):
            message = f"No such command {args[0]!r}; did you mean {near[0]}?"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each command is for, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.known.items()))
