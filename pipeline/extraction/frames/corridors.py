"""Corridor claims: what moves along a registered route or through a country (codebook, Readings 18 and 19)."""

from pipeline.extraction.frames.actors import actors, slot_of
from pipeline.extraction.frames.common import figure_slots
from pipeline.extraction.frames.goods import commodity_slot, of_goods
from pipeline.extraction.frames.model import Draft, Figure, Slot, Span
from pipeline.extraction.mentions.model import CorridorMention, Measure
from schemas.vocabulary import Basis, ClaimTable, CorridorMetric

METRICS = {
    Measure.MASS: CorridorMetric.VOLUME,
    Measure.CONTAINERS: CorridorMetric.VOLUME,
    Measure.DURATION: CorridorMetric.TRANSIT_TIME,
    Measure.LENGTH: CorridorMetric.LENGTH,
    Measure.TRAINS: CorridorMetric.COUNT,
    Measure.ROUTES: CorridorMetric.COUNT,
    Measure.MONEY: CorridorMetric.INVESTMENT,
}
BUILDING = (CorridorMetric.LENGTH, CorridorMetric.INVESTMENT)
ANAPHORS = ("ROUTEWORD", "THISTHAT", "BRANCH", "HE")
DIRECTIONS = {
    "china-europe": ("CHN", "EUROPE"),
    "central-asia-china-gas": ("C5", "CHN"),
    "kazakhstan-china-oil": ("KAZ", "CHN"),
}


def build_corridor_claim(figure: Figure) -> Draft | str:
    """The claim of a figure under a transport trigger, or why there is none."""
    metric = metric_of(figure)
    if metric is None:
        return "a percentage that is neither growth nor share"
    corridor = corridor_of(figure, metric)
    if corridor is None:
        return "no corridor of the registry"
    unit = figure.amount.unit or (figure.topic.unit if figure.topic else None)
    if unit is None:
        return "the unit is left out and none stands before"
    slots = {
        "corridor": corridor,
        "metric": Slot(str(metric), (figure.trigger.head, figure.trigger.head + 1), figure.trigger.rule.id),
        **figure_slots(figure, unit),
        **direction_slots(figure, str(corridor.value)),
        **commodity_slot(figure),
    }
    if metric in BUILDING and slots["basis"].value == Basis.FORECAST:
        slots["basis"] = Slot(str(Basis.TARGET), slots["basis"].span, slots["basis"].rule)
    shown = [(figure.chunk, figure.chunk + 1)]
    if not figure.inherited:
        shown.append((figure.trigger.start, figure.trigger.end))
        if corridor.span and corridor.span[0] >= figure.sentence.first:
            shown.append(corridor.span)
    return Draft(ClaimTable.CORRIDORS, figure.trigger.rule.id, slots, shown)


def metric_of(figure: Figure) -> CorridorMetric | None:
    """What the amount measures: by its unit, its role, and whether its clause speaks of capacity."""
    kind, role = figure.amount.measure, figure.meant.role
    capacity = figure.trigger.setting("metric") == "capacity" or _speaks_of_capacity(figure)
    if kind in (Measure.PERCENT, Measure.TIMES):
        if role == "share" or (kind is Measure.PERCENT and figure.has("SHAREV") and role != "growth"):
            return CorridorMetric.SHARE
        if role in ("growth", "index") or figure.amount.rule == "ru.amount.foldverb":
            return CorridorMetric.CAPACITY if capacity else CorridorMetric.GROWTH
        if kind is Measure.PERCENT and figure.has("OVERLAND"):
            return CorridorMetric.SHARE
        return None
    if kind is Measure.ELIDED:
        known = figure.topic.slots.get("metric") if figure.topic else None
        metric = CorridorMetric(str(known.value)) if known else CorridorMetric.VOLUME
        metric = CorridorMetric.VOLUME if metric in (CorridorMetric.GROWTH, CorridorMetric.SHARE) else metric
        return CorridorMetric.CAPACITY if capacity else metric
    if kind in (Measure.MASS, Measure.CONTAINERS) and capacity:
        return CorridorMetric.CAPACITY
    return METRICS.get(kind)


