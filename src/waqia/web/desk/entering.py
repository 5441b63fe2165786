"""The ways in and out: the first page, logging in, language and theme, files that never change."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse, RedirectResponse

from waqia.model import DeniedError
from waqia.web.desk.drawing import STATIC, asset
from waqia.web.desk.visiting import (
    THEMES,
    Anybody,
    PageError,
    Posted,
    PostedByAnybody,
    Visit,
    Visitor,
    local_path,
    text_of,
)
from waqia.web.desk.words import LANGUAGES

if TYPE_CHECKING:
    from waqia.register import Session

router = APIRouter(include_in_schema=False)

_YEAR = 365 * 24 * 3600
_SHORT = "public, max-age=300"
_NAMED_BY_CONTENT = re.compile(r"built/.*-[A-Z0-9]{8}\.\w+")
"""Files that npm built; part of their names is a hash of what is in them."""
Back = Annotated[str, Query(max_length=2000)]


@router.get("/login")
def login_form(visit: Anybody, back: Back = "/", ended: bool = False) -> Response:
    """Who are you?  With `ended` it is said that one was logged in before."""
    if not visit.site.team or visit.session is not None:
        return RedirectResponse(local_path(back), 303)
    return _login_page(visit, local_path(back), ended=ended)


@router.post("/login")
def login(visit: Anybody, form: PostedByAnybody) -> Response:
    """Let somebody in who knows their password; a new session whatever was there before."""
    if not visit.site.team or visit.site.entrance is None:
        raise PageError(404, visit.words("Nobody has to log in here."))
    name, back = text_of(form, "name", longest=200), local_path(text_of(form, "back"))
    try:
        session = visit.site.entrance.log_in(
            name, secret_of(form, "password"), address=address_of(visit)
        )
    except DeniedError:
        return _login_page(visit, back, name=name, failed=True)
    if visit.session is not None:
        visit.site.entrance.log_out(visit.session.token, address=address_of(visit))
    return let_in(visit, session, RedirectResponse(back, 303))


@router.post("/logout")
def logout(visit: Visit, form: Posted) -> Response:  # noqa: ARG001 - the form is checked
    """End the session."""
    if visit.site.entrance is not None and visit.session is not None:
        visit.site.entrance.log_out(visit.session.token, address=address_of(visit))
    return let_out(visit)


def let_in(visit: Visitor, session: Session, answer: Response) -> Response:
    """Let the browser keep a session; it forgets it when it is closed, if not before."""
    answer.set_cookie(visit.site_cookie("session"), session.token, **visit.cookie_options())
    return answer


def let_out(visit: Visitor) -> Response:
    """Let the browser forget its session, and lead to where one logs in."""
    answer = visit.to("/login" if visit.site.team else "/")
    answer.delete_cookie(visit.site_cookie("session"), **visit.cookie_options())
    return answer


def address_of(visit: Visitor) -> str | None:
    """The address of the network that a request comes from; by the word of the proxy, if named."""
    return visit.request.client.host if visit.request.client else None


def secret_of(form: Mapping[str, Any], name: str) -> str:
    """A field of a form as it was typed, with spaces at its ends."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _login_page(
    visit: Visitor, back: str, *, name: str = "", failed: bool = False, ended: bool = False
) -> Response:
    url = visit.request.url
    # a browser keeps nothing of a team's desk that comes without TLS from another machine
    open_ = url.scheme != "https" and url.hostname not in ("127.0.0.1", "localhost", "::1")
    return visit.render(
        "login.html", status=403 if failed else 200, back=back, name=name, failed=failed,
        ended=ended, open=open_,
    )  # fmt: skip


@router.get("/language/{language}")
def choose_language(visit: Anybody, language: str, back: Back = "/") -> Response:
    """Show pages in a language from now on; nothing but the browser remembers it."""
    return _preferred(visit, "language", language, tuple(LANGUAGES), back)


@router.get("/theme/{theme}")
def choose_theme(visit: Anybody, theme: str, back: Back = "/") -> Response:
    """Show pages light, dark or as the browser likes them from now on."""
    return _preferred(visit, "theme", theme, THEMES, back)


@router.get("/static/{name:path}")
def static(name: str, v: str = "") -> Response:
    """A style sheet, script, font or picture; kept for ever where its address changes with it."""
    path = (STATIC / name).resolve()
    try:
        there = path.is_relative_to(STATIC) and path.is_file() and path.name != "manifest.json"
    except OSError:  # no file can be called so
        there = False
    if not there:
        raise PageError(404, "There is no such file.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = "text/javascript" if path.suffix in (".js", ".mjs") else kind
    relative = path.relative_to(STATIC).as_posix()
    lasting = _NAMED_BY_CONTENT.match(relative) or asset(relative).endswith(f"?v={v}")
    kept = {"Cache-Control": f"public, max-age={_YEAR}, immutable" if lasting else _SHORT}
    return FileResponse(path, media_type=kind, headers=kept)


def _preferred(
    visit: Anybody, name: str, value: str, offered: tuple[str, ...], back: str
) -> Response:
    if value not in offered:
        raise PageError(404, f"{value!r} is not offered.", ", ".join(offered))
    answer = RedirectResponse(local_path(back), 303)
    options = visit.cookie_options()
    answer.set_cookie(f"waqia-{name}", value, max_age=_YEAR, **options)
    return answer
