"""Investment claims: who puts money where, in projects, in firms (codebook, investment_claims and Reading 20)."""

from pipeline.extraction.discourse.calendar import Period
from pipeline.extraction.frames.actors import actors, slot_of
from pipeline.extraction.frames.common import figure_slots
from pipeline.extraction.frames.model import Draft, Figure, Slot
from pipeline.extraction.frames.sectors import sector_slot
from pipeline.extraction.mentions.model import Measure, Organisation
from schemas.vocabulary import Basis, ClaimTable, InvestmentMeasure, Unit

Ends = tuple[Slot, Slot]
# rules that find firms; the lexicon's own organisations are mostly banks and offices that tell of money
FIRM_RULES = {"ru.org.latin", "ru.org.quoted", "ru.org.abbreviation"}


def build_investment(figure: Figure) -> Draft | str:
    """The claim of a figure under an investment trigger, or why there is none."""
    if figure.has("FIXEDCAPITAL", figure.scopes[-1]):
        return "investment in fixed capital is a statistic, no claim"
    unit = figure.amount.unit or _elided_unit(figure)
    if unit is None:
        return "the unit is left out and none stands before"
    common = figure_slots(figure, unit)
    if figure.trigger.settings.get("named") and not _valued(figure):
        return "a project without its value"
    measure = measure_of(figure, common)
    if measure is None:
        return "a percentage that is no growth"
    ends = ends_of(figure, measure)
    if ends is None:
        return "source and target are not told"
    slots = {
        "source": ends[0],
        "target": ends[1],
        "measure": Slot(str(measure), (figure.trigger.head, figure.trigger.head + 1), figure.trigger.rule.id),
        **common,
        **sector_slot(figure),
    }
    shown = [(figure.chunk, figure.chunk + 1)]
    if not figure.inherited:
        shown.append((figure.trigger.start, figure.trigger.head + 1))
        shown.extend(slot.span for slot in ends if slot.span and slot.span[0] >= figure.sentence.first)
    return Draft(ClaimTable.INVESTMENTS, figure.trigger.rule.id, slots, shown)


def _elided_unit(figure: Figure) -> str | None:
    if figure.trigger.setting("measure") == "companies":
        return Unit.COMPANIES
    return figure.topic.money if figure.topic else None


def _valued(figure: Figure) -> bool:
    """Whether an amount is a named project's value ("стоимостью", "за $295 млн", in brackets), not a document's."""
    before = figure.document.key(figure.chunk - 1)
    priced = before in ("за", "на", "(") or figure.has("VALUEN") or figure.has("COSTV")
    return priced and not figure.has("DOC", figure.scopes[-1]) and not figure.has("OTHER")


def measure_of(figure: Figure, common: dict[str, Slot]) -> InvestmentMeasure | None:
    """Stock, flow, growth, value or number of projects, number of firms."""
    kind = figure.amount.measure
    if kind is Measure.PROJECTS:
        return InvestmentMeasure.PROJECTS
    if kind is Measure.COMPANIES or figure.trigger.setting("measure") == "companies":
        return InvestmentMeasure.COMPANIES
    if kind in (Measure.PERCENT, Measure.TIMES):
        grown = figure.meant.role in ("growth", "index") or figure.amount.rule == "ru.amount.foldverb"
        return InvestmentMeasure.GROWTH if grown else None
    fixed = figure.trigger.setting("measure")
    if fixed in ("projects", "project_value"):
        return InvestmentMeasure.PROJECT_VALUE
    if fixed:
        return InvestmentMeasure(fixed)
    return _stock_or_flow(figure, common)


