"""The history of an incident on its page, in the language of the page."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import replace

import pytest

from tests.web.desk.local import Local, Person, at_desk
from waqia.publish import tell_history
from waqia.register import Register

TALIBAN = "تحریک طالبان پاکستان (ذمہ داری قبول کی)"
SECRET = "quillfeather saw it from the bridge"
ENGLISH_OF_USERS = (
    "Policemen were shot", "the same Monday", SECRET, "their own statement", "no statement",
    "seven it is", "another Monday", "desk", "UTC", r"(?:A|PK|S)-[\w-]+",
)  # fmt: skip
"""What stays in a history as it was written."""


@pytest.fixture(scope="module")
def changed(filled: Local, tmp_path_factory: pytest.TempPathFactory) -> Local:
    """The register with an incident to which much has happened."""
    path = tmp_path_factory.mktemp("changed") / "desk.db"
    shutil.copy(filled.path, path)
    local = replace(filled, path=path, releases=path.with_name("releases"))
    with Register.open(local.path, user="desk") as register:
        incident = local.incident
        secret = register.incident(incident)["accounts"][-1]["id"]
        told = {"date_end": "2023-05-02", "killed": 8, "killed_min": 5, "killed_max": None}
        register.correct(secret, told | {"place": "Sibi", "summary": SECRET})
        by = {"perpetrators": ["isk"], "claim": "suspected"}
        register.override(incident, "perpetrators", by, reason="ان کا اپنا بیان")
        register.release_override(incident, "perpetrators", reason="no statement")
        register.settle(incident, "killed", reason="seven it is")
        part = register.split(incident, [secret], reason="another Monday")
        register.merge(part, incident)
        register.confirm(incident)
        register.undo()
    return local


def history(person: Person, incident: str, language: str) -> list[str]:
    """The lines of a history as they are read, without the arrows."""
    answer = person.desk.ask("GET", f"/incidents/{incident}", {"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    part = answer.text.partition('<ol class="history">')[2].partition("</ol>")[0]
    shown = re.sub(r'<span aria-hidden="true">.*?</span>', "", part)
    plain = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(li|p)>", "\n", shown)))
    return [line for one in plain.splitlines() if (line := " ".join(one.split()))]


def test_it_is_told_in_the_language_of_the_page(changed: Local) -> None:
    with at_desk(changed) as person:
        lines = history(person, changed.incident, "ur")
        log = person.register.log(changed.incident)
        told = tell_history(log, person.register.codebook)
    headings = [line.partition("UTC: ")[2] for line in lines if line.startswith("ترمیم ")]
    assert len(headings) == len(told)
    assert re.fullmatch(r"desk نے ترمیم \d+ واپس لی", headings[0])
    assert headings[1:3] == ["desk نے زیرِ تصدیق واقعات کی تصدیق کی", "desk نے واقعات ضم کیے"]
    assert "desk نے واقعے کے ایک خانے کا دستی فیصلہ کیا: ان کا اپنا بیان" in headings
    assert {
        "حیثیت: زیرِ تصدیق پھر تصدیق شدہ",
        "بیان A-000002 شامل ہوا، ماخذ S-ur: 1 مئی، 2023؛ کوئٹہ بلوچستان، پاکستان؛ ہلاک: 6",
        "A-000003، ہلاک: 7 پھر 8 5 یا زیادہ",
        "A-000003، تاریخ: 1 مئی، 2023 پھر 1 مئی، 2023 – 2 مئی، 2023",
        "A-000003، مقام: کوئٹہ بلوچستان، پاکستان پھر سبی بلوچستان، پاکستان",
        f"ذمہ دار: {TALIBAN} پھر دولت اسلامیہ خراسان (شبہ)، قاعدے کی جگہ دستی فیصلہ",
        f"ذمہ دار: دولت اسلامیہ خراسان (شبہ) پھر {TALIBAN}، دوبارہ قاعدے کے مطابق",
        "ہلاک: 6 4 تا 8 پر طے ہوا",
        "بیانات: A-000001، A-000002، A-000003 پھر A-000001، A-000002",
        "وہ خانے جن میں بیانات مختلف ہیں: ہلاک پھر مقام، نقاط، ہلاک",
        "A-000001 اور A-000003: الگ الگ واقعات",
    } <= {*lines}
    kept = re.compile("|".join(ENGLISH_OF_USERS))
    assert not re.findall("[A-Za-z]{2,}", kept.sub("", "\n".join(lines)))


def test_it_says_in_every_language_that_something_is_not_told(changed: Local) -> None:
    with at_desk(changed, "reader") as viewer:
        urdu, english = (history(viewer, changed.incident, lang) for lang in ("ur", "en"))
    assert "بیان A-000003 شامل ہوا، ماخذ S-secret: نہیں بتایا جا سکتا، اس کا ماخذ محدود ہے" in urdu
    assert "ذمہ دار: نہیں بتایا جا سکتا، ایک ماخذ محدود ہے، قاعدے کی جگہ دستی فیصلہ" in urdu
    untold = "تقسیم کیا، وجہ نہیں بتائی جا سکتی، ایک ماخذ محدود ہے"
    assert any(line.endswith(untold) for line in urdu)
    assert "A-000003 came in, from S-secret: not told, its source is restricted" in english
    for lines in (urdu, english):
        for secret in (SECRET, "Sibi", "سبی", "another Monday", "the same Monday", "(not told"):
            assert secret not in "\n".join(lines)
