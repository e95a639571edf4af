"""Whom a cue of speech or data names: a person, an institution, or one that a pronoun or a noun points back at."""

import re
from typing import NamedTuple

from pipeline.extraction.discourse.holders import OFFICES, named_after, opens_with_office
from pipeline.extraction.discourse.organisations import is_noun_alone
from pipeline.extraction.discourse.outlets import SITE, is_media
from pipeline.extraction.discourse.people import People
from pipeline.extraction.document import Document
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import CorridorMention, Organisation, Party, Person, Place
from pipeline.extraction.nominative import agreeing, nominative

# whom these rules name stands in the genitive, or in an accusative like it
GENITIVE = {"ru.source.by-data", "ru.source.by-opinion", "ru.source.refer"}
SURNAME = "ru.source.surname"
# of a body without a name of its own
PLAIN = "ru.org.noun-plain"
HIS_WORDS = "ru.source.by-his-words"
# how many chunks back a surname is looked for, and by how many of its first letters
REACH, STEM = 1500, 5
# how many chunks back "ведомство" can mean an institution
NOUN_REACH = 250
# how many sentences back "он" can mean the last speaker
SPEAKER_REACH = 3
# a verb of speech that with a document behind it is none, and how near to it that stands
CONCLUDE, CONCLUDED = "заключ", 6
# how many speakers back one can have been named with the institution that is told of, and how near
LOOK_BACK, INTRODUCED = 8, 6
# how many chunks behind it he can be named
AHEAD = 40
# words that have no letter in a short name
JOINING = {"и", ",", "по", "при"}
# what stands before the name of an institution that somebody heads or speaks for
# what the name of an institution has in it that a noun alone points back at
MINISTRY = r"министерств|\bмин|\bмид\b"
BODY = rf"{MINISTRY}|комитет|ком\b|агентств|служб|управлени|\bбюро|стат\b|таможн|департамент|надзор|комисси"
KINDS = {
    "министерств": re.compile(MINISTRY, re.IGNORECASE),
    "ведомств": re.compile(BODY, re.IGNORECASE),
    "комитет": re.compile(r"комитет|ком\b", re.IGNORECASE),
    "статкомитет": re.compile(r"комитет|ком\b|стат", re.IGNORECASE),
    "банк": re.compile(r"банк|bank", re.IGNORECASE),
    "правительств": re.compile(r"правительств|кабмин|кабинет", re.IGNORECASE),
    "посольств": re.compile(r"посольств", re.IGNORECASE),
    "нацбанк": re.compile(r"банк|bank", re.IGNORECASE),
}
# nouns that name a body well enough where the text gives it no other name
# what runs a pipeline and is named like it
FIRM = "консорциум"
UNNAMED = {KINDS[noun] for noun in ("министерств", "правительств", "посольств")}


class Speaker(NamedTuple):
    """Someone who has been heard at a chunk."""

    chunk: int
    name: str
    is_person: bool


def _initials(words: list[str]) -> str:
    """The first letters of words, as the short name of a ministry has them: "министр связи и информации" has "мси"."""
    return "".join(part[0] for word in words for part in word.split(" ") if part and part not in JOINING)


