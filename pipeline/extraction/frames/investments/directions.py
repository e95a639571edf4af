"""Whether a country of a clause about investments gives or receives, by how it stands there.

Which of the countries are meant is decided in `investors`.
"""

from pipeline.extraction.frames.model import Figure
from pipeline.extraction.frames.roles import Actor
from pipeline.extraction.mentions.model import Organisation, Person, Place

INTO = {"в", "во", "на"}
# where something lies: "завод под Минском"
NEARBY = {"под", "близ", "около", "возле", "городе", "город"}
# nouns that tell to whom money belongs ("инвестиций Китая") and into what it goes ("в экономику Китая")
MONEY_NOUNS = ("INVEST", "INVESTORN", "CAPITALN", "COMPANYWORD", "INFLOW", "BUSINESS")
PLACE_NOUNS = ("ECONOMYN", "SECTOR", "PROJECTN", "INVESTPLACE")
NEAR = 4
# how near before "инвестор" a word ranks him among those of the land that gets
TOP = 3


def end_of(figure: Figure, actor: Actor, attracted: bool) -> str:
    """Whether a country gives or receives, from its case or preposition and the noun that it belongs to."""
    document = figure.document
    before = document.key(actor.chunk - 1)
    if actor.role == "from" or (actor.role == "agent" and not document.of_class(actor.chunk - 1, "PREP")):
        return "source"
    if document.key(actor.chunk + 1) == ")" and before == "(":
        return _in_brackets(figure, actor.chunk - 2)
    if _is_aside(figure, actor):
        return ""
    if _is_place(figure, actor):
        return "target"
    if actor.role == "member" and figure.has("SHAREV"):
        return "source"
    if actor.role in ("with", "at"):
        return _of_counted(figure, actor)
    if actor.role == "adjective":
        into = document.of_class(actor.chunk - 1, "ECONOMYN") and document.key(actor.chunk - 2) in INTO
        return "target" if before in INTO or into else "source"
    if actor.role == "of":
        return _owner(figure, actor.chunk, attracted)
    if actor.role == "subject":
        gets = any(figure.has("GETV", scope) for scope in figure.scopes[:2])
        listed = figure.trigger.settings.get("topical") and figure.has("THITHER", figure.scopes[-1])
        return "target" if attracted or gets or listed else "source"
    gets = actor.role in ("", "dative") and (attracted or figure.has("GETV"))
    return "target" if gets else ""


def _of_counted(figure: Figure, actor: Actor) -> str:
    """Whose what is counted is: "проекты с Катаром", unless another has them: "у Ирака 14 проектов с Катаром"."""
    if not figure.trigger.settings.get("counted"):
        return ""
    had = figure.roles.within(figure.segment, "at")
    return "target" if had and actor.role == "with" else "source"


def _is_place(figure: Figure, actor: Actor) -> bool:
    """Whether a country is where money goes or a thing stands: "в Сербию", "под Минском", "принёс Сербии 5 млрд"."""
    document, before = figure.document, figure.document.key(actor.chunk - 1)
    if actor.role in ("to", "in", "for") or (before in NEARBY and isinstance(document.mention(actor.chunk), Place)):
        return True
    if before in NEARBY and document.key(actor.chunk + 1).startswith("столиц"):
        return True
    return actor.role in ("of", "dative", "") and document.value(actor.chunk - 1, "SHAREV") is not None


def _in_brackets(figure: Figure, chunk: int) -> str:
    """What a country in brackets behind a chunk tells: whose firm it is, or where the thing lies that costs so much."""
    named = isinstance(figure.document.mention(chunk), Organisation | Person)
    return "" if named or not figure.trigger.settings.get("named") else "target"


def _is_aside(figure: Figure, actor: Actor) -> bool:
    """Whether a country neither gives nor receives, but tells where another lies or something else is."""
    if actor.country in figure.discourse.focus.groups and _is_land(figure, actor.chunk):
        return True
    return actor.role == "in" and _is_ranked(figure, actor.chunk)


def _is_land(figure: Figure, chunk: int) -> bool:
    """Whether the adjective of a group only tells where some country lies: "в центральноазиатской республике"."""
    return "s" in figure.document.features(chunk + 1, "COUNTRYN") or "s" in figure.document.features(
        chunk + 1, "THISLAND"
    )


def _is_ranked(figure: Figure, chunk: int) -> bool:
    """Whether a place tells where something is first or people met: "крупнейший в регионе", "на саммите в Астане"."""
    document = figure.document
    ranked = document.is_a(chunk - 2, "TOPWORD") and not document.is_a(chunk - 2, "INVESTORN")
    return ranked or document.is_a(chunk - 2, "OCCASION")


def _owner(figure: Figure, chunk: int, attracted: bool) -> str:
    """What a genitive belongs to: "инвестиций Китая" is money from China, "экономику Китая" takes it."""
    owned = figure.once.owners
    if chunk not in owned:
        owned[chunk] = _by_noun(figure, chunk)
    return owned[chunk] or ("target" if attracted or figure.has("GETV") else "source")


def _by_noun(figure: Figure, chunk: int) -> str:
    """The same by the nearest noun before it, empty where that tells nothing."""
    document = figure.document
    for at in range(chunk - 1, max(chunk - 1 - NEAR, figure.sentence.first - 1), -1):
        if document.of_class(at, "INVESTORN") and at == chunk - 1 and document.has("TOPWORD", at - TOP, at):
            return "target"  # "крупнейший инвестор Сербии – Китай"
        if document.of_class(at, *MONEY_NOUNS):
            return "source"
        if document.of_class(at, *PLACE_NOUNS):
            return "target"
    return ""
