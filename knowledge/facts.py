"""The notice as typed facts; every one cites the words that it was read from."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.notice import Citation
from knowledge.rights import Right


class Fact(BaseModel):
    """Something the notice says, and where."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cited: Citation


class NamedRight(Fact):
    """A right that the notice names."""

    right: Right


class Said(Fact):
    """Something said in a few words: a purpose, a category, a source, a safeguard."""

    what: str


class IdentityRequest(Fact):
    """Where a request and the evidence of identity are to be sent."""

    to: str


class IdentityEvidence(Said):
    """What a person must provide so that they can be identified."""


class DataSource(Fact):
    """A way in which data is collected."""

    how: str


class DataCategory(Said):
    """A kind of data that is collected."""


class Purpose(Said):
    """What data is used for."""


class LawfulBasis(Said):
    """Why the use is allowed."""


class ResponsePeriod(Fact):
    """How long a response may take."""

    months: int
    extension_months: int


class When(StrEnum):
    """Whether data is shared, or may be."""

    ALWAYS = "always"
    MAY = "may"


class Recipient(Fact):
    """Who data is shared with."""

    who: str
    when: When


class Retention(Fact):
    """How long data is kept."""

    rule: str


class Transfer(Fact):
    """What protects data that leaves the country."""

    safeguard: str


class ContactKind(StrEnum):
    """How somebody is reached."""

    EMAIL = "email"
    POST = "post"
    WEB = "web"


class ContactPoint(Fact):
    """Where to turn, and what for."""

    what_for: str
    kind: ContactKind
    address: tuple[str, ...]


class Company(Fact):
    """Who the controller is."""

    name: str
    company_number: str
    vat_number: str


class Facts(BaseModel):
    """Everything the notice says, typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rights: tuple[NamedRight, ...] = ()
    identity_request: IdentityRequest | None = None
    identity_asked: Fact | None = None
    """The words that go before the list of evidence.

    None where the notice does not say; so for all that may be missing.
    """
    identity_evidence: tuple[IdentityEvidence, ...] = ()
    response_period: ResponsePeriod | None = None
    recipients: tuple[Recipient, ...] = ()
    sources: tuple[DataSource, ...] = ()
    data_categories: tuple[DataCategory, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    lawful_bases: tuple[LawfulBasis, ...] = ()
    retention: tuple[Retention, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
    company: Company | None = None

    @property
    def contact(self) -> str:
        """Where people can write to: the first e-mail address, else the first postal one."""
        for kind in (ContactKind.EMAIL, ContactKind.POST):
            for point in self.contact_points:
                if point.kind is kind:
                    return ", ".join(point.address)
        return ""
