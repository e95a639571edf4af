"""Which two countries a stretch of text is about, for what names only one of them or none ("две страны", "экспорт").

One is at home: the country in whose voice the article or its section speaks. The other is the last foreign country of
the paragraph, or else the one that the section or the article names most.
"""

from bisect import bisect_left, bisect_right
from collections import Counter

from pipeline.extraction.discourse.named import countries_of, named_land, sections_of
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import CorridorMention, Organisation, Party, Place

OPENING = (".", ",", "–", "(", "/", ":")
VAGUE = {"EUROPE", "ASIA", "WORLD", "AFRICA", "ARAB"}
# below this share of the leading country's mentions the voice's country is a bystander of the article
BYSTANDER = 0.34
LEADING = 3
# so many sentences are an article's lead; a voice that is not named there is a bystander more easily
LEAD = 3
ABSENT = 0.5
# a dateline that stands as a sentence of its own is no longer than this
DATELINE = 3
# words that tell of trade or investments, so that the first country of such a lead is the one it counts for
TRADED = ("TURNOVER", "EXPORT", "EXPORTV", "IMPORT", "IMPORTV", "SUPPLY", "REEXPORT", "FOREIGNTRADE", "BALANCE")
COUNTED = (*TRADED, "INVEST")
# what stands before a country whose trade is not the one that is counted
BEFORE_OTHERS = ("из", "в", "на", "с", "со", "между", "для", "к", "у", "от", "через")
# how many countries back a reference can reach; keeps reading linear in the length of the text
LOOK_BACK = 60


