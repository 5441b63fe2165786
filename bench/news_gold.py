"""The documents that proposals are measured on, each with the accounts a coder made of it.

Sets: `dev` and `held`, the English and Urdu articles of tests/reading/news; `sentences dev` and
`sentences held`, its Urdu sentences; `seeds`, the published texts behind examples/pakistan.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import ROOT, SHARED
from waqia.model import Period, Proposal
from waqia.reading import Document, read_document, sentences

NEWS = ROOT / "tests" / "reading" / "news"
EXAMPLE = ROOT / "examples" / "pakistan"
SEEDS = SHARED / "seeds"
OUTCOMES = ("killed", "injured", "arrested", "abducted")
LISTS = ("perpetrators", "responders", "target_actors", "targets", "tactics")
COUNTRIES = {"PK"}
"""Places that say no more than the country: as good as none."""

Bounds = tuple[int | None, int | None, int | None]
Days = tuple[date, date]


@dataclass(frozen=True)
class Told:
    """What one account says, gold or proposed, in a form that compares.

    `passages` are the spans that tell of the incident; None and empty sets mean "not said".
    `optional` gold is told in passing: to propose it is neither right nor wrong.
    """

    passages: tuple[tuple[int, int], ...]
    type: str | None
    date: Days | None
    place_id: str | None
    district: str | None
    claim: str | None
    counts: Mapping[str, Bounds]
    parties: frozenset[tuple[str, str, Bounds]]
    codes: Mapping[str, frozenset[str]]
    reported_by: tuple[str, ...]
    incident: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class Case:
    """A document with its day of publication, the name of its codebook and its gold accounts."""

    name: str
    document: Document
    published: date | None
    codebook: str
    gold: tuple[Told, ...]


def told(
    row: Mapping[str, Any],
    passages: tuple[tuple[int, int], ...],
    *,
    incident: str | None = None,
    optional: bool = False,
) -> Told:
    """The fields of an account, as they stand in a release, a proposal or a gold file."""
    counts = {name: _bounds(row, name) for name in OUTCOMES}
    place = row.get("place_id")
    first, last = _day(row.get("date_start")), _day(row.get("date_end"))
    return Told(
        passages=passages,
        type=row.get("type"),
        date=(first, last) if first and last else None,
        place_id=None if place in COUNTRIES else place,
        district=row.get("district"),
        claim=row.get("claim"),
        counts={name: bounds for name, bounds in counts.items() if bounds != (None, None, None)},
        parties=frozenset(
            (part["party"], part["outcome"], (part["min"], part["best"], part["max"]))
            for part in row.get("casualties") or ()
        ),
        codes={name: frozenset(c.casefold() for c in row.get(name) or ()) for name in LISTS},
        reported_by=tuple(row.get("reported_by") or ()),
        incident=incident,
        optional=optional,
    )


def proposed(proposal: Proposal) -> Told:
    """What a proposal says; its passages are the anchors that name no value."""
    passages = tuple(
        (anchor.start, anchor.end)
        for anchor in proposal.anchors
        if anchor.field is None and anchor.start is not None and anchor.end is not None
    )
    return told(asdict(proposal), passages)


def articles(half: str) -> Iterator[Case]:
    """The English and Urdu articles of one half, `dev` or `held`."""
    for line in (NEWS / half / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = read_document(NEWS / half / row["document"], name=row["document"])
        spans = [(sentence.start, sentence.end) for sentence in sentences(document)]
        gold = []
        for account in row["accounts"]:
            at = document.text.index(account["about"])
            passage = next(span for span in spans if span[0] <= at < span[1])
            gold.append(told(account, (passage,), optional=account.get("optional", False)))
        published = date.fromisoformat(row["published"])
        yield Case(f"{half}/{document.name}", document, published, row["codebook"], tuple(gold))


def urdu_sentences(half: str) -> Iterator[Case]:
    """The Urdu sentences of one half, each a document of its own."""
    for line in (NEWS / half / "urdu.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = read_document(row["text"].encode(), name=row["id"])
        gold = tuple(told(account, ((0, len(document.text)),)) for account in row["gold"])
        published = date.fromisoformat(row["published"])
        yield Case(f"{half}/{row['id']}", document, published, "pakistan", gold)


def seeds() -> Iterator[Case]:
    """The published texts of the example, those that are here; the accounts of it are the gold.

    Single attacks known only from a row or a split of a table are optional. A day of publication
    that is printed as a month or a year is that period's last day.
    """
    gold: dict[str, list[Told]] = defaultdict(list)
    for row in _example():
        spans = tuple((a["start"], a["end"]) for a in row["anchors"] if a["start"] is not None)
        optional = "breakdown" in row["tags"]
        gold[row["source"]].append(told(row, spans, incident=row["incident"], optional=optional))
    texts = {document.sha256: document for document in map(read_document, SEEDS.glob("*.txt"))}
    with (EXAMPLE / "sources.csv").open(encoding="utf-8", newline="") as lines:
        for source in csv.DictReader(lines):
            if document := texts.get(source["sha256"]):
                id_ = source["source_id"]
                published = Period.parse(source["date"]).end
                yield Case(f"seeds/{id_}", document, published, "pakistan", tuple(gold[id_]))


def _example() -> list[dict[str, Any]]:
    from waqia.formats import build
    from waqia.release import open_release

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "example.release"
        build(EXAMPLE / "accounts.csv", out)
        table = open_release(out).connection().sql("FROM accounts ORDER BY id").arrow()
        return list(table.read_all().to_pylist())


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _bounds(row: Mapping[str, Any], name: str) -> Bounds:
    return row.get(f"{name}_min"), row.get(name), row.get(f"{name}_max")
