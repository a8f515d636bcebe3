"""What may be erased is found without reading what was erased long ago."""

from alembic import op

revision = "0015_to_erase"
down_revision = "0014_case_sources"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index(
        "rights_requests_to_erase", "rights_requests", ["erased_on", "status", "closed_on", "id"]
    )
    op.create_index("escalations_to_erase", "escalations", ["erased_on", "kind", "closed_on", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("escalations_to_erase", "escalations")
    op.drop_index("rights_requests_to_erase", "rights_requests")
