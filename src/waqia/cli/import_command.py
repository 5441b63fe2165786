"""`waqia import`: a dataset or a spreadsheet becomes a release."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from waqia.cli.importing import import_options, told
from waqia.cli.output import working


@click.command("import")
@click.argument("dataset")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="Mapping file, with `table`.")
@import_options
def command(dataset: str, file: Path, mapping: Path | None, **options: Any) -> int:
    """Import FILE of a DATASET whose mapping waqia knows, or any `table` with --mapping.

    Every row is accounted for: kept, or set aside in a file with the reason.

    \b
    waqia import ucdp-ged GEDEvent.csv --where country=Pakistan --out ged-pk.release
    waqia import table incidents.xlsx --mapping mydesk.yaml --out mydesk.release
    """
    from waqia.formats import import_dataset

    if dataset == "table" and mapping is None:
        raise click.UsageError(
            "`waqia import table` needs --mapping FILE; `waqia mapping new FILE` starts one."
        )
    with working("Import") as tell:
        report = import_dataset(
            file, mapping if mapping is not None else dataset, progress=tell, **options
        )
    return told(report)
