"""Trade claims: who trades with whom, in which direction, how much (codebook, Readings 2, 3, 4 and 20)."""

from decimal import Decimal

from pipeline.extraction.frames.actors import WORLD
from pipeline.extraction.frames.figures.common import figure_slots
from pipeline.extraction.frames.figures.goods import commodity_slot, counted_goods
from pipeline.extraction.frames.model import Draft, Figure, Slot
from pipeline.extraction.frames.trade.counted import Parties, is_turned, talked_of
from pipeline.extraction.frames.trade.parts import share_by_context, share_of_other, topic_near
from pipeline.extraction.frames.trade.traders import parties_of
from pipeline.extraction.mentions.model import Measure
from schemas.vocabulary import ClaimTable, Flow, TradeMeasure, Unit

VOLUMES = {Measure.MASS, Measure.GOODS, Measure.CONTAINERS}
CHANGES = {Measure.PERCENT, Measure.TIMES}
# less money than this is a price or a fee; more than that is not counted by the piece
LEAST_VALUE = 10_000
MOST_COUNTED = 10_000_000
# no country trades so many tonnes
MOST_TONNES = 1_000_000_000
# what stands before the money that goods are worth
SUMMED = {"на сумму", "на общую сумму", "на совокупную сумму", "стоимостью", "общей стоимостью"}
SUMMING = {"на", "сумму", "сумма"} | SUMMED
# how many adjectives may stand between them: "на скромные $97 млн"
REMARKS = 2
# how far before its noun a deficit may be named: "дыра в торговом балансе"
NEAR = 3
SUPPLIES = "ru.trade.supply"
MUTUAL = (Flow.TURNOVER, Flow.BALANCE)
OPPOSITE: dict[str, str] = {Flow.EXPORT: Flow.IMPORT, Flow.IMPORT: Flow.EXPORT}
ROUTES = ("to", "from", "dative", "at")
ACROSS = ("to", "from", "dative")
PHYSICAL = {Unit.TONNES, Unit.CUBIC_METRES, Unit.BARRELS, Unit.UNITS, Unit.CONTAINERS}


def build_trade(figure: Figure) -> Draft | str:
    """The claim of a figure under a trade trigger, or why there is none."""
    flow = _flow(figure)
    if not flow:
        return "the direction of the trade is not told"
    unit = figure.amount.unit or _elided_unit(figure, flow)
    if unit is None:
        return "the unit is left out and none stands before"
    if figure.trigger.settings.get("moving") and unit not in PHYSICAL and not _moves_money(figure):
        return "money that does not stand for goods"
    measure = trade_measure(figure, unit)
    if measure is None:
        return "a percentage that is neither growth nor share"
    other = _of_other(figure, measure)
    if other:
        return other
    parties = talked_of(figure) if is_turned(figure) else parties_of(figure, Flow(flow))
    if parties is None or not _are_told(figure, parties):
        return "the two parties are not told"
    if measure is TradeMeasure.SHARE and flow in MUTUAL and parties[1].value == WORLD.value:
        return "a share of all trade in all trade"
    slots = {
        "reporter": parties[0],
        "partner": parties[1],
        "flow": Slot(flow, (figure.trigger.head, figure.trigger.head + 1), figure.trigger.rule.id),
        "measure": Slot(str(measure), (figure.chunk, figure.chunk + 1), figure.meant.rule or figure.amount.rule),
        **figure_slots(figure, unit),
        **commodity_slot(figure),
    }
    if flow == Flow.BALANCE and measure is TradeMeasure.VALUE and _in_deficit(figure):
        slots["amount"] = slots["amount"]._replace(value=-figure.amount.value)
    return Draft(ClaimTable.TRADE, figure.trigger.rule.id, slots, _shown(figure, slots))


def _of_other(figure: Figure, measure: TradeMeasure) -> str | None:
    """Why an amount measures something else than the trade of a country; None where it may be one."""
    if measure is TradeMeasure.VALUE and figure.amount.value < LEAST_VALUE:
        return "a sum too small for the trade of a country"
    if measure is TradeMeasure.GROWTH and figure.document.is_a(figure.trigger.head - 1, "SHAREN"):
        return "a growth of a share is no claim"
    if share_of_other(figure):
        return "a share of something else than goods or trade"
    if figure.trigger.settings.get("directed") and not figure.inherited and not _tells_of_trade(figure):
        return "a delivery without direction or goods"
    return None


