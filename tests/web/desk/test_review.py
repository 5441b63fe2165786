"""The review pages without scripts: every act is a form, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.desk.team import Desk
from waqia.examples import example_folder
from waqia.model import InputError, QuestionError
from waqia.register import Entrance, Register
from waqia.web.app import app_of
from waqia.web.desk.review_told import text_of
from waqia.web.serving import site_of

TEXT = (
    "TURBAT: Gunmen shot dead four policemen on Tuesday, 6 February. The same day a roadside bomb "
    "wounded 3 soldiers. Police said six men had come.\n"
)
FIRST, SECOND = TEXT[:63], "The same day a roadside bomb wounded 3 soldiers."


def words(quote: str, field: str | None = None) -> dict[str, Any]:
    start = TEXT.index(quote)
    anchor = {"source": "S-1", "start": start, "end": start + len(quote), "quote": quote}
    return anchor | ({"field": field} if field else {})


def proposal(id_: str) -> dict[str, Any]:
    return {
        "id": id_, "source": "S-1", "type": "terrorist_attack", "made_by": "read:grammar/1",
        "date_start": "2024-02-06", "place": "TURBAT", "place_id": "pk-city-turbat",
        "place_precision": "town", "district": "Kech", "province": "Balochistan",
        "country": "Pakistan", "killed": 4, "killed_min": 4, "killed_max": 4, "injured": 3,
        "perpetrators": ["unknown"],
        "anchors": [words(FIRST), words(SECOND), words("four policemen", "killed"),
                    words("wounded 3 soldiers", "injured"), words("TURBAT", "place"),
                    words("Gunmen", "perpetrators:unknown")],
    }  # fmt: skip


class Person:
    """The only user of a desk, with a browser that runs no scripts."""

    def __init__(self, desk: Desk, url: str) -> None:
        self.desk = desk
        self.url = url
        self._who = {"Cookie": "waqia-form=form"}
        self._who["X-CSRF-Token"] = re.findall(r'name="csrf" value="(\w+)"', self.get("/review"))[0]

    def get(self, path: str, status: int = 200) -> str:
        answer = self.desk.ask("GET", path, self._who)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, status: int = 303, /, **fields: str) -> httpx.Response:
        answer = self.desk.ask("POST", path, self._who, data=fields)
        assert answer.status_code == status, answer.text
        return answer

    def next(self, path: str, **fields: str) -> str:
        """Where a form leads to."""
        return urlsplit(self.post(path, **fields).headers["location"]).path

    def register(self) -> Register:
        return Register.open(self.url, user="chief")

    def revision(self, account: str) -> str:
        with self.register() as register:
            return str(register.account(account)["revision"])


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "desk.db"
    with Register.create(path, "pakistan", user="chief", title="Desk") as register:
        register.add_source(
            {"id": "S-1", "title": "Two attacks", "media_type": "text/plain", "language": "en"},
            content=TEXT.encode(),
        )
        for number in (1, 2):
            register.add(proposal(f"P-{number}"), status="proposed")
        told = {"source": "S-1", "type": "terrorist_attack", "date_start": "2023-05-04"}
        one = register.add(told | {"killed": 3, "tags": ["firstcoding"]})
        other = register.add(told | {"killed": 5})
        register.link(other.account, str(one.incident))
        register.add(told | {"killed": 5, "place": "Quetta"})
        register.add_user("colleague", "reviewer")
        register.suggest(minimum=0.0)
    return path


@contextmanager
def at_desk(path: Path, name: str = "chief") -> Iterator[Person]:
    """A user of a register at the desk that serves it."""
    with Register.open(path, user=name) as register:
        user = register.user
    with Entrance(str(path)) as entrance:
        site = site_of(entrance, path.parent / "releases", user=user)
        desk = Desk(app_of(site))
        try:
            yield Person(desk, str(path))
        finally:
            desk.close()
            site.close()


@pytest.fixture
def path(furnished: Path, tmp_path: Path) -> Path:
    """A copy of the register, to be changed."""
    copy = tmp_path / "desk.db"
    copy.write_bytes(furnished.read_bytes())
    return copy


@pytest.fixture
def person(path: Path) -> Iterator[Person]:
    with at_desk(path) as person:
        yield person


def shown(page: str, name: str) -> str:
    """The value of an input."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def marked(page: str) -> Mapping[str, str]:
    """Words that are marked in the text → the fields that they say."""
    return {text: fields for fields, text in
            re.findall(r'<mark[^>]*data-fields="([^"]*)"[^>]*>([^<]*)</mark>', page)}  # fmt: skip


