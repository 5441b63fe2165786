"""Brings the desk's catalogue up to date: every text that its pages say, with its translation.

`python docs/translate.py` adds what is new to src/waqia/web/locale/ur.po, takes out what no page
says any more, keeps what is translated, and lists what is not. Words that are missing are searched
for with `msgstr ""`. A test fails where the catalogue is not what this writes.

Texts are the strings in `_(…)`, `words(…)`, `plural(…)` and `ngettext(…)` of templates and Python,
and the sentences with which all rooms speak, which sentences.py gathers.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from waqia.web.desk.telling import SENTENCE

sys.path.insert(0, str(Path(__file__).parent))
from sentences import sentences

WEB = Path(__file__).parents[1] / "src" / "waqia" / "web"
PO = WEB / "locale" / "ur.po"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "words": None,
    "plural": (1, 2),
}
_MOMENTARY = (
    b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Report-Msgid-Bugs-To',
    b'"Generated-By',
)  # fmt: skip
"""Headers that say when and by whom, which the history of the file tells."""
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%|%")


def texts() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """File and text (singular and plural, where it depends on a number) of all that is said."""
    for path in sorted(WEB.rglob("*")):
        if path.suffix not in (".py", ".html"):
            continue
        method = "python" if path.suffix == ".py" else "jinja2"
        options = {} if method == "python" else {"trimmed": "false", "silent": "false"}
        with path.open("rb") as file:
            for _line, text, _comments, _context in extract(
                method, file, KEYWORDS, options=options
            ):
                yield path.relative_to(WEB).as_posix(), text


def template() -> Catalog:
    """A catalogue of all texts, untranslated."""
    catalog = Catalog(charset="utf-8")
    for file, text in texts():
        catalog.add(text, locations=[(f"web/{file}", 0)])
    for file, text in sentences():
        catalog.add(text, locations=[(file, 0)], auto_comments=[SENTENCE])
    return catalog


def translated() -> Catalog:
    """The catalogue as it is."""
    with PO.open("rb") as file:
        return read_po(file, locale="ur_PK")


def updated() -> Catalog:
    """The catalogue as it should be: what is translated of all that is said."""
    catalog = translated()
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def written(catalog: Catalog) -> bytes:
    """A catalogue as a file, in the order of its texts."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_MOMENTARY))


def _both(text: Any) -> tuple[str, ...]:
    """Singular and plural, or the only text; "" where there is none."""
    return tuple(one or "" for one in text) if isinstance(text, (tuple, list)) else (text or "",)


def missing(catalog: Catalog) -> list[str]:
    """The texts of a catalogue that are not translated."""
    return [_both(one.id)[0] for one in catalog if one.id and not all(_both(one.string))]


def wrong(catalog: Catalog) -> Iterator[str]:
    """What is wrong with translations: fuzzy ones, and those with other placeholders."""
    for message in catalog:
        said = [set(PLACEHOLDER.findall(text)) for text in _both(message.id)]
        if message.fuzzy and message.id:
            yield f"{_both(message.id)[0]!r} is marked fuzzy"
        for text in filter(None, _both(message.string) if message.id else ()):
            # one of them may say the number in words
            if set(PLACEHOLDER.findall(text)) not in said:
                yield f"{_both(message.id)[0]!r} has other placeholders than {text!r}"


def main() -> None:
    """Write the catalogue, and say what is not translated."""
    catalog = updated()
    PO.write_bytes(written(catalog))
    left = missing(catalog)
    sys.stdout.write("".join(f"not translated: {text}\n" for text in left))
    sys.stdout.write("".join(f"wrong: {text}\n" for text in wrong(catalog)))
    sys.stdout.write(f"{len(catalog)} texts, {len(left)} not translated\n")


if __name__ == "__main__":
    main()
