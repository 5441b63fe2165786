"""The exceptions of the house.

    WaqiaError
    ├── InputError      a file or row that cannot be read at all
    ├── CodebookError   a codebook or mapping that is not sound
    ├── ReleaseError    a release that is missing, damaged or cannot be written
    ├── QuestionError   a question the release or the codebook cannot answer as asked
    ├── TemplateError   a report template that cannot be rendered
    ├── ExportError     a format or destination that cannot be written
    ├── ServeError      something that cannot be served, or not at this address
    └── RegisterError   a register that is absent, damaged, busy, or cannot be written
        ├── ConflictError   the record was changed since the writer read it
        └── DeniedError     the user may not do or see this
            └── WhoError    who somebody is was not said, or not shown

Every message names the file, row or name, what was expected, what was found and what to do.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any


class WaqiaError(Exception):
    """Base of every error that waqia raises on purpose; its text is meant for the user."""


class InputError(WaqiaError):
    """A file or document that cannot be read at all (absent, empty, binary, no header)."""


class CodebookError(WaqiaError):
    """A codebook or a mapping file that is absent or contradicts itself."""


class ReleaseError(WaqiaError):
    """A release that is absent, damaged, or could not be written whole."""


class QuestionError(WaqiaError):
    """A question naming a field, value, period or measure that does not exist."""


class TemplateError(WaqiaError):
    """A report template that is absent, unsafe or fails while it is rendered."""


class ExportError(WaqiaError):
    """An export to an unknown format or to a place that cannot be written."""


class ServeError(WaqiaError):
    """Something that cannot be served, or not at the address that was asked for."""


class RegisterError(WaqiaError):
    """A register that is absent, damaged, of another version, busy, or cannot be written."""


class ConflictError(RegisterError):
    """A record that was changed since its writer read it; nothing was written.

    `fields` are field → (what the writer saw, what it is now), only those that differ, of the
    record of a `kind` with the id `record`.
    """

    def __init__(
        self,
        message: str,
        fields: Mapping[str, tuple[Any, Any]],
        kind: str = "",
        record: str = "",
    ) -> None:
        super().__init__(message)
        self.fields = dict(fields)
        self.kind = kind
        self.record = record


class DeniedError(RegisterError):
    """An act, or a sight, that the user's role or clearance does not allow; it was logged."""


class WhoError(DeniedError):
    """Nobody said who they are, or nothing was shown for it.

    `user` is the one whose password or token is missing; None where no name was said.
    """

    def __init__(self, message: str, user: str | None = None) -> None:
        super().__init__(message)
        self.user = user


def system_reason(error: BaseException) -> str:
    """Why the system refused, in its words: `No space left on device`, `Permission denied`.

    `error` is an OSError or an error of DuckDB, which wraps the words in a message of its own.
    """
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if number := re.search(r'"errno":"(\d+)"', str(error)):
        return os.strerror(int(number[1]))
    return str(error).splitlines()[0].rpartition(": ")[2]
