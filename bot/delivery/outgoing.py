"""The closed union of everything that we may ever send; where to is in `addresses`.

A message holds meaning, not layout: `bot.slack.blocks` draws it at the moment of sending.
Opaque ids (`question`, `request`, `escalation`) come back when somebody presses a button.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.delivery.for_askers import ForAskers
from bot.delivery.for_colleagues import ForColleagues
from bot.delivery.for_officers import ForOfficers
from bot.delivery.for_requesters import ForRequesters

Outgoing = Annotated[
    ForAskers | ForRequesters | ForColleagues | ForOfficers, Field(discriminator="kind")
]
"""Everything that we may ever send."""

OUTGOING: TypeAdapter[Outgoing] = TypeAdapter(Outgoing)
