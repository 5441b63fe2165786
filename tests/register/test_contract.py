"""What a register does, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from waqia.register import Register


def test_a_new_register_has_its_codebook_title_and_first_revision(register: Register) -> None:
    assert register.codebook.id == "pakistan"
    assert register.title == "Desk"
    assert register.revision.number == 1
    assert register.revision.action == "register.create"
