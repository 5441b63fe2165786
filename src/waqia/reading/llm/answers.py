"""What a model answered: the envelope, the words in it, and the accounts in the words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from waqia.reading.llm.errors import TooLong, Unusable

_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)(?:\n\s*```|\Z)", re.DOTALL)
_OPENING = re.compile(r"[{\[]")
_TRIALS = 50
"""Places of an answer at which JSON is looked for."""

Hiding = Callable[[str], str]
"""Takes out of words what nobody may see."""


def answered_accounts(body: bytes, hide: Hiding = str) -> list[Any]:
    """The list of accounts in the body of an answer, each still as the model wrote it.

    `hide` takes out of the words of the answer what an error may not quote.

    Raises:
        TooLong: the answer was cut off.
        Unusable: it holds no such list.
    """
    return _accounts(_content(body, hide), hide)


def _content(body: bytes, hide: Hiding) -> str:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError) as error:
        if body.lstrip().startswith((b"data:", b"event:", b":")):
            raise Unusable("streams its answer although none was asked for as a stream") from None
        if isinstance(error, UnicodeDecodeError):
            raise Unusable("answered in bytes that are no text in UTF-8") from None
        raise Unusable(f"answered with something that is not JSON: {short(body, hide)}") from None
    choices = envelope.get("choices") if isinstance(envelope, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        if isinstance(envelope, dict) and envelope.get("error"):
            raise Unusable(f"answered with an error: {short(envelope['error'], hide)}")
        raise Unusable("gave no choice among its answers")
    choice = choices[0]
    if choice.get("finish_reason") == "length":
        raise TooLong("reached its limit before the answer ended")
    if choice.get("finish_reason") == "content_filter":
        raise Unusable("was kept from answering by a filter of its own")
    message = choice.get("message")
    if not isinstance(message, dict):
        raise Unusable("gave an answer without a message")
    if message.get("refusal"):
        raise Unusable(f"refused: {short(message['refusal'], hide)}")
    content = message.get("content")
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str) or not content.strip():
        tools = message.get("tool_calls") or message.get("function_call")
        raise Unusable("called a tool instead of answering" if tools else "gave an empty answer")
    return content


def _accounts(content: str, hide: Hiding) -> list[Any]:
    # models that think aloud do so before they answer
    text = content.rpartition("</think>")[2].strip()
    fenced = _FENCE.search(text)
    for candidate in (text, *([fenced[1]] if fenced else ())):
        try:
            return _listed(_strict.decode(candidate))
        except (ValueError, RecursionError):
            continue
    return _embedded(text, hide)


def _embedded(text: str, hide: Hiding) -> list[Any]:
    """The first list of accounts that stands somewhere in a text."""
    cut = False
    starts = [match.start() for match in _OPENING.finditer(text)][:_TRIALS]
    end = 0
    for start in starts:
        if start < end:
            continue
        try:
            found, end = _strict.raw_decode(text, start)
        except json.JSONDecodeError as error:
            cut = cut or error.pos >= len(text) - 1 or error.msg.startswith("Unterminated")
            continue
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "accounts" in found:
            return _listed(found)
    if cut:
        raise TooLong("broke its answer off")
    raise Unusable(f"answered in words instead of JSON: {short(text, hide)}")


def _listed(found: Any) -> list[Any]:
    accounts = found.get("accounts") if isinstance(found, dict) else found
    if not isinstance(accounts, list):
        raise Unusable("answered with JSON that holds no list of accounts")
    return accounts


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unusable("named a field twice in one object, and said which is meant in no way")
    return found


def _no_number(name: str) -> NoReturn:
    raise Unusable(f"wrote {name} for a number")


_strict = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def short(words: Any, hide: Hiding = str) -> str:
    """What a model or server said, short enough for a message and of characters that print."""
    if isinstance(words, bytes):
        words = words.decode("utf-8", "replace")
    # before it is cut, as half of a secret is one
    text = hide(words if isinstance(words, str) else json.dumps(words, ensure_ascii=False))
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = line if len(line) <= 120 else f"{line[:120]}…"
    return repr(line) if isinstance(words, str) else line