class Focus:
    """The countries of one article in reading order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.groups: dict[str, list[str]] = document.lexicon.facts["groups"]
        self.named: list[tuple[int, str]] = []
        for chunk, mention in document.chunks.marks.items():
            self.named.extend((chunk, code) for code in countries_of(mention))
        self.chunks = [chunk for chunk, _ in self.named]
        self.dominants: dict[tuple[int, int, str], str | None] = {}
        self.sections = sections_of(document)
        self.voice = self._article_home()
        self.homes = self._section_homes()
        self.title = self._in_title()
        self.route = self._in_focus()

    def home(self, chunk: int) -> str:
        """The country in whose voice the text speaks at a chunk."""
        at = bisect_left(self.homes, (chunk + 1, "")) - 1
        return self.homes[at][1] if at >= 0 else self.voice

    def partner(self, chunk: int) -> str | None:
        """The foreign country that a text is about at a chunk."""
        home = self.home(chunk)
        first, _ = self.document.paragraph_of(self.document.sentence_at(chunk))
        last = bisect_left(self.chunks, chunk) - 1
        for at in range(last, max(last - LOOK_BACK, -1), -1):
            where, code = self.named[at]
            if where < first:
                break
            if code != home and code not in VAGUE:
                return code
        titled = self.titled(chunk)
        if titled:
            return titled
        section = self._section(chunk)
        before = self.dominant(self._paragraph_before(first), first, home)
        here = self.dominant(*section, home) if section else before
        return here or self.dominant(0, len(self.document.chunks), home)

    def is_bilateral(self, chunk: int) -> bool:
        """Whether the title names one foreign country."""
        return self.titled(chunk) is not None

    def titled(self, chunk: int) -> str | None:
        """The one foreign country that the title names, so that "экспорт" without another one is the export there."""
        home = self.home(chunk)
        named = [code for code in self.title if code != home and code not in VAGUE]
        return named[0] if len(named) == 1 else None

    def pair(self, chunk: int) -> tuple[str, str] | None:
        """Home and partner at a chunk; None where the text names no foreign country."""
        partner = self.partner(chunk)
        return (self.home(chunk), partner) if partner else None

    def point(self) -> None:
        """Give words that point at a country ("наша страна", "сосед", "регион") the one they mean."""
        union = any(code == "EU" for _, code in self.named)
        for chunk, mention in self.document.chunks.marks.items():
            if isinstance(mention, Party) and mention.party.startswith("@"):
                mention.party = self._pointed(mention.party, chunk) or self.home(chunk)
            elif union and isinstance(mention, Party) and mention.party == "EUROPE" and mention.role == "adjective":
                mention.party = "EU"  # "европейские партнеры" in a text about the Union

    def _pointed(self, pointer: str, chunk: int) -> str | None:
        if pointer == "@partner":
            return self.partner(chunk)
        if pointer == "@voice":
            return self.home(chunk)
        last = bisect_left(self.chunks, chunk)
        groups = [code for _, code in self.named[max(last - LOOK_BACK, 0) : last] if code in self.groups]
        if pointer == "@region":
            at_home = self.voice == self.document.voice and self._is_local(self._body())
            unnamed = None if at_home else "C5"
            return unnamed if not groups else "C5" if "C5" in groups else groups[-1]
        return next((code for code in reversed(groups) if code in ("EAEU", "EU", "OTS", "CIS", "SCO")), None)

    def dominant(self, first: int, end: int, home: str) -> str | None:
        """The foreign country that a span names most, single countries before groups; of equals the first named."""
        key = (first, end, home)
        if key not in self.dominants:
            span = self.named[bisect_left(self.chunks, first) : bisect_left(self.chunks, end)]
            names = [code for _, code in span if code != home and code not in VAGUE]
            counts = Counter(code for code in names if code not in self.groups) or Counter(names)
            most = max(counts.values(), default=0)
            self.dominants[key] = next((code for code in names if counts.get(code) == most), None)
        return self.dominants[key]

    def _paragraph_before(self, first: int) -> int:
        return self.document.paragraph_of(self.document.sentence_at(max(first - 2, 0)))[0]

    def _section(self, chunk: int) -> tuple[int, int] | None:
        at = bisect_right(self.sections, chunk, key=lambda span: span[0]) - 1
        return self.sections[at] if at >= 0 else None

    def _in_focus(self) -> tuple[int, str, str] | None:
        """The corridor that a text is about: the only one it names, in its title or lead, also in a firm's name.

        Its chunk, its id, and the rule that found it; None where the text names several or begins with another thing.
        """
        found: list[tuple[int, str, str]] = []
        for chunk, mention in self.document.chunks.marks.items():
            if isinstance(mention, CorridorMention) and mention.corridor:
                found.append((chunk, mention.corridor, mention.rule))
            elif isinstance(mention, Organisation):
                tokens = range(mention.start, mention.end)
                names = (self.document.tokens.value(at, "CORRIDOR") for at in tokens)
                found.extend((chunk, name, mention.rule) for name in names if name)
        body = self._body()
        leads = body is not None and bool(found) and found[0][0] < body.end
        return found[0] if leads and len({corridor for _, corridor, _ in found}) == 1 else None

    def _in_title(self) -> list[str]:
        sentences = self.document.sentences
        end = sentences[0].end if sentences and sentences[0].is_heading else 0
        return list(dict.fromkeys(code for chunk, code in self.named if chunk < end))

    def _article_home(self) -> str:
        """The article's voice, unless its dateline or its countries show that it speaks from elsewhere."""
        document = self.document
        counts = Counter(code for _, code in self.named if code not in self.groups)
        voice = document.voice
        leading = max(counts.values(), default=0)
        body = self._body()
        first = next((code for chunk, code in self.named if body and body.first <= chunk < body.end), None)
        end = self._lead_end(body) if body else 0
        lead = {code for chunk, code in self.named if chunk < end}
        share = BYSTANDER if voice in lead else ABSENT
        bystander = leading >= LEADING and counts[voice] <= share * leading and voice != first
        bystander = bystander and not self._is_local(body)
        place = self._opening(body) if body else None
        bystander = bystander or bool(place and voice not in lead)
        counting = self._counting(body, place) or self._told_of(body, lead, counts) if body else None
        if counting:
            return counting
        if place and place != voice:
            title = {code for chunk, code in self.named if chunk < document.sentences[0].end}
            about_voice = document.sentences[0].is_heading and voice in title and place not in title
            if bystander or about_voice:
                return place
        if bystander:
            return next(code for _, code in self.named if counts[code] == leading)
        return voice

    def _body(self) -> Sentence | None:
        """The first sentence below the title."""
        return next((sentence for sentence in self.document.sentences if not sentence.is_heading), None)

    def _is_local(self, body: Sentence | None) -> bool:
        """Whether the article is news of a region of the voice's country: title or lead name a town of it."""
        end = self._lead_end(body) if body else 0
        towns = (mention for _, mention in self.document.mentions(0, end) if isinstance(mention, Place))
        return any(town.country == self.document.voice and not town.is_capital for town in towns)

    def _counting(self, body: Sentence, place: str | None) -> str | None:
        """The country whose figures a note tells: its lead counts for it; its dateline or statistics office agree."""
        document, end = self.document, self._lead_end(body)
        if body.end - body.first <= DATELINE and body.index + 1 < len(document.sentences):
            body = document.sentences[body.index + 1]
        if not any(document.has(name, body.first, body.end) for name in COUNTED):
            return None
        named = [
            (chunk, mention)
            for chunk, mention in document.mentions(body.first, body.end)
            if isinstance(mention, Party) and mention.role == "noun" and mention.party not in self.groups
        ]
        if not named:
            return None
        chunk, mention = named[0]
        joined = document.key(chunk + 1) in ("и", "с") or document.key(chunk - 1) in BEFORE_OTHERS
        offices = self._offices(body.first, end)
        agreed = offices == {mention.party} or (place == mention.party and not joined)
        return mention.party if agreed and document.voice not in offices else None

    def _told_of(self, body: Sentence, lead: set[str], counts: Counter[str]) -> str | None:
        """Whose trade a note tells that names the voice's country neither in title nor lead: "Внешняя торговля Грузии".

        The first country that stands there as a subject or a genitive, if title or first sentence speak of trade.
        """
        document = self.document
        title = document.sentences[0]
        if document.voice in lead or any(chunk < title.end for chunk, code in self.named if code == document.voice):
            return None
        if not any(document.has(name, title.first, body.end) for name in TRADED):
            return self._invested_in(title.first, body.end)
        passed = False
        for chunk, mention in document.mentions(title.first, body.end):
            country = named_land(mention)
            if country is None or country in self.groups or not isinstance(mention, Party | Place):
                continue
            owns = bool(set("ng") & set(mention.features)) and document.key(chunk - 1) not in BEFORE_OTHERS
            if owns and (not passed or counts[country] >= LEADING):
                return country
            passed = True
        return None

    def _invested_in(self, first: int, end: int) -> str | None:
        """The country into which title or lead have money flow, in a text that names the voice's country nowhere."""
        document = self.document
        pointed = document.has("OURLAND", first, end) or any(code == document.voice for _, code in self.named)
        if pointed or not document.has("INVEST", first, end):
            return None
        for chunk, mention in document.mentions(first, end):
            if isinstance(mention, Party) and mention.role == "noun" and mention.party not in self.groups:
                into = document.key(chunk - 1) in ("в", "во") or document.is_a(chunk - 1, "ECONOMYN")
                return mention.party if into or "n" in mention.features else None
        return None

    def _offices(self, first: int, end: int) -> set[str]:
        """The countries whose statistics offices a span names."""
        document = self.document
        at = range(document.chunks.firsts[first], document.chunks.firsts[end])
        return {country for token in at if (country := document.tokens.value(token, "STATOFFICE")) is not None}

    def _lead_end(self, body: Sentence) -> int:
        """Where the lead of the article ends: some sentences after its title."""
        sentences = self.document.sentences
        return sentences[min(body.index + LEAD - 1, len(sentences) - 1)].end

    def _opening(self, sentence: Sentence) -> str | None:
        """The country of a dateline or of a heading that begins a text: "Бишкек.", "ТАШКЕНТ, 15 ноября.", "Грузия."."""
        first = sentence.first
        while (
            first < sentence.end and self.document.mention(first) is None and not self.document.key(first)[0].isalnum()
        ):
            first += 1
        mention = self.document.mention(first)
        if first + 1 < sentence.end and self.document.key(first + 1) not in OPENING:
            return None
        if isinstance(mention, Place):
            return self._of_towns(mention, first)
        return mention.party if isinstance(mention, Party) and mention.role == "noun" else None

    def _of_towns(self, town: Place, at: int) -> str:
        """The country of a dateline; of "ЛОНДОН/ТАШКЕНТ" the one that the title names, or else the last."""
        other = self.document.mention(at + 2)
        if self.document.key(at + 1) != "/" or not isinstance(other, Place):
            return town.country
        title = self.document.sentences[0]
        named = {code for chunk, code in self.named if chunk < title.end}
        return town.country if town.country in named else other.country

    def _bystander(self, sentence: Sentence) -> bool:
        """Whether the section that a sentence opens names the voice's country once at most."""
        section = self._section(sentence.first)
        end = section[1] if section else sentence.end
        span = self.named[bisect_left(self.chunks, sentence.first) : bisect_left(self.chunks, end)]
        return sum(code == self.voice for _, code in span) <= 1

    def _section_homes(self) -> list[tuple[int, str]]:
        """Where the home changes: at headings and paragraphs that open with a country's name, until the next such."""
        homes: list[tuple[int, str]] = []
        paragraph = -1
        opened = False
        for sentence in self.document.sentences[1:]:
            if sentence.paragraph == paragraph:
                continue
            paragraph = sentence.paragraph
            country = self._opening(sentence)
            marked = sentence.is_heading or bool(homes) or self.document.key(sentence.first) in ("■", "•", "*")
            if country and marked:
                homes.append((sentence.first, country if self._bystander(sentence) else self.voice))
                opened = True
            elif opened and sentence.is_heading:
                homes.append((sentence.first, self.voice))
        return homes
