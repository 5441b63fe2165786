"""The page of an incident: what is known, why, who says it in which words; what is decided."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from unittest.mock import Mock

import pytest

from tests.conftest import MakeRelease
from tests.web.desk.local import ENGLISH, Local, Person, at_desk
from tests.web.desk.team import Desk
from waqia.model import ReleaseError
from waqia.register import Register
from waqia.web import create_app
from waqia.web.desk import incident_beside
from waqia.web.desk import shelf as shelf_of_desk
from waqia.web.desk.passages import Span, passage, pieces_of
from waqia.web.desk.shelf import Shelved
from waqia.web.pool import CONNECTIONS


@pytest.fixture
def local(filled: Local, tmp_path: Path) -> Local:
    """A copy of the filled register, to be changed."""
    path = tmp_path / "desk.db"
    shutil.copy(filled.path, path)
    return Local(path, tmp_path / "releases", filled.incident, filled.other)


@pytest.fixture
def person(local: Local) -> Iterator[Person]:
    with at_desk(local) as person:
        yield person


@pytest.fixture(scope="module")
def reader(filled: Local) -> Iterator[Person]:
    """Somebody who changes nothing."""
    with at_desk(filled) as person:
        yield person


def row_of(page: str, field: str) -> str:
    """The row of a field in the table of accounts."""
    found = re.search(rf'<tr id="row-{field}".*?</tr>', page, re.DOTALL)
    assert found
    return found[0]


def test_accounts_stand_side_by_side_and_contradictions_are_said_in_words(
    filled: Local, reader: Person
) -> None:
    page = reader.page(f"/incidents/{filled.incident}")
    killed = row_of(page, "killed")
    assert killed.count("<td") == 3
    assert "contradict" in killed
    assert "differs from what is known of the incident" in killed
    assert "contradict" not in row_of(page, "type")
    assert "Policemen were shot." in page


def test_a_value_opens_the_sentence_of_its_source_with_its_words_marked(
    filled: Local, reader: Person
) -> None:
    page = reader.page(f"/incidents/{filled.incident}")
    start = ENGLISH.index("At least four")
    at = f"{start}-{start + len('At least four')}"
    assert "<mark>At least four</mark> policemen were killed in Quetta on Monday." in page
    assert f'href="/sources/S-en?at={at}#here"' in page
    whole = reader.page(f"/sources/S-en?at={at}")
    assert 'id="here"' in whole
    assert '<mark class="here">At least four</mark>' in whole
    assert f'href="/incidents/{filled.incident}#row-killed"' in whole


def test_every_value_says_the_rule_that_gave_it_and_a_decision_its_reason(
    local: Local, person: Person
) -> None:
    at, base = f"/incidents/{local.incident}", person.seen(local.incident)
    told = {"field": "killed", "value": "5 (4-6)", "reason": "the hospital's list"}
    assert person.send(f"{at}/override", base=base, **told).status_code == 303
    page = person.page(at)
    assert "All accounts that say anything say the same." in page
    assert "decided by a person" in page
    assert "the hospital&#39;s list" in page
    assert "settled" in row_of(page, "killed")


def test_what_no_account_says_anything_of_is_decided_too(local: Local, person: Person) -> None:
    at, base = f"/incidents/{local.other}", person.seen(local.other)
    told = {"field": "abducted", "value": "2", "reason": "the families say so"}
    assert person.send(f"{at}/override", base=base, **told).status_code == 303
    assert "the families say so" in person.page(at)


def test_fields_are_left_to_their_rules_again_and_settled(local: Local, person: Person) -> None:
    at = f"/incidents/{local.incident}"
    for act, told in (
        ("override", {"value": "5", "reason": "the hospital's list"}),
        ("release", {"reason": "no list"}),
        ("settle", {"reason": "seven it is"}),
    ):
        base = person.seen(local.incident)
        answer = person.send(f"{at}/{act}", base=base, field="killed", **told)
        assert answer.status_code == 303, act
    incident = person.register.incident(local.incident)
    assert incident["values"]["killed"] != 5
    assert incident["settled"]["killed"]["reason"] == "seven it is"


def test_what_cannot_be_taken_is_said_beside_the_form_which_stays_filled_in(
    person: Person, local: Local
) -> None:
    answer = person.send(
        f"/incidents/{local.incident}/override", field="killed", value="lots", reason="so"
    )
    assert answer.status_code == 422
    assert "is no count" in answer.text
    assert 'value="lots"' in answer.text


def test_who_decides_on_what_has_changed_meanwhile_is_told_and_changes_nothing(
    local: Local, person: Person
) -> None:
    at, shown = f"/incidents/{local.incident}", person.seen(local.incident)
    assert person.send(f"{at}/confirm", base=shown).status_code == 303
    for act, fields in {
        "withdraw": {"reason": "a rumour"}, "split": {"account": "A-1"}, "merge": {"other": "PK"},
    }.items():  # fmt: skip
        answer = person.send(f"{at}/{act}", base=shown, **fields)
        assert answer.status_code == 409, act
    assert person.register.incident(local.incident)["status"] == "confirmed"


def test_incidents_are_split_merged_withdrawn_and_reopened_on_their_page(
    local: Local, person: Person
) -> None:
    at = f"/incidents/{local.incident}"
    account = person.register.incident(local.incident)["accounts"][-1]["id"]
    part = person.send(f"{at}/split", account=account).headers["location"]
    assert part != at
    answer = person.send(f"{at}/merge", other=part.rpartition("/")[2])
    assert answer.headers["location"] == at
    assert person.send(f"{at}/withdraw", reason="a rumour").status_code == 303
    merged, withdrawn = person.page(part), person.page(at)
    assert f'href="{at}"' in merged
    assert "/confirm" not in merged
    assert "the same incident" in withdrawn
    assert "was withdrawn" in withdrawn
    assert "a rumour" in withdrawn
    assert person.send(f"{at}/reopen", reason="it was none").status_code == 303
    assert person.register.incident(local.incident)["status"] == "candidate"


def test_of_a_restricted_source_only_that_it_is_there_is_told(filled: Local) -> None:
    with at_desk(filled, "reader") as viewer:
        page = viewer.page(f"/incidents/{filled.incident}")
        assert "1 account rests on a restricted source" in page
        assert "quillfeather" not in page
        assert 'action="/incidents/' not in page
        assert "quillfeather" not in viewer.page("/sources")
        assert "quillfeather" not in viewer.look("/sources/S-secret").text


def test_what_was_restricted_is_not_shown_though_the_present_cannot_be_made_anew(
    local: Local, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = ("/explore", "/explore/incidents", f"/incidents/{local.incident}", "/sources/S-en",
             "/api/v1/sources")  # fmt: skip
    assert all(person.look(page).status_code == 200 for page in pages)
    present = person.desk.app.state.site.shelf.present
    write = present._write
    monkeypatch.setattr(present, "_write", Mock(side_effect=ReleaseError("no space")))
    person.register.confirm(local.incident)
    assert "do not have it yet" in person.page("/explore")
    person.register.set_access("S-en", "restricted", reason="Its author is threatened.")
    for page in pages:
        answer = person.look(page)
        assert (answer.status_code, "Dawn" in answer.text) == (503, False), page
        assert "being made anew" in answer.text
        assert "Retry-After" in answer.headers
    assert "Count them now" in person.page("/")
    monkeypatch.setattr(present, "_write", write)
    assert person.look("/explore").status_code == 200
    assert "Dawn" not in person.page("/api/v1/sources")


def test_frozen_releases_say_what_has_changed_since(local: Local, person: Person) -> None:
    with Register.open(local.path, user="desk") as register:
        local.releases.mkdir()
        register.freeze(local.releases / "may.release", title="May")
    at = f"/incidents/{local.incident}"
    person.send(f"{at}/confirm")
    frozen = person.page(at).partition('id="frozen"')[2]
    assert "Status" in frozen
    assert "/releases/diff?old=may.release&amp;new=present" in frozen
    then = person.page(f"{at}?release=may.release")
    assert "candidate" in then
    assert 'method="post" action="/incidents/' not in then


def test_frozen_releases_are_read_once_and_while_nobodys_connection_is_lent(
    local: Local, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = person.desk.app.state.site.shelf
    place = local.releases / "may.release"
    with Register.open(local.path, user="desk") as register:
        local.releases.mkdir()
        register.freeze(place)
        register.confirm(local.incident)
    at = f"/incidents/{local.incident}"
    first = person.page(at).partition('id="frozen"')[2]
    free: list[int] = []
    listed = shelf.frozen

    def looked() -> list[Shelved]:
        free.append(shelf.pool()._free.qsize())
        return cast("list[Shelved]", listed())

    with monkeypatch.context() as patched:
        patched.setattr(shelf, "frozen", looked)
        for module in (shelf_of_desk, incident_beside):
            patched.setattr(module, "open_release", Mock(side_effect=AssertionError))
        assert person.page(at).partition('id="frozen"')[2] == first
        person.page(f"{at}?release=present")
    assert free == [CONNECTIONS, CONNECTIONS]
    shutil.rmtree(place)
    with Register.open(local.path, user="desk") as register:
        register.freeze(place)
    assert "badge candidate" in first
    assert "badge confirmed" in person.page(at).partition('id="frozen"')[2]


def test_incidents_near_in_place_and_time_are_named(filled: Local, reader: Person) -> None:
    page = reader.page(f"/incidents/{filled.incident}")
    near = page.partition("In the same district")[2]
    assert f'href="/incidents/{filled.other}"' in near


def test_an_id_that_nothing_has_is_answered_with_what_to_do(reader: Person) -> None:
    answer = reader.look("/incidents/PK-1999-000001")
    assert answer.status_code == 404
    assert "PK-2024-000012" in answer.text


def test_an_incident_of_a_release_is_read_only(make_release: MakeRelease) -> None:
    told = {"killed": 3, "type": "terrorist_attack", "district": "Quetta"}
    release = make_release([
        told | {"incident": "PK-2023-000001", "anchors": [
            {"source": "S-1", "start": 10, "end": 20, "quote": "three dead", "field": "killed"}]},
        told | {"incident": "PK-2023-000001", "killed": 5, "source": "S-2"},
    ])  # fmt: skip
    desk = Desk(create_app(release))
    page = desk.ask("GET", "/incidents/PK-2023-000001").text
    assert "<mark>three dead</mark>" in page
    assert "contradict" in page
    assert "<form" not in page.partition("<main")[2]
    assert release.hash[:16] in page
    desk.close()


def test_marks_that_overlap_are_cut_into_pieces_that_lose_nothing() -> None:
    text = "abcdefghij"
    spans = [Span(1, 6), Span(3, 8)]
    pieces = list(pieces_of(text, spans))
    assert "".join(piece.text for piece in pieces) == text
    assert [(p.text, p.within) for p in pieces] == [
        ("a", ()), ("bc", (0,)), ("def", (0, 1)), ("gh", (1,)), ("ij", ()),
    ]  # fmt: skip
    assert [piece.ends for piece in pieces] == [(), (), (0,), (1,), ()]


def test_a_passage_begins_and_ends_where_sentences_do() -> None:
    before = "Far away. " * 60 + "The day before was calm. "
    text = f"{before}Three men were killed. Nobody claimed it. " + "More words. " * 60
    start = text.index("Three")
    found = passage({"source": "S", "start": start, "end": start + 5}, text)
    assert found.before == "The day before was calm. "
    assert found.words == "Three"
    assert found.after == " men were killed. Nobody claimed it."
