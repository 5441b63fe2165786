"""Releases and documents that the tests of tables, templates and reports share, made once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import CREATED, stage
from waqia.adjudication import adjudicate
from waqia.codebook import Codebook
from waqia.formats import build
from waqia.publish import Document, compose
from waqia.publish.html import to_html
from waqia.publish.text import MARK
from waqia.publish.typst import to_pdf
from waqia.release import Release, write_release

EXAMPLE = Path(__file__).parents[2] / "examples" / "pakistan"

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(2)>",
    "**bold** _slanted_ `code`",
    "{{ 7 * 7 }}{% include 'x' %}",
    "[press](javascript:alert(3))",
    "a | b | c",
    "&lt;b&gt; &amp;",
    '" #panic("set") $x$ @label \\ ~',
)
"""Texts that mean something in HTML, Markdown, Jinja or Typst, and should only be read."""

URDU = "پشاور میں حملہ"
TURNED = "ab\u202ecd\u202c"
"""A name with a right-to-left override."""

Fill = Callable[..., Document]


def told(day: str, **columns: Any) -> dict[str, Any]:
    """An account of a day, a month or a year; persons as one number or (min, best, max).

    `casualties` are party → number killed.
    """
    first = date.fromisoformat(f"{day}-01-01"[:10])
    ends = {4: date(first.year, 12, 31), 7: date(first.year, first.month, 28), 10: first}
    row: dict[str, Any] = {
        "date_start": first,
        "date_end": ends[len(day)],
        "date_precision": {4: "year", 7: "month", 10: "day"}[len(day)],
        "type": "terrorist_attack",
    }
    for name, value in columns.items():
        if name in ("killed", "injured", "arrested"):
            low, best, high = value if isinstance(value, tuple) else (value, value, value)
            row |= {f"{name}_min": low, name: best, f"{name}_max": high}
        elif name == "casualties":
            row[name] = [
                {"party": party, "outcome": "killed", "min": n, "best": n, "max": n}
                | {"imputed": False}
                for party, n in value.items()
            ]
        else:
            row[name] = value
    return row


def kp(**columns: Any) -> dict[str, Any]:
    return {"province": "Khyber Pakhtunkhwa", "region": "khyber_pakhtunkhwa"} | columns


def baloch(**columns: Any) -> dict[str, Any]:
    return {"province": "Balochistan", "region": "balochistan"} | columns


ACCOUNTS = [
    told("2022-05-10", killed=2, injured=0, province="Punjab", region="punjab",
         perpetrators=["bla"], targets=["education"], tactics=["ied"]),
    told("2022-11-02", **kp(killed=4, injured=1, targets=["education"])),
    told("2023-01-30", **kp(killed=(9, 10, 12), injured=4, district="Peshawar",
         perpetrators=["ttp"], claim="claimed", targets=["security_forces", "education"],
         tactics=["suicide_bombing", "firing"], casualties={"police": 7, "militants": 1})),
    told("2023-02-11", **kp(killed=3, district="Bannu", perpetrators=["ttp"],
         targets=["security_forces"], casualties={"police": 3})),
    told("2023-03", **baloch(district="Quetta", perpetrators=["bla"], targets=["education"])),
    told("2023-05-05", **baloch(killed=0, injured=0, arrested=3, type="armed_clash",
         responders=["fc"])),
]  # fmt: skip
"""Two incidents of 2022 and four of 2023; of one the dead are not known, in one there were none."""


def released(folder: Path, accounts: list[dict[str, Any]], title: str, **options: Any) -> Release:
    """A release of these accounts, written into a folder."""
    sources = options.pop("sources", None)
    codebook = Codebook.load(options.pop("codebook", "pakistan"))
    with duckdb.connect() as connection:
        stage(connection, accounts, sources)
        adjudicate(connection, codebook)
        return write_release(connection, folder, codebook, title=title, created=CREATED, **options)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Six incidents that can be counted on one's fingers: `ACCOUNTS`."""
    return released(tmp_path_factory.mktemp("small") / "small.release", ACCOUNTS, "Small")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release whose names and summaries try to be more than text; its actors are in no list."""
    texts = [*HOSTILE, URDU, TURNED, "\ue0000\ue001", "bell\x07 and\x1b escape"]
    accounts = [
        told(f"2023-03-{n:02}", killed=n, place=text, district=text, province=text, summary=text,
             perpetrators=[text], source=f"S-{n}", reported_by=[text])
        for n, text in enumerate(texts, start=1)
    ]  # fmt: skip
    sources = [
        {"id": f"S-{n}", "title": text, "publisher": text, "url": "javascript:alert(4)"}
        for n, text in enumerate(texts, start=1)
    ]
    folder = tmp_path_factory.mktemp("hostile") / "hostile.release"
    title = f"{HOSTILE[0]} {HOSTILE[2]}"
    said = " ".join(texts)
    return released(folder, accounts, title, sources=sources, description=said, codebook="generic")


@pytest.fixture
def filled(tmp_path: Path, small: Release) -> Fill:
    """Compose a template given as text: `filled("{{ count().killed }}", period=2023)`."""

    def fill(text: str, release: Release = small, **options: Any) -> Document:
        template = tmp_path / "mine.md"
        template.write_text(text, encoding="utf-8")
        return compose(release, template, **({"period": "2023"} | options))

    return fill


def read(document: Document) -> str:
    """The filled Markdown as a reader sees it, with numbers in place of their marks."""
    items = document.parts.items
    text = MARK.sub(lambda mark: getattr(items[int(mark[1])], "text", ""), document.markdown)
    return re.sub(r"\\(.)", r"\1", text).strip()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the project's own example."""
    folder = tmp_path_factory.mktemp("example") / "pakistan.release"
    return build(EXAMPLE / "accounts.csv", folder, title="Five documents").release


@pytest.fixture(scope="session")
def report(example: Release) -> Document:
    """The shipped report on 2023, compared with 2022."""
    return compose(example, period="2023")


@pytest.fixture(scope="session")
def page(report: Document) -> str:
    """The shipped report as HTML."""
    return to_html(report)


@pytest.fixture(scope="session")
def pdf(report: Document) -> bytes:
    """The shipped report as PDF."""
    return to_pdf(report)
