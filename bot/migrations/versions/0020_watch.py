"""Since when the compliance channel has a problem was kept and never asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0020_watch"
down_revision = "0019_owed_since"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("compliance_watch") as watch:
        watch.drop_column("since")


def downgrade() -> None:
    """Go back; of a problem that is there now it is not known since when."""
    with op.batch_alter_table("compliance_watch") as watch:
        watch.add_column(sa.Column("since", sa.DateTime(), nullable=True))
