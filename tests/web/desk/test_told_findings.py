"""Whatever goes wrong is said in Urdu: of documents, tables, releases, questions and templates."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeRelease
from waqia.analysis import count
from waqia.formats import import_dataset
from waqia.model import QuestionError, TemplateError
from waqia.publish import compose
from waqia.reading import Limits, read_document
from waqia.release import Release, check, open_release, verify
from waqia.web.desk.words import words_of

NAMED = re.compile("[\u2066\u2068][^\u2066-\u2069]*\u2069|`[^`]*`")
"""Names within a sentence, which are as they are in any language."""
SENTENCE = re.compile("[a-z]{2,} [a-z]{2,}")
"""Words that follow one another, which is no name."""


def told(text: str | None) -> str:
    """A sentence in Urdu; what is English in it are names."""
    said = words_of("ur").tell(text or "")
    left = said
    while names := NAMED.findall(left):
        assert not [one for one in names if "`" not in one and SENTENCE.search(one)], (text, said)
        left = NAMED.sub("", left)
    assert not re.search("[A-Za-z]{2}", left), (text, said)
    return said


def mail(*attached: bytes) -> bytes:
    letter = EmailMessage()
    letter["Subject"] = "A report"
    letter.set_content("Four men were killed in Quetta.")
    for data in attached:
        letter.add_attachment(data, maintype="application", subtype="octet-stream")
    return letter.as_bytes()


TABLE = """Table 1: Attacks

