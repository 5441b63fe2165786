"""A process of its own for formats whose libraries a hostile file can stall, swell or crash."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import IO, Any

from waqia.model import Finding, phrase
from waqia.reading.document import Block, Page
from waqia.reading.drafting import Draft, Run
from waqia.reading.kinds import DOCX, PDF
from waqia.reading.limits import Limits

_START = "from waqia.reading.worker import serve; serve()"
_GRACE = 1.0
_lock = threading.Lock()


def read_apart(kind: str, data: bytes, name: str, limits: Limits) -> Draft:
    """The draft of a PDF, an HTML page or a DOCX, read by the process for them.

    A file that takes more time or memory than it may is read once more without looking for
    tables, which is what takes longest; then it is given up with `document-stopped`.
    """
    with _lock:
        read = _worker.read(kind, data, name, limits)
        if isinstance(read, str) and kind == PDF and limits.table_pages:
            read = _worker.read(kind, data, name, replace(limits, table_pages=0))
    if isinstance(read, Draft):
        return read
    return Draft(
        findings=[
            Finding("document-stopped", f"{name} was given up: {read}.", name, found=read,
                    action="Divide it, or raise the limits.")
        ]
    )  # fmt: skip


class _Worker:
    """The process, started when it is first needed and again after it was stopped."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._memory = 0

    def read(self, kind: str, data: bytes, name: str, limits: Limits) -> Draft | str:
        """The draft, or in words why there is none."""
        process = self._running(limits)
        request = {"kind": kind, "name": name, "size": len(data), "limits": asdict(limits)}
        until = time.monotonic() + limits.seconds + _GRACE
        try:
            _ask(process.stdin, json.dumps(request).encode() + b"\n", data)
            answer = _answer(process.stdout, until)
        except TimeoutError:
            self.stop()
            return phrase(f"it took more than {limits.seconds:,.0f} seconds")
        except (OSError, EOFError, ValueError):
            self.stop()
            return phrase(
                "the library that reads it broke off, for want of memory or on its content"
            )
        if "error" in answer:
            return str(answer["error"])
        return _draft(answer)

    def _running(self, limits: Limits) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # after a fork the process is the parent's
            self._process = None
        if (
            self._process is None
            or self._process.poll() is not None
            or self._memory != limits.memory
        ):
            self.stop()
            paths = [str(Path(__file__).parents[2]), *filter(None, sys.path)]
            self._process = subprocess.Popen(  # noqa: S603 # ourselves
                [sys.executable, "-c", _START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))},
            )
            self._owner, self._memory = os.getpid(), limits.memory
        return self._process

    def stop(self) -> None:
        """End the process, if it runs and is ours."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()


_worker = _Worker()
atexit.register(_worker.stop)


def _ask(stream: IO[bytes] | None, *parts: bytes) -> None:
    if stream is None:
        raise EOFError
    for part in parts:
        stream.write(part)
    stream.flush()


def _answer(stream: IO[bytes] | None, until: float) -> dict[str, Any]:
    """One line of JSON, as long as there is time."""
    if stream is None:
        raise EOFError
    parts: list[bytes] = []
    descriptor = stream.fileno()
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while not parts or not parts[-1].endswith(b"\n"):
            if not selector.select(max(until - time.monotonic(), 0)):
                raise TimeoutError
            part = os.read(descriptor, 1 << 20)
            if not part:
                raise EOFError
            parts.append(part)
    answer: dict[str, Any] = json.loads(b"".join(parts))
    return answer


def _draft(answer: dict[str, Any]) -> Draft:
    """A draft from what `asdict` and JSON made of it."""
    runs = [
        Run(
            [[(a, b) for a, b in row] for row in run["rows"]], run["block"], run["whole"],
            run["header_rows"], {(r, c): width for r, c, width in run["widths"]},
        )
        for run in answer["runs"]
    ]  # fmt: skip
    return Draft(
        text=answer["text"],
        blocks=[Block(**block) for block in answer["blocks"]],
        runs=runs,
        pages=[Page(**page) for page in answer["pages"]],
        title=answer["title"],
        published=date.fromisoformat(answer["published"]) if answer["published"] else None,
        language=answer["language"],
        findings=[Finding(**finding) for finding in answer["findings"]],
        reader=answer["reader"],
    )


def _written(draft: Draft) -> str:
    runs = [
        {
            "rows": run.rows,
            "block": run.block,
            "whole": run.whole,
            "header_rows": run.header_rows,
            "widths": [[*place, width] for place, width in run.widths.items()],
        }
        for run in draft.runs
    ]
    return json.dumps(
        {
            "text": draft.text,
            "blocks": [asdict(block) for block in draft.blocks],
            "runs": runs,
            "pages": [asdict(page) for page in draft.pages],
            "title": draft.title,
            "published": draft.published.isoformat() if draft.published else None,
            "language": draft.language,
            "findings": [asdict(finding) for finding in draft.findings],
            "reader": draft.reader,
        }
    )


def serve() -> None:
    """Answer requests on standard input until it ends; run by the process apart only."""
    requests, answers = sys.stdin.buffer, os.dup(1)
    os.dup2(2, 1)  # nothing that a library prints may get between the answers
    limited = False
    while line := requests.readline():
        request = json.loads(line)
        limits = Limits(**request["limits"])
        data = requests.read(request["size"])
        if not limited:
            _limit_memory(limits.memory)
            limited = True
        try:
            answer = _written(_reader(request["kind"])(data, request["name"], limits))
        except MemoryError:
            answer = json.dumps({"error": phrase("it needs more memory than it may take")})
        except Exception as error:
            answer = json.dumps({"error": f"{type(error).__name__}: {error}"[:200]})
        with open(answers, "wb", closefd=False) as stream:
            stream.write(answer.encode() + b"\n")


def _reader(kind: str) -> Callable[[bytes, str, Limits], Draft]:
    if kind == PDF:
        from waqia.reading.pdf import read_pdf

        return read_pdf
    if kind == DOCX:
        from waqia.reading.docx import read_docx

        return read_docx
    from waqia.reading.html import read_html

    return read_html


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # not a Unix system
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
