"""Corridor claims: what is measured of a registered route or of a country's transit (codebook, Readings 18 and 19).

Which corridor and in which direction is in `routes`.
"""

from pipeline.extraction.forms import any_within, within
from pipeline.extraction.frames.actors import actors
from pipeline.extraction.frames.corridors.certainty import settled
from pipeline.extraction.frames.corridors.directions import direction_slots
from pipeline.extraction.frames.corridors.routes import corridor_of
from pipeline.extraction.frames.figures.common import figure_slots
from pipeline.extraction.frames.figures.elision import CLOSING, goes_on, is_counted, share_magnitude
from pipeline.extraction.frames.figures.goods import commodity_slot
from pipeline.extraction.frames.model import Draft, Figure, Slot
from pipeline.extraction.mentions.model import Amount, CorridorMention, DateMention, Measure
from pipeline.extraction.tokens import ADJECTIVE
from schemas.vocabulary import ClaimTable, CorridorMetric, Unit

METRICS = {
    Measure.MASS: CorridorMetric.VOLUME,
    Measure.CONTAINERS: CorridorMetric.VOLUME,
    Measure.DURATION: CorridorMetric.TRANSIT_TIME,
    Measure.LENGTH: CorridorMetric.LENGTH,
    Measure.TRAINS: CorridorMetric.COUNT,
    Measure.ROUTES: CorridorMetric.COUNT,
    Measure.MONEY: CorridorMetric.INVESTMENT,
}
CHANGED = (CorridorMetric.GROWTH, CorridorMetric.SHARE)
# what a percentage is of when its clause is about something else
MOVED = ("FREIGHT", "TRANSITN", "MOVEV", "TRANSITV", "CAPACITYN")
# what makes money the cost of a route
SPENT = ("INVEST", "INVESTV", "SPENDV", "COSTV", "ESTIMATEV", "PRICEN", "COSTN", "BUILDN")
CAPACITY = ("CAPACITYN", "CAPACITYV")
LOADS = ("FREIGHT", "TRAIN", "TEU", "GOODS")
INVERTED = 10
BEFORE = 200
# so many changes can be told between a noun and its number
CHANGES = 2
GONE = ("MOVEV", "TRANSITV")
DEPARTURES = ("отправлений", "отправок")
OPENED = ("", ",", ";", ":", "–", "«", '"', "а", "и", "всего")
NUMBERS = ("число", "количество", "числа", "количества")
ASIDE = 3
# no more than that goes by one train or ship, which is named so near before
MOST_CARRIED = {Measure.CONTAINERS: 250, Measure.MASS: 15_000}
ABOARD = 16
ONES = (Measure.TRAINS, Measure.CONTAINERS)
# how many feet a container has
SIZES = (20, 40)
# behind a number these make it how far a place lies: "в 900 км от Москвы"
AWAY = {"от", "к", "севернее", "южнее", "западнее", "восточнее"}


def build_corridor_claim(figure: Figure) -> Draft | str:
    """The claim of a figure under a transport trigger, or why there is none."""
    inverted = _inverted_unit(figure)
    if not inverted and not is_counted(figure):
        return "a bare number that nothing before gives a unit"
    metric = CorridorMetric.COUNT if inverted == Unit.TRAINS else metric_of(figure)
    if metric is None:
        return "a percentage that is neither growth nor share, or money that builds nothing"
    if _of_other(figure, metric):
        return "it measures something else that the clause names"
    corridor = corridor_of(figure, metric)
    if corridor is None or (_needs_name(figure, metric) and not _in_clause(figure, corridor)):
        return "no corridor of the registry"
    unit = figure.amount.unit or inverted or (figure.topic.unit if figure.topic else None)
    if unit is None:
        return "the unit is left out and none stands before"
    share_magnitude(figure)
    if figure.amount.measure is Measure.BARE and unit in (Unit.TONNES, Unit.CUBIC_METRES) and figure.amount.scale == 1:
        return "a bare number that is no weight"
    slots = {
        "corridor": corridor,
        "metric": Slot(str(metric), (figure.trigger.head, figure.trigger.head + 1), figure.trigger.rule.id),
        **figure_slots(figure, unit),
        **direction_slots(figure, str(corridor.value)),
        **commodity_slot(figure),
    }
    slots = settled(figure, metric, slots)
    shown = [(figure.chunk, figure.chunk + 1)]
    if not figure.inherited:
        shown.append((figure.trigger.start, figure.trigger.end))
        if corridor.span and corridor.span[0] >= figure.sentence.first:
            shown.append(corridor.span)
    return Draft(ClaimTable.CORRIDORS, figure.trigger.rule.id, slots, shown)


