"""What all figures share: period, basis, hedge, claimant (codebook, Conventions and Readings 1, 7, 8, 21, 22)."""

from pipeline.extraction.discourse.calendar import NONE, Period
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.mentions.model import DateMention
from schemas.vocabulary import Basis, DatePrecision, Qualifier

ASOF = "на"
BASIS_CUES = ("target", "forecast", "future")


def figure_slots(figure: Figure, unit: str, amount_rule: str | None = None) -> dict[str, Slot]:
    """Amount, unit, hedge, period, basis and claimant of a figure; the amount with its sign."""
    amount = figure.amount
    span = (figure.chunk, figure.chunk + 1)
    value = amount.value * figure.meant.sign
    if figure.meant.role == "index":
        value = amount.value - 100
    slots = {
        "amount": Slot(value, span, amount.rule),
        "amount_to": Slot(amount.high, span, amount.rule),
        "unit": Slot(unit, span, amount.rule),
        "qualifier": Slot(str(hedge(figure)), span, amount.rule),
        "basis": basis_slot(figure),
    }
    slots |= period_slots(figure)
    source = figure.discourse.sources.claimant(figure.chunk)
    if source:
        slots["claimant"] = Slot(source.name, (source.chunk, source.chunk + 1), source.rule)
    return slots


def hedge(figure: Figure) -> Qualifier:
    """The hedge of an amount: its own, that of the verb before it, or `up_to` after a bare "до"."""
    amount, document = figure.amount, figure.document
    if amount.qualifier is Qualifier.UP_TO and figure.meant.role == "level":
        return Qualifier.EXACT
    if amount.qualifier is not Qualifier.EXACT:
        return amount.qualifier
    for at in range(figure.chunk - 1, max(figure.sentence.first, figure.chunk - 4) - 1, -1):
        if document.value(at, "OVERVERB") is not None:
            return Qualifier.OVER
        if document.value(at, "NEARVERB") is not None:
            return Qualifier.ALMOST
        if document.key(at) in (",", ";", ":"):
            break
    if document.key(figure.chunk - 1) == "до" and figure.meant.role not in ("level", "former"):
        return Qualifier.UP_TO
    return Qualifier.EXACT


def basis_slot(figure: Figure) -> Slot:
    """Actual, unless a word of plan or expectation stands in the clause, or the day named is still to come."""
    cue = _nearest_basis(figure) or _future_day(figure)
    if cue:
        kind, at, rule = cue
        basis = Basis.TARGET if kind == "target" else Basis.FORECAST
        return Slot(str(basis), (at, at + 1), rule)
    topic = figure.topic
    if (
        figure.inherited
        and topic
        and topic.sentence is figure.sentence
        and topic.basis is not Basis.ACTUAL
        and not _dated(figure)
    ):
        return Slot(str(topic.basis), topic.slots["basis"].span, topic.slots["basis"].rule)
    return Slot(str(Basis.ACTUAL), None, "codebook.basis")


def _nearest_basis(figure: Figure) -> tuple[str, int, str] | None:
    """The nearest cue of the amount's clause, then of the clauses up to its trigger."""
    for first, end in figure.scopes[:2]:
        found = [
            (abs(at - figure.chunk), BASIS_CUES.index(cue), cue, at, match.rule.id)
            for cue in BASIS_CUES
            for match in figure.sentence.cues.get(cue, ())
            if first <= (at := match.groups["x"][0]) < end
        ]
        if found:
            strong = [each for each in found if each[2] != "future"] or found
            _, _, cue, at, rule = min(strong)
            return cue, at, rule
    return None


def _future_day(figure: Figure) -> tuple[str, int, str] | None:
    """A level "by 2030" is a target where nothing else is said of it."""
    first, end = figure.segment
    today = figure.document.published_on
    for chunk in range(first, end):
        period = figure.sentence.periods.get(chunk)
        if period and period.meaning == "u" and period.end and (today is None or period.end > today):
            return "target", chunk, "ru.basis.until"
    return None


