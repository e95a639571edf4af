"""Patterns over classes, compiled to regular expressions over the class string.

The language of patterns (see docs/extraction.md): `{A|B.g}` a token of class A, or of class B in the genitive;
`слово` a form; `","` a mark; `{#AMOUNT.m}` a mention; `name:` captures what follows; `..3` up to three tokens of the
same clause; `<MACRO>`; `(a|b)`, `?`, `{0,2}`, `(?=a)`, `(?!a)`, `(?<=a)`, `(?<!a)`. `*` and `+` are refused, as are
unknown classes and patterns that could start anywhere.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

TOKEN = re.compile(
    r"""\s*(?:
      (?P<set>\{!?[#\w=^][^{}]*\})(?P<q1>\{\d,\d+\}|\?)?
    | (?P<gap>\.\.\d+)
    | (?P<name>[a-z_]\w*):(?=[({"\w])
    | (?P<open>\((?:\?[=!]|\?<[=!])?)
    | (?P<close>\))(?P<q3>\{\d,\d+\}|\?)?
    | (?P<bar>\|)
    | "(?P<mark>[^"]+)"(?P<q4>\?)?
    | (?P<word>[\w’'%-]+)(?P<q5>\?)?
    )""",
    re.VERBOSE,
)
GAP_CLASSES = "{!STOP|PARA|SEMI}"
# how many tokens from the start of a match are known before it is tried
DEPTH = 3


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says where and what to change."""


@dataclass(frozen=True)
class Compiled:
    """A regular expression over the class string, and what can stand at the first `DEPTH` tokens of a match.

    `paths` holds the letters of each of these tokens for matches of one token, of two, and so on, the longer ones
    together. `token` is the name of the group, or empty, when every match is one token and its path alone decides;
    otherwise None.
    """

    regex: str
    paths: "Paths"
    token: str | None


@dataclass(frozen=True)
class _Part:
    """A piece of regular expression, the letters of its first tokens by its length, and whether it repeats.

    `codes` has its letters where it is a set and nothing else.
    """

    regex: str
    paths: "Paths"
    repeats: bool = False
    token: str | None = None
    codes: frozenset[str] | None = None

    @property
    def empty(self) -> bool:
        """Whether it can match without a token."""
        return 0 in self.paths

    def then(self, other: "_Part") -> "_Part":
        """Both in a row."""
        joined = [(own + after)[:DEPTH] for own in self.paths.values() for after in other.paths.values()]
        return _Part(self.regex + other.regex, _by_length(joined), self.repeats or other.repeats)


class Compiler:
    """Compiles patterns against one table of codes.

    `codes` maps each atom ("MONTH", "MONTH.g", "=слово", "#AMOUNT") to the letters that carry it, `everything` is the
    alphabet; `plain` are letters of tokens so common that no pattern may begin with one.
    """

    def __init__(
        self,
        codes: Mapping[str, Iterable[str]],
        everything: frozenset[str],
        plain: Iterable[str],
        macros: Mapping[str, str],
    ) -> None:
        self.codes = codes
        self.everything = everything
        self.plain = frozenset(plain)
        self.macros = macros

    def compile(self, pattern: str) -> Compiled:
        """The regular expression of a pattern. PatternError when it is malformed or has no anchor."""
        part = _Parser(self, self.expanded(pattern)).parse()
        if part.empty:
            raise PatternError(f"{pattern!r} matches nothing at all: make one of its parts obligatory")
        if any(path[0] & self.plain for path in part.paths.values()):
            raise PatternError(f"{pattern!r} can begin with any word: begin it with a class, a form or a mention")
        return Compiled(part.regex, part.paths, part.token)

    def expanded(self, pattern: str) -> str:
        """The pattern with its macros replaced, innermost last."""
        for _ in range(8):
            pattern, replaced = re.subn(r"<([A-Z0-9_]+)>", self._macro, pattern)
            if not replaced:
                return pattern
        raise PatternError(f"macros of {pattern!r} are nested too deeply: does one contain itself?")

    def _macro(self, found: re.Match[str]) -> str:
        if found[1] not in self.macros:
            raise PatternError(f"unknown macro <{found[1]}>: define it under `macros` of the same folder")
        return f"({self.macros[found[1]]})"

    def codes_of(self, atom: str) -> frozenset[str]:
        """The code points of an atom. PatternError when no word of the lexicon has it."""
        if atom not in self.codes:
            raise PatternError(f"unknown class {{{atom}}}: no word of the lexicon has it")
        return frozenset(self.codes[atom])


class _Parser:
    def __init__(self, compiler: Compiler, pattern: str) -> None:
        self.compiler = compiler
        self.pattern = pattern
        self.position = 0
        self.names: dict[str, int] = {}

    def parse(self) -> _Part:
        part = self._alternatives()
        if self.position < len(self.pattern.rstrip()):
            raise self._error("unexpected ')'")
        return part

    def _error(self, what: str) -> PatternError:
        return PatternError(f"{what} at character {self.position} of {self.pattern!r}")

    def _next(self) -> re.Match[str] | None:
        if self.position >= len(self.pattern.rstrip()):
            return None
        found = TOKEN.match(self.pattern, self.position)
        if not found or found.end() == self.position:
            raise self._error("cannot read the pattern")
        return found

    def _alternatives(self) -> _Part:
        branches = [self._sequence()]
        while (found := self._next()) and found["bar"]:
            self.position = found.end()
            branches.append(self._sequence())
        sets = [branch.codes for branch in branches if branch.codes is not None]
        if len(sets) == len(branches):
            return _one(frozenset().union(*sets))
        joined = _either(branches)
        return replace(joined, regex="|".join(branch.regex for branch in branches))

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while (found := self._next()) and not (found["bar"] or found["close"]):
            parts.append(self._item(found))
        return reduce(_Part.then, parts[1:], parts[0]) if parts else EMPTY

    def _item(self, found: re.Match[str]) -> _Part:
        self.position = found.end()
        readers: dict[str, Callable[[re.Match[str]], _Part]] = {
            "set": self._set,
            "gap": self._gap,
            "name": self._named,
            "open": self._group,
            "mark": lambda found: self._quantified(f"={found['mark']}", found["q4"]),
            "word": lambda found: self._quantified("=" + found["word"].lower().replace("ё", "е"), found["q5"]),
        }
        return next(read(found) for kind, read in readers.items() if found[kind])

    def _quantified(self, atom: str, quantifier: str | None) -> _Part:
        return _repeat(_one(self.compiler.codes_of(atom)), quantifier)

    def _set(self, found: re.Match[str]) -> _Part:
        return _repeat(_one(self._codes(found["set"])), found["q1"])

    def _codes(self, text: str) -> frozenset[str]:
        negative = text.startswith("{!")
        atoms = text[2 if negative else 1 : -1].split("|")
        chosen = frozenset().union(*(self._all_of(atom) for atom in atoms))
        return self.compiler.everything - chosen if negative else chosen

    def _all_of(self, text: str) -> frozenset[str]:
        """`A.gd` is A in the genitive or dative; `A&B` is both."""
        chosen: frozenset[str] | None = None
        for atom in text.strip().split("&"):
            if atom[:1].islower() and not atom.isascii():
                atom = "=" + atom.replace("ё", "е")
            name, _, letters = atom.partition(".")
            atoms = [f"{name}.{letter}" for letter in letters] or [name]
            known = [self.compiler.codes_of(each) for each in atoms if len(atoms) == 1 or each in self.compiler.codes]
            if not known:
                self.compiler.codes_of(atom)
            codes = frozenset().union(*known)
            chosen = codes if chosen is None else chosen & codes
        if not chosen:
            raise self._error(f"{{{text}}} matches no word")
        return chosen

    def _gap(self, found: re.Match[str]) -> _Part:
        part = _repeat(_one(self._codes(GAP_CLASSES)), f"{{0,{found['gap'][2:]}}}")
        return replace(part, regex=f"{part.regex}?")

    def _named(self, found: re.Match[str]) -> _Part:
        name = found["name"]
        self.names[name] = self.names.get(name, -1) + 1
        after = self._next()
        if after is None:
            raise self._error(f"nothing after {name}:")
        part = self._item(after)
        suffix = f"__{self.names[name]}" if self.names[name] else ""
        token = name if part.token == "" else None
        return replace(part, regex=f"(?P<{name}{suffix}>{part.regex})", token=token, codes=None)

    def _group(self, found: re.Match[str]) -> _Part:
        inner = self._alternatives()
        closing = self._next()
        if closing is None or not closing["close"]:
            raise self._error("missing ')'")
        self.position = closing.end()
        if found["open"] != "(":
            return replace(EMPTY, regex=f"{found['open']}{inner.regex})")
        if inner.repeats and (closing["q3"] or "?") != "?":
            raise self._error("a group repeats a repetition, which can take exponential time,")
        if inner.codes is None:
            inner = replace(inner, regex=f"(?:{inner.regex})")
        return _repeat(inner, closing["q3"])


Paths = dict[int, tuple[frozenset[str], ...]]
"""For each number of tokens, at most `DEPTH`, the letters of each; a longer match stands under `DEPTH` too."""

EMPTY = _Part("", {0: ()})


def _by_length(paths: Iterable[tuple[frozenset[str], ...]]) -> Paths:
    found: Paths = {}
    for path in paths:
        known = found.get(len(path))
        found[len(path)] = tuple(map(frozenset.union, known, path)) if known else path
    return found


def _either(parts: Sequence[_Part]) -> _Part:
    """What can stand where one of several parts does."""
    paths = _by_length(path for part in parts for path in part.paths.values())
    tokens = {part.token for part in parts}
    token = tokens.pop() if len(tokens) == 1 else None
    return _Part("", paths, any(part.repeats for part in parts), token)


def _repeat(part: _Part, quantifier: str | None) -> _Part:
    if not quantifier:
        return part
    least, most = (0, 1) if quantifier == "?" else map(int, quantifier[1:-1].split(","))
    times = [reduce(_Part.then, [part] * count, EMPTY) for count in range(min(least, DEPTH), min(most, DEPTH) + 1)]
    repeats = part.repeats or quantifier != "?"
    return replace(_either(times), regex=part.regex + quantifier, repeats=repeats, token=None)


def _one(codes: frozenset[str]) -> _Part:
    return _Part(char_class(codes), {1: (codes,)}, token="", codes=codes)


def char_class(codes: Iterable[str]) -> str:
    """A regular expression for one of the code points, as ranges: short, because compiling it costs start-up time."""
    points = sorted(map(ord, codes))
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    if len(points) == 1:
        return re.escape(chr(points[0]))
    shown = (_escaped(low) if low == high else f"{_escaped(low)}-{_escaped(high)}" for low, high in ranges)
    return f"[{''.join(shown)}]"


def _escaped(point: int) -> str:
    return f"\\{chr(point)}" if chr(point) in "\\]^-[&~|" else chr(point)
