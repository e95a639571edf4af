"""Investment claims: what is put where, in projects, in firms (codebook, investment_claims and Reading 20).

Who invests and where is in `investors`.
"""

from pipeline.extraction.frames.actors import actors
from pipeline.extraction.frames.agreements.terms import money_before
from pipeline.extraction.frames.corridors.routes import spoken_of
from pipeline.extraction.frames.figures.common import figure_slots
from pipeline.extraction.frames.figures.elision import is_counted, share_magnitude
from pipeline.extraction.frames.figures.offers import UNTOLD
from pipeline.extraction.frames.investments.investors import ends_of
from pipeline.extraction.frames.investments.measures import (
    closed_before,
    goes_on_abroad,
    in_period_before,
    is_closed,
    lasts,
    measure_of,
    of_project,
)
from pipeline.extraction.frames.investments.omitted import wholes_of
from pipeline.extraction.frames.investments.payers import STATE
from pipeline.extraction.frames.investments.pledges import expected, planned_before, pledged
from pipeline.extraction.frames.model import Draft, Figure, Slot
from pipeline.extraction.frames.sectors import sector_slot
from pipeline.extraction.mentions.model import Amount, CorridorMention, Measure
from schemas.vocabulary import ClaimTable, CorridorMetric, InvestmentMeasure, Qualifier, Unit

STANDING = (
    InvestmentMeasure.STOCK,
    InvestmentMeasure.COMPANIES,
    InvestmentMeasure.PROJECTS,
    InvestmentMeasure.PROJECT_VALUE,
)
MILLION = 1_000_000
# less than this nobody invests that news tell of: a price, a fee, or a number that lost its magnitude
SMALLEST = 10_000
MONEY = (Measure.MONEY, Measure.ELIDED, Measure.BARE)
LENT, RIGHT_BEFORE = 4, 2
# how many chunks after "пакет" tell what it holds
PHRASE = 4
COUNTS = (Unit.PROJECTS, Unit.COMPANIES)
# how near behind "направить" a word tells what money is used up for
USED = 6
AS = ("виде", "качестве", "форме")
# how nouns end of which there are many; words that a number without a noun stands before do not
PLURAL = ("ов", "ев", "ей", "ций", "ний", "ок", "ек", "иц", "век")
PRICED = ("за", "на", "(", "в")

# what is told of a country's own money (codebook, Reading 20)
DOMESTIC = (InvestmentMeasure.FLOW, InvestmentMeasure.PROJECT_VALUE)


def build_investment(figure: Figure) -> Draft | str:
    """The claim of a figure under an investment trigger, or why there is none."""
    refused = _refused(figure)
    if refused:
        return refused
    unit = figure.amount.unit or _elided_unit(figure)
    if unit is None:
        return "the unit is left out and none stands before"
    if unit not in COUNTS:
        share_magnitude(figure)
    if figure.trigger.settings.get("named") and not _valued(figure):
        return "a project without its value"
    if unit not in COUNTS and figure.amount.measure in MONEY and figure.amount.value < SMALLEST:
        return "too small a sum for an investment"
    common = _bounded(figure, figure_slots(figure, unit))
    common["basis"] = pledged(figure, common["basis"])
    measure = measure_of(figure, common)
    if measure is None or (measure is InvestmentMeasure.PROJECTS and figure.amount.value == 1):
        return "a percentage that is no growth, or a single project"
    ends = ends_of(figure, measure)
    if ends is None or _are_untold(figure, ends, measure):
        return UNTOLD
    parted = figure.topic is not None and ends[0] is figure.topic.world and closed_before(figure)
    parted = parted or (ends[0].value == figure.home and goes_on_abroad(figure))
    if measure is InvestmentMeasure.STOCK and (parted or in_period_before(figure, ends[1])):
        measure = InvestmentMeasure.FLOW
    measure = of_project(figure, measure, ends[0])
    common["basis"] = planned_before(figure, ends[0], measure, expected(figure, ends[0], common["basis"]))
    slots = {
        "source": ends[0],
        "target": ends[1],
        "measure": Slot(str(measure), (figure.trigger.head, figure.trigger.head + 1), figure.trigger.rule.id),
        **_standing(figure, _gathered(figure, common, measure), measure),
        **sector_slot(figure, ends[0], project=measure is InvestmentMeasure.PROJECT_VALUE),
    }
    shown = [(figure.chunk, figure.chunk + 1)]
    if not figure.inherited:
        shown.append((figure.trigger.start, figure.trigger.head + 1))
        shown.extend(slot.span for slot in ends if slot.span and slot.span[0] >= figure.sentence.first)
    return Draft(ClaimTable.INVESTMENTS, figure.trigger.rule.id, slots, shown)


def _are_untold(figure: Figure, ends: tuple[Slot, Slot], measure: InvestmentMeasure) -> bool:
    """Whether both ends are one country that is only supposed to be meant, or whose own money is not told like that."""
    home = figure.home if figure.discourse.focus.is_supposed else None
    source, target = (end.value for end in ends)
    unnamed = ends[0].span is None or ends[0].span[0] < figure.sentence.first
    elsewhere = figure.trigger.settings.get("cost") and unnamed and ends[0].rule != STATE
    return source == target and (source == home or measure not in DOMESTIC or bool(elsewhere))


