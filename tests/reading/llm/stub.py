"""A server that answers as models and their servers do, well and badly, over real sockets."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def rules(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def text(self) -> str:
        return self.body["messages"][1]["content"]

    @property
    def format(self) -> str | None:
        return self.body.get("response_format", {}).get("type")

    def sentences(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.startswith("[")]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the behaviour of the stub that is next."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        asked = Asked(self.path, dict(self.headers.items()), json.loads(self.rfile.read(length)))
        stub = self.server.stub
        with stub.lock:
            stub.asked.append(asked)
            position = min(len(stub.asked), len(stub.behaviours)) - 1
            stub.under_way += 1
            stub.at_once = max(stub.at_once, stub.under_way)
        try:
            stub.behaviours[position](self, asked)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with stub.lock:
                stub.under_way -= 1

    def do_GET(self) -> None:
        self.server.stub.strayed.append(self.path)
        self.say(404, b"")

    def say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Behaviour = Callable[[Handler, Asked], None]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50
    stub: Stub

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no error of a test."""


@dataclass
class Stub:
    """A running server: what it does in turn, the last for ever, and what it was asked."""

    url: str
    behaviours: list[Behaviour]
    asked: list[Asked] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    under_way: int = 0
    at_once: int = 0


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[Stub]:
    """Run a stub that behaves in turn as it is told."""
    server = Server(("127.0.0.1", 0), Handler)
    server.stub = Stub(f"http://127.0.0.1:{server.server_port}/v1", list(behaviours))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.stub
    finally:
        server.stub.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def envelope(content: Any, **choice: Any) -> bytes:
    """A chat completion with one choice."""
    message = {"role": "assistant", "content": content} | choice.pop("message", {})
    chosen = {"index": 0, "message": message, "finish_reason": "stop"} | choice
    return json.dumps({"id": "c", "object": "chat.completion", "choices": [chosen]}).encode()


def saying(content: Any, **choice: Any) -> Behaviour:
    """A model that always says the same."""
    return sending(envelope(content, **choice))


def sending(body: bytes, status: int = 200, **headers: str) -> Behaviour:
    """A server that sends some bytes."""
    return lambda handler, _asked: handler.say(status, body, **headers)


def accounts(*found: Mapping[str, Any]) -> Behaviour:
    """A model that gives some accounts."""
    return saying(json.dumps({"accounts": list(found)}))


def failing(status: int, message: str = "", **headers: str) -> Behaviour:
    """A server that answers with an error."""
    return sending(json.dumps({"error": {"message": message}}).encode(), status, **headers)


def silent(handler: Handler, _asked: Asked) -> None:
    """A server that takes the request and says nothing."""
    handler.server.stub.over.wait(20)
    handler.close_connection = True


def dripping(handler: Handler, _asked: Asked) -> None:
    """A server that sends a little now and then, for ever."""
    handler.send_response(200)
    handler.send_header("content-length", "1000000")
    handler.end_headers()
    while not handler.server.stub.over.wait(0.02):
        handler.wfile.write(b" ")
    handler.close_connection = True


def endless(handler: Handler, _asked: Asked) -> None:
    """A server whose answer has no end."""
    handler.send_response(200)
    handler.send_header("connection", "close")
    handler.end_headers()
    while not handler.server.stub.over.is_set():
        handler.wfile.write(b'{"choices": [' + b" " * 65536)


def breaking_off(handler: Handler, _asked: Asked) -> None:
    """A server that resets the connection."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()
