"""How far a request has come, and every step that was taken with it."""

import sqlalchemy as sa
from alembic import op

revision = "0003_officers_desk"
down_revision = "0002_doubts_and_feedback"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what is registered already has taken no step yet."""
    with op.batch_alter_table("rights_requests") as requests:
        requests.add_column(sa.Column("progress", sa.LargeBinary(), nullable=True))
        requests.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        requests.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        requests.create_index("ix_rights_requests_closed_on", ["closed_on"])
    op.create_table(
        "request_steps",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("rights", sa.String(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("request", "number"),
    )
    _escalations_forward()
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("escalation", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_drafts_made_at", "drafts", ["made_at"])


def _escalations_forward() -> None:
    with op.batch_alter_table("escalations") as escalations:
        escalations.add_column(sa.Column("owner", sa.String(), nullable=True))
        escalations.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        escalations.create_index("escalations_by_owner", ["open", "owner"])
        escalations.create_index("ix_escalations_closed_on", ["closed_on"])
    op.create_table(
        "case_words",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("escalation", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_case_words_escalation", "case_words", ["escalation"])


def downgrade() -> None:
    """Go back; what was done with the requests is lost, but for the audit records."""
    op.drop_table("drafts")
    op.drop_table("case_words")
    with op.batch_alter_table("escalations") as escalations:
        escalations.drop_index("ix_escalations_closed_on")
        escalations.drop_index("escalations_by_owner")
        escalations.drop_column("closed_on")
        escalations.drop_column("owner")
    op.drop_table("request_steps")
    with op.batch_alter_table("rights_requests") as requests:
        requests.drop_index("ix_rights_requests_closed_on")
        requests.drop_column("version")
        requests.drop_column("closed_on")
        requests.drop_column("progress")
