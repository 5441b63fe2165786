"""What a register does, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.register.conftest import ADMINISTRATOR, Fill, NewUrl
from waqia.formats import build
from waqia.model import ConflictError, InputError, QuestionError, RegisterError
from waqia.register import Register
from waqia.release import Release, open_release

EXAMPLE = Path(__file__).parents[2] / "examples" / "pakistan" / "accounts.csv"


def told(killed: int | None = 3, **values: Any) -> dict[str, Any]:
    """An account of an attack in Quetta on 3 February 2024."""
    return {
        "source": "S-1", "type": "terrorist_attack", "date_start": "2024-02-03", "killed": killed,
        "country": "Pakistan", "province": "Balochistan", "district": "Quetta",
        "place_precision": "district",
    } | values  # fmt: skip


def two_sources(register: Register) -> None:
    for number in (1, 2):
        register.add_source({"id": f"S-{number}", "title": f"Daily {number}"})


def linked(register: Register) -> None:
    two_sources(register)
    first = register.add(told(3))
    second = register.add(told(5, source="S-2"))
    register.link(second.account, str(first.incident), reason="same day, same bazaar")


@pytest.fixture
def desk(copy_of: Callable[[Fill | None], str]) -> Iterator[Register]:
    """A register with two sources."""
    with Register.open(copy_of(two_sources), user=ADMINISTRATOR) as register:
        yield register


@pytest.fixture
def pair(copy_of: Callable[[Fill | None], str]) -> Iterator[tuple[Register, str, str]]:
    """A register, an incident of two accounts that differ in the number of killed, the second."""
    with Register.open(copy_of(linked), user=ADMINISTRATOR) as register:
        yield register, "PK-2024-000001", "A-000002"


def values(register: Register, incident: str, out: Path) -> dict[str, Any]:
    """An incident as a release would tell it."""
    return register.freeze(out).incident(incident)


# making and opening


def test_a_new_register_has_its_codebook_title_and_first_revision(register: Register) -> None:
    assert register.codebook.id == "pakistan"
    assert register.title == "Desk"
    assert register.revision.number == 1
    assert register.revision.action == "register.create"
    assert register.revision.user == ADMINISTRATOR


def test_a_register_is_made_once(register_url: str) -> None:
    with pytest.raises(RegisterError, match="is a register already"):
        Register.create(register_url, "pakistan", user="noor")


def test_what_is_no_register_is_not_opened(new_place: NewUrl) -> None:
    with pytest.raises(RegisterError, match="There is no register at"):
        Register.open(new_place(), user=ADMINISTRATOR)


# accounts


def test_an_account_without_an_incident_is_one_of_its_own(desk: Register) -> None:
    added = desk.add(told(), reason="evening paper")
    assert added.incident == "PK-2024-000001"
    assert desk.account(added.account)["killed"] == 3
    assert desk.account(added.account)["made_by"] == ADMINISTRATOR
    assert desk.revision.reason == "evening paper"


def test_a_new_id_passes_over_one_that_was_given_by_hand(desk: Register) -> None:
    desk.add(told(1, id="A-000001"))
    assert desk.add(told(2)).account == "A-000002"
    assert desk.account("A-000001")["killed"] == 1


def test_an_account_needs_a_source_that_is_there(desk: Register) -> None:
    with pytest.raises(QuestionError, match="'S-9'"):
        desk.add(told(source="S-9"))


def test_all_that_is_wrong_with_an_account_is_said_at_once(desk: Register) -> None:
    before = desk.revision
    with pytest.raises(InputError) as caught:
        desk.add(told(-1, type="picnic", date_end="2024-01-01"))
    for part in ("killed", "picnic", "2024-01-01"):
        assert part in str(caught.value)
    assert desk.revision == before


def test_a_correction_changes_what_is_named_and_nothing_else(desk: Register) -> None:
    added = desk.add(told(3, injured=4))
    desk.correct(added.account, {"killed": 6, "injured": None}, reason="the paper corrected it")
    record = desk.account(added.account)
    assert (record["killed"], record.get("injured"), record["district"]) == (6, None, "Quetta")


def test_a_correction_of_an_older_state_is_refused_and_names_the_fields(desk: Register) -> None:
    added = desk.add(told(3))
    base = desk.account(added.account)["revision"]
    desk.correct(added.account, {"killed": 4}, base=base)
    with pytest.raises(ConflictError, match="killed") as caught:
        desk.correct(added.account, {"killed": 5}, base=base)
    assert caught.value.fields == {"killed": (3, 4)}
    assert desk.account(added.account)["killed"] == 4


def test_an_act_that_changes_nothing_writes_no_revision(desk: Register) -> None:
    added = desk.add(told(3))
    before = desk.revision
    desk.correct(added.account, {"killed": 3})
    assert desk.revision == before


# anchors


def test_a_quote_that_stands_in_the_archive_is_kept(desk: Register) -> None:
    text = "کوئٹہ: Three persons were killed."
    desk.add_source({"id": "S-3", "title": "Daily 3"}, content=text.encode())
    start = text.index("Three")
    anchor = {"source": "S-3", "start": start, "end": start + 5, "quote": "Three"}
    added = desk.add(told(source="S-3", anchors=[anchor]))
    assert desk.account(added.account)["anchors"] == [anchor]


@pytest.mark.parametrize("change", [{"start": 1, "end": 6}, {"end": 500}, {"quote": "Seven"}])
def test_a_quote_that_does_not_stand_there_is_refused(
    desk: Register, change: dict[str, Any]
) -> None:
    desk.add_source({"id": "S-3", "title": "Daily 3"}, content=b"Three persons were killed.")
    anchor = {"source": "S-3", "start": 0, "end": 5, "quote": "Three"} | change
    with pytest.raises(InputError, match="anchor"):
        desk.add(told(source="S-3", anchors=[anchor]))


# linking


def test_linked_accounts_are_one_incident_worked_out_from_both(
    pair: tuple[Register, str, str], tmp_path: Path
) -> None:
    register, incident, second = pair
    found = values(register, incident, tmp_path / "a.release")
    assert {account["id"] for account in found["accounts"]} == {"A-000001", second}
    assert (found["killed_min"], found["killed_max"]) == (3, 5)
    assert "killed" in found["disputed"]


def test_an_incident_that_is_left_without_accounts_keeps_its_id_as_merged(
    pair: tuple[Register, str, str], tmp_path: Path
) -> None:
    register, incident, _ = pair
    found = values(register, "PK-2024-000002", tmp_path / "a.release")
    assert (found["status"], found["merged_into"]) == ("merged", incident)


def test_merged_incidents_are_one_and_can_be_parted_again(desk: Register, tmp_path: Path) -> None:
    one, two = desk.add(told(3)), desk.add(told(5, source="S-2"))
    assert desk.merge(str(two.incident), str(one.incident), reason="one blast") == one.incident
    part = desk.split(str(one.incident), [two.account], reason="two blasts")
    assert desk.account(two.account)["incident"] == part != one.incident
    found = values(desk, str(one.incident), tmp_path / "a.release")
    assert (found["killed"], found["killed_max"]) == (3, 3)


def test_a_decision_supersedes_the_one_before_it(pair: tuple[Register, str, str]) -> None:
    register, incident, second = pair
    register.split(incident, [second], reason="another bazaar")
    entries = [entry for entry in register.log(incident) if entry.kind == "decision"]
    judgements = [entry.after for entry in entries if entry.field == "judgement"]
    assert judgements == ["same", "different"]
    assert any(entry.field == "superseded_by" for entry in entries)


def test_unsure_is_a_decision_that_moves_nothing(desk: Register) -> None:
    one, two = desk.add(told(3)), desk.add(told(5, source="S-2"))
    assert len(desk.unsure(one.account, two.account, reason="no hour is given")) == 1
    assert desk.account(two.account)["incident"] == two.incident


def test_accounts_of_one_incident_are_not_different(pair: tuple[Register, str, str]) -> None:
    register, incident, second = pair
    with pytest.raises(QuestionError, match="register split"):
        register.different(second, incident)


# judging


def test_an_override_stands_with_its_reason_until_it_is_released(
    pair: tuple[Register, str, str], tmp_path: Path
) -> None:
    register, incident, _ = pair
    register.override(incident, "killed", {"killed": 4}, reason="the hospital's list")
    found = values(register, incident, tmp_path / "a.release")
    assert found["killed"] == 4
    assert found["provenance"]["killed"]["rule"] == "override"
    assert found["provenance"]["killed"]["reason"] == "the hospital's list"
    register.release_override(incident, "killed", reason="the list was of another day")
    found = values(register, incident, tmp_path / "b.release")
    assert found["provenance"]["killed"]["rule"] != "override"


def test_a_disputed_field_can_be_settled(pair: tuple[Register, str, str]) -> None:
    register, incident, _ = pair
    register.settle(incident, "killed", reason="the later paper counts those who died since")
    assert any(entry.field == "settled.killed" for entry in register.log(incident))


def test_an_incident_is_confirmed_withdrawn_and_reopened(pair: tuple[Register, str, str]) -> None:
    register, incident, second = pair
    register.confirm(incident)
    register.withdraw(incident, reason="it was an accident")
    with pytest.raises(QuestionError, match="withdrawn"):
        register.link(second, incident)
    register.reopen(incident, reason="the inquiry disagrees")
    statuses = [
        entry.after
        for entry in register.log(incident)
        if entry.field == "status" and entry.record == incident
    ]
    assert statuses == ["candidate", "confirmed", "withdrawn", "candidate"]


def test_a_decision_of_weight_takes_a_reason(pair: tuple[Register, str, str]) -> None:
    register, incident, _ = pair
    with pytest.raises(QuestionError, match="say why"):
        register.withdraw(incident, reason=" ")


# history


def test_the_log_says_who_when_why_and_what_field_by_field(desk: Register) -> None:
    added = desk.add(told(3))
    desk.correct(added.account, {"killed": 6}, reason="corrected by the paper")
    entry = desk.log(str(added.incident))[-1]
    assert (entry.record, entry.field, entry.before, entry.after) == (
        added.account, "killed", 3, 6,
    )  # fmt: skip
    assert (entry.user, entry.action) == (ADMINISTRATOR, "account.correct")
    assert entry.reason == "corrected by the paper"
    assert entry.at.tzinfo is not None
    assert datetime.now(UTC) - entry.at < timedelta(minutes=1)


# releases


def test_a_release_names_the_revision_it_froze(desk: Register, tmp_path: Path) -> None:
    desk.add(told(3))
    frozen = desk.revision
    release = desk.freeze(tmp_path / "a.release")
    assert release.manifest["waqia"]["revision"] == str(frozen)
    assert desk.verify(release) == []


def test_a_day_in_the_past_gives_the_release_of_that_day(register_url: str, tmp_path: Path) -> None:
    day = datetime(2030, 3, 1, 12, tzinfo=UTC)
    with Register.open(register_url, user=ADMINISTRATOR, clock=lambda: day) as register:
        register.add_source({"id": "S-1", "title": "Daily 1"})
        added = register.add(told(3))
        then = register.freeze(tmp_path / "then.release", created=day)
    later = day + timedelta(days=9)
    with Register.open(register_url, user=ADMINISTRATOR, clock=lambda: later) as register:
        register.correct(added.account, {"killed": 8})
        register.add(told(1))
        again = register.at("2030-03-05", tmp_path / "again.release", created=day)
        now = register.freeze(tmp_path / "now.release")
    assert rows(again, "incidents") == rows(then, "incidents")
    assert [row["killed"] for row in rows(now, "incidents")] == [8, 1]


def rows(release: Release, table: str, *, but: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The rows of a table of a release, in order, without some columns."""
    found = release.table(table).to_pyarrow().to_pylist()
    kept = [{name: value for name, value in row.items() if name not in but} for row in found]
    return sorted(kept, key=lambda row: [repr(row.get(n)) for n in ("id", "incident", "field")])


