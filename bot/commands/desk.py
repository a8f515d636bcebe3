"""What the officers' commands share: the desk's day, who types, and the case that is meant."""

from datetime import date
from functools import partial
from getpass import getuser

from bot.clock import utc_now
from bot.commands.printing import Failure
from bot.database import Database
from bot.places import PersonId
from bot.references import NotAReference, parse_reference
from bot.register import operations, store
from bot.register.requests import RightsRequest
from bot.register.store import NoSuchRequest
from bot.settings import read_storage_settings


def today() -> date:
    """Return the company's own day."""
    return utc_now().astimezone(read_storage_settings().helpdesk_timezone).date()


def typist() -> PersonId:
    """Return who types, as the system knows them."""
    try:
        return PersonId(team="command", user=getuser())
    except (KeyError, OSError):  # no such user on this machine, as in a container
        return PersonId(team="command", user="unknown")


def note_in_the_chain(database: Database, *, action: str, case: str) -> None:
    """Record what is about to be done, before it is done."""
    now = utc_now()
    database.transact(partial(operations.record, actor=typist(), action=action, case=case, now=now))


def reference_of(text: str) -> str:
    """Return a reference however it is written; raises `Failure`."""
    try:
        return str(parse_reference(text))
    except NotAReference as refused:
        raise Failure(str(refused)) from refused


def case_called(database: Database, text: str) -> RightsRequest:
    """Return the request with this reference; raises `Failure`."""
    name = reference_of(text)
    try:
        return database.transact(lambda session: store.by_reference(session, name))
    except NoSuchRequest as refused:
        raise Failure(str(refused)) from refused