def test_a_proposal_stands_beside_its_text_with_the_words_marked(person: Person) -> None:
    page = person.get("/review/new/P-1")
    assert marked(page) == {
        "TURBAT": "place", "Gunmen": "perpetrators", "four policemen": "killed",
        "wounded 3 soldiers": "injured",
    }  # fmt: skip
    assert shown(page, "killed") == "4"
    assert shown(page, "place_unit") == "Turbat, Kech, Balochistan"
    assert "“four policemen”" in page
    assert "style=" not in page and "onclick" not in page  # noqa: PT018


def test_a_long_text_is_shown_around_the_words_and_whole_in_parts() -> None:
    far = "x" * 450_000
    text = f"One was killed.\n{far}\nTwo 😀 were hurt."
    hurt = {"source": "S", "start": text.index("were"), "end": len(text) - 1, "field": "injured"}
    anchors = [{"source": "S", "start": 0, "end": 15}, hurt]
    account = {"id": "A", "source": "S", "anchors": anchors}
    around = text_of(text, account)
    assert [line.gap for line in around.paragraphs] == [False, False, True, False]
    assert not around.whole
    assert sum(len(piece.text) for line in around.paragraphs for piece in line.pieces) < 5000
    part = text_of(text, account, part=len(text))
    assert (part.before, part.after) == (200_000, None)
    (words,) = [piece for line in part.paragraphs for piece in line.pieces if piece.ends]
    assert (words.text, words.at, words.ends) == ("were hurt", text.index("were"), ("injured",))
    whole = text_of("One was killed.", account | {"anchors": anchors[:1]}, part=0)
    assert (whole.whole, whole.before, whole.after) == (True, None, None)


def test_lines_that_were_broken_for_their_length_are_one_paragraph() -> None:
    text = f"{'word ' * 14}and\nthe end.\nKilled\t3\nHurt\t4\n\nMore."
    found = text_of(text, {"id": "A", "source": "S"}).paragraphs
    assert ["".join(piece.text for piece in line.pieces) for line in found] == [
        f"{'word ' * 14}and\nthe end.", "Killed\t3", "Hurt\t4", "More.",
    ]  # fmt: skip
    assert all(text[p.at : p.at + len(p.text)] == p.text for line in found for p in line.pieces)


def test_an_accepted_proposal_gives_way_to_the_next_and_can_be_taken_back(person: Person) -> None:
    assert person.next("/review/new/next", kind="account") == "/review/new/P-1"
    answer = person.post("/review/new/P-1", act="accept", kind="account",
                         base=person.revision("P-1"), killed="5")  # fmt: skip
    following = answer.headers["location"]
    assert following == "/review/new/P-2?kind=account"
    assert 'action="/review/undo"' in person.get(following)
    with person.register() as register:
        account = register.account("P-1")
        assert (account["status"], account["killed"]) == ("accepted", 5)
        assert "killed" not in [anchor.get("field") for anchor in account["anchors"]]
    assert person.next("/review/undo", back="/review/new/P-1?kind=account") == "/review/new/P-1"
    with person.register() as register:
        assert (register.account("P-1")["status"], register.account("P-1")["killed"]) == (
            "proposed", 4,
        )  # fmt: skip


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(person: Person) -> None:
    page = person.post("/review/new/P-1", 422, act="accept", base=person.revision("P-1"),
                       killed="lots", summary="Typed with care", perpetrators="nobody known",
                       **{"words.killed": "six men"}).text  # fmt: skip
    assert (shown(page, "killed"), shown(page, "perpetrators")) == ("lots", "nobody known")
    assert "Typed with care" in page
    assert "six men" in shown(page, "words.killed")
    assert 'id="killed-error"' in page and 'aria-describedby="killed-error"' in page  # noqa: PT018
    with person.register() as register:
        assert register.account("P-1")["status"] == "proposed"


def test_what_others_changed_meanwhile_is_shown_and_what_was_typed_is_kept(person: Person) -> None:
    base = person.revision("P-1")
    with Register.open(person.url, user="colleague") as register:
        register.correct("P-1", {"injured": 9, "killed": None, "killed_min": None,
                                 "killed_max": None})  # fmt: skip
    typed = {"killed_min": "4", "killed": "4", "killed_max": "4", "injured": "3", "place": "Turbat"}
    page = person.post("/review/new/P-1", 409, act="accept", base=base, **typed).text
    assert shown(page, "place") == "Turbat"  # typed
    assert (shown(page, "killed"), shown(page, "injured")) == ("", "9")  # not typed, but shown
    assert shown(page, "base") == person.revision("P-1")
    assert "Changed meanwhile" in page


