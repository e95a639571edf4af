"""From rule files to compiled rules: ids, patterns, examples, and what they set.

A rule file is a mapping of `macros` and `rules`; the folder says at which stage its rules run. What a rule means is
decided by the code that reads its `kind` (mentions), `cue` (discourse) or `table` (frames).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.extraction.build.sources import LANGUAGES, SourceError, load_yaml

STAGES = ("mentions", "discourse", "frames")
REQUIRED = {"id", "match", "yes"}
KNOWN = REQUIRED | {"kind", "cue", "table", "set", "no"}


@dataclass(frozen=True)
class Rule:
    """A rule as written, with the file and stage it stands in."""

    id: str
    stage: str
    file: str
    match: str
    means: dict[str, Any]
    yes: dict[str, Any]
    no: list[str]


@dataclass(frozen=True)
class Grammar:
    """All rules of a language, and its macros."""

    rules: list[Rule]
    macros: dict[str, str]


def read_grammar(language: str) -> Grammar:
    """Read all rule files of a language. SourceError names the file and the rule at fault."""
    rules: list[Rule] = []
    macros: dict[str, str] = {}
    for stage in STAGES:
        for path in sorted((LANGUAGES / language / stage).glob("*.yaml")):
            data = load_yaml(path)
            for name, pattern in (data.get("macros") or {}).items():
                if macros.setdefault(name, pattern) != pattern:
                    raise SourceError(f"{path}: macro {name} is defined twice with different patterns")
            rules.extend(_rule(path, stage, row) for row in data.get("rules") or [])
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise SourceError(f"{rule.file}: rule {rule.id} stands in {seen[rule.id]} too: rename one of them")
        seen[rule.id] = rule.file
    return Grammar(rules, macros)


def _rule(path: Path, stage: str, row: dict[str, Any]) -> Rule:
    where = f"{path}: rule {row.get('id', '?')}"
    if missing := sorted(REQUIRED - set(row)):
        raise SourceError(f"{where}: {', '.join(missing)} missing")
    if unknown := sorted(set(row) - KNOWN):
        raise SourceError(f"{where}: unknown key {', '.join(unknown)}")
    yes = row["yes"]
    if not yes:
        raise SourceError(f"{where}: an example under `yes` is needed")
    examples = yes if isinstance(yes, dict) else dict.fromkeys(map(str, yes), None)
    means: dict[str, Any] = {key: row[key] for key in ("kind", "cue", "table", "set") if key in row}
    no = [str(text) for text in row.get("no") or []]
    return Rule(
        row["id"], stage, f"{stage}/{path.name}", row["match"], means, {str(k): v for k, v in examples.items()}, no
    )


def expanded(rule: Rule, macros: dict[str, str]) -> str:
    """The pattern of a rule with its macros replaced, as far as they are known."""
    pattern = rule.match
    for _ in range(8):
        pattern = re.sub(r"<([A-Z0-9_]+)>", lambda found: f"({macros.get(found[1], '')})", pattern)
    return pattern


def atoms_named(patterns: Iterable[str]) -> tuple[set[str], set[str]]:
    """The atoms and the literal forms that patterns name; only these are worth a code point of their own."""
    atoms: set[str] = {"PARA", "STOP", "SEMI"}
    literals: set[str] = set()
    for pattern in patterns:
        for group in re.findall(r"\{!?([#\w][^{}]*)\}", pattern):
            for atom in re.split(r"[|&]", group):
                name, _, letters = atom.strip().partition(".")
                if name[:1].islower() and not name.isascii():
                    literals.add(name.replace("ё", "е"))
                elif not name[0].isdecimal():
                    atoms |= {f"{name}.{letter}" for letter in letters} | {name}
        rest = re.sub(r"\{[^{}]*\}|\.\.\d+|[a-z_]\w*:(?=\S)|\(\?<?[=!]", " ", pattern)
        literals |= set(re.findall(r'"([^"]+)"', rest))
        literals |= {word.lower().replace("ё", "е") for word in re.findall(r"[\w’'%-]+", re.sub(r'"[^"]+"', " ", rest))}
    return atoms, literals
