"""Writes the reference pages from the code: commands, Python, tables, records, findings, codebooks.

`make docs` runs it; a test fails where a page is not what this writes.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_origin

import click

from waqia.cli.app import app
from waqia.codebook import VOCABULARIES, Codebook
from waqia.formats import load_mapping, shipped_mappings
from waqia.model import FINDING_CODES, TABLES, json_schema
from waqia.model.records import RECORDS
from waqia.register.store import schema

sys.path.insert(0, str(Path(__file__).parent))
from drawing import drawn, kind_of

REFERENCE = Path(__file__).parent / "reference"
DOORS = (
    "waqia", "waqia.analysis", "waqia.release", "waqia.register", "waqia.linking",
    "waqia.reading", "waqia.audit", "waqia.formats", "waqia.publish",
    "waqia.web",
    "waqia.codebook", "waqia.adjudication", "waqia.model",
)  # fmt: skip
_NOTE = "<!-- Written by docs/generate.py (`make docs`); change the code, not this page. -->"
_WIDTH = 100
_SECTIONS = ("Args", "Returns", "Raises", "Attributes")


def pages() -> dict[str, str]:
    """Name of a page → its text."""
    return {
        "cli.md": _page("Commands", _commands()),
        "python.md": _page("Python", _python()),
        "tables.md": _page("Tables of a release", _tables()),
        "records.md": _page("Records", _records()),
        "findings.md": _page("Findings", _findings()),
        "mappings.md": _page("Shipped mappings", _mappings()),
        "codebooks.md": _page("Shipped codebooks", _codebooks()),
        "register-schema.md": _page("The tables of a register", _register()),
        "register-schema.svg": drawn(schema.metadata, "revision.number"),
    }


def _page(title: str, paragraphs: Iterable[str]) -> str:
    return "\n\n".join([f"# {title}", _NOTE, *paragraphs]) + "\n"


def _row(*cells: object) -> str:
    texts = (
        str("" if cell is None else cell).replace("|", "\\|").replace("\n", " ") for cell in cells
    )
    return "| " + " | ".join(texts) + " |"


def _grid(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    return "\n".join([_row(*head), _row(*["---"] * len(head)), *(_row(*row) for row in rows)])


def _code(text: str, language: str = "text") -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _commands() -> Iterator[str]:
    yield "What `--help` prints. Exit codes: 0 clean, 1 findings, 2 could not run."
    for name, text in helps(app, "waqia"):
        yield f"## {name}"
        yield _code(text)


def helps(
    command: click.Command, name: str, above: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Every command below a command with what its help prints, the command itself first."""
    width = {"terminal_width": _WIDTH, "max_content_width": _WIDTH}
    settings = {**command.context_settings, **width}
    context = click.Context(command, info_name=name, parent=above, **settings)
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield context.command_path, text
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            assert found is not None
            yield from helps(found, part, context)


def _python() -> Iterator[str]:
    yield (
        "The public names: what each room offers at its door. `waqia.open` is where to begin; the "
        "others are for programs that import, build or publish."
    )
    for name in DOORS:
        module = importlib.import_module(name)
        yield f"## {name}"
        yield _docstring(module.__doc__ or "")
        for public in sorted(module.__all__, key=str.lower):
            if not public.startswith("__"):
                yield from _described(f"{name}.{public}", getattr(module, public))


def _described(path: str, thing: Any) -> Iterator[str]:
    yield f"### {path}"
    name = path.rpartition(".")[2]
    if get_origin(thing) is not None:
        yield f"The type `{str(thing).replace('typing.', '').replace('collections.abc.', '')}`."
        return
    if inspect.isclass(thing) or inspect.isfunction(thing):
        if not _is_exception(thing):
            yield _code(_signature(name, thing), "python")
        yield _docstring(inspect.getdoc(thing) or "")
    else:
        yield f"A constant of type `{type(thing).__name__}`." + _constant(thing)
    if inspect.isclass(thing):
        for method, member in _members(thing):
            if not method.startswith("_") and (described := _member(method, member)):
                yield described


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """The members of a class, those too of classes that its room composes it of."""
    room = kind.__module__.rpartition(".")[0]
    for base in kind.__mro__:
        if base is kind or (room != "waqia" and base.__module__.startswith(f"{room}.")):
            yield from vars(base).items()


def _is_exception(thing: Any) -> bool:
    return inspect.isclass(thing) and issubclass(thing, BaseException)


