"""Dates as written: which parts a match of a date rule gives. What day is meant is decided in `discourse.calendar`."""

import re

from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import DateMention
from pipeline.extraction.tokens import Tokens

RELATIVE = {"BEFORELAST": -2, "LAST": -1, "THIS": 0, "NEXT": 1}
NEARDAYS = {"TODAY": 0, "YESTERDAY": -1, "TOMORROW": 1}
# groups of date rules by the class whose value they take
VALUED = {"m": "MONTH", "n": "MONTH", "o": "ORD", "s": "SEASON"}
SINCE, UNTIL = {"с", "от"}, {"к", "до"}
# what only says that a word stands there: of a month, its beginning, its end, the year named before
MARKS = {"r", "b", "t", "i"}
# spans whose own form says how they are meant
MEANINGS = {"open": "n", "yearago": "r", "monthago": "r", "same": "r", "since": "s", "cropsince": "s"}
NUMERIC = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)")
LONGEST_COUNT = 4
RANGES = {"days", "across", "months", "years", "weekdays"}


def build_date(tokens: Tokens, found: Found) -> DateMention | None:
    """The date of a match of a date rule; `parts` holds what its groups say, as numbers. None for "1.2.3"."""
    form = str(found.rule.settings["form"])
    parts: dict[str, int] = {}
    preposition = ""
    for name, (first, last) in found.groups.items():
        if name == "p":
            preposition = tokens.keys[first] if last > first else ""
        elif name == "j":
            parts["m"], parts["n"] = map(int, str(tokens.value(first, "MONTHPAIR")).split("/"))
        elif (value := _part(tokens, name, first, last)) is not None:
            parts["q" if name == "ry" else name] = value
    if form == "numeric":
        written = NUMERIC.fullmatch(tokens.keys[found.start])
        if written is None:
            return None
        parts = {name: int(part) for name, part in written.groupdict().items()}
    if form == "weekday" and "q" in found.groups and tokens.value(found.groups["q"][0], "RECENT") is not None:
        parts.pop("q", None)  # "в минувший понедельник" is the last one, not that of the week before
    meaning = MEANINGS.get(form, "p")
    if form not in RANGES and meaning == "p":
        meaning = "s" if preposition in SINCE else "u" if preposition in UNTIL else "p"
    return DateMention(found.start, found.end, found.rule.id, form, preposition, parts, meaning)


def _part(tokens: Tokens, name: str, first: int, last: int) -> int | None:
    if first == last:
        return None
    if name == "m" and (month := tokens.value(first, "MONTHADJ")) is not None:
        return int(month)
    if name in VALUED:
        return int(tokens.value(first, VALUED[name]) or 0)
    if name in ("q", "ry"):
        return next((shift for cls, shift in RELATIVE.items() if tokens.value(first, cls) is not None), 0)
    if name in ("d", "e", "y", "z"):
        return int(tokens.keys[first].partition("-")[0])
    if name == "k":
        return _count(tokens, first)
    if name in ("w", "v"):
        return int(tokens.value(first, "WEEKDAY") or tokens.value(first, "WEEKDAYADJ") or 0)
    if name == "x":
        return _near_day(tokens, first)
    return 1 if name in MARKS else None


def _count(tokens: Tokens, at: int) -> int | None:
    key = tokens.keys[at]
    if key.isdecimal() and len(key) <= LONGEST_COUNT:
        return int(key)
    word = tokens.value(at, "NUMW")
    return int(word) if word and word.isdecimal() else None


def _near_day(tokens: Tokens, at: int) -> int | None:
    for name in ("DAYADJ", "DAYSHIFT", "MONTHAGO"):
        if (shift := tokens.value(at, name)) is not None:
            return int(shift)
    return next((shift for cls, shift in NEARDAYS.items() if tokens.value(at, cls) is not None), None)
