"""What a release of a register leaves out: what is not confirmed, not told yet, not to be told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.register.test_contract import rows, told, two_sources
from waqia.register import Register


def test_a_release_of_a_day_to_come_keeps_an_embargo_of_today(
    register: Register, tmp_path: Path
) -> None:
    register.add_source({"id": "S-1", "title": "Heard in private", "embargo": "2090-01-01"})
    register.add(told(summary="What was said in private"))
    late = datetime(2099, 1, 1, tzinfo=UTC)
    for release in (
        register.at("2099-01-01", tmp_path / "at.release"),
        register.freeze(tmp_path / "frozen.release", created=late),
    ):
        assert [row["title"] for row in rows(release, "sources")] == ["Restricted source"]
        assert [row["summary"] for row in rows(release, "accounts")] == [None]


def test_a_finding_on_a_row_of_a_restricted_source_that_was_set_aside_is_not_told(
    register: Register, tmp_path: Path
) -> None:
    (tmp_path / "sources.csv").write_text(
        "source_id,title,access\nS-1,Daily,public\nS-2,A witness,restricted\n"
    )
    (tmp_path / "accounts.csv").write_text(
        "account_id,source_id,type,date,country,killed\n"
        "A-1,S-1,terrorist_attack,2024-01-01,Pakistan,3\n"
        "A-2,S-2,terrorist_attack,the wedding,Pakistan,3\n"
    )
    done = register.import_file(tmp_path / "accounts.csv", set_aside=tmp_path / "aside.csv")
    assert (done.added, done.set_aside) == (1, 1)
    release = register.freeze(tmp_path / "out.release")
    assert [row["id"] for row in rows(release, "sources")] == ["S-1"]
    (finding,) = rows(release, "findings")
    assert finding["code"] == "date-invalid"
    assert "the wedding" not in str(finding)


def test_a_release_of_what_is_confirmed_has_nothing_of_the_rest(
    register: Register, tmp_path: Path
) -> None:
    two_sources(register)
    incidents = [
        str(register.add(told(source=source)).incident) for source in ("S-1", "S-2", "S-2", "S-2")
    ]
    register.confirm(incidents[0])
    register.merge(incidents[1], incidents[2])
    register.merge(incidents[2], incidents[3])
    release = register.freeze(tmp_path / "confirmed.release", only_confirmed=True)
    assert [row["id"] for row in rows(release, "incidents")] == incidents[:1]
    assert [row["id"] for row in rows(release, "sources")] == ["S-1"]
    register.merge(incidents[3], incidents[0])
    release = register.freeze(tmp_path / "all.release", only_confirmed=True)
    assert [row["id"] for row in rows(release, "incidents")] == incidents
