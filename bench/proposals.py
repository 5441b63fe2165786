"""How well the built-in engine proposes accounts, how fast, and in how much memory.

`python -m bench proposals` measures all of it. `python -m bench.proposals` prints the accuracy
alone; with `--errors`, every disagreement with the gold of the sets that may be looked at, and of
those held out only with `--held` too; with `--stream N`, it reads N recombined articles.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

from bench.measure import Found, Goal, Row, Skipped, processes
from bench.news_gold import SEEDS, Case, Told, articles, proposed, seeds, urdu_sentences
from bench.news_scoring import FIELDS, Aligned, Scores, Tally, agreement, align
from waqia.codebook import Codebook
from waqia.model import Proposal
from waqia.reading import Document, read_document
from waqia.reading.reader import Reader

SETS = {
    "dev": lambda: articles("dev"),
    "held": lambda: articles("held"),
    "Urdu dev": lambda: urdu_sentences("dev"),
    "Urdu held": lambda: urdu_sentences("held"),
    "seeds": seeds,
}
HELD = ("held", "Urdu held")
TIMED, STREAMED = 1_000, 10_000


def measure(rounds: int) -> Iterator[Found | Row | Skipped]:
    """The accuracy on every set, seconds for 1,000 articles, and the peak memory of a stream."""
    yield from accuracy()
    seconds = []
    for _ in range(max(1, rounds // 2)):
        start = time.perf_counter()
        stream(TIMED)
        seconds.append(time.perf_counter() - start)
    yield Row(f"{TIMED:,} articles read, accounts proposed", seconds, goal=Goal(TIMED / 100, "s"))
    command = [sys.executable, "-m", "bench.proposals", "--stream"]
    numbers = (STREAMED, TIMED)
    runs = processes({str(number): [*command, str(number)] for number in numbers}, 1)
    long, short = ([run.peak for run in runs[str(number)]] for number in numbers)
    name = f"peak memory of a stream of {STREAMED:,}"
    yield Row(name, long, "MB", f"of {TIMED:,}", short, Goal(5e8, "MB"))


def accuracy(names: Sequence[str] = tuple(SETS)) -> Iterator[Found | Skipped]:
    """Precision, recall and F1 of incidents on each of these sets, then of each field over them."""
    if "seeds" in names and not SEEDS.exists():
        yield Skipped("proposals, seeds", "needs ../shared/seeds")
    scores = {name: scored(name) for name in names}
    shown = {name: one for name, one in scores.items() if one.incidents.gold}
    for name, one in shown.items():
        yield Found(f"incidents, {name}", _shown(one.incidents))
    for name in FIELDS:
        parts = [f"{of} {_shown(one.fields[name])}" for of, one in shown.items()]
        yield Found(name, " · ".join(part for part in parts if not part.endswith("–")))
    parts = [f"{of} {one.anchors.recall:.1f}% of {one.anchors.gold}" for of, one in shown.items()]
    yield Found("values with an anchor that holds", " · ".join(parts))


def scored(name: str) -> Scores:
    """The scores of one of SETS."""
    scores = Scores()
    for case in SETS[name]():
        proposals = propose(case)
        scores.add(align(case, [proposed(one) for one in proposals]))
        scores.add_anchors(case.document.text, proposals)
    return scores


def propose(case: Case) -> list[Proposal]:
    """The proposals for a document of a set."""
    return list(_reader(case.codebook).propose(case.document, case.published).proposals)


def errors(name: str) -> Iterator[str]:
    """Every disagreement of one of SETS: missed and extra incidents, and differing values."""
    for case in SETS[name]():
        aligned = align(case, [proposed(one) for one in propose(case)])
        if lines := list(_disagreements(aligned)):
            yield f"\n{case.name}, published {case.published}"
            yield from lines


def stream(number: int) -> int:
    """Read recombined articles one after the other, propose their accounts, keep none of them."""
    reader = _reader("pakistan")
    return sum(
        len(reader.propose(article, case.published).proposals)
        for article, case in recombined(number)
    )


def recombined(number: int) -> Iterator[tuple[Document, Case]]:
    """So many articles of the paragraphs of two English ones of `dev`, the same every time."""
    cases = [case for case in articles("dev") if case.document.name.startswith("en")]
    draw = Random(1)
    for at in range(number):
        first, second = draw.sample(cases, 2)
        paragraphs = [*first.document.text.split("\n\n"), *second.document.text.split("\n\n")]
        draw.shuffle(paragraphs)
        text = f"Report {at}\n\n" + "\n\n".join(paragraphs)
        yield read_document(text.encode(), name=f"{at}.txt"), first


@cache
def _reader(codebook: str) -> Reader:
    # its patterns are compiled on import, and the other sections do without
    from waqia.reading.proposing import GrammarReader

    return GrammarReader(Codebook.load(codebook))


def _shown(tally: Tally) -> str:
    if not tally.gold and not tally.proposed:
        return "–"
    of = f"{tally.right} of {tally.proposed}; {tally.gold} in gold"
    return f"F1 {tally.f1:.1f} (P {tally.precision:.1f}, R {tally.recall:.1f}; {of})"


def _disagreements(aligned: Aligned) -> Iterator[str]:
    text = aligned.case.document.text
    for gold in aligned.missed:
        yield f"  MISSED {_brief(gold)}: {_quoted(gold, text)}"
    for proposal in aligned.extra:
        yield f"  EXTRA {_brief(proposal)}: {_quoted(proposal, text)}"
    for gold, proposal in aligned.pairs:
        wrong = [
            f"    {name}: gold {_said(gold, name)}, proposed {_said(proposal, name)}"
            for name, right, of_proposal, of_gold in agreement(gold, proposal)
            if name in _SAID and (right < of_gold or right < of_proposal)
        ]
        if wrong:
            yield f"  DIFFERS {_quoted(gold, text)}"
            yield from wrong


_SAID = tuple(name for name in FIELDS if name not in ("date, within a day", "killed, best alone"))


def _said(told: Told, name: str) -> str:
    """The value of one of _SAID for people."""
    if name == "date":
        return "/".join(map(str, dict.fromkeys(told.date))) if told.date else "–"
    if name == "by party":
        return ", ".join(f"{p} {o} {_count(b)}" for p, o, b in sorted(told.parties, key=str)) or "–"
    if name == "reported by":
        return "; ".join(told.reported_by) or "–"
    if name in told.codes:
        return ", ".join(sorted(told.codes[name])) or "–"
    if name in ("killed", "injured", "arrested", "abducted"):
        return _count(told.counts[name]) if name in told.counts else "–"
    return str({"place": told.place_id}.get(name, getattr(told, name, None)) or "–")


def _count(bounds: tuple[int | None, int | None, int | None]) -> str:
    low, best, high = ("?" if value is None else str(value) for value in bounds)
    return best if low == best == high else f"{best} ({low}–{high})"


def _brief(told: Told) -> str:
    counts = [f"{name} {_count(bounds)}" for name, bounds in told.counts.items()]
    return ", ".join([str(told.type), _said(told, "date"), _said(told, "place"), *counts])


def _quoted(told: Told, text: str) -> str:
    words = " … ".join(text[start:end] for start, end in told.passages)
    return f"“{' '.join(words.split())[:240]}”"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proposals", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--errors", action="store_true", help="list every disagreement")
    parser.add_argument("--held", action="store_true", help="list those of the held-out sets too")
    parser.add_argument("--stream", type=int, metavar="N", help="read N recombined articles")
    options = parser.parse_args()
    if unknown := set(options.sets) - SETS.keys():
        parser.error(f"no set {', '.join(sorted(unknown))}; choose from {', '.join(SETS)}")
    if options.stream:
        print(f"{stream(options.stream):,} proposals")
    elif options.errors:
        for name in options.sets or SETS:
            if name not in HELD or options.held:
                print(f"\n== {name}", *errors(name), sep="\n")
            elif options.sets:
                parser.error(f"{name} is held out: looking at its errors spends it; add --held")
    else:
        for line in accuracy(options.sets or tuple(SETS)):
            print(*line.cells()[:2], sep=": ")


if __name__ == "__main__":
    main()