def _constant(thing: Any) -> str:
    if isinstance(thing, tuple) and all(isinstance(part, str) for part in thing):
        return " " + ", ".join(f"`{part}`" for part in thing)
    if isinstance(thing, dict) and len(thing) < 40:
        return " " + ", ".join(f"`{key}`" for key in thing)
    return f" `{thing}`" if isinstance(thing, str) else ""


def _member(name: str, member: Any) -> str | None:
    wrapped = getattr(member, "__func__", None) or getattr(member, "func", None)
    if isinstance(member, property):
        text, told = inspect.getdoc(member), f"`.{name}`"
    elif inspect.isfunction(member) or inspect.isfunction(wrapped):
        function = member if inspect.isfunction(member) else wrapped
        text = inspect.getdoc(function)
        cached = type(member).__name__ == "cached_property"
        told = f"`.{name}`" if cached else f"`.{_signature(name, function, flat=True)}`"
    else:
        return None
    return f"{told}: {_docstring(text)}" if text else None


def _signature(name: str, thing: Any, *, flat: bool = False) -> str:
    """A call with its parameters, one a line where it is long and not `flat`."""
    returns = ""
    if inspect.isclass(thing) and issubclass(thing, dict):  # a TypedDict
        words = [f"{key}: {_said(kind)}" for key, kind in thing.__annotations__.items()]
    else:
        signature = inspect.signature(thing)
        words = list(_parameters(signature))
        if not inspect.isclass(thing) and signature.return_annotation is not signature.empty:
            returns = f" -> {_said(signature.return_annotation)}"
    text = f"{name}({', '.join(words)}){returns}"
    if flat or len(text) <= _WIDTH:
        return text
    return "\n".join([f"{name}(", *(f"    {word}," for word in words), f"){returns}"])


