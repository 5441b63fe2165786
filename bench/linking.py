"""Linking: how well reports are grouped under cross-validation, and how long suggestions take."""

from __future__ import annotations

import csv
import importlib.util
import time
from collections.abc import Iterator
from itertools import pairwise

from bench import crossvalidation as cv
from bench.measure import ROOT, Found, Goal, Row, Skipped
from bench.synthetic_accounts import make_accounts

_SIZES = (25_000, 50_000, 100_000, 200_000)
_BANDS = (0.0, 0.2, 0.5, 0.8, 1.01)


def measure(_rounds: int) -> Iterator[Row | Skipped | Found]:
    """Rows of quality (shares, as text) and of seconds."""
    yield from _grouping()
    yield from _judged()
    yield from _seconds()


def _grouping() -> Iterator[Row | Skipped | Found]:
    if not cv.MAVERICK.exists():
        yield Skipped("grouping MAVERICK's reports", f"../shared/data/{cv.MAVERICK.name} is absent")
        return
    reports = cv.load()
    learners = {"fixed windows": cv.windows, "boosted trees": cv.boosted, "waqia": cv.own}
    for scheme in ("random", "blocks"):
        for name, learn in learners.items():
            fixed = 0.5 if name == "fixed windows" else None
            found = cv.measures(reports, cv.validated(reports, learn, scheme, fixed=fixed))
            told = ", ".join(f"{measure} {value:.3f}" for measure, value in found.items())
            yield Found(f"MAVERICK by event, {scheme} folds, {name}", told)
    yield from _splink(reports)


def _splink(reports: cv.Reports) -> Iterator[Found | Skipped]:
    if importlib.util.find_spec("splink") is None:
        yield Skipped("grouping with splink", "pip install splink==5.0.0")
        return
    from bench.splink_baseline import Splink, accounts

    frame = accounts()
    for learned, labels in (("without labels", False), ("with labels", True)):
        model = Splink(reports, frame, labels=labels)
        for scheme in ("random", "blocks"):
            for groups, average in (("connected", False), ("average linkage", True)):
                found = cv.measures(reports, model.validated(scheme, average=average))
                told = ", ".join(f"{measure} {value:.3f}" for measure, value in found.items())
                name = f"splink {learned}, {groups}"
                yield Found(f"MAVERICK by event, {scheme} folds, {name}", told)


def _judged() -> Iterator[Found]:
    path = ROOT / "bench" / "data" / "ged_pbc_judged.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(float(row["probability"]), row["judgement"]) for row in csv.DictReader(file)]
    for low, high in pairwise(_BANDS):
        said = [judgement for probability, judgement in rows if low <= probability < high]
        counts = {word: said.count(word) for word in ("same", "different", "unsure")}
        told = ", ".join(f"{number} {word}" for word, number in counts.items())
        yield Found(f"GED × Pakistan Body Count, probability {low}–{min(high, 1.0)}", told)


def _seconds() -> Iterator[Row]:
    import duckdb

    from waqia.linking import cluster, suggest

    for size in _SIZES:
        with duckdb.connect() as connection:
            make_accounts(connection, size)
            start = time.perf_counter()
            suggest(connection)
            taken = time.perf_counter() - start
            goal = Goal(60, "s") if size == 100_000 else None
            yield Row(f"suggestions for {size:,} accounts", [taken], goal=goal)
            if size == 100_000:
                start = time.perf_counter()
                cluster(connection)
                yield Row(f"grouping {size:,} accounts", [time.perf_counter() - start])
