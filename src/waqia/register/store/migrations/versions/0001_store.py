"""The store: history, records, users, and the archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
        comment="the last number that was given to an id of this stem",
    )
    op.create_table(
        "denial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("needed", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_denial"),
        comment="attempts that were denied",
    )
    op.create_index("ix_denial_user_action_at", "denial", ["user", "action", "at"], unique=False)
    op.create_table(
        "document",
        sa.Column(
            "sha256", sa.String(length=64), nullable=False, comment="of the bytes that were read"
        ),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True, comment="its text, which anchors point into"),
        sa.Column(
            "text_sha256", sa.String(length=64), nullable=True, comment="of the text in UTF-8"
        ),
        sa.PrimaryKeyConstraint("sha256", name="pk_document"),
        comment="the archive: what was read, by its hash; never changed",
    )
    op.create_table(
        "register",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_register"),
        comment="what the register is: its id and title",
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="never before the revision before it",
        ),
        sa.Column("user", sa.String(), nullable=False, comment="who; may be new in this revision"),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False, comment="number of its changes"),
        sa.Column(
            "digest", sa.String(length=64), nullable=False, comment="SHA-256 over its changes"
        ),
        sa.Column(
            "previous", sa.String(length=64), nullable=False, comment="hash of the revision before"
        ),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revision"),
        sa.UniqueConstraint("hash", name="uq_revision_hash"),
        comment="one row an act: who, when, why, chained by hash",
    )
    op.create_index("ix_revision_at", "revision", ["at"], unique=False)
    op.create_table(
        "change",
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column(
            "before", sa.Text(), nullable=True, comment="the record as JSON; NULL where it is new"
        ),
        sa.Column("after", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_change_revision",
        ),
        sa.PrimaryKeyConstraint("revision", "position", name="pk_change"),
        comment="one row a record that a revision changed, before and after",
    )
    op.create_index(
        "ix_change_kind_record_revision", "change", ["kind", "record", "revision"], unique=False
    )
    op.create_table(
        "codebook",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_codebook_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_codebook"),
    )
    op.create_table(
        "import",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_import_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import"),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.Column("accounts", sa.Integer(), nullable=False, comment="number of its accounts"),
        sa.Column("disputed", sa.Boolean(), nullable=False, comment="a field is not settled"),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["incident.id"],
            name="fk_incident_merged_into",
        ),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_incident_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_merged_into", "incident", ["merged_into"], unique=False)
    op.create_index("ix_incident_status_id", "incident", ["status", "id"], unique=False)
    op.create_table(
        "release",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("frozen", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_release_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=True),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("embargo", sa.Date(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["document"],
            ["document.sha256"],
            name="fk_source_document",
        ),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_source_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_index("ix_source_document", "source", ["document"], unique=False)
    op.create_table(
        "user",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("clearance", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_user_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["incident"],
            ["incident.id"],
            name="fk_account_incident",
        ),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_account_revision",
        ),
        sa.ForeignKeyConstraint(
            ["source"],
            ["source.id"],
            name="fk_account_source",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
    )
    op.create_index("ix_account_coder", "account", ["coder"], unique=False)
    op.create_index("ix_account_date_start", "account", ["date_start"], unique=False)
    op.create_index("ix_account_incident", "account", ["incident"], unique=False)
    op.create_index("ix_account_source", "account", ["source"], unique=False)
    op.create_table(
        "credential",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="password, token"),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column(
            "scopes",
            sa.Text(),
            nullable=True,
            comment="what a token may do; NULL is all its user may",
        ),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "used",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was last shown, to a minute",
        ),
        sa.Column("revoked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user"],
            ["user.id"],
            name="fk_credential_user",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credential"),
        comment="hashes of passwords (argon2) and tokens; no part of the history",
    )
    op.create_index("ix_credential_hash", "credential", ["hash"], unique=False)
    op.create_index("ix_credential_user", "credential", ["user"], unique=False)
    op.create_table(
        "finding",
        sa.Column("import", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("table", sa.Text(), nullable=True),
        sa.Column("row", sa.BigInteger(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import"],
            ["import.id"],
            name="fk_finding_import",
        ),
        sa.PrimaryKeyConstraint("import", "position", name="pk_finding"),
        comment="what an import reported, row by row",
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("judgement", sa.String(), nullable=False),
        sa.Column("superseded_by", sa.String(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.id"],
            name="fk_decision_account",
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["account.id"],
            name="fk_decision_other",
        ),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_decision_revision",
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["decision.id"],
            name="fk_decision_superseded_by",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_account", "decision", ["account"], unique=False)
    op.create_index("ix_decision_superseded_by", "decision", ["superseded_by"], unique=False)
    op.create_index("ix_decision_other", "decision", ["other"], unique=False)


def downgrade() -> None:
    """Drop the tables and all that they hold."""
    op.drop_table("decision")
    op.drop_table("finding")
    op.drop_table("credential")
    op.drop_table("account")
    op.drop_table("user")
    op.drop_table("source")
    op.drop_table("release")
    op.drop_table("incident")
    op.drop_table("import")
    op.drop_table("codebook")
    op.drop_table("change")
    op.drop_table("revision")
    op.drop_table("register")
    op.drop_table("document")
    op.drop_table("denial")
    op.drop_table("counter")
