"""When the officers were called again for a case that nobody had claimed."""

import sqlalchemy as sa
from alembic import op

revision = "0009_called_again"
down_revision = "0008_shared_channels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what waits unclaimed is called for once more."""
    with op.batch_alter_table("escalations") as escalations:
        escalations.add_column(sa.Column("called_at", sa.DateTime(), nullable=True))
        escalations.create_index("escalations_by_kind", ["kind", "open"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("escalations") as escalations:
        escalations.drop_index("escalations_by_kind")
        escalations.drop_column("called_at")
