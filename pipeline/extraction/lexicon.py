"""The compiled lexicon and grammar of a language, as the artefact holds them.

Loading belongs here; what is in the artefact is decided by `pipeline.extraction.build`. Standard library only.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ARTEFACTS = Path(__file__).parent / "artefacts"
# forms lie in the artefact by so many first letters
SHELF = 4

Analyses = dict[str, tuple[str, str]]
"""What a form can be: class -> (value, features)."""


@dataclass(slots=True)
class Record:
    """A form of the lexicon in lower case (nothing if it is a proper name) and capitalised."""

    plain_code: str
    capital_code: str
    plain: Analyses
    capital: Analyses


# what follows the first word of a phrase: its second word, the others, and its row
PHRASE = re.compile(r"\|([^ =|]+)([^=|]*)=(\d+)")

Phrases = dict[str, list[tuple[int, str, int]]]
"""Phrases that begin with one word, by their second: how many words follow the first, which, its row; longest first."""


@dataclass(slots=True)
class Lexicon:
    """A language's lexicon: forms of one token, phrases, and the codes of what is in no lexicon.

    An article needs one form in fifty, so that nothing is taken apart before a text asks for it. `forms` has under the
    first letters of a form "|rest=row" for each, `phrases` the same under the first word of a phrase for what follows
    it; how a row of `records` is written says `pipeline.extraction.build.artefact`.
    """

    language: str
    forms: dict[str, str]
    phrases: dict[str, str]
    records: list[str]
    structure: dict[str, str]
    mention_codes: dict[str, str]
    grammar: dict[str, Any]
    facts: dict[str, Any]
    read: dict[int, Record] = field(default_factory=dict)
    citizens: dict[str, list[str]] = field(init=False)
    """The persons of the registry by country."""
    offices: dict[str, set[str]] = field(init=False)
    """All offices that a person of the registry has ever held."""

    def __post_init__(self) -> None:
        self.citizens, self.offices = {}, {}
        for person, told in self.facts["persons"].items():
            self.citizens.setdefault(told["country"], []).append(person)
            self.offices[person] = {office for office, _, _ in told["terms"]}

    def form(self, key: str) -> Record | None:
        """The record of a form of one token."""
        shelf = self.forms.get(key[:SHELF])
        rest = key[SHELF:]
        at = shelf.find(f"|{rest}=") if shelf else -1
        if shelf is None or at < 0:
            return None
        start = at + len(rest) + 2
        return self.record(int(shelf[start : shelf.index("|", start)]))

    def phrases_of(self, head: str) -> Phrases | None:
        """The phrases that begin with a word; None for most words."""
        shelf = self.phrases.get(head)
        if shelf is None:
            return None
        found: Phrases = {}
        for second, rest, row in PHRASE.findall(shelf):
            found.setdefault(second, []).append((1 + rest.count(" "), second + rest, int(row)))
        for phrases in found.values():
            if len(phrases) > 1:
                phrases.sort(key=lambda phrase: -phrase[0])
        return found

    def record(self, row: int) -> Record:
        """The record of a row."""
        record = self.read.get(row)
        if record is None:
            line = self.records[row]
            plain, _, capital = line[2:].partition("|")
            analyses = _analyses(plain)
            record = Record(line[0].strip(), line[1], analyses, _analyses(capital) if capital else analyses)
            self.read[row] = record
        return record


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language. FileNotFoundError when none was compiled for it."""
    data = json.loads((ARTEFACTS / f"{language}.json").read_bytes())
    return Lexicon(
        language,
        data["forms"],
        data["phrases"],
        data["records"],
        data["structure"],
        data["mentions"],
        data["grammar"],
        data["facts"],
    )


def _analyses(text: str) -> Analyses:
    analyses: Analyses = {}
    for row in text.split("¶") if text else ():
        name, value, features = row.split("¦")
        analyses[name] = (value, features)
    return analyses
