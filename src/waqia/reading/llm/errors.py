"""What can go wrong between us and a model: with the endpoint as a whole, or with one answer."""

from __future__ import annotations

from waqia.model import InputError


class EndpointError(InputError):
    """The endpoint cannot be used: it is down, moved, refuses the key or knows no such model."""


class Unanswered(Exception):  # noqa: N818 - a state of one request, not an error of the user
    """One request brought no usable answer; the text says why, to be read after "the model"."""


class Unusable(Unanswered):
    """An answer came that cannot be used; chance may have spoilt it."""


class TooLong(Unanswered):
    """The text, or the answer to it, was too long; half of it may not be."""
