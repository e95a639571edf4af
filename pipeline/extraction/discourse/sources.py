"""Who says so: the claimant of every stretch of text (codebook, Reading 22).

A source reaches its sentence; a counting one ("Бюро насчитало") its part of the sentence; a quotation or a speech
paragraph to its end; the one source named in the lead of a note the whole note. Of nested sources the innermost counts.
"""

from pipeline.extraction.discourse.naming import Naming, Speaker
from pipeline.extraction.discourse.people import People
from pipeline.extraction.discourse.quotations import AFTER_QUOTE, Quotations
from pipeline.extraction.discourse.voices import Source, answers, interviewee, notes_of
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import Organisation

COUNTS = "count"
CUES = ("data", "say", "refer", "publish", COUNTS)
BACKWARD = {"ru.source.believe", "ru.source.at-person"}
# rules by which somebody tells, perhaps what he has from a source that he refers to
PASSING = {"ru.source.of-that", "ru.source.said-by", "ru.source.says", "ru.source.counts"}
# what points back at all that has been told: "Об этом сообщает агентство со ссылкой на таможню"
POINTING = {"ru.source.of-that", "ru.source.that-is-shown"}
# rules by which one is told in a body: "сообщили в Минтрансе"
INSIDE = {"ru.source.said-in", "ru.source.in-said"}
MOST_SOURCES = 8
# "по тем же данным" are those of so many sentences before, at most
SAME_DATA = 4
# "если верить таможне" answers for what was said before it, unless the sentence opens with it
OPENING = 3
# so near behind an amount it answers for that one: "15 млрд, если верить таможне"
BESIDE = 2
# so near behind its verb an outlet refers to its own source: "передает Y со ссылкой на Z"
PASSED_ON = 5
Named = tuple[Found, Speaker]


