"""Requests to an endpoint: repeated while it is busy, given up when it is down, bounded in all."""

from __future__ import annotations

import asyncio
import json
import random
import re
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from waqia.reading.llm.endpoint import KEY, Endpoint
from waqia.reading.llm.errors import EndpointError, TooLong, Unanswered, Unusable

if TYPE_CHECKING:
    import httpx

Message = Mapping[str, str]
_FORMATS = ("json_schema", "json_object", "text")
_BUSY = frozenset((408, 409, 425, 429))
_FRUITLESS = 3
"""Requests in a row that may fail before the endpoint counts as down."""
_LONGEST_PAUSE = 30.0
_ERROR_BYTES = 20_000
_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum (?:context|length)|n_ctx|max_model_len"
    r"|too (?:long|many tokens|large)|token limit",
    re.IGNORECASE,
)
_SETTINGS = re.compile(r"temperature|\bseed\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Form:
    """How an answer is asked for; what a server does not know is left out, and stays out."""

    format: str = _FORMATS[0]
    settings: bool = True

    def body(self, schema: Mapping[str, Any], seed: int) -> dict[str, Any]:
        body: dict[str, Any] = {"temperature": 0, "seed": seed} if self.settings else {}
        if self.format == "json_schema":
            named = {"name": "accounts", "strict": True, "schema": schema}
            body["response_format"] = {"type": self.format, "json_schema": named}
        elif self.format == "json_object":
            body["response_format"] = {"type": self.format}
        return body

    def simpler(self, complaint: str) -> _Form | None:
        if self.settings and _SETTINGS.search(complaint):
            return replace(self, settings=False)
        if self.format != _FORMATS[-1]:
            return replace(self, format=_FORMATS[_FORMATS.index(self.format) + 1])
        return replace(self, settings=False) if self.settings else None


class _Unsuited(Exception):  # noqa: N818 - the server may take the request in a simpler form
    """The server says that the request is not as it should be."""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Asker:
    """Asks one endpoint, and remembers what it does not support and how often it has failed."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._form = _Form()
        self._failed = 0

    def client(self) -> httpx.AsyncClient:
        """A client for the requests of one document; it follows no redirects."""
        import httpx

        headers = {"accept": "application/json", "accept-encoding": "identity"}
        if self.endpoint.key:
            headers["authorization"] = f"Bearer {self.endpoint.key}"
        return httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(self.endpoint.timeout, connect=self.endpoint.connect),
            follow_redirects=False,
            trust_env=not self.endpoint.local,
        )

    async def ask(
        self,
        client: httpx.AsyncClient,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        seed: int = 0,
    ) -> bytes:
        """The body of the answer to some messages, asked for in the form of a JSON Schema.

        Raises:
            TooLong: the messages are longer than the model takes.
            Unusable: the answer is packed or longer than is read.
            Unanswered: this request was not answered, others may be.
            EndpointError: none will be.
        """
        form = self._form
        fixed = {"model": self.endpoint.model, "messages": list(messages), "stream": False}
        while True:
            content = json.dumps(fixed | form.body(schema, seed), ensure_ascii=False).encode()
            try:
                body = await self._answered(client, content)
            except _Unsuited as complaint:
                simpler = form.simpler(str(complaint))
                if simpler is None:
                    raise self._failure(f"does not take the request: {complaint}") from None
                form = simpler
            except Unusable:
                self._failed = 0
                raise
            else:
                # only what then worked is remembered: the complaint may have been of the text
                self._form, self._failed = form, 0
                return body

    async def _answered(self, client: httpx.AsyncClient, content: bytes) -> bytes:
        import httpx

        endpoint = self.endpoint
        until = time.monotonic() + endpoint.patience
        for turn in range(1, endpoint.tries + 1):
            asked, down = 0.0, False
            try:
                async with asyncio.timeout(endpoint.timeout):
                    reply = await self._sent(client, content)
            except httpx.ConnectTimeout:
                trouble, down = f"took no connection within {endpoint.connect:g} seconds", True
            except (TimeoutError, httpx.TimeoutException):
                trouble = f"gave no answer within {endpoint.timeout:g} seconds"
            except httpx.InvalidURL as error:
                raise EndpointError(f"{endpoint.url!r} is not an address: {error}.") from error
            except httpx.TransportError as error:
                self._insecure(error)
                down = isinstance(error, httpx.ConnectError)
                trouble = "cannot be reached" if down else "broke the connection off"
                trouble += f" ({endpoint.without_key(str(error) or type(error).__name__)})"
            else:
                if reply.status == 200:
                    return reply.body
                trouble, down = self._refused(reply), reply.status == 429
                asked = _retry_after(reply.headers.get("retry-after", ""))
            pause = max(asked, _backoff(endpoint.pause, turn))
            if turn == endpoint.tries or time.monotonic() + pause > until:
                break
            await asyncio.sleep(pause)
        if asked:
            trouble += f", and asks to wait {asked:.0f} seconds"
        tried = f"{trouble}; it was tried {turn} {'time' if turn == 1 else 'times'}"
        if down:
            raise EndpointError(f"{endpoint.host} {tried}. Run the command again when it is up.")
        raise self._failure(tried)

    async def _sent(self, client: httpx.AsyncClient, content: bytes) -> _Reply:
        """One request; of its answer no more is read than is taken."""
        headers = {"content-type": "application/json"}
        async with client.stream(
            "POST", self.endpoint.address, content=content, headers=headers
        ) as response:
            whole = response.status_code == 200
            bound = self.endpoint.size if whole else _ERROR_BYTES
            # what is packed could be of any size once unpacked; nothing packed was asked for
            packed = response.headers.get("content-encoding", "identity") != "identity"
            if whole and packed:
                raise Unusable("sent a compressed answer that was not asked for")
            read = bytearray()
            if not packed:
                async for part in response.aiter_raw():
                    read += part
                    if len(read) > bound:
                        break
        if whole and len(read) > bound:
            raise Unusable(f"sent an answer of more than {bound} bytes")
        return _Reply(response.status_code, response.headers, bytes(read[:bound]))

    def _refused(self, reply: _Reply) -> str:
        """What a status other than 200 means: a word for one that may pass, else an error."""
        endpoint, status = self.endpoint, reply.status
        said = endpoint.without_key(_message(reply.body))
        words = f"status {status}" + (f": {said}" if said else "")
        if 300 <= status < 400:
            target = endpoint.without_key(reply.headers.get("location", "nowhere"))
            raise EndpointError(
                f"{endpoint.host} sends requests on to {target}; neither the text nor the key was "
                "sent there. Give that address if you trust it."
            )
        if status in (401, 403):
            hint = "check the key in" if endpoint.key else "put a key into"
            raise EndpointError(
                f"{endpoint.host} does not admit the request ({words}): {hint} {KEY}."
            )
        if status in (402, 404, 405):
            raise EndpointError(
                f"{endpoint.host} does not serve {endpoint.model!r} at this address ({words}); "
                "check --llm and --model."
            )
        if status == 413 or (status < 500 and status not in _BUSY and _TOO_LONG.search(said)):
            raise TooLong(f"takes no text as long as this ({words})")
        if status < 500 and status not in _BUSY:
            raise _Unsuited(words)
        return f"answered with {words}"

    def _insecure(self, error: BaseException) -> None:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
                raise EndpointError(
                    f"The connection to {self.endpoint.host} is not safe: {cause.reason or cause}. "
                    "Nothing was sent. Check the address and the server's certificate."
                ) from error
            cause = cause.__cause__ or cause.__context__

    def _failure(self, trouble: str) -> Unanswered | EndpointError:
        """What one more request without an answer is: after several in a row, the end."""
        self._failed += 1
        if self._failed < _FRUITLESS:
            return Unanswered(trouble)
        return EndpointError(
            f"{self.endpoint.host} {trouble}. These were {self._failed} requests in a row "
            "without an answer; run the command again when it works."
        )


def _backoff(pause: float, turn: int) -> float:
    """Twice as long each time, and never the same for many who ask at once."""
    return min(pause * 2.0 ** (turn - 1), _LONGEST_PAUSE) * random.uniform(0.5, 1.5)  # noqa: S311


def _retry_after(said: str) -> float:
    """Seconds to wait by a Retry-After header: a number of them, or a date."""
    if re.fullmatch(r"\d{1,9}", said.strip()):
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    return max((moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0)


def _message(body: bytes) -> str:
    """The words of an error: those of its JSON where it has any."""
    text = body.decode("utf-8", "replace")
    try:
        error = json.loads(text)
        for name in ("error", "message", "detail"):
            if isinstance(error, dict) and name in error:
                error = error[name]
    except (ValueError, RecursionError):
        return "" if text.lstrip().startswith("<") else text
    return error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)