def metric_of(figure: Figure) -> CorridorMetric | None:
    """What the amount measures: by its unit, its role, and whether its clause speaks of capacity."""
    kind, role = figure.amount.measure, figure.meant.role
    capacity = figure.trigger.setting("metric") == "capacity" or _speaks_of_capacity(figure) or _goes_on_so(figure)
    if kind in (Measure.PERCENT, Measure.TIMES):
        moves = bool(figure.trigger.settings.get("verb"))
        shared = figure.trigger.setting("metric") == "share" and role not in ("growth", "index")
        if (
            shared
            or role == "share"
            or (kind is Measure.PERCENT and figure.has("SHAREV") and role != "growth" and not moves)
        ):
            return CorridorMetric.SHARE
        compared = figure.sentence.cues.get("reference") or goes_on(figure) or figure.inherited
        beside = kind is Measure.TIMES and bool(actors(figure, "through"))
        if role == "growth" and moves and (beside or not compared):
            return None
        if role in ("growth", "index") or figure.amount.rule == "ru.amount.foldverb":
            return CorridorMetric.CAPACITY if capacity else CorridorMetric.GROWTH
        if kind is Measure.PERCENT and (figure.has("OVERLAND") or _passes(figure)):
            return CorridorMetric.SHARE
        return None
    if kind in (Measure.ELIDED, Measure.BARE):
        known = figure.topic.slots.get("metric") if figure.topic else None
        metric = CorridorMetric(str(known.value)) if known else CorridorMetric.VOLUME
        metric = _metric_of_unit(figure) if metric in CHANGED else metric
        return CorridorMetric.CAPACITY if capacity else metric
    if kind in (Measure.MASS, Measure.CONTAINERS) and capacity:
        return CorridorMetric.CAPACITY
    built = figure.trigger.setting("metric") == "investment" or any(
        figure.has(name) or figure.has(name, figure.whole) for name in SPENT
    )
    if kind is Measure.MONEY and (not built or _of_goods(figure)):
        return None
    return METRICS.get(kind)


def _goes_on_so(figure: Figure) -> bool:
    """Whether a sentence goes on with a capacity by a word that only points back: "этот показатель"."""
    document = figure.document
    levels = document.those(figure.segment[0], figure.chunk, "PLAN_LEVEL")
    pointed = figure.inherited or any(document.is_a(at - 1, "THISTHAT") for at in levels)
    known = figure.topic.slots.get("metric") if pointed and figure.topic else None
    return known is not None and known.value == CorridorMetric.CAPACITY


def _of_goods(figure: Figure) -> bool:
    """Whether a value is that of goods: "стоимость грузов"."""
    document, (first, end) = figure.document, figure.segment
    priced = [at for name in ("COSTV", "PRICEN") for at, _ in document.values(name, first, end)]
    return any(document.value(at + step, "FREIGHT") is not None for at in priced for step in (1, 2))


def _passes(figure: Figure) -> bool:
    """Whether a part of something goes this way: "через Казахстан проходит 61% из них"."""
    moves = figure.has("MOVEV") or figure.has("TRANSITV")
    return moves and (bool(actors(figure, "through")) or figure.document.names(CorridorMention, *figure.segment))


def _metric_of_unit(figure: Figure) -> CorridorMetric:
    """What a number after a growth counts, by the unit that was counted before the growth."""
    trains = figure.topic is not None and figure.topic.unit == Unit.TRAINS
    return CorridorMetric.COUNT if trains else CorridorMetric.VOLUME


def _inverted_unit(figure: Figure) -> str | None:
    """The unit that stands before its number: "контейнерных поездов прошло 214", "в тоннах – 3,3 млн"."""
    document, first = figure.document, figure.sentence.first
    after = figure.chunk + 1
    closed = document.key(after) in (*CLOSING, "за") or isinstance(document.mention(after), DateMention)
    if figure.amount.unit is not None or not closed:
        return None
    near = figure.chunk - INVERTED
    if any(document.key(at) in ("тоннах", "в тоннах") for at in range(max(near, first), figure.chunk)):
        return Unit.TONNES
    departed = [at for form in DEPARTURES for at in document.forms.those(first, figure.chunk, form)]
    if any(_numbered(figure, at) for at in departed) and _trains_before(figure):
        return Unit.TRAINS
    trains = document.those(first, figure.chunk, "TRAIN")
    if not trains:
        return None
    at = trains[-1]
    if document.mention(at) is not None or _counts_between(figure, at):
        return None
    moved = at >= near and any(figure.has(name, (at, figure.chunk)) for name in GONE)
    opening = "gm" in document.features(at, "TRAIN") and _opens(figure, at)
    return Unit.TRAINS if moved or _numbered(figure, at) or opening else None


def _counts_between(figure: Figure, noun: int) -> bool:
    """Whether another number than a change stands between a noun and the amount, which counts the noun."""
    between = within(figure.sentence.numbers, noun, figure.chunk)
    counted = (figure.document.mention(at) for at in between[:CHANGES])
    changed = [isinstance(each, Amount) and each.measure in (Measure.PERCENT, Measure.TIMES) for each in counted]
    return len(between) > CHANGES or not all(changed)


def _trains_before(figure: Figure) -> bool:
    """Whether trains were spoken of before, so that what departs is trains."""
    document, first = figure.document, max(figure.sentence.first - BEFORE, 0)
    counted = document.of_kind(Amount, first, figure.chunk)
    return document.has("TRAIN", first, figure.chunk) or any(each.measure is Measure.TRAINS for _, each in counted)


