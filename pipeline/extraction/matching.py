"""Rules at work: each is tried only where a token stands with which it can begin, so that hundreds cost little."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SHAPE = {"id", "order", "regex", "starts"}


@dataclass(slots=True)
class Rule:
    """A compiled rule; its regular expression is built when the rule is first tried."""

    id: str
    order: int
    regex: str
    means: dict[str, Any]
    compiled: re.Pattern[str] | None = None

    def match(self, codes: str, position: int) -> re.Match[str] | None:
        """Try the rule at a position of the class string."""
        if self.compiled is None:
            self.compiled = re.compile(self.regex)
        return self.compiled.match(codes, position)


@dataclass(slots=True)
class Found:
    """A rule that matched tokens or chunks `start` up to, not including, `end`."""

    rule: Rule
    start: int
    end: int
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)


class Group:
    """Rules that share an alphabet: their table from the codes of the lexicon, and where each of them can begin."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.table = str.maketrans(data["table"]["from"], data["table"]["to"])
        self.by_start: dict[str, list[Rule]] = {}
        for row in data["rules"]:
            means = {key: value for key, value in row.items() if key not in SHAPE}
            rule = Rule(row["id"], row["order"], row["regex"], means)
            for start in row["starts"]:
                self.by_start.setdefault(start, []).append(rule)
        self.starts = re.compile("[" + "".join(map(re.escape, sorted(self.by_start))) + "]")


class Rules:
    """The rules of a stage."""

    def __init__(self, groups: list[dict[str, Any]]) -> None:
        self.groups = [Group(data) for data in groups]

    def longest(self, codes: str) -> Iterator[Found]:
        """Matches from left to right that do not overlap: at each token the longest, of equal ones the first rule's."""
        tries = self._tries(codes)
        past = 0
        for position in sorted(tries):
            if position < past:
                continue
            found = _longest(tries[position], position)
            if found:
                yield found
                past = found.end

    def every(self, codes: str) -> list[Found]:
        """All matches of all rules, by position and then in the order of their files; they may overlap."""
        found: list[Found] = []
        for group in self.groups:
            text = codes.translate(group.table)
            for start in group.starts.finditer(text):
                position = start.start()
                for rule in group.by_start[text[position]]:
                    match = rule.match(text, position)
                    if match and match.end() > position:
                        found.append(_found(rule, match))
        return sorted(found, key=lambda each: (each.start, each.rule.order))

    def _tries(self, codes: str) -> dict[int, list[tuple[str, list[Rule]]]]:
        """At each position where a rule can begin: the class string of a group, and its rules to try."""
        tries: dict[int, list[tuple[str, list[Rule]]]] = {}
        for group in self.groups:
            text = codes.translate(group.table)
            for start in group.starts.finditer(text):
                position = start.start()
                tries.setdefault(position, []).append((text, group.by_start[text[position]]))
        return tries


def _longest(tries: list[tuple[str, list[Rule]]], position: int) -> Found | None:
    best: re.Match[str] | None = None
    chosen: Rule | None = None
    for text, rules in tries:
        for rule in rules:
            match = rule.match(text, position)
            if match and match.end() > (best.end() if best else position):
                best, chosen = match, rule
    return _found(chosen, best) if best and chosen else None


def _found(rule: Rule, match: re.Match[str]) -> Found:
    """The groups of a match by name; a name that stands in several branches of a pattern is one name."""
    groups = {name.partition("__")[0]: match.span(name) for name in match.re.groupindex if match.start(name) >= 0}
    return Found(rule, match.start(), match.end(), groups)
