"""The register as one service: what a desk can do, each act allowed, whole and remembered."""

from __future__ import annotations

from waqia.register.accepting import Accepting
from waqia.register.administering import Administration
from waqia.register.agreeing import Agreeing
from waqia.register.content.wording import Wording
from waqia.register.dividing import Dividing
from waqia.register.governing import Governing
from waqia.register.joining import Joining
from waqia.register.judging import Judging
from waqia.register.keeping import Keeping
from waqia.register.looking import Looking
from waqia.register.nearby import Nearby
from waqia.register.proposing import Proposing
from waqia.register.publishing import Publishing
from waqia.register.queueing import Queueing
from waqia.register.recording import Recording
from waqia.register.relating import Relating
from waqia.register.second_coding import SecondCoding
from waqia.register.showing import Showing
from waqia.register.submitting import Submitting
from waqia.register.suggesting import Suggesting
from waqia.register.undoing import Undoing


class Register(
    Looking,
    Recording,
    Proposing,
    Joining,
    Nearby,
    Suggesting,
    Judging,
    Queueing,
    Accepting,
    Dividing,
    Undoing,
    SecondCoding,
    Agreeing,
    Publishing,
    Wording,
    Keeping,
    Administration,
    Showing,
    Relating,
    Governing,
    Submitting,
):
    """A register opened as one user: `Register.create` makes one, `Register.open` opens it."""
