"""A release is written whole or not at all, and the same tables give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import CREATED, MakeRelease, stage
from waqia.adjudication import adjudicate
from waqia.codebook import Codebook
from waqia.model import TABLES, ReleaseError
from waqia.release import open_release, verify, write_release
from waqia.release.manifest import created_at

ACCOUNTS: list[dict[str, Any]] = [
    {"type": "terrorist_attack", "killed": n % 7, "tags": ["suicide"] if n % 3 else []}
    for n in range(40)
]


def parquets(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.parquet")}


def test_the_manifest_describes_every_file(make_release: MakeRelease) -> None:
    inputs = [{"name": "accounts.csv", "sha256": "0" * 64, "bytes": 10, "rows": 40}]
    release = make_release(
        ACCOUNTS, title="Forty", description="A test.", licence="CC-BY-4.0", inputs=inputs
    )
    manifest = json.loads((release.path / "datapackage.json").read_text(encoding="utf-8"))
    assert manifest == release.manifest
    assert manifest["title"] == "Forty"
    assert manifest["name"] == "test"
    assert manifest["profile"] == "data-package"
    assert manifest["created"] == CREATED
    assert manifest["licenses"] == [{"name": "CC-BY-4.0"}]
    assert [r["name"] for r in manifest["resources"]] == [*TABLES, "codebook"]
    for resource_ in manifest["resources"]:
        path = release.path / resource_["path"]
        assert resource_["bytes"] == path.stat().st_size
        assert resource_["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    incidents = manifest["resources"][0]
    assert incidents["rows"] == 40
    assert incidents["schema"]["primaryKey"] == ["id"]
    assert [f["name"] for f in incidents["schema"]["fields"]] == list(TABLES["incidents"].names)
    assert all(f["description"] for f in incidents["schema"]["fields"])
    about = manifest["waqia"]
    assert about["codebook"]["id"] == "pakistan"
    assert about["rules"]["adjudication"]["tags"] == ["union"]
    assert about["inputs"] == inputs
    assert about["parent"] is None


def test_stored_columns_have_the_types_of_the_tables(make_release: MakeRelease) -> None:
    connection = make_release(ACCOUNTS).connection()
    for table in TABLES.values():
        found = connection.execute(f"DESCRIBE {table.name}").fetchall()
        assert [name for name, *_ in found] == list(table.names)
        with duckdb.connect() as other:
            other.execute(table.create())
            assert [t for _, t, *_ in found] == [
                t for _, t, *_ in other.execute(f"DESCRIBE {table.name}").fetchall()
            ]


def test_the_order_of_the_rows_does_not_change_a_byte(make_release: MakeRelease) -> None:
    told = [a | {"id": f"A-{n}", "incident": f"I-{n // 2}"} for n, a in enumerate(ACCOUNTS)]
    shuffled = random.Random(1).sample(told, len(told))
    first, second = make_release(told, name="a.release"), make_release(shuffled, name="b.release")
    assert parquets(first.path) == parquets(second.path)
    assert first.hash == second.hash
    names = [
        {path.name: path.read_bytes() for path in release.path.iterdir()}
        for release in (first, second)
    ]
    for files in names:  # the name of the package follows from the folder's
        del files["datapackage.json"], files["SHA256SUMS"]
    assert names[0] == names[1]


def test_another_value_gives_another_hash(make_release: MakeRelease) -> None:
    first = make_release(ACCOUNTS, name="a.release")
    second = make_release([*ACCOUNTS[:-1], {"killed": 99}], name="b.release")
    assert first.hash != second.hash


def test_source_date_epoch_sets_the_time(
    make_release: MakeRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    release = make_release(ACCOUNTS, created=None)
    assert release.manifest["created"] == "2023-11-14T22:13:20Z"


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_a_moment_of_creation_that_is_no_number_is_named(
    monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ReleaseError, match=f"SOURCE_DATE_EPOCH is '{epoch}'; expected seconds"):
        created_at(None)


def test_the_parent_is_named_with_its_hash(make_release: MakeRelease) -> None:
    parent = make_release(ACCOUNTS, name="2023.release")
    child = make_release(ACCOUNTS, name="2024.release", parent=parent.path)
    manifest_bytes = (parent.path / "datapackage.json").read_bytes()
    assert child.manifest["waqia"]["parent"] == {
        "name": "2023.release",
        "manifest_sha256": hashlib.sha256(manifest_bytes).hexdigest(),
        "release_hash": parent.hash,
    }


def test_the_readme_says_what_it_is(make_release: MakeRelease) -> None:
    text = (make_release(ACCOUNTS, title="Forty").path / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# Forty\n")
    assert "| `incidents.parquet` | 40 |" in text
    assert "never zero" in text


def test_an_existing_release_is_not_replaced_unasked(make_release: MakeRelease) -> None:
    first = make_release(ACCOUNTS)
    before = parquets(first.path)
    with pytest.raises(ReleaseError, match="exists already"):
        make_release([{"killed": 1}])
    assert parquets(first.path) == before


def test_an_existing_release_is_exchanged_when_asked(
    make_release: MakeRelease, tmp_path: Path
) -> None:
    make_release(ACCOUNTS)
    second = make_release([{"killed": 1}], overwrite=True)
    assert second.connection().execute("SELECT count(*) FROM incidents").fetchone() == (1,)
    assert verify(second.path) == []
    assert [path.name for path in tmp_path.iterdir()] == ["test.release"]


def test_a_folder_that_is_no_release_is_never_overwritten(
    make_release: MakeRelease, tmp_path: Path
) -> None:
    (tmp_path / "test.release").mkdir()
    (tmp_path / "test.release" / "thesis.docx").write_text("three years of work")
    with pytest.raises(ReleaseError, match="is not a release"):
        make_release(ACCOUNTS, overwrite=True)
    assert (tmp_path / "test.release" / "thesis.docx").exists()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("there", [False, True])
def test_what_interrupts_the_writing_leaves_nothing_behind(
    make_release: MakeRelease,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    there: bool,
) -> None:
    before = parquets(make_release(ACCOUNTS).path) if there else {}

    def fails(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fails)
    expected = ReleaseError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        make_release([{"killed": 1}], overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == (["test.release"] if there else [])
    assert parquets(tmp_path / "test.release") == before


def test_without_an_exchange_in_one_step_the_old_one_comes_back_on_failure(
    make_release: MakeRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = parquets(make_release(ACCOUNTS).path)
    monkeypatch.setattr(sys, "platform", "elsewhere")
    plain = Path.rename

    def fails_for_the_draft(self: Path, target: Path) -> Path:
        if self.suffix == ".partial":
            raise OSError(5, "Input/output error")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_draft)
    with pytest.raises(ReleaseError, match="Input/output error"):
        make_release([{"killed": 1}], overwrite=True)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["test.release"]
    assert parquets(tmp_path / "test.release") == before
    monkeypatch.setattr(sys, "platform", "elsewhere")
    make_release([{"killed": 1}], overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["test.release"]


_FULL_DISK = """
import resource, signal, sys
import duckdb
from waqia.codebook import Codebook
from waqia.model import TABLES, ReleaseError
from waqia.release import write_release

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
connection = duckdb.connect()
for table in TABLES.values():
    connection.execute(table.create())
