"""Who invests and where: the two ends of a flow of money (codebook, Reading 20).

An end is read from how a country or a firm stands in the clause of its amount; what the clause leaves out goes on from
the figure before; what is told nowhere is found by `omitted`. What an amount measures is decided in `investments`.
"""

from typing import NamedTuple

from pipeline.extraction.discourse.context import segment_at
from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.figures.elision import begins_anew
from pipeline.extraction.frames.investments.between import heads_paragraph
from pipeline.extraction.frames.investments.directions import INTO, end_of
from pipeline.extraction.frames.investments.joint import VALUED, joint, of_several, within_group
from pipeline.extraction.frames.investments.omitted import COUNTED, Ends, attracting, completed, is_whole
from pipeline.extraction.frames.investments.payers import (
    FIRM_RULES,
    STATE,
    firm_of,
    of_foreigners,
    of_many_lands,
)
from pipeline.extraction.frames.investments.portions import before_parts, is_part
from pipeline.extraction.frames.model import Figure, Slot, Span, Topic
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import Amount, Organisation
from schemas.vocabulary import InvestmentMeasure

POINTERS = {"ru.party.pointing", "ru.party.this-land"}
# the rule of a target that changes from figure to figure: "Узбекистану досталось 320 млн, Грузии – 45"
RECEIVED = "ru.invest.received"


class Read(NamedTuple):
    """The ends that a stretch of text tells, None for what it does not."""

    source: Slot | None = None
    target: Slot | None = None

    def widened(self, other: "Read") -> "Read":
        """These ends, with what they lack from a wider stretch; nobody invests at home by being named twice."""
        source, target = self.source, self.target
        if source is None and other.source and (target is None or other.source.value != target.value):
            source = other.source
        if target is None and other.target and (source is None or other.target.value != source.value):
            target = other.target
        return Read(source, target)


def ends_of(figure: Figure, measure: InvestmentMeasure) -> Ends | None:
    """Source and target of a figure, None where the text leaves open who invests."""
    ends = _ends_told(figure, measure)
    foreign = ends and ends[1] is not WORLD and of_foreigners(figure) and not is_part(figure)
    return (WORLD, ends[1]) if ends and foreign else ends


def _ends_told(figure: Figure, measure: InvestmentMeasure) -> Ends | None:
    """The ends that the clauses of a figure tell, or the text around it."""
    together = joint(figure, measure)
    if together or (measure in VALUED and of_several(figure)):
        return together
    firms = measure not in COUNTED or figure.has("PORTFOLIO")
    topic = figure.topic
    headed = heads_paragraph(figure) is not None
    same = topic is not None and topic.sentence is figure.sentence
    goes_on = topic and "source" in topic.slots and (same or (figure.inherited and not headed))
    if topic and goes_on and (firms or topic.slots["source"].rule not in FIRM_RULES):
        return _carried(figure, topic, _read(figure, _own_clause(figure), firms))
    told = Read()
    # what a project costs is told of nobody whom only another clause names
    for scope in figure.scopes[:1] if figure.trigger.settings.get("cost") else figure.widening:
        told = told.widened(_read(figure, before_parts(figure, scope), firms))
    return completed(figure, told.source, told.target, measure)


def _own_clause(figure: Figure) -> Span:
    """The clause of an amount, with the subject that a relative clause parts from it: "А, которая первая, дала 5"."""
    first, end = figure.lead_in
    document = figure.document
    relative = document.key(first) == "," and document.key(first + 1).startswith("котор")
    closed = relative and document.forms.has(first + 1, min(figure.trigger.head, figure.chunk), ",")
    return (segment_at(figure.sentence, figure.breaks, first - 1)[0], end) if closed else (first, end)


def _carried(figure: Figure, topic: Topic, told: Read) -> Ends:
    """What a clause tells, the rest from the figure before; turned round where the clause says so."""
    source, target = topic.slots["source"], topic.slots["target"]
    if figure.has("ABROAD") and told.target is None:
        told = Read(told.source, WORLD)
    turned = topic.sentence is figure.sentence and figure.has("COUNTERFLOW", (topic.chunk + 1, figure.chunk))
    named = figure.segment[0] <= figure.trigger.head < figure.chunk
    if named and told.source is None and told.target and is_whole(figure):
        told = Read(WORLD, told.target)
    if turned or (figure.has("COUNTERFLOW") and not (told.source and told.target)):
        return target, source if turned else told.target or source
    if told.source and told.target:
        return told.source, told.target
    if told.source and not told.target and within_group(figure, source, target, str(told.source.value)):
        return source, Slot(told.source.value, told.source.span, RECEIVED)
    if target.rule == RECEIVED and told.source and told.source.rule != "ru.org.latin":
        return source, Slot(told.source.value, told.source.span, RECEIVED)
    if told.source:
        return told.source, source if told.source.value == target.value else target
    if told.target:
        return target if told.target.value == source.value else source, told.target
    return source, target


