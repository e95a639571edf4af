"""Places that a clause does not name: countries that it points at, and places that no registry knows."""

from collections.abc import Sequence

from pipeline.extraction.document import Document
from pipeline.extraction.tokens import ADJECTIVE

INTO = ("в", "во")


def is_pointing(document: Document, chunk: int, *, own: bool) -> bool:
    """Whether a goal is only pointed at: "в страну", "в регион"; or is "наша страна" and still one's own."""
    return document.of_class(chunk, "THISLAND", "MONARCHY", "REGIONWORD") or (
        own and document.of_class(chunk, "OURLAND")
    )


def is_described(document: Document, chunk: int) -> bool:
    """Whether a pointing word can mean no country that is known: "в еврейское государство", "в регион"."""
    before, tokens = document.chunks.firsts[chunk] - 1, document.tokens
    described = not tokens.analyses[before] and bool(ADJECTIVE.search(tokens.keys[before]))
    return described or document.of_class(chunk, "REGIONWORD")


def names_unknown(document: Document, chunks: Sequence[int]) -> bool:
    """Whether a place that no registry knows stands among chunks: "прибыл в Урюпинск"."""
    tokens, firsts = document.tokens, document.chunks.firsts
    into = {at + 1 for form in INTO for at in document.forms.those(chunks[0], chunks[-1], form)}
    for chunk in into.intersection(chunks):
        at = firsts[chunk]
        named = document.mention(chunk) is None and not tokens.analyses[at] and tokens.words(at, at + 1)[:1].isupper()
        if named and not ADJECTIVE.search(tokens.keys[at]):
            return True
    return False
