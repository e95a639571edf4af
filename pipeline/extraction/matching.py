"""Rules at work.

Which rules a place in the text allows is settled by its next tokens before any pattern is tried, so that hundreds of
rules cost little more than a few.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

SHAPE = {"id", "regex", "paths", "token"}
# the first code point of the lexicon, as the compiler gives them out
FIRST_CODE = 0x4E00

# of so many tokens a gate tells which rules allow them
FIRST_TOKENS = 3

Gate = tuple[str, int, int, int]
"""A code point's letter in every group, and the rules that allow it as first, second and third token of a match."""


@dataclass(slots=True)
class Rule:
    """A compiled rule. `group` is its alphabet; its regular expression is built when the rule is first tried.

    `after` has the bits of gates of the rules that come after this one.

    Where `token` is given every match is one token, which the rule's gate has settled already; it names the group.
    `means` is what the rule says besides; `cue`, `table` and `settings` of it are at hand, empty for rules without.
    """

    id: str
    group: int
    after: int
    regex: str
    token: str | None
    means: dict[str, Any]
    cue: str
    table: str
    settings: dict[str, Any]
    names: tuple[tuple[str, int], ...] = ()
    match: Callable[[str, int], re.Match[str] | None] = field(init=False)
    """Tries the rule at a position of the class string."""

    def __post_init__(self) -> None:
        self.match = self._first_match

    def _first_match(self, codes: str, position: int) -> re.Match[str] | None:
        compiled = re.compile(self.regex)
        # a name that stands in several branches of a pattern is one name
        self.names = tuple((name.partition("__")[0], at) for name, at in compiled.groupindex.items())
        self.match = compiled.match
        return compiled.match(codes, position)


@dataclass(slots=True)
class Found:
    """A rule that matched tokens or chunks `start` up to, not including, `end`."""

    rule: Rule
    start: int
    end: int
    groups: dict[str, tuple[int, int]]


class Rules:
    """The rules of a stage, with a bit in each gate for each path, the first rule of the files at the highest."""

    def __init__(self, groups: list[dict[str, Any]]) -> None:
        self.by_bit: list[Rule] = []
        for number, group in reversed([*enumerate(groups)]):
            for row in reversed(group["rules"]):
                rule = _rule(row, number, (1 << len(self.by_bit)) - 1)
                self.by_bit += [rule] * row["paths"]
        self.gates = _Gates(groups)
        self.groups = len(groups)

    def longest(self, codes: str) -> Iterator[Found]:
        """Matches from left to right that do not overlap: at each token the longest, of equal ones the first rule's."""
        texts, open_at = self._opened(codes)
        past = 0
        for position, bits in open_at:
            if position < past:
                continue
            found = self._longest(texts, position, bits)
            if found:
                yield found
                past = found.end

    def every(self, codes: str) -> list[Found]:
        """All matches of all rules, by position and then in the order of their files; they may overlap."""
        texts, open_at = self._opened(codes)
        by_bit = self.by_bit
        found: list[Found] = []
        for position, bits in open_at:
            while bits:
                rule = by_bit[bits.bit_length() - 1]
                bits &= rule.after
                if rule.token is not None:
                    found.append(_one_token(rule, position))
                elif match := rule.match(texts[rule.group], position):
                    found.append(_found(rule, match))
        return found

    def _opened(self, codes: str) -> tuple[list[str], list[tuple[int, int]]]:
        """The text in the alphabet of each group, and the places where rules can match, with the bits of these."""
        if not codes:
            return [], []
        gates = [*map(self.gates.__getitem__, codes), *self.gates.ends]
        text = "".join([gate[0] for gate in gates])
        open_at = [
            (at, bits)
            for at, gate in enumerate(gates)
            if gate[1] and (bits := gate[1] & gates[at + 1][2] & gates[at + 2][3])
        ]
        return [text[group :: self.groups] for group in range(self.groups)], open_at

    def _longest(self, texts: list[str], position: int, bits: int) -> Found | None:
        best: re.Match[str] | None = None
        chosen: Rule | None = None
        end = position
        while bits:
            rule = self.by_bit[bits.bit_length() - 1]
            bits &= rule.after
            if rule.token is not None:
                if end == position:
                    best, chosen, end = None, rule, position + 1
            elif (match := rule.match(texts[rule.group], position)) and match.end() > end:
                best, chosen, end = match, rule, match.end()
        if chosen is None:
            return None
        return _one_token(chosen, position) if best is None else _found(chosen, best)


class _Letters(dict[str, int]):
    """For a letter of a group the rules that allow it as first, second, third token.

    Made when a text first has the letter: one number, in which each of these has its place of `width` bits.
    """

    def __init__(self, group: dict[str, Any], shift: int, width: int) -> None:
        super().__init__()
        self.of_codes: str = group["letters"]
        self.alphabet: str = group["alphabet"]
        steps = enumerate(group["steps"])
        self.columns: list[tuple[int, list[int]]] = [(shift + at * width, column) for at, column in steps]

    def __missing__(self, letter: str) -> int:
        at = self.alphabet.index(letter)
        row = self[letter] = sum(column[at] << place for place, column in self.columns)
        return row


class _Gates(dict[str, Gate]):
    """The gates of code points, made when a text first has one of them."""

    def __init__(self, groups: list[dict[str, Any]]) -> None:
        super().__init__()
        self.groups: list[_Letters] = []
        self.width: int = sum(row["paths"] for group in groups for row in group["rules"])
        self.mask: int = (1 << self.width) - 1
        second, third, shift = 0, 0, self.width
        for group in groups:
            shift -= sum(row["paths"] for row in group["rules"])
            self.groups.append(_Letters(group, shift, self.width))
            second |= group["ends"][1] << shift
            third |= group["ends"][2] << shift
        # what follows the last token: rules that are satisfied by then; none begins there
        self.ends: list[Gate] = [("", 0, second, third), ("", 0, 0, third)]

    def __missing__(self, code: str) -> Gate:
        at, bits = ord(code) - FIRST_CODE, 0
        letters = [group.of_codes[at] for group in self.groups]
        for group, letter in zip(self.groups, letters, strict=True):
            bits |= group[letter]
        columns = range(0, self.width * FIRST_TOKENS, self.width)
        first, second, third = [bits >> place & self.mask for place in columns]
        gate = self[code] = ("".join(letters), first, second, third)
        return gate


def _rule(row: dict[str, Any], group: int, after: int) -> Rule:
    means = {key: value for key, value in row.items() if key not in SHAPE}
    told = means.get("cue", ""), means.get("table", ""), means.get("set", {})
    return Rule(row["id"], group, after, row["regex"], row.get("token"), means, *told)


def _one_token(rule: Rule, position: int) -> Found:
    span = (position, position + 1)
    return Found(rule, *span, {rule.token: span} if rule.token else {})


def _found(rule: Rule, match: re.Match[str]) -> Found:
    spans = match.regs
    groups = {name: spans[at] for name, at in rule.names if spans[at][0] >= 0} if rule.names else {}
    return Found(rule, *spans[0], groups)
