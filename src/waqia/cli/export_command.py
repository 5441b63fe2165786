"""`waqia export`: a release in the formats of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from waqia.cli.output import parse_pairs, say, shown, working

_FORMATS = ("xlsx", "csv", "geojson", "hxl", "parquet", "accounts-csv", "sources-csv")


@click.command("export")
@click.argument("release", type=click.Path())
@click.option("--to", required=True, type=click.Choice(_FORMATS), help="The format.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file.")
@click.option("--where", multiple=True, metavar="FIELD=VALUE[,VALUE]", help="Only these.")
@click.option("--blur", type=float, metavar="KM", help="Move coordinates onto a grid of KM.")
@click.option("--hold-back-days", type=int, metavar="N", help="Leave out the last N days.")
@click.option(
    "--suppress-below", type=int, metavar="N",
    help="Leave out places of districts with fewer than N incidents.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
def command(release: str, to: str, out: Path, where: tuple[str, ...], overwrite: bool,
            **options: Any) -> int:  # fmt: skip
    """Write the incidents of RELEASE to a file."""
    from datetime import datetime

    from waqia.formats import export
    from waqia.model import ExportError
    from waqia.release import open_release

    if out.is_file() and not overwrite:
        raise ExportError(f"{out} exists already; choose another name or pass --overwrite.")
    opened = open_release(release)
    manifest: Any = opened.manifest
    with working("Export"):
        written = export(
            opened.connection(),
            opened.codebook,
            to,
            out,
            where=parse_pairs(where),
            as_of=datetime.fromisoformat(manifest["created"]).date(),
            about={"title": opened.title, "release": opened.hash, "created": manifest["created"]},
            **options,
        )
    say(f"{written.rows:,} rows in {shown(written.path)}")
    for note in written.notes:
        say(note)
    return 0
