"""Where a model answers: its address, the key for it, and how long it is waited for."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit, urlunsplit

from waqia.reading.llm.errors import EndpointError

KEY = "WAQIA_LLM_KEY"
"""The environment variable that holds the key."""
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint and a model that it serves.

    Attributes:
        url: as the user gives it: the server, its `/v1`, or the whole address of its chat
            completions.
        model: the model's name as the endpoint knows it.
        key: sent as a bearer token; it is never shown. None sends none.
        timeout: seconds that one request may take, from the first byte to the last.
        connect: seconds within which the server must take the connection.
        tries: how often a request is made before it is given up.
        patience: seconds that all tries of one request may take together, pauses included.
        pause: seconds before the second try; before each further one twice as many, up to 30.
        size: bytes of an answer; a longer one is not read to its end.

    Raises:
        EndpointError: the address is not one of http or https, or holds a user's name or key.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    connect: float = 10.0
    tries: int = 5
    patience: float = 300.0
    pause: float = 0.5
    size: int = 4_000_000

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            sound = False
        if not sound:
            raise EndpointError(
                f"{self.url!r} is not the address of an endpoint: expected one such as "
                "http://localhost:8080/v1."
            )
        if "@" in parts.netloc:
            raise EndpointError(
                f"The address of {parts.hostname} holds a user's name or password; "
                f"leave it out and put the key into {KEY}."
            )
        if self.key and not (self.key.isascii() and self.key.isprintable()):
            raise EndpointError(f"{KEY} holds characters that no key has; set it anew.")

    @classmethod
    def from_environment(
        cls, url: str, model: str, environment: Mapping[str, str] | None = None
    ) -> Endpoint:
        """The endpoint, with the key of the environment variable `WAQIA_LLM_KEY` where it is set.

        Raises:
            EndpointError: as for the endpoint itself.
        """
        known = os.environ if environment is None else environment
        return cls(url, model, known.get(KEY, "").strip() or None)

    @property
    def _parts(self) -> SplitResult:
        return urlsplit(self.url)

    @property
    def address(self) -> str:
        """Where requests are sent."""
        parts = self._parts
        path = parts.path.rstrip("/")
        if not path.endswith(_PATH):
            path = (path or "/v1") + _PATH
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    @property
    def host(self) -> str:
        """The name of the server, as messages give it."""
        return self._parts.netloc

    @property
    def local(self) -> bool:
        """Whether the server is this machine itself, so that no text leaves it."""
        name = self._parts.hostname or ""
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return name == "localhost" or name.endswith(".localhost")

    @property
    def privacy(self) -> str | None:
        """What a user should know before documents are sent; None where none leaves the machine."""
        if self.local:
            return None
        open_line = self._parts.scheme == "http"
        key = ", and the key with it" if self.key else ""
        return f"The text of the documents is sent to {self.host}" + (
            f" over a connection that is not encrypted{key}." if open_line else "."
        )

    def hidden(self, words: str) -> str:
        """Words of the server or the model with the key, also as JSON writes it, taken out."""
        if not self.key:
            return words
        chars = (rf"(?:\\{{0,4}}{re.escape(c)}|\\{{1,4}}u00{ord(c):02x})" for c in self.key)
        return re.sub("".join(chars), "…", words, flags=re.IGNORECASE)

    def without_key(self, words: str) -> str:
        """Words of the server, short and on one line, the key taken out of them."""
        words = self.hidden(words)
        line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
        return line if len(line) <= 200 else f"{line[:200]}…"
