"""Accounts and sources come in: checked against the codebook, the archive and the history."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.model import InputError, QuestionError, phrase
from waqia.register.content.incidents import move, new_incident, standing
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record, parsed, plain, validated

VOCABULARY_OF = {
    "type": "type", "perpetrators": "actor", "responders": "actor", "target_actors": "actor",
    "targets": "target", "tactics": "tactic",
}  # fmt: skip
"""Field of an account → the vocabulary of its codes."""
BESIDE = ("document", "text_sha256", "read_by")
"""Fields of a source in the register that the model's has not: what is archived, who read it."""
ARCHIVED = (*BESIDE, "sha256", "media_type")
"""Fields of a source that say what was read of it."""
_NAMED = 10
"""Anchors that a message names."""
OWN = ("status", "incident", "made_by", "id")
"""Fields of an account in the register that are not what its source says."""


def checked_account(codebook: Codebook, values: Mapping[str, Any]) -> Record:
    """An account of the model: labels and aliases made codes, every problem told at once.

    Raises:
        InputError: a field is not as the schema says, or a code is not in the codebook.
    """
    record = validated("account", values)
    problems: list[str] = []

    def code(vocabulary: str, text: str) -> str:
        if (found := codebook.find(vocabulary, text)) is not None:
            return found
        if codebook.is_open(vocabulary):
            return text
        try:
            return codebook.resolve(vocabulary, text)
        except QuestionError as error:
            problems.append(str(error))
            return text

    for name, vocabulary in VOCABULARY_OF.items():
        if isinstance(value := record.get(name), list):
            record[name] = [code(vocabulary, text) for text in value]
        elif value is not None:
            record[name] = code(vocabulary, value)
    for part in record.get("casualties", ()):
        part["party"] = code("party", part["party"])
    if start := record.get("date_start"):
        end = record.setdefault("date_end", start)
        record.setdefault("date_precision", "day" if start == end else "range")
    problems += _bounds(record)
    if problems:
        head = phrase("The account cannot be kept:")
        if values.get("id", "A-") != "A-":
            head = phrase(f"The account {values['id']} cannot be kept:")
        raise InputError(" ".join((head, *problems)))
    return record


def _bounds(record: Record) -> list[str]:
    found = []
    for outcome in ("killed", "injured", "arrested", "abducted"):
        low, best, high = (record.get(f"{outcome}{end}") for end in ("_min", "", "_max"))
        known = [n for n in (low, best, high) if n is not None]
        if any(n < 0 for n in known) or known != sorted(known):
            found.append(
                phrase(f"{outcome}: expected 0 ≤ min ≤ best ≤ max, found {low}, {best}, {high}.")
            )
    start, end = record.get("date_start"), record.get("date_end")
    if start and end and end < start:
        found.append(phrase(f"date_end {end} lies before date_start {start}."))
    return found


def put_account(
    write: Write,
    codebook: Codebook,
    values: Mapping[str, Any],
    *,
    status: str = "accepted",
    base: int | None = None,
) -> tuple[Record, set[str]]:
    """Keep an account, new or corrected; gives it and the incidents that have to be reworked.

    Raises:
        InputError: a value is wrong, or an anchor does not hold in the archive.
        QuestionError: its source, or an incident that was withdrawn.
        ConflictError: it has changed since the revision `base`.
    """
    record = checked_account(codebook, {"id": "A-", "made_by": write.user} | dict(values))
    if "id" not in values:
        record["id"] = write.next_ids("account", "A-")[0]
    if write.find("source", record["source"]) is None:
        raise QuestionError(
            f"The account {record['id']} names the source {record['source']!r}, which the register "
            "does not have; add it first: `waqia register source add --id … --title …`."
        )
    check_anchors(write, record)
    before = write.find("account", record["id"])
    wanted = record.pop("incident", None)
    record["status"] = before["status"] if before else status
    if before and before.get("incident"):
        record["incident"] = before["incident"]
    write.put("account", record["id"], record, base=base)
    if record["status"] != "accepted":
        return record, set()
    if before and (wanted is None or wanted == before.get("incident")):
        return record, {before["incident"]}
    if wanted is None or write.find("incident", wanted) is None:
        target = new_incident(write, codebook, record, wanted)
    else:
        target = standing(write, wanted)
    return record, move(write, record, target)


def check_anchors(write: Write, record: Record) -> None:
    """Every anchor must hold in the text that is archived for its source.

    Raises:
        InputError: offsets lie outside the text, or the quote is not what stands there.
    """

    def text_of(id_: str) -> str | None:
        source = write.find("source", id_)
        return archived_text(write.connection, source) if source else None

    if problems := list(broken_anchors(record, text_of)):
        raise InputError(" ".join(problems))


