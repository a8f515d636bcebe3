"""What the officers' queue is sorted by; searches asked of colleagues; what requesters thought."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0006_home_tab"
down_revision = "0005_reminders"
branch_labels = None
depends_on = None

_ESCALATIONS = sa.table(
    "escalations",
    sa.column("id", sa.String()),
    sa.column("kind", sa.String()),
    sa.column("open", sa.Boolean()),
    sa.column("opened_at", sa.DateTime()),
    sa.column("due", sa.Date()),
)
_REQUESTS = sa.table(
    "rights_requests",
    sa.column("id", sa.String()),
    sa.column("status", sa.String()),
    sa.column("due", sa.Date()),
    sa.column("closed_on", sa.Date()),
    sa.column("in_time", sa.Boolean()),
)
_ANSWERED = ("responded", "refused", "redirected")


def upgrade() -> None:
    """Go forward; last days are taken over, the requester's turn shows with the next step."""
    with op.batch_alter_table("escalations") as escalations:
        escalations.add_column(sa.Column("due", sa.Date(), nullable=True))
        escalations.add_column(
            sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        escalations.create_index("escalations_by_due", ["open", "due"])
    with op.batch_alter_table("rights_requests") as requests:
        requests.add_column(sa.Column("in_time", sa.Boolean(), nullable=True))
    _take_over_last_days()
    _take_over_ends()
    op.create_table(
        "opinions",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("request"),
    )
    op.create_index("ix_opinions_at", "opinions", ["at"])


def _take_over_last_days() -> None:
    registered = sa.select(_REQUESTS.c.due).where(_REQUESTS.c.id == _ESCALATIONS.c.id)
    is_open = _ESCALATIONS.c.open.is_(sa.true())
    op.execute(sa.update(_ESCALATIONS).where(is_open).values(due=registered.scalar_subquery()))
    breaches = sa.select(_ESCALATIONS.c.id, _ESCALATIONS.c.opened_at).where(
        is_open, _ESCALATIONS.c.kind == "breach"
    )
    for case, opened_at in op.get_bind().execute(breaches).all():
        last_day = (opened_at + timedelta(hours=72)).date()
        op.execute(sa.update(_ESCALATIONS).where(_ESCALATIONS.c.id == case).values(due=last_day))


def _take_over_ends() -> None:
    ended = _REQUESTS.c.closed_on.is_not(None) & _REQUESTS.c.status.in_(_ANSWERED)
    timely = _REQUESTS.c.closed_on <= _REQUESTS.c.due
    op.execute(sa.update(_REQUESTS).where(ended).values(in_time=timely))


def downgrade() -> None:
    """Go back; opinions are lost."""
    op.drop_table("opinions")
    with op.batch_alter_table("rights_requests") as requests:
        requests.drop_column("in_time")
    with op.batch_alter_table("escalations") as escalations:
        escalations.drop_index("escalations_by_due")
        escalations.drop_column("waits")
        escalations.drop_column("due")
