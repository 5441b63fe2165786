"""What the tests of the command line share: a desk's folder, and commands run as they are typed."""

from __future__ import annotations

import csv
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from waqia.cli import main
from waqia.examples import example_folder
from waqia.formats import build

ROOT = Path(__file__).parents[2]

MAPPING = """
dataset: mydesk
title: Incidents our desk recorded
codebook: pakistan
account: {column: "No", prefix: A-}
date: {start: Date, order: day-first}
place: {words: Location, district: District, province: Province}
counts: {killed: Killed, injured: Injured}
fields: {type: {value: terrorist_attack}}
"""

ROWS = [
    ("30/01/2023", "Police Lines mosque", "Peshawar", "Khyber Pakhtunkhwa", "more than 84", None),
    ("12/07/2023", "Zhob", "Zhob", "Balochistan", 9, None),
    ("30/07/2023", "Bajaur", "Bajaur", "Khyber Pakhtunkhwa", 64, "more than 100"),
    *[("15/03/2024", "Quetta", "Quetta", "Balochistan", n % 3, n % 5) for n in range(123)],
]

GED = """\
id,year,type_of_violence,dyad_name,side_a,side_b,source_article,source_original,where_prec,\
where_coordinates,adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,\
date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low
1,2014,3,TTP - Civilians,TTP,Civilians,,police,1,Peshawar city,Khyber Pakhtunkhwa,\
Peshawar district,34.0151,71.5249,Pakistan,1,1,2014-12-16,2014-12-16,0,9,139,0,148,148,148
2,2017,3,IS - Civilians,IS,Civilians,,police,1,Sehwan town,Sindh,\
Jamshoro district,26.4249,67.8610,Pakistan,1,1,2017-02-16,2017-02-16,0,0,90,0,90,90,83
3,2016,1,Government of India - Kashmir insurgents,Government of India,Kashmir insurgents,,army,1,\
Uri town,Jammu and Kashmir,Baramulla district,34.0880,74.0340,India,1,1,2016-09-18,\
2016-09-18,19,4,0,0,23,23,23
"""


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> Any:
        """The output read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of the output."""
        return self.out.splitlines()


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's folder: accounts, a workbook with its mapping, a dataset, and `mydesk.release`."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("accounts.csv", "sources.csv", "figures.csv"):
        shutil.copy(example_folder() / name, folder)
    build(folder / "accounts.csv", folder / "mydesk.release", codebook="pakistan", title="My desk")
    (folder / "mydesk.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "GEDEvent.csv").write_text(GED, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    header = ["No", "Date", "Location", "District", "Province", "Killed", "Injured"]
    for row in [header, *([n, *row] for n, row in enumerate(ROWS, start=1))]:
        sheet.append(row)
    book.save(folder / "incidents.xlsx")
    return folder


@pytest.fixture
def desk(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the desk's folder, which is the working folder."""
    folder = tmp_path / "desk"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command, `waqia` left out, and get what it printed; the process stays this one."""

    def typed(line: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["waqia", *shlex.split(line)])
        monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return typed


def process(line: str, **options: Any) -> subprocess.Popen[str]:
    """Start a command as a process of its own, with its output and errors piped."""
    environment = os.environ | options.pop("env", {})
    return subprocess.Popen(
        [sys.executable, "-c", "from waqia.cli import main; main()", *shlex.split(line)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env=environment,
        **options,
    )


def left(folder: Path) -> set[str]:
    """The names in a folder, hidden ones too."""
    return {path.name for path in folder.iterdir()}


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