def _is_on_investments(figure: Figure) -> bool:
    """Whether the sentence or the text before it is on investments."""
    topic = figure.topic is not None and figure.topic.table == "investments"
    return topic or figure.document.has("INVEST", figure.sentence.first, figure.sentence.end)


def _is_circular(figure: Figure, ends: tuple[Slot, Slot], measure: InvestmentMeasure) -> bool:
    """Whether a country would invest in itself though nothing tells of a field or of the state's money (Reading 20)."""
    if ends[0].value != ends[1].value or ends[0].rule == STATE or measure is InvestmentMeasure.PROJECT_VALUE:
        return False
    return not any(figure.has(name, figure.scopes[-1]) for name in ("SECTOR", "PROJECTN", "STATEMONEY"))


def _refused(figure: Figure) -> str | None:
    """Why an amount under an investment trigger is no investment, before anything is read about it."""
    if figure.document.is_a(figure.trigger.head, "USEUPV") and not _is_on_investments(figure):
        return "money to be used up, whosever it is"
    if _is_used_up(figure):
        return "money that is used up is no investment"
    if _restated(figure) or figure.chunk in wholes_of(figure):
        return "the same value again, or in another currency"
    if figure.amount.measure is Measure.MONEY and _for_corridor(figure):
        return "money for a corridor is measured as such"
    if other := _owned(figure):
        return other
    papers = (figure.trigger.head, figure.trigger.head + PHRASE)
    if figure.trigger.setting("measure") == InvestmentMeasure.PROJECT_VALUE and figure.has("DOCS", papers):
        return "a portfolio of documents is an agreement"
    if figure.has("FIXEDCAPITAL", figure.scopes[-1]):
        return "investment in fixed capital is a statistic, no claim"
    if figure.trigger.settings.get("volume") and not figure.has("INVEST", figure.scopes[-1]):
        return "a volume of something else"
    return _miscounted(figure)


def _miscounted(figure: Figure) -> str | None:
    """Why a number without a unit counts no money, firms or projects."""
    if figure.amount.measure is Measure.BARE and figure.document.of_class(figure.chunk + 1, "COUNTRYN"):
        return "a number of countries"
    if _of_other_things(figure):
        return "a number of something else"
    if not _counts(figure) and not is_counted(figure):
        return "a bare number that nothing before gives a unit"
    return None


def _owned(figure: Figure) -> str | None:
    """Why money is a firm's own or lent to it, by the noun right before the amount; None for any other."""
    before = (figure.chunk - LENT, figure.chunk)
    if figure.has("EARNED", before) or _is_of_earned(figure):
        return "what a firm earns or owns is no investment"
    built = figure.trigger.settings.get("named")
    right = (figure.chunk - RIGHT_BEFORE, figure.chunk)
    lent = figure.has("LOANN", before) if built else figure.trigger.settings.get("verb") and figure.has("LOANN", right)
    return "a loan is no investment" if lent or _is_lent_as(figure) else None


def _is_of_earned(figure: Figure) -> bool:
    """Whether what a firm earns or pays is what the clause counts: "налоговые поступления от фирм составили 70 млн"."""
    document, (first, _) = figure.document, figure.segment
    first = first if figure.inherited else max(first, figure.trigger.head)
    return any("n" in document.features(at, "EARNED") for at, _ in document.values("EARNED", first, figure.chunk))


def _is_used_up(figure: Figure) -> bool:
    """Whether money is directed to what it is used up for: "направлены на поддержку семей"."""
    document, head = figure.document, figure.trigger.head
    if not document.key(head).startswith("направ"):
        return False
    return any(
        document.key(at - back) == "на"
        for at, _ in document.values("CONSUMEN", head + 1, figure.sentence.end)
        for back in (1, 2)
        if at - head <= USED
    )


def _is_lent_as(figure: Figure) -> bool:
    """Whether the clause of an amount tells behind it that it is lent: "5 млн даст в виде гранта агентство"."""
    document, (_, end) = figure.document, figure.segment
    return any(document.key(at - 1) in AS for at, _ in document.values("LOANN", figure.chunk + 1, end))


def _is_small(figure: Figure) -> bool:
    """Whether a sum is too small for an investment, also with the magnitude that it shares with the one before."""
    share_magnitude(figure)
    return figure.amount.measure in MONEY and figure.amount.value < SMALLEST


def _bounded(figure: Figure, common: dict[str, Slot]) -> dict[str, Slot]:
    """A bound where "до" bounds what is paid: "вложить до 70 млн" reaches no level, as "нарастить до 70 млн" does."""
    reached = any(figure.has(name) for name in ("UP", "UPN", "DOWN", "UPTOVERB"))
    pays = figure.trigger.settings.get("verb") and figure.meant.role == "level"
    if reached or not pays or figure.document.key(figure.chunk - 1) != "до":
        return common
    return common | {"qualifier": common["qualifier"]._replace(value=str(Qualifier.UP_TO))}


