"""Whose trade a text counts, and of whom it has been speaking: what `traders` falls back on."""

from pipeline.extraction.discourse.context import segment_at
from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import Organisation, Person
from schemas.vocabulary import Flow

Parties = tuple[Slot, Slot]
# how far before a noun of trade it can be said to be the whole of it: "общий объем турецкого экспорта"
WHOLE_BEFORE = 4
# opens a clause that goes on with what the country sells or buys in all: "а всего экспорт составил"
OPENING = (",", "и", "а", "но")
# how many countries share a trade
BOTH = 2
# from so many countries and amounts on a sentence can list them
MANY = 2


def talked_of(figure: Figure) -> Parties | None:
    """The parties of the figure before, while the text still speaks of them."""
    topic = figure.topic
    if topic is None or "reporter" not in topic.slots:
        return None
    if figure.inherited or topic.sentence is figure.sentence:
        return topic.slots["reporter"], topic.slots["partner"]
    if topic.sentence.paragraph < figure.sentence.paragraph - 1:
        return None
    return topic.whole["reporter"], topic.whole["partner"]


def is_turned(figure: Figure) -> bool:
    """Whether a figure is the other half of the trade told before: "тогда как встречный поток – 44 млн"."""
    if not figure.has("COUNTERFLOW"):
        return False
    flow = figure.topic.slots.get("flow") if figure.topic else None
    directed = flow is not None and flow.value in (Flow.EXPORT, Flow.IMPORT)
    first, end = figure.segment
    return directed and (figure.inherited or not first <= figure.trigger.head < end)


def reporter_of(figure: Figure) -> Slot:
    """Whose trade the text counts: of the foreign trade it has been telling, or of the country it speaks for."""
    topic = figure.topic
    if topic and topic.world:
        return Slot(topic.world.value, topic.world.span, topic.world.rule)
    return Slot(figure.home, None, "codebook.voice")


def reporter_beside(figure: Figure, country: str) -> Slot:
    """The party left out beside a named one: whose trade the text counts, unless that is the one named."""
    teller = None if figure.has("SIDES") else _teller(figure)
    if teller and teller.value != country:
        return teller
    reporter = reporter_of(figure)
    known = talked_of(figure)
    if known and not (figure.topic and figure.topic.world):
        others = [slot for slot in known if slot.value not in (country, WORLD.value)]
        if others and reporter.value not in [slot.value for slot in others]:
            return others[0]
    if reporter.value != country:
        return reporter
    if figure.home != country:
        return Slot(figure.home, None, "codebook.voice")
    partner = figure.discourse.focus.partner(figure.chunk)
    return Slot(partner, None, "context.focus") if partner else WORLD


def _teller(figure: Figure) -> Slot | None:
    """The country of who counts: a national customs service or a president speaks of the trade of their own country."""
    source = figure.discourse.sources.claimant(figure.chunk)
    mention = figure.document.mention(source.chunk) if source else None
    if source is None or not isinstance(mention, Organisation | Person) or not mention.country:
        return None
    return Slot(mention.country, (source.chunk, source.chunk + 1), source.rule)


def focus_parties(figure: Figure) -> Parties | None:
    """The two countries that the article is about here, None where it names no foreign one."""
    pair = figure.discourse.focus.pair(figure.chunk)
    if pair is None:
        return None
    return Slot(pair[0], None, "codebook.voice"), Slot(pair[1], None, "context.focus")


def titled_parties(figure: Figure) -> Parties | None:
    """The two countries of the title, for "товарооборот двух стран" that begins a paragraph."""
    focus, sentence = figure.discourse.focus, figure.sentence
    titled = focus.titled(figure.chunk) if figure.home in focus.title else None
    begins = sentence.first == figure.document.paragraph_of(sentence)[0]
    if titled is None or not begins or not figure.has("SIDES", figure.scopes[-1]):
        return None
    return Slot(figure.home, None, "codebook.voice"), Slot(titled, None, "context.focus")


def two_sides(figure: Figure) -> Parties | None:
    """The two countries, neither at home, that a title is about, for "две страны" or "взаимный товарооборот"."""
    focus = figure.discourse.focus
    named = [code for code in focus.title if code not in focus.groups]
    if len(named) != BOTH or figure.home in named:
        return None
    return Slot(named[0], None, "context.focus"), Slot(named[1], None, "context.focus")


def there(figure: Figure) -> str | None:
    """The country meant by "туда", the last one named, or by "сюда", the one that the article is about."""
    focus = figure.discourse.focus
    if figure.has("HITHER"):
        return focus.dominant(0, len(figure.document.chunks), figure.home)
    return focus.partner(figure.chunk)


def pointed_ends(figure: Figure, mine: Actor | None, outward: bool) -> Parties | None:
    """The parties where a word points at one: "Берлин покупает у нас", "туда отправлено", "оттуда ввезли"."""
    hither = figure.has("HITHER")
    if not outward and mine and hither and mine.country != figure.home:
        return slot_of(mine), Slot(figure.home, None, "codebook.voice")
    if not (figure.has("THITHER") or hither if outward else figure.has("THENCE")):
        return None
    country = there(figure)
    if country is None or (outward and mine and mine.country == country):
        return None
    reporter = slot_of(mine) if outward and mine else reporter_beside(figure, country)
    return reporter, Slot(country, None, "context.there")


