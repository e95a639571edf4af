"""Groups of rules, each with an alphabet of its own that is small enough to be Latin-1.

`re` compiles a class of wide code points in half a millisecond and one of Latin-1 in microseconds, and a grammar has a
thousand of them. A group's rules tell few sets of atoms apart, so each group gets a table from the code points of the
lexicon to a letter for each set that its rules can tell apart.

Each group also tells, for the first tokens of a match, which of its rules a letter allows there: one bit for each
number of tokens that a match of a rule can have.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from pipeline.extraction.build.grammar import STAGES, Grammar, Rule, atoms_named, expanded
from pipeline.extraction.build.lexicon import Vocabulary
from pipeline.extraction.build.patterns import DEPTH, Compiled, Compiler, PatternError
from pipeline.extraction.build.sources import SourceError

# the letters of a group's alphabet: Latin-1 without controls
LETTERS = [chr(point) for point in (*range(0x21, 0x7F), *range(0xA1, 0x100)) if point != 0xAD]
# tokens so common that a rule which begins with one would be tried everywhere
PLAIN = ("LOWWORD", "LOWADJ", "LOWVERB", "PARA", "SENTENCE", "MARK")
ALWAYS = {"PARA", "STOP", "SEMI"}


@dataclass
class Group:
    """Rules of one stage that share an alphabet, and the atoms they name."""

    stage: str
    atoms: set[str] = field(default_factory=lambda: set(ALWAYS))
    rules: list[Rule] = field(default_factory=list)


def compile_rules(grammar: Grammar, vocabulary: Vocabulary) -> dict[str, list[dict[str, Any]]]:
    """The groups of each stage: their tables and their rules in file order. SourceError for a pattern at fault."""
    stages: dict[str, list[dict[str, Any]]] = {stage: [] for stage in STAGES}
    for group in _groups(grammar, vocabulary):
        letters = _alphabet(group.atoms, vocabulary)
        codes = _codes(vocabulary, letters)
        plain = [letters[vocabulary.structure[name]] for name in PLAIN]
        compilers = (Compiler(codes, frozenset(letters.values()), plain, grammar.macros) for _ in group.rules)
        compiled = [_compiled(rule, compiler) for rule, compiler in zip(group.rules, compilers, strict=True)]
        rows = [_row(rule, each) for rule, each in zip(group.rules, compiled, strict=True)]
        stages[group.stage].append({"letters": "".join(letters.values()), **_gates(compiled, letters), "rules": rows})
    return stages


def _row(rule: Rule, compiled: Compiled) -> dict[str, Any]:
    token = {} if compiled.token is None else {"token": compiled.token}
    return {"id": rule.id, "regex": compiled.regex, "paths": len(compiled.paths), **token, **rule.means}


def _gates(compiled: list[Compiled], letters: dict[str, str]) -> dict[str, Any]:
    """`steps`: for each of the first tokens and each letter of the alphabet the bits of the paths that allow it there.

    `ends`: for the same tokens the bits of paths that a text can end before. The paths of a rule are in a row, those of
    the first rule at the highest bits.
    """
    alphabet = sorted(set(letters.values()))
    paths = [path for each in compiled for _, path in sorted(each.paths.items())]
    steps = [
        [_bits(depth >= len(path) or letter in path[depth] for path in paths) for letter in alphabet]
        for depth in range(DEPTH)
    ]
    ends = [_bits(depth >= len(path) for path in paths) for depth in range(DEPTH)]
    return {"alphabet": "".join(alphabet), "steps": steps, "ends": ends}


def _bits(allowed: Iterable[bool]) -> int:
    return reduce(lambda bits, allows: bits << 1 | allows, allowed, 0)


def _groups(grammar: Grammar, vocabulary: Vocabulary) -> list[Group]:
    """Rules in file order, a new group wherever the alphabet of the last one would not do."""
    groups: list[Group] = []
    for rule in grammar.rules:
        atoms, literals = atoms_named([expanded(rule, grammar.macros)])
        named = atoms | {f"={literal}" for literal in literals}
        last = groups[-1] if groups else None
        if last is None or last.stage != rule.stage or _distinct(last.atoms | named, vocabulary) > len(LETTERS):
            last = Group(rule.stage)
            groups.append(last)
        last.atoms |= named
        last.rules.append(rule)
    return groups


def _distinct(atoms: set[str], vocabulary: Vocabulary) -> int:
    return len({signature & atoms for signature in vocabulary.signatures.values()})


def _alphabet(atoms: set[str], vocabulary: Vocabulary) -> dict[str, str]:
    """The letter of each code point of the lexicon."""
    told_apart = sorted({signature & atoms for signature in vocabulary.signatures.values()}, key=sorted)
    letter = dict(zip(told_apart, LETTERS, strict=False))
    return {point: letter[signature & atoms] for point, signature in vocabulary.signatures.items()}


def _codes(vocabulary: Vocabulary, letters: dict[str, str]) -> dict[str, set[str]]:
    """The letters of each atom."""
    codes: dict[str, set[str]] = defaultdict(set)
    for point, signature in vocabulary.signatures.items():
        for atom in signature:
            codes[atom].add(letters[point])
    return codes


def _compiled(rule: Rule, compiler: Compiler) -> Compiled:
    try:
        return compiler.compile(rule.match)
    except PatternError as error:
        raise SourceError(f"{rule.file}: rule {rule.id}: {error}") from error
