"""The wheel carries all that waqia needs, and waqia runs from it alone."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import waqia

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "waqia"
BUILT = SRC / "web" / "static" / "built"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this clone with the desk's bundle as `make bundle` left it."""
    if not (BUILT / "manifest.json").exists():
        pytest.skip("the desk's scripts are not bundled: install npm, then `make bundle`")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def data_files() -> Iterator[str]:
    """Every file below src/ that is not left over from a run."""
    for path in SRC.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(SRC.parent).as_posix()


def test_every_file_of_the_source_is_in_the_wheel(names: set[str]) -> None:
    assert set(data_files()) - names == set()


def test_the_example_is_in_the_wheel(names: set[str]) -> None:
    example = {f"waqia/examples/pakistan/{p.name}" for p in (ROOT / "examples/pakistan").iterdir()}
    assert {Path(name).name for name in example} >= {"accounts.csv", "sources.csv", "figures.csv"}
    assert example <= names


@pytest.mark.parametrize(
    "pattern",
    [
        r"waqia/py\.typed",
        r"waqia/codebook/(generic|pakistan)/codebook\.yaml",
        r"waqia/codebook/(generic|pakistan)/crosswalks/.+\.csv",
        r"waqia/codebook/places/pakistan/places\.csv",
        r"waqia/formats/mappings/(ucdp-ged|acled|gtd|maverick|pbc-suicide|accounts)\.yaml",
        r"waqia/publish/templates/security-report\.md",
        r"waqia/publish/assets/report\.(css|js|typ|html\.j2)",
        r"waqia/publish/fonts/.+\.ttf",
        r"waqia/publish/fonts/OFL\.txt",
        r"waqia/web/templates/(base|error|home)\.html",
        r"waqia/web/static/built/(manifest\.json|licences\.txt)",
        r"waqia-.+\.dist-info/licenses/(LICENSE|NOTICE)",
    ],
)
def test_what_waqia_reads_at_run_time_is_in_the_wheel(names: set[str], pattern: str) -> None:
    choices = re.search(r"\(([\w|.\-\\]+)\)", pattern)
    wanted = len(choices[1].split("|")) if choices else 1
    assert len([name for name in names if re.fullmatch(pattern, name)]) >= wanted


def test_the_bundle_of_the_desk_is_whole(wheel: Path, names: set[str]) -> None:
    folder = "waqia/web/static/built"
    with zipfile.ZipFile(wheel) as archive:
        manifest = json.loads(archive.read(f"{folder}/manifest.json"))
        styles = archive.read(f"{folder}/{manifest['fonts.css']}").decode()
    assert manifest.keys() >= {"desk.js", "map.js", "map.css", "chart.js", "fonts.css"}
    fonts = re.findall(r'url\("?\./([^")]+)', styles)
    assert len(fonts) >= 6
    assert {f"{folder}/{name}" for name in [*manifest.values(), *fonts]} <= names


def test_where_packages_come_from_is_not_written_down() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert [name for name, about in packages.items() if "resolved" in about] == []
    assert [name for name, about in packages.items() if "integrity" not in about] == []


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in names} == {"waqia"}
    assert [name for name in names if name.endswith((".pyc", ".release", ".DS_Store"))] == []


def test_the_wheel_says_what_the_project_says(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        told = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(told).decode())
        points = archive.read(told.replace("METADATA", "entry_points.txt")).decode()
    assert metadata["Version"] == waqia.__version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert "waqia = waqia.cli:main" in points


def run_from(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run waqia as an installed package in a folder, with only the environment's libraries."""
    home.mkdir(exist_ok=True)
    environment = {"PYTHONPATH": str(folder), "HOME": str(home), "PATH": os.environ["PATH"]}
    code = (
        f"import sys, waqia; assert waqia.__file__.startswith({str(folder)!r}), waqia.__file__; "
        "from waqia.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo_runs_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    ran = run_from(unpacked, home, "demo", "--no-pdf")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "out/demo/security-report.html" in ran.stdout
    report = (home / "out/demo/security-report.html").read_text(encoding="utf-8")
    assert report.lower().startswith("<!doctype html>")
    assert {path.name for path in home.iterdir()} == {"out"}
    verified = run_from(unpacked, home, "release", "verify", "out/demo/pakistan.release")
    assert (verified.returncode, verified.stderr) == (0, "")


DRIVERS = {"psycopg", "python-multipart"}
"""What no module of ours imports: an address names it, postgresql+psycopg://, or Starlette does."""


def declared() -> set[str]:
    named = (re.match(r"[\w.-]+", line) for line in PROJECT["dependencies"])
    return {normal(match[0]) for match in named if match}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def imported() -> set[str]:
    """The modules from elsewhere that the source imports, anywhere in it."""
    found: set[str] = set()
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {"waqia"}


def test_what_is_imported_is_declared() -> None:
    homes = packages_distributions()
    undeclared = {
        module: homes[module]
        for module in imported()
        if not {normal(name) for name in homes[module]} & declared()
    }
    assert undeclared == {}, "pyproject.toml does not name these"


def test_what_is_declared_is_imported() -> None:
    homes = packages_distributions()
    used = {normal(name) for module in imported() for name in homes[module]}
    assert declared() - used - DRIVERS == set()
