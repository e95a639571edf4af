"""What an amount of an investment measures: what stands, what came, what a project costs, how many there are.

Who invests and where is in `investors`; the claim is made in `investments`.
"""

from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.forms import any_within
from pipeline.extraction.frames.figures.elision import goes_on
from pipeline.extraction.frames.figures.other_dates import is_over_time
from pipeline.extraction.frames.investments.payers import FIRM_RULES
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.mentions.model import Measure
from schemas.vocabulary import Basis, How, InvestmentMeasure

# the longest period that can be the month of an event
MONTH = 31
# "общий объём инвестиций X во Вьетнам" is of all that a firm has built there
WHOLE = "общ"
# "вложив в него 25 млн": into what is built
# how far before a growth "увеличить" has an object of its own
FAR_UP = 2
PRONOUNS = {"него", "нее", "них", "это"}


def measure_of(figure: Figure, common: dict[str, Slot]) -> InvestmentMeasure | None:
    """Stock, flow, growth, value or number of projects, number of firms."""
    kind = figure.amount.measure
    changed = kind in (Measure.PERCENT, Measure.TIMES)
    if changed and not figure.inherited and _of_other_growth(figure):
        return None
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
    built = figure.trigger.settings.get("named") or (figure.trigger.settings.get("counted") and is_closed(figure))
    spent = built and figure.has("INVESTV") and not figure.has("VALUEN")
    if fixed in (InvestmentMeasure.PROJECTS, InvestmentMeasure.PROJECT_VALUE) and not spent:
        return InvestmentMeasure.PROJECT_VALUE
    if spent:
        return _stock_or_flow(figure, common)
    gathered = _since(figure) and not _this_year(figure) and common["basis"].value == Basis.ACTUAL
    if fixed:
        return InvestmentMeasure.STOCK if gathered and fixed == InvestmentMeasure.FLOW else InvestmentMeasure(fixed)
    return InvestmentMeasure.STOCK if gathered else _stock_or_flow(figure, common)


def _of_other_growth(figure: Figure) -> bool:
    """Whether what grows is not what somebody pays: "вложил 5 млн, планируя увеличить мощность завода на 30%"."""
    document, head = figure.document, figure.trigger.head
    rising = document.values("UP", head + 1, figure.chunk) if figure.trigger.settings.get("verb") else []
    return any(
        figure.chunk - chunk > FAR_UP
        and not document.has("INVEST", chunk, figure.chunk)
        and not any_within(figure.sentence.numbers, chunk, figure.chunk)
        for chunk, _ in rising[-1:]
    )


def _stock_or_flow(figure: Figure, common: dict[str, Slot]) -> InvestmentMeasure:
    """What has gathered or what came in a period; a promise is a flow with a term, a package without one."""
    moved = any(figure.has(name, figure.scopes[0]) for name in ("INFLOW", "OUTFLOW")) or _comes(figure)
    if moved and is_closed(figure):
        return InvestmentMeasure.FLOW
    if figure.has("OFTHEM") and is_closed(figure):
        return InvestmentMeasure.FLOW
    if figure.has("ACCUMULATED", figure.scopes[0]):
        return InvestmentMeasure.STOCK
    same = _same_subject(figure) and figure.topic and figure.topic.basis == common["basis"].value
    known = figure.topic.slots.get("measure") if figure.topic and same else None
    if _of_counted(figure):
        return InvestmentMeasure.PROJECT_VALUE
    gathered = known and known.value == InvestmentMeasure.STOCK and figure.topic and figure.topic.period.end is None
    if gathered and figure.topic and figure.topic.period.start and is_closed(figure) and lasts(figure):
        return InvestmentMeasure.FLOW
    if known and known.value in (InvestmentMeasure.STOCK, InvestmentMeasure.FLOW):
        return InvestmentMeasure(str(known.value))
    if figure.has("STOCKWORD", figure.scopes[0]) and _reaches(figure):
        return InvestmentMeasure.STOCK
    termed = _termed(figure, common)
    opened = not termed and common["basis"].value == Basis.ACTUAL and _of_opened(figure)
    lasting_form = InvestmentMeasure.PROJECT_VALUE if opened else None if termed else _untimed(figure)
    if lasting_form:
        return lasting_form
    if common["basis"].value != Basis.ACTUAL:
        return InvestmentMeasure.FLOW if termed or figure.has("INFLOW") else InvestmentMeasure.PROJECT_VALUE
    return _of_paid(figure, moved=moved, termed=termed)


def _of_counted(figure: Figure) -> bool:
    """Whether money is that of projects counted right before: "идут 11 проектов, их вложения достигают 80 млрд"."""
    topic = figure.topic
    counted = topic and topic.slots.get("measure")
    if (
        not topic
        or not counted
        or counted.value != InvestmentMeasure.PROJECTS
        or not figure.trigger.settings.get("topical")
    ):
        return False
    return topic.sentence is figure.sentence and not is_closed(figure)


