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
    """A language's lexicon: forms of one token, phrases, and the codes of what is in no lexicon."""

    language: str
    forms: dict[str, Record]
    phrases: dict[str, Record]
    phrase_heads: dict[str, tuple[int, ...]]
    structure: dict[str, str]
    mention_codes: dict[str, str]
    grammar: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language. FileNotFoundError when none was compiled for it."""
    data = json.loads((ARTEFACTS / f"{language}.json").read_text(encoding="utf-8"))
    forms: dict[str, Record] = {}
    phrases: dict[str, Record] = {}
    heads: dict[str, set[int]] = {}
    for plain_code, capital_code, plain, capital, words in data["records"]:
        capital_analyses = _analyses(capital)
        record = Record(
            plain_code, capital_code, _analyses(plain) if plain != capital else capital_analyses, capital_analyses
        )
        for word in words.split("|"):
            if " " in word:
                phrases[word] = record
                heads.setdefault(word[: word.index(" ")], set()).add(word.count(" ") + 1)
            else:
                forms[word] = record
    lengths = {head: tuple(sorted(found, reverse=True)) for head, found in heads.items()}
    return Lexicon(
        language, forms, phrases, lengths, data["structure"], data["mentions"], data["grammar"], data["facts"]
    )


def _analyses(rows: list[list[str]]) -> Analyses:
    return {name: (value, features) for name, value, features in rows}
