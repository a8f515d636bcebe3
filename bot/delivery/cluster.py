"""Many machines: the same attempts as in `local`, as jobs on PostgreSQL."""

from datetime import datetime

from sqlmodel import Session

from bot.delivery import deliveries
from bot.delivery.attempting import Carrier
from bot.delivery.delivery import Delivery
from bot.lanes import Kind


def deliveries_as_jobs(carrier: Carrier) -> Kind[Delivery]:
    """Return how a cluster brings what is owed; the carrier must hold what it attempts."""
    return Kind(
        name="bring",
        sign=deliveries.OWES,
        first=deliveries.first_in_lane_of,
        overdue=_overdue,
        do=carrier.bring,
    )


def _overdue(session: Session, before: datetime) -> list[tuple[str, str]]:
    return [(it.lane, it.id) for it in deliveries.due(session, now=before)]
