"""When the names and words of a case were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0007_retention"
down_revision = "0006_home_tab"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; nothing has been erased yet."""
    op.add_column("rights_requests", sa.Column("erased_on", sa.Date(), nullable=True))
    op.add_column("escalations", sa.Column("erased_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back; what was erased stays so."""
    with op.batch_alter_table("escalations") as escalations:
        escalations.drop_column("erased_on")
    with op.batch_alter_table("rights_requests") as requests:
        requests.drop_column("erased_on")
