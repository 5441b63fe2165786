"""The `waqia` command: commands are loaded when they are called, errors end in one line."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from waqia import __version__
from waqia.cli.lazy import Lazy
from waqia.model import WaqiaError, system_reason

COMMANDS: dict[str, str] = {
    "import": "Convert a dataset or a spreadsheet into a release.",
    "build": "Build a release from a file of accounts.",
    "count": "Count incidents and people by any fields.",
    "register": "Keep accounts, decisions and their history.",
    "link": "Tell which accounts or incidents are the same.",
    "show": "Show one incident with its accounts and sources.",
    "check": "Report every problem of a release.",
    "sensitivity": "How totals move under other adjudication rules.",
    "read": "Find who did what to whom in documents.",
    "audit": "Check the numbers of published documents.",
    "figures": "List the numbers of published documents with their scopes.",
    "report": "Write a report in HTML and PDF.",
    "release": "Verify, compare and describe releases.",
    "serve": "Answer questions to a release over HTTP.",
    "export": "Write a release as XLSX, CSV, GeoJSON, HXL or Parquet.",
    "mapping": "List, show and start mappings of datasets.",
    "codebook": "List and check codebooks.",
    "schema": "Print the JSON Schema of a record.",
    "demo": "Build the example and write its report.",
    "completion": "Print the completion script of a shell.",
}


def _load(name: str) -> click.Command:
    module = importlib.import_module(f"waqia.cli.{name}_command")
    command: click.Command = module.command
    return command


class _App(Lazy):
    """All commands."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a reader that has seen enough (`| head`) ends it without a word."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return code


@click.command(
    cls=_App,
    known=COMMANDS,
    load=_load,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 could not run.",
)
@click.version_option(__version__, prog_name="waqia")
def app() -> None:
    """An evidence-first register of security incidents.

    Every number opens onto its incidents, every incident onto the sources that reported it.
    """


def main() -> None:
    """Run the command line; no traceback reaches the user unless WAQIA_DEBUG is set."""
    try:
        sys.exit(app.main(prog_name="waqia", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
        sys.exit(2)
    except click.ClickException as error:
        _fail(_with_help(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("Stopped; nothing half-written is left.", 130)
    except WaqiaError as error:
        _fail(str(error), 2, error)
    except OSError as error:
        name = error.filename or "A file"
        _fail(f"{name} cannot be read or written: {system_reason(error)}.", 2, error)
    except Exception as error:
        kind = type(error).__name__
        _fail(
            f"Something unexpected went wrong ({kind}: {error}). This is a defect of waqia: please "
            "report it with what you typed; WAQIA_DEBUG=1 shows where it happened.",
            2,
            error,
        )


def _with_help(error: click.ClickException) -> str:
    """What was typed wrong, in one line, and where the right way is told."""
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "waqia"
    see = " See" if message.endswith("?") else "; see"
    return f"{message}{see} `{path} --help`."


def _fail(message: str, code: int, error: BaseException | None = None) -> None:
    if error is not None and os.environ.get("WAQIA_DEBUG"):
        raise error
    # Files that a library leaves half-open complain once more when they are thrown away.
    sys.unraisablehook = lambda _: None
    click.echo(f"waqia: {' '.join(message.split())}", err=True)
    sys.exit(code)
