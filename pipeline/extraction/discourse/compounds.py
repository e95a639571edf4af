"""Short names made of the beginnings of a full one: "Нацстатком" of "Национальный статистический комитет"."""

from collections.abc import Iterator
from functools import lru_cache

from pipeline.extraction.mentions.model import Organisation

# how short a beginning may be, how many letters of a case may follow the last one, and how many words may have no part
PART, ENDING, LEFT_OUT = 3, 2, 1
# a full name of more words than this has no short one
MOST_WORDS = 8
# how many ways to read a word are followed up; names of firms and offices have a few dozen
MOST_WAYS = 1_000
# as many pairs of names as some articles have
MOST_KEPT = 2_000
# rules of names that can be such compounds
SHORT = {"ru.org.known", "ru.org.firm"}
SMALL = {"по", "и", "в", "при", "на", "для", "с"}


def join_compounds(found: list[Organisation]) -> None:
    """Give each short name the full one of which it is made, if the article has one of the same country."""
    full = [mention for mention in found if " " in mention.name]
    for mention in found:
        word = mention.name.split(" ")[0]
        if mention.rule not in SHORT or not word[:1].isupper():
            continue
        meant = next((each for each in full if _same_land(mention, each) and is_compound(word, each.name)), None)
        if meant is not None and meant.name != mention.name:
            mention.name, mention.country = meant.name, meant.country or mention.country


def _same_land(one: Organisation, other: Organisation) -> bool:
    return one.country is None or other.country in (None, one.country)


@lru_cache(MOST_KEPT)
def is_compound(short: str, full: str) -> bool:
    """Whether a word is put together of beginnings of a name's words, in any order."""
    words = [word for word in full.lower().split(" ") if word not in SMALL]
    if not 1 < len(words) <= MOST_WORDS:
        return False
    # how many letters are explained, and by which words as bits; a word that fits in endless ways says nothing
    word, seen, todo = short.lower(), {(0, 0)}, [(0, 0)]
    while todo and len(seen) < MOST_WAYS:
        told, used = todo.pop()
        further = set(_longer(word[told:], told, used, words)) - seen
        seen |= further
        todo += further
    return any(
        used.bit_count() > 1 and len(short) - told <= ENDING and len(words) - used.bit_count() <= LEFT_OUT
        for told, used in seen
    )


def _longer(rest: str, told: int, used: int, words: list[str]) -> Iterator[tuple[int, int]]:
    """What a further word explains of the rest of a short name."""
    for index, word in enumerate(words):
        if not used >> index & 1:
            longest = min(len(rest), len(word))
            fitting = (length for length in range(PART, longest + 1) if rest.startswith(word[:length]))
            yield from ((told + length, used | 1 << index) for length in fitting)
