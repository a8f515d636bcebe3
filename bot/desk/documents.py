"""The files that officers ask for: owed as what was asked, and made when they are sent.

No bytes are kept: a file that could not be sent is made anew, and then shows the register as it is
by then, which its caption says.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from sqlmodel import Session

from bot.books.columns import columns, row
from bot.books.evidence import evidence_pack
from bot.books.formats import Format, write
from bot.books.gathering import evidence_of
from bot.books.pages import every_request
from bot.books.report import MonthStillToCome, lines
from bot.books.reporting import report_on
from bot.books.values import Sources
from bot.books.workbook import TooManyForASheet
from bot.counting import many
from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.addresses import ToCompliance
from bot.delivery.for_officers import Document
from bot.delivery.made import Made, MadeFile, NotMade
from bot.desk.values import Desk, Officer
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.store import NoSuchCase
from bot.places import NOBODY
from bot.register import figures
from bot.register import operations as register
from bot.register.store import NoSuchRequest


def ask_for_register(
    session: Session,
    *,
    desk: Desk,
    form: Format,
    anonymised: bool,
    officer: Officer,
    key: str,
    now: datetime,
) -> None:
    """Owe the compliance channel the register as a file, once for each form."""
    document = Document(
        what="register", form=form.value, anonymised=anonymised, asked_by=officer.named
    )
    _owe(session, desk, document, key, now)
    action = "exported anonymised" if anonymised else "exported"
    register.record(session, actor=officer.person, action=action, case="register", now=now)


def ask_for_evidence(
    session: Session, *, escalation: str, officer: Officer, key: str, now: datetime
) -> None:
    """Owe the case's thread its evidence pack; raises `NoSuchCase`."""
    reference = cases.get(session, escalation).reference
    document = Document(what="evidence", reference=reference, asked_by=officer.named)
    escalations.show(
        session, escalation=escalation, key=f"document/{key}", message=document, now=now
    )


def ask_for_report(
    session: Session, *, desk: Desk, month: date, officer: Officer, key: str, now: datetime
) -> None:
    """Owe the compliance channel a month's report, once for each form."""
    document = Document(what="report", month=month, asked_by=officer.named)
    _owe(session, desk, document, key, now)
    register.record(session, actor=officer.person, action="reported", case="register", now=now)


def _owe(session: Session, desk: Desk, document: Document, key: str, now: datetime) -> None:
    deliveries.put(
        session,
        key=f"document/{key}",
        address=ToCompliance(channel=desk.compliance),
        message=document,
        now=now,
    )


@dataclass(frozen=True)
class PrintingPress:
    """Makes the files; reading a long register takes its time, so not on the event loop."""

    database: Database
    desk: Desk
    sources: Sources

    def made(self, document: Document, now: datetime) -> Made:
        """Return the file as things stand now; raises `NotMade` where there can be none."""
        match document.what:
            case "register":
                return self._register(document, now)
            case "evidence":
                return self._evidence(document, now)
            case "report" | "pictures":
                return self._report(document, now)
            case _:
                assert_never(document.what)

    def _register(self, document: Document, now: datetime) -> Made:
        chosen = columns(anonymised=document.anonymised)
        count = self.database.transact(figures.how_many)
        rows = (row(request, chosen) for request in every_request(self.database))
        whole, local = io.BytesIO(), now.astimezone(self.desk.zone)
        try:
            write(Format(document.form), rows, chosen, made_at=now, to=whole)
        except TooManyForASheet as refused:
            raise NotMade(str(refused)) from refused
        cases = many(count, "case")
        name = f"register-{local:%Y-%m-%d}.{document.form}"
        return Made(
            files=(MadeFile(name=name, content=whole.getvalue()),),
            said=f"As of {local:%-d %B %Y, %H:%M}: {cases if count else 'no cases yet'}.",
        )

    def _evidence(self, document: Document, now: datetime) -> Made:
        asked_by = document.asked_by and document.asked_by.person
        by = asked_by or NOBODY
        try:
            found = self.database.transact(
                lambda session: evidence_of(
                    session,
                    reference=document.reference,
                    of=self.sources,
                    by=by,
                    zone=self.desk.zone,
                    now=now,
                )
            )
        except (NoSuchCase, NoSuchRequest) as refused:
            raise NotMade(str(refused)) from refused
        local = now.astimezone(self.desk.zone)
        pack = MadeFile(name=f"{document.reference}-evidence.zip", content=evidence_pack(found))
        return Made(files=(pack,), said=f"As of {local:%-d %B %Y, %H:%M}.")

    def _report(self, document: Document, now: datetime) -> Made:
        from bot.books.charts import pictures  # noqa: PLC0415 - a bot that answers draws nothing

        zone, today = self.desk.zone, self.desk.today(now)
        first = (document.month or today).replace(day=1)
        try:
            found = self.database.transact(
                lambda session: report_on(session, first=first, today=today, zone=zone, now=now)
            )
        except MonthStillToCome as refused:
            raise NotMade(str(refused)) from refused
        drawn = tuple(
            MadeFile(name=f"{first:%Y-%m}-{one.name}", content=one.png, alt=one.alt)
            for one in pictures(found)
        )
        said = lines(found) if document.what == "report" else [one.alt for one in drawn]
        return Made(files=drawn, said="\n".join(said))
