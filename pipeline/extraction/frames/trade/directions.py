"""Who sends and who receives: the parties of an export or an import (codebook, Conventions)."""

from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.figures.goods import counted_goods, of_goods
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.frames.trade.counted import (
    Parties,
    focus_parties,
    from_home,
    goes_on_with,
    in_list_order,
    is_anew,
    is_total,
    of_world,
    pointed_ends,
    reporter_beside,
    reporter_of,
    same_trader,
    talked_of,
)
from pipeline.extraction.frames.trade.owners import BESIDE, owner_of, party_scopes
from pipeline.extraction.mentions.model import Party, Place
from schemas.vocabulary import Flow

# whose flow it is where the voice says so itself: "из них 38 млрд – наш экспорт"
OURS = ("наш", "нашего", "нашем", "нашему", "нашим")


def directional(figure: Figure, flow: Flow) -> Parties | None:
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
    if any(actor and _is_one_of_several(figure, actor) for actor in (sender, receiver)):
        return None
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


def _is_one_of_several(figure: Figure, actor: Actor) -> bool:
    """Whether a country stands in a list of such that share one amount: "экспорт в Чили и Перу вырос на 5%"."""
    document = figure.document
    for step in (-2, 2):
        mark = document.key(actor.chunk + step // 2)
        beside = figure.roles.standing((actor.chunk + step, actor.chunk + step + 1))
        joined = mark == "и" or (mark == "," and not _goes_with_other(figure, actor.chunk, step))
        if joined and any(each.role == actor.role and each.country != actor.country for each in beside):
            return _is_noun(figure, actor.chunk) and _is_noun(figure, actor.chunk + step)
    return False


def _goes_with_other(figure: Figure, chunk: int, step: int) -> bool:
    """Whether the country behind or before a comma has an amount of its own, so that it is the next item of a list."""
    at = chunk + step + (1 if step > 0 else 0)
    return figure.document.key(at) in ("–", "(", ":")


def _is_noun(figure: Figure, chunk: int) -> bool:
    mention = figure.document.mention(chunk)
    return isinstance(mention, Place) or (isinstance(mention, Party) and mention.role == "noun")


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
    if not outward and (figure.trigger.settings.get("verb") or _buys(figure)):
        found += figure.roles.within(scope, "in")
    if not outward and _buys(figure):
        found += [actor for actor in figure.roles.within(scope, "to") if _is_indeclinable(figure, actor)]
    if outward:
        owner = owner_of(figure, scope)
        found += figure.roles.within(scope, "agent") + ([owner] if owner else [])
    else:
        found += figure.roles.within(scope, "with", "member")
    return next((actor for actor in found if actor.country not in taken), None)


def _receiver(figure: Figure, scope: Span, outward: bool, taken: set[str]) -> Actor | None:
    found = in_list_order(figure, scope, figure.roles.within(scope, "to", "dative"))
    if outward:
        found += figure.roles.within(scope, "for", "member", "with")
    else:
        head, owner = figure.trigger.head, owner_of(figure, scope)
        if _buys(figure):
            found = [actor for actor in found if not _is_indeclinable(figure, actor)]
        elif not figure.trigger.settings.get("verb"):
            found += [actor for actor in figure.roles.within(scope, "in") if head < actor.chunk <= head + BESIDE]
        buyers = figure.roles.within(scope, "agent") + ([owner] if owner else [])
        found = buyers + found if figure.trigger.settings.get("verb") else found + buyers
    return next((actor for actor in found if actor.country not in taken), None)


def _seller_told(figure: Figure, mine: Actor) -> Slot | None:
    """Who sells what another country buys, too: "Чили вывезло в Перу 5 млн бутылок вина. Куба импортировала 3 млн"."""
    known, topic = talked_of(figure), figure.topic
    goods = topic.slots.get("commodity") if topic else None
    bought = figure.trigger.setting("flow") == Flow.IMPORT and bool(figure.trigger.settings.get("verb"))
    if known is None or topic is None or goods is None or not bought or known[0].value == mine.country:
        return None
    same = any(value == goods.value for _, value in figure.document.values("GOODS", *figure.scopes[-1]))
    same = same or any(each is not None and each.value == goods.value for each in (counted_goods(figure),))
    return known[0] if same and topic.slots["flow"].value == Flow.EXPORT else None


def _buys(figure: Figure) -> bool:
    """Whether goods are bought in a country, not brought into it: "закупки в Чили"."""
    return figure.document.is_a(figure.trigger.head, "BUYING")


def _is_indeclinable(figure: Figure, actor: Actor) -> bool:
    """Whether a name does not tell "to Chile" from "in Chile"."""
    mention = figure.document.mention(actor.chunk)
    return isinstance(mention, Party) and {"a", "p"} <= set(mention.features)


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
    if mine and known and is_anew(figure, mine):
        return reporter, WORLD
    counted = reporter_of(figure)
    if mine and known and figure.topic and figure.topic.world and counted.value != mine.country:
        told = figure.topic.slots.get("reporter")
        rival = told is not None and told.value == counted.value and goes_on_with(figure)
        return reporter, WORLD if rival else counted
    if known and (mine is None or mine.country in (known[0].value, known[1].value)) and not of_world(figure):
        if mine is None:
            return from_home(figure, known)
        return reporter, known[1] if known[0].value == mine.country else known[0]
    seller = _seller_told(figure, mine) if mine else None
    if seller:
        return reporter, seller
    if of_world(figure) or not figure.discourse.focus.is_bilateral(figure.chunk):
        return reporter, WORLD
    if mine is None:
        return focus_parties(figure)
    return reporter, reporter_beside(figure, mine.country)
