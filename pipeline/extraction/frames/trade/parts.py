"""Parts of a whole: one partner of a list ("Узбекистан – 3,2 млн тонн"), or one country's share in a flow."""

from pipeline.extraction.forms import any_within
from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.figures.goods import of_goods
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.frames.trade.counted import Parties, reporter_of
from pipeline.extraction.mentions.model import Amount, CorridorMention, Organisation, Party
from schemas.vocabulary import Flow, Unit

LISTED = ("member", "at", "subject", "with", "dative", "for")
# what a share may be of, besides a country: goods, or what follows when nothing is named
SHARERS = ("GOODS", "FUNC", "SHAREV", "REACH", "UP", "DOWN", "HE", "EXPORTADJ", "OVERVERB", "NEARVERB", "THISLAND")
# before the amount of an item of a list, and what says that its clause is no list of partners
ITEM_MARKS = ("–", "(", ":")
ROUTED = ("to", "from", "with", "dative", "through", "between")
# a country right behind the noun of flow is its owner
APART = 2
# before the whole that a share is taken of, and how far: "в общем объеме индийского нефтяного импорта"
WITHIN = ("в", "во", "от")
BEFORE = 5
# how far from a noun of flow the country stands whose it is
NEAR = 3
# the cases in which one owner of trade follows the other: "импорт Чили вырос на 5%, Перу – на 4%"
GAPPED = ("of", "in", "adjective")
TAKING = ("TAKENV", "SPENDV", "SHAREV", "IMPORTV")
OPPOSITE: dict[str, str] = {Flow.EXPORT: Flow.IMPORT, Flow.IMPORT: Flow.EXPORT}
FLOWS = ("TURNOVER", "TURNOVERWEAK", "EXPORT", "IMPORT", "SUPPLY")


def share_by_context(figure: Figure) -> bool:
    """A percentage in brackets behind a sum, after a share of the same sentence, or beside a word of sharing."""
    document, chunk = figure.document, figure.chunk
    if document.key(chunk - 1) == "(" and document.key(chunk + 1) == ")":
        return True
    if figure.has("SHAREN", figure.lead_in) or figure.has("OFTHEM") or figure.has("SHAREV"):
        return True
    measure = figure.topic.slots.get("measure") if figure.topic else None
    return bool(measure and measure.value == "share" and figure.topic and topic_near(figure))


def share_of_other(figure: Figure) -> bool:
    """Whether a word of sharing goes with what is no trade: "доля расчетов в нацвалютах", "доля КТК в экспорте"."""
    document = figure.document
    shares = document.values("SHAREN", figure.segment[0], figure.chunk + 1)
    if figure.amount.unit == Unit.PERCENT and document.is_a(figure.chunk + 1, "CONSUMED"):
        return True  # "60% потребления сахара"
    if figure.amount.unit == Unit.PERCENT and figure.meant.role != "growth" and figure.has("SETTLED"):
        return True  # "90% торговли ведут в национальных валютах"
    if not shares or figure.amount.unit != Unit.PERCENT:
        return False
    at = shares[-1][0] + 1
    while document.mention(at) is None and document.is_adjective(at):
        at += 1
    mention = document.mention(at)
    if mention is not None:
        return isinstance(mention, Organisation | CorridorMention)
    plain = document.key(at)
    named = document.of_class(at, *FLOWS, *SHARERS)
    return plain.isalpha() and not named


def topic_near(figure: Figure) -> bool:
    """Whether the figure before stands in this sentence or the one before."""
    return figure.topic is not None and figure.topic.sentence.index >= figure.sentence.index - 1


