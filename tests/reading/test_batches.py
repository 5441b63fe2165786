"""A batch gives every document, whatever one of them does to the process that reads it."""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.reading.readers import Broken, Sentences, Unknown
from waqia.formats import build
from waqia.model import ExportError
from waqia.reading.batches import Found, read_batch, write_batch

FILLER = (
    "The device was planted on a motorcycle and security forces cordoned off the area. The injured "
    "were taken to the district hospital, where doctors treated them."
)


def told(killed: int, place: str, day: str = "2024-02-07") -> str:
    return f"{killed} people were killed in {place} on {day}.\n\n{FILLER}\n"


def read(folder: Path, *paths: Path, **options: Any) -> list[Found]:
    with read_batch(
        paths or [folder / "feed"], Sentences, name="sentences", journal=folder / ".journal",
        **options,
    ) as batch:  # fmt: skip
        return list(batch)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "a.txt").write_text(told(5, "Mastung"))
    (folder / "b.txt").write_text(told(3, "Panjgur") + told(2, "Quetta"))
    (folder / "c.txt").write_text("The budget was passed on Monday without a debate.")
    return folder


def test_documents_come_in_the_order_given_with_what_they_tell(tmp_path: Path, feed: Path) -> None:
    found = read(tmp_path, feed / "b.txt", feed / "a.txt", feed / "c.txt", jobs=2)
    assert [Path(one.name).name for one in found] == ["b.txt", "a.txt", "c.txt"]
    assert [[p["killed"] for p in one.proposals] for one in found] == [[3, 2], [5], []]
    anchors = found[1].proposals[0]["anchors"]
    assert [(a["quote"], a.get("field")) for a in anchors][1:] == [
        ("5", "killed"), ("Mastung", "place"),
    ]  # fmt: skip
    assert all(found[1].text[a["start"] : a["end"]] == a["quote"] for a in anchors)
    assert found[1].proposals[0]["made_by"] == "read:sentences/1"
    assert list(tmp_path.iterdir()) == [feed]


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("HANG", "more time"),
        ("CRASH", "broke off"),
        ("SWELL", "more memory"),
        ("FAIL", "unwell"),
    ],
)
def test_one_bad_file_never_stops_the_rest(tmp_path: Path, feed: Path, word: str, why: str) -> None:
    (feed / "aa.txt").write_text(f"{word} {told(9, 'Gwadar')}")
    found = read(tmp_path, jobs=1, seconds=5.0)
    assert [len(one.proposals) for one in found] == [1, 0, 2, 0]
    (finding,) = found[1].findings
    assert finding.code == "document-stopped"
    assert why in finding.message


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path, feed: Path) -> None:
    found = read(tmp_path, tmp_path / "nowhere.txt", feed / "a.txt")
    assert [[f.code for f in one.findings] for one in found] == [["document-absent"], []]


def test_an_engine_that_cannot_be_loaded_stops_the_batch(tmp_path: Path, feed: Path) -> None:
    with (
        pytest.raises(ValueError, match="no such codebook"),
        read_batch([feed], Broken, name="broken", journal=tmp_path / ".journal"),
    ):
        pass


def test_an_engine_that_does_not_reach_the_process_stops_the_batch(
    tmp_path: Path, feed: Path
) -> None:
    make = partial(Sentences, Unknown())  # type: ignore[call-arg]
    with (
        pytest.raises(ImportError, match="no such engine here"),
        read_batch([feed], make, name="unknown", journal=tmp_path / ".journal"),
    ):
        pass


def test_a_batch_that_was_stopped_goes_on(tmp_path: Path, feed: Path) -> None:
    def stop(step: str) -> None:
        if step.startswith("2 "):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, progress=stop)
    journal = tmp_path / ".journal"
    with journal.open("a") as file:
        file.write('{"file": "cut of')
    (feed / "a.txt").write_text(told(6, "Mastung"))
    steps: list[str] = []
    with read_batch(
        [feed], Sentences, name="sentences", journal=journal, progress=steps.append
    ) as batch:
        assert batch.went_on == 1
        assert [[p["killed"] for p in one.proposals] for one in batch] == [[6], [3, 2], []]
    # the file that has changed and the one that was not reached
    assert [step for step in steps if "files" in step] == ["1 files", "3 files"]


def test_what_was_read_in_another_way_is_kept(tmp_path: Path, feed: Path) -> None:
    journal = tmp_path / ".journal"

    def stopped(**options: Any) -> None:
        with read_batch([feed], Sentences, name="sentences", journal=journal, **options) as batch:
            assert batch.went_on == 0
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        stopped()
    before = journal.read_bytes()
    with pytest.raises(ExportError, match="other settings"):
        stopped(published=date(2024, 2, 8))
    assert journal.read_bytes() == before
    with pytest.raises(OSError, match="full"):
        stopped(published=date(2024, 2, 8), overwrite=True)
    assert journal.read_bytes() != before
    # one in which no file was read yet holds nothing back
    journal.write_bytes(journal.read_bytes().partition(b"\n")[0] + b"\n")
    with read_batch([feed], Sentences, name="sentences", journal=journal) as batch:
        assert batch.went_on == 0
    assert not journal.exists()


