"""Who trades with whom: reporter and partner of a figure (codebook, Conventions and Reading 20).

From the amount's clause outwards, then from the figure before, then from what the article is about.
"""

from pipeline.extraction.frames.actors import actors, slot_of
from pipeline.extraction.frames.goods import of_goods
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import Amount, Measure
from schemas.vocabulary import Flow

CHANGES = {Measure.PERCENT, Measure.TIMES}
Parties = tuple[Slot, Slot]


def parties_of(figure: Figure, flow: Flow) -> Parties | None:
    """Reporter and partner: from the amount's clause outwards, then from the figure before, then from the focus."""
    if figure.trigger.settings.get("members"):
        return _customer(figure)
    member = _member(figure)
    if member:
        return member
    if flow in (Flow.TURNOVER, Flow.BALANCE):
        return _mutual(figure)
    return _directional(figure, flow)


def share_by_context(figure: Figure) -> bool:
    """A percentage in brackets behind a sum, after a share of the same sentence, or beside a word of sharing."""
    document, chunk = figure.document, figure.chunk
    if document.key(chunk - 1) == "(" and document.key(chunk + 1) == ")":
        return True
    if figure.has("SHAREN") or figure.has("OFTHEM") or figure.has("SHAREV"):
        return True
    topic = figure.topic
    return bool(
        topic
        and topic.slots.get("measure")
        and topic.slots["measure"].value == "share"
        and topic.sentence.index >= figure.sentence.index - 1
    )


def _mutual(figure: Figure) -> Parties | None:
    inside = next(iter(actors(figure, "inside")), None)
    if inside:
        return slot_of(inside), slot_of(inside)
    pair = actors(figure, "between", "pair")
    if len(pair) >= 2:
        first, second = sorted(pair[:2], key=lambda actor: actor.chunk)
        return slot_of(first), slot_of(second)
    partner = next(iter(actors(figure, "with", "for")), None)
    owners = actors(figure, "of") + actors(figure, "subject") + actors(figure, "adjective")
    if partner is None:
        named = list({actor.country: actor for actor in reversed(owners)}.values())
        if len(named) >= 2:
            ordered = sorted(named, key=lambda actor: abs(actor.chunk - figure.trigger.head))[:2]
            return slot_of(ordered[0]), slot_of(ordered[1])
        return _alone(figure, named[0] if named else None)
    reporter = next((actor for actor in owners if actor.country != partner.country), None)
    if reporter:
        return slot_of(reporter), slot_of(partner)
    return _other(figure, partner.country), slot_of(partner)


def _alone(figure: Figure, owner: Actor | None) -> Parties | None:
    """One country or none: the whole foreign trade, or the pair that the text is about."""
    foreign = figure.has("FOREIGNTRADE") or figure.has("FOREIGNTRADE", figure.scopes[-1])
    if (foreign and figure.amount.measure not in CHANGES) or (
        foreign and not figure.inherited and figure.meant.role == "growth"
    ):
        reporter = slot_of(owner) if owner else Slot(figure.home, None, "codebook.voice")
        return reporter, Slot("WORLD", None, "codebook.world")
    known = _topic_parties(figure)
    if owner is None:
        return known or _focus_parties(figure)
    if known and owner.country in (known[0].value, known[1].value):
        return known
    return slot_of(owner), _other(figure, owner.country)


def _other(figure: Figure, country: str) -> Slot:
    """The party that is left out beside a named one: that of the figure before, or the voice, or the focus."""
    known = _topic_parties(figure)
    if known:
        for slot in known:
            if slot.value not in (country, "WORLD"):
                return slot
    focus = figure.discourse.focus
    if country != figure.home and figure.home not in focus.groups.get(country, ()):
        return Slot(figure.home, None, "codebook.voice")
    partner = focus.partner(figure.chunk)
    return Slot(partner or "WORLD", None, "context.focus" if partner else "codebook.world")


def _topic_parties(figure: Figure) -> Parties | None:
    topic = figure.topic
    if topic is None or "reporter" not in topic.slots:
        return None
    near = figure.inherited or topic.sentence.paragraph >= figure.sentence.paragraph - 1
    return (topic.slots["reporter"], topic.slots["partner"]) if near else None


def _focus_parties(figure: Figure) -> Parties | None:
    pair = figure.discourse.focus.pair(figure.chunk)
    if pair is None:
        return None
    return Slot(pair[0], None, "codebook.voice"), Slot(pair[1], None, "context.focus")


def _member(figure: Figure) -> Parties | None:
    """A country in the place of the group or the world of the figure before: "на Китай пришлось"."""
    known = _topic_parties(figure)
    sharing = figure.inherited or figure.meant.role == "share" or share_by_context(figure)
    roles: tuple[str, ...] = ("member", "subject", "with", "of", "") if sharing else ("member",)
    if figure.meant.role == "share":
        roles += ("adjective",)
    found = figure.roles.within(figure.segment, *roles)
    if known is None or not found:
        return None
    actor = _beside(figure, found)
    groups = figure.discourse.focus.groups
    reporter, partner = str(known[0].value), str(known[1].value)
    if actor.country in (reporter, partner):
        return None
    if actor.country in groups.get(reporter, ()) and reporter in groups:
        return slot_of(actor), known[1]
    if actor.role == "of" and figure.meant.role != "share":
        return None
    return known[0], slot_of(actor)