def _are_told(figure: Figure, parties: Parties) -> bool:
    """Whether two parties are different, or a group, and none is a country that nothing in the text speaks of."""
    focus = figure.discourse.focus
    topic = figure.topic
    if figure.has("OTHERLANDS", figure.lead_in) and topic and topic.sentence is figure.sentence:
        return False  # "в ЕС – 5 млн, а в остальные страны – 2 млн"
    if focus.is_supposed and any(slot.rule == "codebook.voice" for slot in parties):
        return False
    return parties[0].value != parties[1].value or parties[0].value in focus.groups


def _flow(figure: Figure) -> str:
    """The direction that the trigger tells; what arrives from abroad and is sent to nobody named is an import."""
    flow, told = figure.trigger.setting("flow"), _topic_value(figure, "flow")
    if is_turned(figure):
        return OPPOSITE[told]
    if not flow or figure.inherited:
        return told or flow
    head = figure.trigger.head
    if _buys_share(figure):
        return told
    if figure.trigger.rule.id == SUPPLIES and told in OPPOSITE and topic_near(figure) and _of_supplies(figure):
        return told
    if not figure.trigger.settings.get("moving") or flow != Flow.EXPORT or not figure.document.is_a(head, "ARRIVEV"):
        return flow
    within = figure.roles.within
    senders = [actor for actor in within(figure.whole, "from") if actor.country != figure.home]
    ends = {actor.country for actor in within(figure.whole, "to")}
    if ends == {figure.home} and not within(figure.whole, "from", "subject"):
        return Flow.IMPORT
    return Flow.IMPORT if senders and not within(figure.whole, "to", "dative", "at", "subject", "in") else flow


def _buys_share(figure: Figure) -> bool:
    """Whether somebody buys a share of the export told before: "На Чили приходится 20% экспорта, Перу покупает 15%"."""
    verb = bool(figure.trigger.settings.get("verb")) and figure.trigger.setting("flow") == Flow.IMPORT
    of_export = _topic_value(figure, "flow") == Flow.EXPORT and _topic_value(figure, "measure") == TradeMeasure.SHARE
    return verb and of_export and figure.amount.unit == Unit.PERCENT and not figure.meant.role and topic_near(figure)


def _of_supplies(figure: Figure) -> bool:
    """Whether an amount is a share of supplies told before, which one side sends and the other gets: "11% поставок"."""
    share = figure.amount.unit == Unit.PERCENT and (figure.meant.role == "share" or share_by_context(figure))
    return share and not figure.roles.within(figure.segment, "from", "to")


def _in_deficit(figure: Figure) -> bool:
    """Whether a balance is negative: "отрицательное сальдо", "дефицит"."""
    head, sign = figure.trigger.head, figure.chunk - 1
    told = figure.topic.slots.get("amount") if figure.topic and figure.inherited else None
    if told and isinstance(told.value, Decimal) and told.value < 0:
        return True
    if figure.document.key(sign) == "–" and figure.document.key(sign - 1) in (":", "–", ""):
        return True  # "сальдо: –8,8 млрд"
    return figure.document.has("DEFICIT", max(head - NEAR, figure.sentence.first), head + 1)


def _moves_money(figure: Figure) -> bool:
    """Whether an amount under a verb of taking or going is a change, or the worth of goods ("взял на $312 млн")."""
    return figure.amount.measure in CHANGES or _sums(figure)


def _sums(figure: Figure) -> bool:
    """Whether money is what goods are worth: "на 5 млн долларов", "на скромные $97 млн"."""
    document, at = figure.document, figure.chunk - 1
    while at >= figure.chunk - REMARKS and document.mention(at) is None and document.key(at) not in SUMMING:
        if not document.key(at).isalpha():
            return False
        at -= 1
    return document.key(at) in SUMMING


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
    if role == "against" and figure.topic and _topic_value(figure, "measure") == TradeMeasure.GROWTH:
        return TradeMeasure.GROWTH  # "рост составил 4,5% против 9,7% годом ранее"
    if kind is Measure.TIMES:
        return TradeMeasure.GROWTH if figure.amount.rule == "ru.amount.foldverb" else None
    if role == "share" or share_by_context(figure):
        return TradeMeasure.SHARE
    return None


