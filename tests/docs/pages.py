"""The examples of a documentation page: found, run in a folder of their own, compared.

A ```console block holds commands (`$ …`) and what they print; a ```python block runs, and the
```text block that follows it is what it prints; a block with a title (```csv title="a.csv") is a
file. In what is shown `…` stands for anything, on a line of its own for any number of lines. A
console block marked `alone` runs in a fresh folder. A comment such as
`<!-- it is 2026-03-02 09:00 -->` sets the clock of a register for what follows, a minute a command.

`python -m tests.docs.pages PAGE` runs a page and writes into it what is printed now, where that
differs from what it shows.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[2]
_CLOCK = re.compile(r"<!-- it is (\d{4}-\d\d-\d\d \d\d:\d\d) -->")
_FENCE = re.compile(r"^```(.*?)$\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its other words, its text and where it stands."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int
    span: tuple[int, int]

    @property
    def file(self) -> str | None:
        """The name of the file that the block is, if it is one."""
        titles = [word[6:].strip('"') for word in self.words if word.startswith("title=")]
        return titles[0] if titles else None

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Commands of a console block with what each is shown to print."""
        parts = re.split(r"^\$ (.*)\n", self.text, flags=re.MULTILINE)
        return list(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [
        Block(*_info(match[1]), match[2], text[: match.start()].count("\n") + 1, match.span(2))
        for match in _FENCE.finditer(text)
    ]


def _info(words: str) -> tuple[str, tuple[str, ...]]:
    language, *rest = words.split() or [""]
    return language, tuple(rest)


def pages() -> list[Path]:
    """README, tutorial and how-to pages."""
    how_to = sorted((ROOT / "docs" / "how-to").glob("*.md"))
    tutorials = [ROOT / "docs" / name for name in ("tutorial.md", "tutorial-register.md")]
    return [ROOT / "README.md", *tutorials, *how_to]


def matches(shown: str, printed: str) -> bool:
    """Whether what was printed is what is shown; blank lines and ends of lines do not matter."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in _lines(shown)
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in _lines(printed))) is not None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@dataclass
class Folder:
    """A working folder in which commands and Python of one page run."""

    path: Path
    names: dict[str, object] = field(default_factory=dict)
    now: datetime | None = None

    def command(self, words: str) -> tuple[int, str]:
        """Run a command, `waqia` within this process; its exit code and what it printed."""
        with self._inside() as printed:
            if not words.startswith("waqia "):
                done = subprocess.run(
                    words, shell=True, cwd=self.path, capture_output=True, text=True, check=False
                )
                return done.returncode, done.stdout + done.stderr
            from waqia.cli import main

            with mock.patch.object(sys, "argv", shlex.split(words)):
                try:
                    main()
                except SystemExit as stop:
                    return int(stop.code or 0), printed.getvalue()
        return 0, printed.getvalue()

    def python(self, code: str) -> str:
        """Run Python in the page's own names; what it printed."""
        with self._inside() as printed:
            exec(compile(code, "page", "exec"), self.names)
        return printed.getvalue()

    @contextlib.contextmanager
    def _inside(self) -> Iterator[io.StringIO]:
        before, printed = Path.cwd(), io.StringIO()
        os.chdir(self.path)
        try:
            with (
                contextlib.redirect_stdout(printed),
                contextlib.redirect_stderr(printed),
                mock.patch.dict(os.environ, {"LOGNAME": "editor"}),
                self._clock(),
            ):
                yield printed
        finally:
            os.chdir(before)

    def _clock(self) -> contextlib.AbstractContextManager[object]:
        """The clock of registers and releases: a minute a command, a second a look."""
        if self.now is None:
            return contextlib.nullcontext()
        self.now += timedelta(minutes=1)
        clock = contextlib.ExitStack()
        looks = (self.now + timedelta(seconds=n) for n in itertools.count())
        told = mock.Mock(wraps=datetime, now=mock.Mock(side_effect=looks))
        clock.enter_context(mock.patch("waqia.register.core.datetime", told))
        epoch = {"SOURCE_DATE_EPOCH": str(int(self.now.timestamp()))}
        clock.enter_context(mock.patch.dict(os.environ, epoch))
        return clock


@dataclass(frozen=True)
class Outcome:
    """One example that ran: where, its exit code, what the page shows and what was printed."""

    line: int
    example: str
    code: int
    shown: str
    printed: str

    @property
    def problem(self) -> str | None:
        """What is wrong with it, in words; findings may be printed with exit code 1."""
        allowed = (0, 1) if "findings" in self.printed or "error [" in self.printed else (0,)
        if self.code not in allowed:
            # a page may show how an error reads: then it is shown word for word
            if not ("waqia: " in self.shown and matches(self.shown, self.printed)):
                return f"line {self.line}: {self.example}: exit code {self.code}\n{self.printed}"
        elif self.shown.strip() and not matches(self.shown, self.printed):
            return (
                f"line {self.line}: {self.example}\n--- shown\n{self.shown}"
                f"--- printed\n{self.printed}"
            )
        return None


def run(text: str, folder: Folder, fresh: Folder) -> Iterator[Outcome]:
    """Run every example of a page in order; blocks marked `alone` in `fresh`."""
    found = blocks(text)
    for block, following in zip(found, [*found[1:], None], strict=True):
        where = fresh if "alone" in block.words else folder
        if times := _CLOCK.findall(text[: block.span[0]]):
            time = datetime.fromisoformat(times[-1]).replace(tzinfo=UTC)
            where.now = max(where.now or time, time)
        if block.file:
            (where.path / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for words, shown in block.steps:
                code, printed = where.command(words)
                yield Outcome(block.line, words, code, shown, printed)
        elif block.language == "python" and block.text.strip():
            shown = following.text if following and following.language == "text" else ""
            printed = where.python(block.text)
            yield Outcome(block.line, "Python", 0, shown, printed)


def missing(text: str, folder: Path) -> list[str]:
    """Names of optional test data that a page reads and the folder does not have."""
    return [name for name in ("GEDEvent.csv", "maverick.csv", "pbc.csv", "districts.geojson")
            if name in text and not (folder / name).exists()]  # fmt: skip


def _tidy(printed: str) -> str:
    return "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n") + "\n"


def _updated(text: str, outcomes: list[Outcome]) -> str:
    """The page with what is printed now in place of what differs."""
    waiting = iter(outcomes)
    found, pieces, end = blocks(text), [], 0
    for block, following in zip(found, [*found[1:], None], strict=True):
        if block.file or block.language not in ("console", "python"):
            continue
        if block.language == "console":
            parts, target = [], block
            for words, shown in block.steps:
                done = next(waiting)
                short = "…" in shown and done.problem is None
                kept = shown if short or not shown.strip() else _tidy(done.printed)
                parts.append(f"$ {words}\n{kept}")
            new = "".join(parts)
        else:
            done = next(waiting)
            if done.problem is None or following is None:
                continue
            target, new = following, _tidy(done.printed)
        pieces += [text[end : target.span[0]], new]
        end = target.span[1]
    return "".join([*pieces, text[end:]])


if __name__ == "__main__":
    import tempfile

    from tests.docs.workspace import prepare

    for name in sys.argv[1:]:
        page = Path(name)
        with tempfile.TemporaryDirectory() as folder:
            content = page.read_text(encoding="utf-8")
            prepared = [prepare(Path(folder) / part, content) for part in ("page", "alone")]
            outcomes = list(run(content, Folder(prepared[0]), Folder(prepared[1])))
        for outcome in outcomes:
            if outcome.problem:
                sys.stdout.write(outcome.problem + "\n")
        page.write_text(_updated(content, outcomes), encoding="utf-8")
