"""From entries to records: every form with all that it can be, and a code point for each set of possibilities."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.extraction.build.inflect import Forms, NotInflectedError, fold, forms_of, known
from pipeline.extraction.build.names import declined
from pipeline.extraction.build.sources import Entry, SourceError
from pipeline.extraction.matching import FIRST_CODE
from pipeline.extraction.tokens import TOKEN, fold_key

# what a token can be without standing in the lexicon
STRUCTURE = {
    "PARA": ("PARA",),
    "MARK": ("MARK",),
    "SENTENCE": ("STOP",),
    "INTEGER": ("NUM", "INT"),
    "DECIMAL": ("NUM", "DEC"),
    "DAYNUMBER": ("NUM", "INT", "DAYNUM"),
    "YEAR": ("NUM", "INT", "YEAR"),
    "YEARTH": ("YEAR", "YEARTH"),
    "ORDINAL": ("ORDNUM",),
    "NUMDATE": ("NUMDATE",),
    "LOWWORD": ("WORD", "LOW", "NEW", "NOUNISH"),
    "LOWADJ": ("WORD", "LOW", "NEW", "ADJ"),
    "LOWVERB": ("WORD", "LOW", "NEW", "VERBISH"),
    "PAIR": ("WORD", "LOW", "ADJ", "PAIR"),
    "INITIAL": ("INITIAL", "CAP"),
    "CAPWORD": ("WORD", "CAP", "NEW", "NAME"),
    "CAPADJ": ("WORD", "CAP", "NEW", "NAME", "ADJ"),
    "ABBREVIATION": ("WORD", "CAP", "NEW", "NAME", "ABBREV"),
    "LATIN": ("LATIN",),
    "LATINCAP": ("LATIN", "LATINCAP", "CAP", "NAME"),
}
MARKS = {
    "COMMA": ",", "COLON": ":", "SEMI": ";", "DASH": "–", "OPEN": "(", "CLOSE": ")", "QUOTEOPEN": "«",
    "QUOTECLOSE": "»", "QUOTE": '"', "DOT": ".", "BANG": "!", "ASK": "?", "ELLIPSIS": "…", "BULLET": "•",
    "AMPERSAND": "&", "SLASH": "/",
    "NUMBERSIGN": "№", "PLUSSIGN": "+",
}  # fmt: skip
# mentions that carry the features of a noun, and mentions that carry one letter for their kind
NOMINAL_MENTIONS = ("PARTY", "PLACE", "PERSON", "ORG", "PAIR", "CORRIDOR")
LETTERED_MENTIONS = {"AMOUNT": "mpxwcdkrnjfoiuebz", "DATE": "pnrsu"}
NOMINAL_LETTERS = "Angdaipsm"
# what the artefact sets analyses and forms apart with
SEPARATORS = re.compile("[|¦¶]")
# a word can speak for several of these at once; elsewhere the first value wins and the compiler tells of the second
MANY_VALUED = {"SECTOR"}

Key = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Row:
    """What some forms can be in lower case (nothing for proper names) and capitalised, each with its code point."""

    plain_code: str
    capital_code: str
    plain: list[list[str]]
    capital: list[list[str]]
    forms: list[str]


@dataclass
class Vocabulary:
    """The compiled lexicon: records by form, what each code point stands for, and what the compiler noticed."""

    named: set[str]
    records: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    signatures: dict[str, frozenset[str]] = field(default_factory=dict)
    structure: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    collisions: list[str] = field(default_factory=list)


def expand(entries: Iterable[Entry]) -> tuple[dict[str, dict[str, tuple[str, str, bool]]], list[str]]:
    """Form -> class -> (value, features, proper). The first value of a class wins; others are reported."""
    analyses: dict[str, dict[str, tuple[str, str, bool]]] = defaultdict(dict)
    collisions: list[str] = []
    for entry in entries:
        if SEPARATORS.search(entry.value + entry.lemma):
            raise SourceError(f"{entry.source}: {entry.name}: {entry.lemma!r} or its value has one of | ¦ ¶ in it")
        proper = entry.lemma[0].isupper()
        for form, features in _forms(entry).items():
            key = " ".join(fold_key(token) for token in TOKEN.findall(form))
            known = analyses[key].get(entry.name)
            value = entry.value
            if known and known[0] != value:
                if entry.name not in MANY_VALUED:
                    collisions.append(f"{key}: {entry.name} is {known[0]}, not {value} ({entry.source})")
                    continue
                value = known[0] if value in known[0].split(",") else f"{known[0]},{value}"
            merged = "".join(sorted(set(features) | set(known[1] if known else "")))
            analyses[key][entry.name] = (value, merged, proper and (known is None or known[2]))
    return analyses, collisions


def _forms(entry: Entry) -> Forms:
    try:
        if entry.manner == "=":
            return {fold(entry.lemma): "adginps" if entry.lemma[0].isupper() else ""}
        by_ending = entry.manner == "~" or (entry.manner == "?" and not known(entry.lemma))
        return declined(entry.lemma, entry.feminine, entry.surname_first) if by_ending else forms_of(entry.lemma)
    except NotInflectedError as error:
        raise SourceError(f"{entry.source}: {entry.name}: {error}") from error


def encode(entries: Iterable[Entry], named: set[str], literals: Iterable[str]) -> Vocabulary:
    """Give every form its records and code points.

    `named` are the atoms that patterns use (only they are told apart), `literals` the forms and marks that they name.
    """
    vocabulary = Vocabulary(named=named)
    analyses, vocabulary.collisions = expand(entries)
    for name, mark in MARKS.items():
        analyses[mark][name] = ("", "", False)
    for literal in literals:
        analyses[literal][f"={literal}"] = ("", "", False)
    for form, found in sorted(analyses.items()):
        key = tuple(
            sorted(
                (name, value, features + ("^" if proper else "")) for name, (value, features, proper) in found.items()
            )
        )
        vocabulary.records[key].append(form)
    _assign_codes(vocabulary)
    return vocabulary


def _assign_codes(vocabulary: Vocabulary) -> None:
    """One code point per set of atoms, in alphabetical order of the sets."""
    drafts = []
    for key, forms in sorted(vocabulary.records.items()):
        capital = _rows(key, with_proper=True)
        plain = _rows(key, with_proper=False)
        drafts.append(
            (_atoms(plain, False, vocabulary.named), _atoms(capital, True, vocabulary.named), plain, capital, forms)
        )
    wanted = {atoms for draft in drafts for atoms in draft[:2] if atoms}
    wanted |= {frozenset(atoms) for atoms in STRUCTURE.values()}
    mentions = _mention_atoms(vocabulary)
    ordered = sorted(wanted | set(mentions.values()), key=lambda atoms: sorted(atoms))
    points = {atoms: chr(FIRST_CODE + index) for index, atoms in enumerate(ordered)}
    vocabulary.signatures = {point: atoms for atoms, point in points.items()}
    vocabulary.structure = {name: points[frozenset(atoms)] for name, atoms in STRUCTURE.items()}
    vocabulary.mentions = {name: points[atoms] for name, atoms in mentions.items()}
    for plain_atoms, capital_atoms, plain, capital, forms in drafts:
        plain_code = points[plain_atoms] if plain_atoms else ""
        vocabulary.rows.append(Row(plain_code, points[capital_atoms], plain, capital, forms))


def _rows(key: Key, with_proper: bool) -> list[list[str]]:
    return [
        [name, value, features.rstrip("^")]
        for name, value, features in key
        if with_proper or not features.endswith("^")
    ]


def _atoms(rows: list[list[str]], capital: bool, named: set[str]) -> frozenset[str]:
    """What patterns can tell about a form; at least that it is a word."""
    if not rows:
        return frozenset()
    atoms: set[str] = set()
    for name, _, features in rows:
        atoms.add(name)
        atoms.update(f"{each}.{letter}" for each in (name, "ANY") for letter in features)
        if "A" in features:
            atoms.add("ADJ")
    if not atoms & set(MARKS):
        atoms |= {"WORD", "CAP" if capital else "LOW"}
    return frozenset(atom for atom in atoms if atom in named or atom.startswith("=")) | {"KNOWN"}


def _mention_atoms(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """The code names of mentions ("PARTY:gs", "AMOUNT:m") and their atoms ("#PARTY", "#PARTY.g")."""
    nominal = Counter(
        "".join(letter for letter in NOMINAL_LETTERS if letter in features)
        for key in vocabulary.records
        for _, _, features in key
    )
    named = vocabulary.named
    atoms: dict[str, frozenset[str]] = {}
    for kind in NOMINAL_MENTIONS:
        for features in nominal:
            each = (f"#{kind}.{letter}" for letter in features)
            atoms[f"{kind}:{features}"] = frozenset({f"#{kind}", *(atom for atom in each if atom in named)})
    for kind, letters in LETTERED_MENTIONS.items():
        for letter in letters:
            atoms[f"{kind}:{letter}"] = frozenset({f"#{kind}", f"#{kind}.{letter}"})
    return atoms