connection.execute(
    "INSERT INTO incidents BY NAME SELECT 'I-' || i AS id, 'confirmed' AS status, "
    "md5(i::VARCHAR) AS summary FROM range(20000) t(i)"
)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_release(connection, sys.argv[1], Codebook.load("generic"), title="Too large")
except ReleaseError as error:
    print("ReleaseError:", error)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs POSIX limits on files")
def test_a_file_that_grows_too_large_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _FULL_DISK, str(tmp_path / "x.release")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("ReleaseError:"), done.stderr
    assert "could not be written: File too large. Nothing was left behind" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_absent_tables_are_written_empty(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook, tmp_path: Path
) -> None:
    stage(connection, [{"killed": 1}])
    adjudicate(connection, codebook)
    connection.execute("DROP TABLE provenance")
    release = write_release(connection, tmp_path / "x.release", codebook, title="Small")
    for name in ("provenance", "findings", "figures"):
        count = release.connection().execute(f"SELECT count(*) FROM {name}").fetchone()
        assert count == (0,)


def test_progress_is_told(make_release: MakeRelease) -> None:
    steps: list[str] = []
    make_release(ACCOUNTS, progress=steps.append)
    assert steps[0] == "writing the table incidents"
    assert steps[-1] == "hashing"


def test_a_path_with_a_quote_and_urdu_letters_is_written(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook, tmp_path: Path
) -> None:
    stage(connection, [{"killed": 1}])
    adjudicate(connection, codebook)
    release = write_release(connection, tmp_path / "desk's واقعہ.release", codebook, title="X")
    assert open_release(release.path).table("incidents").count().to_pyarrow().as_py() == 1