def _of_paid(figure: Figure, *, moved: bool, termed: bool) -> InvestmentMeasure:
    """What money that has been paid is: what stands where nothing tells that it came in a period."""
    if figure.has("STOCKWORD", figure.scopes[0]) and not is_closed(figure) and not is_over_time(figure, "n"):
        return InvestmentMeasure.STOCK
    reached = figure.has("REACHED") and not figure.trigger.settings.get("verb") and not is_closed(figure)
    if reached and _as_of(figure):
        return InvestmentMeasure.STOCK
    if moved or _grew(figure) or (termed and not reached):
        return InvestmentMeasure.FLOW
    return InvestmentMeasure.STOCK


def _as_of(figure: Figure) -> bool:
    """Whether a sum is told of a day of its own by which all of it was there: "к концу года сумма достигла 2 млрд"."""
    period, own = figure.notes.get("period"), not figure.notes.get("inherited period")
    return own and isinstance(period, Period) and period.start is None and period.end is not None


def _of_opened(figure: Figure) -> bool:
    """Whether money is what a thing took that the sentence before has opened: "Открыли фабрику. Инвестиции – 5 млн"."""
    document, sentence = figure.document, figure.sentence
    before = document.sentences[max(sentence.index - 1, 0)]
    if before is sentence or before.paragraph != sentence.paragraph or not figure.trigger.settings.get("topical"):
        return False
    told = any(document.has(name, sentence.first, sentence.end) for name in ("FOREIGNERS", "STOCKWORD", "INFLOW"))
    named = figure.roles.actors_in((sentence.first, sentence.end))
    things = document.values("PROJECTN", before.first, before.end)
    single = any("s" in document.features(chunk, "PROJECTN") for chunk, _ in things)
    return single and not (told or named) and document.has("BUILDV", before.first, before.end)


def _comes(figure: Figure) -> bool:
    """Whether a clause has money come, not only names what has: "поступившие из РФ инвестиции превысили 9 млрд"."""
    document, reached = figure.document, figure.has("REACHED")
    came = document.values("COMEV", *figure.scopes[0])
    return any(not (reached and set("TQ") & set(document.features(chunk, "COMEV"))) for chunk, _ in came)


def _untimed(figure: Figure) -> InvestmentMeasure | None:
    """What money without a term is by where it goes or what it reaches: the value of a project, or what stands."""
    if into_project(figure) or is_package(figure):
        return InvestmentMeasure.PROJECT_VALUE
    return InvestmentMeasure.STOCK if _reaches(figure) else None


def is_package(figure: Figure) -> bool:
    """Whether money is a package that somebody pledges: "пакет инвестиций на 12 млрд"."""
    head = figure.trigger.head
    return figure.document.of_class(head, "INVEST") and figure.document.key(head - 1).startswith(
        ("пакет", "инвестпакет")
    )


def _reaches(figure: Figure) -> bool:
    """Whether money that stands is to reach a level: "инвестиции Катара в Сербию достигнут 2 млрд", of no project."""
    document, span = figure.document, figure.segment
    level = any("F" in document.features(chunk, "REACHED") for chunk, _ in document.values("REACHED", *span))
    level = level or (document.key(figure.chunk - 1) == "до" and any(figure.has(name) for name in ("UP", "UPTOVERB")))
    return level and bool(figure.trigger.settings.get("topical")) and not into_project(figure, "INVESTPLACE")


def into_project(figure: Figure, *also: str) -> bool:
    """Whether money goes into one thing that is built: "инвестиции в проект станции", "в новый завод"."""
    document = figure.document
    for chunk in document.those(*figure.segment, "PROJECTN", *also):
        at = chunk - 1
        while at > figure.segment[0] and document.is_adjective(at) and document.mention(at) is None:
            at -= 1
        features = document.features(chunk, "PROJECTN") or document.features(chunk, "INVESTPLACE")
        if document.key(at) in ("в", "во") and document.mention(at) is None and "a" in features and "m" not in features:
            return True
    return False


def _same_subject(figure: Figure) -> bool:
    """Whether the sentence only goes on counting what the figure before measured."""
    return figure.inherited or goes_on(figure)


def in_period_before(figure: Figure, target: Slot) -> bool:
    """Whether the period of the figures before, a flow to the same country, goes on for this one."""
    topic = figure.topic
    before = topic.slots.get("target") if topic else None
    if figure.has("STOCKWORD") or topic is None or before is None or before.value != target.value or _stands(figure):
        return False
    if topic.sentence.paragraph != figure.sentence.paragraph and target.value != figure.home:
        return False
    known = topic.slots.get("measure")
    flowed = known is not None and known.value in (InvestmentMeasure.FLOW, InvestmentMeasure.GROWTH)
    return flowed and closed_before(figure)


