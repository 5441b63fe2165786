"""What belongs together: an incident's links with their reasons, and the accounts of a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from waqia.model import DeniedError, QuestionError
from waqia.register import Register

TOLD = {
    "type": "terrorist_attack", "date_start": "2024-02-03", "place": "Quetta", "killed": 3,
    "perpetrators": ["ttp"], "summary": "Three policemen were shot at a checkpost.",
}  # fmt: skip


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "desk.db", "pakistan", user="admin") as register:
        for id_, access in (("S-1", "public"), ("S-2", "public"), ("S-3", "restricted")):
            register.add_source({"id": id_, "title": id_, "access": access})
        yield register


def told(register: Register, source: str, **changes: object) -> tuple[str, str]:
    """A new account of a source: its id, and that of its incident."""
    added = register.add(TOLD | {"source": source} | changes)
    return added.account, str(added.incident)


def test_links_say_what_was_decided_by_whom_and_why(admin: Register) -> None:
    account, incident = told(admin, "S-1")
    other, _ = told(admin, "S-2")
    far, elsewhere = told(admin, "S-2", place="Lahore")
    admin.link(other, incident, reason="the same checkpost")
    admin.different(far, account, reason="another town")
    found = {link.judgement: link for link in admin.links(incident) if link.judgement}
    assert (found["same"].reason, found["same"].by) == ("the same checkpost", "admin")
    assert found["different"].incident == elsewhere
    assert found["different"].other == far


def test_links_that_are_only_suggested_say_how_probable_and_why(admin: Register) -> None:
    account, incident = told(admin, "S-1")
    other, elsewhere = told(admin, "S-2")
    admin.suggest(minimum=0.0)
    (link,) = admin.links(incident)
    assert (link.account, link.other, link.incident) == (account, other, elsewhere)
    assert link.judgement is None
    assert link.probability
    assert "place" in {reason["field"] for reason in link.why}
    admin.different(account, other)
    assert [one.judgement for one in admin.links(incident)] == ["different"]


def test_links_and_accounts_of_closed_sources_are_told_to_those_alone_who_may_see_them(
    admin: Register, tmp_path: Path
) -> None:
    account, incident = told(admin, "S-1")
    closed, _ = told(admin, "S-3")
    open_, _ = told(admin, "S-2")
    admin.link(closed, incident, reason="the envoy says so")
    admin.link(open_, incident, reason="the envoy says so")
    admin.add_user("reader", "viewer")
    with Register.open(tmp_path / "desk.db", user="reader") as reader:
        links = reader.links(incident)
        assert {link.other for link in links} | {link.account for link in links} == {account, open_}
        assert {link.reason for link in links} == {None}
        assert [one["id"] for one in reader.told_by("S-1")] == [account]
        with pytest.raises(DeniedError):
            reader.told_by("S-3")
    with pytest.raises(QuestionError, match="no source 'S-9'"):
        admin.told_by("S-9")
