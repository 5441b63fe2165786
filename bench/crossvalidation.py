"""Cross-validation of linking by event: training and test share none, and test reports are grouped.

`random` folds hold a fifth of the events each: what is grouped is thinner than a real set.
`blocks` are five stretches of time with as many reports each: as dense as a real set, and of other
elections, so they also tell how the model carries over to a set it never saw.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import SHARED
from waqia.linking.clustering import join
from waqia.linking.training import fit, traits_of
from waqia.linking.traits import TRAITS

MAVERICK = SHARED / "data" / "maverick_cote_divoire_event_reports.csv"
NAMES = tuple(TRAITS)
THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)

Fit = Callable[[Any, Any], Callable[[Any], Any]]
"""From values (pairs × traits) and labels to a function that gives probabilities."""


@dataclass
class Reports:
    """Reports with their event, day and document, and their pairs of candidates with traits."""

    events: list[str]
    days: list[int]
    documents: list[str | None]
    left: Any
    right: Any
    values: Any
    same: Any = field(init=False)

    def __post_init__(self) -> None:
        events = np.array(self.events)
        self.same = events[self.left] == events[self.right]

    def inside(self, events: set[str]) -> Any:
        """Which pairs lie between reports of these events."""
        kept = np.array([event in events for event in self.events])
        return kept[self.left] & kept[self.right]


def load() -> Reports:
    """MAVERICK's reports; their labels are kept apart from what the traits are made of."""
    import duckdb

    from waqia.codebook import Codebook
    from waqia.formats import load_mapping, stage

    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as folder:
        book = Codebook.load("generic")
        stage(connection, MAVERICK, load_mapping("maverick"), book, Path(folder))
        traits_of(connection)
        told = connection.execute(
            """SELECT t.id, a.incident, first_day, document FROM link_told t
            JOIN accounts a USING (id) ORDER BY n"""
        ).fetchall()
        pairs = connection.execute("FROM link_traits").fetchnumpy()
    number = {row[0]: n for n, row in enumerate(told)}
    values = np.column_stack(
        [np.ma.filled(np.ma.asarray(pairs[name], dtype=float), np.nan) for name in NAMES]
    )
    return Reports(
        [row[1] for row in told], [row[2] for row in told], [row[3] for row in told],
        np.array([number[id_] for id_ in pairs["account"]]),
        np.array([number[id_] for id_ in pairs["other"]]), values,
    )  # fmt: skip


