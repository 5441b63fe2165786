"""`waqia export`: a release in the formats of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from waqia.cli.output import parse_pairs, shown, working

_FORMATS = ("xlsx", "csv", "geojson", "hxl", "parquet", "accounts-csv", "sources-csv")


@click.command("export")
@click.argument("release", type=click.Path())
@click.option("--to", required=True, type=click.Choice(_FORMATS))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--where", multiple=True, metavar="FIELD=VALUE[,VALUE]", help="Only these.")
@click.option("--blur", type=float, metavar="KM", help="Move coordinates onto a grid of KM.")
@click.option("--hold-back-days", type=int, metavar="N", help="Leave out the last N days.")
@click.option(
    "--suppress-below", type=int, metavar="N",
    help="Leave out places of districts with fewer than N incidents.",
)  # fmt: skip
def command(release: str, to: str, out: Path, where: tuple[str, ...], **options: Any) -> int:
    """Write the incidents of RELEASE to a file."""
    from datetime import datetime

    from waqia.formats import export
    from waqia.release import open_release

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
    click.echo(f"{written.rows:,} rows in {shown(written.path)}")
    for note in written.notes:
        click.echo(note)
    return 0
