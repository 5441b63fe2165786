"""The marks of footnotes as they come: raised digits, `<sup>3</sup>`, `$^{3}$`, `[^3]`."""

from __future__ import annotations

import re

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TO_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARK = re.compile(
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}|<sup>\s*\[?\d{1,4}\]?\s*</sup>"
    r"|\$\s?\^\{?\s?\^?\{?\s?\d{1,4}\s?\}{0,2}\s?\$|\[\^\w{1,12}\](?!\()"
)
NOTE = re.compile(rf"[ \t]*({MARK.pattern}):?[ \t]*(?=\S)")


def raised(digits: str) -> str:
    """Digits as the raised digits that mark a footnote."""
    return digits.translate(_TO_RAISED)


def marker_of(mark: str) -> str:
    """What a mark says: `308` for `³⁰⁸`, `<sup>308</sup>` and `$^{308}$`."""
    plain = mark.translate(_RAISED)
    found = re.search(r"\d{1,4}|(?<=\[\^)\w+", plain)
    return found[0] if found else plain
