"""A headline is a block of its own, with or without an empty line below it."""

from __future__ import annotations

import pytest

from tests.reading.conftest import sound
from waqia.reading import Document, read_document

LEAD = (
    "QUETTA: Three people were killed and nine others were injured when a bomb went off in a "
    "market on Monday, police said."
)


def read(text: str) -> Document:
    return read_document(text.encode(), name="page.txt")


def blocks(text: str) -> list[tuple[str, str]]:
    document = read(text)
    sound(document)
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_headline_right_above_its_text_is_a_heading() -> None:
    assert blocks(f"Three killed in market blast\n{LEAD}\n") == [
        ("heading", "Three killed in market blast"),
        ("paragraph", LEAD),
    ]


def test_the_lines_between_headline_and_text_are_headings_too() -> None:
    text = f"Three killed in market blast\nBy our correspondent\nPublished March 5, 2024\n{LEAD}"
    assert [kind for kind, _ in blocks(text)] == ["heading"] * 3 + ["paragraph"]
    assert read(text).title == "Three killed in market blast"


def test_a_headline_of_two_lines_is_one_heading() -> None:
    found = blocks(f"Three killed, nine hurt in blast\nat a market of Quetta\n{LEAD}\n")
    assert found[0] == ("heading", "Three killed, nine hurt in blast\nat a market of Quetta")
    assert found[1:] == [("paragraph", LEAD)]


def test_a_headline_above_wrapped_lines_is_found() -> None:
    wrapped = "A bomb went off in a market of the city on Monday and\nkilled three people there."
    assert [kind for kind, _ in blocks(f"Blast in the city\n{wrapped}")] == ["heading", "paragraph"]


def test_several_headlines_too_long_for_one_stand_alone() -> None:
    first = "Bomber kills nine policemen of a patrol on a road in the hills"
    second = "Eleven others hurt as their van is hit, one of them badly, as doctors say"
    assert [kind for kind, _ in blocks(f"{first}\n{second}\n\n{LEAD}")] == [
        "heading", "heading", "paragraph",
    ]  # fmt: skip


def test_lines_that_begin_with_names_are_a_list_of_items() -> None:
    items = ["Quetta: A grenade was thrown at a shop", "Bannu: Two policemen were shot dead"]
    assert blocks("\n".join(items)) == [("paragraph", item) for item in items]
    wrapped = "The minister had this to say: it was\nPakistan: that had been attacked, he said."
    assert blocks(wrapped) == [("paragraph", wrapped)]


def test_an_urdu_headline_is_one_too() -> None:
    lead = "کوئٹہ: پیر کو بازار میں بم دھماکے میں تین افراد جاں بحق اور نو زخمی ہو گئے۔"
    headline = "بازار میں دھماکا، تین افراد جاں بحق"
    assert blocks(f"{headline}\n{lead}")[0] == ("heading", headline)
    assert blocks(f"{headline}\nبازار میں دھماکے سے تین افراد جاں بحق ہو گئے۔")[0][0] == "heading"


def test_a_text_in_capitals_alone_shows_no_headlines() -> None:
    text = "THE ARMY SAYS THAT THE MEN HAVE BEEN\nKILLED. IT WAS UNABLE TO SAY WHERE THIS HAPPENED."
    assert blocks(text) == [("paragraph", text)]
    assert blocks(f"THREE KILLED IN BLAST\n{LEAD}")[0] == ("heading", "THREE KILLED IN BLAST")


@pytest.mark.parametrize(
    "text",
    [
        "The views are those of the author and not of the\nQuetta police or of anyone else.",
        "A bomb went off in a market of the city on Monday\nQuetta police said it was theirs.",
        "1. One was killed in Kech\nTwo were killed in Bolan, as police said on Monday.",
    ],
)
def test_a_line_that_is_full_or_an_item_is_no_headline(text: str) -> None:
    assert "heading" not in [kind for kind, _ in blocks(text)]
