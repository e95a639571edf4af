"""The annotated corpus read and counted: by part, language, table and field, with every error that may be looked at.

An article that was held out from whoever writes the grammar, or laid by altogether, gives figures and never its errors:
seeing them would end its use.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.archive.articles import Article, read_article
from pipeline.extraction import Claim, Reading, extract_article
from pipeline.quality.scoring import FIELDS, Values, agreement, is_filled, pairs_of
from schemas.vocabulary import ClaimTable

HELD_OUT = "dev, held out"
LAID_BY = (HELD_OUT, "blind", "press")
"""The parts whose errors nobody may see."""
ENDING = ".gold.json"


class CorpusError(Exception):
    """There is nothing to measure with; the message says where it was looked for and what to do."""

    next_step = "measure in a clone of the project, which holds the corpus"


@dataclass(frozen=True)
class Tally:
    """Annotated, found and agreeing; of claims `strict` are those whose scored fields agree as well."""

    gold: int = 0
    found: int = 0
    agreeing: int = 0
    strict: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.gold + other.gold,
            self.found + other.found,
            self.agreeing + other.agreeing,
            self.strict + other.strict,
        )

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where there was nothing to find and nothing was found."""
        return self.agreeing / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """The share of what is annotated that was found."""
        return self.agreeing / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _mean(self.precision, self.recall)

    @property
    def strict_f1(self) -> float:
        """The same of claims that agree in every scored field."""
        precision = self.strict / self.found if self.found else float(not self.gold)
        return _mean(precision, self.strict / self.gold if self.gold else 1.0)


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


@dataclass(frozen=True)
class Error:
    """What went wrong with one claim; `number` is that of the found claim in its article, if one was found."""

    table: ClaimTable
    what: str
    quote: str
    detail: str = ""
    number: int | None = None


@dataclass
class Measured:
    """One article: where it stands in the corpus, its tallies, and its errors, none where nobody may see them."""

    part: str
    language: str
    name: str
    article: Article
    reading: Reading
    tables: dict[ClaimTable, Tally] = field(default_factory=dict)
    fields: Counter[tuple[ClaimTable, str, str]] = field(default_factory=Counter)
    errors: list[Error] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether its errors may be looked at."""
        return self.part not in LAID_BY


def measure(corpus: Path) -> list[Measured]:
    """Every annotated article below a folder, in the order of their paths; CorpusError where there is none."""
    gold = sorted(corpus.rglob(f"*{ENDING}"))
    if not gold:
        raise CorpusError(f"{corpus} holds no annotated articles; {CorpusError.next_step}")
    listed = corpus / "held_out.txt"
    held_out = {*listed.read_text(encoding="utf-8").split()} if listed.exists() else set()
    return [_measured(corpus, path, held_out) for path in gold]


def _measured(corpus: Path, gold: Path, held_out: set[str]) -> Measured:
    name = gold.name.removesuffix(ENDING)
    folder = gold.parent.relative_to(corpus).as_posix()
    article = read_article(gold.parent, f"{name}.txt")
    if not isinstance(article, Article):
        raise CorpusError(f"{gold.parent / name}.txt: {article.detail}")
    annotated = json.loads(gold.read_bytes())
    language = str(annotated["article"]["language"])
    reading = extract_article(article)
    part = HELD_OUT if folder == "dev" and name in held_out else folder
    done = Measured(part, language, name, article, reading)
    for table in ClaimTable:
        _count(done, table, annotated.get(table) or [])
    if not done.is_open:
        done.errors.clear()
    return done


def _count(done: Measured, table: ClaimTable, gold: list[dict[str, Any]]) -> None:
    """Add one table of an article to its tallies and errors; optional claims count neither way."""
    numbered = [(number, claim) for number, claim in enumerate(done.reading.claims, 1) if claim.table is table]
    found = [{**claim.values} for _, claim in numbered]
    pairs = pairs_of(table, gold, found)
    counted = [(left, right) for left, right in pairs if not gold[left].get("optional")]
    agreed = [agreement(table, gold[left], found[right]) for left, right in counted]
    done.tables[table] = Tally(
        gold=sum(not annotated.get("optional") for annotated in gold),
        found=len(found) - len(pairs) + len(counted),
        agreeing=len(counted),
        strict=sum(all(fields.values()) for fields in agreed),
    )
    for (left, right), fields in zip(counted, agreed, strict=True):
        _count_fields(done, table, fields, found[right])
        wrong = [name for name, holds in fields.items() if not holds]
        if wrong:
            told = "; ".join(f"{name}: {found[right].get(name)} instead of {gold[left][name]}" for name in wrong)
            done.errors.append(Error(table, "other values", numbered[right][1].quote, told, numbered[right][0]))
    done.errors += _unpaired(table, gold, numbered, pairs)


def _count_fields(done: Measured, table: ClaimTable, agreed: dict[str, bool], found: Values) -> None:
    for name in FIELDS[table]:
        done.fields[table, name, "gold"] += name in agreed
        done.fields[table, name, "found"] += is_filled(found.get(name))
        done.fields[table, name, "agreeing"] += agreed.get(name, False)


def _unpaired(
    table: ClaimTable, gold: list[dict[str, Any]], found: list[tuple[int, Claim]], pairs: list[tuple[int, int]]
) -> Iterator[Error]:
    lefts, rights = ({*side} for side in zip(*pairs, strict=True)) if pairs else (set(), set())
    for right, (number, claim) in enumerate(found):
        if right not in rights:
            yield Error(table, "wrong", claim.quote, f"by {claim.rule}", number)
    for left, annotated in enumerate(gold):
        if left not in lefts and not annotated.get("optional"):
            yield Error(table, "missed", str(annotated.get("quote", "")))


def tally_of(articles: Iterable[Measured], table: ClaimTable | None = None) -> Tally:
    """The sum over articles, of one table or of all."""
    tables = ClaimTable if table is None else (table,)
    return sum((article.tables[each] for article in articles for each in tables), Tally())


def fields_of(articles: Iterable[Measured], table: ClaimTable) -> dict[str, Tally]:
    """The tallies of a table's fields, over claims that agree: how often filled in the annotation, found, and right."""
    counts = sum((article.fields for article in articles), Counter[tuple[ClaimTable, str, str]]())
    return {
        name: Tally(*(counts[table, name, side] for side in ("gold", "found", "agreeing"))) for name in FIELDS[table]
    }


def grouped(articles: Iterable[Measured]) -> dict[tuple[str, str], list[Measured]]:
    """Articles by part of the corpus and language, in their order."""
    groups: dict[tuple[str, str], list[Measured]] = {}
    for article in articles:
        groups.setdefault((article.part, article.language), []).append(article)
    return dict(sorted(groups.items()))
