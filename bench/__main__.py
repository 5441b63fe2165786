"""Measure and print one table: `python -m bench [counting|import|report|cli ...]`."""

from __future__ import annotations

import argparse
import os
import sys

from bench import (
    audit,
    cli,
    counting,
    desk,
    importing,
    linking,
    muc4,
    muc4_dates,
    proposals,
    reading,
    register,
    reporting,
)
from bench.measure import HEADER, OUT, Found, Row, Skipped

SECTIONS = {
    "counting": counting.measure,
    "import": importing.measure,
    "register": register.measure,
    "reading": reading.measure,
    "audit": audit.measure,
    "report": reporting.measure,
    "cli": cli.measure,
}
BY_NAME = {
    "desk": desk.measure,
    "linking": linking.measure,
    "muc4": muc4.measure,
    "muc4-dates": muc4_dates.measure,
    "proposals": proposals.measure,
}
"""Sections that take long, measured only where they are named."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS | BY_NAME)
    )
    parser.add_argument("--rounds", type=int, default=7, help="measured rounds (default 7)")
    options = parser.parse_args()
    if unknown := set(options.sections) - (SECTIONS | BY_NAME).keys():
        names = ", ".join(SECTIONS | BY_NAME)
        parser.error(f"no section {', '.join(sorted(unknown))}; choose from {names}")
    OUT.mkdir(parents=True, exist_ok=True)
    found: list[Row | Skipped | Found] = []
    for name in options.sections or SECTIONS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            found += (SECTIONS | BY_NAME)[name](options.rounds)
        except RuntimeError as error:  # a process that failed; the other sections still count
            found.append(Skipped(name, str(error)))
    one, five, _ = os.getloadavg()
    print(f"{os.cpu_count()} cores; load while measuring: {one:.1f} (1 min), {five:.1f} (5 min)\n")
    _print_table([HEADER, *(row.cells() for row in found)])


def _print_table(lines: list[list[str]]) -> None:
    """Print the cells as a Markdown table whose columns also line up in a terminal."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print(f"| {' | '.join(padded)} |")


if __name__ == "__main__":
    main()
