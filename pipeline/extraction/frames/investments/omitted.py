"""Who invests and where, when the clause of a figure leaves one of them out: read from the text around it.

What the clause tells is read in `investors`.
"""

from pipeline.extraction.discourse.focus import VAGUE
from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.investments.between import (
    between_before,
    giver_in_title,
    heads_paragraph,
    other_group,
    other_in_title,
    titled,
    where_before,
    where_builds,
)
from pipeline.extraction.frames.investments.builders import told_before
from pipeline.extraction.frames.investments.directions import INTO
from pipeline.extraction.frames.investments.joint import VALUED
from pipeline.extraction.frames.investments.payers import STATE, unsaid
from pipeline.extraction.frames.investments.speakers import own_of_speaker
from pipeline.extraction.frames.model import Figure, Slot, Span, Topic
from pipeline.extraction.mentions.model import Amount, Organisation
from schemas.vocabulary import InvestmentMeasure

Ends = tuple[Slot, Slot]
# the rule of money that came or went, of which nobody need be told
WENT = "ru.invest.come"
COUNTED = (InvestmentMeasure.PROJECTS, InvestmentMeasure.COMPANIES)
# the one group of countries that acts as a country does
UNION = "EU"
# a paragraph that names more foreign countries than these is about none of them
FEW = 2


def attracting(figure: Figure, span: Span) -> bool:
    """Whether a stretch tells of money by who gets it: "привлёк", "получил"."""
    return figure.has("ATTRACT", span)


def completed(figure: Figure, source: Slot | None, target: Slot | None, measure: InvestmentMeasure) -> Ends | None:
    """The ends of a figure that opens a subject, from what its sentence tells."""
    outward = _abroad_before(figure) if source is None and target is None else None
    if outward:
        return outward
    built = figure.trigger.settings.get("named") and not figure.trigger.settings.get("cost")
    open_ended = source is None and target is None and not (built or figure.has("FOREIGNERS"))
    by_title = titled(figure) if open_ended else None
    if by_title and (figure.topic is None or "source" not in figure.topic.slots):
        builder = told_before(figure) if measure not in COUNTED else None
        return builder or slot_of(by_title[0]), slot_of(by_title[1])
    if source is None and target and attracting(figure, figure.scopes[0]) and (giver := giver_in_title(figure)):
        return (slot_of(giver), target) if giver.country != target.value else None
    if source is None and attracting(figure, figure.scopes[min(2, len(figure.scopes) - 1)]):
        source = WORLD
    if source is None and any(figure.has("OUTFLOW", scope) for scope in figure.scopes[:2]):
        return Slot(figure.home, None, "codebook.voice"), target or WORLD
    about = measure is InvestmentMeasure.PROJECTS and figure.discourse.focus.is_bilateral(figure.chunk)
    statistic = not _goes_outward(figure, target) and _is_statistic(figure, measure)
    if source is None and ((measure in COUNTED and not about) or statistic):
        return None
    if source is None:
        source = _source_by_context(figure, target, measure)
    if source is None:
        return None
    into = target or _target_by_context(figure, source, measure)
    return None if _is_guessed(figure, source, into) else (source, into)


def _abroad_before(figure: Figure) -> Ends | None:
    """The ends of money from home into the world, which a passive goes on with: "из них вложено 40 млн"."""
    topic = figure.topic
    if topic is None or topic.world or topic.sentence.paragraph < figure.sentence.paragraph - 1:
        return None
    source, target = topic.slots.get("source"), topic.slots.get("target")
    outward = source and target and source.value == figure.home and target.value == WORLD.value
    return (source, target) if source and target and outward and (unsaid(figure) or figure.has("OFTHEM")) else None


def _goes_outward(figure: Figure, target: Slot | None) -> bool:
    """Whether money that left home for one land before goes on into another that the clause names."""
    topic = figure.topic
    if topic is None or target is None or "source" not in topic.slots:
        return False
    lands = {figure.home, WORLD.value, target.value}
    return topic.slots["source"].value == figure.home and topic.slots["target"].value not in lands


def _is_guessed(figure: Figure, source: Slot, target: Slot) -> bool:
    """Whether both ends are only supposed: the country the text is about, and one in whose voice it speaks unnamed."""
    if source.rule != "context.focus" or target.rule != "codebook.voice":
        return False
    speaking, focus = figure.document.spoken_by, figure.discourse.focus
    known = figure.home in (figure.document.voice, speaking.told, speaking.published_in) or focus.is_bilateral(
        figure.chunk
    )
    return not (known and focus.tells_of_home(figure.chunk))


