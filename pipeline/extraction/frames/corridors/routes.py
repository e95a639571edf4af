"""Which corridor a figure is about (codebook, Readings 18 and 19).

A corridor is named in the clause, meant by a word for a route or a pronoun, or the one that the paragraph or the title
speaks of; a country's transit at large is told by what goes through it. Where goods come from and go to is in
`directions`, what an amount measures in `frame`, what is there and what is planned in `certainty`.
"""

from pipeline.extraction.frames.actors import actors
from pipeline.extraction.frames.corridors.crossings import EVERY, at_crossing, by_several
from pipeline.extraction.frames.corridors.directions import direction_slots, line_of
from pipeline.extraction.frames.figures.elision import goes_on
from pipeline.extraction.frames.figures.goods import of_goods
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import CorridorMention, Measure, Organisation, Party
from schemas.vocabulary import ClaimTable, CorridorMetric

BUILDING = (CorridorMetric.LENGTH, CorridorMetric.INVESTMENT)
# words that point at the corridor spoken of before: "по этому маршруту", "по нему", "магистраль"
ANAPHORS = ("ROUTEWORD", "BRANCH", "HE", "THISTHAT")
POINTING = ("HE", "ROUTEWORD")
# metrics that only a route can have, so that its paragraph tells which
OWN = (*BUILDING, CorridorMetric.CAPACITY, CorridorMetric.TRANSIT_TIME)
# the corridor of the registry that is a direction by rail, the rule that finds it by its ends, and what goes by it
BY_RAIL = ("china-europe", "ru.corridor.by-ends")
EUROPEAN = ("EUROPE", "EU")
CARRIED = (Measure.CONTAINERS, Measure.TRAINS)
AFTER = 4
# how far back in chunks a corridor can be meant, and in sentences without a word that points at it
LOOK_BACK = 220
SENTENCES = 2
BESIDE = 3


def corridor_of(figure: Figure, metric: CorridorMetric) -> Slot | None:
    """The corridor of a figure: named, meant by a pointing word, a country's transit, or spoken of before."""
    if at_crossing(figure, metric):
        return None
    if figure.trigger.settings.get("pronoun") and not _can_mean_route(figure):
        return None
    counted = goes_on(figure) and figure.amount.unit is None
    crossed = metric is CorridorMetric.SHARE and bool(figure.roles.within(figure.segment, "through"))
    for scope in figure.scopes[:1] if counted or crossed else figure.widening:
        found = _named(figure, scope)
        if found and (found[1].corridor or scope in figure.scopes[:2]):
            chunk, mention = found
            if metric is CorridorMetric.INVESTMENT and figure.document.is_a(chunk - 1, "SECTION"):
                return None
            return Slot(mention.corridor, (chunk, chunk + 1), mention.rule) if mention.corridor else None
    known = figure.topic.slots.get("corridor") if figure.topic else None
    if known and ((counted and not actors(figure, "through")) or (metric is CorridorMetric.SHARE and _of_it(figure))):
        return known
    if by_several(figure) and not actors(figure, "through"):
        return None
    timed = metric is CorridorMetric.TRANSIT_TIME  # "от Баку до порта Поти", "время в пути до порта"
    onward = timed and (figure.trigger.setting("metric") == "transit_time" or bool(actors(figure, "from")))
    # what is told behind a semicolon does not place the amount
    placed = figure.has("PIECE", (figure.scopes[-1][0], figure.whole[1])) and not goes_on(figure) and not onward
    if placed and not any(figure.has(name, figure.whole) for name in POINTING):
        return _transit(figure, metric)
    able = metric in OWN and _is_told_of(figure)
    by_pronoun = able or (figure.has("HE") and not actors(figure, "through"))
    route = _whole_of(figure, _in_focus(figure, metric, able))
    if route:
        return route
    before = _whole_of(figure, spoken_of(figure, metric))
    told = before if before and by_pronoun else _transit(figure, metric) or before
    return told or _by_ends(figure) or _crossed(figure, metric)


def _by_ends(figure: Figure) -> Slot | None:
    """The corridor by rail from China to Europe, told by its ends: "из КНР в Европу отправлен 1941 поезд"."""
    railed = figure.amount.measure in CARRIED or any(
        figure.has(name, figure.whole) for name in ("TRAIN", "TEU", "RAIL")
    )
    apart = any(figure.has(name, figure.whole) for name in ("PIECE", "OTHERWAY", "SHIP"))
    if not railed or apart or actors(figure, "through"):
        return None
    known = figure.topic.slots.get("corridor") if figure.topic else None
    if known and figure.topic and known.rule == BY_RAIL[1] and not figure.roles.actors:
        return known if figure.sentence.paragraph - figure.topic.sentence.paragraph <= 1 else None
    told = direction_slots(figure, BY_RAIL[0])
    ends = {str(told[name].value) for name in ("origin", "destination") if name in told and told[name].span}
    if len(ends) < 2 or "CHN" not in ends or ends.isdisjoint(EUROPEAN):
        return None
    return Slot(BY_RAIL[0], told["origin"].span, BY_RAIL[1])


