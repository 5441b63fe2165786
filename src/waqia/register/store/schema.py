"""The tables of a register, one schema on SQLite and PostgreSQL.

`revision` and `change` are the history; the tables named in `KINDS` hold the present, which is a
function of them; the others hold secrets, files that were read, and what can be worked out again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

SCHEMA = "0003"
"""The migration that this version of waqia reads and writes."""

APPLICATION_ID = 0x77616169
"""What marks a SQLite file as a register (`waai`, PRAGMA application_id)."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database; SQLite keeps it without a zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a moment without a zone; others are stored in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _: Any) -> datetime | None:
        """The moment as an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _refers(target: str) -> sa.ForeignKey:
    """A foreign key, checked at once: SQLite searches every child of a parent that comes late."""
    return sa.ForeignKey(target)


def _present(name: str, *columns: sa.Column[Any] | sa.Index) -> sa.Table:
    """A table of the present: its id, the revision that last changed it, and the record."""
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("revision", sa.BigInteger, _refers("revision.number"), nullable=False),
        *columns,
        sa.Column("data", sa.Text, nullable=False, comment="the record as JSON"),
    )


about = sa.Table(
    "register",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    comment="what the register is: its id and title",
)

revision = sa.Table(
    "revision",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False, comment="never before the revision before it"),
    sa.Column("user", sa.String, nullable=False, comment="who; may be new in this revision"),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("changes", sa.Integer, nullable=False, comment="number of its changes"),
    sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 over its changes"),
    sa.Column("previous", sa.String(64), nullable=False, comment="hash of the revision before"),
    sa.Column("hash", sa.String(64), nullable=False, unique=True),
    sa.Index(None, "at"),
    comment="one row an act: who, when, why, chained by hash",
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("revision", sa.BigInteger, _refers("revision.number"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("record", sa.String, nullable=False),
    sa.Column("before", sa.Text, comment="the record as JSON; NULL where it is new"),
    sa.Column("after", sa.Text, nullable=False, comment="the record as JSON"),
    sa.Index(None, "kind", "record", "revision"),
    comment="one row a record that a revision changed, before and after",
)

user = _present(
    "user",
    sa.Column("role", sa.String, nullable=False),
    sa.Column("clearance", sa.String, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
)

document = sa.Table(
    "document",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True, comment="of the bytes that were read"),
    sa.Column("media_type", sa.String, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("text", sa.Text, comment="its text, which anchors point into"),
    sa.Column("text_sha256", sa.String(64), comment="of the text in UTF-8"),
    comment="the archive: what was read, by its hash; never changed",
)

source = _present(
    "source",
    sa.Column("document", sa.String(64), _refers("document.sha256"), index=True),
    sa.Column("access", sa.String, nullable=False),
    sa.Column("embargo", sa.Date),
)

incident = _present(
    "incident",
    sa.Column("status", sa.String, nullable=False),
    sa.Column("merged_into", sa.String, _refers("incident.id"), index=True),
    sa.Column("accounts", sa.Integer, nullable=False, comment="number of its accounts"),
    sa.Column("disputed", sa.Boolean, nullable=False, comment="a field is not settled"),
    sa.Index(None, "status", "id"),
)

account = _present(
    "account",
    sa.Column("source", sa.String, _refers("source.id"), nullable=False, index=True),
    sa.Column("incident", sa.String, _refers("incident.id"), index=True),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("coder", sa.String, nullable=False, index=True),
    sa.Column("date_start", sa.Date, index=True),
)

coding = _present(
    "coding",
    sa.Column("account", sa.String, _refers("account.id"), nullable=False, index=True),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("disputed", sa.Boolean, nullable=False, comment="differs, and nobody resolved it"),
    sa.Index(None, "account", "coder", unique=True),
    sa.Index(None, "disputed", "account"),
)

decision = _present(
    "decision",
    sa.Column("account", sa.String, _refers("account.id"), nullable=False, index=True),
    sa.Column("other", sa.String, _refers("account.id"), nullable=False, index=True),
    sa.Column("judgement", sa.String, nullable=False),
    sa.Column("superseded_by", sa.String, _refers("decision.id"), index=True),
)

task = _present(
    "task",
    sa.Column("queue", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("assigned_to", sa.String, _refers("user.id")),
    sa.Column("state", sa.String, nullable=False),
    sa.Index(None, "queue", "state", "id"),
    sa.Index(None, "subject"),
)

sample = _present("sample", sa.Column("queue", sa.String, nullable=False))

model = _present("model", sa.Column("active", sa.Boolean, nullable=False))

import_ = _present("import")

codebook = _present("codebook")

release = _present("release", sa.Column("frozen", sa.BigInteger, nullable=False))

KINDS: dict[str, sa.Table] = {
    table.name: table
    for table in (
        codebook, user, source, incident, account, coding, decision, task, sample, model, import_,
        release,
    )
}  # fmt: skip
"""Kind of a record → the table of its present; referred-to kinds stand before referring ones."""

finding = sa.Table(
    "finding",
    metadata,
    sa.Column("import", sa.String, _refers("import.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    *(
        sa.Column(name, sa.BigInteger if name == "row" else sa.Text)
        for name in (
            "code", "severity", "table", "row", "record", "field", "found", "expected",
            "message", "action",
        )
    ),
    comment="what an import reported, row by row",
)  # fmt: skip

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
    comment="the last number that was given to an id of this stem",
)

suggestion = sa.Table(
    "suggestion",
    metadata,
    sa.Column("account", sa.String, _refers("account.id"), primary_key=True),
    sa.Column("other", sa.String, _refers("account.id"), primary_key=True),
    sa.Column("probability", sa.Float, nullable=False),
    sa.Column("why", sa.Text, nullable=False, comment="JSON: field, agreement, weight"),
    sa.Column("model", sa.String, nullable=False),
    sa.Column("revision", sa.BigInteger, _refers("revision.number"), nullable=False),
    sa.Index(None, "probability"),
    comment="pairs that may tell of one incident; worked out anew by `suggest`",
)

credential = sa.Table(
    "credential",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("user", sa.String, _refers("user.id"), nullable=False, index=True),
    sa.Column("kind", sa.String, nullable=False, comment="password, token"),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("label", sa.String),
    sa.Column("scopes", sa.Text, comment="what a token may do; NULL is all its user may"),
    sa.Column("created", Moment, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("expires", Moment),
    sa.Column("used", Moment, comment="when it was last shown, to a minute"),
    sa.Column("revoked", Moment),
    sa.Column("revoked_by", sa.String),
    sa.Index(None, "hash"),
    comment="hashes of passwords (argon2) and tokens; no part of the history",
)

identity = sa.Table(
    "identity",
    metadata,
    sa.Column("issuer", sa.String, primary_key=True),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("user", sa.String, _refers("user.id"), nullable=False),
    comment="who a user is at an OpenID provider",
)

denial = sa.Table(
    "denial",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("user", sa.String, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("subject", sa.String),
    sa.Column("needed", sa.String, nullable=False),
    sa.Index(None, "user", "action", "at"),
    comment="attempts that were denied",
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("user", sa.String, nullable=False, comment="the name that was given"),
    sa.Column(
        "outcome", sa.String, nullable=False, comment="in, out, ended, wrong, throttled, token"
    ),
    sa.Column("address", sa.String, comment="of the network; NULL on the command line"),
    sa.Column("origin", sa.String, comment="what waits together: the address, or its /64"),
    sa.Index(None, "origin", "outcome", "at"),
    comment="who came in by a password, who went, and who was not let in",
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("hash", sa.String(64), nullable=False, unique=True, comment="SHA-256 of its token"),
    sa.Column("user", sa.String, _refers("user.id"), nullable=False, index=True),
    sa.Column(
        "credential",
        sa.String,
        _refers("credential.id"),
        nullable=False,
        comment="the password that began it; with that it ends",
    ),
    sa.Column("created", Moment, nullable=False),
    sa.Column("seen", Moment, nullable=False, comment="when it was last shown, to a minute"),
    sa.Column("address", sa.String, comment="where it began"),
    comment="who is logged in at the desk",
)

job = sa.Table(
    "job",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("user", sa.String, _refers("user.id"), nullable=False),
    sa.Column("shown", sa.String, nullable=False, comment="by what its user had come in"),
    sa.Column("scopes", sa.Text, comment="of the token by which it was given, if any"),
    sa.Column("parameters", sa.Text, nullable=False, comment="JSON"),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("progress", sa.Text, comment="JSON: share (0 to 1, or null), text"),
    sa.Column("result", sa.Text, comment="JSON"),
    sa.Column("error", sa.Text),
    sa.Column("created", Moment, nullable=False),
    sa.Column("started", Moment),
    sa.Column("finished", Moment),
    sa.Column("tries", sa.Integer, nullable=False, comment="how often it was begun"),
    sa.Column("runner", sa.String, comment="who works at it, or did last"),
    sa.Column("heartbeat", Moment, comment="when the runner last said that it lives"),
    sa.Index(None, "state", "created"),
    sa.Index(None, "user", "created"),
    comment="work of the desk in the background",
)

job_file = sa.Table(
    "job_file",
    metadata,
    sa.Column("job", sa.String, _refers("job.id"), primary_key=True),
    sa.Column("role", sa.String, primary_key=True, comment="in, out"),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("media_type", sa.String, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    comment="what a job was given, until it ends, and what it made",
)

PASSING = (session, job, job_file)
"""Tables that no backup carries: who is logged in, and the work of the desk with its files."""
