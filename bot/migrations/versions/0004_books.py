"""The register is read in the order of receipt, and the chain by case."""

from alembic import op

revision = "0004_books"
down_revision = "0003_officers_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("rights_requests_by_receipt", "rights_requests", ["received_at", "reference"])
    op.create_index("ix_audit_records_subject", "audit_records", ["subject"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_audit_records_subject", "audit_records")
    op.drop_index("rights_requests_by_receipt", "rights_requests")