def test_words_of_the_source_are_given_to_a_field_by_quoting_them(person: Person) -> None:
    person.post("/review/new/P-1", act="accept", base=person.revision("P-1"), killed="6",
                **{"words.killed": "six men"})  # fmt: skip
    with person.register() as register:
        anchors = register.account("P-1")["anchors"]
    assert [a["quote"] for a in anchors if a.get("field") == "killed"] == ["six men"]


def test_a_proposal_is_split_by_sentences_and_joined_again(person: Person) -> None:
    page = person.get("/review/new/P-1")
    span = f"{TEXT.index(SECOND)}-{TEXT.index(SECOND) + len(SECOND)}"
    assert f'value="{span}"' in page
    assert person.next("/review/new/P-1", act="split", span=span) == "/review/new/P-1"
    page = person.get("/review/new/P-1")
    assert 'name="other" value="P-1-b"' in page
    assert "one sentence only: there is nothing to split" in page
    person.post("/review/new/P-1", act="join", other="P-1-b")
    with person.register() as register:
        assert register.account("P-1")["injured"] == 3
        assert register.account("P-1-b")["status"] == "set_aside"
    assert "Choose the sentences" in person.post("/review/new/P-1", 422, act="split").text


def test_a_proposal_is_set_aside_with_a_reason(person: Person) -> None:
    assert "say why" in person.post("/review/new/P-1", 422, act="aside").text
    assert person.next("/review/new/P-1", act="aside", why="Read wrongly", reason="a drill",
                       kind="account") == "/review/new/P-2"  # fmt: skip
    with person.register() as register:
        assert register.account("P-1")["status"] == "set_aside"
        assert register.log("P-1")[-1].reason == "Read wrongly: a drill"


def test_incidents_that_lie_apart_are_joined_only_if_that_is_meant(person: Person) -> None:
    page = person.post("/review/new/P-1", 422, act="accept", incident="PK-2023-000001").text
    assert "days apart" in page or "may not be one" in page
    person.post("/review/new/P-1", act="accept", incident="XX-2023-000001", apart="1")
    with person.register() as register:
        assert register.account("P-1")["incident"] == "XX-2023-000001"


def test_what_waits_no_more_leads_on(person: Person) -> None:
    with Register.open(person.url, user="colleague") as register:
        register.set_aside("P-1", reason="a drill")
    assert person.next("/review/new/P-1", act="skip", kind="account") == "/review/new/P-2"
    page = person.get("/review/new/P-1?kind=account", 410)
    assert "colleague" in page
    assert "a drill" in page
    assert 'action="/review/new/next"' in page
    assert 'action="/review/undo"' not in page
    assert "does not wait" in person.get("/review/new/nowhere", 404)


def test_who_goes_back_is_told_what_became_of_it_and_may_take_it_back(person: Person) -> None:
    person.post("/review/new/P-1", act="accept", base=person.revision("P-1"))
    with person.register() as register:
        incident = register.account("P-1")["incident"]
    page = person.get("/review/new/P-1", 410)
    assert "tells of" in page
    assert f'href="/incidents/{incident}"' in page
    back = shown(page, "back")
    person.post("/review/new/P-2", act="aside", why="Read wrongly")
    assert 'action="/review/undo"' not in person.get("/review/new/P-1", 410)
    person.post("/review/undo", back="/review/new/P-2")
    assert person.get("/review/new/P-2")
    with person.register() as register:
        register.undo()
    assert "four policemen" in person.get(back)
    person.post("/review/new/XX-2023-000001", act="confirm")
    assert person.next("/review/undo", back="/review") == "/review"
    person.post("/review/new/XX-2023-000001", act="withdraw", why="Read wrongly")
    page = person.get("/review/new/XX-2023-000001", 410)
    assert "withdrawn" in page
    assert 'action="/review/undo"' in page


def test_candidates_pairs_and_disputes_are_decided(person: Person) -> None:
    person.post("/review/new/XX-2023-000001", act="confirm")
    disputed = person.get("/review/disputed/XX-2023-000001")
    assert "What the rule gave" in disputed
    person.post("/review/disputed/XX-2023-000001", act="settle", reason="the later count",
                **{"choose.killed": "rule", "choose.tags": "rule"})  # fmt: skip
    lines = re.findall(r'href="(/review/links/[^"]+)"', person.get("/review/links"))
    if lines:
        assert "Why they may be one" in person.get(lines[0])
        person.post(lines[0], act="different", reason="two towns")
    with person.register() as register:
        assert register.incident("XX-2023-000001")["status"] == "confirmed"
        assert "killed" in register.incident("XX-2023-000001")["settled"]


