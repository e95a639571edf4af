"""Which corridor a figure is about, and where its goods come from and go to (codebook, Readings 18 and 19).

A corridor is named in the clause, meant by a word for a route or a pronoun, or the one that the paragraph or the title
speaks of; a country's transit at large is told by what goes through it. What an amount measures is in `corridors`.
"""

from itertools import pairwise

from pipeline.extraction.frames.actors import actors, slot_of
from pipeline.extraction.frames.figures.elision import goes_on
from pipeline.extraction.frames.figures.goods import of_goods
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import CorridorMention, Measure, Organisation, Party, Place
from pipeline.extraction.tokens import ADJECTIVE
from schemas.vocabulary import ClaimTable, CorridorMetric

BUILDING = (CorridorMetric.LENGTH, CorridorMetric.INVESTMENT)
# words that point at the corridor spoken of before: "по этому маршруту", "по нему", "магистраль"
ANAPHORS = ("ROUTEWORD", "BRANCH", "HE", "THISTHAT")
EVERY = {"все", "всех", "всем", "всеми"}
POINTING = ("HE", "ROUTEWORD")
# metrics that only a route can have, so that its paragraph tells which
OWN = (*BUILDING, CorridorMetric.CAPACITY, CorridorMetric.TRANSIT_TIME)
AFTER = 4
# how far back in chunks a corridor can be meant, and in sentences without a word that points at it
LOOK_BACK = 220
SENTENCES = 2
BESIDE = 3


def corridor_of(figure: Figure, metric: CorridorMetric) -> Slot | None:
    """The corridor of a figure: named, meant by a pointing word, a country's transit, or spoken of before."""
    if _at_crossing(figure):
        return None
    counted = goes_on(figure) and figure.amount.unit is None
    crossed = metric is CorridorMetric.SHARE and bool(figure.roles.within(figure.segment, "through"))
    for scope in figure.scopes[:1] if counted or crossed else figure.widening:
        found = _named(figure, scope)
        if found and (found[1].corridor or scope in figure.scopes[:2]):
            chunk, mention = found
            return Slot(mention.corridor, (chunk, chunk + 1), mention.rule) if mention.corridor else None
    known = figure.topic.slots.get("corridor") if figure.topic else None
    if known and ((counted and not actors(figure, "through")) or (metric is CorridorMetric.SHARE and _of_it(figure))):
        return known
    placed = figure.has("PIECE", figure.scopes[-1]) and not goes_on(figure)
    placed = placed and not (
        metric is CorridorMetric.TRANSIT_TIME and actors(figure, "from")
    )  # "от Баку до порта Поти"
    if placed and not any(figure.has(name) for name in POINTING):
        return _transit(figure, metric)
    by_pronoun = figure.has("HE") and not actors(figure, "through")
    route = _in_focus(figure, metric)
    if route:
        return route
    before = _whole_of(figure, spoken_of(figure, metric))
    return before if before and by_pronoun else _transit(figure, metric) or before


def _at_crossing(figure: Figure) -> bool:
    """Whether the clause counts what goes through a port or a crossing: "через погранпереход прошло 300 поездов"."""
    document, (first, end) = figure.document, figure.segment
    pieces = [at for at, _ in document.values("PIECE", first, end)]
    towns = [at for at, town in document.of_kind(Place, first, end) if town.city and not town.is_capital]
    if any(document.key(at - 1) == "через" or _lets_pass(figure, at) for at in towns):
        return True
    return any(document.key(at - 1 - bool(ADJECTIVE.search(document.key(at - 1)))) == "через" for at in pieces)


def _lets_pass(figure: Figure, town: int) -> bool:
    """Whether a border town is what lets trains pass: "Хоргос пропустил 2031 поезд"."""
    document, mention = figure.document, figure.document.mention(town)
    passes = document.those(town + 1, town + 1 + BESIDE, "MOVEV")
    nominative = isinstance(mention, Place) and "n" in mention.features
    return nominative and any(document.key(at).startswith("пропус") for at in passes)


def _in_focus(figure: Figure, metric: CorridorMetric) -> Slot | None:
    """The one corridor that the text is about, for "по коридору" and for what goes on from a figure about it."""
    route = figure.discourse.focus.route
    transit = bool(figure.trigger.settings.get("transit"))
    if route is None or actors(figure, "through", "of", "at", *(("in", "adjective", "subject") if transit else ())):
        return None
    chunk, corridor, rule = route
    topic = figure.topic
    known = topic.slots.get("corridor") if topic else None
    goes = topic is not None and known is not None and known.value == corridor
    goes = goes and topic is not None and figure.sentence.paragraph - topic.sentence.paragraph <= 1
    pointed = not transit and any(figure.has("ROUTEWORD", scope) for scope in figure.scopes)
    return Slot(corridor, (chunk, chunk + 1), rule) if pointed or goes or metric in OWN else None