def _tells_of_trade(figure: Figure) -> bool:
    """Whether a word of sending or taking tells of trade: of goods, towards a country, or in a text about trade."""
    settings, kind, topic = figure.trigger.settings, figure.amount.measure, figure.topic
    verb = bool(settings.get("verb"))
    worth = (figure.chunk + 1, figure.chunk + 1 + REMARKS)  # "ввез 5 млн долларов чешской продукции"
    if verb and kind is Measure.MONEY and not _sums(figure) and not figure.has("GOODS", worth):
        return False
    if figure.document.forms.has(figure.chunk, figure.trigger.head, "включая"):
        return False  # what a sum includes is not what it is of
    if figure.document.is_a(figure.trigger.head, "SALE") and not _sells_across(figure):
        return False
    scope = figure.whole
    goods = any(figure.has(name, each) for name in ("GOODS", "EXPORTADJ") for each in (scope, figure.lead_in))
    going = (
        figure.has("ABROAD")
        or figure.has("COUNTERFLOW")
        or figure.has("THITHER")
        or figure.has("HITHER")
        or any(figure.roles.within(each, *ROUTES) for each in figure.scopes[:3])
    )
    meant = figure.has("HE") or all(figure.roles.within(scope, each) for each in ("from", "to"))
    goods = goods or (figure.goods is not None and meant) or (verb and counted_goods(figure) is not None)
    goods = goods or (kind in VOLUMES and _told_right_before(figure))
    known = topic is not None and topic.table == "trade" and topic_near(figure)
    stocked = known and topic is not None and "commodity" in topic.slots
    if settings.get("moving"):
        placed = going or bool(figure.roles.within(scope, "subject", "adjective"))
        return placed and (goods or stocked or (known and kind in (Measure.MONEY, Measure.ELIDED)))
    if kind in CHANGES or kind in (Measure.MONEY, Measure.ELIDED):
        same = topic is not None and topic.table == "trade" and topic.sentence is figure.sentence
        return goods or same or stocked or (going and known) or (not verb and (going or known))
    return goods or going or stocked


def _told_right_before(figure: Figure) -> bool:
    """Whether the sentence before names the goods whose mass is told: "О газе молчат. В Чили ушло 9 млрд"."""
    span = figure.goods.span if figure.goods else None
    return span is not None and figure.document.sentence_at(span[0]).index == figure.sentence.index - 1


def _sells_across(figure: Figure) -> bool:
    """Whether a sale leads from country to country: to whom or where to is told, or the text was on trade before."""
    known = figure.topic is not None and figure.topic.table == "trade" and topic_near(figure)
    pointed = any(figure.has(name) for name in ("ABROAD", "COUNTERFLOW", "THITHER", "HITHER", "EXPORTADJ"))
    across = any(figure.roles.within(each, *ACROSS) for each in figure.scopes[:3])
    by_country = bool(figure.trigger.settings.get("verb")) and bool(figure.roles.within(figure.whole, "subject"))
    return known or pointed or across or by_country


def _elided_unit(figure: Figure, flow: str) -> str | None:
    """The unit that the text leaves out: money for a turnover, else that of the figure before."""
    counted = figure.has("GOODS_UNIT") and not _sums(figure)
    counted = counted and figure.amount.value < MOST_COUNTED
    if counted and flow in (Flow.EXPORT, Flow.IMPORT):
        return Unit.UNITS
    if figure.topic is None:
        return None
    weighed = figure.topic.unit == Unit.TONNES and figure.amount.value >= MOST_TONNES
    counts_money = flow in (Flow.TURNOVER, Flow.BALANCE) or weighed
    return figure.topic.money if counts_money else figure.topic.unit or figure.topic.money


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