def part_of_whole(figure: Figure) -> Parties | None:
    """The parties of a figure that tells a part; None for one that stands by itself."""
    unsaid = figure.amount.unit == Unit.PERCENT and figure.meant.role in ("", "former", "level")
    sharing = figure.meant.role == "share" or (unsaid and share_by_context(figure))
    members = bool(figure.trigger.settings.get("members"))
    if sharing and _is_routed(figure):
        return None
    if not (sharing or members or figure.inherited):
        item = _item(figure)
        if item or not (figure.has("SHAREV") and figure.roles.within(figure.segment, "member")):
            return _item_of_flow(figure, item) if item else None
    reporter, partner = _whole(figure, sharing)
    towards = sharing and _told_towards(figure)
    actor = None if towards or (sharing and _of_pronoun(figure)) else _part(figure, reporter, sharing, members)
    if actor is None:
        return _unnamed_part(figure, reporter, towards) if sharing else None
    if actor.country in (reporter.value, partner.value):
        again = actor.country == partner.value and sharing and figure.has("SHAREN")
        return (reporter, partner) if again else None
    if not figure.has("FOREIGNTRADE"):
        figure.notes["whole"] = {"reporter": reporter, "partner": partner}
    if _in_place_of(figure, actor, reporter):
        return slot_of(actor), partner
    groups = figure.discourse.focus.groups
    if reporter.value in groups and actor.country in groups[str(reporter.value)]:
        told = figure.topic.slots.get("partner", partner) if figure.topic and sharing else partner
        return slot_of(actor), told
    return reporter, slot_of(actor)


def _is_routed(figure: Figure) -> bool:
    """Whether a share of a flow names both its ends: "импорт из Чили в Перу составил 30% всего импорта"."""
    if figure.inherited or figure.document.is_a(figure.trigger.head - 1, "SHAREN"):
        return False
    before = (figure.scopes[2][0], figure.chunk)
    named = figure.document.has("EXPORT", *before) or figure.document.has("IMPORT", *before)
    ends = (figure.roles.within(before, "from"), figure.roles.within(before, "to"))
    if not (named and all(ends)) or any_within(figure.sentence.numbers, *before):
        return False
    owner = ends[1][0] if figure.trigger.setting("flow") == Flow.IMPORT else ends[0][0]
    figure.notes["whole"] = {"reporter": slot_of(owner), "partner": WORLD}
    return True


def _of_pronoun(figure: Figure) -> bool:
    """Whether a share is that of a pronoun's country, not of one behind it: "она вторая, 18%, и уступает Китаю"."""
    before = (figure.lead_in[0], figure.chunk)
    return figure.has("HE", before) and not figure.roles.standing(before)


def _unnamed_part(figure: Figure, reporter: Slot, towards: bool) -> Parties | None:
    """The parties of a share that names no partner: "его доля – 5%" is that of the one before."""
    topic = figure.topic
    if not towards and figure.has("HE") and topic and "partner" in topic.slots:
        return topic.slots["reporter"], topic.slots["partner"]
    if topic and "partner" in topic.slots and _of_amount_before(figure):
        return topic.slots["reporter"], topic.slots["partner"]
    return (reporter, WORLD) if _of_all(figure) else None


def _of_amount_before(figure: Figure) -> bool:
    """Whether a share says how much of all the amount right before it is: "199 млн, что составляет 14% оборота"."""
    topic, document, (first, _) = figure.topic, figure.document, figure.segment
    if topic is None or topic.sentence is not figure.sentence or topic.meant.role == "share":
        return False
    behind = document.key(first) == "," and document.key(first + 1) in ("что", "или")
    beside = document.key(figure.chunk - 1) in ("–", "(", "или") and figure.chunk - topic.chunk <= APART + 1
    owner = _owner_of_flow(figure)
    return (behind or beside) and (owner is None or owner.country == topic.slots["reporter"].value)


def _of_all(figure: Figure) -> bool:
    """Whether a clause tells what share of a country's trade goods have, or countries that have no names."""
    if figure.discourse.focus.is_bilateral(figure.chunk) or not (figure.has("SHAREN") or figure.has("GOODS")):
        return False
    owner, named = _owner_of_flow(figure), figure.roles.standing(figure.segment)
    return owner is not None and all(actor.country == owner.country for actor in named)


