"""Which messages a case is made of, so that it is told of their edits and deletions."""

import sqlalchemy as sa
from alembic import op

revision = "0014_case_sources"
down_revision = "0013_compliance_watch"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what began a case has its id, with a mark behind it unless it is a request."""
    op.create_table(
        "case_sources",
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("escalation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("message", "escalation"),
    )
    op.create_index("ix_case_sources_escalation", "case_sources", ["escalation"])
    op.execute(
        "INSERT INTO case_sources (message, escalation) "
        "SELECT substr(id, 1, 32), id FROM escalations"
    )


def downgrade() -> None:
    """Go back; edits and deletions are noted no more."""
    op.drop_table("case_sources")
