"""The explore page: what it shows first, after a filter changed, and on its map.

Its pages themselves, with fifty people clicking at once: `python -m bench.clicking`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from bench import clicking
from bench.measure import OUT, ROOT, WAQIA, Found, Goal, Row, run_process, side_by_side
from bench.synthetic import release_of

INCIDENTS = 3_000_000
BY = ("type", "province", "actor", "target", "tactic", "tag")
CLICKS = 20
_HAND = "DuckDB SQL by hand on the file"
_SUMS = (
    "count(*), sum(killed), sum(killed_min), sum(coalesce(killed_max, killed)), "
    "count(*) - count(killed)"
)
_EVERY_SUM = ", ".join(
    f"sum({o}), sum({o}_min), sum(coalesce({o}_max, {o})), count(*) - count({o})"
    for o in ("killed", "injured", "arrested", "abducted")
)
_LISTS = {"actor": "perpetrators", "target": "targets", "tactic": "tactics", "tag": "tags"}
_COUNTED = "(status IS NULL OR status NOT IN ('withdrawn', 'merged'))"


@dataclass(frozen=True)
class Click:
    """A question as the page asks it, and as the condition that one would write by hand."""

    pairs: tuple[tuple[str, str], ...]
    tests: tuple[str, ...]

    @property
    def query(self) -> str:
        return urlencode(self.pairs)


NOTHING = Click((), ())


def measure(rounds: int) -> Iterator[Row | Found]:
    from waqia.analysis import Prepared
    from waqia.release import open_release
    from waqia.web.exploring import Question, points

    rounds = max(3, rounds // 2)
    path = release_of(INCIDENTS).path
    million = f"{INCIDENTS / 1e6:.0f} M incidents"
    ready, first, by_hand = [], [], []
    for _ in range(2):  # each start takes long
        release = open_release(path)
        ready.append(seconds(Prepared, release))
        first.append(seconds(look, release, NOTHING))
        by_hand.append(seconds(_by_hand, open_release(path), NOTHING))
    yield Row(f"a release made ready as the server starts; {million}", ready)
    yield Row(f"first view of the explore page; {million}", first, "s", _HAND, by_hand,
              Goal(1.5, "s"))  # fmt: skip
    yield filters(release, rounds, f"another filter, p95 of {CLICKS}; {million}", Goal(0.3, "s"))

    def mapped() -> None:
        release.kept.pop("answers", None)
        points(release, Question())

    runs = side_by_side(
        {"waqia": mapped, "hand": lambda: _points_by_hand(release, NOTHING)}, 2 * rounds
    )
    yield Row("map of all points, as it is sent", runs["waqia"], "s", _HAND, runs["hand"],
              Goal(1.0, "s"))  # fmt: skip
    example = example_release()
    yield filters(example, rounds, f"another filter, p95 of {CLICKS}; example", Goal(0.06, "s"))
    yield from clicking.rows(example.path, "example", minutes=1)


def filters(release: Any, rounds: int, name: str, goal: Goal) -> Row:
    """The 95th percentile of what the page shows, over clicks that nobody made before.

    The processor's time is the mean of a click, of both cores together.
    """
    ours: list[float] = []
    theirs: list[float] = []
    worked: list[float] = []
    look(release, NOTHING)
    for number in range(rounds):
        clicks = clicks_on(release, CLICKS, seed=number)
        for found, answer in ((ours, look), (theirs, _by_hand)):
            release.kept.pop("answers", None)
            start = time.process_time()
            found.append(p95([seconds(answer, release, click) for click in clicks]))
            if answer is look:
                worked.append((time.process_time() - start) / len(clicks))
    return Row(name, ours, "s", _HAND, theirs, goal, worked)


def example_release() -> Any:
    """The example of Pakistan as a release."""
    from waqia.release import open_release

    out = OUT / "desk.release"
    accounts = ROOT / "examples" / "pakistan" / "accounts.csv"
    build = [WAQIA, "build", str(accounts), "--codebook", "pakistan", "--out", str(out)]
    run_process([*build, "--overwrite"])
    return open_release(out)


def clicks_on(release: Any, number: int, seed: int) -> list[Click]:
    """Questions of one to three filters, to values as often as incidents have them."""
    random = Random(seed)
    drawn = (
        release.connection()
        .execute(
            f"""
            SELECT type, province, district, year(date_start), perpetrators[1], tactics[1]
            FROM incidents WHERE {_COUNTED} AND date_start IS NOT NULL
            USING SAMPLE reservoir({3 * number} ROWS) REPEATABLE ({seed + 1})
            """
        )
        .fetchall()
    )
    clicks = []
    for row in random.sample(drawn, min(number, len(drawn))):
        kind, province, district, year, actor, tactic = row
        chosen: dict[str, tuple[tuple[str, str], str]] = {
            "period": (("period", str(year)), f"year(date_start) = {year}"),
            "killed": (("killed", ">=3"), "killed >= 3"),
        }
        plain = {"type": kind, "province": province, "district": district}
        for name, value in plain.items():
            if value:
                chosen[name] = ((name, value), f"{name} = {_text(value)}")
        for name, value in {"actor": actor, "tactic": tactic}.items():
            if value and value != "unknown":
                test = f"list_contains({_LISTS[name]}, {_text(value)})"
                chosen[name] = ((name, value), test)
        names = random.sample(sorted(chosen), random.choice((1, 1, 2, 3)))
        pairs, tests = zip(*(chosen[name] for name in names), strict=True)
        clicks.append(Click(pairs, tests))
    return clicks


def look(release: Any, click: Click) -> None:
    """Everything that the explore page shows of a question."""
    from waqia.web.exploring import Question, by_region, cross, listing, overview, points

    question = Question.read(click.pairs)
    overview(release, question, by=BY)
    by_region(release, question, measures=("incidents", "killed"))
    cross(release, question, "type", "year")
    points(release, question, measure="incidents")
    listing(release, question, limit=10)


def _by_hand(release: Any, click: Click) -> None:
    """The same numbers by plain SQL on the release's file, one query each."""
    ask = release.connection().execute
    held = " AND ".join([_COUNTED, *click.tests])
    ask(f"SELECT count(*), {_EVERY_SUM} FROM incidents WHERE {held}").fetchall()
    plain = ("year(date_start)", "type", "province", "district")
    for by in plain:
        ask(f"SELECT {by}, {_SUMS} FROM incidents WHERE {held} GROUP BY ALL").fetchall()
    for column in _LISTS.values():
        ask(
            f"SELECT value, {_SUMS} FROM (SELECT *, unnest(CASE WHEN len({column}) > 0 "
            f"THEN {column} ELSE [NULL] END) AS value FROM incidents WHERE {held}) GROUP BY ALL"
        ).fetchall()
    ask(
        f"SELECT type, year(date_start), count(*) FROM incidents WHERE {held} GROUP BY ALL"
    ).fetchall()
    _points_by_hand(release, click)
    ask(f"SELECT * FROM incidents WHERE {held} ORDER BY date_start DESC, id LIMIT 10").fetchall()


def _points_by_hand(release: Any, click: Click) -> str:
    held = " AND ".join([_COUNTED, *click.tests])
    ask = release.connection().execute
    ((number,),) = ask(
        f"SELECT approx_count_distinct((latitude, longitude)) FROM incidents WHERE {held}"
    ).fetchall()
    at = "latitude, longitude" if number < 20_000 else "floor(latitude * 8), floor(longitude * 8)"
    found = ask(
        f"SELECT {at}, count(*), sum(killed)::BIGINT FROM incidents WHERE {held} GROUP BY ALL"
    ).fetchall()
    return json.dumps(found)


def p95(times: list[float]) -> float:
    """The time that one of twenty takes longer than."""
    return quantiles(times, n=20)[-1]


def seconds(run: Callable[..., Any], *arguments: Any) -> float:
    """How long it takes."""
    start = time.perf_counter()
    run(*arguments)
    return time.perf_counter() - start


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
