"""Every example of the documentation runs, and prints what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Folder, blocks, matches, missing, pages, run
from tests.docs.workspace import prepare


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_the_examples_of_a_page_run_and_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    folder, fresh = prepare(tmp_path / "page", text), prepare(tmp_path / "alone", text)
    if absent := missing(text, folder):
        text = _without(text, absent)
    problems = [outcome.problem for outcome in run(text, Folder(folder), Folder(fresh))]
    assert not [problem for problem in problems if problem], "\n".join(filter(None, problems))
    if absent:
        pytest.skip(f"ran without the examples that need {', '.join(absent)} (see ../shared/data)")


def _without(text: str, absent: list[str]) -> str:
    """The page without the blocks that need absent data, or what is made from it."""
    made = [*absent, "ged-pk.release", "maverick.release", "pbc.release"]
    for block in reversed(blocks(text)):
        if any(name in block.text for name in made) and block.language in ("console", "python"):
            text = text[: block.span[0]] + text[block.span[1] :]
    return text


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    docs = ROOT / "docs"
    listed = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    absent = [name for name in listed if f"({name})" not in index]
    unlinked = [name for name in absent if name != "README.md" and "decisions/0" not in name]
    assert unlinked == []


def test_every_link_between_pages_leads_somewhere() -> None:
    targets = [
        (page, target)
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    ]
    broken = [
        (page.name, target) for page, target in targets if not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_two_commands_of_the_readme_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert f"\n{target}:" in makefile


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("one\ntwo\n", "\n one\n".replace(" one", "one") + "two   \n\n", True),
        ("one\n…\nfour\n", "one\ntwo\nthree\nfour\n", True),
        ("one …\n", "one two\n", True),
        ("one\n", "one\ntwo\n", False),
        ("one\n", "two\n", False),
    ],
)
def test_what_is_shown_matches_what_is_printed(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same
