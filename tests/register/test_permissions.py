"""Who may do what: every act from its least role upward, and nothing below it."""

from __future__ import annotations

import ast
import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.register.conftest import ADMINISTRATOR
from tests.register.reading import read
from waqia.model import ConflictError, DeniedError, QuestionError
from waqia.register import Register
from waqia.register.people import credentials
from waqia.register.people.permissions import CLEARANCE_OF, LEAST_ROLE, ROLES

ROOM = Path(__file__).parents[2] / "src" / "waqia" / "register"
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class World:
    """A desk with a user of every role (called after it) and something for every act."""

    url: str
    folder: Path
    own: Mapping[str, str]
    """Role → an account that the user of this role coded."""
    proposed: str
    lone: str
    """An account that is the only one of its incident."""
    lone_incident: str
    pair: str
    """An incident of two accounts that differ in the number of killed."""
    second: str
    """One of its accounts."""
    confirmed: str


def told(**values: Any) -> dict[str, Any]:
    """An account of an attack in Quetta."""
    return {
        "source": "S-1", "type": "terrorist_attack", "date_start": "2024-02-03", "killed": 3,
        "country": "Pakistan", "province": "Balochistan", "district": "Quetta",
    } | values  # fmt: skip


@pytest.fixture(scope="session")
def made_world(made: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> World:
    """The desk that others are copied from; what a role may do does not hang on the database."""
    folder = tmp_path_factory.mktemp("world")
    url = str(shutil.copy(made("sqlite"), folder / "desk.db"))
    with Register.open(url, user=ADMINISTRATOR) as desk:
        for role in ROLES:
            desk.add_user(role, role)
        desk.add_user("other")
        for number in (1, 2):
            desk.add_source({"id": f"S-{number}", "title": f"Daily {number}"})
        own = {role: desk.add(told(made_by=role)).account for role in ROLES}
        proposed = desk.add(told(), status="proposed").account
        lone, first, confirmed = (desk.add(told()) for _ in range(3))
        second = desk.add(told(killed=5, source="S-2"))
        desk.link(second.account, str(first.incident))
        desk.override(str(first.incident), "type", {"type": "terrorist_attack"}, reason="agreed")
        desk.confirm(str(confirmed.incident))
    with (folder / "accounts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["account_id", "source_id", "date", "type", "killed"])
        writer.writerow(["new-1", "S-9", "2024-02-03", "terrorist_attack", "3"])
    return World(
        url, folder, own, proposed, lone.account, str(lone.incident), str(first.incident),
        second.account, str(confirmed.incident),
    )  # fmt: skip


@pytest.fixture
def world(made_world: World, tmp_path: Path) -> World:
    """A desk at work, with a folder of its own."""
    for path in made_world.folder.iterdir():
        shutil.copy(path, tmp_path)
    return replace(made_world, url=str(tmp_path / "desk.db"), folder=tmp_path)


Call = Callable[[Register, World], object]

CALLS: dict[str, Call] = {
    "read": lambda r, w: r.incident(w.pair),
    "source.add": lambda r, w: r.add_source({"id": "S-3", "title": "Daily 3"}),
    "source.change": lambda r, w: r.set_access("S-1", "restricted", reason="asked for it"),
    "account.add": lambda r, w: r.add(told()),
    "account.correct": lambda r, w: r.correct(w.own[r.user.name], {"killed": 4}),
    "account.correct_others": lambda r, w: r.correct(w.lone, {"killed": 4}),
    "account.accept": lambda r, w: r.accept(w.proposed),
    "account.set_aside": lambda r, w: r.set_aside(w.proposed, reason="no incident"),
    "account.split": lambda r, w: r.split_proposal(w.proposed, [(0, 1)]),
    "account.join": lambda r, w: r.join_proposals(w.proposed, w.proposed),
    "accounts.import": lambda r, w: r.import_file(w.folder / "accounts.csv"),
    "accounts.propose": lambda r, w: r.propose([read(w.folder)], engine="read:it/1"),
    "accounts.import_as": lambda r, w: r.import_file(w.folder / "accounts.csv", coder="other"),
    "coding.add": lambda r, w: r.submit_coding(w.lone, {"killed": 4}),
    "coding.resolve": lambda r, w: r.resolve(w.lone, {"killed": "other"}, reason="looked again"),
    "suggest": lambda r, w: r.suggest(),
    "model.train": lambda r, w: r.train(),
    "decision.same": lambda r, w: r.link(w.lone, w.pair),
    "decision.different": lambda r, w: r.different(w.lone, w.pair),
    "decision.unsure": lambda r, w: r.unsure(w.lone, w.pair),
    "incident.split": lambda r, w: r.split(w.pair, [w.second]),
    "incident.merge": lambda r, w: r.merge(w.lone_incident, w.pair),
    "incident.confirm": lambda r, w: r.confirm(w.pair),
    "incident.withdraw": lambda r, w: r.withdraw(w.pair, reason="did not happen"),
    "incident.reopen": lambda r, w: r.reopen(w.confirmed, reason="to be looked at again"),
    "incident.override": lambda r, w: r.override(w.pair, "killed", {"killed": 4}, reason="list"),
    "incident.release_override": lambda r, w: r.release_override(w.pair, "type", reason="the rule"),
    "incident.settle": lambda r, w: r.settle(w.pair, "killed", reason="the hospital's list"),
    "task.take": lambda r, w: r.next_item(),
    "revision.undo": lambda r, w: r.undo(),
    "task.close": lambda r, w: r.close_item(f"quality/{w.confirmed}", reason="as it should be"),
    "task.assign": lambda r, w: r.assign(f"new/{w.pair}", "reviewer"),
    "task.sample": lambda r, w: r.sample("second", 1, seed=1),
    "agreement": lambda r, w: r.agreement(),
    "release.freeze": lambda r, w: r.freeze(w.folder / "a.release"),
    "release.at": lambda r, w: r.at("2040-01-01", w.folder / "b.release"),
    "codebook.change": lambda r, w: r.change_codebook(r.codebook, reason="a new version"),
    "users.read": lambda r, w: r.users(),
    "user.change": lambda r, w: r.set_role("other", "reviewer"),
    "user.password": lambda r, w: r.set_password(PASSWORD, "other"),
    "user.own_password": lambda r, w: r.set_password(PASSWORD),
    "token.change": lambda r, w: r.new_token("script", "other"),
    "token.own": lambda r, w: r.tokens(),
    "denials.read": lambda r, w: r.denials(),
    "backup": lambda r, w: r.backup(w.folder / "backup.db"),
    "register.verify": lambda r, w: r.verify(),
    "register.rebuild": lambda r, w: r.rebuild(),
    "entries.read": lambda r, w: r.entries(),
    "session.own": lambda r, w: r.log_out_everywhere(),
    "session.change": lambda r, w: r.log_out_everywhere("other"),
    "job.own": lambda r, w: r.jobs(),
    "job.others": lambda r, w: r.jobs("*"),
    "job.present": lambda r, w: r.submit("present"),
    "job.audit": lambda r, w: r.submit("audit"),
    "job.read": lambda r, w: r.submit("read"),
    "job.freeze": lambda r, w: r.submit("freeze"),
    "job.report": lambda r, w: r.submit("report"),
}
"""Act → how it is done."""
NOTHING_THERE = (
    "account.split", "account.join", "coding.add", "coding.resolve", "task.close", "agreement",
    "model.train", "revision.undo",
)  # fmt: skip
"""Acts that get as far as finding that there is nothing to be done in this small world."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", CALLS)
def test_an_act_is_allowed_from_its_least_role_upward_and_denied_below(
    act: str, role: str, world: World
) -> None:
    with Register.open(world.url, user=role) as register:
        before = register.revision
        if ROLES.index(role) >= ROLES.index(LEAST_ROLE[act]):
            try:
                CALLS[act](register, world)
            except DeniedError:
                raise
            except Exception:
                if act not in NOTHING_THERE:
                    raise
            denied = None
        else:
            with pytest.raises(
                DeniedError, match=r"it takes the role \w+\. The attempt was logged"
            ):
                CALLS[act](register, world)
            assert register.revision == before
            denied = (role, act, f"the role {LEAST_ROLE[act]}")
    with Register.open(world.url, user=ADMINISTRATOR) as desk:
        logged = [(d.user, d.action, d.needed) for d in desk.denials()]
        assert logged == ([denied] if denied else [])


def test_every_act_has_a_call() -> None:
    assert CALLS.keys() == LEAST_ROLE.keys()


def test_the_acts_of_the_code_are_those_that_have_a_least_role() -> None:
    asked: set[str] = set()
    said: set[str] = set()
    for path in ROOM.glob("*.py"):
        if path.stem == "permissions":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked.update(_asked(tree))
        said.update(
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
    assert asked <= LEAST_ROLE.keys()
    assert LEAST_ROLE.keys() <= said


def _asked(tree: ast.AST) -> Iterator[str]:
    """Acts that are named where permission is asked for."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("_write", "_read", "require")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def test_no_method_reads_or_writes_past_the_question_who_may() -> None:
    """What opens the database itself asks before, or is told who asks."""
    allowed = {"core.py", "credentials.py", "denials.py", "store.py", "migrating.py", "entrance.py"}
    past = []
    for path in ROOM.glob("*.py"):
        if path.name in allowed:
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
            names = {n.func.attr for n in calls if isinstance(n.func, ast.Attribute)}
            first = function.args.args[0].arg if function.args.args else ""
            touches = names & {"reading", "writing", "noting"} and first == "self"
            if touches and not names & {"require", "_read", "_write"}:
                past.append(f"{path.name}: {function.name}")
    assert past == []


def test_the_page_on_security_has_the_roles_as_they_are() -> None:
    page = (ROOM.parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    for role in ROLES:
        acts = ", ".join(f"`{act}`" for act, least in LEAST_ROLE.items() if least == role)
        assert f"| {role} | {CLEARANCE_OF[role]} | {acts} |" in page


def test_the_page_on_security_has_the_numbers_as_they_are() -> None:
    page = (ROOM.parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    minutes = int(credentials.WAIT.total_seconds() // 60)
    assert f"After {credentials.FAILURES} wrong passwords for a name within {minutes}" in page
    assert f"{credentials.SHORTEST} to {credentials.LONGEST:,} characters" in page
    assert f"`{credentials.TOKEN_PREFIX}`" in page


# users


@pytest.fixture
def desk(world: World) -> Iterator[Register]:
    """The register of the world as its administrator has it."""
    with Register.open(world.url, user=ADMINISTRATOR) as desk:
        yield desk


def test_a_user_has_the_clearance_of_the_role_unless_another_is_given(desk: Register) -> None:
    desk.add_user("zahra", "viewer", clearance="restricted")
    desk.set_role("other", "editor")
    known = {user.name: (user.role, user.clearance) for user in desk.users()}
    assert known["zahra"] == ("viewer", "restricted")
    assert known["other"] == ("editor", "confidential")
    assert {role: known[role][1] for role in ROLES} == CLEARANCE_OF
    desk.set_clearance("zahra", "public")
    assert {user.name: user.clearance for user in desk.users()}["zahra"] == "public"


@pytest.mark.parametrize("name", ["", " a", "a ", "a/b", "import:x", "*", "a\nb", "x" * 101])
def test_a_name_that_would_mislead_is_refused(desk: Register, name: str) -> None:
    with pytest.raises(QuestionError, match="cannot be the name"):
        desk.add_user(name)


def test_roles_and_clearances_that_there_are_not_are_refused(desk: Register) -> None:
    with pytest.raises(QuestionError, match="No role is called 'boss'"):
        desk.add_user("zahra", "boss")
    with pytest.raises(QuestionError, match="No clearance is called 'secret'"):
        desk.set_clearance("other", "secret")
    with pytest.raises(QuestionError, match="already"):
        desk.add_user("other")
    with pytest.raises(QuestionError, match="no user 'nobody'"):
        desk.set_role("nobody", "viewer")


def test_a_change_of_a_user_is_history_and_conflicts_like_any_other(desk: Register) -> None:
    (seen,) = [user.revision for user in desk.users() if user.name == "other"]
    desk.set_role("other", "reviewer", reason="has learned it")
    assert (desk.revision.action, desk.revision.reason) == ("user.change", "has learned it")
    with pytest.raises(ConflictError) as conflict:
        desk.set_clearance("other", "confidential", base=seen)
    assert conflict.value.fields == {"role": ("coder", "reviewer")}


def test_who_is_deactivated_is_out_at_once_and_comes_back(desk: Register, world: World) -> None:
    with Register.open(world.url, user="editor") as editor:
        editor.users()
        desk.deactivate("editor", reason="left the desk")
        with pytest.raises(DeniedError, match="an active user"):
            editor.users()
        with pytest.raises(DeniedError, match="an active user"):
            editor.confirm(world.pair)
    with pytest.raises(DeniedError, match="no active user"):
        Register.open(world.url, user="editor")
    desk.activate("editor")
    Register.open(world.url, user="editor").close()


def test_a_role_that_changes_counts_in_registers_that_are_open(
    desk: Register, world: World
) -> None:
    with Register.open(world.url, user="coder") as coder:
        with pytest.raises(DeniedError):
            coder.confirm(world.pair)
        desk.set_role("coder", "reviewer")
        coder.confirm(world.pair)
        desk.set_role("coder", "viewer")
        with pytest.raises(DeniedError):
            coder.add(told())


def test_the_log_of_denials_says_who_what_and_of_what(desk: Register, world: World) -> None:
    with Register.open(world.url, user="viewer") as viewer, pytest.raises(DeniedError):
        viewer.confirm(world.pair)
    with Register.open(world.url, user="coder") as coder:
        for _ in range(3):
            with pytest.raises(DeniedError):
                coder.users()
    (first,) = desk.denials(user="viewer")
    assert (first.user, first.action, first.subject, first.needed) == (
        "viewer", "incident.confirm", world.pair, "the role reviewer",
    )  # fmt: skip
    assert first.at.tzinfo is not None
    assert [d.user for d in desk.denials(limit=2)] == ["coder", "coder"]


def test_what_is_denied_within_an_act_is_logged_when_the_act_is_undone(world: World) -> None:
    with Register.open(world.url, user="editor") as editor:
        before = editor.revision
        with pytest.raises(DeniedError, match="The attempt was logged"):
            editor.import_file(world.folder / "accounts.csv", coder="somebody new")
        assert editor.revision == before
    with Register.open(world.url, user=ADMINISTRATOR) as desk:
        (denied,) = desk.denials()
        assert (denied.user, denied.action, denied.subject) == (
            "editor", "user.change", "somebody new",
        )  # fmt: skip


def test_nobody_writes_in_the_name_of_another(world: World) -> None:
    with Register.open(world.url, user="coder") as coder:
        with pytest.raises(DeniedError, match=r"accounts\.import_as"):
            coder.add(told(made_by="other"))
        coder.add(told(made_by="read:grammar"), status="proposed")


# the codebook


def test_a_codebook_without_codes_in_use_is_refused_unless_forced(desk: Register) -> None:
    with pytest.raises(QuestionError, match=r"does not have: .*place|does not have: type"):
        desk.change_codebook(_without("terrorist_attack", desk), reason="a smaller one")
    before = desk.revision.number
    desk.change_codebook(_without("terrorist_attack", desk), reason="all the same", force=True)
    assert desk.revision.number == before + 1
    assert "terrorist_attack" not in desk.codebook.terms("type")


def _without(code: str, desk: Register) -> Any:
    from waqia.codebook import Codebook

    content = desk.codebook.to_json()
    return Codebook.from_json(content.replace(code, "another_attack"))


def test_another_codebook_works_incidents_out_anew(desk: Register, world: World) -> None:
    from waqia.codebook import Codebook

    assert desk.incident(world.pair)["values"]["killed"] == 3
    rules = dict(desk.codebook.rules)
    rules["adjudication"] = {**rules["adjudication"], "killed": ["maximum"]}
    changed = Codebook(rules, desk.codebook.tables)
    assert desk.change_codebook(changed, reason="count the highest") == 1
    assert desk.incident(world.pair)["values"]["killed"] == 5
    assert desk.revision.action == "codebook.change"
