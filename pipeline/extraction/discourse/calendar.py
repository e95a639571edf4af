"""Which days a date mention means, in the light of the article's publication date and the years named before it.

Codebook, Readings 7 to 10: a date without a year takes the nearest dated context; a half-year, a quarter or "ten
months" is a closed span; "since" has a start only; a span of "the last three years" gives no period.
"""

from datetime import date, timedelta

from pipeline.extraction.discourse.days import WEEK, day_of, weekday_of
from pipeline.extraction.discourse.spans import NONE, Period, crop_year, months_of, year_of
from pipeline.extraction.mentions.model import DateMention
from schemas.vocabulary import DatePrecision

MONTHS_AHEAD = 200
# until this month "the results of the year" are those of the year before
RESULTS_UNTIL = 3
# forms of a part of a year, which can stand right behind the year itself: "в прошлом году в первом квартале"
PARTS = ("month", "months", "firstmonths", "firstquarters", "half", "quarter")
BEHIND = 1
# the months of a year
YEAR = 12


class Calendar:
    """Resolves the dates of one article in reading order."""

    def __init__(self, published_on: date | None) -> None:
        self.published_on = published_on
        self.last_year: int | None = None
        self.year_meant: int | None = None
        self.last_period: Period | None = None
        self.first_period: Period | None = None
        self.last_day: Period | None = None
        self.last_point: Period | None = None
        self.last_month: date | None = published_on
        self.year_told: tuple[int, int] | None = None

    def resolve(self, mention: DateMention, wanted: bool = False) -> Period:
        """The days meant; `NONE` where neither text nor publication date tells them.

        No other date reckons from a year ahead, which without a publication date is one of what is only `wanted`.
        """
        parts = self._in_its_year(mention)
        period = self._period(mention, parts)
        if period and period.start and mention.meaning in "su" and period.meaning == "p":
            end = None if mention.meaning == "s" else period.end
            period = Period(period.start, end, period.precision, mention.meaning)
        if period and period.start and period.precision is DatePrecision.YEAR and self._is_ahead(period.start, wanted):
            return period
        if "y" in parts and mention.form not in ("years", "since", "crop", "cropsince"):
            self.last_year = parts["y"]
        if period is None:
            return NONE
        if period.meaning == "p" and period.start:
            self.year_meant = period.start.year
            if period.precision is not DatePrecision.YEAR:
                self.last_month = period.start
            if period.precision is DatePrecision.DAY:
                self.last_day = self.last_point = period
            else:
                self.last_point = period if mention.form in ("month", "relmonth") else self.last_point
                self.last_period = period
                over = self.published_on is None or period.end is None or period.end < self.published_on
                self.first_period = self.first_period or (period if over else None)
                whole = mention.form in ("year", "relyear") and mention.meaning == "p"
                self.year_told = (mention.end, period.start.year) if whole else None
        return period

    def _is_ahead(self, start: date, wanted: bool) -> bool:
        return start > self.published_on if self.published_on else wanted

    def _in_its_year(self, mention: DateMention) -> dict[str, int]:
        """The parts of a date, with the year that stands right before it: "в прошлом году, в первом квартале"."""
        parts, told = mention.parts, self.year_told
        if told is None or mention.form not in PARTS or not {"y", "q"}.isdisjoint(parts):
            return parts
        return {**parts, "y": told[1]} if mention.start - told[0] <= BEHIND else parts

    def _period(self, mention: DateMention, parts: dict[str, int]) -> Period | None:
        match mention.form:
            case "day" | "days" | "across" | "numeric" | "asof":
                return self._days(mention, parts)
            case "month" | "relmonth":
                return self._month(parts)
            case (
                "months"
                | "firstmonths"
                | "firstquarters"
                | "half"
                | "quarter"
                | "sinceuntil"
                | "seasonmonths"
                | "yearto"
            ):
                return self._several_months(mention.form, parts)
            case "crop" | "cropsince":
                return crop_year(mention.form, parts["y"])
            case "year" | "years" | "relyear" | "season" | "since" | "fullyear" | "beginning":
                return self._year(mention.form, parts)
            case "dayalone":
                return self._day_alone(parts)
            case "relday" | "weekday" | "weekdays" | "week" | "sameday" | "nextday" | "then":
                return self._near(mention.form, parts)
            case "reported" | "backthen":
                return self.last_period if "r" in parts or mention.form == "backthen" else self.first_period
            case "yearago" | "monthago" | "same":
                return self._reference(mention.form, parts)
            case _:
                return NONE

    def year_for(self, parts: dict[str, int], month: int | None = None, closed: bool = False) -> int | None:
        """The year of a date: its own, a relative one, or the one that brings it closest before the publication."""
        told = self.year_meant if "i" in parts else parts.get("y")
        if told is not None:
            return told
        anchor = self.published_on.year if self.published_on else self.last_year
        if anchor is None:
            return None
        if "q" in parts:
            return anchor + parts["q"]
        if self.published_on is None or month is None:
            return anchor
        ahead = (date(anchor, month, 1) - self.published_on).days
        if closed:
            return anchor - 1 if ahead > 0 else anchor
        if ahead > MONTHS_AHEAD:
            return anchor - 1
        return anchor + 1 if ahead < -330 else anchor

    def _days(self, mention: DateMention, parts: dict[str, int]) -> Period | None:
        month = parts["m"]
        year = self.year_for(parts, month)
        start = day_of(year, month, parts["d"])
        if start is None or year is None:
            return None
        end: date | None = start
        if "e" in parts:
            last = parts.get("n", month)
            end = day_of(parts.get("z", year), last, parts["e"])
            if end and end < start:
                start = day_of(year - 1, month, parts["d"]) or start
        if mention.form == "asof":
            return Period(None, end, DatePrecision.DAY)
        return Period(start, end, DatePrecision.DAY)

    def _day_alone(self, parts: dict[str, int]) -> Period | None:
        """A day without its month ("20-го", "18 числа"): of the month named last."""
        if self.last_month is None:
            return None
        year, month = self.last_month.year, self.last_month.month
        start, end = day_of(year, month, parts["d"]), day_of(year, month, parts.get("e", parts["d"]))
        return Period(start, end, DatePrecision.DAY) if start and end and start <= end else None

    def _month(self, parts: dict[str, int]) -> Period | None:
        today = self.published_on
        if "m" in parts:
            year = self.year_for(parts, parts["m"])
            return months_of(year, parts["m"], parts["m"]) if year else None
        if today is None:
            return None
        shift = parts.get("q", 0)
        index = today.year * 12 + today.month - 1 + shift
        return months_of(index // 12, index % 12 + 1, index % 12 + 1)

    def _several_months(self, form: str, parts: dict[str, int]) -> Period | None:
        if form == "sinceuntil":
            return self._since_until(parts)
        if form == "yearto":
            return self._year_to(parts)
        return self._season_months(parts) if form == "seasonmonths" else self._months(form, parts)

    def _months(self, form: str, parts: dict[str, int]) -> Period | None:
        if form == "months":
            first, last = parts["m"], parts["n"]
        elif form == "firstmonths":
            first, last = 1, parts.get("k", 0)
        elif form == "firstquarters":
            first, last = 1, parts.get("k", 0) * 3
        elif form == "half":
            half = parts.get("o", 1)
            first, last = half * 6 - 5, half * 6
        else:
            quarter = parts.get("o", 0)
            first, last = quarter * 3 - 2, quarter * 3
        if form in ("firstmonths", "firstquarters") and last == 12:
            return NONE
        if not (1 <= first <= 12 and 1 <= last <= 12) or (first > last and form != "months"):
            return None
        year = self.year_for(parts, last, closed=True)
        if year is None:
            return None
        if "z" in parts and parts["z"] < year:
            return Period(date(parts["z"], first, 1), months_of(year, last, last).end, DatePrecision.MONTH)
        if first > last:  # "с сентября по январь"
            return Period(months_of(year - 1, first, first).start, months_of(year, last, last).end, DatePrecision.MONTH)
        return months_of(year, first, last)

    def _year_to(self, parts: dict[str, int]) -> Period | None:
        """A year or so many months up to the end of one: "за год, завершившийся в июне 2025 года"."""
        year = self.year_for(parts, parts["m"], closed=True)
        if year is None:
            return None
        last = months_of(year, parts["m"], parts["m"])
        return Period(last.months_before(parts.get("k", YEAR) - 1).start, last.end, DatePrecision.MONTH)

    def _since_until(self, parts: dict[str, int]) -> Period | None:
        """From the first day of a year to a day or the end of a month: "с начала года по 28 сентября"."""
        year, month = self.year_for(parts), parts["n"]
        if year is None:
            return None
        end = day_of(year, month, parts["e"]) if "e" in parts else months_of(year, month, month).end
        return Period(date(year, 1, 1), end, DatePrecision.MONTH) if end else None

    def _season_months(self, parts: dict[str, int]) -> Period | None:
        """A month of a season, or its three months where they lie in one year."""
        number, opening = parts.get("o"), parts["s"] if parts["s"] > 1 else 12
        if number is None:
            year = self.year_for(parts, opening, closed=True)
            return months_of(year, opening, opening + 2) if year and opening < 12 and parts.get("k", 3) == 3 else None
        month = (opening + number - 2) % 12 + 1
        year = self.year_for(parts, month, closed=True)
        return months_of(year, month, month) if year and number <= 3 else None

    def _year(self, form: str, parts: dict[str, int]) -> Period | None:
        year = self.year_for(parts)
        if year is None:
            return None
        if form == "fullyear" and self.published_on and self.published_on.month <= RESULTS_UNTIL:
            year -= 1
        if form == "season" and "y" not in parts and "q" not in parts:
            year = self.year_for(parts, parts["s"]) or year
        if form == "beginning" and self.published_on and year <= self.published_on.year:
            return Period(None, date(year, 1, 1), DatePrecision.DAY)
        if form == "since":
            return Period(date(year, 1, 1), None, DatePrecision.YEAR, "s")
        last = parts.get("z", year)
        if last < year:
            return None
        return Period(date(year, 1, 1), date(last, 12, 31), DatePrecision.YEAR)

    def _near(self, form: str, parts: dict[str, int]) -> Period | None:
        today = self.published_on
        if form in ("sameday", "then"):
            return self.last_day if form == "sameday" else self.last_point
        if form == "nextday":
            return self._day_after(parts["x"])
        if today is None:
            return None
        if form == "relday":
            day = today + timedelta(days=parts.get("x", 0))
            return Period(day, day, DatePrecision.DAY)
        if form == "weekdays":
            end = weekday_of(today, parts["v"], None)
            return Period(end - timedelta(days=(parts["v"] - parts["w"]) % WEEK), end, DatePrecision.DAY)
        if form == "weekday":
            day = weekday_of(today, parts["w"], parts.get("q"))
            return Period(day, day, DatePrecision.DAY)
        monday = today - timedelta(days=today.weekday() - WEEK * parts.get("q", 0))
        sunday = monday + timedelta(days=WEEK - 1)
        if monday.month != sunday.month:
            return year_of(monday)
        return months_of(monday.year, monday.month, monday.month)

    def _day_after(self, shift: int) -> Period | None:
        """Some days after the last one named: "на следующий день"."""
        if self.last_day is None or self.last_day.start is None:
            return None
        day = (self.last_day.end or self.last_day.start) + timedelta(days=shift)
        return Period(day, day, DatePrecision.DAY)

    def _reference(self, form: str, parts: dict[str, int]) -> Period:
        """What "a year earlier" and "the same period" point at was named before; the reader of figures knows it."""
        if form == "same" and ("y" in parts or "q" in parts):
            return Period(None, None, DatePrecision.YEAR, "r")
        return Period(None, None, DatePrecision.YEAR, "t" if form == "same" else "r")
