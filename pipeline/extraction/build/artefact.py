"""The artefact of a language: its encoded lexicon, compiled rules and facts of the registries, as one JSON file."""

import json
from dataclasses import dataclass
from typing import Any

from pipeline.extraction.build.grammar import atoms_named, expanded, read_grammar
from pipeline.extraction.build.groups import compile_rules
from pipeline.extraction.build.lexicon import Row, Vocabulary, encode
from pipeline.extraction.build.sources import LANGUAGES, facts_of, lexicon_entries
from pipeline.extraction.lexicon import SHELF


@dataclass(frozen=True)
class Artefact:
    """What was compiled, a line about its size, and a line for each thing that its author should look at."""

    data: dict[str, Any]
    summary: str
    notes: list[str]


def languages() -> list[str]:
    """The languages that have a lexicon, in alphabetical order."""
    return sorted(path.name for path in LANGUAGES.iterdir() if (path / "lexicon").is_dir())


def artefact_of(language: str) -> Artefact:
    """Compile a language. SourceError when a file of it is at fault."""
    grammar = read_grammar(language)
    named, literals = atoms_named(expanded(rule, grammar.macros) for rule in grammar.rules)
    entries = list(lexicon_entries(language))
    vocabulary = encode(entries, named, literals)
    rules = compile_rules(grammar, vocabulary)
    data = {
        "language": language,
        "records": [_record(row) for row in vocabulary.rows],
        "forms": shelved(vocabulary, phrases=False),
        "phrases": shelved(vocabulary, phrases=True),
        "structure": vocabulary.structure,
        "mentions": vocabulary.mentions,
        "grammar": rules,
        "facts": facts_of(language),
    }
    forms = sum(len(row.forms) for row in vocabulary.rows)
    codes = len(vocabulary.signatures)
    summary = f"{len(entries)} entries, {forms} forms, {codes} code points, {len(grammar.rules)} rules"
    dead = unread_classes({entry.name for entry in entries}, named)
    return Artefact(data, summary, [*vocabulary.collisions, *(f"class {name} is read by nothing" for name in dead)])


def _record(row: Row) -> str:
    """Both codes, then "CLASS¦value¦features¶..." in lower case and, where it differs, "|" and the same capitalised."""
    plain, capital = ("¶".join("¦".join(each) for each in analyses) for analyses in (row.plain, row.capital))
    return f"{row.plain_code or ' '}{row.capital_code}{plain}" + (f"|{capital}" if capital != plain else "")


def shelved(vocabulary: Vocabulary, *, phrases: bool) -> dict[str, str]:
    """Where forms, or phrases, are looked up: by first letters, or first word, what follows: "|rest=row|rest=row|"."""
    shelves: dict[str, list[str]] = {}
    for number, row in enumerate(vocabulary.rows):
        for form in row.forms:
            if (" " in form) is phrases:
                head, _, rest = form.partition(" ") if phrases else (form[:SHELF], "", form[SHELF:])
                shelves.setdefault(head, []).append(f"{rest}={number}")
    return {shelf: "|" + "|".join(sorted(entries)) + "|" for shelf, entries in sorted(shelves.items())}


def unread_classes(classes: set[str], named: set[str]) -> list[str]:
    """Classes of the lexicon that no pattern names and no module of the room mentions."""
    room = LANGUAGES.parent
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(room.rglob("*.py")))
    return sorted(name for name in classes - named if f'"{name}"' not in code)


def rendered(artefact: Artefact) -> str:
    """The artefact as text: one record or shelf a line, so that a difference in version control can be read."""
    parts = []
    for key, value in artefact.data.items():
        if isinstance(value, list):
            parts.append(f'"{key}":[\n' + ",\n".join(map(_json, value)) + "\n]")
        elif isinstance(value, dict):
            rows = (f"{_json(name)}:{_json(each)}" for name, each in value.items())
            parts.append(f'"{key}":{{\n' + ",\n".join(rows) + "\n}")
        else:
            parts.append(f'"{key}":{_json(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
