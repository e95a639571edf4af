"""Whose voice a text has that nowhere names the country it is supposed to be of."""

from collections import Counter
from collections.abc import Collection

from pipeline.extraction.discourse.named import countries_of
from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import Organisation, Party, Person, Place

# cues of who is heard
HEARD = ("say", "data", "count")
# a text that names two countries is about what these have to do with each other
PAIR = 2


def elsewhere(document: Document, counts: Counter[str], groups: Collection[str]) -> str:
    """The country of the institutions that a text quotes, or of its publisher if it names that, or the one it tells of.

    Else its publisher's or that of the envoy it quotes, or the first named of the two that it is about.
    """
    told, publisher = document.spoken_by
    if told:
        return scene_of(document, counts, groups) or told
    firms = institutions_of(document)
    if len(firms) == 1:
        return firms.pop()
    if publisher and counts[publisher]:
        return publisher
    acting = _acting(document, groups)
    if publisher and len(acting) == 1:
        return acting.pop()  # a paper that tells only of what another country does
    persons = (mention for _, mention in document.pairs if isinstance(mention, Person))
    envoys = {person.country for person in persons if person.is_low and person.country}
    known = scene_of(document, counts, groups) or publisher or (envoys.pop() if len(envoys) == 1 else None)
    return known or (next(iter(counts)) if len(counts) == PAIR else document.voice)


def speaking_publisher(document: Document, named: list[tuple[int, str]]) -> str | None:
    """The publisher's country, where a text speaks of it as "наша страна" in its own voice, or by its offices."""
    told, publisher = document.spoken_by
    if told or publisher is None:
        return None
    if all(code != publisher for _, code in named):
        return publisher if _opens_with_office(document, publisher) else None
    pointing = (at for at in document.those(0, len(document.chunks), "OURLAND") if document.key(at).startswith("наш"))
    spoken = map(document.sentence_at, pointing)
    ours = any(not document.has("QUOTEOPEN", each.first, each.end) for each in spoken)
    return publisher if ours or _opens_with_office(document, publisher) else None


def _opens_with_office(document: Document, publisher: str) -> bool:
    """Whether the first sentence names an institution of a country, and the text none of any other."""
    first = document.sentences[0] if document.sentences else None
    opening = document.tokens.analyses[: document.chunks.firsts[first.end]] if first else []
    return any("NATIONAL" in each for each in opening) and institutions_of(document) == {publisher}


def _acting(document: Document, groups: Collection[str]) -> set[str]:
    """The single countries that are subjects of a text."""
    parties = ((chunk, each) for chunk, each in document.pairs if isinstance(each, Party) and each.role == "noun")
    starts = set(document.starts)
    return {
        each.party
        for chunk, each in parties
        if "n" in each.features
        and not document.of_class(chunk - 1, "PREP")
        and each.party not in groups
        and each.party[0] != "@"
        and ("a" not in each.features or chunk in starts or document.key(chunk - 1) == ",")
    }


def institutions_of(document: Document) -> set[str]:
    """The countries whose institutions a text names."""
    return {each["NATIONAL"][0] for each in document.tokens.analyses if "NATIONAL" in each}


def scene_of(document: Document, counts: Counter[str], groups: Collection[str]) -> str | None:
    """The country of which a text tells that names the voice's country nowhere, also not as "наша страна".

    It is where something is or happens ("в Узбекистане"), what gets something, or whose officers are heard; of
    several such the one named most often.
    """
    if not document.sentences or _speaks_of_us(document):
        return None
    heard = {
        match.groups["s"][0]
        for sentence in document.sentences
        for cue in HEARD
        for match in sentence.cues.get(cue, ())
        if "s" in match.groups
    }
    found: list[str] = []
    for chunk, mention in document.pairs:
        located = isinstance(mention, Party | Place) and _is_place(document, chunk, mention)
        if located or (isinstance(mention, Person | Organisation) and chunk in heard):
            found.extend(code for code in countries_of(mention) if code not in groups)
    most = max((counts[code] for code in found), default=0)
    return next((code for code in found if counts[code] == most), None)


def _speaks_of_us(document: Document) -> bool:
    """Whether a text says "мы" or "наша страна" in its own voice, not in somebody's speech."""
    pointing = document.those(0, len(document.chunks), "OURS", "OURLAND")
    spoken = map(document.sentence_at, pointing)
    return any(not document.has("QUOTEOPEN", told.first, told.end) for told in spoken)


def _is_place(document: Document, chunk: int, mention: Party | Place) -> bool:
    """Whether a name stands for where something is or who gets it: "в Узбекистане", "экономика Перу", "дал Сербии"."""
    cases = set(mention.features)
    if isinstance(mention, Party) and mention.role == "noun" and not document.of_class(chunk - 1, "PREP"):
        return ("d" in cases and "g" not in cases) or ("g" in cases and document.is_a(chunk - 1, "LANDOF", "ECONOMYN"))
    return document.key(chunk - 1) in ("в", "на") and "p" in cases and "a" not in cases
