"""`waqia read`: documents into accounts, mentions, sources, and the queue of a register."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from waqia.cli.app import app
from waqia.formats import build
from waqia.model import ExportError, InputError
from waqia.register import Register

TEXT = "Gunmen of the Shining Path attacked a police station with dynamite on Tuesday night.\n"
STORY = (
    "QUETTA: At least 28 people were killed and 40 others injured in a bomb blast outside an "
    "election office in Pishin district of Balochistan on Wednesday, police said. The Islamic "
    "State claimed responsibility for the attack.\n"
)


def read(*args: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["read", *map(str, args)], standalone_mode=False)
    if ran.exception is not None:
        raise ran.exception
    return ran.return_value, ran.output


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    folder = tmp_path / "feed"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    (folder / "b.txt").write_text(
        f"Blast on the eve of the vote\n\nBy our correspondent\n\n{STORY}"
    )
    (folder / "c.txt").write_text("The budget was passed on Monday without a debate.\n")
    return folder


def test_every_mention_stands_in_the_text_where_it_is_said_to(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(TEXT)
    (tmp_path / "calm.txt").write_text("The budget was passed on Monday without a debate.\n")
    out = tmp_path / "mentions.jsonl"
    code, told = read(tmp_path / "article.txt", tmp_path / "calm.txt", "--mentions", out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (code, told.split(" → ")[0]) == (0, f"{len(lines)} mentions in 2 documents")
    assert {"Shining Path", "dynamite"} <= {line["text"] for line in lines}
    assert all(TEXT[line["start"] : line["end"]] == line["text"] for line in lines)
    assert {Path(line["document"]).name for line in lines} == {"article.txt"}


def test_a_bad_document_is_a_finding_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(TEXT)
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    out = tmp_path / "mentions.jsonl"
    code, told = read(tmp_path / "article.txt", tmp_path / "cut.pdf", "--mentions", out)
    assert code == 1
    assert "cut.pdf" in told
    assert out.read_text(encoding="utf-8")


def test_nothing_is_overwritten_and_nothing_half_written_is_left(tmp_path: Path) -> None:
    out = tmp_path / "mentions.jsonl"
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        read(tmp_path / "nowhere.txt", "--mentions", out)
    assert list(tmp_path.iterdir()) == []
    out.write_text("mine")
    with pytest.raises(ExportError, match="--overwrite"):
        read(tmp_path / "nowhere.txt", "--mentions", out)
    assert out.read_text() == "mine"


def test_it_is_said_where_what_is_found_goes(feed: Path) -> None:
    with pytest.raises(click.UsageError, match="--out FILE, --into REGISTER or --mentions FILE"):
        read(feed)
    with pytest.raises(click.UsageError, match="its own codebook"):
        read(feed, "--into", "desk.db", "--codebook", "pakistan")
    with pytest.raises(click.UsageError, match="one file"):
        read(feed, "--out", "x", "--sources", "./x")
    with pytest.raises(click.UsageError, match="one file"):
        read(feed, "--out", "x.db", "--into", "x.db", "--overwrite")


def test_a_folder_becomes_accounts_that_can_be_built(tmp_path: Path, feed: Path) -> None:
    out, sources = tmp_path / "accounts.jsonl", tmp_path / "sources.csv"
    code, told = read(feed, "--out", out, "--sources", sources, "--published", "2024-02-08")
    assert code == 0
    assert "1 account proposed in 3 documents" in told
    assert "1 document is a copy of others" in told
    (account,) = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert (account["killed_min"], account["injured"], account["date_start"]) == (
        28, 40, "2024-02-07",
    )  # fmt: skip
    texts = {json.loads(line)["id"]: line for line in out.read_text().splitlines()}
    assert list(texts) == [account["id"]]
    assert {anchor.get("field") for anchor in account["anchors"]} >= {None, "killed", "date"}
    rows = list(csv.DictReader(sources.read_text(encoding="utf-8").splitlines()))
    assert {row["date"] for row in rows} == {"2024-02-08"}
    report = build(out, tmp_path / "a.release", sources=sources)
    assert (report.kept, report.set_aside) == (1, 0)


def test_a_register_gets_each_document_once(tmp_path: Path, feed: Path) -> None:
    desk = tmp_path / "desk.db"
    Register.create(desk, "pakistan", user="chief").close()
    into = ("--into", desk, "--user", "chief", "--published", "2024-02-08")
    _, told = read(feed, *into)
    assert "1 account proposed; 3 new sources" in told
    (feed / "d.txt").write_text(STORY.replace("Pishin", "Mastung").replace("28", "3"))
    _, told = read(feed, *into)
    assert "3 files had been read before" in told
    assert "1 account proposed; 1 new source" in told
    code, told = read(feed, *into)
    assert (code, told) == (0, "4 files had been read before.\n")
    with Register.open(desk, user="chief") as register:
        assert register.queues()["new"].free == 2
        assert register.verify() == []


def test_a_day_of_publication_that_is_given_later_is_read_by(tmp_path: Path, feed: Path) -> None:
    desk = tmp_path / "desk.db"
    Register.create(desk, "pakistan", user="chief").close()
    code, told = read(feed / "a.txt", tmp_path / "nowhere.txt", "--into", desk)
    assert "Pass --published DATE." in told
    assert "1 account proposed; 1 new source" in told
    assert "nowhere.txt" in told
    for more in ("0 accounts proposed, 1 proposed anew", "1 file had been read before"):
        code, told = read(feed / "a.txt", "--into", desk, "--published", "2024-02-08")
        assert more in told
        assert code == 0
    with Register.open(desk, user="chief") as register:
        (source,) = register.sources()
        assert source["date"] == "2024-02-08"


def test_a_run_that_was_stopped_at_the_register_goes_on(
    tmp_path: Path, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, out = tmp_path / "desk.db", tmp_path / "accounts.jsonl"
    Register.create(desk, "pakistan", user="chief").close()
    command = (feed, "--into", desk, "--out", out, "--published", "2024-02-08")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Register, "propose", stop)
        with pytest.raises((KeyboardInterrupt, click.Abort)):
            read(*command)
    code, told = read(*command)
    assert "3 files had been read before the run was stopped" in told
    assert "1 account proposed; 3 new sources" in told
    assert (code, out.exists()) == (0, True)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs signals of process groups")
def test_ctrl_c_says_how_to_go_on_and_leaves_no_process(tmp_path: Path) -> None:
    folder = tmp_path / "feed"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number:04}.txt").write_text(f"{STORY} {number}")
    out = tmp_path / "accounts.jsonl"
    arguments = ["read", str(folder), "--out", str(out), "--jobs", "1"]
    run = "import sys; from waqia.cli.app import main; main()"
    started = subprocess.Popen(  # ourselves
        [sys.executable, "-c", run, *arguments], stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    journal = tmp_path / ".accounts.jsonl.reading"
    until = time.monotonic() + 120
    while not (journal.exists() and journal.stat().st_size > 20_000):
        assert time.monotonic() < until
        time.sleep(0.05)
    os.killpg(started.pid, signal.SIGINT)
    _, error = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "the same command goes on" in error
    assert "Traceback" not in error
    assert not out.exists()
    code, told = read(folder / "0000.txt", "--out", out)
    assert "1 file had been read before the run was stopped" in told
    assert (code, out.exists(), journal.exists()) == (0, True, False)
