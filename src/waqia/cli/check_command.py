"""`waqia check`: every problem of a release in one run."""

from __future__ import annotations

import click

from waqia.cli.output import exit_code, format_option, print_findings, working


@click.command("check")
@click.argument("release", type=click.Path())
@click.option("--limit", default=20, show_default=True, help="Findings shown in full.")
@format_option
def command(release: str, limit: int, form: str) -> int:
    """Report every finding of RELEASE: stored ones, and its records checked afresh."""
    from waqia.release import check, open_release

    with working("Check"):
        findings = check(open_release(release))
    print_findings(findings, form, limit)
    return exit_code(findings)
