"""Who trades with whom: reporter and partner of a figure (codebook, Conventions and Reading 20).

A list of parts ("на Китай пришлось 12 млрд") takes one party from its whole. Otherwise the parties are looked for from
the amount's clause outwards, then in what the text talked of before, then in what the article is about.
"""

from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.figures.goods import of_goods
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.frames.trade.counted import (
    Parties,
    beside_bracket,
    focus_parties,
    from_home,
    goes_on_with,
    in_list_order,
    is_anew,
    is_mutual,
    is_total,
    of_world,
    pointed_ends,
    reporter_beside,
    reporter_of,
    same_trader,
    talked_of,
    titled_parties,
)
from pipeline.extraction.frames.trade.outsiders import names_no_party, of_union
from pipeline.extraction.frames.trade.parts import part_of_whole
from pipeline.extraction.mentions.model import Party
from schemas.vocabulary import Flow

# how far a genitive or an adjective may stand from the noun of trade that it belongs to
BESIDE = 3
AFTER = 6
# whose flow it is where the voice says so itself: "из них 38 млрд – наш экспорт"
OURS = ("наш", "нашего", "нашем", "нашему", "нашим")


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
    return _directional(figure, flow)


def party_scopes(figure: Figure) -> list[Span]:
    """Where parties are looked for: the amount's clause, its trigger's, those between, the sentence before them."""
    document = figure.document
    first, end = figure.segment
    scopes = [scope for scope in figure.scopes[:-1] if scope != (figure.sentence.first, figure.sentence.end)]
    if document.key(first) == "," and document.key(first + 1).startswith("котор"):
        scopes.insert(1, (first - 1, end))
    bracket = figure.bracket(figure.chunk)
    if bracket:
        scopes.insert(0, (bracket[0] - 1, bracket[0]))
    if figure.lead_in != figure.segment:
        scopes.insert(1, figure.lead_in)
    return [*scopes, (figure.sentence.first, end)]


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
                (actor for each in scopes[index:] if (actor := _owner(figure, each, partner.country)) is not None), None
            )
            return (slot_of(owner) if owner else reporter_beside(figure, partner.country)), slot_of(partner)
        owner = _owner(figure, scope)
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


def _owner(figure: Figure, scope: Span, but: str = "") -> Actor | None:
    """Whose trade it is: the genitive or adjective beside its noun, or the subject of the clause."""
    head = figure.trigger.head
    # "отгружено" is said of goods, so that a country beside it as a subject does something else
    done = any("S" in figure.document.features(head, name) for name in ("EXPORTV", "IMPORTV", "SENTV"))
    found = [
        actor
        for actor in figure.roles.within(scope, "of", "adjective", "subject")
        if actor.country != but
        and (not scope[0] <= head < scope[1] or _can_own(figure, actor))
        and not (done and actor.role == "subject")
    ]

    def rank(actor: Actor) -> tuple[bool, bool, int]:
        beside = -BESIDE <= actor.chunk - head <= BESIDE and not _acts(figure, actor)
        return not beside, not _acts(figure, actor), abs(actor.chunk - head)

    return min(found, key=rank, default=None)


def _acts(figure: Figure, actor: Actor) -> bool:
    """Whether a clause is said of a country, also by an adjective: "сербская сторона", "турецкие компании"."""
    if actor.role != "adjective":
        return actor.role == "subject"
    mention = figure.document.mention(actor.chunk)
    named = isinstance(mention, Party) and "n" in mention.features
    return named and "n" in figure.document.features(actor.chunk + 1, "SIDEN")


def _can_own(figure: Figure, actor: Actor) -> bool:
    """Whether a country of the trigger's own clause goes with the noun of trade, or is what the verb is said of."""
    head = figure.trigger.head
    if _acts(figure, actor):
        return True
    if figure.trigger.settings.get("verb"):
        mention = figure.document.mention(actor.chunk)
        return actor.role == "adjective" and isinstance(mention, Party) and "n" in mention.features
    return head < actor.chunk <= head + AFTER if actor.role == "of" else head - BESIDE <= actor.chunk < head


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
        return titled_parties(figure) or (None if sides else known) or focus_parties(figure)
    if known and owner.country in (known[0].value, known[1].value):
        return known
    counted = figure.topic.world if figure.topic else None
    if counted and counted.value != owner.country:
        figure.notes["whole"] = {"reporter": counted, "partner": WORLD}
        return counted, slot_of(owner)
    if owner.country in figure.discourse.focus.groups and is_mutual(figure):
        return slot_of(owner), slot_of(owner)
    return slot_of(owner), _other_of(figure, owner.country)


def _other_of(figure: Figure, country: str) -> Slot:
    """The partner of a country that alone owns a mutual trade: the voice, or the country the article is about."""
    home, focus = figure.home, figure.discourse.focus
    if country != home and home not in focus.groups.get(country, ()):
        return reporter_beside(figure, country)
    partner = focus.partner(figure.chunk)
    return Slot(partner, None, "context.focus") if partner else WORLD