# importing


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """The first accounts of the example."""
    path = tmp_path / "part.csv"
    path.write_text("".join(EXAMPLE.read_text(encoding="utf-8").splitlines(True)[:31]))
    return path


def test_an_imported_file_is_released_as_a_build_of_it(register: Register, tmp_path: Path) -> None:
    result = register.import_file(EXAMPLE, coder="waqia")
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        assert result.added == len(list(csv.DictReader(file)))
    assert result.set_aside == 0
    ours = register.freeze(tmp_path / "register.release")
    build(EXAMPLE, tmp_path / "built.release")
    theirs = open_release(tmp_path / "built.release")
    for table in ("incidents", "accounts", "provenance", "sources"):
        assert rows(ours, table, but=("status",)) == rows(theirs, table, but=("status",)), table


def test_a_file_that_comes_again_changes_nothing(register: Register, part: Path) -> None:
    first = register.import_file(part)
    before = register.revision
    again = register.import_file(part)
    assert (again.added, again.unchanged) == (0, first.added)
    assert register.revision == before


def test_the_same_accounts_of_another_coder_are_second_codings(
    register: Register, part: Path
) -> None:
    first = register.import_file(part, coder="coder1")
    second = register.import_file(part, coder="coder2")
    assert (second.added, second.coded_again) == (0, first.added)
    assert register.account("A-0001")["made_by"] == "coder1"


