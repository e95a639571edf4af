"""Investment claims: what is put where, in projects, in firms (codebook, investment_claims and Reading 20).

Who invests and where is in `investors`.
"""

from pipeline.extraction.discourse.calendar import Period
from pipeline.extraction.frames.actors import actors
from pipeline.extraction.frames.common import figure_slots
from pipeline.extraction.frames.elision import goes_on, is_counted, share_magnitude
from pipeline.extraction.frames.investors import ends_of
from pipeline.extraction.frames.model import Draft, Figure, Slot
from pipeline.extraction.frames.payers import FIRM_RULES
from pipeline.extraction.frames.routes import spoken_of
from pipeline.extraction.frames.sectors import sector_slot
from pipeline.extraction.frames.terms import money_before
from pipeline.extraction.mentions.model import Amount, CorridorMention, Measure
from schemas.vocabulary import Basis, ClaimTable, CorridorMetric, How, InvestmentMeasure, Qualifier, Unit

STANDING = (InvestmentMeasure.COMPANIES, InvestmentMeasure.PROJECTS, InvestmentMeasure.PROJECT_VALUE)
MONTH = 31
MILLION = 1_000_000
# how many chunks after "пакет" tell what it holds
PHRASE = 4
COUNTS = (Unit.PROJECTS, Unit.COMPANIES)
PRICED = ("за", "на", "(", "в")
FUTURE_FORM = "ru.basis.future-level"


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
    common = figure_slots(figure, unit)
    if figure.trigger.settings.get("verb") and _bounded(figure):
        common["qualifier"] = common["qualifier"]._replace(value=str(Qualifier.UP_TO))
    common["basis"] = _pledged(figure, common["basis"])
    if figure.trigger.settings.get("named") and not _valued(figure):
        return "a project without its value"
    measure = measure_of(figure, common)
    if measure is None or (measure is InvestmentMeasure.PROJECTS and figure.amount.value == 1):
        return "a percentage that is no growth, or a single project"
    ends = ends_of(figure, measure)
    if ends is None:
        return "source and target are not told"
    parted = figure.topic is not None and ends[0] is figure.topic.world and _closed_before(figure)
    if measure is InvestmentMeasure.STOCK and (parted or _in_period_before(figure, ends[1])):
        measure = InvestmentMeasure.FLOW
    measure = _of_project(figure, measure, ends[0])
    common = _standing(figure, _gathered(figure, common, measure), measure)
    slots = {
        "source": ends[0],
        "target": ends[1],
        "measure": Slot(str(measure), (figure.trigger.head, figure.trigger.head + 1), figure.trigger.rule.id),
        **common,
        **sector_slot(figure, ends[0], project=measure is InvestmentMeasure.PROJECT_VALUE),
    }
    shown = [(figure.chunk, figure.chunk + 1)]
    if not figure.inherited:
        shown.append((figure.trigger.start, figure.trigger.head + 1))
        shown.extend(slot.span for slot in ends if slot.span and slot.span[0] >= figure.sentence.first)
    return Draft(ClaimTable.INVESTMENTS, figure.trigger.rule.id, slots, shown)


def _of_project(figure: Figure, measure: InvestmentMeasure, source: Slot) -> InvestmentMeasure:
    """What a firm has put into something built is the value of a project, unless the text gives it a time."""
    told = source.how is How.CONTEXT
    planned = figure.trigger.settings.get("topical") and not figure.has("FOREIGNERS", figure.scopes[-1])
    firm = source.rule in FIRM_RULES and (
        told or planned or figure.has("PROJECTN") or figure.has("BUILDV", figure.scopes[-1])
    )
    timed = _since(figure) or (_closed(figure) and _lasts(figure)) or figure.has("EVERYYEAR") or figure.has("OVERTIME")
    timed = timed or any(period.meaning == "n" for period in figure.sentence.periods.values())
    gathered = measure in (InvestmentMeasure.STOCK, InvestmentMeasure.FLOW)
    return InvestmentMeasure.PROJECT_VALUE if firm and gathered and not timed else measure


def _lasts(figure: Figure) -> bool:
    """Whether the period of a figure is longer than the month of some event."""
    period = figure.notes.get("period")
    return bool(isinstance(period, Period) and period.start and period.end and (period.end - period.start).days > MONTH)


def _since(figure: Figure) -> bool:
    """Whether money has come in since a day, which no single project does."""
    period = figure.notes.get("period")
    return isinstance(period, Period) and period.start is not None and period.end is None


def _refused(figure: Figure) -> str | None:
    """Why an amount under an investment trigger is no investment, before anything is read about it."""
    if _restated(figure):
        return "the same value in another currency"
    if figure.amount.measure is Measure.MONEY and _for_corridor(figure):
        return "money for a corridor is measured as such"
    papers = (figure.trigger.head, figure.trigger.head + PHRASE)
    if figure.trigger.setting("measure") == InvestmentMeasure.PROJECT_VALUE and figure.has("DOCS", papers):
        return "a portfolio of documents is an agreement"
    if figure.has("FIXEDCAPITAL", figure.scopes[-1]):
        return "investment in fixed capital is a statistic, no claim"
    if not _counts(figure) and not is_counted(figure):
        return "a bare number that nothing before gives a unit"
    return None


