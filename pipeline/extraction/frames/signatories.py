"""Who signs a document: firms and ministries by name, governments and heads as their countries (Reading 16)."""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.frames.model import Slot, Span
from pipeline.extraction.mentions.model import CorridorMention, Organisation, Pair, Party, Person, Place

GOVERNMENT = ("правительств", "кабинет", "кабмин", "парламент")
JOINERS = {
    "и",
    ",",
    "с",
    "со",
    "а",
    "также",
    "правительство",
    "правительства",
    "правительством",
    "компания",
    "компанией",
}
SUBJECT = ("о", "об", "по", "на", "в", "для")
PLACED = {"в", "во", "из", "через", "на", "под", "из-за"}
QUOTES = {"«", '"'}
BEFORE_A_FIRM = {"", ",", "и", ":", ")", "с", "со", "между", "–", ";", "а", "также"}
REACH = 16


class Signatories:
    """Reads the parties of the documents of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document: Document = discourse.document

    def of(self, sentence: Sentence, phrase: Span, since: int, until: int) -> Slot | None:
        """The parties that the text names for a document.

        `phrase` is its name, `since` where the document before it ends, `until` where the next one begins. None where
        the sentence leaves them to the context.
        """
        between = self._between(phrase, min(until, sentence.end))
        if len(between) >= 2:
            return _slot(between)
        topic = next((chunk for chunk in range(*phrase) if self._key(chunk) in SUBJECT), phrase[1])
        after = self._signed_after(phrase[1], min(until, sentence.end))
        spans = [(max(sentence.first, since), topic), after]
        named = [each for span in spans for each in self._named(span)]
        partners = self._partners((phrase[0], topic)) + self._partners((topic, phrase[1]))
        firms = [each for each in named if each[0] not in self.discourse.focus.groups and len(each[0]) > 3]
        if firms:
            return _slot(firms + [each for each in partners if each not in firms])
        countries = _distinct(named + partners)
        if len(countries) >= 2:
            return _slot(countries)
        return self._with_other(countries[0]) if countries else None

    def _with_other(self, country: tuple[str, int]) -> Slot | None:
        focus = self.discourse.focus
        home = focus.home(country[1])
        other = home if country[0] != home else focus.partner(country[1])
        return Slot([country[0], other], (country[1], country[1] + 1), "ru.signatories") if other else None

    def _key(self, chunk: int) -> str:
        """The form of a plain word; empty for mentions and beyond the text."""
        return self.document.key(chunk) if self.document.mention(chunk) is None else ""

    def _name(self, chunk: int) -> str | None:
        """What signs at a chunk, None for what cannot sign."""
        mention = self.document.mention(chunk)
        match mention:
            case Organisation():
                return self._firm(chunk, mention)
            case Party():
                return mention.party if mention.role != "adjective" else None
            case Place():
                return mention.country if mention.is_capital else None
            case Person():
                return mention.country if not mention.is_low else None
            case CorridorMention():
                return None
            case _:
                return None

    def _firm(self, chunk: int, mention: Organisation) -> str | None:
        tokens = self.document.tokens
        if mention.name.lower().startswith(GOVERNMENT):
            return mention.country
        if any(tokens.value(at, "MEDIA") is not None for at in range(mention.start, mention.end)):
            return None
        quoted = tokens.keys[mention.start] in QUOTES
        before = self._key(chunk - 1)
        signing = any(self.document.value(chunk - 1, name) is not None for name in ("SIGN", "ADOPT"))
        plain = self.document.mention(chunk - 1) is None and before not in BEFORE_A_FIRM and not signing
        return None if quoted and plain else mention.name

    def _between(self, phrase: Span, until: int) -> list[tuple[str, int]]:
        """Everything joined after "между"."""
        for start in range(phrase[0], min(phrase[1] + 1, until)):
            if self._key(start) == "между":
                found: list[tuple[str, int]] = []
                for chunk in range(start + 1, min(start + REACH, until)):
                    name = self._name(chunk)
                    if name:
                        found.append((name, chunk))
                    elif found and self._key(chunk) not in JOINERS:
                        break
                return found
        return []

    def _signed_after(self, first: int, until: int) -> Span:
        """What follows a document's name, if a verb of signing does: "меморандум подписали A и B"."""
        signed = any(
            self.document.value(chunk, "SIGN") is not None for chunk in range(first, min(first + REACH, until))
        )
        return (first, until) if signed else (first, first)

    def _named(self, span: Span) -> list[tuple[str, int]]:
        """The parties of a span that stand in no place or direction."""
        found: list[tuple[str, int]] = []
        for chunk in range(*span):
            mention = self.document.mention(chunk)
            if isinstance(mention, Pair):
                found.extend((code, chunk) for code in mention.parties)
            elif self._key(chunk - 1) not in PLACED and (name := self._name(chunk)):
                found.append((name, chunk))
        return found

    def _partners(self, span: Span) -> list[tuple[str, int]]:
        """Who stands after "с" in the document's name: "соглашение с Ираном"."""
        found: list[tuple[str, int]] = []
        for chunk in range(*span):
            if self._key(chunk) in ("с", "со"):
                found.extend((name, at) for at in range(chunk + 1, min(chunk + 3, span[1])) if (name := self._name(at)))
        return found


def _distinct(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return list({name: (name, chunk) for name, chunk in reversed(found)}.values())[::-1]


def _slot(found: list[tuple[str, int]]) -> Slot:
    names = list(dict.fromkeys(name for name, _ in found))
    chunks = [chunk for _, chunk in found]
    return Slot(list(names), (min(chunks), max(chunks) + 1), "ru.signatories")