@pytest.mark.skipif(os.name != "posix", reason="needs locks of files")
def test_a_second_run_does_not_touch_the_journal_of_the_first(tmp_path: Path, feed: Path) -> None:
    journal = tmp_path / ".journal"
    with read_batch([feed], Sentences, name="sentences", journal=journal) as batch:
        with (
            pytest.raises(ExportError, match="Another run"),
            read_batch([feed], Sentences, name="other", journal=journal, overwrite=True),
        ):
            pass
        assert [len(one.proposals) for one in batch] == [1, 2, 0]
    assert not journal.exists()


@pytest.mark.parametrize("damage", [b"\xff\n", b"{}\n", b"[]\n", b'{"file": 1}\n', b"\0\0"])
def test_a_damaged_line_cuts_the_journal_there(tmp_path: Path, feed: Path, damage: bytes) -> None:
    journal = tmp_path / ".journal"
    with (
        pytest.raises(OSError, match="full"),
        read_batch([feed], Sentences, name="sentences", journal=journal),
    ):
        raise OSError("the disk is full")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:2], damage, *lines[2:]]))
    with read_batch([feed], Sentences, name="sentences", journal=journal) as batch:
        assert batch.went_on == 1
        assert len(list(batch)) == 3


def test_files_are_written_all_or_none(tmp_path: Path, feed: Path) -> None:
    found = read(tmp_path)
    out, mentions = tmp_path / "accounts.jsonl", tmp_path / "mentions.jsonl"
    mentions.mkdir()
    with pytest.raises(ExportError, match="cannot be written"):
        write_batch(found, accounts=out, mentions=mentions)
    with pytest.raises(ExportError, match="one file"):
        write_batch(found, accounts=out, sources=tmp_path / "feed" / ".." / out.name)
    assert sorted(tmp_path.iterdir()) == [feed, mentions]


def test_copies_count_once(tmp_path: Path, feed: Path) -> None:
    (feed / "z1.txt").write_text("Five dead\n\n" + told(5, "Mastung"))
    (feed / "z2.txt").write_text((feed / "a.txt").read_text())
    (feed / "z3.txt").write_text(told(5, "Gwadar"))
    out, sources = tmp_path / "accounts.jsonl", tmp_path / "sources.csv"
    with read_batch(
        [feed], Sentences, name="sentences", journal=tmp_path / ".journal", jobs=2
    ) as batch:
        assert batch.documents == 6
        done = write_batch(batch, accounts=out, sources=sources)
    assert (done.documents, done.accounts, done.copies) == (6, 4, 2)
    assert [f.code for f in done.findings].count("document-copy") == 2
    killed = [json.loads(line)["killed"] for line in out.read_text().splitlines()]
    assert sorted(killed) == [2, 3, 5, 5]
    rows = list(csv.DictReader(sources.read_text().splitlines()))
    assert len(rows) == 5
    # the longer of the two counts, as neither states a day
    assert [row["note"] != "" for row in rows] == [True, False, False, False, False]


def test_what_is_written_can_be_built_as_it_is(tmp_path: Path, feed: Path) -> None:
    out, sources = tmp_path / "accounts.jsonl", tmp_path / "sources.csv"
    with read_batch([feed], Sentences, name="sentences", journal=tmp_path / ".j") as batch:
        write_batch(batch, accounts=out, sources=sources)
    report = build(out, tmp_path / "a.release", sources=sources)
    assert (report.kept, report.set_aside, report.clean) == (3, 0, True)
    query = "SELECT made_by, len(anchors), anchors[2].field FROM accounts"
    rows = report.release.connection().execute(query).fetchall()
    assert set(rows) == {("read:sentences/1", 3, "killed")}


def test_without_a_day_of_publication_a_note_says_what_stays_unknown(
    tmp_path: Path, feed: Path
) -> None:
    (feed / "d.txt").write_text("4 people were killed in Sibi.")
    (found,) = read(tmp_path, feed / "d.txt")
    assert [finding.code for finding in found.findings] == ["document-undated"]
    (found,) = read(tmp_path, feed / "d.txt", published=date(2024, 2, 8))
    assert (found.findings, found.source["date"]) == ([], "2024-02-08")
    assert found.proposals[0]["date_start"] == "2024-02-08"


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    mail = tmp_path / "report.eml"
    mail.write_text(
        "From: desk\nDate: Wed, 7 Feb 2024 10:00:00 +0500\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nSee below.'
        '\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\n'
        "5 people were killed in Mastung.\n--x--\n"
    )
    outer, inner = read(tmp_path, mail)
    assert (outer.inside, inner.inside) == (None, outer.source["id"])
    assert inner.proposals[0]["date_start"] == "2024-02-07"
