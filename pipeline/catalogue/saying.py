"""Amounts, dates and periods in words, in all languages: how a value of a table is said on a page."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pipeline.catalogue.words import LANGUAGES, NARROW, Three, fill, grouped, same, three, words

SCALES = (12, 9, 6)
SIGNS = {"USD": "$", "EUR": "€"}
_NO_SCALE = frozenset({"percent", "times"})


def figure(row: Mapping[str, Any]) -> Three | None:
    """The amount of a row with its unit and hedge, as `over $17.2 bn`; None where it has none."""
    if row["amount"] is None:
        return None
    bounds = (row["amount"],) if row["amount_to"] is None else (row["amount"], row["amount_to"])
    return fill(three(f"qualifier.{row['qualifier']}"), _with_unit(bounds, row["unit"]))


def amount(value: Any, unit: str) -> Three:
    """An amount with its unit and no hedge."""
    return _with_unit((value,), unit)


def spread(low: Any, high: Any, unit: str) -> Three:
    """The range between two amounts."""
    return _with_unit((low, high), unit)


def number(value: Any) -> Three:
    """A number alone, all its digits."""
    return _each(lambda place: _digits(Decimal(str(value)), place))


@lru_cache(4096)
def _with_unit(bounds: tuple[Any, ...], unit: str) -> Three:
    values = [Decimal(str(bound)) for bound in bounds]
    size = max(abs(value) for value in values)
    scale = 0 if unit in _NO_SCALE else next((step for step in SCALES if size >= Decimal(10) ** step), 0)
    scaled = [value / Decimal(10) ** scale for value in values]

    def said(place: int) -> str:
        text = "–".join(_digits(value, place) for value in scaled)
        word = NARROW + three(f"scale.{scale}")[place].strip() if scale else ""
        template = words().get(f"unit.{unit}")
        if template:
            return template[place].format(f"{text}{word}")
        sign = SIGNS.get(unit)
        if LANGUAGES[place] == "en":
            return f"{sign}{text}{word}" if sign else f"{text}{word} {unit}"
        return f"{text}{word}{NARROW}{sign or unit}"

    return _each(said)


def _digits(value: Decimal, place: int) -> str:
    text = f"{value.normalize():f}"
    whole, _, rest = text.lstrip("-").partition(".")
    sign = "−" if value < 0 else ""
    point = "." if LANGUAGES[place] == "en" else ","
    return sign + grouped(int(whole), place) + (point + rest if rest else "")


@lru_cache(4096)
def day(date: str, precision: str = "day") -> Three:
    """An ISO date in words, as precise as it is known."""
    year, month, number_of_day = date[:4], int(date[5:7]), int(date[8:10])
    if precision == "year":
        return same(year)

    def said(place: int) -> str:
        names = three(f"month.{month}")[place].split("|")
        # Russian has another case beside a day; English has a short form, which only periods use
        name = names[-1] if LANGUAGES[place] == "ru" and precision == "month" else names[0]
        return three(f"date.{precision}")[place].format(d=number_of_day, m=name, y=year)

    return _each(said)


@lru_cache(4096)
def period(start: str | None, end: str | None) -> Three | None:
    """A span of days in words: whole years as years, whole months as months, open where an end is not known."""
    if not start and not end:
        return None
    if not start or not end:
        known = start or end or ""
        whole = known.endswith("-01-01") if start else known.endswith("-12-31")
        return fill(three("period.since" if start else "period.until"), day(known, "year" if whole else "day"))
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return same(start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}")
    if start.endswith("-01") and int(end[8:10]) >= 28:
        return day(start, "month") if start[:7] == end[:7] else _months(start, end)
    return day(start) if start == end else fill(same("{} – {}"), day(start), day(end))


def _months(start: str, end: str) -> Three:
    if start[:4] != end[:4]:
        return fill(same("{} – {}"), day(start, "month"), day(end, "month"))
    first, last = (three(f"month.{int(date[5:7])}") for date in (start, end))
    return _each(
        lambda place: (
            f"{end[:4]} ж. {first[place]}–{last[place]}"
            if LANGUAGES[place] == "kk"
            else f"{first[place].split('|')[-1]}–{last[place].split('|')[-1]} {end[:4]}"
        )
    )


def size(count: int) -> Three:
    """A file's size."""
    if count < 1000:
        return same(f"{count} B")
    step, unit = (1_000_000, "MB") if count >= 1_000_000 else (1000, "KB")
    return _each(lambda place: f"{_digits(Decimal(count * 10 // step) / 10, place)}{NARROW}{unit}")


def _each(said: Any) -> Three:
    return (said(0), said(1), said(2))
