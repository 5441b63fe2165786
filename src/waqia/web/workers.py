"""Several processes that serve one address: for teams whose register lies in PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing import connection, get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import Any

from waqia.web.desk.site import Site
from waqia.web.serving import address_of, opened, serve_site

_PAUSE = 1.0
"""Seconds before a process that ended is replaced: one that cannot start must not spin."""
_PATIENCE = 15.0
"""Seconds that processes have to end by themselves."""


def run_workers(
    make: Callable[[], Site],
    workers: int,
    host: str,
    port: int,
    *,
    proxies: str,
    ready: Callable[[str], Any] = lambda _: None,
) -> None:
    """Serve a site of a team from several processes, until it is interrupted or terminated.

    `make` makes the site in each of them; it has to be found there by its name, as a function of
    a module is, or `partial` of one. A process that ends is replaced. `proxies` and `ready` are as
    in `run`.

    Raises:
        ServeError: the address is taken, or not one of this machine.
    """
    context = get_context("spawn")

    def begin() -> BaseProcess:
        process = context.Process(target=_work, args=(make, listening, proxies))
        process.start()
        return process

    with opened(host, port) as listening:
        ready(address_of(host, listening))
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        running = [begin() for _ in range(workers)]
        try:
            while True:
                connection.wait([process.sentinel for process in running])
                time.sleep(_PAUSE)
                running = [one if one.is_alive() else begin() for one in running]
        except KeyboardInterrupt:
            for process in running:
                process.terminate()
            for process in running:
                process.join(_PATIENCE)


def _work(make: Callable[[], Site], listening: socket.socket, proxies: str) -> None:
    """What a process does: serve, until it is told to end or is left alone."""

    def watch() -> None:
        if parent := parent_process():
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        serve_site(make(), listening, proxies)
