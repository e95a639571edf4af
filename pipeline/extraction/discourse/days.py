"""Days of the calendar, without what a text means by them."""

import calendar
from datetime import date, timedelta

WEEK = 7


def weekday_of(today: date, weekday: int, shift: int | None) -> date:
    """The last such weekday, today included; "прошлый" and "следующий" mean the weeks around this one."""
    if shift is None:
        return today - timedelta(days=(today.weekday() - weekday) % WEEK)
    day = today + timedelta(days=weekday - today.weekday() + WEEK * max(shift, 0))
    return day - timedelta(days=WEEK) if shift < 0 and day >= today - timedelta(days=today.weekday()) else day


def day_of(year: int | None, month: int, day: int) -> date | None:
    """The day of a date as written, None where there is no such day."""
    if year is None or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def same_day(day: date | None, years: int) -> date | None:
    """The same day some years later, or earlier if negative; the last of its month where that is shorter."""
    if day is None:
        return None
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


def same_end(day: date | None, years: int) -> date | None:
    """The end of the same span some years later: the last day of a month stays the last, also of February."""
    other = same_day(day, years)
    if day is None or other is None or day.day < calendar.monthrange(day.year, day.month)[1]:
        return other
    return other.replace(day=calendar.monthrange(other.year, other.month)[1])
