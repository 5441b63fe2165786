"""The same expressions are SQL for another engine too.

Sums and divisions ask a running Spark session for an option, so rows are compiled, not their sums.
"""

from __future__ import annotations

from typing import Any

import ibis
import pytest

from tests.analysis.conftest import HandMade
from waqia.analysis import tally
from waqia.analysis.counting import count


@pytest.mark.parametrize(
    "asked",
    [
        {"by": ["province", "week"], "period": "2023"},
        {"by": ["target", "tactic"], "multi": "each"},
        {"by": "actor_category", "multi": "combination"},
        {"by": "party_group", "rule": "attacks_without_attackers"},
        {"by": "province", "where": {"party": "police", "killed": ">=3"}},
        {"by": ["event", "relative_month"], "around": "elections", "before": "3 months"},
    ],
)
def test_questions_compile_for_spark(two_years: HandMade, asked: dict[str, Any]) -> None:
    counted = count(two_years, **asked)
    rows = tally.spread(counted._question, counted._by)
    assert str(ibis.to_sql(rows, dialect="pyspark")).startswith("SELECT")
