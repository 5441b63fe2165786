"""The command line: one file a command, thin over the rooms.

Offers `main`, which turns every error into one clear line and an exit code: 0 clean, 1 findings,
2 could not run.
"""

from waqia.cli.app import main

__all__ = ["main"]
