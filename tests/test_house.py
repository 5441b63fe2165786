"""The rules of the house: who may import whom, how large a module is, what is said where."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from waqia.model import FINDING_CODES

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "waqia"
MODULES = sorted(SRC.rglob("*.py"))

ORDER = (
    ("model",),
    ("codebook",),
    ("examples",),
    ("adjudication",),
    ("formats",),
    ("reading",),
    ("linking",),
    ("register",),
    ("release",),
    ("analysis",),
    ("audit",),
    ("publish",),
    ("web",),
    ("notebook",),
    ("cli",),
)
"""Rooms from left to right; `notebook` and `examples` stand beside them as one module each."""
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
RELEASING = ("formats", "linking", "register")
"""Rooms that produce records, and so may call `release` to write one."""
LIMIT = 400


def named(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def room_of(path: Path) -> str:
    """The room a module stands in; "" for the front door, `waqia` itself."""
    parts = path.relative_to(SRC).parts
    return parts[0].removesuffix(".py") if parts[0] != "__init__.py" else ""


def imports(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every import of our own modules, wherever it stands: the module, and the names taken."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((a.name, []) for a in node.names if a.name.split(".")[0] == "waqia")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "waqia":
            assert node.level == 0
            yield node.module or "", [alias.name for alias in node.names]


def rooms_entered(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Imports of other rooms: the room, the module it is imported from, and the names taken."""
    for module, names in imports(path):
        if module != "waqia":
            yield module.split(".")[1], module, names
        else:
            yield from ((name, f"waqia.{name}", []) for name in names if name in RANK)


@cache
def door(room: str) -> frozenset[str]:
    """What a room offers."""
    return frozenset(importlib.import_module(f"waqia.{room}").__all__)


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room_of(path) for path in MODULES} - {""} <= RANK.keys()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_imports_only_from_rooms_to_its_left(path: Path) -> None:
    here = room_of(path)
    rank = RANK.get(here, len(ORDER))
    against = [
        module
        for room, module, _ in rooms_entered(path)
        if room != here and RANK[room] >= rank and not (room == "release" and here in RELEASING)
    ]
    assert against == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_other_rooms_are_entered_by_their_doors_only(path: Path) -> None:
    here = room_of(path)
    past = [
        f"{module}: {', '.join(names)}"
        for room, module, names in rooms_entered(path)
        if room != here and (module != f"waqia.{room}" or not set(names) <= door(room))
    ]
    whole = {name for module, names in imports(path) if module == "waqia" for name in names} - {
        here
    }
    past += [
        f"waqia.{node.value.id}.{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in whole & RANK.keys()
        and node.attr not in door(node.value.id)
    ]
    assert past == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_about_one_idea(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LIMIT, f"{lines} lines are usually two ideas"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if "__all__" in p.read_text(encoding="utf-8")], ids=named
)
def test_what_a_door_names_is_there_once_and_in_order(path: Path) -> None:
    parts = path.relative_to(SRC.parent).with_suffix("").parts
    module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    assert len(set(module.__all__)) == len(module.__all__)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_everything_public_says_what_it_is_for(path: Path) -> None:
    assert list(unsaid(tree(path))) == []


def unsaid(node: ast.Module | ast.ClassDef, within: str = "") -> Iterator[str]:
    """Public modules, classes, functions and methods without a docstring."""
    if not ast.get_docstring(node):
        yield within or "the module"
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from unsaid(child, f"{within}.{child.name}".lstrip("."))
        elif (
            isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            and not child.name.startswith("_")
            and not ast.get_docstring(child)
        ):
            yield f"{within}.{child.name}".lstrip(".")


@cache
def tracked() -> tuple[Path, ...]:
    """The text files of the clone, but for the lock file, which names where packages come from."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("needs a git clone, which says what belongs to the project")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name and name != "uv.lock")
    return tuple(path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000])


def found(pattern: str) -> list[str]:
    """Where a pattern stands in the text files of the project, this one apart."""
    sought = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if sought.search(line)
    ]


def test_nothing_is_put_off_in_a_comment() -> None:
    assert found(r"\b(TODO|FIXME|XXX|HACK)\b") == []


def test_no_file_knows_where_it_lies() -> None:
    assert found(r"(?<![\w.<])/(home|root|work|tmp|Users|private|mnt)/\w") == []


def test_no_file_names_where_packages_come_from() -> None:
    hosts = ("pypi.org", "pythonhosted.org", "registry.npmjs", "conda.anaconda", "crates.io")
    assert found("|".join(map(re.escape, hosts))) == []


CODE = re.compile(r"(?<![\w-])([a-z]+(?:-[a-z]+)*)(?![\w-])")
EMITTERS = [path for path in MODULES if path != SRC / "model" / "findings.py"]


@cache
def words_of(path: Path) -> frozenset[str]:
    """The words in quotes of a module: its string constants, and literals of SQL within them."""
    said: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.update([node.value, *re.findall(r"'([a-z-]+)'", node.value)])
    return frozenset(said)


@pytest.mark.parametrize("code", FINDING_CODES)
def test_every_code_of_a_finding_is_used(code: str) -> None:
    assert any(code in words_of(path) for path in EMITTERS)


def test_every_code_that_is_used_is_a_code_of_a_finding() -> None:
    subjects = {code.split("-")[0] for code in FINDING_CODES if "-" in code}
    used = {
        word
        for path in EMITTERS
        for word in words_of(path)
        if CODE.fullmatch(word) and "-" in word and word.split("-")[0] in subjects
    }
    assert used - FINDING_CODES.keys() == set()


@pytest.mark.parametrize("code", FINDING_CODES)
def test_a_code_has_a_severity_and_a_sentence(code: str) -> None:
    severity, sentence = FINDING_CODES[code]
    assert severity in ("error", "warning", "note")
    assert re.fullmatch(r"[A-Z].+\.", sentence)
