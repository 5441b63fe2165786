"""Answers remembered by the very things that were asked about, as several ask the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

Things = TypeVarTuple("Things")
Answer = TypeVar("Answer")


def remember(
    count: int,
) -> Callable[[Callable[[*Things], Answer]], Callable[[*Things], Answer]]:
    """A function that remembers its last answers, up to `count`.

    Things are told apart by being the same object, which is cheap and needs no hash; answers
    must not be changed.
    """

    def remembering(function: Callable[[*Things], Answer]) -> Callable[[*Things], Answer]:
        known: dict[tuple[int, ...], tuple[tuple[*Things], Answer]] = {}

        def asked(*things: *Things) -> Answer:
            key = tuple(map(id, things))
            told = known.get(key)
            if told is None:
                if len(known) >= count:
                    known.clear()
                # the things are kept as well, so that no others can come by their ids
                told = known[key] = things, function(*things)
            return told[1]

        return asked

    return remembering