class Sources:
    """The sources of one article."""

    def __init__(self, document: Document, people: People) -> None:
        self.document = document
        self.naming = Naming(document, people)
        self.quotations = Quotations(document)
        self.found: list[Source] = []
        self.published: list[Source] = []
        for sentence in document.sentences:
            self._hear(sentence)
        self._by_same_data()
        self._let_go_on()
        self.notes = [*notes_of(document, self.found, self.published), *self._answers()]
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

    def _hear(self, sentence: Sentence) -> None:
        """Find the sources of a sentence, in the order in which they are named."""
        signed = self.quotations.signed(sentence)
        speaker = self.naming.of_person(signed[0]) if signed else None
        if signed and speaker:
            self.found.append(Source(speaker.name, speaker.chunk, *signed[1], "ru.source.signed", True))
        matches = [match for cue in CUES for match in sentence.cues.get(cue, ())]
        if not matches:
            return
        matches.sort(key=lambda match: match.groups["s"][0])
        named = [(match, speaker) for match in matches if (speaker := self.naming.name_of(match))]
        heard = _innermost(self._without_outlets(named))
        pointing = any(match.rule.id in POINTING for match in matches)
        for match, speaker in heard:
            cue = match.rule.means["cue"]
            if cue == "publish" or (pointing and cue == "refer"):
                reach = self._told_before(sentence)
                self.published.append(Source(speaker.name, speaker.chunk, *reach, match.rule.id, speaker.is_person))
            if cue not in ("publish", COUNTS):
                reach = self._reach(sentence, match)
                self.found.append(Source(speaker.name, speaker.chunk, *reach, match.rule.id, speaker.is_person))
        self.found.extend(self._counting(sentence, [each for each in heard if each[0].rule.means["cue"] == COUNTS]))

    def _without_outlets(self, heard: list[Named]) -> list[Named]:
        """Without an outlet that only passes on, and its source: "заявил X, передает Y со ссылкой на Z"."""
        passing: set[int] = set()
        for match, _ in heard:
            if match.rule.means["cue"] == "refer":
                near = range(max(match.start - PASSED_ON, 0), match.start)
                passing.update(at for at in near if self.document.value(at, "REPORTV") is not None)
        others = [each for each in heard if each[0].rule.id in PASSING and _verb(each[0]) not in passing]
        if not passing or not others:
            return heard
        return [each for each in heard if each[0].rule.means["cue"] != "refer" and _verb(each[0]) not in passing]

    def _told_before(self, sentence: Sentence) -> tuple[int, int]:
        """What "об этом сообщил ..." speaks of: its paragraph, and the one before where it opens its own."""
        first, end = self.document.paragraph_of(sentence)
        if sentence.first == first and sentence.index:
            before = self.document.sentences[sentence.index - 1]
            first = first if before.is_heading else self.document.paragraph_of(before)[0]
        return first, end

    def _counting(self, sentence: Sentence, heard: list[Named]) -> list[Source]:
        """Each counting source answers from its name to the next one, or back to the one before."""
        found = []
        for index, (match, speaker) in enumerate(heard):
            at = speaker.chunk
            amounts = [chunk for chunk, _ in sentence.amounts if chunk < match.start]
            if match.rule.id in BACKWARD and match.start > sentence.first + OPENING and amounts:
                first = heard[index - 1][0].groups["s"][1] if index else sentence.first
                reach = self._put_in(sentence, match, first, at)
            else:
                end = heard[index + 1][0].start if index + 1 < len(heard) else sentence.end
                reach = match.start, max(end, at + 1)
            found.append(Source(speaker.name, at, *reach, match.rule.id, speaker.is_person))
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
        first, end = sentence.first, self.quotations.told_behind(sentence, match.end)
        if match.rule.means["cue"] != "say":
            return first, end
        quotation = self.quotations.before(match.start)
        if quotation:
            first = min(first, quotation[0])
        if self.quotations.speech_paragraph(sentence, match):
            return self.document.paragraph_of(sentence)
        if self._reports(sentence, match):
            return first, self.document.paragraph_of(sentence)[1]
        return first, end

    def _reports(self, sentence: Sentence, match: Found) -> bool:
        """Whether an institution is named behind what the first sentence of a text tells: "..., сообщает КТЖ."."""
        body = next((each for each in self.document.sentences if not each.is_heading), None)
        named = isinstance(self.document.mention(match.groups["s"][0]), Organisation)
        return sentence is body and named and sentence.end - match.end <= AFTER_QUOTE

    def _let_go_on(self) -> None:
        """A sentence that opens with "Кроме того" and names no source goes on in the voice of the one before."""
        by_sentence: dict[int, list[Source]] = {}
        for source in self.found:
            by_sentence.setdefault(self.document.sentence_at(source.chunk).index, []).append(source)
        for sentence in self.document.sentences[1:]:
            before = by_sentence.get(sentence.index - 1)
            if not before or sentence.index in by_sentence:
                continue
            opens = any(match.start <= sentence.first + 1 for match in sentence.cues.get("goes_on", ()))
            if opens or self._between(before, sentence, by_sentence):
                self._carry(before[-1], sentence, by_sentence)

    def _by_same_data(self) -> None:
        """Figures "by the same data" are those of the body heard last."""
        for sentence in self.document.sentences:
            if not sentence.cues.get("same_data"):
                continue
            near = self.document.sentences[max(sentence.index - SAME_DATA, 0)].first
            before = [source for source in self.found if near <= source.chunk < sentence.first and not source.is_person]
            if before:
                last = max(before, key=lambda source: source.chunk)
                self.found.append(last._replace(first=sentence.first, end=sentence.end, rule="ru.source.same-data"))

    def _carry(self, source: Source, sentence: Sentence, by_sentence: dict[int, list[Source]]) -> None:
        carried = source._replace(first=sentence.first, end=sentence.end, rule="ru.source.goes-on")
        by_sentence[sentence.index] = [carried]
        self.found.append(carried)

    def _between(self, before: list[Source], sentence: Sentence, by_sentence: dict[int, list[Source]]) -> bool:
        """Whether a sentence stands in a paragraph between two of one and the same speaker."""
        paragraph = self.document.sentences[sentence.index - 1].paragraph
        after = by_sentence.get(sentence.index + 1, [])
        following = self.document.sentences[min(sentence.index + 1, len(self.document.sentences) - 1)]
        one = {source.name for source in (*before, *after)}
        return bool(after) and len(one) == 1 and sentence.paragraph == paragraph == following.paragraph

    def _answers(self) -> list[Source]:
        """In an interview the one who answers says what stands in the answers."""
        speaker = interviewee(self.document)
        name = self.naming.person_name(speaker[1]) if speaker else None
        if speaker is None or name is None:
            return []
        return [Source(name, speaker[0], *span, "ru.source.interview", True) for span in answers(self.document)]


def _of_verbs(heard: list[Named]) -> list[Named]:
    """One speaker a verb: a person, or the body in which it was told, before a name that only stands beside it.

    "Рассказал в интервью Daily News посол Дании Ян Бек", "сообщили в Центре развития КТЖ".
    """
    persons = {_verb(match): speaker for match, speaker in heard if speaker.is_person and _verb(match) >= 0}
    inside = {_verb(match): speaker for match, speaker in heard if match.rule.id in INSIDE}
    meant = inside | persons
    return [(match, meant.get(_verb(match), speaker)) for match, speaker in heard]


def _verb(match: Found) -> int:
    """Where the verb of a source stands; -1 without one."""
    return match.groups.get("v", (-1, -1))[0]


def _innermost(heard: list[Named]) -> list[Named]:
    """Without those who only pass on what another source of the sentence has: "написал X, ссылаясь на данные Y"."""
    heard = _of_verbs(heard)
    referred = {speaker.name for match, speaker in heard if match.rule.means["cue"] == "refer"}
    return [
        (match, speaker)
        for match, speaker in heard
        if match.rule.id not in PASSING or not referred or speaker.name in referred
    ]
