"""Doubts about what a message is, and what people made of the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002_doubts_and_feedback"
down_revision = "0001_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; candidates that wait already become doubts, so that no officer misses them."""
    op.create_table(
        "doubts",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("perhaps", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("question"),
    )
    op.create_index("ix_doubts_asked_at", "doubts", ["asked_at"])
    op.create_table(
        "feedback",
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("silence", sa.String(), nullable=True),
        sa.Column("thumb", sa.String(), nullable=True),
        sa.Column("chosen", sa.String(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("question"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])
    op.execute(
        "INSERT INTO doubts (question, perhaps, asked_at) "
        "SELECT id, 'request', received_at FROM rights_requests "
        "WHERE status = 'candidate' AND id IN (SELECT id FROM questions)"
    )
    with op.batch_alter_table("questions") as questions:
        questions.drop_column("thumb")


def downgrade() -> None:
    """Go back; what people thought of the answers is lost."""
    with op.batch_alter_table("questions") as questions:
        questions.add_column(sa.Column("thumb", sa.String(), nullable=True))
    op.drop_table("feedback")
    op.drop_table("doubts")
