"""The sentences with which the rooms speak to people, as templates that can be translated.

A room writes what it says where it says it: `QuestionError(f"There is no release {name!r}.")`. Read
here from the code, that is the template `There is no release %(name)s.`; the desk finds it again in
what it is told, and says it in the reader's language (docs/decisions/0023-sentences.md).

Sentences are the texts of errors, of findings and discrepancies, and what is given
to `phrase`, the mark of a part of a sentence that is put together elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from waqia.analysis.calendar import WEEKDAYS
from waqia.analysis.fields import FIELDS
from waqia.model import FINDING_CODES

SOURCE = Path(__file__).parents[1] / "src" / "waqia"
UNHEARD = (
    "__init__.py", "cli/", "codebook/", "examples/", "formats/", "linking/files.py",
    "linking/model.py", "linking/output.py", "reading/batches/", "reading/interrupting.py",
    "reading/llm/", "reading/proposing/dates/", "register/content/importing.py", "register/store/",
    "web/__init__.py", "web/api/", "web/serving.py",
)  # fmt: skip
"""What never speaks on a page: the command line, files of tables, language models, the API."""
HEARD = (
    "codebook/codebook.py", "formats/export_selection.py", "formats/export_xlsx.py",
    "formats/exporting.py", "formats/listing.py", "formats/problems.py", "formats/staging.py",
    "register/store/history.py", "register/store/records.py", "web/api/asking.py",
)  # fmt: skip
"""What does nevertheless."""
NAMES = {
    "analysis/fields.py": [name.replace("_", " ") for name in FIELDS],
    "analysis/calendar.py": WEEKDAYS,
}
"""Lists of names that stand in the places of sentences."""
FOREIGN = {
    "publish/template.py": (
        "%(name)s is undefined",
        "%(name)s has no attribute %(attribute)s",
        "access to attribute %(attribute)s of %(name)s object is unsafe",
        "expected token %(expected)s, got %(found)s",
        "Expected an expression, got %(found)s",
        "'end of print statement'",
        "'end of statement block'",
        "unexpected %(found)s",
        "unexpected %(found)s, expected %(expected)s",
        "unexpected char %(found)s at %(place)s",
        "unexpected end of template, expected %(expected)s.",
        "template",
        "%(name)s object is not callable",
        "%(name)s object is not iterable",
        "%(name)s got an unexpected keyword argument %(argument)s",
        "%(name)s takes %(most)s positional argument but %(given)s were given",
        "%(name)s takes %(most)s positional arguments but %(given)s were given",
        "unsupported operand type(s) for %(sign)s: %(one)s and %(other)s",
        "Encountered unknown tag %(tag)s.",
        "Unexpected end of template.",
        "Jinja was looking for the following tags: %(tags)s.",
        "The innermost block that needs to be closed is %(tag)s.",
        "No filter named %(name)s.",
        "No test named %(name)s.",
        "division by zero",
        "integer division or modulo by zero",
        "Range too big. The sandbox blocks ranges larger than MAX_RANGE (%(most)s).",
    ),
    "reading/docx.py": ("File is not a zip file",),
    "reading/pdf.py": (
        "Failed to load document (PDFium: Data format error)",
        "Failed to load document (PDFium: File access error)",
        "Failed to load document (PDFium: Unsupported security scheme)",
        "Failed to load page",
    ),
    "release/writing.py": ("No space left on device", "Permission denied", "Read-only file system"),
    "release/opening.py": ("No such file or directory", "Invalid data"),
}
"""What libraries and the system say, which is told within sentences of ours."""
_TOLD = {
    "Finding": ("message", "found", "expected", "action"),
    "Discrepancy": ("message", "found", "expected", "arithmetic", "correction", "doubt"),
}
"""What is made → its fields that are sentences."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACE = re.compile(r"%\(\w+\)s")
_WRITTEN = (ast.Constant, ast.JoinedStr)
_SPOKEN = (*_WRITTEN, ast.BinOp, ast.IfExp, ast.BoolOp)
"""The expressions that texts are written as."""

Part = str | ast.expr
"""A stretch of a sentence: words, or an expression for what stands there."""


