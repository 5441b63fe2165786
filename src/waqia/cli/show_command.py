"""`waqia show`: one incident, its accounts, the rules that gave its values, its sources."""

from __future__ import annotations

import json

import click

from waqia.cli.output import say


@click.command("show")
@click.argument("release", type=click.Path())
@click.argument("incident")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How it is printed.",
)  # fmt: skip
def command(release: str, incident: str, form: str) -> int:
    """Show INCIDENT of RELEASE with its accounts, rules and sources."""
    from waqia.release import open_release

    opened = open_release(release)
    record = opened.incident(incident)
    if form == "json":
        click.echo(json.dumps(record, ensure_ascii=False, indent=1, default=str))
        return 0
    from waqia.publish import tell_incident

    (heading, facts), *sections = tell_incident(record, opened.codebook)
    say(heading, bold=True)
    for fact in facts:
        say(fact, indent="  ")
    for heading, lines in sections:
        click.echo()
        say(heading, bold=True)
        for line in lines:
            say(f"  {line}", indent="    ")
    return 0
