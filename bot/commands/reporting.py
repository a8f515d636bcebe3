"""`helpdesk register report`: what a month was like, in words and pictures."""

import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.books.report import MONTHS_BACK, MonthStillToCome, Report, lines, title
from bot.books.reporting import report_on
from bot.clock import utc_now
from bot.commands.desk import today
from bot.commands.files import written
from bot.commands.operators import open_database
from bot.commands.printing import Failure, say
from bot.register.working_days import months_after
from bot.settings import read_storage_settings


def _month(text: str) -> date:
    try:
        month = date(*time.strptime(text, "%Y-%m")[:3])
        months_after(month, 1 - MONTHS_BACK)  # it is compared with the year before it
    except ValueError as cause:
        raise typer.BadParameter(f"{text!r} is no month: write it as 2026-11") from cause
    return month


def report(
    *,
    month: Annotated[
        date | None,
        typer.Option(parser=_month, metavar="YYYY-MM", help="Else the month that it is."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where to, with pictures.")
    ] = None,
) -> None:
    """Say what a month was like: volume, time taken, extensions, refusals, what is open."""
    day = today()
    first = month or day.replace(day=1)
    zone = read_storage_settings().helpdesk_timezone
    look = partial(report_on, first=first, today=day, zone=zone, now=utc_now())
    try:
        found = open_database().transact(look)
    except MonthStillToCome as refused:
        raise Failure(str(refused)) from refused
    for line in (title(found), *lines(found)):
        say(line)
    if to:
        for file in _kept(found, to):
            say(f"Written: {file}")


def _kept(found: Report, folder: Path) -> Iterator[Path]:
    from bot.books.charts import pictures  # noqa: PLC0415 - a bot that answers draws nothing

    name = f"{found.month.first:%Y-%m}"
    drawn = {f"{name}-{picture.name}": picture for picture in pictures(found)}
    shown = [f"{file}: {picture.alt}" for file, picture in drawn.items()]
    text = "\n".join((title(found), "", *lines(found), "", *shown)).strip() + "\n"
    contents = {f"{name}.txt": text.encode()} | {file: it.png for file, it in drawn.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Failure(f"{folder} cannot be written: {fault.strerror or fault}.") from fault
    for file, content in contents.items():
        with written(folder / file) as into:
            into.write(content)
        yield folder / file
