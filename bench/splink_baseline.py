"""splink as a baseline of linking: Fellegi and Sunter's model on the same pairs and folds.

Without labels u is drawn from random pairs and m found by expectation maximisation over all
reports; with labels m comes from the training events. The pairs scored are our own candidates.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from bench import crossvalidation as cv

LINKED = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)
"""Thresholds tried; wide, since what splink gives lies near 0 and 1."""

Parts = list[tuple[set[str], dict[int, int]]]


class Splink:
    """splink's probabilities of the candidates of these reports, learned in one of two ways."""

    def __init__(self, reports: cv.Reports, accounts: Any, *, labels: bool) -> None:
        self.reports, self.accounts, self.labels = reports, accounts, labels
        self.scores = cache(self._scores)

    def _scores(self, training: frozenset[str]) -> Any:
        from splink import DuckDBAPI, Linker

        api = DuckDBAPI()
        frame = api.register(self.accounts)
        learner = linker = Linker(frame, _settings(), log_level=None)
        if self.labels:
            known = self.accounts[self.accounts["event"].isin(training)]
            learner = Linker(api.register(known), _settings(), log_level=None)
        learner.training.estimate_probability_two_random_records_match(
            ["l.first_day = r.first_day AND l.place = r.place AND l.killed = r.killed"], recall=0.4
        )
        learner.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
        if self.labels:
            learner.training.estimate_m_from_label_column("event")
            linker = Linker(frame, learner.misc.save_model_to_json(), log_level=None)
        else:
            for rule in ("l.first_day = r.first_day", "l.place = r.place"):
                learner.training.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict().as_duckdbpyrelation().fetchnumpy()
        size = len(self.reports.events)
        dense = np.zeros((size, size))
        one, other = found["unique_id_l"], found["unique_id_r"]
        dense[one, other] = dense[other, one] = np.ma.filled(found["match_probability"], 0)
        return dense[self.reports.left, self.reports.right]

    def likely(self, training: set[str], test: set[str]) -> Any:
        """Probabilities of the pairs of the test events."""
        known = frozenset(training) if self.labels else frozenset()
        return self.scores(known)[self.reports.inside(test)]

    def validated(self, scheme: str, *, average: bool) -> Parts:
        """As `crossvalidation.validated`, with groups of average linkage or connected ones."""
        grouped = cv.group if average else connected
        reports, found = self.reports, []
        for test in cv.folds(reports, scheme, reports.events, 5):
            training = set(reports.events) - test
            inner = [
                (part, self.likely(training - part, part))
                for part in cv.folds(reports, scheme, training, 3)
            ]
            counts = {
                t: sum(cv.tally(reports, grouped(reports, e, p, t)) for e, p in inner)
                for t in LINKED
            }
            threshold = max(LINKED, key=lambda t, counts=counts: cv.f1(counts[t]))
            found.append((test, grouped(reports, test, self.likely(training, test), threshold)))
        return found


def connected(
    reports: cv.Reports, events: set[str], likely: Any, threshold: float
) -> dict[int, int]:
    """Report → its connected component over the pairs from the threshold upwards."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    inside, size = reports.inside(events), len(reports.events)
    edges = (reports.left[inside][likely >= threshold], reports.right[inside][likely >= threshold])
    graph = coo_array((np.ones(len(edges[0])), edges), shape=(size, size))
    groups = connected_components(graph, directed=False)[1]
    return {n: int(groups[n]) for n, event in enumerate(reports.events) if event in events}


def accounts() -> Any:
    """A data frame of the reports in the order of `crossvalidation.load`, as splink compares."""
    import tempfile
    from pathlib import Path

    import duckdb

    from waqia.codebook import Codebook
    from waqia.formats import load_mapping, stage
    from waqia.linking.training import traits_of

    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as folder:
        book = Codebook.load("generic")
        stage(connection, cv.MAVERICK, load_mapping("maverick"), book, Path(folder))
        traits_of(connection)
        return connection.execute(
            """SELECT (row_number() OVER (ORDER BY n) - 1)::INTEGER AS unique_id,
                a.incident AS event, t.first_day, t.last_day, t.latitude, t.longitude,
                nullif(t.place, '') AS place, t.killed, t.injured, t.publisher, t.document,
                nullif(t.actors, []) AS actors, nullif(t.kinds, []) AS kinds
            FROM link_told t JOIN accounts a USING (id) ORDER BY n"""
        ).df()


def _settings() -> Any:
    import splink.comparison_level_library as levels
    import splink.comparison_library as compare
    from splink import SettingsCreator

    def numbers(column: str, *steps: tuple[str, str]) -> Any:
        return compare.CustomComparison(
            output_column_name=column,
            comparison_levels=[
                levels.NullLevel(column),
                *(levels.CustomLevel(sql, name) for sql, name in steps),
                levels.ElseLevel(),
            ],
        )

    def toll(column: str) -> Any:
        a, b = f"{column}_l", f"{column}_r"
        return numbers(
            column,
            (f"{a} = {b} AND {a} > 0", "the same"),
            (f"{a} = 0 AND {b} = 0", "both none"),
            (f"least({a}, {b}) > 0 AND least({a}, {b}) >= 0.75 * greatest({a}, {b})", "near"),
            (f"least({a}, {b}) > 0", "both some"),
        )

    days = "abs(first_day_l - first_day_r)"
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=["1 = 1"],
        comparisons=[
            numbers("first_day", *((f"{days} <= {n}", f"{n} days") for n in (0, 1, 2, 7))),
            compare.DistanceInKMAtThresholds("latitude", "longitude", [1, 5, 20, 50]),
            compare.JaroWinklerAtThresholds("place", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            toll("killed"),
            toll("injured"),
            compare.ArrayIntersectAtSizes("actors", [2, 1]),
            compare.ArrayIntersectAtSizes("kinds", [2, 1]),
            compare.ExactMatch("publisher"),
        ],
    )