def test_a_corrected_file_corrects_the_accounts_of_its_coder(
    register: Register, tmp_path: Path
) -> None:
    def write(killed: int) -> Path:
        path = tmp_path / "mine.csv"
        path.write_text(
            "account_id,source_id,type,date,district,killed\n"
            f"M-1,S-1,terrorist_attack,2024-02-03,Quetta,{killed}\n"
            "M-2,S-1,terrorist_attack,2024-02-04,Quetta,1\n"
        )
        return path

    assert register.import_file(write(2)).added == 2
    result = register.import_file(write(7))
    assert (result.corrected, result.unchanged) == (1, 1)
    assert register.account("M-1")["killed"] == 7


def test_what_stands_after_many_acts_is_sound(
    pair: tuple[Register, str, str], part: Path, tmp_path: Path
) -> None:
    register, incident, second = pair
    register.import_file(part, coder="coder1")
    register.import_file(part, coder="coder2")
    register.override(incident, "killed", {"killed": 4}, reason="the hospital's list")
    register.split(incident, [second], reason="another bazaar")
    register.freeze(tmp_path / "a.release")
    assert register.verify() == []


def test_a_file_that_names_incidents_of_the_register_says_so(
    register: Register, tmp_path: Path
) -> None:
    header = "account_id,incident_id,date,type,province,killed\n"
    (tmp_path / "one.csv").write_text(f"{header}A-1,,2024-02-03,terrorist_attack,Punjab,1\n")
    register.import_file(tmp_path / "one.csv")
    incident = register.account("A-1")["incident"]
    (tmp_path / "two.csv").write_text(
        f"{header}A-2,{incident},2024-02-03,terrorist_attack,Punjab,2\n"
        "A-3,PK-2024-900000,2024-02-04,terrorist_attack,Punjab,3\n"
    )
    done = register.import_file(tmp_path / "two.csv")
    assert (done.added, done.joined, done.incidents) == (2, 1, 1)
    told = [f for f in done.findings if f.code == "incident-joined"]
    assert [(f.found, f.record) for f in told] == [(incident, "A-2")]