def _crossed(figure: Figure, metric: CorridorMetric) -> Slot | None:
    """The country whose transit the title or lead tells of, for freight of which the clause says no more."""
    told = figure.discourse.focus.crossed
    moved = figure.has("FREIGHT", figure.whole) and not figure.trigger.settings.get("verb")
    if told is None or not moved or figure.roles.actors or metric in OWN or metric is CorridorMetric.SHARE:
        return None
    chunk, country, rule = told
    other = any(figure.has(name, figure.scopes[-1]) for name in ("PIECE", "EXPORT", "IMPORT", "SUPPLY"))
    return None if other else Slot(f"transit-{country}", (chunk, chunk + 1), rule)


def _can_mean_route(figure: Figure) -> bool:
    """Whether "на него" can stand for a route: the sentence before tells of one, and of no country as its subject."""
    document, index = figure.document, figure.sentence.index
    if index == 0:
        return False
    before, topic = document.sentences[index - 1], figure.topic
    routed = document.names(CorridorMention, before.first, before.end) or (topic and topic.sentence is before)
    parties = document.of_kind(Party, before.first, before.end)
    return bool(routed) and not any(each.role == "noun" and "n" in each.features for _, each in parties)


def _is_told_of(figure: Figure) -> bool:
    """Whether a word for a route is the subject of a clause: "дорога позволит провозить через страну 10 млн тонн"."""
    document = figure.document
    return any("n" in document.features(at, "ROUTEWORD") for at in document.those(*figure.whole, "ROUTEWORD"))


def _in_focus(figure: Figure, metric: CorridorMetric, able: bool) -> Slot | None:
    """The one corridor that the text is about, for "по коридору" and for what goes on from a figure about it.

    `able` if a word for the route is the subject, so that the countries it crosses do not matter.
    """
    route = figure.discourse.focus.route
    transit = bool(figure.trigger.settings.get("transit"))
    elsewhere = ("through", "of", "at", *(("in", "adjective", "subject") if transit else ()))
    if route is None or (not able and actors(figure, *elsewhere)):
        return None
    chunk, corridor, rule = route
    last = last_named(figure)
    if last and last[1].corridor and last[1].corridor.startswith(f"{corridor}-") and _is_near(figure, last[0]):
        return None  # a branch was spoken of just before
    topic = figure.topic
    known = topic.slots.get("corridor") if topic else None
    goes = topic is not None and known is not None and known.value == corridor
    goes = goes and topic is not None and figure.sentence.paragraph - topic.sentence.paragraph <= 1
    unnamed = figure.inherited and topic is not None and known is None and not figure.roles.actors
    pointed = unnamed or (not transit and any(figure.has("ROUTEWORD", scope) for scope in figure.scopes))
    return Slot(corridor, (chunk, chunk + 1), rule) if pointed or goes or metric in OWN else None


def _is_near(figure: Figure, chunk: int) -> bool:
    """Whether a chunk stands in the same paragraph or the sentence before."""
    sentence = figure.document.sentence_at(chunk)
    return sentence.paragraph == figure.sentence.paragraph or figure.sentence.index - sentence.index <= 1


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
    close = close or (metric in (*OWN, CorridorMetric.VOLUME) and _points_back(figure) and _is_only(figure))
    return slot if slot.value and close and (points or near or metric in OWN) else None


def _points_back(figure: Figure) -> bool:
    """Whether a word for a route stands behind a word that points back: "по данному маршруту"."""
    document = figure.document
    routes = document.those(*figure.scopes[-1], "ROUTEWORD")
    return any(document.is_a(at - 1, "THISTHAT") for at in routes)


def _is_only(figure: Figure) -> bool:
    """Whether the text names one corridor and no other route."""
    document = figure.document
    return len({route.corridor for _, route in document.of_kind(CorridorMention, 0, len(document.chunks))}) == 1


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
    timed = metric is CorridorMetric.TRANSIT_TIME and not figure.trigger.settings.get("transit")
    if metric in BUILDING or timed:
        return None
    shared = metric is CorridorMetric.SHARE and figure.has("MOVEV", scope)
    counted = figure.amount.measure in (Measure.ROUTES, Measure.CONTAINERS, Measure.TRAINS)
    carried = shared or counted or figure.has("FREIGHT", scope)
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
    for scope in figure.scopes[:3] if not line_of(figure) else ():
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
