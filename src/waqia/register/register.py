"""The register as one service: what a desk can do, each act allowed, whole and remembered."""

from __future__ import annotations

from waqia.register.joining import Joining
from waqia.register.judging import Judging
from waqia.register.publishing import Publishing
from waqia.register.recording import Recording


class Register(Recording, Joining, Judging, Publishing):
    """A register opened as one user: `Register.create` makes one, `Register.open` opens it."""
