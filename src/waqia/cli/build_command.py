"""`waqia build`: accounts become incidents, and a release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from waqia.cli.importing import import_options, told
from waqia.cli.output import working


@click.command("build")
@click.argument("accounts", type=click.Path(path_type=Path))
@import_options
def command(accounts: Path, codebook: str | None, **options: Any) -> int:
    """Build a release from a file of ACCOUNTS (CSV, JSONL, Parquet or XLSX).

    Accounts with the same incident id are adjudicated by the rules of the codebook. A sources.csv
    and a figures.csv beside the file are read too.
    """
    from waqia.formats import build

    with working("Build") as tell:
        report = build(accounts, codebook=codebook or "pakistan", progress=tell, **options)
    return told(report)
