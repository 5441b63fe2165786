"""`waqia register` as it is typed: every verb, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run, left
from tests.register.conftest import cluster  # noqa: F401 - a fixture
from waqia.cli import main
from waqia.cli.register.editing import DRAFT
from waqia.cli.register.finding import ADDRESS
from waqia.examples import example_folder
from waqia.model import DeniedError
from waqia.register import Entrance

HEADER = (
    "account_id,source_id,date,type,place,district,province,country,perpetrators,targets,killed"
)
CODER1 = f"""{HEADER}
P-1,S-001,2023-07-30,terrorist_attack,Bajaur,Bajaur,KP,Pakistan,IS-K,political_leaders,>60
P-2,S-001,2024-02-07,terrorist_attack,Khanozai,Pishin,Balochistan,Pakistan,IS-K,political_leaders,20+
P-3,S-001,2024-02-08,terrorist_attack,Kharan,Kharan,Balochistan,Pakistan,BLA,police,2
"""
CODER2 = f"""{HEADER}
C-1,S-000,2023-07-30,terrorist_attack,Khar,Bajaur,KP,Pakistan,IS-K,political_leaders,54
C-2,S-000,2024-01-30,terrorist_attack,Sibi,Sibi,Balochistan,Pakistan,IS-K,political_leaders,4
C-3,S-000,2024-13-41,terrorist_attack,Sibi,Sibi,Balochistan,Pakistan,IS-K,political_leaders,4
"""
CODER3 = CODER1.replace(
    "Kharan,Balochistan,Pakistan,BLA,police,2", "Kharan,Balochistan,Pakistan,BLA,police,3"
)
ACCOUNT = {
    "id": "A-1", "source": "S-001", "type": "Terrorist attack", "date": "20 March 2024",
    "place": "Gwadar Port Authority Colony", "district": "Gwadar", "province": "Balochistan",
    "country": "Pakistan", "perpetrators": "bla_majeed_brigade", "killed": "10 (8-10)",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk's folder, three coders' files in it; nothing says who is there but the system."""
    for name in [name for name in os.environ if name.startswith("WAQIA_")]:
        monkeypatch.delenv(name)
    for name, text in (("coder1", CODER1), ("coder2", CODER2), ("coder3", CODER3)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    shutil.copy(example_folder() / "sources.csv", tmp_path)
    (tmp_path / "account.json").write_text(json.dumps(ACCOUNT), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of `desk`, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "coder1.csv").write_text(CODER1, encoding="utf-8")
    shutil.copy(example_folder() / "sources.csv", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("WAQIA_USER", "editor")
        for line in ("init desk.db --codebook pakistan", "import coder1.csv --as coder1"):
            patch.setattr(sys, "argv", ["waqia", "register", *line.split()])
            with pytest.raises(SystemExit, match="0"):
                main()
    return folder / "desk.db"


@pytest.fixture
def desk(folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with a register in it, and the first coder's accounts in that."""
    monkeypatch.setenv("WAQIA_USER", "editor")
    shutil.copy(made, folder)
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> str:
    """Where a register can be made, on each database."""
    if request.param == "sqlite":
        return "desk.db"
    return str(request.getfixturevalue("cluster").new())


def editor(folder: Path, monkeypatch: pytest.MonkeyPatch, *steps: str) -> None:
    """Let `$EDITOR` be a program that replaces lines, one step of `field: value` a call."""
    script = folder / "editor.py"
    script.write_text(
        "import json, pathlib, sys\n"
        f"steps = {list(steps)!r}\n"
        "state = pathlib.Path(__file__).with_suffix('.n')\n"
        "n = int(state.read_text()) if state.exists() else 0\n"
        "state.write_text(str(n + 1))\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "pathlib.Path(__file__).with_name(f'seen-{n}.yaml').write_text(path.read_text())\n"
        "text = path.read_text()\n"
        "for step in (steps[n] if n < len(steps) else '').splitlines():\n"
        "    name = step.partition(':')[0]\n"
        "    lines = [step if l.startswith(name + ':') else l for l in text.splitlines()]\n"
        "    text = '\\n'.join(lines) + '\\n'\n"
        "path.write_text(text)\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"python3 {script}")


def ok(ran: Ran, code: int = 0) -> Ran:
    """A command that ended as it should, and said nothing of a defect."""
    assert ran.code == code, ran.err + ran.out
    assert "unexpectedly" not in ran.err
    assert "Traceback" not in ran.err + ran.out
    return ran


def test_a_desk_works_as_the_issue_says(
    place: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands of the contract, in their order, without saying which register is meant."""
    ok(run(f"register init {place} --codebook pakistan"))
    ok(run("register import coder1.csv --as coder1"))
    ok(run("register add account.json"))
    editor(folder, monkeypatch, "source_id: S-000\ndate: 2024-03-20\nplace: Gwadar\nkilled: 8")
    assert "is kept; it tells of PK-2024-" in ok(run("register add --edit")).out
    brought = ok(run("register import coder2.csv --as coder2"), 1)
    assert "3 rows: 2 new, 1 set aside" in brought.out
    assert "date-invalid" in brought.out
    assert "coder2.set-aside.csv" in left(folder)
    assert "3 coded again" in ok(run("register import coder3.csv --as coder3")).out

    bajaur, khar = incident_of(run, "P-1"), incident_of(run, "C-1")
    pairs = ok(run("register suggest --minimum 0.01 --format json")).rows
    assert {"account", "other", "incident", "other_incident", "probability", "why"} <= set(pairs[0])
    assert {"P-1", "C-1"} in [{pair["account"], pair["other"]} for pair in pairs]
    assert f"waqia register link C-1 {bajaur}" in ok(run("register suggest --minimum 0.01")).out
    ok(run(f"register link C-1 {bajaur} --reason 'the same rally'"))
    assert incident_of(run, "C-1") == bajaur
    assert run("register suggest --minimum 0.01 --format json").rows != pairs
    part = ok(run(f"register split {bajaur} C-1")).out.split(" of ")[1].split(" ")[0]
    ok(run(f"register merge {part} {bajaur}"))
    ok(run("register unsure P-2 C-2"))
    ok(run("register different P-3 C-2"))

    assert ok(run("register review next")).lines[0].startswith("new/PK-2023-")
    alpha = ok(run("register agreement --field type,target,killed --format json")).rows
    assert [row["field"] for row in alpha] == ["type", "targets", "killed"]
    assert alpha[0]["units"] == 3

    ok(run(f"register override {bajaur} killed '54 (54-63)' --reason 'the hospital list'"))
    told = ok(run(f"register log {bajaur}")).out
    assert "→ 54 (54–63), decided in place of the rule" in told
    assert "“the hospital list”" in told
    assert khar not in {
        row["id"] for row in run("register list --format json --status candidate").rows
    }

    named = "" if "://" in place else f" {place}"
    ok(run(f"register freeze{named} --out 2026-03.release"))
    ok(run(f"register at{named} --time 2099-01-01 --out at.release"))
    assert (
        "0 added, 0 withdrawn, 0 changed" in ok(run("release diff 2026-03.release at.release")).out
    )
    ok(run(f"register verify{named}"))
    ok(run("register verify --release 2026-03.release"))
    ok(run(f"register backup{named} --out desk.backup"))
    ok(run("register restore desk.backup restored.db"))
    here = ok(run(f"register status -r '{place}' --format json")).rows
    again = ok(run("register status -r restored.db --format json")).rows
    assert here["holds"] == again["holds"]
    assert here["last"] == again["last"]


def incident_of(run: Run, account: str) -> str:
    """The incident that an account tells of."""
    return str(run(f"register show {account} --format json").rows["incident"])


def test_an_account_is_told_in_words_and_kept_in_columns(desk: Path, run: Run) -> None:
    ok(run("register add account.json"))
    kept = run("register show A-1 --format json").rows
    assert kept["type"] == "terrorist_attack"
    assert (kept["killed_min"], kept["killed"], kept["killed_max"]) == (8, 10, 10)
    assert kept["date_start"] == "2024-03-20"
    assert kept["district"] == "Gwadar"
    assert kept["made_by"] == "editor"


def test_a_list_of_accounts_is_kept_as_far_as_it_can_be(desk: Path, run: Run) -> None:
    bad = ACCOUNT | {"id": "A-2", "type": "terorist_attack", "killed": "a great many"}
    lines = [json.dumps(record) for record in (ACCOUNT, bad, ACCOUNT | {"id": "A-3"})]
    (desk / "accounts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = ok(run("register add accounts.jsonl"), 1)
    assert "3 accounts: 2 kept, 1 set aside" in ran.out
    assert "a great many" in ran.out
    aside = (desk / "accounts.set-aside.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line) for line in aside.splitlines()] == [bad]


def test_every_problem_of_an_account_is_named(desk: Path, run: Run) -> None:
    bad = ACCOUNT | {"killed": "a great many", "date": "31 September 2023"}
    (desk / "account.json").write_text(json.dumps(bad), encoding="utf-8")
    ran = ok(run("register add account.json"), 2)
    assert "'a great many' is no count" in ran.err
    assert "'31 September 2023' does not exist" in ran.err


def test_a_source_that_is_missing_is_an_error_that_says_how_to_add_it(desk: Path, run: Run) -> None:
    (desk / "account.json").write_text(json.dumps(ACCOUNT | {"source": "S-9"}), encoding="utf-8")
    ran = ok(run("register add account.json"), 2)
    assert "waqia register source add" in ran.err


def test_what_is_wrong_comes_back_into_the_editor(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = "source_id: S-001\ndate: 2024-03-20\ntype: terorist_attack\nkilled: 3-5"
    editor(desk, monkeypatch, first, "type: terrorist_attack")
    ok(run("register add --edit"))
    again = (desk / "seen-1.yaml").read_text(encoding="utf-8")
    assert again.startswith("#! ")
    assert "'terrorist_attack'?" in again.replace("\n#! ", " ")
    assert "killed: 3-5" in again
    kept = run("register list --accounts --coder editor --format json").rows
    assert [row["killed"] for row in kept] == [4]
    assert DRAFT not in left(desk)


def test_the_template_lists_sources_and_codes(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(desk, monkeypatch, "")
    assert "nothing was added" in ok(run("register add --edit")).out
    template = (desk / "seen-0.yaml").read_text(encoding="utf-8")
    assert "#   S-001  Pakistan's Evolving Militant Landscape" in template
    assert "terrorist_attack" in template
    assert "waqia codebook show pakistan actor" in template


@pytest.mark.parametrize(
    "typed", ["killed: [", "killed: a great many\ndate: 2024-03-20\nsource_id: S-001"]
)
def test_nothing_that_was_typed_is_lost(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    editor(desk, monkeypatch, typed)
    ran = ok(run("register add --edit"), 2)
    assert f"waqia register add --edit {DRAFT}" in ran.err
    draft = (desk / DRAFT).read_text(encoding="utf-8")
    assert all(line in draft for line in typed.splitlines())
    (desk / "editor.n").unlink()
    editor(desk, monkeypatch, "killed: 4\ndate: 2024-03-20\nsource_id: S-001")
    ok(run(f"register add --edit {DRAFT}"))


def test_an_editor_that_fails_is_an_error(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "false")
    assert "ended with 1" in ok(run("register add --edit"), 2).err
    monkeypatch.setenv("VISUAL", "no-such-editor")
    assert "cannot be started" in ok(run("register add --edit"), 2).err


def test_without_a_register_every_command_says_how_to_make_one(folder: Path, run: Run) -> None:
    for line in ("status", "add account.json", "log X", "freeze --out x.release", "upgrade"):
        ran = ok(run(f"register {line}"), 2)
        assert "waqia register init" in ran.err


def test_of_several_registers_one_has_to_be_named(desk: Path, run: Run) -> None:
    ok(run("register init other.db --codebook pakistan"))
    ran = ok(run("register status"), 2)
    assert "desk.db, other.db" in ran.err
    assert ok(run("register status other.db --format json")).rows["holds"]["accounts"] == 0
    assert ok(run("register status -r desk.db --format json")).rows["holds"]["accounts"] == 3


def test_the_environment_names_register_and_user(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ok(run("register user add second --role viewer"))
    monkeypatch.setenv("WAQIA_REGISTER", str(desk / "desk.db"))
    monkeypatch.setenv("WAQIA_USER", "second")
    monkeypatch.chdir("/")
    assert run("register status --format json").rows["user"] == "second"
    denied = ok(run("register withdraw PK-2023-000001 --reason no"), 2)
    assert "second (viewer) may not do this" in denied.err
    monkeypatch.setenv("WAQIA_USER", "editor")
    (first, *_) = run("register denials --format json").rows
    assert first["user"] == "second"


def test_administrators_see_who_came_to_the_door(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nobody came to the door." in ok(run("register entries")).out
    with Entrance(desk / "desk.db") as entrance, pytest.raises(DeniedError):
        entrance.log_in("nobody", "a wrong password", address="203.0.113.7")
    (entry,) = ok(run("register entries --format json")).rows
    assert (entry["user"], entry["outcome"]) == ("nobody", "wrong")
    assert entry["address"] == "203.0.113.7"
    assert ok(run("register entries --of editor --format json")).rows == []
    ok(run("register user add second --role editor"))
    monkeypatch.setenv("WAQIA_USER", "second")
    assert "it takes the role administrator" in ok(run("register entries"), 2).err


def test_other_files_and_backups_are_no_registers(desk: Path, run: Run) -> None:
    sqlite3.connect(desk / "other.sqlite").execute("CREATE TABLE x (y)").connection.close()
    ok(run("register backup --out desk.backup"))
    ok(run("register status"))
    ok(run("register restore desk.backup restored.db"))
    assert "desk.db, restored.db" in ok(run("register status"), 2).err
    assert "There is no register" in ok(run("register status other.sqlite"), 2).err


def test_the_address_of_a_server_is_left_without_its_password(
    folder: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    url = str(request.getfixturevalue("cluster").new())
    assert "://waqia@" in url
    ok(run(f"register init {url.replace('waqia@', 'waqia:secret@')} --codebook pakistan"))
    assert "secret" not in (folder / ADDRESS).read_text(encoding="utf-8")
    ok(run("register status"))


def test_several_users_have_to_say_who_they_are(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAQIA_USER")
    assert "--user NAME" in ok(run("register status"), 2).err
    assert "nobody" in ok(run("register status --user nobody"), 2).err


def test_a_token_says_who_it_is(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ok(run("register user add second"))
    token = ok(run("register user token second --label desk --scope read --days 30")).out.strip()
    assert [row["label"] for row in run("register user tokens second --format json").rows] == [
        "desk"
    ]
    monkeypatch.delenv("WAQIA_USER")
    monkeypatch.setenv("WAQIA_TOKEN", token)
    assert run("register status --format json").rows["user"] == "second"
    assert "scope account" in ok(run("register add account.json"), 2).err
    monkeypatch.setenv("WAQIA_TOKEN", "wrong")
    assert "token" in ok(run("register status"), 2).err


def test_a_password_has_to_be_shown(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("four words of mine\n"))
    ok(run("register user password"))
    assert "editor" in ok(run("register status"), 2).err
    monkeypatch.setenv("WAQIA_PASSWORD", "four words of mine")
    assert run("register status --format json").rows["role"] == "administrator"


@pytest.mark.parametrize(
    ("field", "words", "told"),
    [
        ("killed", "at least 61", "≥61"),
        ("killed", "unknown", "–"),
        ("date", "July 2023", "July 2023"),
        ("type", "Operational strike", "Operational strike"),
        ("place", "Khar, Bajaur, Khyber Pakhtunkhwa", "Khar, Bajaur, Khyber Pakhtunkhwa"),
        ("coordinates", "34.7, 71.5", "34.7, 71.5"),
        ("perpetrators", "IS-K (claimed)", "Islamic State-Khorasan (claimed)"),
        ("targets", "political_leaders; civilians", "Political leaders and workers, Civilians"),
        ("tags", "election; rally", "election, rally"),
        (
            "casualties", "killed police=9; killed civilians=at least 4",
            "Police 9 killed; Civilians ≥4 killed",
        ),
        ("summary", "A bomb at a rally.", "A bomb at a rally."),
    ],
)  # fmt: skip
def test_a_field_is_decided_in_words(
    desk: Path, run: Run, field: str, words: str, told: str
) -> None:
    incident = incident_of(run, "P-1")
    ok(run(f"register override {incident} {field} '{words}' --reason 'looked it up'"))
    (line,) = [line for line in run(f"register log {incident}").lines if "decided in place" in line]
    assert line.strip().startswith(f"{field}: ")
    assert f"{told}, decided in place of the rule" in line
    ok(run(f"register override {incident} {field} --release --reason 'no more'"))


def test_words_that_cannot_be_read_are_refused(desk: Path, run: Run) -> None:
    incident = incident_of(run, "P-1")
    for field, words in (
        ("killed", "a great many"), ("date", "31 September 2023"), ("type", "terorist_attack"),
        ("place", "Bajaur, Nowhere"), ("coordinates", "north"), ("casualties", "police=9"),
        ("perpetrators", "IS-K (loudly)"),
    ):  # fmt: skip
        ran = ok(run(f"register override {incident} {field} '{words}' --reason x"), 2)
        assert ran.err.startswith("waqia: ")
        assert words.split()[-1].strip("()") in ran.err


def test_a_history_reads_well(desk: Path, run: Run) -> None:
    ok(run("register import coder2.csv --as coder2"), 1)
    incident, other = incident_of(run, "P-1"), incident_of(run, "C-1")
    ok(run(f"register link C-1 {incident} --reason 'the same rally'"))
    ok(run(f"register confirm {incident}"))
    lines = run(f"register log {incident}").lines
    headings = [line for line in lines if line.startswith("Revision ")]
    assert [line.split(": ", 1)[1] for line in headings] == [
        "editor imported accounts", "editor imported accounts", "editor linked: “the same rally”",
        "editor confirmed",
    ]  # fmt: skip
    assert "  accounts: P-1 → C-1, P-1" in lines
    assert "  C-1 and P-1: the same" in lines
    assert "  status: candidate → confirmed" in lines
    assert not any("None" in line or "date_start" in line or "imputed" in line for line in lines)
    entries = run(f"register log {incident} --format json").rows
    assert {"revision", "at", "user", "action", "reason", "kind", "record", "field", "before",
            "after"} == set(entries[0])  # fmt: skip
    assert any(
        row["field"] == "merged_into" for row in run(f"register log {other} --format json").rows
    )


def test_a_history_hides_what_restricted_sources_say(desk: Path, run: Run) -> None:
    ok(run("register import coder2.csv --as coder2"), 1)
    incident = incident_of(run, "P-1")
    ok(run(f"register link C-1 {incident}"))
    ok(run("register source access S-000 restricted --reason 'at their wish'"))
    ok(run("register user add guest --role viewer"))
    for line in (f"log {incident}", f"show {incident}", "list", f"log {incident} --format json"):
        assert line == "list" or re.search(r"\bKhar\b", run(f"register {line}").out)
        assert not re.search(r"\bKhar\b", ok(run(f"register {line} --user guest")).out)
    lines = run(f"register log {incident} --user guest").lines
    assert "  C-1 came in, from S-000: not told, its source is restricted" in lines
    assert any(line.endswith(": not told, a source is restricted") for line in lines)
    ok(run("register log S-000 --user guest"), 2)
    assert "  access: public → restricted" in run("register log S-000").lines


def test_queues_are_worked_through(desk: Path, run: Run) -> None:
    ok(run("register add account.json --proposed"))
    counts = {row["queue"]: row["free"] for row in run("register review list --format json").rows}
    assert counts["new"] == 4
    item = run("register review next --format json").rows
    assert item["queue"] == "new"
    ok(run(f"register review skip {item['id']}"))
    assert run("register review next --format json").rows["id"] != item["id"]
    ok(run(f"register review assign {item['id']} editor"))
    ok(run("register review accept A-1 killed=9"))
    assert run("register show A-1 --format json").rows["killed"] == 9
    ok(run("register review sample second --size 2 --seed 7"))
    ok(run("register user add second"))
    code = run("register review next --queue second --user second --format json").rows
    account = code["subject"]
    (desk / "coding.json").write_text(json.dumps({"date": "2024", "type": "clash", "killed": "1"}))
    ran = run(f"register review code {account} coding.json --user second")
    assert ran.code == 0, ran.err
    ok(run("register user add third --role reviewer"))
    ran = ok(run(f"register review resolve {account} killed=second --reason 'page 2' --user third"))
    assert "killed of" in ran.out
    assert run(f"register show {account} --format json").rows["killed"] == 1
    ok(run("register review statistics"))


def test_a_source_is_archived_and_restricted(desk: Path, run: Run) -> None:
    (desk / "statement.txt").write_text("Eight militants died in Gwadar.", encoding="utf-8")
    ran = ok(run("register source add statement.txt --id S-9 --publisher ISPR"))
    assert "S-9 is kept: statement.txt" in ran.out
    ok(run("register source add --id S-9 --date 2024-03-21"))
    ok(run("register source access S-9 restricted --reason 'at their wish'"))
    assert "Eight militants" in ok(run("register source show S-9 --text")).out
    assert run("register source show S-9 --format json").rows["date"] == "2024-03-21"
    row = next(r for r in run("register source list --format json").rows if r["id"] == "S-9")
    assert (row["access"], row["publisher"], row["archived"]) == ("restricted", "ISPR", True)
    ok(run("register user add second --role viewer"))
    row = next(
        r for r in run("register source list --user second --format json").rows if r["id"] == "S-9"
    )
    assert "publisher" not in row
    ok(run("register source show S-9 --user second"), 2)
    ok(run("register source show S-001 --text"), 2)


def test_the_codebook_can_be_changed_with_a_reason(desk: Path, run: Run) -> None:
    refused = ok(run("register codebook generic --reason 'a try'"), 2)
    assert "does not have" in refused.err
    ok(run("register codebook pakistan --reason 'as it was'"))
    ok(run("register codebook generic --reason 'a try' --force"))
    assert "Armed conflict" in run("register status --format json").rows["codebook"]


def test_an_identity_is_bound_to_a_user(desk: Path, run: Run) -> None:
    ok(run("register user add second"))
    ran = ok(run("register user bind second https://login.example.org 4711"))
    assert ran.out == "4711 of https://login.example.org is second.\n"
    assert run("register user list --format json").rows[-1]["shows"] == ["identity"]


@pytest.mark.parametrize(
    "line",
    [
        "show PK-1", "log PK-1", "link A B", "merge A B", "split A B", "confirm A",
        "settle A killed", "withdraw A", "override A killed", "review show x",
        "review take new/X", "correct A killed=4", "freeze --out x.release --confirmed",
        "at --time yesterday --out x.release", "at --time 1999-01-01 --out x.release",
        "backup --out coder1.csv", "restore nothing.backup new.db", "import nothing.csv",
        "add nothing.json", "add coder1.csv", "user role nobody coder", "user revoke T-1",
        "agreement", "agreement --field colour", "review accept P-1", "different P-1 P-1x",
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_exit_code_2(desk: Path, run: Run, line: str) -> None:
    ran = ok(run(f"register {line}"), 2)
    assert ran.err.startswith("waqia: ")
    assert len(ran.err.splitlines()) == 1
    assert "defect" not in ran.err
    assert "x.release" not in left(desk)


def test_lists_have_the_shapes_they_promise(desk: Path, run: Run) -> None:
    incidents = run("register list --format json").rows
    assert {"id", "status", "type", "date_start", "killed", "accounts", "disputed"} <= set(
        incidents[0]
    )
    accounts = run("register list --accounts --format json").rows
    assert [row["id"] for row in accounts] == ["P-1", "P-2", "P-3"]
    assert "more" in run("register list --limit 1").out
    assert run("register list --limit 1 --format csv").lines[0].startswith("incident,status,type")
    status = run("register status --format json").rows
    assert status["holds"]["accounts"] == 3
    assert status["waits"]["candidates"] == 3


def test_a_correction_replaces_the_whole_count(desk: Path, run: Run) -> None:
    ok(run("register correct P-2 'killed=25 (20-30)' --reason 'misread'"))
    kept = run("register show P-2 --format json").rows
    assert (kept["killed_min"], kept["killed"], kept["killed_max"]) == (20, 25, 30)
    ok(run("register correct P-2 killed=21"))
    kept = run("register show P-2 --format json").rows
    assert (kept["killed_min"], kept["killed"], kept["killed_max"]) == (21, 21, 21)
    ok(run("register correct P-2 killed="))
    assert run("register show P-2 --format json").rows.get("killed") is None
    base = kept["revision"]
    conflict = ok(run(f"register correct P-2 killed=5 --base {base}"), 2)
    assert "killed" in conflict.err


def test_damage_is_found(desk: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(desk / "desk.db") as database:
        database.execute("UPDATE change SET after = replace(after, '\"killed\":2', '\"killed\":9')")
    ran = ok(run("register verify"), 1)
    assert "error" in ran.out
