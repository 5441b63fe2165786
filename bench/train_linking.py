"""Make the shipped parameters of linking: `python -m bench.train_linking`.

They are learned from all of MAVERICK's reports on Côte d'Ivoire, in ../shared/data; the same file
gives the same parameters.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bench.crossvalidation import MAVERICK
from bench.measure import ROOT
from waqia.linking import train

MADE = (
    "1,062 reports of 683 events of electoral violence in Côte d'Ivoire "
    "(MAVERICK, van Baalen and Höglund 2026)"
)
TARGET = ROOT / "src" / "waqia" / "linking" / "parameters.json"


def main() -> None:
    import duckdb

    from waqia.codebook import Codebook
    from waqia.formats import load_mapping, stage

    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as folder:
        book = Codebook.load("generic")
        stage(connection, MAVERICK, load_mapping("maverick"), book, Path(folder))
        model = train(connection, made=MADE)
    text = json.dumps(model.to_json(), ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(model.id)


if __name__ == "__main__":
    main()
