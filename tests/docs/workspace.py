"""The folder in which the examples of the documentation run."""

from __future__ import annotations

import csv
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from waqia.examples import example_folder
from waqia.formats import build

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[3] / "shared" / "data"

_OPTIONAL = {
    "GEDEvent.csv": "ged_pakistan_1989_2021.csv",
    "maverick.csv": "maverick_cote_divoire_event_reports.csv",
    "pbc.csv": "pbc_suicide_attacks_1995_2017.csv",
    "districts.geojson": "pakistan_districts.geojson",
}
"""Name on the pages → optional test data in ../shared/data."""


def prepare(folder: Path, page: str) -> Path:
    """Fill a new folder with what the pages start from, and return it.

    Nothing, where the page says that it `starts in an empty folder`. Otherwise the accounts of the
    example; `desk.release`, also where `make demo` puts it; `old.release`, as it was before the
    accounts of one source were coded, and `new.release`; a spreadsheet `incidents.xlsx` with its
    mapping; two rows each in the columns of ACLED and GTD; other datasets where they are.
    """
    if "starts in an empty folder" in page:
        folder.mkdir()
        return folder
    shutil.copytree(_template(), folder)
    for name, shared in _OPTIONAL.items():
        if (SHARED / shared).is_file():
            (folder / name).symlink_to(SHARED / shared)
    return folder


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="waqia-docs-"))
    for name in ("accounts.csv", "sources.csv", "figures.csv"):
        shutil.copy(example_folder() / name, folder)
    for path in (HERE / "files").iterdir():
        shutil.copy(path, folder)
    _workbook(folder / "incidents.csv", folder / "incidents.xlsx")
    (folder / "incidents.csv").unlink()
    with (folder / "accounts.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    earlier = folder / "earlier.csv"
    with earlier.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [header, *(row for row in rows if row[header.index("source_id")] != "S-000")]
        )
    build(earlier, folder / "old.release", codebook="pakistan", title="Desk, first edition")
    earlier.unlink()
    build(folder / "accounts.csv", folder / "new.release", codebook="pakistan", title="Desk")
    for copy in ("desk.release", "out/demo/pakistan.release"):
        shutil.copytree(folder / "new.release", folder / copy)
    return folder


def _workbook(source: Path, target: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(target)
