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


def downgrade() -> None:
    """Go back; what was done with the requests is lost, but for the audit records."""
    op.drop_table("request_steps")
    with op.batch_alter_table("rights_requests") as requests:
        requests.drop_index("ix_rights_requests_closed_on")
        requests.drop_column("version")
        requests.drop_column("closed_on")
        requests.drop_column("progress")
