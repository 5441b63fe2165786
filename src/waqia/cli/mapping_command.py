"""`waqia mapping`: what is known of datasets, and a start for one's own."""

from __future__ import annotations

from pathlib import Path

import click

from waqia.cli.output import format_option, print_rows, shown


@click.group("mapping")
def command() -> None:
    """List, show and start mappings of datasets."""


@command.command("list")
@format_option
def shipped(form: str) -> int:
    """List the datasets whose mapping comes with waqia."""
    from waqia.formats import load_mapping, shipped_mappings

    print_rows(
        [{"mapping": name, "title": load_mapping(name).title} for name in shipped_mappings()], form
    )
    return 0


@command.command("show")
@click.argument("mapping")
def show(mapping: str) -> int:
    """Print a shipped MAPPING, to read or to start from."""
    from waqia.formats import mapping_text

    click.echo(mapping_text(mapping), nl=False)
    return 0


@command.command("new")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; printed if not.")
@click.option("--codebook", default="generic", show_default=True, help="Codebook it is for.")
@click.option("--sheet", help="Sheet of a workbook; the first one by default.")
def new(file: Path, out: Path | None, codebook: str, sheet: str | None) -> int:
    """Write a starting mapping from the header and the content of a spreadsheet FILE."""
    from waqia.formats import draft_mapping
    from waqia.model import ExportError

    text = draft_mapping(file, codebook=codebook, sheet=sheet)
    if out is None:
        click.echo(text, nl=False)
        return 0
    if out.exists():
        raise ExportError(f"{out} exists already; choose another name.")
    out.write_text(text, encoding="utf-8")
    click.echo(f"{shown(out)}: read it, correct what was guessed, then")
    click.echo(
        f"waqia import table {file} --mapping {shown(out)} --codebook {codebook} "
        f"--out {file.stem}.release"
    )
    return 0
