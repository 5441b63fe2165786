"""Bytes of text in an encoding that nobody states, as characters that can be stored."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from waqia.model import Finding

_SAMPLE = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODINGS = [
    "cp1256", "iso8859_6", "cp1251", "koi8_r", "iso8859_5", "cp1253", "cp1255", "gb18030",
    "shift_jis", "euc_kr", "big5",
]  # fmt: skip
_NO_ENCODINGS = {"utf7", "idna", "punycode", "unicodeescape", "rawunicodeescape", "undefined"}
"""Known to Python, but no page is written in them: ASCII that means something else."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_DIRECTING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MOST_BROKEN = 0.3


def decode(data: bytes, stated: str | None = None) -> tuple[str, str]:
    """The text of some bytes and the encoding it was read in.

    In turn: its byte order mark, which is left out of the text; the encoding that is stated, if
    all bytes fit; UTF-8, also where it was made of UTF-16 (CESU-8), and where bytes that do not
    fit are read in cp1252, one by one, as long as they are few; the encoding that the bytes look
    like.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if stated and re.sub(r"[\W_]", "", stated).lower() not in _NO_ENCODINGS:
        with suppress(LookupError, UnicodeError, ValueError):
            return data.decode(stated), stated.lower()
    sample = data[:_SAMPLE]
    if (zeros := sample.count(0)) > len(sample) * 0.2:
        encoding = "utf-16-le" if sample[1::2].count(0) * 2 > zeros else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    with suppress(UnicodeDecodeError):
        return joined_pairs(data.decode("utf-8", "surrogatepass")), "cesu-8"
    high = sum(byte > 127 for byte in sample)
    broken = sum("\udc80" <= char <= "\udcff" for char in sample.decode("utf-8", "surrogateescape"))
    if broken <= high * _MOST_BROKEN:
        return data.decode("utf-8", "waqia-mixed"), "utf-8 with cp1252"
    return _guess(data, sample, high)


def joined_pairs(text: str) -> str:
    """The text with pairs of surrogates made the characters they stand for."""
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _guess(data: bytes, sample: bytes, high: int) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    # Latin letters with accents look alike in many code pages; only where most bytes are not
    # ASCII does guessing another alphabet beat the common Western one.
    if high >= len(sample) * 0.3:
        best = from_bytes(sample, cp_isolation=_ENCODINGS).best()
        if best:
            return data.decode(best.encoding, "replace"), best.encoding
    return data.decode("cp1252", "waqia-mixed"), "cp1252"


def _mixed(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8, read in cp1252; what that leaves open is U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    if error.encoding.lower().startswith("cp"):
        return "\ufffd" * len(broken), error.end
    return broken.decode("cp1252", "replace"), error.end


codecs.register_error("waqia-mixed", _mixed)


def storable(text: str) -> tuple[str, int]:
    """The text with what no register can store replaced by U+FFFD, and how often that was done.

    These are NUL, halves of surrogate pairs and the two code points that are no characters.
    """
    return _UNSTORABLE.subn("\ufffd", text) if _UNSTORABLE.search(text) else (text, 0)


def text_findings(text: str, name: str, replaced: int, encoding: str = "utf-8") -> list[Finding]:
    """What a reader should know of the characters of a text."""
    found = []
    if encoding not in ("utf-8", "ascii", "us-ascii"):
        found.append(
            Finding("encoding", f"{name} was read as {encoding}.", name, found=encoding,
                    expected="utf-8", action="Save it as UTF-8 if letters are wrong.")
        )  # fmt: skip
    if replaced:
        found.append(
            Finding("document-characters", f"{name}: {replaced:,} characters cannot be stored.",
                    name, found=f"{replaced:,}", action="Look at them; they read U+FFFD now.")
        )  # fmt: skip
    if directing := len(_DIRECTING.findall(text)):
        found.append(
            Finding("document-directed", f"{name}: {directing:,} signs turn the direction of text.",
                    name, found=f"{directing:,}", action="Compare what is shown with its letters.")
        )  # fmt: skip
    return found


def cut_finding(name: str, limit: str) -> Finding:
    """The finding that a limit was reached: what lies beyond `limit` was left out."""
    return Finding(
        "document-cut", f"{name}: what lies beyond {limit} was left out.", name, expected=limit,
        action="Divide it, or raise the limit.",
    )  # fmt: skip
