"""A small workspace to begin with: three companies, five people, four channels."""

import time
from collections.abc import Callable

from bot.sandbox.values import App, Channel, Person, Team
from bot.sandbox.workspace import Workspace

HOME = "T0HOME0001"
ACME, FERN = "T0ACME0001", "T0FERN0001"
BOT_USER = "U0HELPDESK"
STAFF, CUSTOMER, OFFICER = "U0PRIYA001", "U0TOM00001", "U0JO000001"
SECOND_OFFICER, SECOND_CUSTOMER = "U0SAM00001", "U0MEI00001"
ASK_PRIVACY, COMPLIANCE = "C0ASKPRIV1", "C0COMPLY01"
SHARED_ACME, SHARED_FERN = "C0ACME0001", "C0FERN0001"


def example_workspace(
    *,
    company: str = "Your company",
    app_name: str = "privacy-desk",
    clock: Callable[[], float] = time.time,
) -> Workspace:
    """Return the workspace of Priya (staff), Jo and Sam (officers), Tom and Mei (customers)."""
    home = Team(HOME, company, "home")
    app = App("A0HELPDESK", HOME, BOT_USER, "B0HELPDESK", app_name)
    workspace = Workspace(home=home, app=app, clock=clock)
    workspace.add_team(Team(ACME, "Acme Ltd", "acme"))
    workspace.add_team(Team(FERN, "Fern & Vale", "fern"))
    for person in _people():
        workspace.add_person(person)
    for channel in _channels():
        workspace.put_channel(channel)
    for person in _people():
        workspace.dm(person.id)
    return workspace


def _people() -> tuple[Person, ...]:
    return (
        Person(STAFF, HOME, "Priya Nair", "priya.nair@example.co.uk", "Customer support"),
        Person(CUSTOMER, ACME, "Tom Ashworth", "tom.ashworth@acme.example", "Buyer"),
        Person(SECOND_CUSTOMER, FERN, "Mei Lin", "mei.lin@fern.example", "Office manager"),
        Person(OFFICER, HOME, "Jo Okafor", "jo.okafor@example.co.uk", "Compliance officer"),
        Person(SECOND_OFFICER, HOME, "Sam Reid", "sam.reid@example.co.uk", "Compliance officer"),
    )


def _channels() -> tuple[Channel, ...]:
    return (
        Channel(
            ASK_PRIVACY,
            "ask-privacy",
            frozenset({STAFF, OFFICER, SECOND_OFFICER, BOT_USER}),
            topic="Questions about personal data",
        ),
        Channel(
            SHARED_ACME,
            "shared-acme",
            frozenset({STAFF, OFFICER, CUSTOMER, BOT_USER}),
            is_ext_shared=True,
            connected=frozenset({ACME}),
            topic="With our friends at Acme Ltd",
        ),
        Channel(
            SHARED_FERN,
            "shared-fern",
            frozenset({STAFF, SECOND_CUSTOMER, BOT_USER}),
            is_ext_shared=True,
            topic="With our friends at Fern & Vale",
        ),
        Channel(
            COMPLIANCE,
            "compliance",
            frozenset({OFFICER, SECOND_OFFICER, BOT_USER}),
            is_private=True,
            topic="The compliance team",
        ),
    )
