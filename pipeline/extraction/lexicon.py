"""The compiled lexicon and grammar of a language, as the artefact holds them.

Loading belongs here; what is in the artefact is decided by `pipeline.extraction.build`. Standard library only.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ARTEFACTS = Path(__file__).parent / "artefacts"

Analyses = dict[str, tuple[str, str]]
"""What a form can be: class -> (value, features)."""


@dataclass(slots=True)
class Record:
    """A form of the lexicon in lower case (nothing if it is a proper name) and capitalised."""

    plain_code: str
    capital_code: str
    plain: Analyses
    capital: Analyses


@dataclass(slots=True)
class Lexicon:
    """A language's lexicon: forms of one token, phrases, and the codes of what is in no lexicon.

    Forms and phrases lead to rows of the artefact, which become records when a text first needs them.
    """

    language: str
    forms: dict[str, int]
    phrases: dict[str, int]
    phrase_heads: dict[str, tuple[int, ...]]
    rows: list[list[Any]]
    structure: dict[str, str]
    mention_codes: dict[str, str]
    grammar: dict[str, Any]
    facts: dict[str, Any]
    records: dict[int, Record] = field(default_factory=dict)

    def record(self, row: int) -> Record:
        """The record of a row."""
        record = self.records.get(row)
        if record is None:
            plain_code, capital_code, plain, capital, _ = self.rows[row]
            record = self.records[row] = Record(plain_code, capital_code, _analyses(plain), _analyses(capital))
        return record


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language. FileNotFoundError when none was compiled for it."""
    data = json.loads((ARTEFACTS / f"{language}.json").read_bytes())
    forms: dict[str, int] = {}
    phrases: dict[str, int] = {}
    heads: dict[str, set[int]] = {}
    for row, record in enumerate(data["records"]):
        for word in record[4].split("|"):
            if " " in word:
                phrases[word] = row
                heads.setdefault(word[: word.index(" ")], set()).add(word.count(" ") + 1)
            else:
                forms[word] = row
    lengths = {head: tuple(sorted(found, reverse=True)) for head, found in heads.items()}
    return Lexicon(
        language,
        forms,
        phrases,
        lengths,
        data["records"],
        data["structure"],
        data["mentions"],
        data["grammar"],
        data["facts"],
    )


def _analyses(rows: list[list[str]]) -> Analyses:
    return {name: (value, features) for name, value, features in rows}
