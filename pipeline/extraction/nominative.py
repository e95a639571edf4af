"""The nominative of names that no lexicon knows, by their endings and the case that their title shows."""

import re

# masculine endings by case letter: what to cut and what to put instead
ENDINGS = (
    (re.compile(r"(ск|цк)(?:ого|ому|им|ом)$"), r"\1ий"),
    (re.compile(r"([оеё]в|[иы]н)(?:а|у|ым|е)$"), r"\1"),
    (re.compile(r"([бвгдзклмнпрстфх])(?:а|у|ом)$"), r"\1"),
    (re.compile(r"([жшчщц])(?:а|у|ем)$"), r"\1"),
    (re.compile(r"([аеиоуыэ])(?:я|ю|ем)$"), r"\1й"),
)
FEMININE = re.compile(r"([оеё]в|[иы]н)ой$")
OBLIQUE_A = re.compile(r"(?:ы|и|е|у|ой|ей)$")


def nominative(name: str, features: str) -> str:
    """The name as it would stand as a subject; unchanged when `features` allow that it already does."""
    if "n" in features or not features:
        return name
    return " ".join(_word(word) for word in name.split(" "))


def _word(word: str) -> str:
    if FEMININE.search(word):
        return FEMININE.sub(r"\1а", word)
    for pattern, replacement in ENDINGS:
        if pattern.search(word):
            return pattern.sub(replacement, word)
    return word
