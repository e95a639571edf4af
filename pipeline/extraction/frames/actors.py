"""The countries around a figure, nearest first."""

from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.frames.roles import Actor

WORLD = Slot("WORLD", None, "codebook.world")
"""The other end where a text names none: all countries together."""


def actors(figure: Figure, *roles: str) -> list[Actor]:
    """The countries in these roles in the narrowest scope that has one, the nearest to the amount first."""
    for scope in figure.widening:
        found = figure.roles.within(scope, *roles)
        if found:
            return sorted(found, key=lambda actor: abs(actor.chunk - figure.chunk))
    return []


def slot_of(actor: Actor) -> Slot:
    """The slot of a country that stands in the text."""
    return Slot(actor.country, (actor.chunk, actor.chunk + 1), actor.rule)
