"""What all figures share: hedge, basis, claimant, and the period of `periods` (codebook, Readings 1, 21, 22)."""

from bisect import bisect_left

from pipeline.extraction.discourse.context import BASIS_CUES, segment_at
from pipeline.extraction.forms import any_within, within
from pipeline.extraction.frames.figures.periods import period_slots
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.mentions.model import DateMention
from pipeline.extraction.mentions.numbers import HEDGES
from schemas.vocabulary import Basis, Qualifier

# a hedge may stand before the preposition: "примерно на 8 млрд", "не менее чем на 10%"
PREPOSITIONS = ("на", "до", "в", "о", "об", "за", "с")
# what opens a clause of equal rank behind a comma
# words behind a comma with which the next clause begins
GOING_ON = ("и", "а", "но", "однако", "зато", "их", "его", "ее", "они", "он", "она", "этот", "эта")
# "превысив показатель прошлого года на 7%" tells by how much, not that it is more than 7%
EXCEEDED = "ru.change.exceeded"
# "меньше на 5%" tells by how much, too
MORE_BY = "ru.change.more-by"
# amounts that a new one is measured by: they stand, whatever is planned
BEFORE = ("former", "against")
# what parts a verb of plan or hope from an amount that has happened
APART = (",", "и", "–", ";")
# verbs of levels reached, and of what there is
LEVELS = ("REACH", "OVERVERB", "WORKV")
# how near before an amount stands that it is so now
NOW = 2
# so many words of plan and hope on each side of an amount can be said of it
SIDE = 8


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
    slots |= period_slots(figure, Basis(str(slots["basis"].value)))
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
        words = document.chunks.heads[at]
        if "OVERVERB" in words and figure.meant.rule != EXCEEDED:
            return Qualifier.UP_TO if document.key(at - 1) == "не" else Qualifier.OVER
        if "REACH" in words and document.key(at - 1) == "не":
            return Qualifier.UP_TO
        if "NEARVERB" in words or ("REACH" in words and document.is_a(at - 1, "ALMOST")):
            return Qualifier.ALMOST
        if document.key(at) in (",", ";", ":", "("):
            break
    before = _before_preposition(figure)
    if before and figure.meant.rule != MORE_BY:
        return before
    if document.key(figure.chunk - 1) == "до" and figure.meant.role not in ("level", "former"):
        return Qualifier.UP_TO
    return Qualifier.EXACT


def _before_preposition(figure: Figure) -> Qualifier | None:
    """The hedge that stands before the preposition of an amount: "более чем в 500 млн", "примерно на 2%"."""
    document = figure.document
    if document.key(figure.chunk - 1) not in PREPOSITIONS:
        return None
    hedges = (qualifier for name, qualifier in HEDGES.items() if document.is_a(figure.chunk - 2, name))
    return next(hedges, None)


def basis_slot(figure: Figure) -> Slot:
    """Actual, unless a word of plan or expectation stands in the clause, or the day named is still to come."""
    cue = None if figure.meant.role in BEFORE else _nearest_basis(figure) or _future_day(figure)
    if cue and not _stands(figure, cue[1]):
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


def _stands(figure: Figure, planned: int) -> bool:
    """Whether an amount is what stands now, and a word of plan goes with another: "поднять с нынешних 5 млрд до 9"."""
    first, end = figure.segment
    if figure.has("STANDS", (max(figure.chunk - NOW, first), figure.chunk)):
        return True
    return figure.has("STANDS", (first, figure.chunk)) and not first <= planned < end


def _nearest_basis(figure: Figure) -> tuple[str, int, str] | None:
    """The nearest cue of the amount's clause, then of the clauses up to its trigger."""
    if figure.sentence.cues.keys().isdisjoint(BASIS_CUES):
        return None
    plans = _plans(figure)
    near = bisect_left(plans, (figure.chunk,))
    ahead: tuple[str, int, str] | None = None
    for first, end in (*figure.scopes[:2], *governing(figure)):
        found = [
            (abs(at - figure.chunk), BASIS_CUES.index(cue), cue, at, rule)
            for at, cue, rule in plans[max(near - SIDE, 0) : near + SIDE]
            if first <= at < end
            and (cue != "target" or at != figure.trigger.head)
            and not of_next_clause(figure, at)
            and not _of_other_time(figure, at)
            and not (cue == "future" and _of_next_amount(figure, at))
        ]
        strong = [each for each in found if each[2] != "future"]
        if strong or (found and ahead is None):
            _, _, cue, at, rule = min(strong or found)
            ahead = (cue, at, rule)
        if strong:
            break
    return ahead