def _told_towards(figure: Figure) -> bool:
    """Whether a clause tells who has which share of a flow from or to whom: "Ирак увеличил долю экспорта в Индию"."""
    if figure.inherited or not figure.document.is_a(figure.trigger.head - 1, "SHAREN"):
        return False
    ends = figure.roles.within(figure.segment, "from", "to")
    return bool(ends) and bool(figure.roles.within(figure.segment, "subject"))


def _part(figure: Figure, reporter: Slot, sharing: bool, members: bool) -> Actor | None:
    """The country whose part an amount is."""
    roles = LISTED + (("of", "adjective", "", "to") if sharing else ()) + (("of", "adjective") if members else ())
    found = figure.roles.within(figure.lead_in, *roles)
    named = _named_before(figure) if figure.inherited else None
    if named and named not in found:
        found.append(named)
    others = [actor for actor in found if actor.country != reporter.value]
    if sharing and (others or _owner_of_flow(figure)):
        found = others
    return _beside(figure, found) if found else None


def _item_of_flow(figure: Figure, item: Actor) -> Parties | None:
    """The parties of an item behind a noun of flow; the items after it go on with the same whole."""
    owner = _owner_of_flow(figure)
    reporter = slot_of(owner) if owner else reporter_of(figure)
    figure.notes["whole"] = {"reporter": reporter, "partner": WORLD}
    return None if reporter.value == item.country else (reporter, slot_of(item))


def _item(figure: Figure) -> Actor | None:
    """The country behind a noun of flow that an amount is told of: "по импорту лидируют Турция – 2,1 млрд"."""
    document, head = figure.document, figure.trigger.head
    at = figure.chunk - 1
    if figure.trigger.settings.get("verb") or not head < at or document.key(at) not in ITEM_MARKS:
        return None
    last = max((chunk for chunk, _ in figure.sentence.amounts if head < chunk < at), default=head)
    named = figure.roles.within((last + 1, at), *ROUTED, "subject", "of")
    beside = _named_before(figure)
    if beside is None or named != [beside]:
        return None
    mention = document.mention(beside.chunk)
    if beside.chunk == head + 1 and (document.is_a(head - 1, "UP", "DOWN")):
        return None  # "сильнее всего нарастила импорт Дания – на 5%"
    owns = isinstance(mention, Party) and "g" in mention.features
    return None if owns and beside.chunk - head < APART else beside


def _named_before(figure: Figure) -> Actor | None:
    """The country whose name and a dash, colon or bracket stand right before an amount."""
    at = figure.chunk - 2
    mention = figure.document.mention(at)
    if figure.document.key(at + 1) not in ITEM_MARKS or not isinstance(mention, Party):
        return None
    placed = figure.document.key(at - 1) == "за"  # "второе место за Таиландом (16%)"
    named = mention.role == "noun" and ("n" in mention.features or placed)
    return next(iter(figure.roles.standing((at, at + 1))), None) if named else None


def _in_place_of(figure: Figure, actor: Actor, reporter: Slot) -> bool:
    """Whether a country stands in its clause as the reporter does in the one before: "Китай закупил, Узбекистан –"."""
    topic = figure.topic
    if topic is None or topic.sentence is not figure.sentence or reporter.span is None:
        return False
    if actor.role in GAPPED and topic.slots["partner"].value == WORLD.value:
        return any(other.role == actor.role for other in figure.roles.within(reporter.span, actor.role))
    if actor.role != "subject":
        return False
    partner, before = topic.slots["partner"].span, topic.chunk
    if partner and partner[1] == before - 1 and figure.document.key(before - 1) in ITEM_MARKS:
        return False  # "в Узбекистан – 2 млн, Таджикистан – 1 млн": the items go on with the case of the first
    between = (figure.chunk + 1, actor.chunk)
    if topic.slots["flow"].value == Flow.EXPORT and any(figure.has(name, between) for name in TAKING):
        return False  # "из них 1,5 млрд заплатил Китай": who takes is no exporter
    return any(other.role == "subject" for other in figure.roles.within(reporter.span, "subject"))


