"""For whom a request was logged and how it came; keys by which a person is found again."""

import sqlalchemy as sa
from alembic import op

revision = "0012_on_behalf"
down_revision = "0011_caught_up"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; a request that is there already has its keys when it is next kept."""
    with op.batch_alter_table("rights_requests") as requests:
        requests.add_column(sa.Column("on_behalf", sa.LargeBinary(), nullable=True))
        for key in ("whose", "reached_at"):
            requests.add_column(sa.Column(key, sa.String(), nullable=False, server_default=""))
            requests.create_index(f"ix_rights_requests_{key}", [key])
    with op.batch_alter_table("escalations") as escalations:
        escalations.add_column(
            sa.Column("on_behalf", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE escalations SET on_behalf = (1 = 1) "
        "WHERE id IN (SELECT id FROM rights_requests WHERE subject IS NOT NULL)"
    )


def downgrade() -> None:
    """Go back; how a request came that was logged for somebody else is lost."""
    with op.batch_alter_table("escalations") as escalations:
        escalations.drop_column("on_behalf")
    with op.batch_alter_table("rights_requests") as requests:
        for key in ("whose", "reached_at"):
            requests.drop_index(f"ix_rights_requests_{key}")
            requests.drop_column(key)
        requests.drop_column("on_behalf")