def _is_statistic(figure: Figure, measure: InvestmentMeasure) -> bool:
    """Whether money for a sector names nobody who gives it, as statistics of fixed capital do."""
    told = figure.trigger.setting("measure") or figure.trigger.settings.get("verb") or measure in VALUED
    bare = not told and figure.has("SECTOR") and not figure.has("INFLOW")
    return bare and not (unsaid(figure) and told_before(figure))


def _of_whole_again(figure: Figure, topic: Topic) -> bool:
    """Whether a sentence goes back to all money after the one before told a part of it: "из них 12 млрд – из США"."""
    told = (topic.sentence.first, topic.sentence.end)
    return topic.sentence is not figure.sentence and figure.has("OFTHEM", told) and figure.has("INFLOW")


def _into_field(figure: Figure) -> bool:
    """Whether a clause parts all money by fields: "на геологоразведку – 121 млн", "в энергетику направлено 5 млн"."""
    went = figure.trigger.rule.id == WENT
    begins = figure.document.key(figure.segment[0]) in INTO or figure.has("ECONOMYN") or went
    parted = unsaid(figure) or figure.inherited or went
    return parted and begins and (figure.has("SECTOR") or figure.has("ECONOMYN"))


def _at_large(figure: Figure) -> bool:
    """Whether direct investments stand in a paragraph that names no foreign country, as a statistic does."""
    focus, sentence = figure.discourse.focus, figure.sentence
    first, end = figure.document.paragraph_of(sentence)
    home = focus.home(figure.chunk)
    named = any(code != home for code in focus.between(first, end))
    return figure.has("FOREIGNERS", figure.scopes[-1]) and not named and not focus.is_bilateral(figure.chunk)


def _source_by_context(figure: Figure, target: Slot | None, measure: InvestmentMeasure) -> Slot | None:
    """The investor of the figure before in this paragraph, or else the country that the article is about."""
    told = told_before(figure) if measure is InvestmentMeasure.PROJECT_VALUE or unsaid(figure) else None
    own = None if told or measure in COUNTED else own_of_speaker(figure)
    if told or own or figure.trigger.settings.get("named"):
        return told or own
    giver = heads_paragraph(figure) if target is None or target.value == figure.home else None
    return slot_of(giver) if giver else _source_before(figure, target)


def _source_before(figure: Figure, target: Slot | None) -> Slot | None:
    """The investor told of before, by a title, or that a text like this has where nothing tells one."""
    topic, where = figure.topic, target.value if target else figure.home
    if topic and topic.world and (_into_field(figure) or _of_whole_again(figure, topic)):
        return topic.world
    if target and target.span and is_whole(figure):
        return WORLD
    if topic and "source" in topic.slots and topic.sentence.paragraph >= figure.sentence.paragraph - 1:
        known, same = topic.slots["source"], topic.sentence.paragraph == figure.sentence.paragraph
        # all the world's money goes on in the next paragraph too
        goes_on = (
            same
            or _goes_outward(figure, target)
            or (known.value == WORLD.value and topic.slots["target"].value == where)
        )
        if known.value != where and goes_on:
            return known
    focus = figure.discourse.focus
    by_title = titled(figure)
    if by_title and (by_title[1].country == where or (target is None and by_title[0].country == where)):
        return slot_of(by_title[0])
    inflow = figure.trigger.setting("measure") == InvestmentMeasure.FLOW and not focus.is_bilateral(figure.chunk)
    partner = None if inflow or _at_large(figure) or _of_many(figure) else focus.partner(figure.chunk)
    if partner and partner != where and (partner == UNION or partner not in focus.groups):
        return Slot(partner, None, "context.focus")
    if target and target.value != figure.home and focus.tells_of_home(figure.chunk):
        return Slot(figure.home, None, "codebook.voice")
    if figure.trigger.setting("measure") in ("flow", "stock"):
        return WORLD
    foreign = target is not None or "FOREIGNERS" in figure.document.places
    return WORLD if figure.trigger.settings.get("topical") and foreign else None


def is_whole(figure: Figure) -> bool:
    """Whether all money that somebody gets is told, not one giver's: "общий объём инвестиций в экономику страны"."""
    head = figure.trigger.head
    whole = any(figure.document.key(at).startswith("общ") for at in (head - 1, head - 2))
    return whole and bool(figure.trigger.settings.get("topical"))


def _of_many(figure: Figure) -> bool:
    """Whether a paragraph lists so many foreign countries that none of them is the one it is about."""
    focus = figure.discourse.focus
    first, end = figure.document.paragraph_of(figure.sentence)
    home = focus.home(figure.chunk)
    named = {code for code in focus.between(first, end) if code not in VAGUE and code != home}
    return len(named - focus.groups.keys()) > FEW and not focus.is_bilateral(figure.chunk)


