"""Lands that a text calls by their part of the world: "балтийская республика", "эту азиатскую страну"."""

from pipeline.extraction.tokens import Tokens

# how the adjectives of several lands end
MANY = ("ие", "ые", "их", "ых", "им", "ым", "ими", "ыми")
CONTINENTS = ("ASIA", "AFRICA", "ARAB", "EUROPE")


def is_of_region(tokens: Tokens, at: int) -> bool:
    """Whether an adjective tells in which part of the world a land is, so that it is not one's own: "балтийской"."""
    if at < 0 or tokens.keys[at].endswith(MANY):
        return False
    return tokens.value(at, "REGIONALADJ") is not None or tokens.value(at, "GEOADJ") in CONTINENTS
