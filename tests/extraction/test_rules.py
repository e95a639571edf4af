"""Every rule finds its `yes` examples, with the values they promise, and none of its `no` examples."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.extraction.build.grammar import Rule, read_grammar
from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Document, Grammar, open_document
from pipeline.extraction.lexicon import load
from pipeline.extraction.mentions.model import (
    Amount,
    CorridorMention,
    DateMention,
    Mention,
    Organisation,
    Pair,
    Party,
    Person,
    Place,
)
from pipeline.extraction.publishers import Voice
from pipeline.extraction.text import fold

GRAMMAR = Grammar.of(load("ru"))
PUBLISHED = date(2025, 11, 18)
RULES = read_grammar("ru").rules


def opened(text: str) -> Document:
    return open_document(fold(text), GRAMMAR, PUBLISHED, Voice("KAZ"))


def found_rules(document: Document, stage: str) -> set[str]:
    if stage == "mentions":
        return {mention.rule for mention in document.chunks.marks.values()}
    return {found.rule.id for found in GRAMMAR.chunks.every(document.chunks.codes)}


def told(mention: Mention, document: Document) -> dict[str, Any]:
    """The values of a mention under the names that examples use."""
    match mention:
        case Amount():
            return {
                "amount": mention.value,
                "amount_to": mention.high,
                "unit": mention.unit,
                "qualifier": str(mention.qualifier),
            }
        case DateMention():
            Discourse(document)
            chunk = next(at for at, each in document.chunks.marks.items() if each is mention)
            period = document.sentence_at(chunk).periods[chunk]
            start, end = period.start, period.end
            return {
                "start": start.isoformat() if start else None,
                "end": end.isoformat() if end else None,
                "kind": "r" if period.meaning == "t" else period.meaning,
            }
        case Person():
            named = next(at for at, each in document.chunks.marks.items() if each is mention)
            Discourse(document)
            resolved = document.chunks.marks[named]
            assert isinstance(resolved, Person)
            return {"name": resolved.name, "country": mention.country}
        case Party():
            return {"party": mention.party}
        case Pair():
            return {"parties": mention.parties}
        case Place():
            return {"city": mention.city, "country": mention.country}
        case Organisation():
            return {"org": mention.name, "country": mention.country}
        case CorridorMention():
            return {"corridor": mention.corridor or "other"}
        case _:
            raise AssertionError(type(mention).__name__)


YES = [pytest.param(rule, text, wanted, id=f"{rule.id}: {text}") for rule in RULES for text, wanted in rule.yes.items()]
NO = [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in rule.no]


@pytest.mark.parametrize(("rule", "text", "wanted"), YES)
def test_a_rule_finds_what_it_is_for(rule: Rule, text: str, wanted: dict[str, Any] | None) -> None:
    document = opened(text)
    assert rule.id in found_rules(document, rule.stage)
    if wanted is None:
        return
    mention = next(each for each in document.chunks.marks.values() if each.rule == rule.id)
    values = told(mention, document)
    for name, value in wanted.items():
        expected = Decimal(str(value)) if name in ("amount", "amount_to") and value is not None else value
        assert values[name] == expected, name


@pytest.mark.parametrize(("rule", "text"), NO)
def test_a_rule_leaves_alone_what_it_is_not_for(rule: Rule, text: str) -> None:
    assert rule.id not in found_rules(opened(text), rule.stage)
