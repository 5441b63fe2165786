"""What a user without clearance is told: that a restricted source is there, nothing it says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.register.conftest import ADMINISTRATOR
from waqia.model import ConflictError, DeniedError, QuestionError, WaqiaError
from waqia.register import Register

MARKER = "Zanzibar"
"""Stands in everything that the restricted source says, and nowhere else."""
LATITUDE, LONGITUDE = 29.98765, 66.98765
TEXT = f"{MARKER} gate: five killed, says the {MARKER} report."
SECRETS = (MARKER, str(LATITUDE), str(LONGITUDE), "PK-PN", "Lahore")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Desk:
    """A register with a public and a restricted source, and users with and without clearance."""

    def __init__(self, admin: Register, url: str) -> None:
        self.admin = admin
        self.url = url
        admin.add_user("cleared", "reviewer", clearance="confidential")
        admin.add_user("uncleared", "reviewer", clearance="public")
        admin.add_source({"id": "S-open", "title": "Daily"}, content=b"Three killed in Quetta.")
        admin.add_source(
            {
                "id": "S-closed", "title": f"{MARKER} file", "author": f"{MARKER} author",
                "publisher": f"{MARKER} house", "url": f"https://example.org/{MARKER}",
                "note": f"{MARKER} note", "access": "restricted",
            },
            content=TEXT.encode(), reason=f"{MARKER} gave it",
        )  # fmt: skip
        told = {"type": "terrorist_attack", "date_start": "2024-02-03", "country": "Pakistan"}
        self.open = admin.add(
            told | {"source": "S-open", "killed": 3, "province": "Balochistan"}
        ).account
        self.closed = admin.add(
            told
            | {
                "source": "S-closed", "killed": 5, "province": "Punjab", "district": "Lahore",
                "place": f"{MARKER} gate", "latitude": LATITUDE, "longitude": LONGITUDE,
                "place_precision": "district", "summary": f"{MARKER} summary",
                "reported_by": [f"{MARKER} officer"], "tags": [MARKER.lower()],
                "words": {"killed": f"five, says {MARKER}"},
                "anchors": [{"source": "S-closed", "start": 0, "end": 8, "quote": TEXT[:8]}],
            },
            reason=f"{MARKER} told us",
        ).account  # fmt: skip
        self.incident = str(admin.account(self.open)["incident"])
        self.revision = admin.revision.number
        admin.link(self.closed, self.incident, reason=f"both name {MARKER}")
        admin.override(
            self.incident, "summary", {"summary": f"{MARKER} decided"}, reason=f"as {MARKER} says"
        )
        admin.settle(self.incident, "killed", reason=f"{MARKER} was nearer")

    def as_user(self, name: str) -> Register:
        return Register.open(self.url, user=name)


@pytest.fixture(scope="session")
def made_desk(
    made: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Callable[[str], Desk]:
    """Database → the desk that others are copied from."""
    known: dict[str, Desk] = {}

    def place(database: str) -> Desk:
        if database not in known:
            origin, folder = made(database), tmp_path_factory.mktemp("closed")
            url = (
                str(shutil.copy(origin, folder / "desk.db"))
                if database == "sqlite"
                else str(request.getfixturevalue("cluster").new("made"))
            )
            with Register.open(url, user=ADMINISTRATOR) as admin:
                known[database] = Desk(admin, url)
        return known[database]

    return place


@pytest.fixture
def desk(
    database: str,
    made_desk: Callable[[str], Desk],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Desk]:
    """A desk with something that not everybody may see."""
    desk = copy(made_desk(database))
    if database == "sqlite":
        desk.url = str(shutil.copy(desk.url, tmp_path / "desk.db"))
    else:
        template = urlsplit(desk.url).path.removeprefix("/")
        desk.url = str(request.getfixturevalue("cluster").new(template))
    with Register.open(desk.url, user=ADMINISTRATOR) as desk.admin:
        yield desk


@pytest.fixture
def uncleared(desk: Desk) -> Iterator[Register]:
    """The register as a reviewer has it who may see public sources only."""
    with desk.as_user("uncleared") as register:
        yield register


def leaks(answer: object) -> list[str]:
    """What of the restricted source stands anywhere in an answer."""
    text = repr(answer).casefold()
    return [secret for secret in SECRETS if secret.casefold() in text]


READING: dict[str, Callable[[Register, Desk], object]] = {
    "incident": lambda r, d: r.incident(d.incident),
    "log of the incident": lambda r, d: r.log(d.incident),
    "log of the account": lambda r, d: r.log(d.closed),
    "log of the other account": lambda r, d: r.log(d.open),
    "log of the emptied incident": lambda r, d: r.log("PK-2024-000002"),
    "emptied incident": lambda r, d: r.incident("PK-2024-000002"),
    "account": lambda r, d: r.account(d.closed),
    "source": lambda r, d: r.source("S-closed"),
    "text": lambda r, d: r.text("S-closed"),
    "log of the source": lambda r, d: r.log("S-closed"),
    "incidents": lambda r, d: r.incidents(),
    "accounts": lambda r, d: r.accounts(),
    "sources": lambda r, d: r.sources(),
    "status": lambda r, d: r.status(),
    "verify": lambda r, d: r.verify(),
    "suggest": lambda r, d: r.suggest(minimum=0.0),
    "queues": lambda r, d: [r.queue(name) for name in ("new", "disputed", "quality", "links")],
    "new item": lambda r, d: r.item(f"new/{d.incident}"),
    "codings": lambda r, d: r.codings(d.closed),
    "disagreements": lambda r, d: r.disagreements(d.closed),
    "correct": lambda r, d: r.correct(d.closed, {"killed": 6}),
    "correct into": lambda r, d: r.correct(
        d.open, {"anchors": [{"source": "S-closed", "start": 0, "end": 8, "quote": "x"}]}
    ),
    "add": lambda r, d: r.add(
        {"source": "S-closed", "anchors": [{"source": "S-closed", "start": 0, "end": 4}]}
    ),
    "add again": lambda r, d: r.add({"id": d.closed, "source": "S-open"}),
    "add source again": lambda r, d: r.add_source({"id": "S-closed", "title": "Mine"}),
    "stale confirmation": lambda r, d: r.confirm(d.incident, base=d.revision),
    "stale reopening": lambda r, d: r.reopen(d.incident, reason="again", base=d.revision),
    "merge with itself": lambda r, d: r.merge(d.incident, "PK-2024-000002"),
    "link again": lambda r, d: r.link(d.closed, d.incident),
    "split a stranger": lambda r, d: r.split(d.incident, ["A-999999"]),
    "settle": lambda r, d: r.settle(d.incident, "place", reason="as it is"),
    "confirm": lambda r, d: r.confirm(d.incident),
}


@pytest.mark.parametrize("what", READING)
def test_no_answer_and_no_error_tells_what_a_restricted_source_says(
    what: str, desk: Desk, uncleared: Register
) -> None:
    try:
        answer = READING[what](uncleared, desk)
    except WaqiaError as error:
        answer = (str(error), vars(error), error.__cause__)
    assert leaks(answer) == []


@pytest.mark.parametrize("what", ["incident", "log of the incident", "account", "source", "text"])
def test_who_is_cleared_is_told(what: str, desk: Desk) -> None:
    with desk.as_user("cleared") as cleared:
        assert MARKER in leaks(READING[what](cleared, desk))


@pytest.mark.parametrize(
    ("what", "act", "subject"),
    [
        ("account", "account.see", "A-000002"),
        ("source", "source.see", "S-closed"),
        ("text", "source.see", "S-closed"),
        ("log of the source", "source.see", "S-closed"),
        ("correct", "source.see", "S-closed"),
        ("correct into", "source.see", "S-closed"),
        ("add", "source.see", "S-closed"),
        ("codings", "account.see", "A-000002"),
    ],
)
def test_who_asks_for_what_is_restricted_is_denied_and_it_is_logged(
    what: str, act: str, subject: str, desk: Desk, uncleared: Register
) -> None:
    before = desk.admin.revision
    with pytest.raises(DeniedError, match=r"restricted.*The attempt was logged"):
        READING[what](uncleared, desk)
    (denied,) = desk.admin.denials()
    assert (denied.user, denied.action, denied.subject, denied.needed) == (
        "uncleared", act, subject, "clearance restricted",
    )  # fmt: skip
    assert desk.admin.revision == before


def test_an_incident_is_told_as_a_release_tells_it(
    desk: Desk, uncleared: Register, tmp_path: Path
) -> None:
    told = uncleared.incident(desk.incident)
    released = desk.admin.freeze(tmp_path / "a.release").incident(desk.incident)
    assert told["untold"] == [desk.closed]
    assert told["values"]["killed"] == released["killed"]
    for name in ("place", "province", "district", "latitude", "summary", "place_precision"):
        assert told["values"].get(name) == released[name], name
    (account,) = [account for account in released["accounts"] if account["id"] == desk.closed]
    (shown,) = [account for account in told["accounts"] if account["id"] == desk.closed]
    assert shown["killed"] == account["killed"] == 5
    assert told["sources"]["S-closed"]["title"] == account["source"]["title"]


def test_accounts_stand_side_by_side_with_what_they_differ_in(desk: Desk) -> None:
    shown = desk.admin.incident(desk.incident)
    assert [account["id"] for account in shown["accounts"]] == [desk.open, desk.closed]
    assert shown["differences"]["killed"] == {
        desk.open: {"killed": 3},
        desk.closed: {"killed": 5},
    }
    assert shown["provenance"]["summary"]["rule"] == "override"
    assert shown["provenance"]["summary"]["reason"] == f"as {MARKER} says"
    assert shown["settled"]["killed"]["by"] == ADMINISTRATOR
    assert shown["untold"] == []


def test_a_conflict_tells_values_only_to_those_who_may_see_them(
    desk: Desk, uncleared: Register
) -> None:
    with pytest.raises(ConflictError) as conflict:
        uncleared.confirm(desk.incident, base=desk.revision)
    fields = conflict.value.fields
    assert fields["killed"][1] is not None
    assert fields["place"] == (None, "(not told: a source is restricted)")
    with desk.as_user("cleared") as cleared, pytest.raises(ConflictError) as conflict:
        cleared.confirm(desk.incident, base=desk.revision)
    assert conflict.value.fields["values"][1]["place"] == f"{MARKER} gate"


def test_a_history_tells_who_did_what_but_not_why_where_why_may_tell(
    desk: Desk, uncleared: Register
) -> None:
    entries = uncleared.log(desk.incident)
    assert {entry.action for entry in entries} >= {"account.add", "decision.same"}
    assert {entry.user for entry in entries} == {ADMINISTRATOR}
    assert {entry.reason for entry in entries} <= {None, "(not told: a source is restricted)"}
    killed = [e for e in entries if e.record == desk.incident and e.field == "killed"]
    assert killed[-1].after is not None
    assert "told" not in str(killed[-1].after)


def test_only_the_clearance_counts_not_who_coded_it(desk: Desk) -> None:
    desk.admin.add_user("coder")
    with desk.as_user("coder") as coder:
        mine = coder.add({"source": "S-closed", "killed": 1}).account
        coder.account(mine)
        desk.admin.set_clearance("coder", "public", reason="lent to another desk")
        with pytest.raises(DeniedError, match="may see public ones"):
            coder.account(mine)
        with pytest.raises(DeniedError, match="may see public ones"):
            coder.correct(mine, {"killed": 2})


def test_what_is_handed_in_above_ones_clearance_is_not_read_back(desk: Desk) -> None:
    desk.admin.add_user("coder")
    with desk.as_user("coder") as coder:
        coder.add_source({"id": "S-own", "title": "Handed in", "access": "confidential"})
        with pytest.raises(DeniedError, match="is confidential"):
            coder.source("S-own")


def test_until_its_embargo_is_over_a_public_source_counts_as_restricted(
    register_url: str,
) -> None:
    days = {"now": NOON}
    with Register.open(register_url, user=ADMINISTRATOR) as admin:
        admin.add_user("viewer", "viewer")
        admin.add_source({"id": "S-1", "title": "Soon", "embargo": "2026-03-02"})
        account = admin.add({"source": "S-1", "killed": 1}).account
    with Register.open(register_url, user="viewer", clock=lambda: days["now"]) as viewer:
        with pytest.raises(DeniedError, match="is restricted"):
            viewer.source("S-1")
        with pytest.raises(DeniedError):
            viewer.account(account)
        days["now"] = datetime(2026, 3, 2, tzinfo=UTC)
        assert viewer.source("S-1")["title"] == "Soon"
        assert viewer.account(account)["killed"] == 1


def test_a_change_of_who_may_see_a_source_takes_a_reason_and_is_history(desk: Desk) -> None:
    admin = desk.admin
    with pytest.raises(QuestionError, match="say why"):
        admin.add_source({"id": "S-open", "title": "Daily", "access": "confidential"})
    with pytest.raises(QuestionError, match="say why"):
        admin.set_access("S-open", "restricted", reason=" ")
    admin.set_access("S-open", "restricted", embargo="2027-01-01", reason="the witness asked")
    admin.add_source({"id": "S-open", "title": "The Daily"})
    assert admin.source("S-open")["access"] == "restricted"
    admin.set_access("S-open", "public", embargo="none", reason="published since")
    changes = [
        (entry.field, entry.before, entry.after, entry.reason)
        for entry in admin.log("S-open")
        if entry.action == "source.change"
    ]
    assert changes == [
        ("access", "public", "restricted", "the witness asked"),
        ("embargo", None, "2027-01-01", "the witness asked"),
        ("title", "Daily", "The Daily", None),
        ("access", "restricted", "public", "published since"),
        ("embargo", "2027-01-01", None, "published since"),
    ]


def test_what_only_a_restricted_source_cites_is_hidden_with_it(
    desk: Desk, uncleared: Register
) -> None:
    admin = desk.admin
    for id_ in ("C-secret", "C-known"):
        admin.add_source({"id": id_, "title": f"{id_} letter", "kind": "citation"})
    admin.correct(desk.closed, {"cites": ["C-secret", "C-known"]})
    admin.correct(desk.open, {"cites": ["C-known"]})
    assert uncleared.source("C-known")["title"] == "C-known letter"
    with pytest.raises(DeniedError, match="C-secret is restricted"):
        uncleared.source("C-secret")
    told = {source["id"]: source for source in uncleared.sources()}
    assert "title" not in told["C-secret"]
    assert told["C-known"]["title"] == "C-known letter"
    assert "C-secret letter" not in repr(uncleared.incident(desk.incident))


def test_who_may_not_see_a_source_cannot_open_it_up(desk: Desk) -> None:
    desk.admin.add_user("editor", "editor", clearance="public")
    with desk.as_user("editor") as editor, pytest.raises(DeniedError, match="is restricted"):
        editor.set_access("S-closed", "public", reason="let me see")


def test_an_import_about_sources_that_are_not_to_be_seen_is_denied_whole(
    desk: Desk, uncleared: Register, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "account_id,source_id,date,type,killed\nB-1,S-closed,2024-02-03,terrorist_attack,5\n"
    )
    before = desk.admin.revision
    with pytest.raises(DeniedError, match="S-closed is restricted") as denied:
        uncleared.import_file(path)
    assert leaks(str(denied.value)) == []
    assert desk.admin.revision == before


def test_findings_of_an_import_are_told_as_far_as_the_rows_may_be(
    desk: Desk, uncleared: Register, tmp_path: Path
) -> None:
    (tmp_path / "sources.csv").write_text(
        f"source_id,title,access\nS-6,{MARKER} paper,restricted\nS-7,Weekly,public\n"
    )
    path = tmp_path / "two.csv"
    path.write_text(
        "account_id,source_id,date,type,killed,place_name\n"
        f"B-1,S-6,2024-02-03,terrorist_attack,5,{MARKER} gate\n"
        "B-2,S-7,2024-02-03,terrorist_attack,4,Nowhere at all\n"
    )
    result = desk.admin.import_file(path, set_aside=tmp_path / "aside.csv")
    assert leaks(result.findings) != []
    told = uncleared.findings("I-000001")
    assert leaks(told) == []
    assert len(told) == len(desk.admin.findings("I-000001")) > 0
