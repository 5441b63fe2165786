"""`waqia read --llm` tells where text goes, ends where the endpoint does, and goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reading.llm.conftest import MOSQUE, TEXT
from tests.reading.llm.stub import accounts, failing, serving
from waqia.cli import main
from waqia.model import InputError

KEY = "not-a-key-0123456789"


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAQIA_LLM_KEY", KEY)
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def waqia(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["waqia", "read", *words, "--out", "found.jsonl"])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(str(stop.value.code or 0))


def test_accounts_come_from_the_model_and_the_key_is_in_no_file(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(accounts(MOSQUE)) as stub:
        code = waqia(
            monkeypatch, article.name, "--llm", stub.url, "--model", "m", "--jobs", "1",
            "--published", "2023-02-01",
        )  # fmt: skip
    assert code == 0
    assert stub.asked[0].headers["authorization"] == f"Bearer {KEY}"
    [found] = map(json.loads, Path("found.jsonl").read_text(encoding="utf-8").splitlines())
    assert (found["made_by"], found["killed"]) == ("read:llm/m/1", 84)
    told = capsys.readouterr()
    assert KEY not in told.out + told.err
    assert [path.name for path in article.parent.iterdir() if KEY in path.read_text()] == []


def test_an_endpoint_that_refuses_ends_the_run_and_what_was_read_is_kept(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        (article.parent / f"{number}.txt").write_text(f"{number}. {TEXT}", encoding="utf-8")
    names = ["0.txt", "1.txt", "2.txt"]
    options = ["--model", "m", "--jobs", "1", "--published", "2023-02-01"]
    with serving(accounts(MOSQUE), failing(401)) as stub:
        assert waqia(monkeypatch, *names, "--llm", stub.url, *options) == 2
    told = capsys.readouterr()
    assert "does not admit the request" in told.err
    assert "Traceback" not in told.err
    assert not Path("found.jsonl").exists()
    with serving(accounts(MOSQUE)) as stub:
        waqia(monkeypatch, *names, "--llm", stub.url, *options)
    assert len(stub.asked) == 2
    assert "read before the run was stopped" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--llm", "http://localhost:1"], "--llm URL and --model NAME go together"),
        (["--model", "m"], "--llm URL and --model NAME go together"),
        (["--llm", "localhost", "--model", "m"], "is not the address of an endpoint"),
        (["--llm", "http://me:secret@localhost", "--model", "m"], "put the key into WAQIA_LLM_KEY"),
    ],
)
def test_what_cannot_be_asked_is_said(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    options: list[str], words: str,
) -> None:  # fmt: skip
    assert waqia(monkeypatch, article.name, *options) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert "secret" not in told.err


def test_it_is_said_where_the_text_goes_before_it_goes(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise InputError("Nothing was sent.")

    monkeypatch.setattr("waqia.reading.read_batch", stopped)
    code = waqia(monkeypatch, article.name, "--llm", "http://llm.example/v1", "--model", "m")
    told = capsys.readouterr()
    assert (code, "Nothing was sent." in told.err) == (2, True)
    assert "sent to llm.example over a connection that is not encrypted" in told.out
