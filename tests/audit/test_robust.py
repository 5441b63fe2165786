"""Whatever a document says, an audit of it ends, and every place it names is in the text."""

from __future__ import annotations

import time

import pytest
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
@settings(max_examples=80)
def test_an_audit_ends_and_points_into_the_text(text: str) -> None:
    read = document(text)
    done = audit([read], codebook())
    for one in done.found:
        for spot in one.spots:
            assert 0 <= spot.start <= spot.end <= len(read.text)
    figure_rows(list(done.figures), codebook())
    assert to_html(done).startswith("<!doctype html>")


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed in Quetta and " * 10_000,
        "Twelve people were killed in Quetta on May 3, 2023. " * 1_000,
        "District\tAttacks\tKilled\n" + "Kech\t3\t4\n" * 3_000 + "Total\t9000\t12000\n",
        "\n".join("\t".join(["Kech", *["3"] * 2_000]) for _ in range(5)),
        "District\tAttacks\tKilled\nKech\t3\t4\nZhob\t1\t2\nTotal\t4\t6\n\nSo it went on.\n\n"
        * 300,
    ],
    ids=["sentence", "sentences", "long", "wide", "tables"],
)
def test_an_audit_of_what_repeats_ends_in_time(text: str) -> None:
    begun = time.process_time()
    audit([document(f"Table 1: Attacks in Pakistan in 2023\n\n{text}")], codebook())
    assert time.process_time() - begun < 30