def _bounded(figure: Figure) -> bool:
    """Whether "до" bounds what is paid: "вложить до 70 млн" reaches no level, as "нарастить до 70 млн" does."""
    reached = any(figure.has(name) for name in ("UP", "UPN", "DOWN", "UPTOVERB"))
    return figure.document.key(figure.chunk - 1) == "до" and figure.meant.role == "level" and not reached


def _restated(figure: Figure) -> bool:
    """Whether an amount in brackets only gives the one before in another currency (Reading 5)."""
    document = figure.document
    before = document.mention(figure.chunk - 2)
    return document.key(figure.chunk - 1) == "(" and isinstance(before, Amount) and before.measure is Measure.MONEY


def _for_corridor(figure: Figure) -> bool:
    """Whether money goes into a registered corridor and into no country (Reading 18)."""
    if actors(figure, "to", "in"):
        return False
    mentions = (figure.document.mention(chunk) for scope in figure.scopes[:2] for chunk in range(*scope))
    named = any(isinstance(mention, CorridorMention) and mention.corridor for mention in mentions)
    generic = figure.trigger.settings.get("named") and figure.has("BUILDN")
    return named or bool(generic and spoken_of(figure, CorridorMetric.INVESTMENT))


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
        return money_before(figure.document, figure.chunk) if large else None
    return figure.topic.money or figure.topic.unit


def _gathered(figure: Figure, common: dict[str, Slot], measure: InvestmentMeasure) -> dict[str, Slot]:
    """A sum to be gathered by a day has no start (Reading 7)."""
    span = common["period_end"].span if "period_end" in common else None
    period = figure.sentence.periods.get(span[0]) if span else None
    if measure is InvestmentMeasure.FLOW and period and period.meaning == "u":
        return {name: slot for name, slot in common.items() if name != "period_start"}
    return common


def _standing(figure: Figure, common: dict[str, Slot], measure: InvestmentMeasure) -> dict[str, Slot]:
    """What stands at the time of writing has no period of figures told before."""
    same = figure.topic is not None and figure.topic.sentence is figure.sentence
    event = measure is InvestmentMeasure.PROJECT_VALUE and not figure.notes.get("inherited period")
    if event and _closed(figure) and not _lasts(figure):
        return {name: slot for name, slot in common.items() if name not in ("period_start", "period_end")}
    if measure not in STANDING or same or not figure.notes.get("inherited period"):
        return common
    return {name: slot for name, slot in common.items() if name not in ("period_start", "period_end")}


def _pledged(figure: Figure, basis: Slot) -> Slot:
    """Who will invest has pledged to: the future of such a verb is a target, not an expectation."""
    if basis.rule == FUTURE_FORM and basis.span and figure.document.is_a(basis.span[0], "NOWLATER"):
        return Slot(str(Basis.ACTUAL), None, "codebook.basis")
    if basis.rule == FUTURE_FORM:
        return basis._replace(value=str(Basis.TARGET))
    tokens, mention = figure.document.tokens, figure.document.mention(figure.trigger.head)
    if mention and any(tokens.value(at, "FUTUREADJ") is not None for at in range(mention.start, mention.end)):
        return Slot(str(Basis.TARGET), (figure.trigger.head, figure.trigger.head + 1), "ru.basis.future-projects")
    building = figure.sentence.cues.get("will_build", ())
    first, end = figure.scopes[-1]
    at = next((match.start for match in building if first <= match.start < end), None)
    if at is not None and basis.span is None:
        return Slot(str(Basis.TARGET), (at, at + 1), "ru.basis.will-build")
    return basis


def _valued(figure: Figure) -> bool:
    """Whether an amount is a named project's value ("стоимостью", "за $295 млн", in brackets), not a document's."""
    before = figure.document.key(figure.chunk - 1)
    behind = range(figure.chunk + 1, figure.trigger.head)
    if any(figure.document.key(at) == "," for at in behind):
        return False
    priced = before in PRICED or figure.has("VALUEN") or figure.has("COSTV") or figure.has("INVESTV")
    sentence = figure.sentence
    counted = any(amount.measure is Measure.DOCUMENTS for _, amount in sentence.amounts)
    return priced and not counted and not _of_document(figure) and not figure.has("SECTION")


def _of_document(figure: Figure) -> bool:
    """Whether an amount can be the value of a document: one named before it, or behind it in the same clause."""
    document, sentence = figure.document, figure.sentence
    if document.has("DOC", sentence.first, figure.chunk):
        return True
    comma = next((at for at in range(figure.chunk, sentence.end) if document.key(at) in (",", ";")), sentence.end)
    return document.has("DOC", figure.chunk, comma)


