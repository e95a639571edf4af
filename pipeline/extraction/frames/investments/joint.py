"""Money and projects that two or more countries own together.

Who invests and where otherwise is in `investors`.
"""

from itertools import pairwise

from pipeline.extraction.frames.actors import slot_of
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import Amount
from schemas.vocabulary import InvestmentMeasure

VALUED = (InvestmentMeasure.PROJECTS, InvestmentMeasure.PROJECT_VALUE)
# how far apart two words stand that only "и" or a comma joins
JOINED = 2
# how near a pair's adjective stands to the noun that it belongs to
NEAR = 3
# an adjective of the whole as well as of what two share: "общий объем инвестиций"
WHOLE = "общ"
# the rule of an adjective of two countries
PAIR = "ru.party.pair"


def joint(figure: Figure, measure: InvestmentMeasure) -> tuple[Slot, Slot] | None:
    """Money and projects of two countries together, which have no direction: the partner is their source."""
    document = figure.document
    first, end = document.chunks.firsts[figure.trigger.start], document.chunks.firsts[figure.trigger.end]
    before = figure.trigger.start - 1
    shared = any(document.tokens.value(at, "MUTUAL") is not None for at in range(first, end))
    shared = shared or (document.value(before, "MUTUAL") is not None and not document.key(before).startswith(WHOLE))
    pairs = [each for each in figure.roles.within(figure.segment, "pair") if _belongs(figure, each.chunk)]
    pairs += _inside(figure)
    if not shared and not pairs and not (measure in VALUED and figure.has("SIDES")):
        return None
    between = figure.roles.within(figure.segment, "between") if shared else []
    named = between or pairs + figure.roles.within(figure.segment, "with", "of", "adjective", "subject")
    located = figure.roles.within(figure.segment, "in")
    located = located or [each for each in figure.roles.standing(figure.segment) if _is_ground(figure, each.chunk)]
    home = located[0].country if len(located) == 1 else figure.home
    others = [actor for actor in named if actor.country != home]
    if len({actor.country for actor in others}) > 1 and len(others) == len(named):
        # the first named is the one that a text speaks for, as in "грузино-турецкие предприятия"
        return next(slot_of(each) for each in others if each.country != others[0].country), slot_of(others[0])
    partner = slot_of(others[0]) if others else None
    if partner is None:
        about = figure.discourse.focus.partner(figure.chunk) if home == figure.home else figure.home
        partner = Slot(about, None, "context.focus") if about else None
    return (partner, Slot(home, None, "codebook.voice")) if partner else None


def _is_ground(figure: Figure, chunk: int) -> bool:
    """Whether what is counted stands on a country's ground: "на территории Таджикистана"."""
    return figure.document.key(chunk - 1) == "территории" and figure.document.key(chunk - 2) == "на"


def _inside(figure: Figure) -> list[Actor]:
    """The two countries of an adjective inside what is counted: "45 казахстанско-китайских проектов"."""
    head, tokens = figure.trigger.head, figure.document.tokens
    counted = figure.document.mention(head)
    if not isinstance(counted, Amount):
        return []
    found = (tokens.value(at, "PAIR") for at in range(counted.start, counted.end))
    return [Actor(head, code, "pair", PAIR) for pair in found if pair for code in pair.split("/")]


def _belongs(figure: Figure, pair: int) -> bool:
    """Whether a pair's adjective is of what is counted, not of a forum or a commission at which somebody tells it."""
    near = range(figure.trigger.start - NEAR, figure.trigger.end + 1)
    return pair in near or abs(pair - figure.chunk) <= NEAR


def of_several(figure: Figure) -> bool:
    """Whether joined adjectives name several owners in one: "портфель саудовских, эмиратских и катарских проектов"."""
    adjectives = figure.roles.within(figure.segment, "adjective")
    return any(
        other.chunk - actor.chunk == JOINED
        and other.country != actor.country
        and figure.document.key(actor.chunk + 1) in (",", "и")
        for actor, other in pairwise(adjectives)
    )


def within_group(figure: Figure, source: Slot, target: Slot, country: str) -> bool:
    """Whether a country listed takes a part of what one payer gives to a group: "банк вложил в регион 2 млрд, ..."."""
    groups = figure.discourse.focus.groups
    grouped = target.value in groups and source.value not in figure.document.lexicon.facts["parties"]
    return country in groups.get(str(target.value), ()) or (
        grouped and country in figure.document.lexicon.facts["parties"]
    )