def _whole_of(figure: Figure, route: Slot | None) -> Slot | None:
    """The corridor of which a branch was spoken of, for what is told of all its branches: "по всем трём веткам"."""
    document, (first, end) = figure.document, figure.scopes[-1]
    branches = [at for at, _ in document.values("BRANCH", first, end)]
    if route is None or not any(document.key(at - step) in EVERY for at in branches for step in (1, 2)):
        return route
    parent = str(route.value).rpartition("-")[0]
    routes = (each.corridor for _, each in document.of_kind(CorridorMention, 0, len(document.chunks)))
    return Slot(parent, None, "registry.name") if parent in routes else route


def _of_it(figure: Figure) -> bool:
    """Whether a share is of what the figure before counted: "три четверти этого объема"."""
    return figure.has("OFTHEM") and not actors(figure, "through")


def _named(figure: Figure, scope: Span) -> tuple[int, CorridorMention] | None:
    found = figure.document.beside(CorridorMention, figure.chunk, *scope)

    def distance(named: tuple[int, CorridorMention]) -> tuple[int, int]:
        return abs(named[0] - figure.chunk) + (AFTER if named[0] > figure.chunk else 0), named[0]

    return min(found, key=distance, default=None)


def spoken_of(figure: Figure, metric: CorridorMetric) -> Slot | None:
    """The corridor last named or counted before a figure that points at one or goes on; None beside another route."""
    topic = figure.topic
    known = topic.slots.get("corridor") if topic and topic.table == ClaimTable.CORRIDORS else None
    if known and topic and (figure.inherited or topic.sentence is figure.sentence):
        return known
    points = any(figure.has(name, figure.scopes[-1]) for name in ANAPHORS) or _such(figure)
    last = last_named(figure)
    if known and topic and (last is None or topic.chunk > last[0]):
        where, slot = topic.chunk, known
    elif last:
        where, mention = last
        slot = Slot(mention.corridor, (where, where + 1), mention.rule)
    else:
        return None
    sentence = figure.document.sentence_at(where)
    apart = figure.sentence.paragraph - sentence.paragraph
    near = apart == 0 and figure.sentence.index - sentence.index <= SENTENCES
    close = near or (points and apart <= 1) or ((points or metric in OWN) and sentence.is_heading)
    return slot if slot.value and close and (points or near or metric in OWN) else None


def _such(figure: Figure) -> bool:
    """Whether an amount counts more of what was counted before: "600 таких составов"."""
    tokens, amount = figure.document.tokens, figure.amount
    return any(tokens.value(at, "SUCH") is not None for at in range(amount.start, amount.end))


def last_named(figure: Figure) -> tuple[int, CorridorMention] | None:
    """The corridor or other route last named before a figure's sentence, with its chunk; else the title's."""
    document = figure.document
    first, title = figure.sentence.first, document.sentences[0]
    before = document.of_kind(CorridorMention, max(first - LOOK_BACK, 0), first)[::-1]
    titled = document.of_kind(CorridorMention, title.first, title.end) if title.is_heading else []
    return next(iter((*before, *titled)), None)


def _transit(figure: Figure, metric: CorridorMetric) -> Slot | None:
    through = next(iter(actors(figure, "through")), None)
    scope: Span = figure.scopes[-2] if not figure.inherited else figure.scopes[0]
    moving = figure.trigger.settings.get("transit") or any(
        figure.has(name, each) for name in ("TRANSITN", "TRANSITV") for each in figure.scopes[:2]
    )
    if metric in BUILDING:
        return None
    shared = metric is CorridorMetric.SHARE and figure.has("MOVEV", scope)
    carried = shared or figure.amount.measure is Measure.ROUTES or figure.has("FREIGHT", scope)
    if through and (moving or carried) and not _one_of_several(figure, through):
        return Slot(f"transit-{through.country}", (through.chunk, through.chunk + 1), through.rule)
    if figure.has("OVERLAND", scope) and metric is CorridorMetric.SHARE:
        member = next(iter(actors(figure, "member", "of", "subject")), None)
        country = member.country if member else figure.home
        return Slot(f"transit-{country}", (member.chunk, member.chunk + 1) if member else None, "ru.corridor.transit")
    opens = not figure.inherited or (figure.topic is not None and "corridor" not in figure.topic.slots)
    if moving and opens and not _delivered(figure):
        owner = _transit_owner(figure)
        if owner is None and _of_place(figure):
            return None
        span = (owner.chunk, owner.chunk + 1) if owner else None
        return Slot(f"transit-{owner.country if owner else figure.home}", span, "codebook.voice")
    return None


def _of_place(figure: Figure) -> bool:
    """Whether the title tells of a port or a crossing, whose transit is no country's."""
    title = figure.document.sentences[0]
    return title.is_heading and figure.has("PIECE", (title.first, title.end))


def _one_of_several(figure: Figure, through: Actor) -> bool:
    """Whether a country is one of those that a way leads through, which is no transit: "через Россию и Казахстан"."""
    after = figure.document.mention(through.chunk + 2)
    return figure.document.key(through.chunk + 1) in (",", "и") and isinstance(after, Party)


def _delivered(figure: Figure) -> bool:
    """Whether goods of one country are sent to another, which is trade (Reading 18): "в Армению ушло ... пшеницы"."""
    goods = any(of_goods(figure, actor.chunk) for actor in actors(figure, "adjective"))
    return goods and bool(figure.trigger.settings.get("verb")) and bool(actors(figure, "to"))