def test_a_row_that_names_a_withdrawn_incident_is_kept_as_one_of_its_own(
    register: Register, tmp_path: Path
) -> None:
    header = "account_id,incident_id,date,type,province,killed\n"
    row = "PK-2024-900000,2024-02-03,terrorist_attack,Punjab"
    (tmp_path / "one.csv").write_text(f"{header}A-1,{row},1\n")
    register.import_file(tmp_path / "one.csv")
    register.withdraw("PK-2024-900000", reason="a rumour")
    (tmp_path / "two.csv").write_text(f"{header}A-2,{row},2\n")
    done = register.import_file(tmp_path / "two.csv")
    assert [f.record for f in done.findings if f.code == "incident-withdrawn"] == ["A-2"]
    assert register.account("A-2")["incident"] != "PK-2024-900000"


def test_what_was_settled_is_open_again_when_another_account_comes(
    pair: tuple[Register, str, str],
) -> None:
    register, incident, _ = pair
    register.settle(incident, "killed", reason="both stay in the range")
    assert [line.subject for line in register.queue("disputed").items] == []
    third = register.add(told(40, source="S-1"))
    register.link(str(third.account), incident)
    assert [line.subject for line in register.queue("disputed").items] == [incident]


def test_an_incident_that_is_left_with_one_account_goes_on_in_its_history(
    pair: tuple[Register, str, str],
) -> None:
    register, incident, second = pair
    register.split(incident, [second], reason="another bazaar")
    changes = {e.field: (e.before, e.after) for e in register.log(incident) if e.kind == "incident"
               and e.action == "incident.split"}  # fmt: skip
    assert "killed" not in changes or changes["killed"][1] == 3
    assert "date_start" not in changes
    assert [finding.code for finding in register.verify()] == []


def test_a_withdrawn_incident_is_reopened_before_it_is_confirmed(
    pair: tuple[Register, str, str],
) -> None:
    register, incident, _ = pair
    register.withdraw(incident, reason="a rumour")
    with pytest.raises(QuestionError, match="reopen it first"):
        register.confirm(incident)
    register.reopen(incident, reason="it did happen")
    register.confirm(incident)