def _restated(figure: Figure) -> bool:
    """Whether an amount in brackets only gives the one before in another currency (Reading 5)."""
    document = figure.document
    before = document.mention(figure.chunk - 2)
    return document.key(figure.chunk - 1) == "(" and isinstance(before, Amount) and before.measure is Measure.MONEY


def _for_corridor(figure: Figure) -> bool:
    """Whether money goes into a registered corridor and into no country (Reading 18)."""
    scopes, document = dict.fromkeys(figure.scopes[:2]), figure.document
    named = any(route.corridor for scope in scopes for _, route in document.of_kind(CorridorMention, *scope))
    generic = figure.trigger.settings.get("named") and figure.has("BUILDN")
    placed = figure.roles.within(figure.segment, "to", "in") if named else actors(figure, "to", "in")
    if not (named or generic) or placed:
        return False
    return named or bool(spoken_of(figure, CorridorMetric.INVESTMENT))


def _of_other_things(figure: Figure) -> bool:
    """Whether a number without a unit counts what the noun right behind it names: "790 тыс. специалистов"."""
    document, at = figure.document, figure.chunk + 1
    if figure.amount.measure not in (Measure.ELIDED, Measure.BARE) or document.mention(at) is not None:
        return False
    plain = document.words(at, at + 1)[:1].islower() and not document.of_class(at, "INVEST", "PROJECTN", "COMPANYWORD")
    return plain and document.key(at).endswith(PLURAL)


def _counts(figure: Figure) -> bool:
    """Whether the trigger counts firms, so that a bare number is their number."""
    return figure.trigger.setting("measure") == InvestmentMeasure.COMPANIES and not figure.inherited


def _elided_unit(figure: Figure) -> str | None:
    if figure.trigger.setting("measure") == InvestmentMeasure.COMPANIES:
        return Unit.COMPANIES
    if figure.amount.measure is Measure.BARE and figure.trigger.setting("measure") == InvestmentMeasure.PROJECTS:
        return Unit.PROJECTS
    if figure.topic is None or not (figure.topic.money or figure.topic.unit):
        large = figure.amount.measure is Measure.ELIDED and figure.amount.scale >= MILLION
        if large and figure.chunk not in figure.once.money:
            figure.once.money[figure.chunk] = money_before(figure.document, figure.chunk)
        return figure.once.money.get(figure.chunk)
    return figure.topic.money or figure.topic.unit


def _gathered(figure: Figure, common: dict[str, Slot], measure: InvestmentMeasure) -> dict[str, Slot]:
    """A sum to be gathered by a day has no start (Reading 7)."""
    span = common["period_end"].span if "period_end" in common else None
    period = figure.sentence.periods.get(span[0]) if span else None
    if measure in (InvestmentMeasure.FLOW, InvestmentMeasure.STOCK) and period and period.meaning == "u":
        return {name: slot for name, slot in common.items() if name != "period_start"}
    return common


def _standing(figure: Figure, common: dict[str, Slot], measure: InvestmentMeasure) -> dict[str, Slot]:
    """What stands at the time of writing has no period of figures told before, unless those are of what stands too."""
    topic = figure.topic
    known = topic.slots.get("measure") if topic else None
    stood = measure is InvestmentMeasure.STOCK and known is not None and known.value == InvestmentMeasure.STOCK
    same = stood or (topic is not None and topic.sentence is figure.sentence)
    counts = (InvestmentMeasure.COMPANIES, InvestmentMeasure.PROJECTS)
    if measure in counts and known is not None and known.value not in counts:
        same = False  # how many there are now, behind what has come since a year: "с 1991 года – 2 млрд, фирм – 300"
    event = measure is InvestmentMeasure.PROJECT_VALUE and not figure.notes.get("inherited period")
    if event and is_closed(figure) and not lasts(figure):
        return {name: slot for name, slot in common.items() if name not in ("period_start", "period_end")}
    if measure not in STANDING or same or not figure.notes.get("inherited period"):
        return common
    return {name: slot for name, slot in common.items() if name not in ("period_start", "period_end")}


def _valued(figure: Figure) -> bool:
    """Whether an amount is a named project's value ("стоимостью", "за $295 млн", in brackets), not a document's."""
    before = figure.document.key(figure.chunk - 1)
    if figure.document.forms.has(figure.chunk + 1, figure.trigger.head, ","):
        return False
    if figure.trigger.settings.get("cost"):
        return figure.amount.value >= MILLION and not _of_document(figure)
    priced = before in PRICED or figure.has("VALUEN") or figure.has("COSTV") or figure.has("INVESTV")
    if not priced or _of_document(figure) or any(figure.has(name) for name in ("SECTION", "ORDERV")):
        return False
    return all(amount.measure is not Measure.DOCUMENTS for _, amount in figure.sentence.amounts)


def _of_document(figure: Figure) -> bool:
    """Whether an amount can be the value of a document: one named before it, or behind it in the same clause."""
    document, sentence = figure.document, figure.sentence
    if document.has("DOC", sentence.first, figure.chunk):
        return True
    return document.has("DOC", figure.chunk, document.forms.next(figure.chunk, sentence.end, ",", ";"))
