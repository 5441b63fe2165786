"""Findings: problems as data, with a stable code, a severity, a place and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]

FINDING_CODES: dict[str, tuple[Severity, str]] = {
    # rows that are set aside: nothing can be worked out from them as they stand
    "row-malformed": ("error", "The row does not have the columns of the header."),
    "date-invalid": ("error", "The date does not exist or cannot be read."),
    "date-missing": ("error", "The row says no date at all."),
    "count-negative": ("error", "A count is below zero."),
    "count-not-whole": ("error", "A count is not a whole number."),
    "count-unread": ("error", "The words of a count could not be read."),
    "id-duplicated": ("error", "The id occurs more than once."),
    "id-missing": ("error", "The row has no id although the mapping names an id column."),
    # rows that are kept and marked
    "bounds-broken": ("warning", "The bounds of a count do not hold: min ≤ best ≤ max fails."),
    "dates-reversed": ("warning", "The end date lies before the start date."),
    "date-disagrees": ("warning", "Two dates of the same row disagree."),
    "coordinates-invalid": ("warning", "The coordinates are not numbers on the globe."),
    "coordinates-outside": ("warning", "The coordinates lie outside the country."),
    "coordinates-swapped": ("warning", "Latitude and longitude seem to be exchanged."),
    "value-unknown": ("warning", "The value is not in the codebook."),
    "place-unresolved": ("warning", "The place is not in the gazetteer."),
    "place-disagrees": ("warning", "The district does not lie in the province that is given."),
    "place-left-out": (
        "warning",
        "What was known of a place does not fit what was corrected, and is left out.",
    ),
    "parts-exceed-total": ("warning", "The parties' counts add up to more than the total."),
    "source-missing": ("warning", "The account names a source that is not in the sources."),
    "relation-broken": ("error", "A record refers to another that does not exist."),
    "codes-unknown": ("warning", "A stored code is not in the release's codebook."),
    "count-imputed": ("note", "Words were turned into numbers by a stated rule."),
    "count-open": ("note", "A count has one bound only; the other side is not known."),
    "encoding": ("note", "The file is not UTF-8; its encoding was detected."),
    "column-unused": ("note", "The mapping does not use this column."),
    "values-disagree": ("note", "The accounts of one incident give different values."),
    # what comes into a register
    "source-differs": ("warning", "The register has the source with other values."),
    "incident-joined": ("note", "The file names an incident that was in the register before."),
    "incident-withdrawn": ("warning", "The file names an incident that was withdrawn."),
    "record-changed": ("warning", "Somebody else has changed the record since it came in."),
    # a register that is verified
    "database-damaged": ("error", "The database finds that its file is damaged."),
    "history-broken": ("error", "The history of a register is not as it was written."),
    "present-differs": ("error", "A record of a register is not what its history says."),
    "archive-changed": ("error", "An archived document is not what was read."),
    "anchor-broken": ("error", "A quote does not stand where its anchor points."),
    "release-foreign": ("error", "The release was not frozen from this register's history."),
    "values-outdated": ("warning", "The rules give other values than the register keeps."),
    "clock-behind": ("warning", "The clock is behind the latest revision of the register."),
    "clock-back": ("note", "Revisions were written while the clock was set back."),
    # documents that are read
    "document-absent": ("error", "The document does not exist or may not be opened."),
    "document-empty": ("error", "The document holds no text."),
    "document-kind": ("error", "The document is of a format that is not read."),
    "document-encrypted": ("error", "The document cannot be opened without its password."),
    "document-damaged": ("error", "The document is damaged; what could be read was kept."),
    "document-stopped": ("error", "Reading the document took more time or memory than it may."),
    "document-scanned": ("warning", "Pages of the document are pictures without text."),
    "document-too-large": ("error", "The document is larger than is read."),
    "document-cut": ("warning", "A limit was reached; what lies beyond it was left out."),
    "document-characters": ("warning", "Characters that cannot be stored were replaced."),
    "document-misnamed": ("note", "The document is not what its name says."),
    "document-directed": ("note", "Signs in the text turn the direction in which it is shown."),
    "document-dated-otherwise": (
        "warning",
        "The document states another day of publication than was given.",
    ),
    "document-undated": ("note", "The document does not state when it was published."),
    "document-copy": ("note", "The document is a copy of another, whose accounts count."),
    "table-doubtful": ("warning", "A table may not have been read as it was printed."),
    # accounts that a language model proposes
    "answer-unread": ("warning", "A model gave no answer, or none that can be used."),
    "answer-cut": ("warning", "A model answered with more than is taken; the rest was left out."),
    "answer-unasked": ("note", "A model gave fields that were not asked for; they were left out."),
    "quote-absent": ("warning", "A value rests on words that do not stand in the document."),
    "value-unfounded": ("warning", "The words that a value rests on do not bear it out."),
    "account-empty": ("note", "Nothing is left of a proposed account that tells what happened."),
    "account-total": ("note", "A total of several incidents was proposed as one; it was left out."),
    "document-instructs": ("warning", "Words in the document tell a model what to do."),
    # published documents that are audited
    "sum-column": ("error", "The numbers of a column do not add up to their total."),
    "sum-row": ("error", "The numbers of a row do not add up to their total."),
    "sum-parts": ("error", "The parts a text names do not add up to their whole."),
    "percent-change": ("error", "A percent change does not follow from the numbers it compares."),
    "percent-share": ("error", "A percentage does not follow from the numbers it is a share of."),
    "list-length": ("error", "A text names another number of things than it says."),
    "figure-differs": ("error", "One quantity is given with different numbers."),
    "documents-differ": ("warning", "Two documents give different numbers for one quantity."),
    "incident-differs": ("warning", "One incident is told with different numbers."),
    "release-differs": ("warning", "The release gives another number than the document."),
    "figure-unasked": ("note", "The scope of a figure cannot be asked of a release."),
    "table-unread": ("note", "A table was not read surely, and its totals were not checked."),
    # files of a release
    "file-changed": ("error", "The bytes of a file differ from its recorded SHA-256."),
    "file-missing": ("error", "A file named in datapackage.json is absent."),
    "file-unlisted": ("error", "A file of the release is not named in datapackage.json."),
    # codebooks
    "codebook-code": ("error", "A code is malformed, duplicated or has no such parent."),
    "codebook-alias": ("error", "One spelling leads to two codes."),
    "codebook-reference": ("error", "A row refers to a code or place that does not exist."),
    "codebook-rule": ("error", "A rule is unknown or refers to something that does not exist."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a check reports.

    `table` is the file or table, `row` the row in it (the header is row 1), `record` the id of
    the account or incident; `found` and `expected` are words, `action` what a person can do.
    """

    code: str
    message: str
    table: str | None = None
    row: int | None = None
    record: str | None = None
    field: str | None = None
    found: str | None = None
    expected: str | None = None
    action: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity that belongs to the code."""
        return FINDING_CODES[self.code][0]
