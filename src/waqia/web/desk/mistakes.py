"""Errors as pages for people, and as problems for programs."""

from __future__ import annotations

import logging
from urllib.parse import quote, unquote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.routing import Match

from waqia.model import (
    ConflictError,
    DeniedError,
    InputError,
    QuestionError,
    RegisterError,
    WaqiaError,
    WhoError,
)
from waqia.web.api.tagging import Unchanged
from waqia.web.desk.looking import askable
from waqia.web.desk.site import Site
from waqia.web.desk.visiting import LoginNeeded, Visitor, local_path, visitor
from waqia.web.desk.words import Words
from waqia.web.problems import ProblemError, of_denial, of_parameters, of_routing

_log = logging.getLogger("waqia.web")


def install(app: FastAPI) -> None:
    """Make the application answer every error in the way of who asked."""

    @app.exception_handler(ProblemError)
    @app.exception_handler(WaqiaError)
    def _of_ours(request: Request, error: WaqiaError) -> Response:
        return tell(request, error)

    @app.exception_handler(RequestValidationError)
    def _of_parameters(request: Request, error: RequestValidationError) -> Response:
        return tell(request, of_parameters(error))

    @app.exception_handler(HTTPException)
    def _of_routing(request: Request, error: HTTPException) -> Response:
        if isinstance(error.__cause__, ProblemError):  # met while the body was read
            return tell(request, error.__cause__)
        return tell(request, of_routing(request, error))

    @app.exception_handler(Unchanged)
    def _of_those_who_know(_: Request, __: Unchanged) -> Response:
        return Response(status_code=304)

    @app.exception_handler(LoginNeeded)
    def _of_strangers(request: Request, _: LoginNeeded) -> Response:
        address = f"/login?back={quote(page_of(request))}"
        if _was_in(request):
            address += "&ended=true"
        if request.headers.get("hx-request") == "true":
            return Response(status_code=204, headers={"HX-Redirect": address})
        return RedirectResponse(address, 303)


def page_of(request: Request) -> str:
    """The address of the page that is asked for, or from which a form or a script asks.

    A form that was shown again stands at an address that only takes forms: then the nearest page
    above it.
    """
    asked = request.url
    if request.method != "GET" or "hx-request" in request.headers:
        try:
            asked = URL(request.headers.get("referer", ""))
            here = asked.netloc == request.headers.get("host")
        except ValueError:
            here = False
        if not here:
            return "/"
    path, query = local_path(asked.path), asked.query
    while path and not _is_page(request, path):
        path, query = path.rpartition("/")[0], ""
    return local_path(f"{path or '/'}?{query}" if query else path)


def _is_page(request: Request, path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": unquote(path), "headers": []}
    routes = request.app.router.routes
    return any(route.matches(scope)[0] is Match.FULL for route in routes)


def _was_in(request: Request) -> bool:
    """Whether somebody who is not logged in was before: a form is given to nobody else."""
    site: Site = request.app.state.site
    session = Visitor(request, site).site_cookie("session")
    return request.method != "GET" or session in request.cookies


def tell(request: Request, error: WaqiaError) -> Response:
    """What somebody is told of an error: a page, a part of one, or a problem."""
    problem = error if isinstance(error, ProblemError) else problem_of(error)
    if request.url.path.startswith("/api/"):
        return problem.response(request.url.path)
    visit = known(request)
    template = "part_error.html" if visit.htmx else "error.html"
    answer = visit.render(
        template,
        status=problem.status,
        problem=problem,
        heading=heading(visit.words, problem.status),
        explore=_explore(visit, problem.status),
    )
    answer.headers.update(problem.headers)
    if visit.htmx:
        answer.headers.update({"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"})
    return answer


def _explore(visit: Visitor, status: int) -> str | None:
    """Where the explore page goes on without what it could not be asked; None elsewhere."""
    path = visit.request.url.path
    if visit.htmx or not (path == "/explore" or path.startswith("/explore/")):
        return None
    if status != 400:
        return "/explore"
    try:
        with visit.lent() as release:
            return askable(visit.request.query_params.multi_items(), release).at()
    except WaqiaError:
        return "/explore"


def problem_of(error: WaqiaError) -> ProblemError:
    """An error of a room further left, with the status of HTTP that says the same."""
    status = next(
        (
            status
            for kind, status in (
                (WhoError, 401), (DeniedError, 403), (ConflictError, 409), (QuestionError, 400),
                (InputError, 400), (RegisterError, 503),
            )
            if isinstance(error, kind)
        ),
        422,
    )  # fmt: skip
    if isinstance(error, DeniedError):
        return ProblemError(status, of_denial(error))
    if status == 503:
        # it names the database, and says what that said: not for visitors
        _log.error("The register: %s", error)
        return ProblemError(
            status, "The register cannot be used just now.",
            expected="the same in a minute; who runs the desk finds the reason in its log",
        )  # fmt: skip
    return ProblemError(status, str(error))


def heading(words: Words, status: int) -> str:
    """What an error of a status is called on a page."""
    named = {
        400: words("This cannot be answered as it was asked"),
        401: words("Please log in"),
        403: words("This is not allowed"),
        404: words("There is no such page"),
        405: words("This page is only to be read"),
        409: words("Somebody has changed this meanwhile"),
        413: words("This is too large"),
        414: words("The address is too long"),
        422: words("Something in this cannot be taken"),
        429: words("Too many at once"),
        503: words("The desk is busy"),
    }
    return named.get(status) or words("Something went wrong")


def known(request: Request) -> Visitor:
    """Who asks; nobody in particular where that cannot be told now."""
    try:
        return visitor(request)
    except WaqiaError:
        return Visitor(request, request.app.state.site)
