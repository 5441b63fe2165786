"""Timing side by side, processes with their peak memory, and the rows of the printed table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
OUT = ROOT / "out" / "bench"
SHARED = ROOT.parent / "shared"
GED = SHARED / "data" / "ged_pakistan_1989_2021.csv"
WAQIA = str(Path(sys.executable).with_name("waqia"))

_WATCH = """
import json, os, sys, time
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_, status, usage = os.wait4(child, 0)
print(json.dumps([time.perf_counter() - start, usage.ru_utime + usage.ru_stime,
    usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)]))
"""
# A small process starts the measured one: the kernel counts the memory of whoever starts a
# process to that process's own peak, and this one may hold gigabytes.


@dataclass(frozen=True)
class Goal:
    """A limit, on the figure itself or on its ratio to the baseline."""

    limit: float
    unit: str

    def __str__(self) -> str:
        return "≤ " + show(self.limit, self.unit)


@dataclass(frozen=True)
class Run:
    """What a process took: wall seconds, seconds of processor, peak resident bytes."""

    seconds: float
    cpu: float
    peak: float


@dataclass
class Row:
    """One line of the table: the figures of all runs of waqia and of its baseline."""

    measure: str
    runs: list[float]
    unit: str = "s"
    baseline: str = ""
    base_runs: list[float] = field(default_factory=list)
    goal: Goal | None = None
    cpu: list[float] = field(default_factory=list)

    @classmethod
    def of_processes(
        cls, measure: str, runs: list[Run], baseline: str, base: list[Run], goal: Goal | None = None
    ) -> Row:
        """The row of the wall time of processes, with the processor's time beside it."""
        seconds, others = ([run.seconds for run in group] for group in (runs, base))
        return cls(measure, seconds, "s", baseline, others, goal, [run.cpu for run in runs])

    @property
    def ratio(self) -> float | None:
        """Median over the rounds of waqia's figure by the baseline's of the same round."""
        pairs = zip(self.runs, self.base_runs, strict=True)
        return median(a / b for a, b in pairs) if self.base_runs else None

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        reached = self.ratio if self.goal.unit == "×" else median(self.runs)
        return reached is not None and reached <= self.goal.limit

    def cells(self) -> list[str]:
        ratio = self.ratio
        cpu = f", CPU {show(median(self.cpu), 's')}" if self.cpu else ""
        return [
            self.measure,
            with_spread(self.runs, self.unit) + cpu,
            f"{self.baseline}: {with_spread(self.base_runs, self.unit)}" if self.base_runs else "–",
            "–" if ratio is None else show(ratio, "×"),
            "–" if self.goal is None else str(self.goal),
            {None: "–", True: "yes", False: "NO"}[self.met],
        ]


@dataclass(frozen=True)
class Skipped:
    """A line that says why something was not measured."""

    measure: str
    why: str

    def cells(self) -> list[str]:
        return [self.measure, f"not measured: {self.why}", "–", "–", "–", "–"]


@dataclass(frozen=True)
class Found:
    """A line of quality rather than of time: what was found, in words."""

    measure: str
    what: str

    def cells(self) -> list[str]:
        return [self.measure, self.what, "–", "–", "–", "–"]


HEADER = ["measure", "waqia", "baseline", "ratio", "goal", "met?"]


def show(value: float, unit: str) -> str:
    """A figure (seconds, bytes, a ratio) for people, in the unit that tells it best."""
    if unit == "MB":
        return f"{value / 1e6:,.0f} MB"
    if unit == "ms":
        return f"{value * 1000:.1f} ms"
    if unit == "×":
        return f"{value:.2f}×" if value < 10 else f"{value:.0f}×"
    return f"{value:.3f} s" if value < 10 else f"{value:.1f} s"


def with_spread(runs: Sequence[float], unit: str) -> str:
    """The median and, in brackets, the lowest and the highest run."""
    if len(runs) == 1:
        return show(runs[0], unit)
    low, high = (show(edge, unit).rsplit(" ", 1)[0] for edge in (min(runs), max(runs)))
    return f"{show(median(runs), unit)} ({low}–{high})"


def side_by_side(
    contenders: Mapping[str, Callable[[], Any]], rounds: int
) -> dict[str, list[float]]:
    """Seconds of every contender in every round; one round before them warms up, uncounted.

    Each round runs all contenders one after the other, so that a load on the machine that comes
    and goes meets all of them.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            if number:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def run_process(command: Sequence[str]) -> Run:
    """Run a command to its end; its output is dropped.

    Raises:
        RuntimeError: it did not end with 0 or, for findings, 1.
    """
    # Python's cache of compiled modules is used, as on any machine where waqia ran before.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    watched = subprocess.run(
        [sys.executable, "-c", _WATCH, *command],
        capture_output=True, text=True, check=False, cwd=ROOT, env=environment,
    )  # fmt: skip
    if watched.returncode:
        raise RuntimeError(f"{command[0]} could not be started: {watched.stderr}")
    seconds, cpu, peak, code = json.loads(watched.stdout)
    if code not in (0, 1) or "Traceback" in watched.stderr:
        raise RuntimeError(f"{' '.join(command)} ended with {code}: {watched.stderr.strip()}")
    return Run(seconds, cpu, peak)


def processes(
    commands: Mapping[str, Sequence[str]],
    rounds: int,
    before: Callable[[], Any] = lambda: None,
) -> dict[str, list[Run]]:
    """Runs of every command in every round, after one uncounted round; `before` clears the way."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        before()
        for name, command in commands.items():
            run = run_process(command)
            if number:
                runs[name].append(run)
    return runs