def folds(reports: Reports, scheme: str, events: Iterable[str], k: int) -> list[set[str]]:
    """The events of each fold."""
    chosen = sorted(set(events))
    if scheme == "random":
        mixed = np.random.default_rng(0).permutation(chosen)
        return [set(mixed[i::k].tolist()) for i in range(k)]
    days: dict[str, list[int]] = {event: [] for event in chosen}
    for event, day in zip(reports.events, reports.days, strict=True):
        if event in days:
            days[event].append(day)
    ordered = sorted(chosen, key=lambda event: (float(np.median(days[event])), event))
    ends = np.cumsum([len(days[event]) for event in ordered])
    block = np.minimum(k - 1, (ends - 1) * k // ends[-1])
    return [{e for e, b in zip(ordered, block, strict=True) if b == i} for i in range(k)]


def group(reports: Reports, events: set[str], likely: Any, threshold: float) -> dict[int, int]:
    """Report → its group, for the reports of these events."""
    mine = [n for n, event in enumerate(reports.events) if event in events]
    at = {n: i for i, n in enumerate(mine)}
    inside = reports.inside(events)
    pairs = zip(reports.left[inside], reports.right[inside], likely, strict=True)
    groups = join(
        len(mine),
        {(at[a], at[b]): float(p) for a, b, p in pairs if p >= 0.02},
        documents=[reports.documents[n] for n in mine],
        threshold=threshold,
    )
    return {mine[i]: g for g, members in enumerate(groups) for i in members}


def tally(reports: Reports, found: dict[int, int]) -> Any:
    """Pairs that are right, that were found, and that are there."""
    events, groups = ([reports.events[n] for n in found], list(found.values()))
    counts = [{}, {}, {}]  # type: list[dict[Any, int]]
    for keys, count in zip((zip(groups, events, strict=True), groups, events), counts, strict=True):
        for key in keys:
            count[key] = count.get(key, 0) + 1
    return np.array([sum(n * (n - 1) // 2 for n in count.values()) for count in counts])


def f1(counts: Any) -> float:
    """F1 of what `tally` gave."""
    return float(2 * counts[0] / max(1, counts[1] + counts[2]))


def validated(
    reports: Reports, learn: Fit, scheme: str, k: int = 5, fixed: float | None = None
) -> list[tuple[set[str], dict[int, int]]]:
    """For each fold its events and the groups of their reports.

    The threshold is chosen on the training events alone, by three folds among them.
    """
    found = []
    for test in folds(reports, scheme, reports.events, k):
        training = set(reports.events) - test
        threshold = chosen(reports, learn, scheme, training) if fixed is None else fixed
        likely = scored(reports, learn, training, test)
        found.append((test, group(reports, test, likely, threshold)))
    return found


def chosen(reports: Reports, learn: Fit, scheme: str, events: set[str]) -> float:
    """The threshold that is best over three folds of these events."""
    parts = [
        (test, scored(reports, learn, events - test, test))
        for test in folds(reports, scheme, events, 3)
    ]
    return max(
        THRESHOLDS,
        key=lambda t: f1(sum(tally(reports, group(reports, e, p, t)) for e, p in parts)),
    )


def scored(reports: Reports, learn: Fit, training: set[str], test: set[str]) -> Any:
    """Probabilities of the pairs of the test events by what was learned from the training ones."""
    rows = reports.inside(training)
    return learn(reports.values[rows], reports.same[rows])(reports.values[reports.inside(test)])


def own(values: Any, same: Any) -> Callable[[Any], Any]:
    """waqia's model."""
    model = fit(NAMES, values, same)

    def probabilities(given: Any) -> Any:
        total = np.full(len(given), model.base)
        for i, name in enumerate(NAMES):
            levels = model.levels[name]
            at = np.searchsorted(levels.cuts, np.nan_to_num(given[:, i]), side="right")
            adds = np.array(levels.weights)[at]
            total += np.where(np.isnan(given[:, i]), levels.missing, adds)
        return 1 / (1 + np.exp(-total))

    return probabilities


def boosted(values: Any, same: Any) -> Callable[[Any], Any]:
    """Plain gradient-boosted trees on the same traits."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    useful = [i for i in range(values.shape[1]) if len(np.unique(values[:, i])) > 2]
    trees = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=40, random_state=0
    ).fit(values[:, useful], same)
    return lambda given: trees.predict_proba(given[:, useful])[:, 1]


def windows(_values: Any, _same: Any) -> Callable[[Any], Any]:
    """Fixed windows: the same day, 3 km, deaths that differ by a quarter or one at most."""
    first, km, ratio, high = (
        NAMES.index(name) for name in ("date_first", "place_km", "killed_ratio", "killed_high")
    )
    return lambda given: (
        (given[:, first] == 0)
        & (given[:, km] <= 3)
        & ((given[:, ratio] <= 0.25) | (given[:, high] <= 1))
    ).astype(float)


def measures(reports: Reports, parts: list[tuple[set[str], dict[int, int]]]) -> dict[str, float]:
    """Pairwise and cluster measures over all folds together."""
    from sklearn.metrics import v_measure_score

    right, claimed, there = sum(tally(reports, found) for _, found in parts)
    events, groups, cubed, exact, total = [], [], np.zeros(2), 0, 0
    for fold, (_, found) in enumerate(parts):
        by_group: dict[int, list[str]] = {}
        sizes: dict[str, int] = {}
        for n, g in found.items():
            by_group.setdefault(g, []).append(reports.events[n])
            sizes[reports.events[n]] = sizes.get(reports.events[n], 0) + 1
            events.append(reports.events[n])
            groups.append((fold, g))
        for members in by_group.values():
            for event in members:
                both = members.count(event)
                cubed += both / len(members), both / sizes[event]
            exact += len(set(members)) == 1 and len(members) == sizes[members[0]]
        total += len(sizes)
    precision, recall = cubed / len(events)
    names = {g: i for i, g in enumerate(dict.fromkeys(groups))}
    return {
        "precision": right / max(1, claimed),
        "recall": right / there,
        "F1": f1((right, claimed, there)),
        "B-cubed F1": 2 * precision * recall / (precision + recall),
        "V-measure": float(v_measure_score(events, [names[g] for g in groups])),
        "exact clusters": exact / total,
    }