def _transit_owner(figure: Figure) -> Actor | None:
    """Whose transit it is: a country that moves or has it, at home also by its adjective."""
    for scope in figure.scopes[:3] if not _line(figure) else ():
        found = [
            actor
            for actor in figure.roles.within(scope, "subject", "in", "of", "adjective")
            if actor.country == figure.home or (actor.role == "subject" and not figure.has("SENDV", scope))
        ]
        if found:
            return min(found, key=lambda actor: (actor.role != "subject", abs(actor.chunk - figure.chunk)))
    return _railway(figure)


def _railway(figure: Figure) -> Actor | None:
    """The country whose railway carries: "Грузинская железная дорога перевезла 14 млн тонн, из них транзитом – 8,6"."""
    for chunk, mention in figure.document.mentions(*figure.scopes[-1]):
        if isinstance(mention, Organisation) and mention.country and "n" in mention.features:
            return Actor(chunk, mention.country, "subject", mention.rule)
    return None


def direction_slots(figure: Figure, corridor: str) -> dict[str, Slot]:
    """Where the goods come from and go to; what goes on keeps its direction or, "обратно", turns it round."""
    topic = figure.topic
    known = topic.slots if topic and topic.table == ClaimTable.CORRIDORS else {}
    if known and _turned(figure):
        turned = (("origin", "destination"), ("destination", "origin"))
        return {name: known[other] for name, other in turned if other in known}
    slots = _told_direction(figure, corridor.removeprefix("transit-"))
    same = "corridor" in known and known["corridor"].value == corridor
    if not slots and same and topic and (figure.inherited or topic.sentence is figure.sentence):
        slots = {name: known[name] for name in ("origin", "destination") if name in known}
    directions: dict[str, list[str]] = figure.document.lexicon.facts["directions"]
    if corridor in directions:
        first, last = directions[corridor]
        named = {"origin": Slot(first, None, "registry.name"), "destination": Slot(last, None, "registry.name")}
        slots = named | slots
    return slots


def _turned(figure: Figure) -> bool:
    """Whether a word of return stands nearer to the amount than any other amount of the clause."""
    document, (first, end) = figure.document, figure.segment
    words = [at for at, _ in document.values("COUNTERFLOW", first, end)]
    words = [at for at in words if at < figure.chunk or "," not in map(document.key, range(figure.chunk, at))]
    amounts = [at for at, _ in figure.sentence.amounts if first <= at < end]
    return any(min(amounts, key=lambda at: abs(at - word)) == figure.chunk for word in words)


def _told_direction(figure: Figure, country: str) -> dict[str, Slot]:
    """Origin and destination that the sentence tells, other than the country that is crossed."""
    ends = _line(figure) or sorted(actors(figure, "between"), key=lambda actor: actor.chunk)
    if len(ends) >= 2:
        return {"origin": slot_of(ends[0]), "destination": slot_of(ends[1])}
    origin = next((actor for actor in actors(figure, "from") if actor.country != country), None)
    origin = origin or _owner_of_goods(figure, country) or _sender(figure, country)
    target = next((actor for actor in actors(figure, "to") if actor.country != country), None)
    slots: dict[str, Slot] = {}
    if origin:
        slots["origin"] = slot_of(origin)
    if target and (origin is None or target.country != origin.country):
        slots["destination"] = slot_of(target)
    return slots


def _line(figure: Figure) -> list[Actor]:
    """The ends of a line of a list: "Россия – страны Центральной Азии: 5,1 млн тонн"."""
    found = figure.roles.actors
    for first, last in pairwise(found):
        if last.chunk == first.chunk + 2 < figure.chunk and figure.document.key(first.chunk + 1) == "–":
            return [first, last]
    return []


def _owner_of_goods(figure: Figure, country: str) -> Actor | None:
    """Whose goods they are: "казахстанской нефти", and without the noun "из них 46 млн тонн – казахстанской"."""
    for actor in sorted(actors(figure, "adjective"), key=lambda actor: actor.chunk < figure.chunk):
        elliptic = 0 < actor.chunk - figure.chunk <= (BESIDE if goes_on(figure) else 1)
        elliptic = elliptic or (goes_on(figure) and _alone(figure, actor.chunk))
        if actor.country != country and (elliptic or of_goods(figure, actor.chunk)):
            return actor
    return None


def _alone(figure: Figure, adjective: int) -> bool:
    """Whether an adjective stands for the goods told of before: "из них на казахстанскую пришлось 46 млн"."""
    behind = adjective + 1
    return behind < figure.chunk and (figure.document.key(behind) == "–" or figure.document.is_a(behind, "SHAREV"))


def _sender(figure: Figure, country: str) -> Actor | None:
    """The country that sends: "Россия отправила в Иран"."""
    scope = figure.whole
    if not any(figure.has(name, scope) for name in ("SENDV", "SUPPLY", "EXPORT")):
        return None
    return next((actor for actor in actors(figure, "subject") if actor.country != country), None)
