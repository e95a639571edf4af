"""Rules at work: each is tried only where a token stands with which it can begin, so that hundreds cost little."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Rule:
    """A compiled rule; its regular expression is built when the rule is first tried."""

    id: str
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


class Rules:
    """The rules of a stage, by the code points with which they can begin."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.by_start: dict[str, list[Rule]] = {}
        for row in rows:
            means = {key: value for key, value in row.items() if key not in ("id", "regex", "starts")}
            rule = Rule(row["id"], row["regex"], means)
            for start in row["starts"]:
                self.by_start.setdefault(start, []).append(rule)

    def longest(self, codes: str) -> Iterator[Found]:
        """Matches from left to right that do not overlap: at each token the longest, of equal ones the first rule's."""
        position, by_start = 0, self.by_start
        while position < len(codes):
            rules = by_start.get(codes[position])
            found = self._longest_at(codes, position, rules) if rules else None
            if found:
                yield found
                position = found.end
            else:
                position += 1

    def _longest_at(self, codes: str, position: int, rules: list[Rule]) -> Found | None:
        best: re.Match[str] | None = None
        chosen = rules[0]
        for rule in rules:
            match = rule.match(codes, position)
            if match and match.end() > (best.end() if best else position):
                best, chosen = match, rule
        return _found(chosen, best) if best else None

    def every(self, codes: str) -> Iterator[Found]:
        """All matches of all rules, by position; they may overlap."""
        by_start = self.by_start
        for position, code in enumerate(codes):
            for rule in by_start.get(code, ()):
                match = rule.match(codes, position)
                if match and match.end() > position:
                    yield _found(rule, match)


def _found(rule: Rule, match: re.Match[str]) -> Found:
    """The groups of a match by name; a name that stands in several branches of a pattern is one name."""
    groups = {name.partition("__")[0]: match.span(name) for name in match.re.groupindex if match.start(name) >= 0}
    return Found(rule, match.start(), match.end(), groups)