def _opens(figure: Figure, noun: int) -> bool:
    """Whether a genitive stands at the head of its clause, so that a number behind it counts it."""
    document, at = figure.document, noun - 1
    while at > noun - INVERTED and ADJECTIVE.search(document.key(at)) and document.mention(at) is None:
        at -= 1
    opened = at < figure.sentence.first or document.key(at) in OPENED or isinstance(document.mention(at), DateMention)
    return opened and figure.has("REACH", (noun, figure.chunk))


def _numbered(figure: Figure, chunk: int) -> bool:
    """Whether a word of number stands before a noun and its adjectives: "число контейнерных поездов"."""
    key = figure.document.key
    noun = next((at for at in range(chunk - 1, chunk - INVERTED, -1) if not ADJECTIVE.search(key(at))), None)
    return noun is not None and key(noun) in NUMBERS


def _of_other(figure: Figure, metric: CorridorMetric) -> bool:
    """Whether a change or share is of tolls, incomes and the like, or days are those of another way to go."""
    if metric in CHANGED:
        if figure.trigger.setting("metric") == "share":
            return False
        if figure.has("CONSUMED", (figure.segment[0], figure.trigger.head + 1)):
            return True  # "спрос на перевозки вырос"
        return figure.has("OTHER") and not any(figure.has(name) for name in MOVED)
    if figure.amount.measure in ONES and figure.amount.value == 1:
        return True  # "одного контейнерного поезда"
    if metric is CorridorMetric.VOLUME:
        return _of_one_train(figure) or _restated(figure)
    if metric is CorridorMetric.LENGTH:
        away = figure.document.key(figure.chunk - 1) == "в" and figure.document.key(figure.chunk + 1) in AWAY
        return away or (figure.document.key(figure.chunk - 1) == "на" and figure.has("SHORTER"))
    near = (figure.chunk - ASIDE, figure.chunk + ASIDE)
    document = figure.document
    if document.key(figure.chunk - 1) == "на" and document.of_class(figure.chunk + 1, "MORE", "LESS"):
        return True  # "на 5 суток быстрее"
    first, end = figure.segment
    handled = figure.has("HANDLING") or figure.has("HANDLING", (figure.segment[0], figure.trigger.head + 1))
    if metric is CorridorMetric.TRANSIT_TIME and handled:
        return True  # "оформление поезда занимает 30 минут вместо трёх часов"
    return metric is CorridorMetric.TRANSIT_TIME and figure.has("OTHERWAY", (max(first, near[0]), min(end, near[1])))


def _restated(figure: Figure) -> bool:
    """Whether an amount in brackets only gives the one before in another unit (Reading 5)."""
    document = figure.document
    before = document.mention(figure.chunk - 2)
    if not isinstance(before, Amount) or document.key(figure.chunk - 1) != "(":
        return False
    size = before.measure is Measure.CONTAINERS and figure.amount.value in SIZES  # "(20-футовых контейнеров)"
    return size or (before.measure is Measure.MASS and before.unit != figure.amount.unit)


def _of_one_train(figure: Figure) -> bool:
    """Whether goods are what one train or ship carries, which is a shipment and no volume of the route (Reading 18)."""
    document, amount = figure.document, figure.amount
    carried = MOST_CARRIED.get(amount.measure)
    if carried is None or amount.value > carried:
        return False
    before = document.those(max(figure.chunk - ABOARD, figure.sentence.first), figure.chunk, "TRAIN", "SHIP")
    features = document.features(before[-1], "TRAIN") or document.features(before[-1], "SHIP") if before else ""
    return "s" in features and document.mention(before[-1]) is None


def _needs_name(figure: Figure, metric: CorridorMetric) -> bool:
    """Whether only a corridor of the same clause counts: for deliveries, and for days that no goods are on the way."""
    if figure.trigger.settings.get("named"):
        return not goes_on(figure)
    goods = any(figure.has(name, scope) for name in LOADS for scope in figure.scopes[:2])
    timed = figure.trigger.setting("metric") == "transit_time"
    return metric is CorridorMetric.TRANSIT_TIME and not (timed or goods or figure.has("HE") or goes_on(figure))


def _in_clause(figure: Figure, corridor: Slot) -> bool:
    if corridor.span is None or not figure.segment[0] <= corridor.span[0] < figure.segment[1]:
        return False
    between = range(corridor.span[0], figure.trigger.head)
    return not any_within(figure.sentence.numbers, between.start, between.stop)


def _speaks_of_capacity(figure: Figure) -> bool:
    """Whether the last word before the amount about what moves is one of capacity."""
    document = figure.document
    told = document.those(figure.segment[0], figure.chunk, *CAPACITY, "FREIGHT", "TRANSITN", "MOVEV")
    if not told:
        return False
    able = "I" in document.features(told[-1], "MOVEV") and document.has("CANV", told[-1] - ASIDE, told[-1])
    return document.of_class(told[-1], *CAPACITY) or able
