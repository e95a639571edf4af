"""Where countries are named, and which stretches of an article stand under a heading of their own."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import Organisation, Pair, Party, Person, Place

# persons told with a body that has a name: "глава Молочного союза Армении Ваган Еремян"
OF_BODIES = {"ru.person.of-body", "ru.person.head-of-body"}


def sections_of(document: Document) -> list[tuple[int, int]]:
    """Chunk spans from one heading to the next, the title's aside."""
    starts = [sentence.first for sentence in document.sentences[1:] if sentence.is_heading]
    ends = [*starts[1:], len(document.chunks)]
    return list(zip(starts, ends, strict=True)) if starts else []


def countries_of(mention: object) -> list[str]:
    """The countries that a mention names."""
    match mention:
        case Party():
            return [] if mention.party.startswith("@") else [mention.party]
        case Pair():
            return mention.parties
        case Place():
            return [mention.country]
        case Organisation():
            return [mention.country] if mention.country else []
        case Person():
            tells = not mention.is_low or mention.rule in OF_BODIES
            return [mention.country] if mention.country and tells else []
        case _:
            return []


def named_land(mention: object) -> str | None:
    """The country that a noun names, or a capital that stands for it."""
    if isinstance(mention, Place):
        return mention.country if mention.is_capital else None
    return mention.party if isinstance(mention, Party) and mention.role == "noun" else None


def body_of(document: Document) -> Sentence | None:
    """The first sentence below the title."""
    return next((sentence for sentence in document.sentences if not sentence.is_heading), None)


def acting_in(document: Document, sentence: Sentence) -> str | None:
    """The one country that is a subject in a sentence: "Давос: Узбекистан договорился с Nestlé"."""
    acting = {
        each.party
        for chunk, each in document.mentions(sentence.first, sentence.end)
        if isinstance(each, Party) and each.role == "noun" and "n" in each.features and each.party[0] != "@"
        # an indeclinable name ("США") is a subject where nothing stands before it on which it could depend
        if "g" not in each.features or chunk == sentence.first
    }
    return next(iter(acting)) if len(acting) == 1 else None


def land_told(mention: object) -> str | None:
    """The country that a noun names, a capital, or an officer: "глава Узбекистана"."""
    if isinstance(mention, Person):
        return mention.country if mention.office and not mention.is_low else None
    return named_land(mention)


def only_gets(document: Document, land: str, end: int) -> bool:
    """Whether a text up to its first section is on money and names one land alone, so that sections tell who gives."""
    named = {code for _, mention in document.mentions(0, end) for code in countries_of(mention)}
    return named == {land} and document.has("INVEST", 0, end)
