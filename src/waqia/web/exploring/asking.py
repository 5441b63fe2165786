"""One question put to a release, and answers kept: a release never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from waqia.analysis import Asked, Prepared
from waqia.release import Release
from waqia.web.exploring.question import Question

Answer = TypeVar("Answer")

_KEPT = 20_000_000
"""Bytes of answers that are kept of a release, by a rough estimate."""
_ROW = 700
"""Bytes of a row of an answer, roughly."""


def ask(release: Release, question: Question) -> Asked:
    """The question as it is counted.

    Raises:
        QuestionError: a field, value, period or rule that does not exist.
    """
    return Prepared(release).ask(question.where, question.period, question.rule)


def is_kept(release: Release, key: tuple[Any, ...]) -> bool:
    """Whether the answer to what the key asks is there already."""
    answers: _Answers = release.kept.setdefault("answers", _Answers())
    return answers.has(key)


def kept(release: Release, key: tuple[Any, ...], answer: Callable[[], Answer]) -> Answer:
    """The answer to what the key asks, found once and kept while it is one of those asked last."""
    answers: _Answers = release.kept.setdefault("answers", _Answers())
    return answers.get(key, answer)


class _Answers:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[tuple[Any, ...], tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def has(self, key: tuple[Any, ...]) -> bool:
        with self._lock:
            return key in self._found

    def get(self, key: tuple[Any, ...], answer: Callable[[], Answer]) -> Answer:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                known: Answer = self._found[key][0]
                return known
        found = answer()
        size = _ROW * (len(found) if isinstance(found, list) else getattr(found, "size", 50))
        with self._lock:
            if key not in self._found:
                self._found[key] = found, size
                self._bytes += size
            while self._bytes > _KEPT and len(self._found) > 1:
                _, (_, dropped) = self._found.popitem(last=False)
                self._bytes -= dropped
        return found