def _stands(figure: Figure) -> bool:
    """Whether a sum is told in the present, so that no period of a figure before is its own: "превышают 800 млн"."""
    words = figure.document.values("REACHED", *figure.segment)
    return any("R" in figure.document.features(chunk, "REACHED") for chunk, _ in words)


def goes_on_abroad(figure: Figure) -> bool:
    """Whether the closed period of what left home before goes on, whichever land it now goes to."""
    before = figure.topic.slots.get("source") if figure.topic else None
    known = figure.topic.slots.get("measure") if figure.topic else None
    flowed = known is not None and known.value == InvestmentMeasure.FLOW
    return before is not None and before.value == figure.home and flowed and closed_before(figure)


def closed_before(figure: Figure) -> bool:
    """Whether a figure goes on with a closed period of those before."""
    period = figure.notes.get("period")
    closed = isinstance(period, Period) and period.start is not None and period.end is not None
    return closed and bool(figure.notes.get("inherited period"))


def is_closed(figure: Figure) -> bool:
    """Whether a figure has a period of its own with both ends; "к концу июня" is only a day by which money is there."""
    period = figure.notes.get("period")
    if not isinstance(period, Period) or figure.notes.get("inherited period") or period.meaning == "u":
        return False
    return period.start is not None and period.end is not None


def _termed(figure: Figure, common: dict[str, Slot]) -> bool:
    """Whether money comes in a period: a closed one, "за пять лет", "ежегодно", by the end of a year."""
    ending = "n" if common["basis"].value == Basis.ACTUAL else "nu"
    told = is_closed(figure) or _this_year(figure) or figure.has("EVERYYEAR") or figure.has("OVERTIME")
    return told or is_over_time(figure, ending)


def _this_year(figure: Figure) -> bool:
    """Whether money has come since a day of the year in which the article appeared: "с начала года"."""
    period, today = figure.notes.get("period"), figure.document.published_on
    own = not figure.notes.get("inherited period") and isinstance(period, Period)
    return bool(own and isinstance(period, Period) and today and period.start and period.start.year == today.year)


def _grew(figure: Figure) -> bool:
    """Whether the sentence says how the money changed: what stands does not halve."""
    topic = figure.topic
    known = topic.slots.get("measure") if topic and topic.sentence is figure.sentence else None
    return bool(known and known.value == InvestmentMeasure.GROWTH)


def of_project(figure: Figure, measure: InvestmentMeasure, source: Slot) -> InvestmentMeasure:
    """What a firm has put into something built is the value of a project, unless the text gives it a time."""
    told = source.how is How.CONTEXT
    planned = figure.trigger.settings.get("topical") and not figure.has("FOREIGNERS", figure.scopes[-1])
    before = (figure.document.key(at) for at in (figure.trigger.head - 1, figure.trigger.head - 2))
    whole = any(word.startswith(WHOLE) for word in before) and not into_project(figure)
    planned = planned and not (whole and figure.roles.within(figure.segment, "to", "in"))
    firm = source.rule in FIRM_RULES and (
        told
        or planned
        or _into_it(figure)
        or figure.has("PROJECTN")
        or figure.has("CREATEN")
        or any(figure.has("BUILDV", scope) for scope in figure.scopes[:2])
    )
    aside = figure.notes.get("apart" if _into_it(figure) else "aside")
    closed = (is_closed(figure) or _by_a_day(figure)) and lasts(figure) and not aside
    timed = _since(figure) or closed or figure.has("EVERYYEAR") or figure.has("OVERTIME")
    timed = timed or any(period.meaning == "n" for period in figure.sentence.periods.values())
    gathered = measure in (InvestmentMeasure.STOCK, InvestmentMeasure.FLOW)
    return InvestmentMeasure.PROJECT_VALUE if firm and gathered and not timed else measure


def lasts(figure: Figure) -> bool:
    """Whether the period of a figure is longer than the month of some event."""
    period = figure.notes.get("period")
    return bool(isinstance(period, Period) and period.start and period.end and (period.end - period.start).days > MONTH)


def _into_it(figure: Figure) -> bool:
    """Whether a clause goes on with what was named before: "«Белград на воде», куда Eagle Hills вложила 2 млрд"."""
    key, head = figure.document.key, figure.trigger.head
    return key(figure.segment[0] + 1) == "куда" or (key(head + 1) in ("в", "на") and key(head + 2) in PRONOUNS)


def _by_a_day(figure: Figure) -> bool:
    """Whether money is to come by a day of its own: "до конца 2027 года"."""
    period = figure.notes.get("period")
    return isinstance(period, Period) and period.meaning == "u" and not figure.notes.get("inherited period")


def _since(figure: Figure) -> bool:
    """Whether money has come in since a day of its own, which no single project does."""
    period, own = figure.notes.get("period"), not figure.notes.get("inherited period")
    return own and isinstance(period, Period) and period.start is not None and period.end is None
