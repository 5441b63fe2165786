"""Files dropped on pages of a desk, and the work done that was asked for."""

from __future__ import annotations

import re
from typing import Any

import httpx

from tests.web.desk.team import Desk
from waqia.web.desk.site import Site

HEADERS = {"Cookie": "waqia-form=form"}


def drop(desk: Desk, path: str, *files: tuple[str, bytes], **fields: Any) -> httpx.Response:
    """Send the form of a page with files; `at` is where it is sent, if not to the page."""
    at = fields.pop("at", path)
    found = re.search(r'name="csrf" value="(\w+)"', desk.ask("GET", path, HEADERS).text)
    assert found
    sent = [("files", (name, content)) for name, content in files] or None
    return desk.ask("POST", at, HEADERS, data={"csrf": found[1]} | fields, files=sent)


def done(desk: Desk, answer: httpx.Response) -> str:
    """The page of a job that was asked for, when it has been done."""
    assert answer.status_code == 303, answer.text
    site: Site = desk.app.state.site
    assert site.workshop is not None
    site.workshop.work_off()
    page = desk.ask("GET", answer.headers["location"], HEADERS)
    assert page.status_code == 200
    return page.text
