"""Partners for which the codebook has no party: a region of the world, "other countries", those outside a union."""

from pipeline.extraction.frames.actors import WORLD, slot_of
from pipeline.extraction.frames.model import Figure, Span
from pipeline.extraction.frames.trade.counted import Parties
from pipeline.extraction.mentions.model import Party, Place
from schemas.vocabulary import Flow

UNNAMED = ("NOLAND", "OTHERLANDS", "THIRDLANDS", "THESESTATES")
# what stands before a partner, and how far, with "страны" or an adjective in between
TOWARDS = ("в", "во", "на", "с", "со", "из", "от", "для", "между")
REACH = 3
# pronouns for several countries, and what stands before them where they share something
SEVERAL, SHARERS, NEAR = ("которых", "которые"), ("долю", "на"), 6
# how far before a noun of trade stands what tells that it is of all countries: "мировой экспорт пшеницы"
GLOBAL = 2
THEIR_SHARE = ["на", "их", "долю"]
PARTNERS = ("to", "from", "with", "dative", "for", "member", "between", "pair", "at")
OWNERS = ("of", "subject", "adjective")


def of_union(figure: Figure) -> Parties | None:
    """The union whose trade with all outside it is told: "с третьими странами ЕАЭС торговал на 5 млрд"."""
    span = figure.whole
    if not figure.has("THIRDLANDS", span):
        return None
    groups = figure.discourse.focus.groups
    named = figure.roles.within(span, *OWNERS)
    others = figure.roles.within(span, *PARTNERS, "agent")
    if named or others:
        return (slot_of(named[0]), WORLD) if named and all(each.country in groups for each in named) else None
    known = figure.topic.slots.get("reporter") if figure.topic else None
    return (known, WORLD) if known and known.value in groups else None


def names_no_party(figure: Figure) -> bool:
    """Whether a clause names as a partner only what has no code: "поставки на Ближний Восток", "в другие страны"."""
    head = figure.trigger.head
    if _of_several(figure) or any(figure.document.is_a(at, "GLOBALADJ") for at in range(head - GLOBAL, head)):
        return True
    scopes = (figure.lead_in,) if figure.inherited else (figure.lead_in, figure.scopes[1])
    return any(_towards_unnamed(figure, scope) for scope in dict.fromkeys(scopes))


def _of_several(figure: Figure) -> bool:
    """Whether countries have a share together: "Египет и Тунис, на долю которых приходится 70%"."""
    document, first = figure.document, max(figure.chunk - NEAR, figure.sentence.first)
    if THEIR_SHARE in (document.keys[at : at + 3] for at in range(first, figure.chunk)):
        return True
    if document.forms.has(figure.sentence.first, figure.sentence.end, "соответственно"):
        return False
    sharing = [
        at for at in range(first, figure.chunk) if document.key(at) in SEVERAL and document.key(at - 1) in SHARERS
    ]
    commas = [at for at in range(sharing[0] - REACH, sharing[0]) if document.key(at) == ","] if sharing else []
    return bool(commas) and isinstance(document.mention(commas[-1] - 1), Party | Place)


def _towards_unnamed(figure: Figure, scope: Span) -> bool:
    document, groups = figure.document, figure.discourse.focus.groups
    told = figure.topic.slots.get("partner") if figure.topic else None
    # "these countries" are those of a group told before
    pointed = told is not None and told.value in groups
    unnamed = [
        chunk
        for chunk in document.those(*scope, *UNNAMED)
        if not (pointed and document.of_class(chunk, "THESESTATES"))
        and (
            any(document.key(at) in TOWARDS for at in range(max(chunk - REACH, scope[0]), chunk))
            or document.of_class(chunk - 2, "SHAREN")
        )
    ]
    return bool(unnamed) and not [
        actor
        for actor in figure.roles.within(scope, *PARTNERS)
        if actor.role != "from" or figure.trigger.setting("flow") != Flow.EXPORT
    ]
