"""The goods of a figure: the word for goods nearest to its amount, none for goods at large."""

from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.mentions.model import Amount, Measure
from pipeline.extraction.nominative import agreeing
from pipeline.extraction.tokens import ADJECTIVE

# "steel" in the genitive, and "became"
STEEL = "стали"
AT_LARGE = {"товар", "продукция", "сырье", "готовая продукция", "продукт", "груз"}
SERVICE = "услуга"
# what is counted so may have been told more exactly: "китайские электромобили – 5 тысяч машин"
CARS = {"машина", "автомобиль", "автомашина"}
# what stands before a name of a kind by which goods told before are meant again: "этого мяса"
THESE = {"этот", "эта", "это", "эти", "этого", "этой", "этому", "эту", "этим", "этих", "этими"}
# classes of adjectives that say which goods, as one that no lexicon knows does; what is "ANYKIND" says nothing
TELLING = {"SECTOR", "SECTORADJ"}
REACH = 14
# how near behind a growth the level stands that is reached by it
LEVEL = 4
# how near behind the last amount of a list its goods stand
BEHIND = 3
# before goods that only say what other goods are for: "запчасти к тракторам"
OF_OTHERS = ("к", "для")
# goods behind a comma, and those behind the amount, stand further away
APART, AFTER = 4, 3
VOLUMES = {Measure.MASS, Measure.GOODS, Measure.CONTAINERS, Measure.ELIDED}
NAMING = ("GOODS", "FREIGHT", "TRANSITN")
FLOWS = ("EXPORT", "IMPORT", "SUPPLY", "TURNOVER")


def of_goods(figure: Figure, chunk: int) -> bool:
    """Whether an adjective stands with goods or freight ("казахстанской пшеницы"), not with a flow of them."""
    document = figure.document
    for step in (1, 2, 3):
        at = chunk + step
        if document.of_class(at, *NAMING):
            return True
        if document.mention(at) is not None or document.of_class(at, *FLOWS):
            return False
    return False


def goods_in(figure: Figure, span: Span) -> Slot | None:
    """The goods named in a span: the nearest to the amount, rather before it than after or in brackets of their own."""
    document = figure.document
    named = document.values("GOODS", max(span[0], figure.chunk - REACH), min(span[1], figure.chunk + REACH))
    goods = {chunk: _described(figure, chunk, value) for chunk, value in named}
    bracket = figure.bracket(figure.chunk) if goods else None
    dash = _dash_behind(figure) if goods else None
    found = []
    for chunk, value in goods.items():
        if value in AT_LARGE or figure.bracket(chunk) not in (None, bracket) or _is_verb(figure, chunk):
            continue
        if _is_elsewhere(figure, chunk):
            continue
        if chunk - 1 in goods or (chunk - 2 in goods and document.key(chunk - 1) in OF_OTHERS):
            continue
        between = range(min(chunk, figure.chunk) + 1, max(chunk, figure.chunk))
        if dash is not None and 0 < chunk - dash <= BEHIND:
            return Slot(value, (chunk, chunk + 1), "ru.goods")
        apart = sum(document.key(at) in (",", "(", ")") for at in between)
        behind = AFTER if chunk > figure.chunk and apart else 0
        found.append((abs(chunk - figure.chunk) + APART * apart + behind, chunk, value))
    if not found:
        return None
    _, chunk, value = min(found)
    for one, other in ((chunk - 2, chunk), (chunk, chunk + 2)):
        if document.key(one + 1) == "и" and {one, other} <= goods.keys():
            if {goods[one], goods[other]} <= AT_LARGE | {SERVICE}:
                return None  # "товары и услуги" are all that is traded
            return Slot(f"{goods[one]} и {goods[other]}", (one, other + 1), "ru.goods")
    return Slot(value, (chunk, chunk + 1), "ru.goods")


def _dash_behind(figure: Figure) -> int | None:
    """The dash behind an amount, or behind the level that follows it: "на 42%, до 12 тыс. тонн – капусты"."""
    document, at = figure.document, figure.chunk + 1
    while at <= figure.chunk + LEVEL and (document.key(at) in (",", "до") or isinstance(document.mention(at), Amount)):
        at += 1
    return at if document.key(at) == "–" else None


def _is_elsewhere(figure: Figure, chunk: int) -> bool:
    """Whether goods are only a part ("включая"), begin the next item of a list, or belong to another flow."""
    document = figure.document
    if document.key(chunk - 1) == "включая":
        return True
    if chunk < figure.chunk:
        return False
    next_item = document.key(chunk + 1) == "–" and document.forms.has(figure.chunk, chunk, ",")
    return next_item or _of_other_flow(figure, chunk)


def _of_other_flow(figure: Figure, chunk: int) -> bool:
    """Whether goods behind an amount belong to a part or to another flow: "на 4%, в том числе вывоз меди на 12%"."""
    document = figure.document
    flows = document.those(figure.chunk + 2, chunk, *FLOWS, "OFTHEM")
    return any(at != figure.trigger.head for at in flows)


