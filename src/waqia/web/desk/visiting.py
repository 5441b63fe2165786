"""Who asks for a page, in which language, as whom, and what they are answered with."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from waqia import __version__
from waqia.release import Release
from waqia.web.desk.drawing import draw
from waqia.web.desk.navigation import PLACES
from waqia.web.desk.site import Site
from waqia.web.desk.words import LANGUAGES, Words, preferred, words_of
from waqia.web.problems import ProblemError, asking

if TYPE_CHECKING:
    from waqia.register import Register, Session, User

THEMES = ("auto", "light", "dark")
_SAID = "said"
_LONGEST_SAID = 3500
"""Bytes of what is said on the next page; browsers keep cookies of 4096 bytes with their names."""
_PLAIN = ":/%#?=@[]!$&'()*+,;"
"""What stands in addresses as it is, as in those of redirects."""
_YEAR = 365 * 24 * 3600
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
    "font-src 'self'", "connect-src 'self'", "worker-src 'self'", "form-action 'self'",
    "manifest-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))  # fmt: skip
"""The Content-Security-Policy of pages: nothing inline, nothing from elsewhere."""


class PageError(ProblemError):
    """An error that is shown as a page: what is wrong, and what to do."""

    def __init__(self, status: int, detail: str, expected: str | None = None) -> None:
        super().__init__(status, detail, expected=expected)


class LoginNeeded(Exception):  # noqa: N818 - no error, but a way to the login
    """Nobody is logged in who would have to be."""


@dataclass
class Visitor:
    """One request for a page: who asks, and what they see it in.

    `looked` is the release that the page is about, once it was lent.
    """

    request: Request
    site: Site
    session: Session | None = None
    fresh: dict[str, str] = field(default_factory=dict)
    behind: bool = False
    looked: Release | None = None

    @cached_property
    def language(self) -> str:
        """The language that was chosen, else the one the browser likes best."""
        chosen = self.request.cookies.get("waqia-language", "")
        accepted = self.request.headers.get("accept-language", "")
        return chosen if chosen in LANGUAGES else preferred(accepted)

    @property
    def words(self) -> Words:
        """The texts, numbers and dates of the language."""
        return words_of(self.language)

    @property
    def theme(self) -> str:
        """light, dark, or auto, which is as the browser likes it."""
        chosen = self.request.cookies.get("waqia-theme", "")
        return chosen if chosen in THEMES else THEMES[0]

    @property
    def today(self) -> date:
        """The day, in UTC, that a page is printed on where no script knows the reader's."""
        return datetime.now(UTC).date()

    @property
    def htmx(self) -> bool:
        """Whether a script asks for a part of the page."""
        return self.request.headers.get("hx-request") == "true"

    @cached_property
    def register(self) -> Register:
        """The register, opened as who asks.

        Raises:
            PageError: only releases are served here.
        """
        if self.site.entrance is None:
            raise PageError(
                404, "Only a release is served here, to be read.",
                "a register: waqia serve desk.db",
            )  # fmt: skip
        if self.session is not None:
            return self.session.register
        if self.site.local is None:
            raise LoginNeeded
        return self.site.entrance.opened(self.site.local)

    @property
    def user(self) -> User | None:
        """Who asks; None where only releases are served, and before somebody has logged in."""
        if self.site.entrance is None or (self.site.team and self.session is None):
            return None
        return self.register.user

    def may(self, act: str) -> bool:
        """Whether who asks may do an act of the register."""
        return self.user is not None and self.user.may(act)

    @cached_property
    def csrf(self) -> str:
        """What a form has to carry: bound to a cookie that other sites cannot read."""
        cookie = self.request.cookies.get(self.site_cookie("form"))
        if not cookie:
            cookie = secrets.token_urlsafe(32)
            self.fresh[self.site_cookie("form")] = cookie
        session = self.request.cookies.get(self.site_cookie("session"), "")
        return hashlib.sha256(f"waqia form\n{cookie}\n{session}".encode()).hexdigest()

    def site_cookie(self, name: str) -> str:
        """The full name of a cookie; for a team one that only this host over TLS can set."""
        return f"__Host-waqia-{name}" if self.site.team else f"waqia-{name}"

    @property
    def release_name(self) -> str | None:
        """The release that the address names; None for the one that is shown anyway."""
        return self.request.query_params.get("release") or None

    @contextmanager
    def lent(self, name: str | None = None) -> Iterator[Release]:
        """The release that the page is about, on a connection nobody else uses meanwhile.

        Raises:
            PageError: there is none, or nothing in the register yet.
        """
        with asking():
            pool = self.site.shelf.pool(name or self.release_name)
        if pool is None:
            raise PageError(
                404, self.words("There are no incidents in this register yet."),
                self.words("Read documents or import accounts; what they tell appears here."),
            )  # fmt: skip
        present = self.site.shelf.present
        self.behind = present is not None and present.shows(pool) and present.behind
        with pool.lent() as release, asking():
            self.looked = self.looked or release
            yield release

    def url(self, path: str, /, **parameters: Any) -> str:
        """An address of the desk, in the release that is being looked at."""
        asked = {key: value for key, value in parameters.items() if value not in (None, "", [])}
        if self.release_name:
            asked = {"release": self.release_name} | asked
        return f"{path}?{urlencode(asked, doseq=True)}" if asked else path

    def render(self, template: str, /, *, status: int = 200, **context: Any) -> Response:
        """A page, or a part of one, from a template."""
        said = self._said()
        text = draw(
            template,
            self.language,
            visit=self,
            places=[place for place in PLACES if place.shown(self)],
            languages=LANGUAGES,
            themes=THEMES,
            said=said,
            version=__version__,
            **context,
        )
        answer = HTMLResponse(text, status)
        answer.headers["Content-Security-Policy"] = POLICY
        self._dress(answer)
        if said is not None:
            answer.delete_cookie(self.site_cookie(_SAID), **self.cookie_options())
        return answer

    def to(self, address: str, *, said: str | None = None, kind: str = "good") -> Response:
        """Lead on to another page after a form was taken; what was done is said there once."""
        answer: Response
        if self.htmx:
            answer = Response(status_code=204, headers={"HX-Redirect": quote(address, safe=_PLAIN)})
        else:
            answer = RedirectResponse(address, 303)
        if said:
            options = self.cookie_options()
            answer.set_cookie(self.site_cookie(_SAID), _carried(said, kind), max_age=60, **options)
        self._dress(answer)
        return answer

    def cookie_options(self) -> dict[str, Any]:
        """How cookies are set: not for scripts, not for other sites, for a team over TLS only."""
        return {"httponly": True, "samesite": "lax", "secure": self.site.team, "path": "/"}

    def _dress(self, answer: Response) -> None:
        for name, value in self.fresh.items():
            answer.set_cookie(name, value, max_age=_YEAR, **self.cookie_options())

    def _said(self) -> dict[str, str] | None:
        cookie = self.request.cookies.get(self.site_cookie(_SAID))
        if not cookie or self.htmx:
            return None
        try:
            found = json.loads(unquote(cookie))
            return {"text": str(found["text"]), "kind": str(found["kind"])}
        except (ValueError, KeyError, TypeError):
            return None