def _directional(figure: Figure, flow: Flow) -> Parties | None:
    """Who sends and who receives; the reporter is the sender of an export and the receiver of an import."""
    outward = flow is Flow.EXPORT
    topic = figure.topic
    known = talked_of(figure)
    ours = known and figure.document.key(figure.trigger.head - 1) in OURS
    if known and ours and figure.home == known[1].value:
        return known[::-1]
    if topic and topic.sentence is figure.sentence and not any(map(figure.roles.actors_in, figure.scopes[:2])):
        return talked_of(figure)
    return _owned_towards(figure) or _told_ends(figure, outward)


def _told_ends(figure: Figure, outward: bool) -> Parties | None:
    """Sender and receiver from the amount's clause outwards, and what they leave out."""
    sender: Actor | None = None
    receiver: Actor | None = None
    scopes = party_scopes(figure)
    for index, scope in enumerate(scopes):
        if index == len(scopes) - 1 and (sender or receiver):
            break
        taken = {actor.country for actor in (sender, receiver) if actor}
        sender = sender or _sender(figure, scope, outward, taken)
        if sender:
            taken.add(sender.country)
        receiver = receiver or _receiver(figure, scope, outward, taken)
    mine, other = (sender, receiver) if outward else (receiver, sender)
    pointed = None if other else pointed_ends(figure, mine, outward)
    if pointed:
        return pointed
    if mine and other:
        return slot_of(mine), slot_of(_european(figure, other))
    if other:
        same = same_trader(figure, other.country)
        return same or reporter_beside(figure, other.country), slot_of(other)
    return _one_sided(figure, mine)


def _owned_towards(figure: Figure) -> Parties | None:
    """A flow with a country on each side: "китайский экспорт Белграда" is what Belgrade sells to China."""
    head = figure.trigger.head
    owners = figure.roles.within((head + 1, head + 2), "of")
    ways = figure.roles.within((head - 1, head), "adjective")
    if figure.trigger.settings.get("verb") or not owners or not ways or owners[0].country == ways[0].country:
        return None
    return slot_of(owners[0]), slot_of(ways[0])


def _sender(figure: Figure, scope: Span, outward: bool, taken: set[str]) -> Actor | None:
    goods = [actor for actor in figure.roles.within(scope, "adjective") if of_goods(figure, actor.chunk)]
    found = in_list_order(figure, scope, figure.roles.within(scope, "from", *(() if outward else ("at",)))) + goods
    if not outward and figure.trigger.settings.get("verb"):
        found += figure.roles.within(scope, "in")
    if outward:
        owner = _owner(figure, scope)
        found += figure.roles.within(scope, "agent") + ([owner] if owner else [])
    else:
        found += figure.roles.within(scope, "with", "member")
    return next((actor for actor in found if actor.country not in taken), None)


def _receiver(figure: Figure, scope: Span, outward: bool, taken: set[str]) -> Actor | None:
    found = in_list_order(figure, scope, figure.roles.within(scope, "to", "dative"))
    if outward:
        found += figure.roles.within(scope, "for", "member", "with")
    else:
        head, owner = figure.trigger.head, _owner(figure, scope)
        if not figure.trigger.settings.get("verb"):
            found += [actor for actor in figure.roles.within(scope, "in") if head < actor.chunk <= head + BESIDE]
        buyers = figure.roles.within(scope, "agent") + ([owner] if owner else [])
        found = buyers + found if figure.trigger.settings.get("verb") else found + buyers
    return next((actor for actor in found if actor.country not in taken), None)


def _european(figure: Figure, actor: Actor) -> Actor:
    """Europe is the European Union where the figure before was about it."""
    known = talked_of(figure)
    if actor.country == "EUROPE" and known and "EU" in (known[0].value, known[1].value):
        return Actor(actor.chunk, "EU", actor.role, actor.rule)
    return actor


def _one_sided(figure: Figure, mine: Actor | None) -> Parties | None:
    """The partner that is left out: of the figure before, the one that the article is about, or all the world."""
    reporter = slot_of(mine) if mine else reporter_of(figure)
    all_of_it = figure.document.key(figure.trigger.head - 1) in ("весь", "весь объем") and not figure.inherited
    known = talked_of(figure)
    whole = is_total(figure) and goes_on_with(figure) and not figure.discourse.focus.is_bilateral(figure.chunk)
    if (all_of_it or whole) and known and mine is None:
        return known[0], WORLD
    if figure.has("ABROAD") or all_of_it or (mine and is_total(figure)):
        return reporter, WORLD
    counted = reporter_of(figure)
    if mine and known and figure.topic and figure.topic.world and counted.value != mine.country:
        told = figure.topic.slots.get("reporter")
        rival = told is not None and told.value == counted.value and goes_on_with(figure)
        return reporter, WORLD if rival else counted
    if mine and known and is_anew(figure, mine):
        return reporter, WORLD
    if known and (mine is None or mine.country in (known[0].value, known[1].value)) and not of_world(figure):
        if mine is None:
            return from_home(figure, known)
        return reporter, known[1] if known[0].value == mine.country else known[0]
    if of_world(figure) or not figure.discourse.focus.is_bilateral(figure.chunk):
        return reporter, WORLD
    if mine is None:
        return focus_parties(figure)
    return reporter, reporter_beside(figure, mine.country)
