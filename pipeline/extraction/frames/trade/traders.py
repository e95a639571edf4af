"""Who trades with whom: reporter and partner of a figure (codebook, Conventions and Reading 20).

A list of parts ("на Китай пришлось 12 млрд") takes one party from its whole. Otherwise the parties are looked for from
the amount's clause outwards, then in what the text talked of before, then in what the article is about.
"""

from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.frames.trade.counted import (
    Parties,
    beside_bracket,
    focus_parties,
    is_mutual,
    is_total,
    reporter_beside,
    reporter_of,
    talked_of,
    titled_parties,
    two_sides,
)
from pipeline.extraction.frames.trade.directions import directional
from pipeline.extraction.frames.trade.outsiders import names_no_party, of_union
from pipeline.extraction.frames.trade.owners import BESIDE, owner_of, party_scopes
from pipeline.extraction.frames.trade.parts import part_of_whole
from schemas.vocabulary import Flow


def parties_of(figure: Figure, flow: Flow) -> Parties | None:
    """Reporter and partner, None where nothing tells them."""
    beside = beside_bracket(figure)
    if beside:
        return beside
    union = of_union(figure)
    if union or names_no_party(figure):
        return union
    part = part_of_whole(figure)
    if part:
        figure.notes["listed"] = True
        return part
    if figure.trigger.settings.get("members"):
        return None
    if flow in (Flow.TURNOVER, Flow.BALANCE):
        return _mutual(figure)
    return directional(figure, flow)


def _mutual(figure: Figure) -> Parties | None:
    inside = figure.roles.within(figure.scopes[-1], "inside")
    if inside and not figure.has("FOREIGNTRADE", figure.whole):
        return slot_of(inside[0]), slot_of(inside[0])
    scopes = party_scopes(figure)
    for index, scope in enumerate(scopes):
        pair = _pair(figure, scope)
        if pair:
            return pair
        partner = _nearest(figure, scope, "with", "for")
        if partner:
            owner = next(
                (actor for each in scopes[index:] if (actor := owner_of(figure, each, partner.country)) is not None),
                None,
            )
            return (slot_of(owner) if owner else reporter_beside(figure, partner.country)), slot_of(partner)
        owner = owner_of(figure, scope)
        if owner:
            return _alone(figure, owner)
    return _alone(figure, None)


def _pair(figure: Figure, scope: Span) -> Parties | None:
    """Two countries that share a trade: "между A и B", "казахстанско-китайский", "торговля A и B"."""
    for roles in (("between",), ("pair",), ("of", "subject")):
        found = figure.roles.within(scope, *roles)
        named = list({actor.country: actor for actor in reversed(found)}.values())[::-1]
        joined = roles != ("of", "subject") or (len(named) == 2 and _joined(figure, named))
        if len(named) >= 2 and joined:
            return slot_of(named[0]), slot_of(named[1])
    return None


def _joined(figure: Figure, actors: list[Actor]) -> bool:
    """Whether two countries stand side by side with "и", or one owns a trade and the other does it."""
    first, second = sorted(actor.chunk for actor in actors)
    return (
        any(figure.document.key(at) in ("и", "–", "с") for at in range(first + 1, second)) and second - first <= BESIDE
    )


def _nearest(figure: Figure, scope: Span, *roles: str) -> Actor | None:
    found = figure.roles.within(scope, *roles)
    return min(found, key=lambda actor: abs(actor.chunk - figure.chunk), default=None)


def _alone(figure: Figure, owner: Actor | None) -> Parties | None:
    """One country or none: the whole foreign trade, or the pair that the text is about."""
    near = figure.segment if figure.inherited else figure.whole
    if figure.has("FOREIGNTRADE", near) and not figure.has("SIDES", near):
        return slot_of(owner) if owner else reporter_of(figure), WORLD
    known = talked_of(figure)
    if owner is None:
        sides = known is not None and known[1].value == WORLD.value and figure.has("SIDES", near)
        return titled_parties(figure) or (None if sides else known) or two_sides(figure) or focus_parties(figure)
    if is_total(figure) and not figure.has("SIDES", near):
        return slot_of(owner), WORLD
    if known and owner.country in (known[0].value, known[1].value):
        turned = figure.trigger.setting("flow") == Flow.BALANCE and owner.country == known[1].value
        return known[::-1] if turned else known
    counted = figure.topic.world if figure.topic else None
    if counted and counted.value != owner.country and figure.trigger.setting("flow") == Flow.TURNOVER:
        figure.notes["whole"] = {"reporter": counted, "partner": WORLD}
        return counted, slot_of(owner)
    if owner.country in figure.discourse.focus.groups and is_mutual(figure):
        return slot_of(owner), slot_of(owner)
    balance = figure.trigger.setting("flow") == Flow.BALANCE
    whole = balance and not figure.discourse.focus.is_bilateral(figure.chunk)
    return slot_of(owner), WORLD if whole else _other_of(figure, owner.country)


def _other_of(figure: Figure, country: str) -> Slot:
    """The partner of a country that alone owns a mutual trade: the voice, or the country the article is about."""
    home, focus = figure.home, figure.discourse.focus
    if country != home and home not in focus.groups.get(country, ()):
        return reporter_beside(figure, country)
    partner = focus.partner(figure.chunk)
    return Slot(partner, None, "context.focus") if partner else WORLD