def _dated(figure: Figure) -> bool:
    first, end = figure.segment
    return any(first <= chunk < end for chunk in figure.sentence.periods)


def period_slots(figure: Figure) -> dict[str, Slot]:
    """The period of a figure from the nearest date that is no comparison, or inherited from the figure before."""
    found = _own_period(figure)
    figure.notes["inherited period"] = found is None
    if found is None:
        found = _inherited_period(figure)
    period, span, rule = found
    figure.notes["period"] = period
    figure.notes["derived"] = rule in ("ru.date.ago", "ru.date.same-period")
    slots = {}
    if period.start:
        slots["period_start"] = Slot(period.start.isoformat(), span, rule)
    if period.end:
        slots["period_end"] = Slot(period.end.isoformat(), span, rule)
    return slots


def _own_period(figure: Figure) -> tuple[Period, Span | None, str] | None:
    references = {match.groups["d"][0] for match in figure.sentence.cues.get("reference", ())}
    for first, end in figure.scopes:
        dates = sorted(
            (
                figure.sentence.periods[chunk].meaning != "u",
                abs(chunk - figure.chunk) + 3 * (chunk > figure.chunk),
                chunk,
            )
            for chunk in figure.sentence.periods
            if first <= chunk < end and chunk not in references
        )
        for _, _, chunk in dates:
            mention = figure.document.mention(chunk)
            if isinstance(mention, DateMention):
                period = _meant(figure, mention, figure.sentence.periods[chunk])
                if period is not None:
                    return period, (chunk, chunk + 1), mention.rule
    return None


def _meant(figure: Figure, mention: DateMention, period: Period) -> Period | None:
    """What a date means for a figure; None when it only dates an act, such as a signing."""
    if period.meaning in "rt":
        return _relative(figure, mention, period) if _nearest_to(figure, mention.start) else None
    if period.meaning == "n":
        return NONE
    if period.precision is DatePrecision.DAY:
        if mention.preposition == ASOF:
            return Period(None, period.end, period.precision)
        return period if period.meaning in "su" else None
    return period


def _nearest_to(figure: Figure, token: int) -> bool:
    """Whether no other amount of the sentence stands nearer to a token: "a year earlier" dates one amount only."""
    firsts = figure.document.chunks.firsts
    distances = [(abs(firsts[chunk] - token), chunk) for chunk, _ in figure.document.amounts(figure.sentence)]
    return min(distances)[1] == figure.chunk


def _relative(figure: Figure, mention: DateMention, period: Period) -> Period | None:
    """What is meant by "a year earlier", "the same period [of a year]", from the period of the figure before."""
    before = _period_before(figure)
    if before is None or before.start is None:
        return None
    if period.meaning == "r" and mention.form == "yearago":
        return before.year_before()
    if "y" in mention.parts:
        years = before.start.year - mention.parts["y"]
        return before.shifted(-years)
    if mention.parts.get("q") == -1:
        return before.year_before()
    return before


def _period_before(figure: Figure) -> Period | None:
    """The period last spoken of before the amount: in its sentence, or that of the last figure."""
    at = [
        chunk
        for chunk, period in figure.sentence.periods.items()
        if chunk < figure.chunk and period.start and period.precision is not DatePrecision.DAY
    ]
    if at:
        return figure.sentence.periods[max(at)]
    return figure.topic.period if figure.topic else None


def _inherited_period(figure: Figure) -> tuple[Period, Span | None, str]:
    topic = figure.topic
    none = (NONE, None, "codebook.period")
    if topic is None or figure.has("EVERYYEAR"):
        return none
    near = figure.sentence.paragraph - topic.sentence.paragraph <= 1 or figure.discourse.sources.note is not None
    targets = {Basis.TARGET, Basis.FORECAST}
    mine = basis_slot(figure).value
    if not near or (mine in targets) or topic.basis in targets:
        return none
    span = topic.slots["period_end"].span if "period_end" in topic.slots else None
    return topic.period, span, "context.period"
