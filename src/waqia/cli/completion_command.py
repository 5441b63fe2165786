"""`waqia completion`: the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> int:
    """Print the completion script of SHELL, to be sourced from its start-up file.

    \b
    waqia completion bash >> ~/.bashrc
    """
    from waqia.cli.app import app

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"No completion for {shell}.")
    click.echo(completion(app, {}, "waqia", "_WAQIA_COMPLETE").source())
    return 0