def counted_goods(figure: Figure) -> Slot | None:
    """The goods that an amount itself counts: "300 тракторов", "27 тысяч легковых автомобилей"."""
    amount, document = figure.amount, figure.document
    named = document.tokens.value(amount.end - 1, "GOODS") if amount.measure is Measure.GOODS else None
    return Slot(named, (figure.chunk, figure.chunk + 1), amount.rule) if named else None


def _described(figure: Figure, chunk: int, value: str) -> str:
    """Goods at large with the adjective that says which ("молочные продукты"); for "этот металл" those told before."""
    document, before = figure.document, chunk - 1
    if document.key(before) in THESE and figure.goods:
        return str(figure.goods.value)
    plain = document.mention(before) is None and document.chunks.heads[before].keys() <= TELLING
    if value not in AT_LARGE or not plain or not ADJECTIVE.search(document.key(before)):
        return value
    return f"{agreeing(document.key(before), value)} {value}"


def _is_verb(figure: Figure, chunk: int) -> bool:
    """Whether "стали" is the verb: steel in that case follows its amount, an adjective, or a word of trade."""
    document, before = figure.document, chunk - 1
    if document.key(chunk) != STEEL:
        return False
    if isinstance(document.mention(before), Amount) or document.is_adjective(before):
        return False
    return not document.of_class(before, *FLOWS, "IMPORTV", "EXPORTV")


def commodity_slot(figure: Figure) -> dict[str, Slot]:
    """The slot `commodity`, empty when the text speaks of all goods; the figure before lends its own."""
    counted = counted_goods(figure)
    found = counted if counted and counted.value not in CARS else goods_in(figure, figure.lead_in)
    if found is None and not figure.inherited:
        found = goods_in(figure, figure.scopes[1])
    if found:
        return {"commodity": found}
    if figure.inherited and figure.has("COUNTERFLOW"):
        return {}
    if carries_goods(figure) and figure.topic and "commodity" in figure.topic.slots:
        return {"commodity": figure.topic.slots["commodity"]}
    pointed = figure.amount.measure in VOLUMES or _points_at_goods(figure) or _of_volume(figure)
    if pointed and figure.goods and _told_near(figure, figure.goods):
        return {"commodity": figure.goods}
    found = counted or _at_end_of_list(figure) or _of_title(figure)
    return {"commodity": found} if found else {}


def _of_title(figure: Figure) -> Slot | None:
    """The goods of a mass that nothing near it names: those that the title is about, if it names no others."""
    document, amount = figure.document, figure.amount
    title = document.sentences[0]
    if amount.measure not in (Measure.MASS, Measure.ELIDED) or not title.is_heading:
        return None
    named = [each for each in document.values("GOODS", title.first, title.end) if each[1] not in AT_LARGE]
    if len({value for _, value in named}) != 1:
        return None
    chunk, value = named[0]
    return Slot(value, (chunk, chunk + 1), "context.goods")


def _at_end_of_list(figure: Figure) -> Slot | None:
    """The goods that a list of amounts names behind its last one: "в Иран – 5 млн тонн, в Ирак – 2 млн тонн угля"."""
    chunk, last = figure.sentence.amounts[-1]
    if last.unit != figure.amount.unit or last.measure not in VOLUMES or chunk <= figure.chunk:
        return None
    goods = [each for each in figure.document.values("GOODS", chunk + 1, chunk + BEHIND) if each[1] not in AT_LARGE]
    return Slot(goods[0][1], (goods[0][0], goods[0][0] + 1), "ru.goods") if goods else None


def _of_volume(figure: Figure) -> bool:
    """Whether a growth is that of the mass told right behind it: "увеличил закупки на 8%, до 190 тысяч"."""
    if figure.meant.role != "growth":
        return False
    after = next((each for each in figure.sentence.amounts if each[0] > figure.chunk), None)
    return after is not None and after[0] - figure.chunk <= LEVEL and after[1].measure in VOLUMES


def _points_at_goods(figure: Figure) -> bool:
    """Whether a pronoun can mean goods, not a flow that was told after them: "Дефицит вырос. Он достиг 5 млн"."""
    topic, goods = figure.topic, figure.goods
    if not figure.has("HE"):
        return False
    told = goods.span if goods else None
    return not (figure.inherited and topic and told and told[0] < topic.sentence.first)


def _told_near(figure: Figure, goods: Slot) -> bool:
    """Whether goods that a pronoun or a mass can mean were named in the paragraph or the one before."""
    named = figure.document.sentence_at(goods.span[0]).paragraph if goods.span else figure.sentence.paragraph
    return figure.sentence.paragraph - named <= 1


def carries_goods(figure: Figure) -> bool:
    """Whether a figure goes on with the goods of the one before: in its clause, its list or its place."""
    topic = figure.topic
    if topic is None or topic.table != figure.trigger.table:
        return False
    if figure.inherited or figure.notes.get("listed"):
        return True
    if topic.sentence is figure.sentence:
        return topic.trigger.head == figure.trigger.head
    return figure.sentence.index - topic.sentence.index == 1 and figure.document.begins_low(figure.sentence)
