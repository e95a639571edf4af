"""Closed and open spans of days, which the dates of a text stand for."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.extraction.discourse.days import same_day, same_end
from schemas.vocabulary import DatePrecision

LONGEST_EVENT = 25
# the month in which years of trade in grain begin
HARVEST = 7


@dataclass(frozen=True, slots=True)
class Period:
    """A closed span of days; `meaning` is p period, s since, u until, n none, r a year before, t the same as before."""

    start: date | None
    end: date | None
    precision: DatePrecision
    meaning: str = "p"

    @property
    def is_long(self) -> bool:
        """Whether a span of days is too long for an event: "с 1 сентября 2024 года по 31 августа 2025-го"."""
        return self.start is not None and self.end is not None and (self.end - self.start).days > LONGEST_EVENT

    def shifted(self, years: int) -> "Period":
        """The same span some years later, or earlier if negative."""
        ends = same_day if self.precision is DatePrecision.DAY else same_end
        return Period(same_day(self.start, years), ends(self.end, years), self.precision)

    def months_before(self, months: int) -> "Period":
        """The month or quarter so many months earlier; itself unless it is whole months."""
        if self.start is None or self.end is None or self.start.day > 1:
            return self
        first = self.start.year * 12 + self.start.month - 1 - months
        last = self.end.year * 12 + self.end.month - 1 - months
        return replace(
            self, start=months_of(first // 12, first % 12 + 1, 1).start, end=months_of(last // 12, 1, last % 12 + 1).end
        )

    def year_before(self) -> "Period":
        """The same span one year earlier."""
        return self.shifted(-1)


NONE = Period(None, None, DatePrecision.YEAR, "n")


def months_of(year: int, first: int, last: int) -> Period:
    """Whole months of a year."""
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(date(year, first, 1), end, DatePrecision.MONTH)


def crop_year(form: str, year: int) -> Period:
    """A year from one harvest to the next, or all that has been since it began."""
    end = None if form == "cropsince" else date(year + 1, HARVEST, 1) - timedelta(days=1)
    return Period(date(year, HARVEST, 1), end, DatePrecision.MONTH, "p" if end else "s")


def year_of(day: date) -> Period:
    """The year of a day."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31), DatePrecision.YEAR)