def measure_of(figure: Figure, common: dict[str, Slot]) -> InvestmentMeasure | None:
    """Stock, flow, growth, value or number of projects, number of firms."""
    kind = figure.amount.measure
    changed = kind in (Measure.PERCENT, Measure.TIMES)
    if changed and figure.trigger.settings.get("weak") and not goes_on(figure) and not figure.inherited:
        return None
    fixed = figure.trigger.setting("measure")
    if kind is Measure.PROJECTS or (kind is Measure.BARE and fixed == InvestmentMeasure.PROJECTS):
        return InvestmentMeasure.PROJECTS
    if kind is Measure.COMPANIES or fixed == InvestmentMeasure.COMPANIES:
        return InvestmentMeasure.COMPANIES
    if changed:
        grown = figure.meant.role in ("growth", "index") or figure.amount.rule == "ru.amount.foldverb"
        return InvestmentMeasure.GROWTH if grown else None
    if fixed == InvestmentMeasure.PROJECT_VALUE and figure.has("ACCUMULATED", figure.scopes[0]):
        return InvestmentMeasure.STOCK
    built = figure.trigger.settings.get("named") or (figure.trigger.settings.get("counted") and _closed(figure))
    spent = built and figure.has("INVESTV") and not figure.has("VALUEN")
    if fixed in (InvestmentMeasure.PROJECTS, InvestmentMeasure.PROJECT_VALUE) and not spent:
        return InvestmentMeasure.PROJECT_VALUE
    if spent:
        return _stock_or_flow(figure, common)
    if fixed:
        return InvestmentMeasure(fixed)
    return _stock_or_flow(figure, common)


def _stock_or_flow(figure: Figure, common: dict[str, Slot]) -> InvestmentMeasure:
    """What has gathered or what came in a period; a promise is a flow with a term, a package without one."""
    moved = any(figure.has(name, figure.scopes[0]) for name in ("INFLOW", "OUTFLOW", "COMEV"))
    if moved and _closed(figure):
        return InvestmentMeasure.FLOW
    if figure.has("OFTHEM") and _closed(figure):
        return InvestmentMeasure.FLOW
    same = _same_subject(figure) and figure.topic and figure.topic.basis == common["basis"].value
    known = figure.topic.slots.get("measure") if figure.topic and same else None
    if known and known.value in (InvestmentMeasure.STOCK, InvestmentMeasure.FLOW):
        return InvestmentMeasure(str(known.value))
    termed = _termed(figure, common)
    if figure.has("ACCUMULATED", figure.scopes[0]):
        return InvestmentMeasure.STOCK
    if common["basis"].value != Basis.ACTUAL:
        return InvestmentMeasure.FLOW if termed or figure.has("INFLOW") else InvestmentMeasure.PROJECT_VALUE
    if figure.has("STOCKWORD", figure.scopes[0]) and not _closed(figure):
        return InvestmentMeasure.STOCK
    reached = figure.has("REACHED") and not figure.trigger.settings.get("verb") and not _closed(figure)
    if moved or _grew(figure) or (termed and not reached):
        return InvestmentMeasure.FLOW
    return InvestmentMeasure.STOCK


def _same_subject(figure: Figure) -> bool:
    """Whether the sentence only goes on counting what the figure before measured."""
    return figure.inherited or goes_on(figure)


def _in_period_before(figure: Figure, target: Slot) -> bool:
    """Whether the period of the figures before, a flow to the same country, goes on for this one."""
    topic = figure.topic
    before = topic.slots.get("target") if topic else None
    if figure.has("STOCKWORD") or topic is None or before is None or before.value != target.value:
        return False
    if topic.sentence.paragraph != figure.sentence.paragraph and target.value != figure.home:
        return False
    known = topic.slots.get("measure")
    flowed = known is not None and known.value in (InvestmentMeasure.FLOW, InvestmentMeasure.GROWTH)
    return flowed and _closed_before(figure)


def _closed_before(figure: Figure) -> bool:
    """Whether a figure goes on with a closed period of those before."""
    period = figure.notes.get("period")
    closed = isinstance(period, Period) and period.start is not None and period.end is not None
    return closed and bool(figure.notes.get("inherited period"))


def _closed(figure: Figure) -> bool:
    period = figure.notes.get("period")
    own = not figure.notes.get("inherited period")
    return own and isinstance(period, Period) and period.start is not None and period.end is not None


def _termed(figure: Figure, common: dict[str, Slot]) -> bool:
    """Whether money comes in a period: a closed one, "за пять лет", "ежегодно", by the end of a year."""
    ending = "n" if common["basis"].value == Basis.ACTUAL else "nu"
    spans = any(each.meaning in ending for each in figure.sentence.periods.values())
    return _closed(figure) or spans or figure.has("EVERYYEAR") or figure.has("OVERTIME")


def _grew(figure: Figure) -> bool:
    """Whether the sentence says how the money changed: what stands does not halve."""
    topic = figure.topic
    known = topic.slots.get("measure") if topic and topic.sentence is figure.sentence else None
    return bool(known and known.value == InvestmentMeasure.GROWTH)
