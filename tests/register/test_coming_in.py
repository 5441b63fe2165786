"""What comes in a second time: files after links were made, sources whose text is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.register.test_contract import told, two_sources
from waqia.model import DeniedError, InputError, QuestionError
from waqia.register import Register
from waqia.register.content.deciding import decisions

_HEADER = "account_id,source_id,type,date,district,killed\n"


def written(folder: Path, killed: int, source: str = "S-1") -> Path:
    path = folder / "mine.csv"
    path.write_text(f"{_HEADER}M-1,{source},terrorist_attack,2024-02-03,Quetta,{killed}\n")
    return path


def test_a_file_corrects_an_account_that_others_have_linked_but_not_corrected(
    register: Register, register_url: str, tmp_path: Path
) -> None:
    two_sources(register)
    register.import_file(written(tmp_path, 2), coder="coder1")
    other = register.add(told(source="S-2"))
    register.add_user("reviewer1", "reviewer")
    with Register.open(register_url, user="reviewer1") as reviewer:
        reviewer.link("M-1", str(other.incident))
        with Register.open(register_url, user="coder1") as coder:
            done = coder.import_file(written(tmp_path, 7))
            assert (done.corrected, done.set_aside) == (1, 0)
            reviewer.correct("M-1", {"killed_min": 9, "killed": 9, "killed_max": 9})
            done = coder.import_file(written(tmp_path, 7))
            assert (done.corrected, done.set_aside) == (0, 1)
    assert register.account("M-1")["killed"] == 9
    assert register.verify() == []


def test_a_second_coding_in_a_file_takes_sight_of_the_account(
    register: Register, register_url: str, tmp_path: Path
) -> None:
    register.import_file(written(tmp_path, 2))
    register.set_access("S-1", "confidential", reason="a witness")
    register.add_user("coder1", "coder", clearance="public")
    with (
        Register.open(register_url, user="coder1") as coder,
        pytest.raises(DeniedError, match="M-1"),
    ):
        coder.import_file(written(tmp_path, 2, "S-9"))
    assert register.codings("M-1") == []


def test_a_text_in_which_anchors_do_not_hold_does_not_take_the_place_of_theirs(
    register: Register,
) -> None:
    source = {"id": "S-1", "title": "Daily 1"}
    register.add_source(source, content=b"On Tuesday gunmen fired.")
    anchor = {"source": "S-1", "start": 11, "end": 17, "quote": "gunmen"}
    register.add(told(anchors=[anchor]))
    with pytest.raises(InputError, match="does not hold"):
        register.add_source(source, content=b"On Wednesday gunmen fired.")
    register.add_source(source, content=b"On Tuesday gunmen fired twice.")
    assert register.verify() == []


def test_an_account_is_added_as_accepted_or_proposed(register: Register) -> None:
    two_sources(register)
    with pytest.raises(QuestionError, match="accepted or proposed"):
        register.add(told(), status="set_aside")


def test_who_moves_an_account_says_that_it_is_not_what_it_leaves(register: Register) -> None:
    two_sources(register)
    first, second, third = (register.add(told()) for _ in range(3))
    register.link(second.account, str(first.incident))
    register.link(second.account, str(third.incident))
    with register.store.reading() as connection:
        found = {(d["account"], d["other"]): d["judgement"] for d in decisions(connection)}
    assert found == {
        (first.account, second.account): "different",
        (second.account, third.account): "same",
    }


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("killed", {"killed": "many"}, "killed"),
        ("killed", {"killed_min": 10, "killed": 2}, "min ≤ best"),
        ("type", {"type": "nonsense"}, "nonsense"),
        ("date", {"date_start": "2024-05-05", "date_end": "2020-01-01"}, "lies before"),
    ],
)
def test_a_field_is_decided_only_as_an_account_could_say_it(
    register: Register, field: str, value: dict[str, object], why: str
) -> None:
    two_sources(register)
    incident = str(register.add(told()).incident)
    with pytest.raises(InputError, match=why):
        register.override(incident, field, value, reason="the list")
    register.override(incident, "targets", {"targets": ["Police"]}, reason="the list")
    assert register.incident(incident)["values"]["targets"] == ["security_forces"]
