"""What `import` and `build` have in common: options, progress and the report of what came in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from waqia.cli.output import print_table, say, shown

if TYPE_CHECKING:
    from waqia.formats import ImportReport

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--out", required=True, type=click.Path(path_type=Path), help="The release."),
    click.option("--codebook", help="A shipped codebook or a folder; else the mapping's."),
    click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only these rows."),
    click.option("--sources", type=click.Path(path_type=Path), help="File with a list of sources."),
    click.option("--figures", type=click.Path(path_type=Path), help="File of published figures."),
    click.option("--sheet", help="Sheet of a workbook; the first one by default."),
    click.option("--title", help="Title of the release."),
    click.option("--description", help="What the release covers; reports print it on page one."),
    click.option("--parent", type=click.Path(), help="The release this one follows."),
    click.option("--overwrite", is_flag=True, help="Replace a release that is there."),
)


def import_options(function: F) -> F:
    """The options of every command that makes a release from a file."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def told(report: ImportReport) -> int:
    """Print what came in and what was set aside; returns the exit code."""
    asked = f", {report.not_asked:,} not asked for" if report.not_asked else ""
    say(
        f"{report.rows:,} rows: {report.kept:,} kept, {report.set_aside:,} set aside{asked} → "
        f"{report.incidents:,} incidents in {shown(report.release.path)}"
    )
    if report.findings:
        print_table(
            [[*key, f"{number:,}"] for key, number in report.findings.items()],
            ["severity", "code", "findings"],
            ["findings"],
        )
        say(f"waqia check {shown(report.release.path)} lists them.")
    if report.set_aside_file is not None:
        say(f"Rows set aside, with the reasons: {shown(report.set_aside_file)}")
    return 0 if report.clean else 1
