"""A fence round a process, where Linux has one: what it may read, and no way to the network.

Landlock (kernel documentation, userspace-api/landlock) takes from a process, and from all that it
starts, what is not allowed to it. Nothing has to be installed and no rights are needed; where the
kernel is older, or the system another, there is less of a fence or none.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""Numbers of the system calls, the same on all machines that Linux runs on today."""
_VERSION = 1
_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
_NEW_NETWORK = 0x4000_0000
_READ = 0b1101
"""To execute and read files, and to list folders."""
_OF_FILES = 0b1100_0000_0000_0111
"""Of all that can be allowed, what makes sense of a file."""
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""Version of Landlock → the number of things that can be done with files; 16 since then."""
_SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/opt", "/proc", "/sys", "/dev/urandom",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/ssl",
)  # fmt: skip
"""What libraries read of the system."""


def fence(readable: Iterable[str | Path] = ()) -> bool:
    """Take from this process all but its folder, Python, what is `readable`, and the system.

    It can then neither read nor write other files, connect to anything, or send signals to
    processes that it has not started, as far as the kernel can prevent it. Gives whether the files
    are fenced.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if os.geteuid() == 0:
        libc.unshare(_NEW_NETWORK)
    version = libc.syscall(_CREATE, None, 0, _VERSION)
    if version < 1:
        return False
    everything = (1 << _RIGHTS.get(version, 16)) - 1
    # what of files, of the network (connect, listen) and of other processes is taken
    rules = struct.pack("QQQ", everything, 0b11, 0b11)
    rules = rules[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = libc.syscall(_CREATE, rules, len(rules), 0)
    if ruleset < 0:
        return False
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(None, sys.path)}
    for path in (*_SYSTEM, *sorted(python), *readable):
        _allow(libc, ruleset, path, _READ)
    _allow(libc, ruleset, "/dev/null", everything)
    _allow(libc, ruleset, Path.cwd(), everything)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done = libc.syscall(_RESTRICT, ruleset, 0)
    os.close(ruleset)
    return bool(done == 0)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str | Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # there is none on this system
        return
    allowed = rights if Path(path).is_dir() else rights & _OF_FILES
    rule = struct.pack("=Qi", allowed, descriptor)
    libc.syscall(_ADD, ruleset, _BENEATH, rule, 0)
    os.close(descriptor)
