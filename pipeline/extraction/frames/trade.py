"""Trade claims: who trades with whom, in which direction, how much (codebook, Readings 2, 3, 4 and 20)."""

from pipeline.extraction.frames.common import figure_slots
from pipeline.extraction.frames.goods import commodity_slot
from pipeline.extraction.frames.model import Draft, Figure, Slot
from pipeline.extraction.frames.traders import parties_of, share_by_context
from pipeline.extraction.mentions.model import Measure
from schemas.vocabulary import ClaimTable, Flow, TradeMeasure, Unit

VOLUMES = {Measure.MASS, Measure.GOODS, Measure.CONTAINERS}
CHANGES = {Measure.PERCENT, Measure.TIMES}
PHYSICAL = {Unit.TONNES, Unit.CUBIC_METRES, Unit.BARRELS, Unit.UNITS, Unit.CONTAINERS}


def build_trade(figure: Figure) -> Draft | str:
    """The claim of a figure under a trade trigger, or why there is none."""
    flow = figure.trigger.setting("flow") or _topic_value(figure, "flow")
    if not flow:
        return "the direction of the trade is not told"
    unit = figure.amount.unit or _elided_unit(figure, flow)
    if unit is None:
        return "the unit is left out and none stands before"
    measure = trade_measure(figure, unit)
    if measure is None:
        return "a percentage that is neither growth nor share"
    if figure.trigger.settings.get("directed") and not _directed(figure):
        return "a delivery without direction or goods"
    parties = parties_of(figure, Flow(flow))
    if parties is None or (
        parties[0].value == parties[1].value and not figure.roles.within(figure.scopes[-1], "inside")
    ):
        return "the two parties are not told"
    slots = {
        "reporter": parties[0],
        "partner": parties[1],
        "flow": Slot(flow, (figure.trigger.head, figure.trigger.head + 1), figure.trigger.rule.id),
        "measure": Slot(str(measure), (figure.chunk, figure.chunk + 1), figure.meant.rule or figure.amount.rule),
        **figure_slots(figure, unit),
        **commodity_slot(figure),
    }
    return Draft(ClaimTable.TRADE, figure.trigger.rule.id, slots, _shown(figure, slots))


def trade_measure(figure: Figure, unit: str) -> TradeMeasure | None:
    """Value, volume, growth or share; None for a percentage that nothing explains."""
    kind, role = figure.amount.measure, figure.meant.role
    if kind in VOLUMES or unit in PHYSICAL:
        return TradeMeasure.VOLUME
    if kind not in CHANGES:
        return (
            TradeMeasure.GROWTH
            if role == "growth" and kind not in (Measure.MONEY, Measure.ELIDED)
            else TradeMeasure.VALUE
        )
    if role in ("growth", "index"):
        return TradeMeasure.GROWTH
    if kind is Measure.TIMES:
        return TradeMeasure.GROWTH if figure.amount.rule == "ru.amount.foldverb" else None
    if role == "share" or share_by_context(figure):
        return TradeMeasure.SHARE
    return None


def _directed(figure: Figure) -> bool:
    """Whether a verb of sending speaks of trade: it needs goods, and for money the word itself ("товаров на")."""
    scope = figure.scopes[0] if figure.inherited else figure.scopes[2]
    goods = figure.has("GOODS", scope) or figure.has("EXPORTADJ", scope)
    if figure.amount.measure in (Measure.MONEY, Measure.ELIDED, Measure.PERCENT, Measure.TIMES):
        topic = figure.topic
        return goods or bool(topic and topic.sentence is figure.sentence and topic.table == "trade")
    roles = ("to", "from")
    return goods or figure.has("ABROAD") or any(figure.roles.within(each, *roles) for each in figure.scopes[:3])


def _elided_unit(figure: Figure, flow: str) -> str | None:
    """The unit that the text leaves out: money for a turnover, else that of the figure before."""
    if figure.topic is None:
        return None
    return figure.topic.money if flow in (Flow.TURNOVER, Flow.BALANCE) else figure.topic.unit or figure.topic.money


def _topic_value(figure: Figure, name: str) -> str:
    slot = figure.topic.slots.get(name) if figure.topic else None
    return str(slot.value) if slot else ""


def _shown(figure: Figure, slots: dict[str, Slot]) -> list[tuple[int, int]]:
    """What the quote must show: the amount, and what names flow and parties in the same sentence."""
    spans = [(figure.chunk, figure.chunk + 1)]
    for name in ("flow", "reporter", "partner"):
        span = slots[name].span
        if span and not figure.inherited:
            spans.append(span)
    return spans