def sentences() -> Iterator[tuple[str, str]]:
    """File and template of every sentence that a page may have to say."""
    for _severity, said in FINDING_CODES.values():
        yield "model/findings.py", said
    for lists in (NAMES, FOREIGN):
        for file, listed in lists.items():
            yield from ((file, text) for text in listed)
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        if file.startswith(HEARD) or not file.startswith(UNHEARD):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for said in _said(node):
                    yield from ((file, text) for text in templates(said))


def templates(said: ast.expr) -> Iterator[str]:
    """The templates of an expression: several where it chooses among texts, none without words."""
    for parts in _parts(said):
        text = _template(parts)
        if _WORD.search(_PLACE.sub(" ", text)):
            yield text


def _said(node: ast.AST) -> Iterator[ast.expr]:
    """The sentences in a node of the code."""
    if not isinstance(node, ast.Call):
        return
    name = getattr(node.func, "id", "")
    if name == "phrase" or name.endswith("Error"):
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
    elif name in _TOLD:
        # after the code comes the message
        given = node.args[1:2]
        given += [keyword.value for keyword in node.keywords if keyword.arg in _TOLD[name]]
    else:
        return
    for said in given:
        code = isinstance(said, ast.Constant) and " " not in str(said.value) and name != "phrase"
        if not code and (isinstance(said, _SPOKEN) or _trimmed(said)):
            yield said


def _parts(said: ast.expr) -> list[list[Part]]:
    """What an expression says, in each of the ways it may."""
    if isinstance(said, ast.Constant):
        return [[said.value]] if isinstance(said.value, str) else [[said]]
    if isinstance(said, ast.JoinedStr):
        ways = [_parts(part) for part in said.values]
        return [[part for piece in way for part in piece] for way in product(*ways)]
    if isinstance(said, ast.FormattedValue):
        chosen = isinstance(said.value, ast.IfExp) and _texts(said.value)
        return _parts(said.value) if chosen else [[said.value]]
    if isinstance(said, ast.BinOp) and isinstance(said.op, ast.Add):
        return [[*a, *b] for a in _parts(said.left) for b in _parts(said.right)]
    if isinstance(said, ast.IfExp):
        return _parts(said.body) + _parts(said.orelse)
    if isinstance(said, ast.BoolOp):
        return [way for value in said.values for way in _parts(value)]
    if inner := _trimmed(said):
        return _parts(inner)
    return [[said]]


def _texts(chosen: ast.IfExp) -> bool:
    """Whether what is chosen among are texts."""
    return isinstance(chosen.body, _WRITTEN) and isinstance(chosen.orelse, _WRITTEN)


def _trimmed(said: ast.expr) -> ast.expr | None:
    """The text of which a call takes off spaces at an end; None for any other expression."""
    if not (isinstance(said, ast.Call) and isinstance(said.func, ast.Attribute)):
        return None
    return said.func.value if said.func.attr in ("strip", "rstrip") else None


def _template(parts: list[Part]) -> str:
    if all(isinstance(part, str) for part in parts):
        return "".join(map(str, parts)).strip()
    text = ""
    used: dict[str, int] = {}
    for part in parts:
        if isinstance(part, str):
            text += part.replace("%", "%%")
            continue
        name = _name(part)
        used[name] = used.get(name, 0) + 1
        text += f"%({name}{used[name] if used[name] > 1 else ''})s"
    return text.strip()


def _name(value: ast.expr) -> str:
    """What stands in a place of a sentence, by its last name in the code."""
    if isinstance(value, ast.Attribute):
        return value.attr
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
        return str(value.slice.value) if isinstance(value.slice.value, str) else _name(value.value)
    if isinstance(value, ast.Call):
        mapped = getattr(value.func, "id", "") == "map"
        inner = value.args[-1 if mapped else 0] if value.args else value.func
        return _name(inner)
    if isinstance(value, ast.Name):
        return value.id
    names = [_name(one) for one in ast.iter_child_nodes(value) if isinstance(one, ast.expr)]
    return next((name for name in names if name != "value"), "value")
