"""Pages drawn from templates, in a language; and where their scripts and style sheets lie."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.web.desk.words import Words, words_of

if TYPE_CHECKING:
    from jinja2 import Environment

_WEB = Path(__file__).parents[1]
STATIC = _WEB / "static"
BUILT = STATIC / "built"
_ENGLISH = re.compile(r"^[^\u0600-\u06ff]*[A-Za-z]{2}")
"""What has no Arabic letter before its first Latin word."""
_LETTER = re.compile(r"[^\W\d_]")


@cache
def environment(language: str) -> Environment:
    """The templates in a language: `_`, the filters of its numbers and dates, and addresses."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    words = words_of(language)
    made = Environment(
        loader=FileSystemLoader(_WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        words.translations.ugettext, words.translations.ungettext, newstyle=True
    )
    for name in ("number", "percent", "date", "month", "period", "moment", "label", "hyphened"):
        made.filters[name] = getattr(words, name)
    made.filters["told"] = lambda text: _told(text, words)
    made.globals.update(asset=asset, built=built, words=words)
    return made


def _told(text: Any, words: Words) -> str:
    """What a room said, in the language; where that is not known it is marked as English."""
    from markupsafe import Markup, escape

    kept = str(text)
    said = words.tell(kept)
    if said == kept and words.language != "en" and _ENGLISH.search(kept):
        return Markup('<bdi lang="en" dir="auto">{}</bdi>').format(kept)
    if kept and not _LETTER.search(kept):  # arithmetic runs from the left in any language
        return Markup('<bdi dir="ltr">{}</bdi>').format(said)
    return escape(said)


def draw(template: str, language: str, **context: Any) -> str:
    """A template filled in."""
    return environment(language).get_template(template).render(**context)


@cache
def asset(name: str) -> str:
    """The address of a file of ours under /static, which changes when the file does."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def built(name: str) -> str | None:
    """The address of a script or style that npm built; None where nothing was built."""
    file = _manifest().get(name)
    return f"/static/built/{file}" if file else None


@cache
def _manifest() -> dict[str, str]:
    path = BUILT / "manifest.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