def _read(figure: Figure, span: Span, firms: bool) -> Read:
    """The ends that a span of chunks tells, the nearest to the amount first; counts are of countries, not of firms."""
    actors = _nearest_first(figure, span)
    attracted = attracting(figure, span)
    source = firm_of(figure, span) if firms and not attracted else _inside(figure, span)
    if source and source.span and source.span[0] > figure.trigger.head and _country_pays(figure, span):
        source = None
    target: Slot | None = None
    for actor in actors:
        if source and target:
            break
        role = end_of(figure, actor, attracted)
        if role == "target" and target is None and (source is None or actor.country != source.value):
            target = _target(figure, actor, actors)
            gets = figure.has("GETV", span) or (
                attracted and actor.role == "subject" and figure.trigger.head < actor.chunk
            )
            target = target._replace(rule=RECEIVED) if gets else target
        elif role == "source" and source is None and (target is None or actor.country != target.value):
            source = slot_of(actor)
    if source is None and not attracted and (firms or (figure.trigger.head == figure.chunk and span == figure.segment)):
        source = firm_of(figure, span, tellers=firms and not figure.trigger.settings.get("named"))
    if source and source.value == figure.home and figure.has("STATEMONEY", span):
        source = source._replace(rule=STATE)
    if target is None and span == figure.segment and figure.has("OUTFLOW"):
        target = WORLD
    if target is None and firms:
        target = _counted_in(figure, span)
    return Read(source or _nameless(figure, span, state=firms and not attracted), target)


def _country_pays(figure: Figure, span: Span) -> bool:
    """Whether a country is who acts before the verb of a figure, so that a firm behind it only gets or builds."""
    head = figure.trigger.head
    acts = figure.trigger.settings.get("verb") and not set("SQ") & set(figure.document.features(head, "INVESTV"))
    return bool(acts and figure.roles.within((span[0], head), "subject"))


def _nameless(figure: Figure, span: Span, *, state: bool) -> Slot | None:
    """Who gives, where a span names nobody: foreigners at large, or the state whose money it is."""
    if of_many_lands(figure, span):
        return WORLD
    if figure.has("FOREIGNERS", span) and not is_part(figure) and not figure.has("OUTFLOW", span):
        return WORLD
    return Slot(figure.home, None, STATE) if state and figure.has("STATEMONEY", span) else None


def _nearest_first(figure: Figure, span: Span) -> list[Actor]:
    """The countries of a span, the nearest to the amount first; of subjects only those that go with it."""
    after = figure.document.key(figure.chunk + 1) == "–"  # "0,4 – в Кыргызстане"
    found = figure.roles.near(span, figure.chunk)
    actors = [actor for actor in found if actor.role != "subject" or _acts(figure, actor.chunk)]
    return sorted(actors, key=lambda actor: (after and actor.chunk < figure.chunk, abs(actor.chunk - figure.chunk)))


def _target(figure: Figure, actor: Actor, actors: list[Actor]) -> Slot:
    """The country that receives: the one named, or the one that a word means unless that is named besides."""
    meant = _meant(figure, actor)
    told = meant is None or any(other.country == meant.value for other in actors if other is not actor)
    return meant if meant and not told else slot_of(actor)


def _acts(figure: Figure, chunk: int) -> bool:
    """Whether a subject goes with the amount: not behind a comma, but "половину, 268 миллионов, обеспечил Китай"."""
    inserted = figure.document.key(figure.chunk - 1) == "," and figure.document.key(figure.chunk + 1) == ","
    return not begins_anew(figure, chunk) or (inserted and figure.document.is_a(chunk - 1, "SHAREV"))


def _meant(figure: Figure, actor: Actor) -> Slot | None:
    """The country that "в стране" goes on with: the one where the figure before in the paragraph had its money."""
    mention, topic = figure.document.mention(actor.chunk), figure.topic
    if topic is None or "target" not in topic.slots or mention is None or mention.rule not in POINTERS:
        return None
    near = topic.sentence.paragraph == figure.sentence.paragraph
    # where home pays, the land is the one that it pays
    abroad = topic.slots["source"].value == actor.country == figure.home
    return topic.slots["target"] if near or abroad else None


def _counted_in(figure: Figure, span: Span) -> Slot | None:
    """The country of what is counted behind the money that goes into it: "600 млн в 16 грузинских проектов"."""
    document = figure.document
    for chunk, amount in document.beside(Amount, figure.chunk + 1, *span):
        if chunk > figure.chunk and amount.parties and document.key(chunk - 1) in INTO:
            return Slot(amount.parties[0], (chunk, chunk + 1), amount.rule)
    return None


def _inside(figure: Figure, span: Span) -> Slot | None:
    """A country that stands inside the amount or what is counted: "460 немецких компаний", "число немецких фирм"."""
    mention = figure.document.mention(figure.trigger.head)
    if figure.document.key(figure.trigger.head - 1) in INTO:
        return None  # "вложил 630 млн в 16 грузинских проектов"
    if isinstance(mention, Organisation) and mention.country and figure.trigger.settings.get("counted"):
        return Slot(mention.country, (figure.trigger.head, figure.trigger.head + 1), mention.rule)
    if isinstance(mention, Amount) and mention.parties and span[0] <= figure.trigger.head < span[1]:
        return Slot(mention.parties[0], (figure.trigger.head, figure.trigger.head + 1), mention.rule)
    return None