def _parameters(signature: inspect.Signature) -> Iterator[str]:
    marks = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    starred = False
    for parameter in signature.parameters.values():
        if parameter.name in ("self", "cls") or parameter.name.startswith("_"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        starred = starred or parameter.kind is parameter.VAR_POSITIONAL
        text = marks.get(parameter.kind, "") + parameter.name
        if parameter.annotation is not parameter.empty:
            text += f": {_said(parameter.annotation)}"
        yield text if parameter.default is parameter.empty else f"{text} = {_default(parameter)}"


def _default(parameter: inspect.Parameter) -> str:
    text = repr(parameter.default)
    return "…" if text.startswith("<") else text


def _said(kind: Any) -> str:
    if isinstance(kind, type):
        return kind.__name__
    return str(getattr(kind, "__forward_arg__", kind))


def _docstring(text: str) -> str:
    """A docstring in Google's form as Markdown: its sections become lists."""
    found: list[str] = []
    section = False
    for line in inspect.cleandoc(text).splitlines():
        if line.removesuffix(":") in _SECTIONS and line.endswith(":"):
            found += [f"*{line.removesuffix(':')}*", ""]
            section = True
        elif section and (match := re.match(r"    (\w+): (.*)", line)):
            found.append(f"- `{match[1]}`: {match[2]}")
        elif section and line.startswith("    "):
            found.append(("  " if found[-1].startswith(("-", "  ")) else "") + line.strip())
        else:
            section = section and not line
            found.append(line)
    return "\n".join(found).strip()


def _tables() -> Iterator[str]:
    yield (
        "A release is a folder with a Parquet file for each of these tables, `codebook.json` and "
        "`datapackage.json`. Types are DuckDB's; an empty value is unknown, never zero."
    )
    for table in TABLES.values():
        yield f"## {table.name}"
        yield table.description
        yield _grid(
            ("column", "type", "what it holds"),
            ((f"`{c.name}`", f"`{c.type}`", c.description) for c in table.columns),
        )


def _records() -> Iterator[str]:
    yield "The fields of each record; `waqia schema RECORD` prints its JSON Schema."
    for name, record in RECORDS.items():
        schema = json_schema(name)
        yield f"## {name}"
        yield _docstring(inspect.getdoc(record) or "")
        required = schema.get("required", ())
        yield _grid(
            ("field", "type", "required"),
            (
                (f"`{field}`", f"`{_type(part)}`", "yes" if field in required else "")
                for field, part in schema["properties"].items()
            ),
        )


def _type(part: dict[str, Any]) -> str:
    if "anyOf" in part:
        return " or ".join(_type(one) for one in part["anyOf"] if one.get("type") != "null")
    if "enum" in part:
        return " | ".join(str(value) for value in part["enum"])
    if "$ref" in part:
        return str(part["$ref"]).rpartition("/")[2]
    if part.get("type") == "array":
        return f"list of {_type(part['items'])}"
    return str(part.get("format") or part.get("type", "any"))


def _findings() -> Iterator[str]:
    yield (
        "Problems are data: a stable code, a severity, a place and what can be done. Commands "
        "print them, a release keeps those of its making, and `waqia check` lists them. An exit "
        "code of 1 means that there is a warning or an error."
    )
    meaning = {
        "error": "The row is set aside, or the file or codebook cannot be relied on.",
        "warning": "The record is kept and marked.",
        "note": "Worth knowing; nothing to repair.",
    }
    for severity, words in meaning.items():
        yield f"## {severity.capitalize()}s"
        yield words
        yield _grid(
            ("code", "what it means"),
            (
                (f"`{code}`", text)
                for code, (grave, text) in FINDING_CODES.items()
                if grave == severity
            ),
        )


def _register() -> Iterator[str]:
    yield (
        "One schema on SQLite and PostgreSQL. `revision` and `change` are the history, which is "
        "only ever appended to; the tables with a column `data` hold the present, which can be "
        "made again from it. Every one of these has the revision that last changed it in "
        "`revision`; the drawing leaves those lines out. `data` is the record as JSON, the columns "
        "beside it are what is asked for."
    )
    yield "![The tables of a register, with a line from each foreign key.](register-schema.svg)"
    yield (
        f"This is schema {schema.SCHEMA}; `waqia register upgrade` brings a register of an earlier "
        "one to it. A SQLite file that is a register has the application id "
        f"`{schema.APPLICATION_ID:#x}`."
    )
    for table in schema.metadata.tables.values():
        yield f"## {table.name}"
        present = table.name in schema.KINDS
        said = "the present, made again from the history" if present else table.comment
        if said:
            yield said[0].upper() + said[1:] + "."
        yield _grid(
            ("column", "type", "refers to", "what it holds"),
            (
                (
                    f"`{column.name}`" + (" (key)" if column.primary_key else ""),
                    kind_of(column) + ("" if column.nullable else ", required"),
                    ", ".join(f"`{key.target_fullname}`" for key in column.foreign_keys),
                    column.comment,
                )
                for column in table.columns
            ),
        )


def _mappings() -> Iterator[str]:
    yield "What waqia knows of datasets. `waqia mapping show NAME` prints the whole file."
    for name in shipped_mappings():
        mapping = load_mapping(name)
        yield f"## {name}"
        rows = [("title", mapping.title), ("codebook", mapping.codebook)]
        rows += [(key, value) for key, value in mapping.source.items() if key != "title"]
        rows.append(("fields", ", ".join([*mapping.counts, *mapping.fields])))
        yield _grid(("", ""), rows)


def _codebooks() -> Iterator[str]:
    yield "The vocabularies and rules that come with waqia; `waqia codebook show` prints them too."
    for name in Codebook.shipped():
        book = Codebook.load(name)
        yield f"## {name}: {book.title}"
        yield " ".join(str(book.rules.get("description", "")).split()) + f" Version {book.version}."
        yield "### Counting rules"
        yield _grid(
            ("name", "label", "what it means"),
            ((f"`{r.name}`", r.label, r.description) for r in book.counting_rules.values()),
        )
        yield "### Adjudication"
        yield _grid(
            ("field", "rule, then tie-breaks"),
            ((field, ", ".join(rules)) for field, rules in book.rules["adjudication"].items()),
        )
        yield "### Vague words"
        yield _grid(
            ("word", "min", "best", "max"),
            (
                (word, *("open" if bound is None else bound for bound in bounds))
                for word, bounds in book.vague_counts.items()
            ),
        )
        for vocabulary, file in VOCABULARIES.items():
            terms = book.terms(vocabulary)
            if not terms:
                continue
            yield f"### {file.replace('_', ' ').capitalize()}: {len(terms)}"
            yield _grid(
                ("code", "label", "اردو", "part of"),
                (
                    (f"`{t.code}`", t.label, t.label_ur, f"`{p}`" if (p := _above(t)) else "")
                    for t in terms.values()
                ),
            )
        if book.places:
            levels: dict[str, int] = {}
            for place in book.places.values():
                levels[place.level] = levels.get(place.level, 0) + 1
            yield "### Places"
            yield _grid(("level", "units"), levels.items())


def _above(term: Any) -> str | None:
    category: str | None = term.row.get("category")
    return term.parent or category


def main() -> None:
    """Write the pages, and say which changed."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = REFERENCE / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