def _plans(figure: Figure) -> list[tuple[int, str, str]]:
    """The words of plan and hope of a figure's sentence, in order."""
    if figure.once.plans is None:
        cues = figure.sentence.cues
        found = ((match.groups["x"][0], cue, match.rule.id) for cue in BASIS_CUES for match in cues.get(cue, ()))
        figure.once.plans = sorted(found)
    return figure.once.plans


def governing(figure: Figure) -> list[Span]:
    """The clause that a clause with "что" hangs on: "Банк ждет, что по маршруту пойдет 11 млн тонн"."""
    first, _ = figure.segment
    if first == figure.sentence.first or figure.document.key(first) != ",":
        return []
    if figure.document.key(first + 1) not in ("что", "чтобы"):
        return []
    return [segment_at(figure.sentence, figure.breaks, first - 1)]


def of_next_clause(figure: Figure, at: int) -> bool:
    """Whether a cue behind the amount belongs to the next clause: "..., и план – 67 млн", "..., их объем вырастет"."""
    document = figure.document
    if at < figure.chunk:
        return False
    if figure.once.joins is None:
        commas = document.forms.those(figure.sentence.first, figure.sentence.end, ",")
        figure.once.joins = [comma for comma in commas if document.key(comma + 1) in GOING_ON]
    if any_within(figure.once.joins, figure.chunk + 1, at) or _is_of_other_act(figure, at):
        return True
    return document.key(at - 1) == "и" and _amount_after(figure, at)


def _is_of_other_act(figure: Figure, at: int) -> bool:
    """Whether a cue behind the amount is of another act: "вложил 5 млн, планируя расти", "в цех, который откроют"."""
    document, words = figure.document, figure.document.words_as[at].values()
    if document.key(at - 1) == "," and any("G" in features for _, features in words):
        return True
    relatives = within(document.forms.holding("котор"), figure.chunk + 2, at)
    return any(document.key(each - back) == "," for each in relatives[:1] for back in (1, 2))


def _amount_after(figure: Figure, at: int) -> bool:
    """Whether an amount of the sentence stands behind a chunk."""
    return bool(figure.sentence.numbers) and figure.sentence.numbers[-1] > at


def _of_other_time(figure: Figure, at: int) -> bool:
    """Whether an amount has a day of its own that is over, and a cue stands behind it or goes with another amount.

    "В прошлом году экспорт достиг 5 млрд и должен удвоиться", "рассчитываем на 9 млн, в прошлом их было 7".
    """
    today, periods = figure.document.published_on, figure.sentence.periods
    over = [
        chunk
        for chunk in (within(figure.sentence.days, *figure.segment) if today else ())
        if (period := periods[chunk]).start and period.end and today and period.end < today
    ]
    if not over:
        return False
    own = min(over, key=lambda chunk: abs(chunk - figure.chunk))
    if at > figure.chunk:
        return own < at and figure.document.forms.has(figure.chunk + 1, at, *APART)
    return at < own < figure.chunk and any_within(figure.sentence.numbers, at + 1, own)


def _of_next_amount(figure: Figure, at: int) -> bool:
    """Whether a verb behind a comma goes with an amount of its own: "составил 12 млрд, второй обойдётся в 9 млрд"."""
    if not figure.has("REACH", (figure.segment[0], figure.chunk)):
        return False
    return figure.document.forms.has(figure.chunk + 1, at, ",") and _amount_after(figure, at)


def _future_day(figure: Figure) -> tuple[str, int, str] | None:
    """A level "by 2030" is a target where nothing else is said of it."""
    today = figure.document.published_on
    for chunk in within(figure.sentence.days, *figure.segment):
        period = figure.sentence.periods[chunk]
        day = period.start if _is_beginning(figure, chunk) else period.end
        ahead = period.meaning == "u" and day and (today is None or day > today)
        if not ahead or of_next_clause(figure, chunk) or _was_there(figure):
            continue
        if chunk < figure.chunk or not _of_next_amount(figure, chunk):
            return "target", chunk, "ru.basis.until"
    return None


def _was_there(figure: Figure) -> bool:
    """Whether the clause of an amount tells that a level has been reached: "к концу года насчитывалось 45 тысяч"."""
    document = figure.document
    there = (chunk for name in LEVELS for chunk, _ in document.values(name, *figure.segment))
    return any("P" in document.features(chunk, name) for chunk in there for name in LEVELS)


def _is_beginning(figure: Figure, chunk: int) -> bool:
    """Whether a date is the beginning of a longer time, so that its first day counts: "к началу декабря"."""
    mention = figure.document.mention(chunk)
    return isinstance(mention, DateMention) and "b" in mention.parts


def _dated(figure: Figure) -> bool:
    return any_within(figure.sentence.days, *figure.segment)
