"""What is exported as accounts and built again is the same release."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import CREATED, shared
from waqia.formats import build, export, import_dataset
from waqia.release import diff

EXAMPLE = Path(__file__).parents[2] / "examples" / "pakistan"


def test_the_example_exported_as_accounts_builds_the_same_incidents(tmp_path: Path) -> None:
    first = build(EXAMPLE / "accounts.csv", tmp_path / "first.release", created=CREATED).release
    out = tmp_path / "again"
    out.mkdir()
    for to, name in (("accounts-csv", "accounts.csv"), ("sources-csv", "sources.csv")):
        export(first.connection(), first.codebook, to, out / name)
    second = build(out / "accounts.csv", tmp_path / "second.release", created=CREATED).release
    assert diff(first, second).rows() == []


def test_dates_and_places_of_their_day_survive_the_round_trip(tmp_path: Path) -> None:
    """Half a month that is known to the month, an agency that is a district today."""
    file = shared("data/ged_pakistan_1989_2021.csv")
    first = import_dataset(file, "ucdp-ged", tmp_path / "first.release", codebook="pakistan")
    release = first.release
    for to, name in (("accounts-csv", "accounts.csv"), ("sources-csv", "sources.csv")):
        export(release.connection(), release.codebook, to, tmp_path / name)
    second = build(tmp_path / "accounts.csv", tmp_path / "second.release")
    # the findings of the dataset's own file are not those of the accounts
    assert {change.field for change in diff(release, second.release).changed} <= {"marks"}


def test_vague_words_with_an_open_side_survive_the_round_trip(tmp_path: Path) -> None:
    (tmp_path / "desk.csv").write_text(
        "account_id,date,killed\n1,2014,at least dozens\n2,2014,up to several\n3,2014,dozens\n"
    )
    first = build(tmp_path / "desk.csv", tmp_path / "first.release").release
    export(first.connection(), first.codebook, "accounts-csv", tmp_path / "accounts.csv")
    second = build(tmp_path / "accounts.csv", tmp_path / "second.release").release
    query = "SELECT killed_min, killed, killed_max, killed_imputed FROM accounts ORDER BY id"
    counts = first.connection().execute(query).fetchall()
    assert [row[0] is None or row[2] is None for row in counts] == [True, True, False]
    assert second.connection().execute(query).fetchall() == counts
