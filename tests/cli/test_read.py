"""`waqia read`: the words of documents that fill the roles of incidents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from waqia.cli.app import app
from waqia.model import ExportError, InputError

TEXT = "Gunmen of the Shining Path attacked a police station with dynamite on Tuesday night.\n"


def read(*args: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(app, ["read", *map(str, args)], standalone_mode=False)
    if ran.exception is not None:
        raise ran.exception
    return ran.return_value, ran.output


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
