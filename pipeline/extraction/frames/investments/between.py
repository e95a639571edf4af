"""Who gives to whom by titles and by the sentences before, for an investment whose own sentence leaves it out.

`omitted` decides which of them tells an end.
"""

from pipeline.extraction.discourse.focus import VAGUE
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.frames.roles import Actor, Roles
from schemas.vocabulary import How

# a country that opens a paragraph alone, with the mark before it and the stop behind it
ALONE = 3


def titled(figure: Figure) -> tuple[Actor, Actor] | None:
    """Who gives to whom by the title: "Китай вложит в экономику Сербии", "Япония подарила Лаосу больницу"."""
    title = figure.document.sentences[0]
    return _between_in(figure.document, title) if title.is_heading else None


def between_before(figure: Figure) -> tuple[Actor, Actor] | None:
    """Who gives to whom by the sentence before in the paragraph."""
    before = figure.document.sentences[max(figure.sentence.index - 1, 0)]
    near = before is not figure.sentence and before.paragraph == figure.sentence.paragraph and not before.is_heading
    return _between_in(figure.document, before) if near else None


def giver_in_title(figure: Figure) -> Actor | None:
    """The one country that a title has invest: "Китай вкладывает деньги в Южную Америку"."""
    document, title = figure.document, figure.document.sentences[0]
    span = (title.first, title.end)
    if not title.is_heading or figure.has("FOREIGNERS") or not document.has("INVESTV", *span):
        return None
    givers = Roles(document, title).within(span, "subject")
    return givers[0] if len({each.country for each in givers}) == 1 else None


def heads_paragraph(figure: Figure) -> Actor | None:
    """The foreign country that opens a paragraph alone, as in a list: "Германия. С 2005 года вложено 7 млрд"."""
    document, sentence = figure.document, figure.sentence
    first, last = document.paragraphs[sentence.paragraph]
    head = document.sentences[first]
    if head is sentence or head.end - head.first > ALONE or first == last:
        return None
    named = Roles(document, head).standing((head.first, head.end))
    return named[0] if len(named) == 1 and named[0].country != figure.home else None


def other_in_title(figure: Figure, source: Slot) -> Slot | None:
    """The other of two lands of a title that does not name home: "ЕС начал новую эру в отношениях с Азией"."""
    named = figure.discourse.focus.title
    others = [code for code in named if code != source.value]
    alone = len(others) == 1 and source.value in named and figure.home not in named
    return Slot(others[0], None, "context.focus") if alone else None


def other_group(figure: Figure, source: Slot) -> Slot | None:
    """The one group of countries to which another group gives: "ЕС объявил пакет", in a text on Central Asia."""
    focus = figure.discourse.focus
    if source.value not in focus.groups or source.value in VAGUE or focus.tells_of_home(figure.chunk):
        return None
    others = {code for code in focus.codes & focus.groups.keys() if code not in VAGUE and code != source.value}
    return Slot(others.pop(), None, "context.focus") if len(others) == 1 else None


def where_builds(figure: Figure, source: Slot) -> Slot | None:
    """The one country in which a sentence before has a firm build: "X построит завод в Сербии. Инвестиции – ..."."""
    if source.how is not How.CONTEXT or source.span is None:
        return None
    told = figure.document.sentence_at(source.span[0])
    lands = Roles(figure.document, told).within((told.first, told.end), "in", "to")
    return slot_of(lands[0]) if len({each.country for each in lands}) == 1 else None


def where_before(figure: Figure, source: Slot) -> Slot | None:
    """Where the money of the sentence before went, for others who pay: "... в экономику Сербии. Италия вложила ..."."""
    topic = figure.topic
    target = topic.slots.get("target") if topic and topic.table == "investments" else None
    if topic is None or target is None or target.span is None or target.value == source.value:
        return None
    near = topic.sentence.paragraph == figure.sentence.paragraph and figure.sentence.index - topic.sentence.index <= 1
    land = source.value in figure.document.lexicon.facts["parties"] and source.value not in (figure.home, WORLD.value)
    return target if near and land else None


def _between_in(document: Document, sentence: Sentence) -> tuple[Actor, Actor] | None:
    """Who gives to whom by a sentence that names one of each: "объём инвестиций России в Центральной Азии"."""
    roles = Roles(document, sentence)
    span = (sentence.first, sentence.end)
    givers = [each for each in roles.within(span, "subject", "from", "of", "adjective") if _gives(document, each)]
    takers = [each for each in roles.within(span, "to", "in", "of", "dative") if _takes(document, each)]
    takers = [each for each in takers if each not in givers]
    if len(givers) != 1 or len(takers) != 1 or givers[0].country == takers[0].country:
        return None
    invests = any(document.has(name, *span) for name in ("INVEST", "INVESTV", "BUILDV", "PROJECTN", "INFLOW"))
    return (givers[0], takers[0]) if invests or takers[0].role == "dative" else None


def _gives(document: Document, actor: Actor) -> bool:
    """Whether a country is one that gives: what owns money or firms only right beside these."""
    if actor.role in ("subject", "from"):
        return True
    owned = actor.chunk + 1 if actor.role == "adjective" else actor.chunk - 1
    return document.of_class(owned, "INVEST", "INVESTORN", "BUSINESS", "COMPANYWORD")


def _takes(document: Document, actor: Actor) -> bool:
    """Whether a country of a title is one that gets: a genitive only behind "экономика"."""
    return actor.role != "of" or document.is_a(actor.chunk - 1, "ECONOMYN", "LANDOF")
