"""Auditing the longest published text: how long it takes, and how many changed numbers it finds."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator

from bench.measure import OUT, SHARED, WAQIA, Goal, Row, Skipped, processes

SEEDS = SHARED / "seeds"


def measure(rounds: int) -> Iterator[Row | Skipped]:
    found = sorted(SEEDS.glob("001_*.txt"))
    if not found:
        yield Skipped("`waqia audit`, a text of 380 kB", "needs ../shared/seeds")
        return
    page = OUT / "audit.html"
    runs = processes(
        {
            "pass": [sys.executable, "-c", "pass"],
            "audit": [WAQIA, "audit", str(found[0]), "--out", str(page)],
        },
        rounds,
    )
    yield Row.of_processes(
        "`waqia audit`, a text of 380 kB", runs["audit"], "`python -c pass`", runs["pass"],
        Goal(10, "s"),
    )  # fmt: skip


def changed_numbers(number: int = 100, seed: int = 1) -> Iterator[tuple[str, bool, int]]:
    """Change one number of the text at a time: where it stands, whether that is found, and how
    many findings there are that the change does not explain.

    Drawn are numbers of sentences that count incidents or people, and numbers of cells.
    """
    from waqia.audit import audit, figures_of
    from waqia.codebook import Codebook
    from waqia.reading import read_document

    path = min(SEEDS.glob("001_*.txt"))
    codebook = Codebook.load("pakistan")
    document = read_document(path)
    before = {(one.code, one.message) for one in audit([document], codebook).found}
    figures = [f for f in figures_of(document, codebook) if not f.measure.startswith("percent")]
    draw = random.Random(seed)
    text = document.text
    for origin in ("cell", "prose"):
        chosen = [f for f in figures if f.origin == origin]
        for figure in draw.sample(chosen, min(number, len(chosen))):
            digits = re.search(r"\d[\d,]*", text[figure.start : figure.end])
            if digits is None:
                continue
            start = figure.start + digits.start()
            wrong = str(int(digits[0].replace(",", "")) + draw.choice((1, 2, 5, 10)))
            changed = text[:start] + wrong + text[start + len(digits[0]) :]
            done = audit([read_document(changed.encode(), name="changed.txt")], codebook)
            new = [one for one in done.found if (one.code, one.message) not in before]
            near = range(start - 400, start + 400)
            shown = [one for one in new if any(spot.start in near for spot in one.spots)]
            yield origin, bool(shown), len(new) - len(shown)


if __name__ == "__main__":
    tally: dict[str, list[tuple[bool, int]]] = {"cell": [], "prose": []}
    for origin, seen, others in changed_numbers():
        tally[origin].append((seen, others))
    for origin, results in tally.items():
        print(
            f"{origin}: {sum(seen for seen, _ in results)} of {len(results)} changed numbers "
            f"found; {sum(others for _, others in results)} other findings"
        )
