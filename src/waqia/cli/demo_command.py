"""`waqia demo`: the example, built and reported."""

from __future__ import annotations

from pathlib import Path

import click

from waqia.cli.output import shown, working


@click.command("demo")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True,
    help="Folder for the release and the report.",
)  # fmt: skip
@click.option("--period", default="2023", show_default=True, help="Period of the report.")
@click.option("--pdf/--no-pdf", default=True, show_default=True, help="Write a PDF too.")
def command(out: Path, period: str, pdf: bool) -> int:
    """Build the example of Pakistan into a release and write its report."""
    from waqia.examples import EXAMPLE_DESCRIPTION, EXAMPLE_TITLE, example_folder
    from waqia.formats import build
    from waqia.publish import write_report

    with working("Demo") as tell:
        report = build(
            example_folder() / "accounts.csv",
            out / "pakistan.release",
            codebook="pakistan",
            title=EXAMPLE_TITLE,
            description=EXAMPLE_DESCRIPTION,
            overwrite=True,
            progress=tell,
        )
        written = write_report(report.release, out, pdf=pdf, period=period, progress=tell)
    click.echo(
        f"{report.kept} accounts of {report.incidents} incidents: {shown(report.release.path)}"
    )
    for path in written:
        click.echo(f"Report: {shown(path)}")
    return 0
