"""`waqia link`: which accounts, or which incidents of two releases, are the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import FORMATS, print_rows, print_table, say, shown, working

if TYPE_CHECKING:
    from waqia.linking import Clustered, Linked

_COUNTS = ("left_matched", "left_unmatched", "right_matched", "right_unmatched")


@click.command("link")
@click.argument("first", metavar="ACCOUNTS|RELEASE", type=click.Path(path_type=Path))
@click.argument("second", metavar="[RELEASE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The file, .csv or .parquet."
)
@click.option("--mapping", help="How ACCOUNTS is read; else told by its header.")
@click.option("--codebook", help="A shipped codebook or a folder; else the mapping's.")
@click.option("--sources", type=click.Path(path_type=Path), help="File with a list of sources.")
@click.option("--sheet", help="Sheet of a workbook; the first one by default.")
@click.option("--model", type=click.Path(path_type=Path), help="Parameters of your own, as JSON.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1),
    help="ACCOUNTS: how likely, on average, groups must be one.  [default: the model's]",
)  # fmt: skip
@click.option("--why", type=click.Path(path_type=Path), help="ACCOUNTS: file for the pairs.")
@click.option(
    "--minimum", type=click.FloatRange(0, 1), default=0.1, show_default=True,
    help="RELEASES: how likely a link must be.",
)  # fmt: skip
@click.option("--many", is_flag=True, help="RELEASES: an incident may have several links.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
    help="RELEASES: how the summary is printed.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
def command(
    first: Path, second: Path | None, out: Path, model: Path | None, overwrite: bool, **options: Any
) -> int:
    """Tell which accounts of a file, or which incidents of two releases, are the same.

    Incident ids that stand in the file are not read, and the order of its rows does not matter.

    \b
    waqia link accounts.csv --out clusters.csv
    waqia link ours.release theirs.release --out links.parquet
    """
    from waqia.linking import link_accounts, link_releases, load_model
    from waqia.model import ExportError

    for file in filter(None, (out, options["why"])):
        if file.is_file() and not overwrite:
            raise ExportError(f"{file} exists already; choose another name or pass --overwrite.")
    _refuse_others(two=second is not None)
    parameters = load_model(model)
    if second is not None:
        with working("Link"):
            linked = link_releases(
                first, second, out,
                model=parameters, minimum=options["minimum"], many=options["many"],
            )  # fmt: skip
        return _told_links(linked, options["form"])
    if first.is_dir():
        raise click.UsageError(f"{first} is a release: name a second one, or a file of accounts.")
    given = {name: options[name] for name in _OF_ACCOUNTS}
    with working("Link") as tell:
        found = link_accounts(first, out, model=parameters, progress=tell, **given)
    return _told_clusters(found)


_OF_ACCOUNTS = ("mapping", "codebook", "sources", "sheet", "threshold", "why")
_OF_RELEASES = ("minimum", "many", "form")


def _refuse_others(*, two: bool) -> None:
    """Let no option be typed that what is linked does not heed."""
    from click.core import ParameterSource

    context = click.get_current_context()
    for param in context.command.params:
        typed = context.get_parameter_source(param.name or "") == ParameterSource.COMMANDLINE
        if typed and param.name in (_OF_ACCOUNTS if two else _OF_RELEASES):
            what = "a file of accounts, not with two releases"
            other = "two releases, not with a file of accounts"
            raise click.UsageError(f"{param.opts[0]} goes with {what if two else other}.")


def _told_links(linked: Linked, form: str) -> int:
    if form != "table":
        print_rows(linked.summary, form, columns=("by", "value", *_COUNTS), numeric=_COUNTS)
        return 0
    say(f"{linked.links:,} links (model {linked.model}) in {shown(linked.path)}")
    headers = ["", "left: matched", "unmatched", "right: matched", "unmatched "]
    for by in dict.fromkeys(row["by"] for row in linked.summary):
        rows = [row for row in linked.summary if row["by"] == by]
        headers[0] = {"size": "killed", "all": ""}.get(by, by)
        print_table(
            [[row["value"], *(f"{row[name]:,}" for name in _COUNTS)] for row in rows],
            headers,
            headers[1:],
        )
    return 0


def _told_clusters(found: Clustered) -> int:
    say(
        f"{found.rows:,} rows, read as {found.mapping}: {found.kept:,} kept, "
        f"{found.set_aside:,} set aside → {found.incidents:,} incidents, {found.together:,} "
        f"accounts share theirs (model {found.model}), in {shown(found.path)}"
    )
    if found.findings:
        print_table(
            [[*key, f"{number:,}"] for key, number in found.findings.items()],
            ["severity", "code", "findings"],
            ["findings"],
        )
    if found.set_aside_file is not None:
        say(f"Rows set aside, with the reasons: {shown(found.set_aside_file)}")
    return 0 if found.clean else 1
