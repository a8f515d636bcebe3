"""Which reminders a case has had, and what a digest counts without opening every case."""

import sqlalchemy as sa
from alembic import op

revision = "0005_reminders"
down_revision = "0004_books"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here; the new columns of a request fill when it is next looked at."""
    op.create_table(
        "reminders",
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("meant_for", sa.Date(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case", "about"),
    )
    with op.batch_alter_table("rights_requests") as requests:
        requests.add_column(sa.Column("stopped", sa.Boolean(), nullable=True))
        requests.add_column(sa.Column("awaits", sa.String(), nullable=True))
        requests.create_index("rights_requests_by_clock", ["status", "stopped", "due"])
    with op.batch_alter_table("escalations") as escalations:
        escalations.drop_index("escalations_by_owner")
        escalations.create_index("escalations_by_owner", ["open", "owner", "opened_at"])
        escalations.create_index("ix_escalations_opened_at", ["opened_at"])


def downgrade() -> None:
    """Go back; reminders that were given may be given again."""
    with op.batch_alter_table("escalations") as escalations:
        escalations.drop_index("ix_escalations_opened_at")
        escalations.drop_index("escalations_by_owner")
        escalations.create_index("escalations_by_owner", ["open", "owner"])
    with op.batch_alter_table("rights_requests") as requests:
        requests.drop_index("rights_requests_by_clock")
        requests.drop_column("awaits")
        requests.drop_column("stopped")
    op.drop_table("reminders")