def test_a_dispute_is_decided_in_one_act_or_not_at_all(person: Person) -> None:
    path, incident = "/review/disputed/XX-2023-000001", "XX-2023-000001"
    fields = {"act": "settle", "reason": "the later count", "own.killed": "5"}
    base = shown(person.get(path), "base")
    with person.register() as register:
        before = register.revision.number
        with pytest.raises(InputError, match="injured"):
            register.decide(incident, {"killed": None, "injured": {"injured": "many"}}, reason="so")
        with pytest.raises(QuestionError, match="at least one"):
            register.decide(incident, {}, reason="so")
        assert register.revision.number == before
    with Register.open(person.url, user="colleague") as colleague:
        colleague.confirm(incident)
    page = person.post(path, 409, base=base, **fields).text
    assert shown(page, "own.killed") == "5"
    person.post(path, base=shown(page, "base"), **fields)
    with person.register() as register:
        register.decide(incident, {"killed": None, "tags": {"tags": ["list"]}}, reason="the list")
        found, number = register.incident(incident), register.revision.number
    assert number == before + 3
    assert (found["values"]["killed"], found["values"]["tags"]) == (5, ["list"])


def test_a_second_coding_shows_nothing_of_the_first(person: Person) -> None:
    with person.register() as register:
        (account,) = [a["id"] for a in register.accounts() if a["killed"] == 3]
        register.sample("second", share=1, seed=1)
    with Register.open(person.url, user="colleague") as colleague:
        item = colleague.next_item("second")
        assert item is not None
        colleague.give_back(item.id)
        assert colleague.user.name == "colleague"
    page = person.get("/review/second")
    assert account not in page  # one's own is not given to oneself
    assert "firstcoding" not in page


def test_a_blind_coding_is_typed_into_an_empty_form(path: Path) -> None:
    with Register.open(path, user="chief") as register:
        accepted = register.accept("P-1").account
        register.sample("second", share=1, seed=1)
        while (item := register.next_item("second")) and item.subject != accepted:
            register.give_back(item.id)
        assert item is not None
    with at_desk(path) as person:
        page = person.get(f"/review/second/{accepted}")
        assert (shown(page, "killed"), shown(page, "place"), marked(page)) == ("", "", {})
        assert 'class="told"' in page
        assert "four policemen”" not in page
        person.post(f"/review/second/{accepted}", 422, act="code", killed="lots")
        person.post(f"/review/second/{accepted}", act="code", killed="6",
                    **{"words.killed": "six men"})  # fmt: skip
    with Register.open(path, user="chief") as register:
        (coding,) = register.codings(accepted)
        assert coding["values"]["killed"] == 6
        assert [a["quote"] for a in coding["values"]["anchors"] if a.get("field")] == ["six men"]


def test_who_codes_what_is_not_archived_is_told_where_to_read_it(path: Path) -> None:
    with Register.open(path, user="chief") as register:
        register.add_source(
            {"id": "S-far", "title": "A quiet year", "publisher": "Dawn", "date": "2022-01-02",
             "url": "https://dawn.example/quiet"},
        )  # fmt: skip
        told = {"source": "S-far", "type": "terrorist_attack", "date_start": "2021-01-02",
                "killed": 2, "anchors": [{"source": "S-far", "locator": "page 12"}]}  # fmt: skip
        account = register.add(told).account
        register.sample("second", share=1, seed=1)
        register.assign(f"second/{account}", "colleague")
    with at_desk(path, "colleague") as person:
        page = person.get(f"/review/second/{account}")
    assert "marked part" not in page
    assert "It has to be read where it was published" in page
    assert "page 12" in page
    assert '<a href="https://dawn.example/quiet" rel="noreferrer noopener external">' in page


def row_of(page: str, field: str) -> list[str]:
    """The cells of a row of what is compared."""
    row = re.search(rf'<tr[^>]*><th scope="row"[^>]*>{field}\b.*?</tr>', page, re.DOTALL)
    assert row, field
    return re.findall(r"<td>(.*?)</td>", row[0], re.DOTALL)


def choices(cells: list[str]) -> list[str | None]:
    """What is chosen in each cell of a row; None where nothing can be."""
    found = [re.search(r'type="radio" name="[^"]*" value="([^"]*)"', cell) for cell in cells]
    return [one and one[1] for one in found]