def _carried(said: str, kind: str) -> str:
    """What is said on the next page as a cookie carries it, cut where it would be too long."""
    while True:
        told = json.dumps({"text": said, "kind": kind}, ensure_ascii=False)
        value = quote(told, errors="replace")
        if len(value) <= _LONGEST_SAID:
            return value
        said = said[: len(said) * _LONGEST_SAID // len(value) - 1] + "…"


def visitor(request: Request) -> Visitor:
    """Who asks, logged in or not: for the pages that lead in, and for errors."""
    site: Site = request.app.state.site
    session = None
    visit = Visitor(request, site)
    token = request.cookies.get(visit.site_cookie("session"))
    if site.team and site.entrance is not None and token:
        session = site.entrance.session(token)
    visit.session = session
    return visit


def _visit(visit: Annotated[Visitor, Depends(visitor)]) -> Visitor:
    """Who asks, logged in where a team is served.

    Raises:
        LoginNeeded: nobody is logged in.
    """
    if visit.site.team and visit.session is None:
        raise LoginNeeded
    return visit


Anybody = Annotated[Visitor, Depends(visitor)]
Visit = Annotated[Visitor, Depends(_visit)]


@asynccontextmanager
async def _form_of(request: Request, visit: Visitor) -> AsyncIterator[FormData]:
    """The fields of a form that this desk has given out; its files are gone afterwards.

    Raises:
        PageError: it does not carry what the desk gave it.
    """
    shown = request.headers.get("x-csrf-token")
    if shown is not None and not hmac.compare_digest(shown.encode(), visit.csrf.encode()):
        raise _stale(visit)
    form_of = request.form(max_files=50, max_fields=5000, max_part_size=4 * 1024 * 1024)
    async with form_of as form:
        if shown is None and not hmac.compare_digest(
            str(form.get("csrf", "")).encode(), visit.csrf.encode()
        ):
            raise _stale(visit)
        yield form


async def _posted(request: Request, visit: Visit) -> AsyncIterator[FormData]:
    async with _form_of(request, visit) as form:
        yield form


async def _posted_by_anybody(request: Request, visit: Anybody) -> AsyncIterator[FormData]:
    async with _form_of(request, visit) as form:
        yield form


Posted = Annotated[FormData, Depends(_posted)]
PostedByAnybody = Annotated[FormData, Depends(_posted_by_anybody)]


def _stale(visit: Visitor) -> PageError:
    return PageError(
        403,
        visit.words("This form was not given out by this desk, or is too old."),
        visit.words("Go back, load the page again and send it again; nothing was changed."),
    )


def text_of(form: Mapping[str, Any], name: str, *, longest: int = 10_000) -> str:
    """A field of a form as text without spaces at its ends; empty where it is not there."""
    value = form.get(name, "")
    return value.strip()[:longest] if isinstance(value, str) else ""


def whole(text: str) -> int | None:
    """The whole number that a text is, such as a revision; None for all that no record has."""
    return int(text) if text.isdecimal() and len(text) < len("1000000000") else None


def local_path(address: str | None) -> str:
    """An address to lead back to, where it is one of this desk; else the first page."""
    given = address or ""
    if given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable():
        return given
    return "/"
