"""When the office is open: the hours in which officers can be expected to read (pure)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, model_validator

from bot.places import Nation
from bot.register.working_days import is_working_day


class Office(BaseModel):
    """Opening hours on working days, in the company's own zone."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    nation: Nation
    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(17)

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("the office must open before it closes")
        return self

    def has_opened(self, now: datetime) -> bool:
        """Return whether it has opened today; it may have closed again. Raises `NoHolidayData`."""
        local = now.astimezone(self.zone)
        return local.time() >= self.opens and is_working_day(local.date(), self.nation)

    def is_open(self, now: datetime) -> bool:
        """Return whether it is open; raises `NoHolidayData`."""
        return self.has_opened(now) and now.astimezone(self.zone).time() < self.closes

    def since(self, now: datetime, worked: timedelta) -> datetime:
        """Return the latest moment since which it was open for so long in all.

        Raises `NoHolidayData`.
        """
        day = now.astimezone(self.zone).date()
        while True:
            opened, until = self._hours_of(day, now)
            if until - opened >= worked:
                return until - worked
            worked -= max(until - opened, timedelta(0))
            day -= timedelta(days=1)

    def _hours_of(self, day: date, now: datetime) -> tuple[datetime, datetime]:
        """Return from when until when it was open on a day, as far as that is past."""
        opened = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
        if not is_working_day(day, self.nation):
            return opened, opened
        return opened, min(datetime.combine(day, self.closes, self.zone).astimezone(UTC), now)
