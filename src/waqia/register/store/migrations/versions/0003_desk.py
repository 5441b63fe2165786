"""The web desk: who came in, who is logged in, and its work in the background."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user", sa.String(), nullable=False, comment="the name that was given"),
        sa.Column(
            "outcome",
            sa.String(),
            nullable=False,
            comment="in, out, ended, wrong, throttled, token",
        ),
        sa.Column(
            "address",
            sa.String(),
            nullable=True,
            comment="of the network; NULL on the command line",
        ),
        sa.Column(
            "origin",
            sa.String(),
            nullable=True,
            comment="what waits together: the address, or its /64",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        comment="who came in by a password, who went, and who was not let in",
    )
    op.create_index(
        op.f("ix_entry_origin_outcome_at"), "entry", ["origin", "outcome", "at"], unique=False
    )
    op.create_table(
        "session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256 of its token"),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column(
            "credential",
            sa.String(),
            nullable=False,
            comment="the password that began it; with that it ends",
        ),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "seen",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when it was last shown, to a minute",
        ),
        sa.Column("address", sa.String(), nullable=True, comment="where it began"),
        sa.ForeignKeyConstraint(
            ["credential"], ["credential.id"], name=op.f("fk_session_credential")
        ),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_session_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("hash", name=op.f("uq_session_hash")),
        comment="who is logged in at the desk",
    )
    op.create_index(op.f("ix_session_user"), "session", ["user"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False, comment="by what its user had come in"),
        sa.Column(
            "scopes", sa.Text(), nullable=True, comment="of the token by which it was given, if any"
        ),
        sa.Column("parameters", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column(
            "progress", sa.Text(), nullable=True, comment="JSON: share (0 to 1, or null), text"
        ),
        sa.Column("result", sa.Text(), nullable=True, comment="JSON"),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how often it was begun"),
        sa.Column("runner", sa.String(), nullable=True, comment="who works at it, or did last"),
        sa.Column(
            "heartbeat",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the runner last said that it lives",
        ),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_job_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        comment="work of the desk in the background",
    )
    op.create_index(op.f("ix_job_state_created"), "job", ["state", "created"], unique=False)
    op.create_index(op.f("ix_job_user_created"), "job", ["user", "created"], unique=False)
    op.create_table(
        "job_file",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False, comment="in, out"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["job.id"], name=op.f("fk_job_file_job")),
        sa.PrimaryKeyConstraint("job", "role", "position", name=op.f("pk_job_file")),
        comment="what a job was given, until it ends, and what it made",
    )


def downgrade() -> None:
    """Drop the tables and all that they hold."""
    op.drop_table("job_file")
    op.drop_table("job")
    op.drop_table("session")
    op.drop_table("entry")
