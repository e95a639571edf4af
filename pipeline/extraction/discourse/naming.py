"""Whom a cue of speech or data names: a person, an institution, or one that a pronoun or a noun points back at."""

import re
from typing import NamedTuple

from pipeline.extraction.discourse.outlets import SITE, is_media
from pipeline.extraction.discourse.people import People
from pipeline.extraction.document import Document
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import CorridorMention, Organisation, Party, Person, Place
from pipeline.extraction.nominative import nominative

# whom these rules name stands in the genitive, or in an accusative like it
GENITIVE = {"ru.source.by-data", "ru.source.by-opinion", "ru.source.refer"}
SURNAME = "ru.source.surname"
HIS_WORDS = "ru.source.by-his-words"
# how many chunks back a surname is looked for, and by how many of its first letters
REACH, STEM = 1500, 5
# how many chunks back "ведомство" can mean an institution
NOUN_REACH = 250
# how many sentences back "он" can mean the last speaker
SPEAKER_REACH = 3
# what the name of an institution has in it that a noun alone points back at
MINISTRY = r"министерств|\bмин|\bмид\b"
BODY = rf"{MINISTRY}|комитет|ком\b|агентств|служб|управлени|\bбюро|стат\b|таможн|департамент|надзор|комисси"
KINDS = {
    "министерств": re.compile(MINISTRY, re.IGNORECASE),
    "ведомств": re.compile(BODY, re.IGNORECASE),
    "комитет": re.compile(r"комитет|ком\b", re.IGNORECASE),
    "статкомитет": re.compile(r"комитет|ком\b|стат", re.IGNORECASE),
    "банк": re.compile(r"банк|bank", re.IGNORECASE),
    "нацбанк": re.compile(r"банк|bank", re.IGNORECASE),
}


class Speaker(NamedTuple):
    """Someone who has been heard at a chunk."""

    chunk: int
    name: str
    is_person: bool


class Naming:
    """The names of those whom the cues of one article name, asked for in the order of the text."""

    def __init__(self, document: Document, people: People) -> None:
        self.document = document
        self.people = people
        self.speakers: list[Speaker] = []

    def name_of(self, match: Found) -> Speaker | None:
        """The source of a match, its name in the nominative; None for media and for whom nobody can name."""
        chunk = match.groups["s"][0]
        named = self._named(match, chunk)
        if named is None:
            return None
        speaker = Speaker(chunk, *named)
        self.speakers.append(speaker)
        return speaker

    def person_name(self, person: Person, genitive: bool = False) -> str | None:
        """A person's name as the text's language writes it; `genitive` where the name cannot stand as a subject."""
        if person.known:
            return str(self.people.registry[person.known]["native"])
        if person.name:
            return nominative(person.name, "g" if genitive else person.features)
        return None

    def _named(self, match: Found, chunk: int) -> tuple[str, bool] | None:
        mention = self.document.mention(chunk)
        if isinstance(mention, Organisation):
            return None if self._is_media(mention, match) else (mention.name, False)
        if isinstance(mention, Person):
            name = self.person_name(mention, match.rule.id in GENITIVE)
            return (name, True) if name else self._named_behind(chunk)
        if isinstance(mention, CorridorMention):
            word = self.document.words(chunk, chunk + 1)
            return (word, False) if word.isupper() else None  # who runs a pipeline bears its name: "КТК отчитался"
        if isinstance(mention, Party | Place):
            return None
        if self.document.value(chunk, "HE") is not None or self.document.value(chunk, "ROLE") is not None:
            return self._pointed_at(match, chunk)
        if match.rule.id == SURNAME or not self.document.of_class(chunk, "ORGNOUN"):
            name = self._by_surname(chunk)
            return (name, True) if name else None
        name = self._organisation_before(chunk)
        return (name, False) if name else None

    def _named_behind(self, chunk: int) -> tuple[str, bool] | None:
        """Who holds an office, named behind its firm; or the firm: "аналитик Kpler Виктор Катона", "эксперты CSIS"."""
        firm, person = self.document.mention(chunk + 1), self.document.mention(chunk + 2)
        if not isinstance(firm, Organisation):
            return None
        name = self.person_name(person) if isinstance(person, Person) else None
        if name:
            return name, True
        return None if is_media(self.document, firm) else (firm.name, False)

    def _pointed_at(self, match: Found, chunk: int) -> tuple[str, bool] | None:
        """Whom "он" or "дипломат" means: who was heard last, unless somebody has been told of since."""
        person = self.people.before(chunk, subject=True)
        speaker = self._last_speaker(chunk, match.rule.id == HIS_WORDS)
        if speaker and not self._told_of_since(speaker, chunk):
            return speaker.name, speaker.is_person
        name = self.person_name(person) if person else None
        return (name, True) if name else None

    def _last_speaker(self, chunk: int, any_kind: bool) -> Speaker | None:
        here = self.document.sentence_at(chunk).index
        for speaker in reversed(self.speakers):
            if here - self.document.sentence_at(speaker.chunk).index > SPEAKER_REACH:
                return None
            if speaker.is_person or any_kind:
                return speaker
        return None

    def _told_of_since(self, speaker: Speaker, chunk: int) -> bool:
        """Whether a sentence between has another person as its subject."""
        after = self.document.sentence_at(speaker.chunk).end
        persons = self.document.of_kind(Person, after, chunk)
        return any(each.name and "n" in each.features and self.person_name(each) != speaker.name for _, each in persons)

    def _by_surname(self, chunk: int) -> str | None:
        """The full name of a person of whom the text goes on to give the surname only."""
        stem = self.document.key(chunk)[:STEM]
        for at, mention in reversed(list(self.document.mentions(max(chunk - REACH, 0), chunk))):
            name = self.person_name(mention) if isinstance(mention, Person) and at < chunk else None
            if name and name.lower().replace("ё", "е").rpartition(" ")[2].startswith(stem):
                return name
        return None

    def _organisation_before(self, chunk: int) -> str | None:
        """For "банк", "ведомство" the last organisation before of that kind, for "компания" any if there is none."""
        key = self.document.key(chunk)
        known = next((kind for noun, kind in KINDS.items() if key.startswith(noun)), None)
        kind = known or re.compile(key[:4], re.IGNORECASE)
        last = None
        for _, mention in reversed(self.document.mentions(max(chunk - NOUN_REACH, 0), chunk)):
            if not isinstance(mention, Organisation) or is_media(self.document, mention):
                continue
            if kind.search(mention.name):
                return mention.name
            last = last or mention.name
        return None if known else last

    def _is_media(self, mention: Organisation, match: Found) -> bool:
        if is_media(self.document, mention):
            return True
        if mention.rule == "ru.org.known":
            return False
        if self.document.value(match.groups["s"][0] - 1, "MEDIA") is not None and self._quoted(mention):
            return True
        verb = match.groups.get("v")
        return verb is not None and self.document.value(verb[0], "REPORTV") is not None and self._quoted(mention)

    def _quoted(self, mention: Organisation) -> bool:
        return self.document.tokens.keys[mention.end - 1] in '»"' or mention.rule in ("ru.org.latin", SITE)
