"""Whatever a document says, an audit of it ends, and every place it names is in the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.reports import codebook, document
from waqia.audit import audit, figure_rows, to_html

WORDS = st.sampled_from(
    [
        "A total of",
        "306",
        "1,124",
        "attacks",
        "killed",
        "people",
        "in 2023",
        "in Kech",
        "by the TTP",
        "(",
        ")",
        "including",
        "percent",
        "over",
        "half of the",
        "out of",
        "each",
        "and",
        ", ",
        ". ",
        "\n\n",
        "\t",
        "Table 1: Attacks",
        "Total",
        "%",
        "↑",
        "-",
        "–",
        "1.",
        "2022 to",
        "May 32, 2024",
        "six districts:",
        "these attacks",
        "٣٤",
        "حملے",
        "0",
        "999999999999",
        "²³",
        "compared to",
        "from 5 to",
    ]
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join) | st.text(max_size=200)


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_an_audit_ends_and_points_into_the_text(text: str) -> None:
    read = document(text)
    done = audit([read], codebook())
    for one in done.found:
        for spot in one.spots:
            assert 0 <= spot.start <= spot.end <= len(read.text)
    figure_rows(list(done.figures), codebook())
    assert to_html(done).startswith("<!doctype html>")