| Place | Killed |
|---|---|
| A | 1 |
| B | 2 |
| C | x |
| D | 4 |
| E | 5 |
"""


@pytest.mark.parametrize(
    ("name", "data", "limits"),
    [
        ("empty.txt", b"", {}),
        ("old.txt", "Chârsadda, naïve".encode("latin-1"), {}),
        ("odd.txt", "a\0b \u202edetnirp".encode(), {}),
        ("long.txt", b"words of a text\n" * 9, {"characters": 40}),
        ("long.txt", b"words of a text\n" * 9, {"lines": 3}),
        ("large.txt", b"words", {"size": 3}),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(90), {}),
        ("report.pdf", b"words of a text", {}),
        ("broken.pdf", b"%PDF-1.7\nnothing of one", {}),
        ("broken.docx", b"PK\x03\x04[Content_Types].xml word/document.xml", {}),
        ("page.html", b"<html><body></body></html>", {}),
        ("mail.eml", mail(b"one", b"two"), {"attachments": 1}),
        ("mail.eml", mail(mail()), {"depth": 0}),
        ("table.md", TABLE.encode(), {}),
    ],
)
def test_the_problems_of_a_document(name: str, data: bytes, limits: dict[str, Any]) -> None:
    document = read_document(data, name=name, limits=Limits(**limits))
    assert document.findings
    for finding in document.findings:
        told(finding.message)
        told(finding.action)


HEADER = (
    "account_id,date_start,date_end,district,province,type,killed_min,killed,killed_max,"
    "killed_by_party,source_id,mood\n"
)
ROWS = """\
1,2014-01-02,2014-01-01,Lahore,Sindh,skirmish,5,4,3,,S-9,
2,2014-01-02,,Nowhere,Punjab,terrorist_attack,,3,,police=2;civilians=2,,
2,2014-01-05,,Lahore,Punjab,,,3,,,,
4,2014-02-31,,Lahore,Punjab,,,3,,,,
5,2014-01-02,,Lahore,Punjab,,,-3,,police=-1,,
6,2014-01-02,,Lahore,Punjab,,,3.5,,,,
7,2014-01-02,,Lahore,Punjab,,,lots,,,,
8,,,Lahore,Punjab,,,3,,,,
,2014-01-02,,Lahore,Punjab,,,3,,,,
10,2014-01-05
11,early March 2014,,Châgai,Nowhere,,,dozens,,,,
12,2014-01-02,,Lahore,Punjab,skirmish,,3,,,,
"""


def test_the_problems_of_a_table(tmp_path: Path) -> None:
    file = tmp_path / "desk.csv"
    file.write_bytes((HEADER + ROWS).encode("latin-1"))
    release = import_dataset(file, "accounts", tmp_path / "desk.release").release
    found = release.connection().execute("SELECT code, message, action FROM findings").fetchall()
    assert len({code for code, *_ in found}) > 15
    for _code, message, action in found:
        assert told(message)
        told(action)


def split(killed: int) -> list[dict[str, Any]]:
    return [{"party": "police", "outcome": "killed", "min": killed, "best": killed, "max": killed}]


def test_the_problems_of_a_release(make_release: MakeRelease, tmp_path: Path) -> None:
    release = make_release(
        [
            {"killed_min": 9, "killed": 5, "killed_max": 7, "source": "S-9"},
            {"killed": 3, "casualties": split(4), "type": "skirmish"},
            {"date_start": "2023-02-01", "date_end": "2023-01-31", "latitude": 34.0},
            {"latitude": 6.7, "longitude": -7.3, "killed": 4, "killed_min": 4},
            {"district": "Peshawar", "province": "Balochistan"},
        ],
        [{"id": "S-1", "title": "One"}],
    )
    found = check(release)
    assert len({finding.code for finding in found}) > 6
    folder = release.path
    (folder / "sources.parquet").unlink()
    (folder / "notes.txt").write_text("mine")
    with (folder / "accounts.parquet").open("ab") as file:
        file.write(b"more")
    found += verify(folder)
    for finding in found:
        assert told(finding.message) != finding.message
        told(finding.action)
    for path in (folder, tmp_path / "nowhere", tmp_path):
        with pytest.raises(Exception, match=str(path)) as refused:
            open_release(path)
        told(str(refused.value))


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        ("provinces", {}),
        ("xyz", {}),
        (["year", "year"], {}),
        ("event", {}),
        ((), {"measure": "deaths"}),
        ((), {"rule": "attack"}),
        ((), {"multi": "all"}),
        ((), {"where": {"type": "terorist_attack"}}),
        ((), {"where": {"type_group": "siege"}}),
        ((), {"where": {"province": "Punjap"}}),
        ((), {"where": {"provinces": "Punjab"}}),
        ((), {"where": {"event": "x"}}),
        ((), {"where": {"claim": "sure"}}),
        ((), {"where": {"year": "23"}}),
        ((), {"where": {"weekday": "Caturday"}}),
        ((), {"where": {"killed": "many"}}),
        ((), {"where": {"killed": "20..10"}}),
        ((), {"period": "yesterday"}),
        ((), {"period": "2024..2023"}),
        ((), {"around": "elections", "before": "long"}),
        ((), {"around": "nothing", "before": "3 months"}),
        ((), {"compare": "previous"}),
    ],
)
def test_a_question_that_has_no_answer(release: Release, by: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(QuestionError) as refused:
        count(release, by, **asked)
    told(str(refused.value))


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        (("target", "year"), {"multi": "each", "period": "2023-01", "rule": "attacks"}),
        (("actor", "target_group", "month", "weekday"), {"multi": "share"}),
        ("party", {"multi": "combination", "compare": "2022", "period": "2023"}),
        ("month", {"where": {"party": "police"}, "compare": "2022", "period": "2023"}),
        ("year", {"multi": "first", "compare": "previous", "period": "2050"}),
        (("event", "relative_month"), {"around": "2023-05-01", "before": "3 months"}),
    ],
)
def test_how_it_is_counted(release: Release, by: Any, asked: dict[str, Any]) -> None:
    notes = count(release, by, ("incidents", "killed"), **asked).notes
    assert len(notes) > 1
    for note in notes:
        assert told(note) != note


@pytest.mark.parametrize(
    "text",
    [
        "{{ kiled }}",
        "{{ count(yeer=2023) }}",
        "{{ count().deaths }}",
        "{{ count( }}",
        "{% if %}",
        "{% if 1 %}",
        "{% nothing %}",
        "{{ count(5) }}",
        "{{ count()() }}",
        "{{ 1 + 'a' }}",
        "{{ ''.__class__ }}",
        "{{ 1 // 0 }}",
        "{{ 'a'|nothing }}",
        "{{ chart(by='type', kind='cake') }}",
        "{{ map(by='place') }}",
    ],
)
def test_a_template_that_cannot_be_filled(release: Release, tmp_path: Path, text: str) -> None:
    template = tmp_path / "mine.md"
    template.write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as refused:
        compose(release, template, period="2023")
    told(str(refused.value))
