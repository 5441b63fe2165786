"""`waqia report`: a report whose every number can be traced."""

from __future__ import annotations

from pathlib import Path

import click

from waqia.cli.output import shown, working


@click.command("report")
@click.argument("release", type=click.Path())
@click.option(
    "--template", default="security-report", show_default=True,
    help="A shipped template or a Markdown file.",
)  # fmt: skip
@click.option("--period", help="2023, 2023-Q1 or 2019-08..2021-07; everything when not given.")
@click.option("--compare", default="previous", show_default=True, help="previous, a period, none.")
@click.option("--rule", help="Counting rule; the codebook's first one by default.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True,
    help="Folder for the report.",
)  # fmt: skip
@click.option("--pdf", is_flag=True, help="Write a PDF too.")
@click.option(
    "--boundaries", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="GeoJSON of districts: maps become shaded areas.",
)  # fmt: skip
@click.option("--credit", default="", help="Credit line the boundaries' licence asks for.")
def command(release: str, out: Path, template: str, pdf: bool, period: str | None, compare: str,
            rule: str | None, boundaries: Path | None, credit: str) -> int:  # fmt: skip
    """Write a report on RELEASE as HTML, and as PDF with --pdf, into a folder."""
    from waqia.publish import write_report
    from waqia.release import open_release

    with working("Report") as tell:
        written = write_report(
            open_release(release),
            out,
            template=template,
            pdf=pdf,
            progress=tell,
            period=period,
            compare=None if compare == "none" else compare,
            rule=rule,
            boundaries=boundaries,
            credit=credit,
        )
    for path in written:
        click.echo(shown(path))
    return 0
