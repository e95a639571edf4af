"""The artefact of a language: its encoded lexicon, compiled rules and facts of the registries, as one JSON file."""

import json
from dataclasses import dataclass
from typing import Any

from pipeline.extraction.build.grammar import atoms_named, expanded, read_grammar
from pipeline.extraction.build.groups import compile_rules
from pipeline.extraction.build.lexicon import encode
from pipeline.extraction.build.sources import LANGUAGES, facts_of, lexicon_entries


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
        "records": vocabulary.rows,
        "structure": vocabulary.structure,
        "mentions": vocabulary.mentions,
        "grammar": rules,
        "facts": facts_of(language),
    }
    forms = sum(len(row[4].split("|")) for row in vocabulary.rows)
    codes = len(vocabulary.signatures)
    summary = f"{len(entries)} entries, {forms} forms, {codes} code points, {len(grammar.rules)} rules"
    dead = unread_classes({entry.name for entry in entries}, named)
    return Artefact(data, summary, [*vocabulary.collisions, *(f"class {name} is read by nothing" for name in dead)])


def unread_classes(classes: set[str], named: set[str]) -> list[str]:
    """Classes of the lexicon that no pattern names and no module of the room mentions."""
    room = LANGUAGES.parent
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(room.rglob("*.py")))
    return sorted(name for name in classes - named if f'"{name}"' not in code)


def rendered(artefact: Artefact) -> str:
    """The artefact as text: one record a line, so that a difference in version control can be read."""
    parts = []
    for key, value in artefact.data.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in value)
            parts.append(f'"{key}":[\n{rows}\n]')
        else:
            parts.append(
                f'"{key}":{json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=key != "grammar")}'
            )
    return "{\n" + ",\n".join(parts) + "\n}\n"
