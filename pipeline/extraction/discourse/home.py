"""Whose voice an article or its section speaks in: the country whose trade, visits and investments it counts.

It is the voice that the reader of the article is told, unless dateline, title and lead show that it is another.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter

from pipeline.extraction.discourse.elsewhere import elsewhere, institutions_of, scene_of, speaking_publisher
from pipeline.extraction.discourse.named import acting_in, body_of, land_told, named_land, only_gets
from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.mentions.model import Organisation, Party, Place

OPENING = (".", ",", "–", "(", "/", ":")
# below this share of the leading country's mentions the voice's country is a bystander of the article
BYSTANDER = 0.34
LEADING = 3
# so many sentences are an article's lead; a voice that is not named there is a bystander more easily
LEAD, ABSENT = 3, 0.5
# a dateline that stands as a sentence of its own is no longer than this; what is as short as a date is one
DATELINE, BARE = 8, 3
# who counts what a country sells and buys
OFFICE = re.compile(r"таможен|таможн|статист")
# words that tell of trade or investments, so that the first country of such a lead is the one it counts for
TRADED = ("TURNOVER", "EXPORT", "EXPORTV", "IMPORT", "IMPORTV", "SUPPLY", "REEXPORT", "FOREIGNTRADE", "BALANCE")
COUNTED = (*TRADED, "INVEST")
# nouns of trade that tell whose it is, and how near to them
OWNED = ("TURNOVER", "EXPORT", "IMPORT", "TRADEPARTNER", "FOREIGNTRADE")
NEAR = 5
# how near a country is to the noun that tells of its partners: "торговые партнеры Грузии"
PARTNERED = 2
# what stands before a country whose trade is not the one that is counted
BEFORE_OTHERS = ("и", "из", "в", "на", "с", "со", "между", "для", "к", "у", "от", "через")


class Home:
    """The home of one article: `voice`, and `homes` where its sections have another."""

    def __init__(self, document: Document, named: list[tuple[int, str]], sections: list[tuple[int, int]]) -> None:
        self.document = document
        self.groups: dict[str, list[str]] = document.lexicon.facts["groups"]
        self.named = named
        self.chunks = [chunk for chunk, _ in named]
        self.sections = sections
        self.is_local = self._names_town()
        self.voice = speaking_publisher(document, named) or self._article_home()
        self.is_supposed = self._is_supposed()
        self.homes = self._section_homes()

    def _article_home(self) -> str:
        """The article's voice, unless its dateline or its countries show that it speaks from elsewhere."""
        document = self.document
        counts = Counter(code for _, code in self.named if code not in self.groups)
        voice = document.voice
        leading = max(counts.values(), default=0)
        body = body_of(self.document)
        first = next((code for chunk, code in self.named if body and body.first <= chunk < body.end), None)
        end = self._lead_end(body) if body else 0
        lead = {code for chunk, code in self.named if chunk < end}
        share = BYSTANDER if voice in lead else ABSENT
        bystander = leading >= LEADING and counts[voice] <= share * leading and voice != first
        bystander = bystander and not self.is_local
        place = self._opening(body) if body else None
        bystander = bystander or bool(place and voice not in lead)
        counting = self._counting(body, place) or self._told_of(body, lead, counts) if body else None
        counting = counting or self._owner_of_lead(body)
        if counting:
            return counting
        if place and place != voice:
            title = {code for chunk, code in self.named if chunk < document.sentences[0].end}
            about_voice = document.sentences[0].is_heading and voice in title and place not in title
            if bystander or about_voice or acting_in(document, document.sentences[0]) == place:
                return place
        own = self._telling(body) if body else None
        if own:
            return own
        if bystander:
            acting = acting_in(document, document.sentences[0]) if document.sentences else None
            most = next(code for _, code in self.named if counts[code] == leading)
            nearer = (document.spoken_by.published_in, self._named_first(body) if body else None)
            unnamed = None if counts[voice] else scene_of(document, counts, self.groups)
            near = next((each for each in nearer if each and 2 * counts[each] >= leading), None)
            return acting or near or unnamed or most
        return voice if counts[voice] or self.is_local else elsewhere(document, counts, self.groups)

    def _is_supposed(self) -> bool:
        """Whether nothing tells of the country in whose voice the text is taken to speak."""
        speaking = self.document.spoken_by
        found = self.voice != self.document.voice or speaking.published_in == self.voice
        if speaking.told or found or self.is_local:
            return False
        return all(code != self.voice for _, code in self.named) and self.voice not in institutions_of(self.document)

    def _named_first(self, body: Sentence) -> str | None:
        """The country that both title and first sentence name before any other, as a text names its own."""
        spans = ((0, self.document.sentences[0].end), (body.first, body.end))
        firsts = [
            next((land for _, each in self.document.mentions(*span) if (land := land_told(each))), None)
            for span in spans
        ]
        return firsts[0] if firsts[0] == firsts[1] and firsts[0] not in self.groups else None

    def _telling(self, body: Sentence) -> str | None:
        """The one country that a title on trade names, if the first sentence is said of it: "Грузия реэкспортировала".

        A title that names the voice's country too is not of one country.
        """
        document, title = self.document, self.document.sentences[0]
        titled = {code for chunk, code in self.named if chunk < title.end}
        traded = any(document.has(name, title.first, title.end) for name in TRADED)
        if not title.is_heading or len(titled) != 1 or not traded or document.voice in titled:
            return None
        acting = acting_in(document, body)
        return acting if acting in titled and acting not in self.groups else None

    def _names_town(self) -> bool:
        """Whether the article is news of a region of the voice's country: title or lead name a town or office of it."""
        body = body_of(self.document)
        end = self._lead_end(body) if body else 0
        towns = (mention for _, mention in self.document.mentions(0, end) if isinstance(mention, Place))
        if any(town.country == self.document.voice and not town.is_capital for town in towns):
            return True
        words = self.document.tokens.analyses[: self.document.chunks.firsts[end]]
        return any("LOCALOFFICE" in each and each["LOCALOFFICE"][0] == self.document.voice for each in words)

    def _counting(self, body: Sentence, place: str | None) -> str | None:
        """The country whose figures a note tells: its lead counts for it; its dateline or statistics office agree."""
        document, end = self.document, self._lead_end(body)
        while self._is_dateline(body) and body.index + 1 < len(document.sentences):
            body = document.sentences[body.index + 1]
        if not any(document.has(name, body.first, body.end) for name in COUNTED):
            return None
        named = [
            (chunk, mention)
            for chunk, mention in document.mentions(body.first, body.end)
            if isinstance(mention, Party) and mention.role == "noun" and self._is_land(mention)
        ]
        offices = self._offices(body.first, end)
        if not named:
            return next(iter(offices)) if len(offices) == 1 and document.voice not in offices else None
        chunk, mention = named[0]
        joined = document.key(chunk + 1) == "и" or document.key(chunk - 1) in BEFORE_OTHERS
        agreed = offices == {mention.party} or (place == mention.party and not joined)
        return mention.party if agreed and document.voice not in offices else None

    def _owner_of_lead(self, body: Sentence | None) -> str | None:
        """Whose trade title or lead are about, if the voice's country is not named beside it.

        It owns the first noun of trade, sells or buys by it, or is whose partners are told: "импорт сахара в Грузию".
        """
        document, end = self.document, self._lead_end(body) if body else 0
        for sentence in document.sentences:
            trade = next(iter(document.those(sentence.first, sentence.end, *OWNED)), None)
            if sentence.first >= end or trade is None:
                continue
            owner = self._with_partners(sentence)
            named = {code for chunk, code in self.named if sentence.first <= chunk < sentence.end}
            owner = owner or (None if document.voice in named else self._owner_of(trade, sentence.end))
            if owner or document.voice in named:
                return owner
        return None

    def _with_partners(self, sentence: Sentence) -> str | None:
        """Whose partners a sentence tells of: "торговые партнеры Грузии"."""
        document, (first, end) = self.document, (sentence.first, sentence.end)
        for chunk, mention in document.mentions(first, end):
            if (
                isinstance(mention, Party)
                and document.key(chunk).startswith("партн")
                and mention.party not in self.groups
            ):
                return mention.party
        partner = next(iter(document.those(first, end, "TRADEPARTNER", "PARTNERN")), None)
        return self._owner_of(partner, min(partner + PARTNERED, end)) if partner is not None else None

    def _owner_of(self, trade: int, end: int) -> str | None:
        """The country beside a noun of trade that owns it, buys or sells by it, also "чешский экспорт"."""
        document, sold = self.document, self.document.is_a(trade, "EXPORT")
        before = document.mention(trade - 1)
        if sold and isinstance(before, Party) and before.role == "adjective" and before.party not in self.groups:
            return before.party
        for at in range(trade + 1, min(trade + NEAR, end)):
            mention, word = document.mention(at), document.key(at - 1)
            if not isinstance(mention, Party):
                continue
            alone = word not in BEFORE_OTHERS
            owns = word == ("в" if document.is_a(trade, "IMPORT") else "из") or ("g" in mention.features and alone)
            made = sold and mention.role == "adjective" and alone and document.is_a(at + 1, "GOODS")
            single = (mention.role == "noun" or made) and mention.party not in self.groups and mention.party[0] != "@"
            return mention.party if (owns or made) and single else None
        return None

    def _is_dateline(self, sentence: Sentence) -> bool:
        """Whether a sentence is a dateline alone: "Баку.", "11 февраля.", "ЕРЕВАН, 22 апреля. /АРКА/."."""
        length = sentence.end - sentence.first
        return length <= BARE or (length <= DATELINE and self._opening(sentence) is not None)

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
            if isinstance(mention, Party) and mention.role == "noun" and self._is_land(mention):
                into = document.key(chunk - 1) in ("в", "во") or document.is_a(chunk - 1, "ECONOMYN")
                return mention.party if into or "n" in mention.features else None
        return None

    def _is_land(self, mention: Party) -> bool:
        """Whether a name is that of one country: no group, no word that only points at one ("в страну")."""
        return mention.party not in self.groups and not mention.party.startswith("@")

    def _offices(self, first: int, end: int) -> set[str]:
        """The countries whose offices of statistics or customs a span names."""
        firsts = self.document.chunks.firsts
        words = self.document.tokens.analyses[firsts[first] : firsts[end]]
        known = {each["STATOFFICE"][0] for each in words if "STATOFFICE" in each}
        for _, mention in self.document.mentions(first, end):
            if isinstance(mention, Organisation) and mention.country and OFFICE.search(mention.name.lower()):
                known.add(mention.country)
        return known

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
        at = bisect_right(self.sections, sentence.first, key=lambda span: span[0]) - 1
        end = self.sections[at][1] if at >= 0 else sentence.end
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
            marked = sentence.is_heading or bool(homes) or self.document.key(sentence.first) in ("■", "•", "*")
            country = self._opening(sentence) if marked else None
            if country and not homes and only_gets(self.document, self.voice, sentence.first):
                return []
            if country:
                homes.append((sentence.first, country if self._bystander(sentence) else self.voice))
                opened = True
            elif opened and sentence.is_heading:
                homes.append((sentence.first, self.voice))
        return homes
