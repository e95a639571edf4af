"""Who says so: the claimant of every stretch of text (codebook, Reading 22).

A source reaches its sentence; a counting one ("Бюро насчитало") its part of the sentence; a quotation or a speech
paragraph to its end; the one source named in the lead of a note the whole note. Of nested sources the innermost counts.
"""

from bisect import bisect_left
from typing import NamedTuple

from pipeline.extraction.discourse.outlets import SITE, is_media
from pipeline.extraction.discourse.people import People
from pipeline.extraction.discourse.voices import answers, in_lead, interviewee, section_of
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import Organisation, Party, Person, Place
from pipeline.extraction.nominative import nominative

SENTENCE_CUES = ("data", "say", "refer")
BACKWARD = {"ru.source.believe", "ru.source.at-person"}
GENITIVE = {"ru.source.by-data", "ru.source.by-opinion"}
MOST_SOURCES = 8
# "если верить таможне" answers for what was said before it, unless the sentence opens with it
OPENING = 3
# so near behind an amount it answers for that one: "15 млрд, если верить таможне"
BESIDE = 2
# how many chunks after a quotation its speaker may be named: "», – сказал X"
AFTER_QUOTE = 4
# how many chunks back a surname is looked for, and by how many of its first letters
REACH, STEM = 1500, 5
# what opens, closes or breaks off a quotation
QUOTING = {"«", "»", '"', "\n"}


class Source(NamedTuple):
    """A claimant and the chunks it answers for; `chunk` is where it is named."""

    name: str
    chunk: int
    first: int
    end: int
    rule: str

    def covers(self, chunk: int) -> bool:
        """Whether a chunk is said by this source."""
        return self.first <= chunk < self.end