def _speaks_of_capacity(figure: Figure) -> bool:
    """Whether the last word before the amount about what moves is one of capacity."""
    first, _ = figure.segment
    for chunk in range(figure.chunk - 1, first - 1, -1):
        if any(figure.document.value(chunk, name) is not None for name in ("CAPACITYN", "CAPACITYV")):
            return True
        if any(figure.document.value(chunk, name) is not None for name in ("FREIGHT", "TRANSITN", "MOVEV")):
            return False
    return False


def corridor_of(figure: Figure, metric: CorridorMetric) -> Slot | None:
    """The corridor: named in the sentence, a country's transit, or the one spoken of before."""
    for scope in figure.scopes:
        found = [
            (abs(chunk - figure.chunk) + (4 if chunk > figure.chunk else 0), chunk, mention)
            for chunk, mention in figure.document.mentions(*scope)
            if isinstance(mention, CorridorMention)
        ]
        if found:
            _, chunk, mention = min(found, key=lambda each: each[:2])
            return Slot(mention.corridor, (chunk, chunk + 1), mention.rule) if mention.corridor else None
    return _transit(figure, metric) or _before(figure)


def _transit(figure: Figure, metric: CorridorMetric) -> Slot | None:
    through = next(iter(actors(figure, "through")), None)
    scope: Span = figure.scopes[-2] if not figure.inherited else figure.scopes[0]
    moving = figure.trigger.settings.get("transit") or figure.has("TRANSITN", scope) or figure.has("TRANSITV", scope)
    if metric in BUILDING:
        return None
    if through and (moving or figure.amount.measure is Measure.ROUTES or figure.has("FREIGHT", scope)):
        return Slot(f"transit-{through.country}", (through.chunk, through.chunk + 1), through.rule)
    if figure.has("OVERLAND", scope) and metric is CorridorMetric.SHARE:
        member = next(iter(actors(figure, "member", "of", "subject")), None)
        country = member.country if member else figure.home
        return Slot(f"transit-{country}", (member.chunk, member.chunk + 1) if member else None, "ru.corridor.transit")
    if moving and not figure.inherited:
        owner = next(
            (actor for actor in actors(figure, "adjective", "in", "subject") if actor.country == figure.home),
            None,
        )
        span = (owner.chunk, owner.chunk + 1) if owner else None
        return Slot(f"transit-{figure.home}", span, "codebook.voice")
    return None


def _before(figure: Figure) -> Slot | None:
    topic = figure.topic
    if topic is None or topic.table != "corridors":
        return None
    apart = figure.sentence.paragraph - topic.sentence.paragraph
    routed = any(figure.has(name, figure.scopes[-1]) for name in ("ROUTEWORD", "BRANCH"))
    near = (apart == 0 and figure.sentence.index - topic.sentence.index <= 2) or (apart <= 1 and routed)
    points = (
        figure.inherited
        or any(figure.has(name, figure.scopes[-1]) for name in ANAPHORS)
        or topic.sentence is figure.sentence
    )
    return topic.slots.get("corridor") if near and points else None


def direction_slots(figure: Figure, corridor: str) -> dict[str, Slot]:
    """Where the goods come from and go to; turned round by "в обратном направлении"."""
    if figure.has("COUNTERFLOW") and figure.topic:
        back = figure.topic.slots
        return {
            name: back[other] for name, other in (("origin", "destination"), ("destination", "origin")) if other in back
        }
    slots: dict[str, Slot] = {}
    ends = sorted(actors(figure, "between"), key=lambda actor: actor.chunk)
    if len(ends) >= 2:
        return {"origin": slot_of(ends[0]), "destination": slot_of(ends[1])}
    country = corridor.removeprefix("transit-")
    goods = [
        actor for actor in actors(figure, "adjective") if actor.country != country and of_goods(figure, actor.chunk)
    ]
    origin = next((actor for actor in actors(figure, "from") if actor.country != country), None) or next(
        iter(goods), None
    )
    target = next((actor for actor in actors(figure, "to") if actor.country != country), None)
    if origin:
        slots["origin"] = slot_of(origin)
    if target:
        slots["destination"] = slot_of(target)
    if corridor in DIRECTIONS:
        first, last = DIRECTIONS[corridor]
        named = {"origin": Slot(first, None, "registry.name"), "destination": Slot(last, None, "registry.name")}
        slots = named | slots
    return slots
