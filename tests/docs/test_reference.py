"""The reference pages are what the code says, and nothing that the code offers is left out."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Any

import click
import pytest

from tests.docs.pages import ROOT, pages
from waqia.adjudication import RULES
from waqia.analysis import FIELDS, MEASURES
from waqia.cli.app import app
from waqia.formats import EXPORTS, shipped_mappings
from waqia.formats import mapping as mappings
from waqia.model import FINDING_CODES, OUTCOMES, TABLES
from waqia.publish.questions import Questions

HOW_TO = ROOT / "docs" / "how-to"


def _generate() -> Any:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    """Name → what the code says today."""
    return dict(_generate().pages())


WRITTEN = {path.name: path for path in sorted((ROOT / "docs" / "reference").iterdir())}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_reference_page_is_what_the_code_says(generated: dict[str, str], name: str) -> None:
    assert WRITTEN[name].read_text(encoding="utf-8") == generated.get(name), "run `make docs`"


def test_every_reference_page_and_no_other_is_written(generated: dict[str, str]) -> None:
    assert set(WRITTEN) == set(generated)


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            assert found
            yield from _commands(found, f"{name} {part}")


COMMANDS = dict(_commands(app, "waqia"))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_say_what_they_are_for(
    generated: dict[str, str], name: str
) -> None:
    command = COMMANDS[name]
    assert command.help
    assert f"## {name}\n" in generated["cli.md"]
    section = generated["cli.md"].split(f"## {name}\n")[1].split("\n## ")[0]
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{option.opts} says nothing"
            assert all(spelling in section for spelling in option.opts)


def _told(*names: str) -> str:
    return "\n".join((HOW_TO / name).read_text(encoding="utf-8") for name in names)


def test_every_command_stands_in_a_page_for_people() -> None:
    index = ROOT / "docs" / "README.md"
    words = "\n".join(page.read_text(encoding="utf-8") for page in [*pages(), index])
    absent = [
        name for name, command in COMMANDS.items()
        if not isinstance(command, click.Group) and name not in words
    ]  # fmt: skip
    assert absent == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("count.md", [*FIELDS, *MEASURES]),
        ("adjudication.md", [*RULES]),
        ("export-safely.md", [*EXPORTS]),
        ("import-a-dataset.md", shipped_mappings()),
        ("write-accounts.md", [*OUTCOMES, *mappings.PLACE_PRECISIONS, *mappings.CLAIMS]),
        ("write-a-mapping.md", [*mappings.VOCABULARY_OF, *mappings.TEXT_FIELDS]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_page_names_everything_of_its_subject(page: str, words: list[str]) -> None:
    text = _told(page)
    assert [word for word in words if f"`{word}" not in text and f" {word} " not in text] == []


def test_the_keys_of_a_mapping_are_those_that_are_read() -> None:
    text = _told("write-a-mapping.md")
    kinds = (mappings.DatasetMapping, mappings.Rule, mappings.DateRule)
    names = {name for kind in kinds for name in kind.__dataclass_fields__} - {"file"}
    assert [name for name in sorted(names) if f"`{name}" not in text] == []


def test_every_question_of_a_template_is_told() -> None:
    text = _told("report-templates.md")
    asked = [name for name, member in vars(Questions).items()
             if not name.startswith("_") and callable(member)]  # fmt: skip
    assert [name for name in asked if f"`{name}(" not in text] == []


def test_every_finding_and_every_column_is_told(generated: dict[str, str]) -> None:
    assert all(f"`{code}`" in generated["findings.md"] for code in FINDING_CODES)
    for table in TABLES.values():
        assert all(f"| `{name}` |" in generated["tables.md"] for name in table.names)
