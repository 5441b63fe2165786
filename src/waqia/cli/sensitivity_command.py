"""`waqia sensitivity`: how much the numbers depend on the rules."""

from __future__ import annotations

import click

from waqia.cli.output import format_option, print_rows


@click.command("sensitivity")
@click.argument("release", type=click.Path())
@format_option
def command(release: str, form: str) -> int:
    """Show how RELEASE's totals move under other rules, and where its accounts differ."""
    from waqia.analysis import sensitivity
    from waqia.release import open_release

    found = sensitivity(open_release(release))
    if form == "json":
        print_rows([*found.totals, *found.disagreement], form)
        return 0
    print_rows(found.totals, form, numeric=list(found.totals[0])[1:])
    if not found.disagreement:
        click.echo("No incident has several accounts, so none can differ.")
        return 0
    click.echo("Incidents with several accounts whose accounts differ, by field:")
    print_rows(found.disagreement, form, numeric=list(found.disagreement[0])[1:])
    return 0
