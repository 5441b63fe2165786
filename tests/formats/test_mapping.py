from pathlib import Path

import pytest

from waqia.formats import load_mapping, shipped_mappings
from waqia.model import CodebookError


@pytest.mark.parametrize("name", shipped_mappings())
def test_every_shipped_mapping_is_sound(name: str) -> None:
    assert load_mapping(name).dataset == name


def test_the_mappings_of_the_datasets_are_shipped() -> None:
    assert set(shipped_mappings()) == {
        "accounts", "acled", "gtd", "maverick", "pbc-suicide", "ucdp-ged",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: x\n", ["at dataset", "expected a text", "found nothing"]),
        ("dataset: x\ndataset: y\n", ["line 2", "'dataset' occurs twice"]),
        ("dataset: x\ncoutns: {}\n", ["'coutns' is unknown", "did you mean 'counts'"]),
        ("dataset: x\ndate: {strat: d}\n", ["at date", "'strat' is unknown", "'start'"]),
        ("dataset: x\ndate: {order: ymd}\n", ["date.order", "day-first, month-first", "'ymd'"]),
        ("dataset: x\nfields: {type: {column: a, value: b}}\n", ["fields.type", "exactly one of"]),
        (
            "dataset: x\ncasualties: [{outcome: slain, packed: a}]\n",
            ["outcome", "killed", "'slain'"],
        ),
        ("dataset: x\ncites: {column: a, pattern: '('}\n", ["pattern", "regular expression"]),
        ("dataset: x\nfields: {type: {column: a, when: {b: {like: c}}}}\n", ["when.b", "'like'"]),
        ("- a\n", ["expected keys such as 'dataset:'"]),
        ("dataset: [\n", ["not readable YAML"]),
    ],
)
def test_a_mapping_that_is_not_sound_is_refused_with_its_place(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    file = tmp_path / "desk.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        load_mapping(file)
    assert "desk.yaml" in str(error.value)
    for word in words:
        assert word in str(error.value)


def test_an_unknown_mapping_names_those_there_are() -> None:
    with pytest.raises(CodebookError, match="ucdp-ged"):
        load_mapping("ucdp")
