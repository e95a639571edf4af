"""Who signs a document: firms and ministries by name, governments and heads as their countries (Reading 16)."""

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.model import Slot, Span
from pipeline.extraction.mentions.model import Organisation, Pair, Party, Person, Place

GOVERNMENT = ("правительств", "кабинет", "кабмин")
JOINERS = {"и", ",", "с", "со", "между", "а", "также", "правительство", "правительства", "компания"}


def signatories(document: Document, sentence: Sentence, segment: Span, phrase: Span) -> Slot | None:
    """The parties that the sentence names; None where it leaves them to the context."""
    between = _between(document, sentence, phrase)
    if len(between) >= 2:
        return _slot(between)
    firms = _firms(document, segment, phrase) or _firms(document, (sentence.first, sentence.end), phrase)
    if firms:
        return _slot(firms)
    countries = _countries(document, segment, phrase)
    if len({name for name, _ in countries}) >= 2:
        return _slot(countries)
    return None


def _slot(found: list[tuple[str, int]]) -> Slot:
    names = list(dict.fromkeys(name for name, _ in found))
    chunks = [chunk for _, chunk in found]
    return Slot(list(names), (min(chunks), max(chunks) + 1), "ru.signatories")


def _name(document: Document, chunk: int) -> str | None:
    """What signs at a chunk, None for what cannot sign."""
    mention = document.mention(chunk)
    match mention:
        case Organisation():
            if any(mention.name.lower().startswith(word) for word in GOVERNMENT):
                return mention.country
            return None if _is_media(document, mention) else mention.name
        case Party():
            return mention.party if mention.role != "adjective" else None
        case Place():
            return mention.country if mention.is_capital else None
        case Person():
            return mention.country if not mention.is_low else None
        case _:
            return None


def _is_media(document: Document, mention: Organisation) -> bool:
    return any(document.tokens.value(at, "MEDIA") is not None for at in range(mention.start, mention.end))


def _between(document: Document, sentence: Sentence, phrase: Span) -> list[tuple[str, int]]:
    """Of "между A и B" everything joined after the preposition."""
    for start in range(phrase[0], min(phrase[1] + 1, sentence.end)):
        if document.key(start) == "между":
            found: list[tuple[str, int]] = []
            for chunk in range(start + 1, min(start + 16, sentence.end)):
                name = _name(document, chunk)
                if name:
                    found.append((name, chunk))
                elif found and document.key(chunk) not in JOINERS and document.mention(chunk) is None:
                    break
            return found
    return []


def _firms(document: Document, span: Span, phrase: Span) -> list[tuple[str, int]]:
    """Organisations of the clause outside the document's subject, with the countries that stand beside them."""
    found: list[tuple[str, int]] = []
    has_firm = False
    topic = _topic_start(document, phrase)
    for chunk in range(*span):
        if topic <= chunk < phrase[1]:
            continue
        name = _name(document, chunk)
        if name is None:
            continue
        mention = document.mention(chunk)
        if isinstance(mention, Organisation):
            has_firm = True
            found.append((name, chunk))
        elif isinstance(mention, Party) and document.key(chunk - 1) not in ("в", "во", "из", "через"):
            found.append((name, chunk))
    return found if has_firm else []


def _topic_start(document: Document, phrase: Span) -> int:
    """Where the document's name turns to its subject: "о ...", "об ...", "на ...", "в области"."""
    return next((chunk for chunk in range(*phrase) if document.key(chunk) in ("о", "об", "по", "на", "в")), phrase[1])


def _countries(document: Document, span: Span, phrase: Span) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    topic = _topic_start(document, phrase)
    for chunk in range(*span):
        mention = document.mention(chunk)
        if isinstance(mention, Pair):
            found.extend((code, chunk) for code in mention.parties)
        elif not topic <= chunk < phrase[1] and document.key(chunk - 1) not in ("в", "во", "из", "через"):
            name = _name(document, chunk)
            if name and not isinstance(mention, Organisation):
                found.append((name, chunk))
    return found
