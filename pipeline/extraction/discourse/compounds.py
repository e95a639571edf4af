"""Short names made of the beginnings of a full one: "Нацстатком" of "Национальный статистический комитет"."""

from functools import lru_cache

from pipeline.extraction.mentions.model import Organisation

# how short a beginning may be, how many letters of a case may follow the last one, and how many words may have no part
PART, ENDING, LEFT_OUT = 3, 2, 1
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
    return len(words) > 1 and _made_of(short.lower(), words, 0)


def _made_of(rest: str, words: list[str], parts: int) -> bool:
    if parts > 1 and len(rest) <= ENDING:
        return len(words) <= LEFT_OUT
    for index, word in enumerate(words):
        common = next(
            (at for at, (a, b) in enumerate(zip(rest, word, strict=False)) if a != b), min(len(rest), len(word))
        )
        others = words[:index] + words[index + 1 :]
        if any(_made_of(rest[length:], others, parts + 1) for length in range(common, PART - 1, -1)):
            return True
    return False