class Sources:
    """The sources of one article."""

    def __init__(self, document: Document, people: People) -> None:
        self.document = document
        self.people = people
        self.quotes = _quotations(document)
        self.found: list[Source] = []
        for sentence in document.sentences:
            self.found.extend(self._of_sentence(sentence))
        self._let_go_on()
        self.notes = self._note_sources()
        self.notes += self._answers()
        self.reaching: dict[int, list[Source]] = {}
        for source in self.found:
            self._spread(source)

    def _spread(self, source: Source) -> None:
        """Enter a source in every sentence that it reaches; beyond a few a sentence has sources enough."""
        last = self.document.sentence_at(max(source.end - 1, 0)).index
        for index in range(self.document.sentence_at(source.first).index, last + 1):
            reaching = self.reaching.setdefault(index, [])
            if len(reaching) < MOST_SOURCES:
                reaching.append(source)

    def claimant(self, chunk: int) -> Source | None:
        """Who says what stands at a chunk; of several the one with the narrowest reach, then the nearest."""
        sentence = self.document.sentence_at(chunk).index
        covering = [source for source in self.reaching.get(sentence, ()) if source.covers(chunk)]
        if covering:
            return min(covering, key=lambda source: (source.end - source.first, abs(source.chunk - chunk)))
        return self.note(chunk)

    def note(self, chunk: int) -> Source | None:
        """The source of a whole note or interview that a chunk stands in."""
        return next((source for source in self.notes if source.covers(chunk)), None)

    def _of_sentence(self, sentence: Sentence) -> list[Source]:
        found: list[Source] = []
        if not sentence.cues:
            return found
        for cue in SENTENCE_CUES:
            for match in sentence.cues.get(cue, ()):
                name = self.name_of(match)
                if name:
                    first, end = self._reach(sentence, match)
                    found.append(Source(name, match.groups["s"][0], first, end, match.rule.id))
        found.extend(self._counting(sentence))
        return found

    def _counting(self, sentence: Sentence) -> list[Source]:
        """Each counting source answers from its name to the next one, or back to the one before."""
        if "count" not in sentence.cues:
            return []
        matches = sorted(sentence.cues["count"], key=lambda match: match.groups["s"][0])
        names = [(match, name) for match in matches if (name := self.name_of(match))]
        found = []
        for index, (match, name) in enumerate(names):
            at = match.groups["s"][0]
            amounts = [chunk for chunk, _ in sentence.amounts if chunk < match.start]
            if match.rule.id in BACKWARD and match.start > sentence.first + OPENING and amounts:
                first = names[index - 1][0].groups["s"][1] if index else sentence.first
                found.append(Source(name, at, *self._put_in(sentence, match, first, at), match.rule.id))
            else:
                end = names[index + 1][0].start if index + 1 < len(names) else sentence.end
                found.append(Source(name, at, match.start, max(end, at + 1), match.rule.id))
        return found

    def _put_in(self, sentence: Sentence, match: Found, first: int, at: int) -> tuple[int, int]:
        """The reach of "если верить": back; put in between, to the next amount: "А – 28, Б, если верить ей, 43"."""
        amounts = [chunk for chunk, _ in sentence.amounts]
        before = [chunk for chunk in amounts if first <= chunk < match.start]
        after = next((chunk for chunk in amounts if chunk > at), None)
        if self.document.key(at + 1) != "," or not before or after is None or match.start - before[-1] <= BESIDE:
            return first, at + 1
        return before[-1] + 1, after + 1

    def _reach(self, sentence: Sentence, match: Found) -> tuple[int, int]:
        first, end = sentence.first, sentence.end
        if match.rule.means["cue"] != "say":
            return first, end
        last = bisect_left(self.quotes, (match.start,)) - 1
        if last >= 0 and match.start - self.quotes[last][1] < AFTER_QUOTE:
            first = min(first, self.quotes[last][0])
        if self._speech_paragraph(sentence, match):
            return self.document.paragraph_of(sentence)
        if self._reports(sentence, match):
            return first, self.document.paragraph_of(sentence)[1]
        return first, end

    def _reports(self, sentence: Sentence, match: Found) -> bool:
        """Whether an institution is named behind what the first sentence of a text tells: "..., сообщает КТЖ."."""
        body = next((each for each in self.document.sentences if not each.is_heading), None)
        named = isinstance(self.document.mention(match.groups["s"][0]), Organisation)
        return sentence is body and named and sentence.end - match.end <= AFTER_QUOTE

    def _speech_paragraph(self, sentence: Sentence, match: Found) -> bool:
        """A paragraph that begins with a dash and names its speaker after another: "– ..., – сказал X. ..."."""
        document = self.document
        opening, _ = document.paragraph_of(sentence)
        return document.key(opening) == "–" and document.key(match.start - 1) == "–" and match.start - 1 > opening

    def name_of(self, match: Found) -> str | None:
        """The name of the source of a match, in the nominative; None for media and for whom nobody can name."""
        chunk = match.groups["s"][0]
        mention = self.document.mention(chunk)
        if isinstance(mention, Organisation):
            return None if self._is_media(mention, match) else mention.name
        if isinstance(mention, Person):
            return self.person_name(mention, match.rule.id in GENITIVE) or self._named_behind(chunk)
        if isinstance(mention, Party | Place):
            return None
        if self.document.value(chunk, "HE") is not None or self.document.value(chunk, "ROLE") is not None:
            person = self.people.before(chunk, subject=True)
            return self.person_name(person) if person else None
        if match.rule.id == "ru.source.surname":
            return self._by_surname(chunk)
        return self._organisation_before(chunk)

    def _named_behind(self, chunk: int) -> str | None:
        """Who holds an office, named behind its firm; or the firm: "аналитик Kpler Виктор Катона", "эксперты CSIS"."""
        firm, person = self.document.mention(chunk + 1), self.document.mention(chunk + 2)
        if not isinstance(firm, Organisation):
            return None
        name = self.person_name(person) if isinstance(person, Person) else None
        return name or (None if is_media(self.document, firm) else firm.name)

    def person_name(self, person: Person, genitive: bool = False) -> str | None:
        """A person's name as the text's language writes it; `genitive` where the name cannot stand as a subject."""
        if person.known:
            return str(self.people.registry[person.known]["native"])
        if person.name:
            return nominative(person.name, "g" if genitive else person.features)
        return None

    def _by_surname(self, chunk: int) -> str | None:
        """The full name of a person of whom the text goes on to give the surname only."""
        stem = self.document.key(chunk)[:STEM]
        for at, mention in reversed(list(self.document.mentions(max(chunk - REACH, 0), chunk))):
            name = self.person_name(mention) if isinstance(mention, Person) and at < chunk else None
            if name and name.lower().replace("ё", "е").rpartition(" ")[2].startswith(stem):
                return name
        return None

    def _organisation_before(self, chunk: int) -> str | None:
        """For "банк", "ведомство" the last organisation before whose name has the word, or else the last one."""
        key = self.document.key(chunk)[:4]
        last = None
        for at in range(chunk - 1, max(-1, chunk - 250), -1):
            mention = self.document.mention(at)
            if isinstance(mention, Organisation) and not is_media(self.document, mention):
                if key in mention.name.lower():
                    return mention.name
                last = last or mention.name
        return last

    def _is_media(self, mention: Organisation, match: Found) -> bool:
        if is_media(self.document, mention):
            return True
        if mention.rule == "ru.org.known":
            return False
        verb = match.groups.get("v")
        return verb is not None and self.document.value(verb[0], "REPORTV") is not None and self._quoted(mention)

    def _quoted(self, mention: Organisation) -> bool:
        return self.document.tokens.keys[mention.end - 1] in '»"' or mention.rule in ("ru.org.latin", SITE)

    def _let_go_on(self) -> None:
        """A sentence that opens with "Кроме того" and names no source goes on in the voice of the one before."""
        by_sentence: dict[int, list[Source]] = {}
        for source in self.found:
            by_sentence.setdefault(self.document.sentence_at(source.chunk).index, []).append(source)
        for sentence in self.document.sentences[1:]:
            before = by_sentence.get(sentence.index - 1)
            opens = (match.start <= sentence.first + 1 for match in sentence.cues.get("goes_on", ()))
            if before and sentence.index not in by_sentence and any(opens):
                last = before[-1]
                carried = Source(last.name, last.chunk, sentence.first, sentence.end, "ru.source.goes-on")
                by_sentence[sentence.index] = [carried]
                self.found.append(carried)

    def _note_sources(self) -> list[Source]:
        """Who published what a section tells, named in its lead; else the one data source of the article."""
        notes = []
        for sentence in self.document.sentences:
            for match in sentence.cues.get("publish", ()):
                name = self.name_of(match)
                if name and in_lead(self.document, sentence):
                    person = isinstance(self.document.mention(match.groups["s"][0]), Person)
                    section = section_of(self.document, sentence)
                    span = self.document.paragraph_of(sentence) if person else section
                    notes.append(Source(name, match.groups["s"][0], *span, match.rule.id))
        data = [source for source in self.found if source.rule in NOTE_RULES]
        if len({source.name for source in data}) == 1 and in_lead(
            self.document, self.document.sentence_at(data[0].chunk)
        ):
            notes.append(data[0]._replace(first=0, end=len(self.document.chunks)))
        return notes

    def _answers(self) -> list[Source]:
        """In an interview the one who answers says what stands in the answers."""
        speaker = interviewee(self.document)
        name = self.person_name(speaker[1]) if speaker else None
        if speaker is None or name is None:
            return []
        return [Source(name, speaker[0], *span, "ru.source.interview") for span in answers(self.document)]


NOTE_RULES = {
    "ru.source.by-data",
    "ru.source.data-show",
    "ru.source.refer",
    "ru.source.counts",
    "ru.source.table-of",
    "ru.source.gapped",
}


def _quotations(document: Document) -> list[tuple[int, int]]:
    """Chunk spans in quotation marks, outermost only; marks that never close open nothing."""
    spans: list[tuple[int, int]] = []
    depth, opened, straight = 0, 0, -1
    for chunk, key in [(chunk, key) for chunk, key in enumerate(document.keys) if key in QUOTING]:
        if document.mention(chunk) is not None:
            continue
        if key == "«":
            opened = chunk if depth == 0 else opened
            depth += 1
        elif key == "»" and depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, chunk + 1))
        elif key == '"':
            if straight < 0:
                straight = chunk
            else:
                spans.append((straight, chunk + 1))
                straight = -1
        elif key == "\n":
            depth, straight = 0, -1
    return spans
