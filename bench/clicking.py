"""Many people who click at once: a server of its own on this machine, asked for minutes.

`python -m bench.clicking --minutes 10 [--people 50] [--release FOLDER]`; without a release it is
the example.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.measure import WAQIA, Found, Goal, Row

PEOPLE = 50
THINKING = 5.0
"""Seconds that a person looks at an answer before the next click, on average."""
_PATIENCE = 30.0


@dataclass
class Clicked:
    """What the people met: seconds of every page, errors, and the server's memory over time."""

    first: float = 0.0
    pages: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


def rows(release: Path, name: str, minutes: float, people: int = PEOPLE) -> Iterator[Row | Found]:
    """Lines of the table for people who click through a release."""
    from bench.desk import p95

    found = click_through(release, minutes, people)
    title = f"{people} people clicking for {minutes:g} min, {name}"
    times = [seconds for _, seconds in found.pages]
    yield Row(f"{title}: p95 of {len(times)} pages", [p95(times)], goal=Goal(1.0, "s"))
    kinds = sorted({kind for kind, _ in found.pages})
    slow = {kind: p95([s for k, s in found.pages if k == kind] * 2) for kind in kinds}
    parts = "; ".join(f"{kind} {seconds * 1000:.0f} ms" for kind, seconds in slow.items())
    yield Found("p95 of each page", parts)
    yield Found("the first page after the start", f"{found.first:.2f} s")
    yield Found("errors", "; ".join(sorted(set(found.errors))) or "none")
    middle, last = found.memory[len(found.memory) // 2], found.memory[-1]
    told = f"{found.memory[0] / 1e6:.0f}, {middle / 1e6:.0f} and {last / 1e6:.0f} MB"
    yield Found("memory of the server at the start, half-way and at the end", told)


def click_through(release: Path, minutes: float, people: int) -> Clicked:
    """Let people click through a served release for some minutes."""
    from bench.desk import clicks_on
    from waqia.release import open_release

    opened = open_release(release)
    queries = [click.query for click in clicks_on(opened, 3000, seed=99)]
    ids = [
        id_
        for (id_,) in opened.connection()
        .execute("SELECT id FROM incidents USING SAMPLE reservoir(200 ROWS) REPEATABLE (1)")
        .fetchall()
    ]
    found = Clicked()
    with served(release) as (port, process):
        start = time.perf_counter()
        _get(found, port, "first", "/explore")
        found.first = time.perf_counter() - start
        found.pages.clear()
        until = time.monotonic() + minutes * 60
        threads = [
            threading.Thread(target=_person, args=(found, port, queries, ids, until, number))
            for number in range(people)
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            found.memory.append(_resident(process.pid))
            time.sleep(min(5.0, minutes * 6))
        for thread in threads:
            thread.join()
        found.memory.append(_resident(process.pid))
    return found


@contextmanager
def served(release: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A server of a release in a process of its own; gives its port and the process."""
    process = subprocess.Popen(
        [WAQIA, "serve", str(release), "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        told = ""
        for line in process.stdout or ():
            told += line
            if match := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                break
        else:
            raise RuntimeError(f"the server did not start: {told.strip()}")
        yield int(match[1]), process
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _person(
    found: Clicked, port: int, queries: list[str], ids: list[str], until: float, number: int
) -> None:
    """Click, look, click: mostly filters, with the map and list that the page asks for itself."""
    random = Random(number)
    time.sleep(random.uniform(0, THINKING))
    while time.monotonic() < until:
        query = random.choice(queries)
        kind = random.choices(("filter", "table", "incident", "list", "api"), (10, 2, 4, 2, 1))[0]
        match kind:
            case "filter":
                _get(found, port, "page", f"/explore?{query}")
                _get(found, port, "map", f"/explore/map.json?{query}")
            case "table":
                _get(found, port, "table", f"/explore/table?{query}&rows=type&columns=year")
            case "incident":
                _get(found, port, "incident", f"/incidents/{random.choice(ids)}")
            case "list":
                _get(found, port, "list", f"/explore/incidents?{query}")
            case _:
                _get(found, port, "api", f"/api/v1/incidents?{query}&limit=20")
        left = until - time.monotonic()
        time.sleep(max(0.0, min(left, random.expovariate(1 / THINKING))))


def _get(found: Clicked, port: int, kind: str, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    start = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        found.pages.append((kind, time.perf_counter() - start))
        if answer.status != 200:
            found.errors.append(f"{answer.status} {kind}")
    except OSError as error:
        found.errors.append(f"{type(error).__name__} {kind}")
    finally:
        connection.close()


def _resident(pid: int) -> int:
    """Resident bytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    from bench.desk import example_release

    parser = argparse.ArgumentParser(prog="python -m bench.clicking", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--release", type=Path, help="a release; the example if none")
    options = parser.parse_args()
    path: Any = options.release or example_release().path
    for row in rows(path, path.name, options.minutes, options.people):
        print(" | ".join(row.cells()))
    print(f"load average: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