def test_both_codings_stand_side_by_side_to_be_chosen_from(path: Path) -> None:
    with Register.open(path, user="chief") as register:
        account = register.accept("P-1").account
        register.correct(account, {"killed": 7, "killed_min": 7, "killed_max": 7})
        register.add_user("third", "reviewer")
        register.sample("second", share=1, seed=1)
        register.assign(f"second/{account}", "colleague")
    parts = [{"party": "police", "outcome": "killed", "best": 5}]
    said = {"type": "terrorist_attack", "date_start": "2024-02-06", "killed": 5, "injured": 3,
            "casualties": parts, "place": "Turbat", "credibility": 2}  # fmt: skip
    with Register.open(path, user="colleague") as register:
        register.submit_coding(account, said)
    address = f"/review/disputed/{account}"
    with at_desk(path, "third") as person:
        page = person.get(address)
        assert page.index("First coding") < page.index("Second coding")
        first, second = row_of(page, "Killed")
        assert ">7</span>" in first
        assert ">5</span>" in second
        assert choices([first, second]) == ["read:grammar/1", "colleague"]
        assert choices(row_of(page, "Injured")) == [None, None]
        assert "probably true" in row_of(page, "Credibility")[1]
        assert page.count("<kbd>e</kbd>") == 2  # at the first choice, and among the keys
        person.post(address, act="resolve", reason="the hospital's list",
                    **{"choose.killed": "colleague"})  # fmt: skip
        # what the first coder said stays, whatever the account says now
        assert ">7</span>" in row_of(person.get(address), "Killed")[0]
    with Register.open(path, user="chief") as register:
        assert register.account(account)["killed"] == 5


def test_only_an_editor_is_offered_to_decide_against_the_rule(path: Path) -> None:
    address = "/review/disputed/XX-2023-000001"
    with at_desk(path, "colleague") as person:
        page = person.get(address)
        assert choices(row_of(page, "Killed")) == ["rule", None, None]
        assert "An editor decides against the rule." in page
        assert "own.killed" not in page
    with at_desk(path) as person:
        page = person.get(address)
        assert None not in choices(row_of(page, "Killed"))
        assert "An editor decides" not in page


def test_what_is_likely_the_same_has_to_be_chosen_first(path: Path) -> None:
    with at_desk(path) as person:
        alone = person.get("/review/parts/near?account=P-1")
        assert '<input type="hidden" name="incident" value="">' in alone
        assert " open" not in alone
    with Register.open(path, user="chief") as register:
        incident = str(register.accept("P-1").incident)
        (near,) = register.incidents_near("P-2")
        assert near.likely
    with at_desk(path) as person:
        listed = person.get("/review/parts/near?account=P-2")
        assert "1 lies near" in listed
        assert listed.count(" required") == 2
        assert " checked" not in listed
        base = person.revision("P-2")
        page = person.post("/review/new/P-2", 422, act="accept_and_confirm", base=base).text
        assert "Choose first" in page
        assert '<details class="act" id="near" open' in page
        person.post("/review/new/P-2", act="accept", base=base, incident=incident)


def test_the_last_act_is_offered_to_be_taken_back_as_long_as_it_can_be(path: Path) -> None:
    with Register.open(path, user="chief") as register:
        register.add(proposal("P-3"), status="proposed")
    with at_desk(path) as person:
        assert "/review/undo" not in person.get("/review/new/P-2")
        person.post("/review/new/P-1", act="aside", why="Read wrongly")
        person.post("/review/new/P-2", act="skip", kind="account")
        page = person.get("/review/new/P-3?kind=account")
        assert "set an account aside" in page
        assert shown(page, "back") == "/review/new/P-1?kind=account"
        assert shown(person.get("/review/disputed"), "back") == "/review/new/P-1"
        assert person.next("/review/undo", back=shown(page, "back")) == "/review/new/P-1"
        assert "/review/undo" not in person.get("/review/new/P-3")
        person.post("/review/new/P-1", act="aside", why="Read wrongly")
        with Register.open(path, user="colleague") as register:
            register.correct("P-1", {"injured": 4})
        assert "/review/undo" not in person.get("/review/new/P-3")


def test_every_dispute_of_the_example_can_be_looked_at(tmp_path: Path) -> None:
    path, data = tmp_path / "desk.db", example_folder()
    with Register.create(path, "pakistan", user="chief", title="Desk") as register:
        register.import_file(data / "accounts.csv", sources=data / "sources.csv")
        disputed = [one["id"] for one in register.incidents(disputed=True)]
    assert {"PK-2014-000004", "PK-2018-000007"} <= set(disputed)
    with at_desk(path) as person:
        for incident in disputed:
            assert "What the rule gave" in person.get(f"/review/disputed/{incident}")
