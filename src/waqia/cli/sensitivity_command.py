"""`waqia sensitivity`: how much the numbers depend on the rules."""

from __future__ import annotations

import click

from waqia.cli.output import format_option, print_rows, say, working


@click.command("sensitivity")
@click.argument("release", type=click.Path())
@format_option
def command(release: str, form: str) -> int:
    """Show how RELEASE's totals move under other rules, and where its accounts differ.

    JSON and CSV give the rows of both tables, with `table` saying which.
    """
    from waqia.analysis import sensitivity
    from waqia.release import open_release

    with working("Sensitivity"):
        found = sensitivity(open_release(release))
    if form in ("json", "csv"):
        rows = [{"table": "totals"} | row for row in found.totals]
        rows += [{"table": "disagreement"} | row for row in found.disagreement]
        print_rows(rows, form, columns=list(dict.fromkeys(key for row in rows for key in row)))
        return 0
    print_rows(found.totals, form, numeric=list(found.totals[0])[1:])
    if not found.disagreement:
        say("No incident has several accounts, so none can differ.")
        return 0
    say("Incidents with several accounts whose accounts differ, by field:")
    print_rows(found.disagreement, form, numeric=list(found.disagreement[0])[1:])
    return 0