def _stock_or_flow(figure: Figure, common: dict[str, Slot]) -> InvestmentMeasure:
    period = figure.notes.get("period")
    closed = isinstance(period, Period) and period.start is not None and period.end is not None
    before = figure.topic.slots.get("measure") if figure.topic and figure.inherited else None
    if before and before.value in ("stock", "flow"):
        return InvestmentMeasure(str(before.value))
    if figure.notes.get("inherited period"):
        closed = False
    if figure.has("STOCKWORD") and not closed:
        return InvestmentMeasure.STOCK
    if figure.has("INFLOW"):
        return InvestmentMeasure.FLOW
    if common["basis"].value != Basis.ACTUAL and figure.has("PROJECTN"):
        return InvestmentMeasure.PROJECT_VALUE
    spans = [each for each in figure.sentence.periods.values() if each.meaning == "n"]
    return InvestmentMeasure.FLOW if closed or spans or figure.has("EVERYYEAR") else InvestmentMeasure.STOCK


def ends_of(figure: Figure, measure: InvestmentMeasure) -> Ends | None:
    """Who invests and where: from the amount's clause outwards, then from the figure before, then from the focus."""
    focus = figure.discourse.focus
    if _joint(figure, measure):
        partner = focus.partner(figure.chunk)
        return (Slot(partner, None, "context.focus"), Slot(figure.home, None, "codebook.voice")) if partner else None
    target = next(iter(actors(figure, "to", "in")), None)
    givers = [
        actor
        for actor in actors(figure, "from")
        + actors(figure, "adjective")
        + actors(figure, "subject")
        + actors(figure, "of")
        + actors(figure, "with")
        if target is None or actor.chunk != target.chunk
    ]
    attracting = figure.has("ATTRACT")
    giver = next((actor for actor in givers if target is None or actor.country != target.country), None)
    if attracting and giver and giver.role == "subject":
        target, giver = target or giver, None
    source = _firm(figure) or (slot_of(giver) if giver else None)
    if source is None and (attracting or figure.has("FOREIGNERS")):
        source = Slot("WORLD", None, "codebook.world")
    if source is None and figure.inherited and figure.topic and "source" in figure.topic.slots:
        return figure.topic.slots["source"], figure.topic.slots["target"]
    if source is None:
        source = _default_source(figure, target.country if target else None)
    if source is None:
        return None
    if target:
        return source, slot_of(target)
    if source.value == figure.home:
        home = figure.has("SECTOR") or measure is InvestmentMeasure.PROJECT_VALUE
        partner = None if home else focus.partner(figure.chunk)
        return source, Slot(partner or figure.home, None, "context.focus" if partner else "codebook.voice")
    return source, Slot(figure.home, None, "codebook.voice")


def _joint(figure: Figure, measure: InvestmentMeasure) -> bool:
    """Projects of two countries together, which have no direction: the partner is their source."""
    if measure not in (InvestmentMeasure.PROJECTS, InvestmentMeasure.PROJECT_VALUE):
        return False
    document = figure.document
    first, end = document.chunks.firsts[figure.trigger.start], document.chunks.firsts[figure.trigger.end]
    shared = any(document.tokens.value(at, "MUTUAL") is not None for at in range(first, end))
    return shared or figure.has("SIDES")


def _firm(figure: Figure) -> Slot | None:
    """A named organisation before the amount that does not only tell of it."""
    first, _ = figure.segment
    teller = figure.discourse.sources.claimant(figure.chunk)
    for chunk in range(figure.chunk - 1, first - 1, -1):
        mention = figure.document.mention(chunk)
        if isinstance(mention, Organisation) and mention.rule in FIRM_RULES and not (teller and teller.chunk == chunk):
            return Slot(mention.name, (chunk, chunk + 1), mention.rule)
    return None


def _default_source(figure: Figure, target: str | None) -> Slot | None:
    focus = figure.discourse.focus
    if figure.topic and "source" in figure.topic.slots and figure.topic.sentence.paragraph == figure.sentence.paragraph:
        return figure.topic.slots["source"]
    partner = focus.partner(figure.chunk)
    if partner and partner != target:
        return Slot(partner, None, "context.focus")
    return Slot(figure.home, None, "codebook.voice") if target and target != figure.home else None