def broken_anchors(record: Record, text_of: Callable[[str], str | None]) -> Iterator[str]:
    """Why anchors of an account do not hold; `text_of` gives the archived text of a source."""
    for anchor in record.get("anchors", ()):
        start, end, quote = anchor.get("start"), anchor.get("end"), anchor.get("quote")
        if start is None or end is None:
            continue
        anchored = f"{start}–{end}"
        text = text_of(anchor["source"])
        if text is None:
            if start < 0 or end <= start:
                yield phrase(
                    f"The anchor {anchored} of the account {record['id']} is no span; expected "
                    "0 ≤ start < end."
                )
        elif not 0 <= start < end <= len(text):
            yield phrase(
                f"The anchor {anchored} of the account {record['id']} lies outside the text of "
                f"{anchor['source']}, which has {len(text):,} characters."
            )
        elif quote is not None and text[start:end] != quote:
            yield phrase(
                f"The anchor {anchored} of the account {record['id']} does not hold: "
                f"{anchor['source']} has {text[start:end][:80]!r} there, the quote is "
                f"{quote[:80]!r}."
            )


def archived_text(connection: sa.Connection, source: Mapping[str, Any]) -> str | None:
    """The text that is archived for a source; None where nothing is, or it has no text."""
    if not source.get("document"):
        return None
    table = schema.document
    text: str | None = connection.scalar(
        sa.select(table.c.text).where(table.c.sha256 == source["document"])
    )
    return text


def put_source(
    write: Write,
    values: Mapping[str, Any],
    *,
    content: bytes | None = None,
    text: str | None = None,
    base: int | None = None,
) -> Record:
    """Keep a source, new or corrected, and archive what was read of it under its hash.

    `text` is what anchors point into; that of a text document is its content.

    Raises:
        InputError: a value is wrong, the content is not what `sha256` says, or anchors of accounts
            would not hold in it.
    """
    given = dict(values)
    if "id" not in given:
        given["id"] = write.next_ids("source", "S-")[0]
    before = write.find("source", given["id"]) or {}
    archived = {name: before[name] for name in BESIDE if name in before}
    if content is not None:
        media_type = given.get("media_type") or before.get("media_type") or "text/plain"
        archived = archive(write.connection, content, media_type, text)
        document = archived["document"]
        if given.get("sha256", document) != document:
            raise InputError(
                f"The source {given['id']} should have SHA-256 {given['sha256']}; what was read "
                f"has {document}."
            )
        given |= {"sha256": document, "media_type": media_type}
    record = validated("source", given) | archived
    write.put("source", record["id"], plain(record), base=base)
    if before.get("text_sha256") not in (None, record.get("text_sha256")):
        _check_anchors_into(write, record["id"])
    return record


def _check_anchors_into(write: Write, source: str) -> None:
    """The anchors of all accounts into a source hold in the text that it has now.

    Raises:
        InputError: some do not.
    """
    table = schema.account
    query = sa.select(table.c.data).where(
        table.c.data.contains('"start":'), table.c.data.contains(source, autoescape=True)
    )
    problems: list[str] = []
    text = archived_text(write.connection, write.get("source", source))
    for data in write.connection.scalars(query):
        record = parsed(data)
        anchors = [a for a in record.get("anchors", ()) if a["source"] == source]
        problems += broken_anchors(record | {"anchors": anchors}, lambda _: text)
    if problems:
        instead = phrase(
            "Add the new text as a source of its own, or correct these accounts first."
        )
        raise InputError(" ".join((*problems[:_NAMED], instead)))


def archive(
    connection: sa.Connection, content: bytes, media_type: str, text: str | None = None
) -> Record:
    """Keep bytes under their SHA-256, once; gives it and that of the text, if there is one.

    Raises:
        InputError: the same bytes are archived already with another text, or are no UTF-8.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if text is None and media_type.startswith("text/plain"):
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"The text is not UTF-8 (byte {error.start}); convert it.") from error
    if text is not None and "\0" in text:
        raise InputError("The text holds the character NUL, which is no text.")
    table = schema.document
    known = connection.execute(sa.select(table.c.text).where(table.c.sha256 == sha256)).first()
    if known is not None:
        if text is not None and known.text is not None and known.text != text:
            raise InputError(
                f"{sha256} is archived already with another text; anchors point into that one."
            )
        if text is None or known.text is not None:
            return _archived(sha256, known.text)
        raise InputError(
            f"{sha256} is archived without a text; archive its text as a source of its own."
        )
    connection.execute(
        table.insert().values(
            sha256=sha256,
            media_type=media_type,
            bytes=len(content),
            content=content,
            text=text,
            text_sha256=_archived(sha256, text).get("text_sha256"),
        )
    )
    return _archived(sha256, text)


def _archived(sha256: str, text: str | None) -> Record:
    """What the history remembers of an archived document, so that a change of it shows."""
    found = {"document": sha256}
    if text is not None:
        found["text_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return found
