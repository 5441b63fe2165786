"""What engines read comes into the review queue, once, with anchors that hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.register.reading import ENGINE, TEXT, read
from waqia.model import DeniedError, Finding
from waqia.publish import tell_item
from waqia.register import Register


def test_documents_are_archived_and_their_accounts_wait_for_review(
    register: Register, tmp_path: Path
) -> None:
    found = read(tmp_path)
    done = register.propose([found], engine=ENGINE)
    assert (done.documents, done.sources, done.added, len(done.revisions)) == (1, 1, 2, 1)
    source = register.source(found.source["id"])
    assert (source["title"], source["date"], source["sha256"]) == (
        "a.txt", "2024-02-08", found.source["sha256"],
    )  # fmt: skip
    assert register.text(found.source["id"]) == TEXT
    account = register.account(f"{found.source['id']}-1")
    assert (account["status"], account["made_by"]) == ("proposed", ENGINE)
    assert (account["killed"], account["region"], account["province"]) == (
        5, "balochistan", "Balochistan",
    )  # fmt: skip
    assert [a.get("field") for a in account["anchors"]] == [None, "killed", "place"]
    assert register.queues()["new"].free == 2
    assert register.verify() == []


def test_a_second_time_nothing_is_added(register: Register, tmp_path: Path) -> None:
    found = read(tmp_path)
    register.propose([found], engine=ENGINE)
    before = register.revision
    done = register.propose([found], engine=ENGINE)
    assert (done.added, done.there, done.revisions) == (0, 2, [])
    assert register.revision == before
    assert register.read_before(ENGINE) == {found.source["sha256"]}
    assert register.read_before("read:another/1") == frozenset()


def test_a_newer_engine_renews_what_nobody_has_looked_at(
    register: Register, tmp_path: Path
) -> None:
    found = read(tmp_path)
    register.propose([found], engine=ENGINE)
    first, second = (f"{found.source['id']}-{n}" for n in (1, 2))
    register.correct(first, {"killed_min": 5, "killed": 6}, reason="one more died")
    newer = [
        p | {"killed": p["killed"] + 1, "made_by": "read:sentences/2"} for p in found.proposals
    ]
    done = register.propose([replace(found, proposals=newer)], engine="read:sentences/2")
    assert (done.renewed, done.there) == (1, 1)
    assert register.account(first)["killed"] == 6
    assert register.account(first)["made_by"] == ENGINE
    assert register.account(second)["killed"] == 3
    assert register.source(found.source["id"])["read_by"] == [ENGINE, "read:sentences/2"]


def test_accounts_of_another_engine_with_the_same_ids_are_kept(
    register: Register, tmp_path: Path
) -> None:
    found = read(tmp_path)
    register.propose([found], engine=ENGINE)
    first, second = (f"{found.source['id']}-{n}" for n in (1, 2))
    model = "read:llm/small/1"
    # the model found the second one alone, and counts otherwise
    one = found.proposals[1] | {"id": first, "made_by": model, "killed": 4}
    done = register.propose([replace(found, proposals=[one])], engine=model)
    assert (done.added, done.renewed, done.there) == (0, 0, 1)
    assert [(f.code, f.record) for f in done.findings] == [("values-disagree", second)]
    # and one in a passage where the grammar found none
    other = one | {"anchors": [one["anchors"][0] | {"end": len(TEXT), "quote": TEXT[47:]}]}
    assert TEXT[one["anchors"][0]["start"] :] == TEXT[47:]
    for added in (1, 0):
        done = register.propose([replace(found, proposals=[other])], engine=model)
        assert (done.added, done.there, done.findings) == (added, 1 - added, [])
    account = register.account(f"{found.source['id']}-3")
    assert (account["made_by"], account["killed"], account["status"]) == (model, 4, "proposed")


def test_a_newer_engine_that_counts_on_finds_its_accounts_again(
    register: Register, tmp_path: Path
) -> None:
    found = read(tmp_path)
    register.propose([replace(found, proposals=[found.proposals[1] | {"id": "D-1"}])],
                     engine=ENGINE)  # fmt: skip
    register.accept("D-1")
    newer = "read:sentences/2"
    now = [p | {"id": f"D-{n}", "made_by": newer} for n, p in enumerate(found.proposals, start=1)]
    for added in (1, 0):
        done = register.propose([replace(found, proposals=now)], engine=newer)
        assert (done.added, done.there) == (added, 2 - added)
    assert [register.account(id_)["killed"] for id_ in ("D-1", "D-3")] == [2, 5]


def test_files_that_could_not_be_opened_are_passed_over(register: Register, tmp_path: Path) -> None:
    absent = replace(read(tmp_path), source={"id": "", "title": "b.txt"}, text="", proposals=[])
    done = register.propose([absent, read(tmp_path)], engine=ENGINE)
    assert (done.documents, done.sources, done.added) == (1, 1, 2)


def test_an_accepted_account_stays_as_it_was_accepted(register: Register, tmp_path: Path) -> None:
    found = read(tmp_path)
    register.propose([found], engine=ENGINE)
    id_ = f"{found.source['id']}-1"
    accepted = register.accept(id_, {"killed": 6})
    assert accepted.incident
    done = register.propose([found], engine=ENGINE)
    assert (done.there, register.account(id_)["killed"]) == (2, 6)


def test_a_document_that_is_a_source_already_keeps_its_id(
    register: Register, tmp_path: Path
) -> None:
    found = read(tmp_path)
    register.add_source({"id": "S-1", "title": "Daily"}, content=found.path.read_bytes())
    done = register.propose([found], engine=ENGINE)
    assert (done.sources, done.added) == (0, 2)
    account = register.account(f"{found.source['id']}-1")
    assert (account["source"], account["anchors"][0]["source"]) == ("S-1", "S-1")
    assert register.verify() == []


def test_a_copy_is_a_source_of_no_accounts(register: Register, tmp_path: Path) -> None:
    first = read(tmp_path)
    copy = read(tmp_path, f"Five dead\n\n{TEXT}", "b.txt", copy_of=first.source["id"])
    done = register.propose([first, copy], engine=ENGINE)
    assert (done.sources, done.added, done.copies) == (2, 2, 1)
    assert register.source(copy.source["id"])["note"] == f"copy of {first.source['id']}"


def test_what_does_not_hold_is_a_finding_and_the_rest_is_kept(
    register: Register, tmp_path: Path
) -> None:
    found = read(tmp_path)
    one, two = found.proposals
    wrong = one | {"anchors": [one["anchors"][0] | {"quote": "9 people"}]}
    coded = two | {"type": "no_such_type"}
    changed = read(tmp_path, "3 people were killed in Sibi.", "b.txt")
    changed.path.write_text("Nobody was killed.")
    done = register.propose(
        [replace(found, proposals=[wrong, coded]), changed, read(tmp_path, TEXT * 2, "c.txt")],
        engine=ENGINE,
    )
    assert [finding.code for finding in done.findings] == [
        "source-differs", "anchor-broken", "codes-unknown",
    ]  # fmt: skip
    assert (done.sources, done.added) == (2, 4)
    gone = read(tmp_path, "4 people were killed in Sibi.", "d.txt")
    gone.path.unlink()
    (finding,) = register.propose([gone], engine=ENGINE).findings
    assert (finding.code, finding.table) == ("document-absent", str(gone.path))


def test_what_an_engine_could_not_read_it_reads_again(register: Register, tmp_path: Path) -> None:
    mail = read(tmp_path, "See below.", "mail.eml")
    unread = Finding("answer-unread", "no answer", action="Read the document again.")
    inner = replace(read(tmp_path), path=mail.path, inside=mail.source["id"], findings=[unread])
    register.propose([mail, inner], engine=ENGINE)
    assert register.read_before(ENGINE) == frozenset()
    done = register.propose([mail, replace(inner, findings=[])], engine=ENGINE)
    assert (done.there, done.sources) == (2, 0)
    assert mail.source["sha256"] in register.read_before(ENGINE)


def test_another_day_of_publication_is_read_anew(register: Register, tmp_path: Path) -> None:
    found = read(tmp_path)
    undated = {name: value for name, value in found.source.items() if name != "date"}
    register.propose([replace(found, source=undated)], engine=ENGINE)
    day, id_ = date(2024, 2, 8), found.source["id"]
    assert register.read_before(ENGINE)
    assert not register.read_before(ENGINE, published=day)
    register.propose([found], engine=ENGINE)
    assert register.read_before(ENGINE, published=day) == {found.source["sha256"]}
    # an engine's day gives way to another, that of a person does not
    other = replace(found, source=found.source | {"date": "2024-02-09"})
    assert register.propose([other], engine=ENGINE).findings == []
    assert register.source(id_)["date"] == "2024-02-09"
    register.add_source({"id": id_, "title": "a.txt", "date": "2024-02-07"})
    done = register.propose([other], engine=ENGINE)
    assert [finding.code for finding in done.findings] == ["source-differs"]
    assert register.source(id_)["date"] == "2024-02-07"


def test_an_attachment_is_a_source_with_its_text(register: Register, tmp_path: Path) -> None:
    mail = read(tmp_path, "See below.", "mail.eml")
    inner = replace(read(tmp_path), path=mail.path, inside=mail.source["id"])
    register.propose([mail, inner], engine=ENGINE)
    assert register.text(inner.source["id"]) == TEXT
    assert register.source(inner.source["id"])["note"] == f"attached to {mail.source['id']}"
    assert register.propose([mail, inner], engine=ENGINE).revisions == []
    assert register.verify() == []


def test_who_may_not_see_a_source_may_not_read_into_it(
    register: Register, register_url: str, tmp_path: Path
) -> None:
    found = read(tmp_path)
    register.propose([found], engine=ENGINE)
    register.set_access(found.source["id"], "confidential", reason="a witness")
    assert register.source(found.source["id"])["read_by"] == [ENGINE]
    register.add_user("coder1", "coder")
    with (
        Register.open(register_url, user="coder1") as coder,
        pytest.raises(DeniedError, match="confidential"),
    ):
        coder.propose([found], engine=ENGINE)


def test_a_reviewer_sees_the_words_of_every_value(register: Register, tmp_path: Path) -> None:
    found = read(tmp_path)
    register.propose([found], engine=ENGINE)
    item = register.next_item("new")
    assert item is not None
    lines = [line for _, lines in tell_item(item, register.codebook) for line in lines]
    text = "\n".join(lines)
    assert "«5 people were killed in Mastung on 2024-02-07»" in text
    assert "killed: “5”" in text
    assert "place: “Mastung”" in text