def _target_by_context(figure: Figure, source: Slot, measure: InvestmentMeasure) -> Slot:
    """Where money goes that names no place: home, abroad for money from home, home for a sector of it."""
    abroad = any(figure.has(name, scope) for name in ("ABROAD", "OUTFLOW") for scope in figure.scopes[:2])
    if abroad or (source.rule != STATE and _into_lands(figure)):
        return WORLD
    topic = figure.topic
    if topic and "target" in topic.slots and topic.slots["target"].value != source.value:
        pointed = source.value == figure.home and source.rule != STATE and figure.has("THISLAND")
        goes_on = pointed or figure.has("THERE") or figure.has("OFTHEM") or bool(wholes_of(figure))
        if goes_on or _of_the_same(figure, source, topic) or _by_the_same(figure, source, topic):
            return topic.slots["target"]
    for between in (between_before(figure), titled(figure)):
        if between and between[0].country == source.value:
            return slot_of(between[1])
    if placed := where_builds(figure, source) or where_before(figure, source):
        return placed
    if other := other_in_title(figure, source) or other_group(figure, source):
        return other
    if source.value == figure.home and any(figure.has(name) for name in ("THITHER", "HITHER")):
        about = figure.discourse.focus.partner(figure.chunk)
        return Slot(about, None, "context.focus") if about else WORLD
    if source.value == figure.home:
        domestic = not _is_called_by_land(figure, source) and (
            source.rule == STATE
            or figure.has("SECTOR", figure.scopes[-1])
            or measure is InvestmentMeasure.PROJECT_VALUE
        )
        partner = None if domestic else figure.discourse.focus.partner(figure.chunk)
        return Slot(partner or figure.home, None, "context.focus" if partner else "codebook.voice")
    return _other_side(figure, source) or Slot(figure.home, None, "codebook.voice")


def _other_side(figure: Figure, source: Slot) -> Slot | None:
    """The other of the only two countries of a text that does not name the one in whose voice it speaks."""
    focus = figure.discourse.focus
    sides = () if focus.tells_of_home(figure.chunk) else focus.sides(figure.chunk) or ()
    others = [code for code in sides if code not in (source.value, figure.home)]
    return Slot(others[0], None, "context.focus") if len(others) == 1 and source.value in sides else None


def wholes_of(figure: Figure) -> list[int]:
    """The amounts of a sentence that only say again the whole told before, of which it tells parts: "из 12 млрд"."""
    document, topic = figure.document, figure.topic
    told = document.mention(topic.chunk) if topic and topic.sentence is not figure.sentence else None
    if not isinstance(told, Amount):
        return []
    same = (chunk for chunk, each in figure.sentence.amounts if each.value == told.value and each.unit == told.unit)
    return [chunk for chunk in same if document.key(chunk - 1) == "из"]


def _into_lands(figure: Figure) -> bool:
    """Whether money goes into several countries without a name: "инвестиции в экономики стран региона"."""
    document = figure.document
    named = [chunk for chunk, _ in document.values("COUNTRYN", *figure.segment)]
    several = [chunk for chunk in named if "m" in document.features(chunk, "COUNTRYN")]
    return any(document.is_a(chunk - 1, "ECONOMYN") or document.key(chunk - 1) in INTO for chunk in several)


def _is_called_by_land(figure: Figure, source: Slot) -> bool:
    """Whether money is called after the land that gives it, so that it goes abroad: "китайские инвестиции"."""
    at = source.span[0] if source.span else -1
    adjective = any(each.chunk == at for each in figure.roles.within((at, at + 1), "adjective", "from"))
    return adjective and figure.document.of_class(figure.trigger.head, "INVEST")


def _by_the_same(figure: Figure, source: Slot, topic: Topic) -> bool:
    """Whether the payer of the figure before, near it, pays again, a firm also by its daughter: "SOCAR Gas"."""
    before = topic.slots.get("source")
    if before is None or topic.sentence.paragraph < figure.sentence.paragraph - 1:
        return False
    names = (str(before.value), str(source.value))
    firms = not any(name in figure.document.lexicon.facts["parties"] for name in names)
    return firms and (names[0].startswith(names[1]) or names[1].startswith(names[0]))


def _of_the_same(figure: Figure, source: Slot, topic: Topic) -> bool:
    """Whether a firm is of the country whose money the paragraph told of before: "... Казахстанская ERG вложит ..."."""
    firm = figure.document.mention(source.span[0]) if source.span else None
    before = topic.slots.get("source")
    near = topic.sentence.paragraph == figure.sentence.paragraph
    return near and before is not None and isinstance(firm, Organisation) and firm.country == before.value
