"""One's own page: password, tokens for programs, and where one is logged in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from waqia.model import DeniedError, QuestionError
from waqia.register import SCOPES
from waqia.web.desk import naming
from waqia.web.desk.entering import address_of, let_in, let_out, secret_of
from waqia.web.desk.mistakes import problem_of
from waqia.web.desk.visiting import PageError, Posted, Visit, Visitor, text_of

if TYPE_CHECKING:
    from waqia.register import Entrance

router = APIRouter(include_in_schema=False)

EXPIRIES = {"30": 30, "90": 90, "365": 365, "never": None}
"""What may be chosen for the expiry of a token, in days."""


@router.get("/me")
def me(visit: Visit) -> Response:
    """Who one is here."""
    return _page(visit)


@router.post("/me/password")
def change_password(visit: Visit, form: Posted) -> Response:
    """Give oneself another password; every session ends, and this browser begins a new one."""
    entrance, register = _team(visit), visit.register
    register.require("user.own_password", register.user.name)
    password = secret_of(form, "password")
    if password != secret_of(form, "again"):
        said = visit.words("The new password was not typed the same way twice.")
        return _page(visit, status=422, failed=("password", said))
    try:
        register.set_password(password, old=secret_of(form, "old"))
    except (QuestionError, DeniedError) as error:
        status = 403 if isinstance(error, DeniedError) else 422
        return _page(visit, status=status, failed=("password", problem_of(error).detail))
    session = entrance.log_in(register.user.name, password, address=address_of(visit))
    said = visit.words("Your password is changed; wherever else you were logged in, you are not.")
    return let_in(visit, session, visit.to("/me", said=said))


@router.post("/me/tokens")
def make_token(visit: Visit, form: Posted) -> Response:
    """Make a token, which is shown this once."""
    _team(visit)
    days = EXPIRIES.get(text_of(form, "expires"), 90)
    scopes = [str(scope) for scope in form.getlist("scope")] if form.get("limited") else None
    try:
        token = visit.register.new_token(
            text_of(form, "label", longest=200),
            scopes=scopes,
            expires=datetime.now(UTC) + timedelta(days=days) if days else None,
        )
    except QuestionError as error:
        return _page(visit, status=422, failed=("token", str(error)), form=form)
    return _page(visit, made=token)


@router.post("/me/tokens/revoke")
def revoke_token(visit: Visit, form: Posted) -> Response:
    """Let a token of one's own count no more."""
    _team(visit)
    id_ = text_of(form, "id")
    if id_ not in {token.id for token in visit.register.tokens()}:
        raise PageError(404, visit.words("You have no such token."))
    visit.register.revoke_token(id_)
    return visit.to("/me", said=visit.words("The token counts no more."))


@router.post("/me/sessions/end")
def end_sessions(visit: Visit, form: Posted) -> Response:
    """Log out one session of one's own, or everywhere."""
    _team(visit)
    if not (id_ := text_of(form, "id")):
        visit.register.log_out_everywhere()
        return let_out(visit)
    if id_ not in {session.id for session in visit.register.sessions()}:
        raise PageError(404, visit.words("You have no such session."))
    visit.register.end_session(id_)
    return visit.to("/me", said=visit.words("That session has ended."))


def _page(
    visit: Visitor,
    *,
    status: int = 200,
    made: str | None = None,
    failed: tuple[str, str] | None = None,
    form: FormData | None = None,
) -> Response:
    """One's own page; with what was sent, and why it could not be taken. `failed` is act, reason.

    The form is that of a token: of one for a password nothing is kept.
    """
    _team(visit)
    register = visit.register
    return visit.render(
        "me.html",
        status=status,
        sessions=register.sessions(),
        here=visit.session.created if visit.session else None,
        tokens=register.tokens(),
        scopes=SCOPES,
        naming=naming,
        expiries=EXPIRIES,
        made=made,
        failed=failed,
        form=form or FormData({"expires": "90", "limited": "yes", "scope": "read"}),
    )


def _team(visit: Visitor) -> Entrance:
    """The entrance of a desk where one logs in.

    Raises:
        PageError: nobody has to log in here (404).
    """
    if visit.site.entrance is None or not visit.site.team:
        raise PageError(404, visit.words("Nobody has to log in here."))
    return visit.site.entrance
