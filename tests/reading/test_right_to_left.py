"""Lines that are printed from the right, put in the order they are read by where letters stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.reading.rtl import Placed, in_reading_order


def printed(pieces: list[str], size: float = 10.0) -> list[Placed]:
    """Letters set one beside the other from the left, a space being a gap."""
    placed: list[Placed] = []
    at = 0.0
    for piece in pieces:
        if piece == " ":
            at += size * 0.3
        else:
            placed.append((piece, at, at + size / 2))
            at += size / 2
    return placed


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("کالہ دارفا ۱۲", "۱۲ افراد ہلاک"),  # as it stands on paper, from the left
        ("۔اہک 15 ےن سیلوپ", "پولیس نے 15 کہا۔"),
        ("ںیم PK-19 ہقلح", "حلقہ PK-19 میں"),
        ("killed 12", "killed 12"),
        ("in ہٹئوک city", "in کوئٹہ city"),
        ("لک 1,124 ناصقن", "نقصان 1,124 کل"),
    ],
)
def test_what_is_seen_is_read(seen: str, read: str) -> None:
    assert in_reading_order(printed(list(seen)), 10.0) == read


@given(st.lists(st.text("ابپتکمن", min_size=1, max_size=6), min_size=1, max_size=6))
def test_a_line_of_urdu_words_comes_back(words: list[str]) -> None:
    line = " ".join(words)
    assert in_reading_order(printed(list(reversed(line))), 10.0) == line
