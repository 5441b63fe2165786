"""Linking and review: models, suggestions, second codings, tasks; OpenID identities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "model",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_model_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_model"),
    )
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user"],
            ["user.id"],
            name="fk_identity_user",
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identity"),
        comment="who a user is at an OpenID provider",
    )
    op.create_table(
        "task",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("assigned_to", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["assigned_to"],
            ["user.id"],
            name="fk_task_assigned_to",
        ),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_task_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_queue_state_id", "task", ["queue", "state", "id"], unique=False)
    op.create_index("ix_task_subject", "task", ["subject"], unique=False)
    op.create_table(
        "coding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column(
            "disputed", sa.Boolean(), nullable=False, comment="differs, and nobody resolved it"
        ),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.id"],
            name="fk_coding_account",
        ),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_coding_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
    )
    op.create_index("ix_coding_account", "coding", ["account"], unique=False)
    op.create_index("ix_coding_account_coder", "coding", ["account", "coder"], unique=True)
    op.create_index("ix_coding_disputed_account", "coding", ["disputed", "account"], unique=False)
    op.create_table(
        "sample",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="the record as JSON"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_sample_revision",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sample"),
    )
    op.create_table(
        "suggestion",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False, comment="JSON: field, agreement, weight"),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["account.id"],
            name="fk_suggestion_account",
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["account.id"],
            name="fk_suggestion_other",
        ),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revision.number"],
            name="fk_suggestion_revision",
        ),
        sa.PrimaryKeyConstraint("account", "other", name="pk_suggestion"),
        comment="pairs that may tell of one incident; worked out anew by `suggest`",
    )
    op.create_index("ix_suggestion_probability", "suggestion", ["probability"], unique=False)


def downgrade() -> None:
    """Drop the tables and all that they hold."""
    op.drop_table("suggestion")
    op.drop_table("sample")
    op.drop_table("coding")
    op.drop_table("task")
    op.drop_table("identity")
    op.drop_table("model")
