"""The words of the site in its three languages, from the one file `words.csv`; nothing here knows a page.

A text in all languages is a `Three`; which one is shown is decided where a page is drawn.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

LANGUAGES = ("en", "ru", "kk")
Three: TypeAlias = tuple[str, str, str]
"""One text in the languages of `LANGUAGES`, in their order."""

NARROW = "\u202f"
"""A narrow space that does not break: between a number and its unit, and inside numbers."""


@cache
def words() -> Mapping[str, Three]:
    """All texts by their key."""
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as lines:
        return {row["key"]: (row["en"], row["ru"], row["kk"]) for row in csv.DictReader(lines)}


def three(key: str) -> Three:
    """The text of a key; KeyError names a key that the file lacks."""
    return words()[key]


def same(text: str) -> Three:
    """A text that is the same in all languages: names as the sources have them, identifiers."""
    return (text, text, text)


def fill(template: Three, *parts: Three) -> Three:
    """A text with its `{}` filled from the left, each language with its own parts."""
    filled = [text.format(*(part[place] for part in parts)) for place, text in enumerate(template)]
    return (filled[0], filled[1], filled[2])


def joined(separator: str, parts: list[Three]) -> Three:
    """Texts one after the other."""
    each = [separator.join(part[place] for part in parts) for place in range(len(LANGUAGES))]
    return (each[0], each[1], each[2])


def counted(number: int, key: str) -> Three:
    """A number with its noun in the right form: the forms of a key stand between bars, as many as a language has."""
    each = [
        f"{grouped(number, place)} {_form(text.split('|'), number, LANGUAGES[place])}"
        for place, text in enumerate(three(key))
    ]
    return (each[0], each[1], each[2])


def _form(forms: list[str], number: int, language: str) -> str:
    if language == "ru" and len(forms) == 3:
        last, tens = number % 10, number % 100
        few = last in (2, 3, 4) and tens not in (12, 13, 14)
        return forms[0] if last == 1 and tens != 11 else forms[1] if few else forms[2]
    return forms[0] if number == 1 else forms[-1]


def grouped(number: int, place: int) -> str:
    """A whole number with its thousands apart, as the language at that place writes it."""
    text = f"{number:,}"
    return text if LANGUAGES[place] == "en" else text.replace(",", NARROW)
