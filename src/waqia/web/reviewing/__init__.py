"""The form of an account: its fields filled from a record, and what a person posted made changes.

No HTTP: `filled` gives texts for inputs, `read` takes them back with an error beside each field
that cannot be read, and loses nothing that was typed.
"""

from waqia.web.reviewing.fields import FIELDS, FormField, anchors_by_field
from waqia.web.reviewing.filling import blank, filled
from waqia.web.reviewing.parsing import Read, read
from waqia.web.reviewing.places import PlaceFound, Places, places_of
from waqia.web.reviewing.understanding import understood

__all__ = [
    "FIELDS",
    "FormField",
    "PlaceFound",
    "Places",
    "Read",
    "anchors_by_field",
    "blank",
    "filled",
    "places_of",
    "read",
    "understood",
]
