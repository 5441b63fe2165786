"""The words of the house as small, frozen, typed records; no input or output happens here.

Offers the records, the columns of a release's tables, findings, errors, periods and count phrases.
"""

from waqia.model.counts import Count, parse_count
from waqia.model.errors import (
    CodebookError,
    ConflictError,
    DeniedError,
    ExportError,
    InputError,
    QuestionError,
    RegisterError,
    ReleaseError,
    ServeError,
    TemplateError,
    WaqiaError,
    WhoError,
    system_reason,
)
from waqia.model.expecting import expected_of
from waqia.model.findings import FINDING_CODES, Finding, Severity
from waqia.model.numerals import NUMERALS, plain_digits, whole_number
from waqia.model.periods import Period
from waqia.model.phrases import phrase
from waqia.model.records import (
    RECORDS,
    Account,
    Anchor,
    Casualties,
    Figure,
    Incident,
    Mention,
    Outcome,
    Proposal,
    Role,
    Source,
    json_schema,
)
from waqia.model.tables import (
    ANCHORS_TYPE,
    CASUALTIES_TYPE,
    OUTCOMES,
    TABLES,
    VALUE_FIELDS,
    Column,
    Table,
)

__all__ = [
    "ANCHORS_TYPE",
    "CASUALTIES_TYPE",
    "FINDING_CODES",
    "NUMERALS",
    "OUTCOMES",
    "RECORDS",
    "TABLES",
    "VALUE_FIELDS",
    "Account",
    "Anchor",
    "Casualties",
    "CodebookError",
    "Column",
    "ConflictError",
    "Count",
    "DeniedError",
    "ExportError",
    "Figure",
    "Finding",
    "Incident",
    "InputError",
    "Mention",
    "Outcome",
    "Period",
    "Proposal",
    "QuestionError",
    "RegisterError",
    "ReleaseError",
    "Role",
    "ServeError",
    "Severity",
    "Source",
    "Table",
    "TemplateError",
    "WaqiaError",
    "WhoError",
    "expected_of",
    "json_schema",
    "parse_count",
    "phrase",
    "plain_digits",
    "system_reason",
    "whole_number",
]