class Naming:
    """The names of those whom the cues of one article name, asked for in the order of the text."""

    def __init__(self, document: Document, people: People) -> None:
        self.document = document
        self.people = people
        self.speakers: list[Speaker] = []

    def name_of(self, match: Found) -> Speaker | None:
        """The source of a match, its name in the nominative; None for media and for whom nobody can name."""
        chunk = match.groups["s"][0]
        named = None if self._concludes(match) or self._disagrees(match, chunk) else self._named(match, chunk)
        if named is None:
            return None
        speaker = Speaker(chunk, *named)
        self.speakers.append(speaker)
        return speaker

    def of_person(self, chunk: int) -> Speaker | None:
        """The person mentioned at a chunk as one who speaks; by an office alone it is who has spoken before."""
        person = self.document.mention(chunk)
        name = self.person_name(person) if isinstance(person, Person) else None
        before = self._last_speaker(chunk, any_kind=False) if name is None else None
        if name is None and before is None:
            return None
        speaker = Speaker(chunk, name or (before.name if before else ""), True)
        self.speakers.append(speaker)
        return speaker

    def _concludes(self, match: Found) -> bool:
        """Whether the verb tells of a document, as "заключили соглашение" does, and of no speech."""
        verb = match.groups.get("v", (0, 0))[0]
        concluding = self.document.key(verb).startswith(CONCLUDE)
        return concluding and self.document.has("DOC", verb + 1, min(verb + CONCLUDED, len(self.document.keys)))

    def _disagrees(self, match: Found, chunk: int) -> bool:
        """Whether a body's noun has another case than its verb's subject: "на заседании правительства сообщил"."""
        verb = match.groups.get("v", (-1, -1))[0]
        heads = self.document.of_class(chunk - 1, *OFFICES) or isinstance(self.document.mention(chunk - 1), Person)
        if heads or isinstance(self.document.mention(chunk), Person):
            return False  # who heads the body is the subject
        if "s" not in self.document.features(verb, "SAY") + self.document.features(verb, "COUNTV"):
            return False
        first, end = self.document.chunks.firsts[chunk : chunk + 2]
        nouns = ((at, self.document.tokens.value(at, "ORGNOUN")) for at in range(first, end))
        at, noun = next(((at, noun) for at, noun in nouns if noun is not None), (first, None))
        return noun is not None and self.document.tokens.keys[at] != noun.lower()

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
            return None if self._is_media(mention, match) else self._of_body(mention, chunk)
        if isinstance(mention, Person):
            if "n" not in mention.features and self.document.value(chunk - 1, "MEDIA") is not None:
                return None  # "на сайте журналиста Павла Иванова"
            name = self.person_name(mention, match.rule.id in GENITIVE)
            return (name, True) if name else self._named_behind(chunk)
        if isinstance(mention, CorridorMention):
            firm = self._firm_of(mention, chunk)
            return (firm, False) if firm else None
        if isinstance(mention, Party | Place):
            return None
        if self.document.value(chunk, "HE") is not None or self.document.value(chunk, "ROLE") is not None:
            return self._pointed_at(match, chunk)
        if match.rule.id == SURNAME or not self.document.of_class(chunk, "ORGNOUN"):
            name = self._by_surname(chunk)
            return (name, True) if name else None
        name = self._served(chunk) or self._organisation_before(chunk)
        return (name, False) if name else None

    def _firm_of(self, corridor: CorridorMention, chunk: int) -> str | None:
        """Who runs a pipeline and bears its name, in full where the text has that: "КТК отчитался"."""
        named = self.document.words(chunk, chunk + 1)
        if not named.isupper() and FIRM not in named:
            return None
        every = self.document.of_kind(CorridorMention, 0, len(self.document.keys))
        same = (self.document.words(at, at + 1) for at, each in every if each.corridor == corridor.corridor)
        words = next((words.split(" ") for words in same if FIRM in words), [])
        full = words[next((at for at, word in enumerate(words) if word[:1].isupper()), 0) :]
        return " ".join([*(agreeing(word, FIRM) for word in full[:-1]), FIRM]) if full else named

    def _served(self, chunk: int) -> str | None:
        """The firm whose press service tells, behind legal form and quotation marks: "пресс-служба АО «Вектор»"."""
        if not self.document.of_class(chunk, "PRESS"):
            return None
        at = chunk + 1
        while self.document.of_class(at, "LEGALFORM", "COMPANY", "QUOTEOPEN", "QUOTE"):
            at += 1
        firm = self.document.mention(at)
        return firm.name if isinstance(firm, Organisation) and not is_media(self.document, firm) else None

    def _of_body(self, mention: Organisation, chunk: int) -> tuple[str, bool] | None:
        """What an institution's name stands for: "Служба" where a sentence begins for one named before.

        Behind an office it is whoever holds that: "врио руководителя ФТС", once told of "глава ФТС Иван Марков".
        """
        if mention.rule == PLAIN and is_noun_alone(self.document, mention) and " " not in mention.name:
            name = self._organisation_before(chunk)
            return (name, False) if name else None
        full = self.document.mention(chunk - 2) if self.document.key(chunk - 1) == "(" else None
        headed, at = (full, chunk - 2) if isinstance(full, Organisation) else (mention, chunk)
        held = self.document.of_class(at - 1, *OFFICES) or opens_with_office(self.document, headed)
        after = named_after(self.document, at, self.person_name) if held else None
        holder = after or self._holder(mention, chunk) if held else None
        return (holder, True) if holder else (mention.name, False)

    def _holder(self, body: Organisation, chunk: int) -> str | None:
        """The person who was named with an institution: heard last before a chunk, or named soon behind it."""
        before = (speaker for speaker in self.speakers[: -LOOK_BACK - 1 : -1] if speaker.is_person)
        heard = (speaker.name for speaker in before if speaker.chunk < chunk and self._heads(speaker.chunk, body))
        behind = self.document.of_kind(Person, chunk + 1, min(chunk + AHEAD, len(self.document.keys)))
        named = (self.person_name(person) for at, person in behind if person.name and self._heads(at, body))
        return next(heard, None) or next(named, None)

    def _heads(self, chunk: int, body: Organisation) -> bool:
        """Whether a person is named with an institution, in full or in words whose first letters are its name."""
        keys, (first, end) = self.document.tokens.keys, self.document.chunks.firsts[chunk : chunk + 2]
        opens = max(first - INTRODUCED, body.end if body.end <= first else 0)
        begun, words = keys[body.start][:STEM], keys[opens:end]
        return any(key.startswith(begun) for key in words) or begun in _initials(words)

    def _named_behind(self, chunk: int) -> tuple[str, bool] | None:
        """Who holds an office, named behind its firm; or the firm: "аналитик Kpler Виктор Катона", "эксперты CSIS"."""
        name = named_after(self.document, chunk, self.person_name)
        if name:
            return name, True
        firm = self.document.mention(chunk + 2 if self.document.key(chunk + 1) == "(" else chunk + 1)
        if not isinstance(firm, Organisation):
            return None
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
        before = reversed(self.document.of_kind(Person, max(chunk - REACH, 0), chunk))
        behind = self.document.of_kind(Person, chunk + 1, min(chunk + AHEAD, len(self.document.keys)))
        for _, person in (*before, *behind):
            name = self.person_name(person)
            if name and " " in name and name.lower().replace("ё", "е").rpartition(" ")[2].startswith(stem):
                return name
        return None

    def _organisation_before(self, chunk: int) -> str | None:
        """For "банк", "ведомство" the last organisation before of that kind, for "компания" any if there is none."""
        key = self.document.key(chunk)
        features = self.document.features(chunk, "ORGNOUN")
        if features and "s" not in features:
            return None  # "правительства", "компании" are several
        known = next((kind for noun, kind in KINDS.items() if key.startswith(noun)), None)
        kind = known or re.compile(key[:4], re.IGNORECASE)
        last = None
        for at, mention in reversed(self.document.mentions(max(chunk - NOUN_REACH, 0), chunk)):
            if isinstance(mention, CorridorMention) and known is None and FIRM in (self._firm_of(mention, at) or ""):
                last = last or self._firm_of(mention, at)
            if not isinstance(mention, Organisation) or is_media(self.document, mention):
                continue
            if kind.search(mention.name):
                return mention.name
            last = last or mention.name
        return self.document.value(chunk, "ORGNOUN") if known in UNNAMED else last if known is None else None

    def _is_media(self, mention: Organisation, match: Found) -> bool:
        keys = self.document.tokens.keys
        dateline = keys[max(mention.start - 1, 0)] == "/" and keys[min(mention.end, len(keys) - 1)] == "/"
        if dateline or is_media(self.document, mention):
            return True
        kinds = ("PRESS", "LEGALFORM", "COMPANY", "ORGNOUN")
        if mention.rule == "ru.org.known" or any(self.document.tokens.value(mention.start, kind) for kind in kinds):
            return False
        if self.document.value(match.groups["s"][0] - 1, "MEDIA") is not None and self._quoted(mention):
            return True
        verb = match.groups.get("v")
        return verb is not None and self.document.value(verb[0], "REPORTV") is not None and self._quoted(mention)

    def _quoted(self, mention: Organisation) -> bool:
        return self.document.tokens.keys[mention.end - 1] in '»"' or mention.rule in ("ru.org.latin", SITE)