def _whole(figure: Figure, sharing: bool) -> Parties:
    """The parties of what the part belongs to: the owner of the flow it names, or the whole told before."""
    owner = _owner_of_flow(figure) if sharing else None
    if owner:
        return slot_of(owner), WORLD
    if sharing and figure.has("FOREIGNTRADE"):
        return reporter_of(figure), WORLD
    topic = figure.topic
    if figure.trigger.settings.get("members"):
        after = (figure.trigger.head + 1, figure.trigger.head + 3)
        owned = figure.roles.within(after, "of") or [
            actor for actor in figure.roles.within(after, "adjective") if of_goods(figure, actor.chunk)
        ]
        if not owned and figure.trigger.setting("flow") == Flow.IMPORT:
            owned = figure.roles.within((after[0], after[0] + NEAR), "to")  # "поставщиков зерна в Бразилию"
        if owned:
            return slot_of(owned[0]), WORLD
    if topic is None or "reporter" not in topic.whole:
        return Slot(figure.home, None, "codebook.voice"), WORLD
    partner = topic.whole["partner"]
    turned = OPPOSITE.get(str(topic.slots["flow"].value)) if "flow" in topic.slots else None
    if sharing and turned and figure.trigger.setting("flow") == turned and partner.value != WORLD.value:
        return partner, WORLD  # "Китай закупил в России ... Доля Китая в экспорте"
    bilateral = partner.value != WORLD.value and partner.value not in figure.discourse.focus.groups
    if sharing and bilateral and not figure.inherited and topic.world and topic.sentence is not figure.sentence:
        return reporter_of(figure), WORLD  # a share of a flow named anew is not one of what a single partner bought
    return topic.whole["reporter"], partner


def _owner_of_flow(figure: Figure) -> Actor | None:
    """Whose trade a share is taken of: "в экспорте Казахстана", "всего казахстанского импорта"."""
    first, end = figure.segment
    document = figure.document
    flows = document.those(first, end, *FLOWS)
    wholes = [
        chunk for chunk in flows if any(document.key(at) in WITHIN for at in range(max(chunk - BEFORE, first), chunk))
    ]
    for chunk in wholes or flows:
        span: Span = (max(first, chunk - NEAR), min(end, chunk + APART + NEAR))
        way = ("to", "in") if document.of_class(chunk, "IMPORT") else ("from",)
        beside = figure.roles.within(span, "of", "adjective", "agent", *way)
        owners = [actor for actor in beside if _owns(figure, actor, chunk)]
        if owners:
            return owners[0]
    return None


def _owns(figure: Figure, actor: Actor, flow: int) -> bool:
    """Whether a country beside a noun of flow owns it: "импорта Индии", "ввоза в Китай", "экспорт чешского пива"."""
    if actor.role == "adjective":
        sold = figure.trigger.setting("flow") == Flow.EXPORT and flow < actor.chunk <= flow + APART
        return flow - NEAR <= actor.chunk < flow or (sold and of_goods(figure, actor.chunk))
    return flow < actor.chunk <= flow + (APART if actor.role == "of" else NEAR)


def _beside(figure: Figure, found: list[Actor]) -> Actor:
    """The country that an amount of a list belongs to: the one before it, or behind a dash the one after."""
    document, at = figure.document, figure.chunk + 1
    while (
        document.value(at, "EQUALS") is not None or document.key(at) == "," or isinstance(document.mention(at), Amount)
    ):
        at += 1
    named = {actor.chunk for actor in found}
    behind = (document.key(at) == "–" and bool(named & {at + 1, at + 2})) or document.value(at, "SHAREV") is not None
    side = [actor for actor in found if (actor.chunk > figure.chunk) == behind]
    return min(side or found, key=lambda each: abs(each.chunk - figure.chunk))
