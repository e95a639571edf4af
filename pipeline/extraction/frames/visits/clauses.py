"""Clauses of one sentence: which chunks share a predicate, with what is inserted between commas or brackets set aside.

"Поездка Рахмона в Ташкент, назначенная на 19 мая, откладывается": the participle's words are a clause of their own, and
the words around them are one. Only the shape of the sentence belongs here, not what a clause says.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from pipeline.extraction.document import Document, Sentence

# what a clause is looked through for, on each side of a word; keeps reading linear in the length of the text
REACH = 60
MARKS = {",", ";", ":", "(", ")"}
# forms of verbs that no lexicon knows, by their endings
PARTICIPLE = re.compile(
    r"(?:вш|ущ|ющ|ащ|ящ|нн|ем|им|ят|ыт)(?:ий|ый|ая|ее|ое|ие|ые|[ое]го|[ое]му|[иы]м|[ое]м|[ое]й|[иы]х|[иы]ми|ую)(?:ся)?$"
)
GERUND = re.compile(r"(?:.{3}[аиыяе]в|вши|вшись|ясь|ась)$")


@dataclass(slots=True)
class Clause:
    """The chunks of a clause in order, and the clause it is inserted in."""

    chunks: list[int]
    outer: "Clause | None" = None

    def around(self, chunk: int) -> list[int]:
        """Its chunks within reach of one."""
        at = bisect_left(self.chunks, chunk)
        return self.chunks[max(at - REACH, 0) : at + REACH]


class Clauses:
    """The clauses of a sentence."""

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.document = document
        self.main = Clause([])
        self.inserted: Clause | None = None
        self.closing = ""
        # where a clause begins or goes on, and which
        self.starts, self.clauses = [sentence.first], [self.main]
        words = enumerate(document.keys[sentence.first : sentence.end], sentence.first)
        for chunk, mark in [(chunk, key) for chunk, key in words if key in MARKS]:
            if document.mention(chunk) is None:
                self._turn(mark, chunk, sentence.end)
            clause = self.inserted or self.main
            if clause is not self.clauses[-1]:
                self.clauses[-1].chunks.extend(range(self.starts[-1], chunk))
                self.starts.append(chunk)
                self.clauses.append(clause)
        self.clauses[-1].chunks.extend(range(self.starts[-1], sentence.end))

    def at(self, chunk: int) -> Clause:
        """The clause of a chunk."""
        return self.clauses[bisect_right(self.starts, chunk) - 1]

    def _turn(self, mark: str, chunk: int, end: int) -> None:
        """Begin or close a clause at a mark, if it does either."""
        speaks = mark == "," and self.document.key(chunk + 1) == "–"  # "..., – сказал X"
        if mark in (";", ":") or speaks or (mark == "," and self._begins_clause(chunk + 1)):
            self.main, self.inserted = Clause([]), None
        elif mark == self.closing and self.inserted:
            self.inserted = None
            if mark == "," and self._is_insertion(chunk + 1, end):
                self._insert(",")
        elif mark == "(":
            self._insert(")")
        elif mark == "," and self._is_insertion(chunk + 1, end):
            self._insert(",")

    def _insert(self, closing: str) -> None:
        self.inserted, self.closing = Clause([], self.inserted or self.main), closing

    def _begins_clause(self, chunk: int) -> bool:
        return self.document.is_a(chunk, "CLAUSECONJ") and not self._is_relative(chunk)

    def _is_relative(self, chunk: int) -> bool:
        return self.document.is_a(chunk, "RELATIVE")

    def _is_insertion(self, chunk: int, end: int) -> bool:
        """Whether a participle, a gerund or a relative word opens here, perhaps after one other word."""
        for at in range(chunk, min(chunk + 2, end)):
            if self.document.mention(at) is not None:
                return False
            if self._is_relative(at) or self._is_verbal(at):
                return True
        return False

    def _is_verbal(self, chunk: int) -> bool:
        if self.document.mention(chunk) is not None:
            return False
        token = self.document.chunks.firsts[chunk]
        key, analyses = self.document.tokens.keys[token], self.document.tokens.analyses[token]
        if analyses:
            return any(letter in features for _, features in analyses.values() for letter in "TQG")
        return bool(PARTICIPLE.search(key) or GERUND.search(key)) and len(key) > 6