def _beside(figure: Figure, found: list[Actor]) -> Actor:
    """The country that an amount of a list belongs to: the one before it, or behind a dash the one after."""
    document, at = figure.document, figure.chunk + 1
    while (
        document.value(at, "EQUALS") is not None or document.key(at) == "," or isinstance(document.mention(at), Amount)
    ):
        at += 1
    behind = document.key(at) == "–" or document.value(at, "SHAREV") is not None
    side = [actor for actor in found if (actor.chunk > figure.chunk) == behind]
    return min(side or found, key=lambda each: abs(each.chunk - figure.chunk))


def _customer(figure: Figure) -> Parties | None:
    """A buyer or supplier is the partner of whom the figures before are about."""
    found = actors(figure, "subject", "of", "adjective")
    if not found:
        return None
    known = _topic_parties(figure)
    reporter = known[0] if known else Slot(figure.home, None, "codebook.voice")
    return (reporter, slot_of(found[0])) if reporter.value != found[0].country else None


def _directional(figure: Figure, flow: Flow) -> Parties | None:
    """Who sends and who receives; the reporter is the sender of an export and the receiver of an import."""
    outward = flow is Flow.EXPORT
    near = figure.scopes[:2]
    topic = figure.topic
    if topic and topic.sentence is figure.sentence and not any(figure.roles.actors_in(scope) for scope in near):
        return _topic_parties(figure)
    if figure.trigger.settings.get("verb") and not outward:
        return _bought(figure)
    target = next(iter(actors(figure, "to")), None)
    origin = next(iter(actors(figure, "from")), None)
    goods = [actor for actor in actors(figure, "adjective") if of_goods(figure, actor.chunk)]
    own = goods + actors(figure, "subject") + actors(figure, "of") + actors(figure, "adjective")
    taken = {actor.country for actor in (target, origin) if actor}
    owner = next((actor for actor in own if actor.country not in taken), None)
    sender = origin or (owner if outward else None)
    receiver = target or (owner if not outward else None)
    if not outward and origin is None:
        sender = next(iter(actors(figure, "member", "with")), None)
    if sender is None and receiver is None:
        return _undirected(figure)
    return _reported(figure, sender, receiver, outward)


def _bought(figure: Figure) -> Parties | None:
    """The subject of a verb of buying, from whom the rest of the clause or the figure before tells."""
    buyer = next(iter(actors(figure, "subject", "to")), None)
    seller = next(
        (actor for actor in actors(figure, "from", "member", "with") if not buyer or actor.country != buyer.country),
        None,
    )
    if buyer is None and seller is None:
        return _undirected(figure)
    if buyer is None and seller:
        return _other(figure, seller.country), slot_of(seller)
    if buyer and seller:
        return slot_of(buyer), slot_of(seller)
    return (slot_of(buyer), _other_or_world(figure, buyer.country)) if buyer else None


def _reported(figure: Figure, sender: Actor | None, receiver: Actor | None, outward: bool) -> Parties | None:
    mine, other = (sender, receiver) if outward else (receiver, sender)
    if mine and other:
        return slot_of(mine), slot_of(_european(figure, other))
    if other:
        return _other(figure, other.country), slot_of(other)
    if mine is None:
        return None
    return slot_of(mine), _other_or_world(figure, mine.country)


def _european(figure: Figure, actor: Actor) -> Actor:
    """Europe is the European Union where the figure before was about it."""
    known = _topic_parties(figure)
    if actor.country == "EUROPE" and known and "EU" in (known[0].value, known[1].value):
        return Actor(actor.chunk, "EU", actor.role, actor.rule)
    return actor


def _other_or_world(figure: Figure, country: str) -> Slot:
    """The partner that is left out: of the figure before, the one that the article is about, or all the world."""
    world = Slot("WORLD", None, "codebook.world")
    if figure.has("ABROAD"):
        return world
    known = _topic_parties(figure)
    if known and country in (known[0].value, known[1].value):
        return known[1] if known[0].value == country else known[0]
    return _other(figure, country) if figure.discourse.focus.is_bilateral(figure.chunk) else world


def _undirected(figure: Figure) -> Parties | None:
    if figure.has("ABROAD"):
        return Slot(figure.home, None, "codebook.voice"), Slot("WORLD", None, "codebook.world")
    known = _topic_parties(figure)
    if known or figure.discourse.focus.is_bilateral(figure.chunk):
        return known or _focus_parties(figure)
    return Slot(figure.home, None, "codebook.voice"), Slot("WORLD", None, "codebook.world")