def in_list_order(figure: Figure, scope: Span, found: list[Actor]) -> list[Actor]:
    """In a list the country of an amount first: "5 тонн ушло в Китай, 2 тонны в Иран", "в Китай – 5 тонн, в Иран – 2".

    Whether it stands before or behind its amount is told by the first one. None of those found is meant where another
    goes with the amount: "экспорт в Китай – 5 тонн, импорт из Китая – 2".
    """
    rivals = figure.roles.within(scope, "to", "dative", "from")
    if len(rivals) < MANY or len(figure.sentence.amounts) < MANY:
        return found
    numbers, at = figure.sentence.numbers, figure.chunk
    behind = not any(actor.chunk < numbers[0] for actor in rivals)
    before = max((each for each in numbers if each < at), default=figure.sentence.first - 1)
    after = min((each for each in numbers if each > at), default=figure.sentence.end)
    first, end = (at, after) if behind else (before, at)
    own = [actor for actor in rivals if first < actor.chunk < end]
    # of "в страны СНГ, в том числе в Россию, вырос на 10%" the whole grows
    own = [
        each for each in own if each is own[0] or not figure.document.is_a(each.chunk - 2, "OFTHEM") or behind
    ] or own
    mine = [actor for actor in found if actor in own]
    if own and not mine:
        return []
    if not own and not behind:
        mine = [actor for actor in found if actor.chunk < at][-1:]
    return mine + [actor for actor in found if actor not in mine]


def is_total(figure: Figure) -> bool:
    """Whether a flow is all that a country sells or buys: "всего экспорт составил", "общий объем экспорта муки"."""
    document, head, first = figure.document, figure.trigger.head, figure.sentence.first
    for at in range(head - 1, max(head - WHOLE_BEFORE, first) - 1, -1):
        if document.is_a(at, "WHOLE"):
            return True
        if not document.is_adjective(at) and not document.is_a(at, "PLAN_LEVEL") and document.mention(at) is None:
            break
    opening = segment_at(figure.sentence, figure.breaks, head)[0]
    while opening < head and document.key(opening) in OPENING:
        opening += 1
    return document.is_a(first, "TOTALLY") or document.is_a(opening, "TOTALLY")


def beside_bracket(figure: Figure) -> Parties | None:
    """The parties of the amount right before the brackets in which its growth stands: "Иран – 2 тыс. тонн (–8%)"."""
    topic, bracket = figure.topic, figure.bracket(figure.chunk)
    if topic is None or bracket is None or figure.meant.role != "growth" or "reporter" not in topic.slots:
        return None
    return (topic.slots["reporter"], topic.slots["partner"]) if topic.chunk == bracket[0] - 1 else None


def is_anew(figure: Figure, mine: Actor) -> bool:
    """Whether a new sentence says again who sells or buys goods, for a time of its own, and from or to whom no more.

    "Узбекистан продал Китаю 3 тыс. тонн. За десять месяцев Узбекистан экспортировал 90 тыс. тонн фруктов."
    """
    topic = figure.topic
    if topic is None or topic.sentence is figure.sentence or figure.inherited or mine.role != "subject":
        return False
    told = figure.trigger.settings.get("verb") and figure.has("GOODS", figure.scopes[2])
    dated = any(figure.segment[0] <= chunk < figure.chunk for chunk in figure.sentence.days)
    return bool(told and dated) and figure.discourse.focus.titled(figure.chunk) is None


def is_mutual(figure: Figure) -> bool:
    """Whether the words of the trigger speak of trade with each other: "взаимная торговля стран ОТГ"."""
    return figure.document.key(figure.trigger.head).startswith("взаимн")


def goes_on_with(figure: Figure) -> bool:
    """Whether a figure tells of the same direction as the one before, so that its sellers are no buyers of those."""
    flow = figure.topic.slots.get("flow") if figure.topic else None
    return (
        flow is not None and flow.value in (Flow.EXPORT, Flow.IMPORT) and flow.value == figure.trigger.setting("flow")
    )


def same_trader(figure: Figure, partner: str) -> Slot | None:
    """Who buys or sells the same goods from or to the next partner: "Индия ввезла нефть из России. Импорт из Ирака"."""
    known, topic = talked_of(figure), figure.topic
    if known is None or topic is None or not goes_on_with(figure) or known[0].value in (partner, figure.home):
        return None
    near = topic.sentence.paragraph == figure.sentence.paragraph
    goods = topic.slots.get("commodity")
    same = goods is not None and any(
        value == goods.value for _, value in figure.document.values("GOODS", *figure.segment)
    )
    return known[0] if near or same else None


def from_home(figure: Figure, known: Parties) -> Parties:
    """The parties told of before, for a flow that names neither: whose voice it is, that one reports."""
    flow = figure.topic.slots.get("flow") if figure.topic else None
    mutual = flow is not None and flow.value in (Flow.TURNOVER, Flow.BALANCE)
    same = flow is not None and flow.value == figure.trigger.setting("flow")
    anew = not figure.inherited and not figure.trigger.settings.get("verb") and not same
    return known[::-1] if (mutual or anew) and known[1].value == figure.home else known


def of_world(figure: Figure) -> bool:
    """Whether a new sentence that names no partner goes on with the whole foreign trade that the text counts."""
    topic = figure.topic
    if topic is None or topic.world is None or figure.inherited:
        return False
    partner = topic.slots.get("partner")
    if partner and partner.value == figure.discourse.focus.titled(figure.chunk):
        return False  # the title is about one partner, and so was the figure before
    return topic.sentence is not figure.sentence and not figure.has("COUNTERFLOW")
