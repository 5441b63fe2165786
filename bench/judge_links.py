"""Linking two datasets, judged by reading: UCDP GED of Pakistan and Pakistan Body Count.

`python -m bench.judge_links` scores the judged pairs of `data/ged_pbc_sample.csv` with the shipped
model and prints precision by band of probability, and how many attacks of PBC have a link by year.
Of the attacks without a link `data/ged_pbc_unlinked.csv` holds a sample, looked up in GED by hand.
`python -m bench.judge_links --draw` prints the samples to be judged, both rows of a pair together.
"""

from __future__ import annotations

import csv
import math
import sys
import tempfile
from bisect import bisect_right
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random

from bench.measure import GED, SHARED
from waqia.formats import import_dataset
from waqia.linking import link_releases, load_model

PBC = SHARED / "data" / "pbc_suicide_attacks_1995_2017.csv"
JUDGED = Path(__file__).parent / "data" / "ged_pbc_sample.csv"
UNLINKED = JUDGED.with_name("ged_pbc_unlinked.csv")
BANDS = (0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 1.0)
EACH, SEED = 10, 20261122
MINIMA = (0.5, 0.1, 0.05, 0.01)
LINKED_FROM, LOOKED_UP = 0.01, 30

Probabilities = dict[tuple[str, str], float]


def linked(folder: Path) -> tuple[Probabilities, Probabilities]:
    """Probability of each link (an incident has at most one), and of each pair of candidates."""
    ged, pbc = folder / "ged.release", folder / "pbc.release"
    import_dataset(GED, "ucdp-ged", ged)
    import_dataset(PBC, "pbc-suicide", pbc)
    found = []
    for minimum, many in ((BANDS[0], False), (0.0, True)):
        out = folder / f"links-{many}.csv"
        link_releases(ged, pbc, out, minimum=minimum, many=many)
        with out.open(encoding="utf-8", newline="") as lines:
            found.append(
                {(r["left"], r["right"]): float(r["probability"]) for r in csv.DictReader(lines)}
            )
    return found[0], found[1]


def band(probability: float) -> int:
    """Which band a probability lies in; -1 below the first."""
    return min(bisect_right(BANDS, probability) - 1, len(BANDS) - 2)


def drawn(links: Probabilities) -> list[tuple[str, str]]:
    """As many links of each band, in an order that only the seed and the ids decide."""
    mixed = sorted(links, key=lambda pair: sha256(f"{SEED} {pair}".encode()).hexdigest())
    return [
        pair
        for n in range(len(BANDS) - 1)
        for pair in [pair for pair in mixed if band(links[pair]) == n][:EACH]
    ]


def rows_of(path: Path, prefix: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a dataset by the id that their incidents have."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        return {f"{prefix}-{row[key]}": row for row in csv.DictReader(lines)}


def print_pairs(links: Probabilities) -> None:
    ged, pbc = rows_of(GED, "GED", "id"), rows_of(PBC, "PBC", "S#")
    for left, right in drawn(links):
        print(f"\n{left}  {right}  {links[left, right]:.4f}  {load_model().id}")
        for row in (ged[left], pbc[right]):
            told = [f"{name}: {value.strip()}" for name, value in row.items() if value.strip()]
            print("   ", " | ".join(told))
    linked_ones = {right for (_, right), p in links.items() if p >= LINKED_FROM}
    without = Random(SEED).sample([id_ for id_ in pbc if id_ not in linked_ones], LOOKED_UP)
    print(f"\nwithout a link from {LINKED_FROM} on:", *without)


def wilson(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share, 95 percent (Wilson 1927)."""
    middle = (right + z * z / 2) / (of + z * z)
    half = z / (of + z * z) * math.sqrt(right * (of - right) / of + z * z / 4)
    return middle - half, middle + half


def precision(links: Probabilities, candidates: Probabilities) -> list[str]:
    """Rows of the table: links and judged pairs by band, and how many of those are right."""
    with JUDGED.open(encoding="utf-8", newline="") as lines:
        judged = [
            (candidates.get((row["ged"], row["pbc"]), 0.0), row["judgement"])
            for row in csv.DictReader(lines)
        ]
    rows = []
    for n, (low, high) in [(-1, (0.0, BANDS[0])), *enumerate(pairwise(BANDS))]:
        said = Counter(judgement for p, judgement in judged if band(p) == n)
        sure = said["same"] + said["different"]
        if not said:
            continue
        share = "– | –"
        if sure:
            least, most = wilson(said["same"], sure)
            share = f"{said['same'] / sure:.2f} | {least:.2f}–{most:.2f}"
        count = sum(band(p) == n for p in links.values()) if n >= 0 else "–"
        counts = " | ".join(str(said[name]) for name in ("same", "different", "unsure"))
        rows.append(f"| {low:g}–{high:g} | {count} | {counts} | {share} |")
    return rows


def looked_up(links: Probabilities) -> str:
    """How many of the attacks that had no link stand in GED, and how many have that link now."""
    with UNLINKED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    said = Counter(row["in_ged"] for row in rows)
    least, most = wilson(said["yes"], said["yes"] + said["no"])
    right = [links.get((row["ged"], row["pbc"]), 0.0) for row in rows if row["in_ged"] == "yes"]
    return (
        f"{len(rows)} attacks without a link: {said['yes']} in GED ({least:.2f}–{most:.2f}), "
        f"{said['unsure']} unsure; linked rightly now from {LINKED_FROM} on: "
        f"{sum(p >= LINKED_FROM for p in right)}"
    )


def by_year(links: Probabilities) -> list[str]:
    """Rows of the table: attacks of PBC, and how many have a link from each minimum on."""
    years = {id_: row["Date"].strip()[-4:] for id_, row in rows_of(PBC, "PBC", "S#").items()}
    rows = []
    for year in [*sorted(set(years.values())), "all"]:
        of = sum(year in (y, "all") for y in years.values())
        found = [p for (_, pbc), p in links.items() if year in (years[pbc], "all")]
        counts = " | ".join(str(sum(p >= minimum for p in found)) for minimum in MINIMA)
        rows.append(f"| {year} | {of} | {counts} |")
    return rows


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        links, candidates = linked(Path(folder))
    if "--draw" in sys.argv[1:]:
        print_pairs(links)
        return
    print(f"model {load_model().id}, {len(links)} links from {BANDS[0]} on\n")
    print("| probability | links | same | different | unsure | precision | 95 percent |")
    print("|---|---:|---:|---:|---:|---:|---:|", *precision(links, candidates), sep="\n")
    print(f"\n{looked_up(links)}")
    print("\n| year | attacks |", " | ".join(f"≥ {minimum:g}" for minimum in MINIMA), "|")
    print("|---|---:" + "|---:" * len(MINIMA) + "|", *by_year(links), sep="\n")


if __name__ == "__main__":
    main()
