"""The published texts of ../shared/seeds: what is wrong in them is found, and nothing else.

What is expected stands here as codes and offsets; every finding was judged by reading the text, see
docs/accuracy.md.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.audit.reports import codebook, seed
from waqia.audit import Audit, audit
from waqia.reading import read_document

TRUE = {
    ("percent-change", 50344),
    ("percent-change", 50942),
    ("sum-column", 90359),
    ("figure-differs", 89991),
    ("percent-share", 3944),
    ("percent-share", 51329),
    ("figure-differs", 260367),
    ("figure-differs", 88169),
    ("figure-differs", 88347),
    ("figure-differs", 110316),
    ("figure-differs", 111168),
}
"""Code and first place of what was judged true in the longest text."""


@cache
def of_longest() -> Audit:
    return audit([read_document(seed("001"))], codebook())


def test_the_discrepancies_of_the_longest_text_are_found() -> None:
    found = {(one.code, one.spots[0].start) for one in of_longest().found}
    assert found - {one for one in found if one[0] == "table-unread"} == TRUE


def test_tables_that_were_not_read_surely_are_said_to_be_unread() -> None:
    unread = [one.spots[0].where for one in of_longest().found if one.code == "table-unread"]
    assert unread == ["Table 5", "Table 9"]


@pytest.mark.parametrize("number", ["000", "002", "003", "004"])
def test_nothing_is_found_in_the_other_texts(number: str) -> None:
    assert audit([read_document(seed(number))], codebook()).found == ()


def test_the_wrong_cell_of_a_column_is_named_with_the_help_of_the_text() -> None:
    column = next(one for one in of_longest().found if one.code == "sum-column")
    assert column.correction.startswith("8 → 9 in row Sunni religious leaders/community")
