"""Which two countries a stretch of text is about, for what names only one of them or none ("две страны", "экспорт").

One is at home: the country in whose voice the article or its section speaks. The other is the last foreign country of
the paragraph, or else the one that the section or the article names most.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from pipeline.extraction.discourse.home import Home
from pipeline.extraction.discourse.named import body_of, countries_of, sections_of
from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import CorridorMention, Organisation, Party, Place

VAGUE = {"EUROPE", "ASIA", "WORLD", "AFRICA", "ARAB"}
# what in a title tells that it is about dealings with the country it names
DEALT = (
    "TURNOVER",
    "EXPORT",
    "EXPORTV",
    "IMPORT",
    "IMPORTV",
    "SUPPLY",
    "TURNOVERV",
    "BALANCE",
    "EVENTN",
    "VISITN",
    "DOC",
    "INVEST",
)
# so many sentences of the body are its lead
LEAD = 3
# so near a country is named beside a word that points at one
BESIDE = 3
# how many countries back a reference can reach; keeps reading linear in the length of the text
LOOK_BACK = 60


class Focus:
    """The countries of one article in reading order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.groups: dict[str, list[str]] = document.lexicon.facts["groups"]
        self.named = [(chunk, code) for chunk, mention in document.pairs for code in countries_of(mention)]
        self.chunks = [chunk for chunk, _ in self.named]
        self.dominants: dict[tuple[int, int, str], str | None] = {}
        self.sections = sections_of(document)
        speaking = Home(document, self.named, self.sections)
        self.voice, self.homes, self.is_local = speaking.voice, speaking.homes, speaking.is_local
        self.is_supposed = speaking.is_supposed
        self.title = self._in_title()
        self.dealt = self._deals()
        self.route = self._in_focus()

    def home(self, chunk: int) -> str:
        """The country in whose voice the text speaks at a chunk."""
        at = bisect_left(self.homes, (chunk + 1, "")) - 1 if self.homes else -1
        return self.homes[at][1] if at >= 0 else self.voice

    def tells_of_home(self, chunk: int) -> bool:
        """Whether the text names the country in whose voice it speaks at a chunk, or points at it."""
        home = self.home(chunk)
        return "OURLAND" in self.document.places or home in self.codes

    def own_side(self, chunk: int) -> str | None:
        """The country in whose voice the text speaks at a chunk; None where it only tells of others."""
        others = self.codes - self.groups.keys()
        return self.home(chunk) if len(others) < 2 or self.tells_of_home(chunk) else None

    def between(self, first: int, end: int) -> list[str]:
        """The countries that chunks `first` up to, not including, `end` name."""
        return [code for _, code in self.named[bisect_left(self.chunks, first) : bisect_left(self.chunks, end)]]

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
        """Whether the title tells of dealings with one foreign country."""
        return self.titled(chunk) is not None and (self.home(chunk) in self.title or self.dealt)

    def titled(self, chunk: int) -> str | None:
        """The one foreign country that the title names, so that "экспорт" without another one is the export there."""
        home = self.home(chunk)
        named = [code for code in self.title if code != home and code not in VAGUE]
        return named[0] if len(named) == 1 and named[0] not in self.counting else None

    @cached_property
    def counting(self) -> set[str]:
        """The countries that a title names only in the name of an office that tells of others: "Минсельхоз США"."""
        end = self.document.sentences[0].end if self.title else 0
        named = self.document.mentions(0, end)
        offices = {each.country for _, each in named if isinstance(each, Organisation) and each.country}
        others = (countries_of(each) for _, each in named if not isinstance(each, Organisation))
        return offices.difference(*others)

    def pair(self, chunk: int) -> tuple[str, str] | None:
        """Home and partner at a chunk; None where the text names no foreign country."""
        partner = self.partner(chunk)
        return (self.home(chunk), partner) if partner else None

    def sides(self, chunk: int) -> tuple[str, str] | None:
        """Home and partner at a chunk; of a text that does not tell of home, the two countries that it names alone.

        A town in which something takes place names no side.
        """
        pair = self.pair(chunk)
        if pair is None or self.own_side(chunk):
            return pair
        return self._alone

    @cached_property
    def codes(self) -> set[str]:
        """All countries and groups that the text names, besides that it is sent from one."""
        return {code for chunk, code in self.named if chunk not in self.document.datelines}

    @cached_property
    def _alone(self) -> tuple[str, str] | None:
        lands = [code for chunk, code in self.named if not self._is_scene(chunk) and code not in self.groups]
        named = list(dict.fromkeys(lands))
        return (named[0], named[1]) if len(named) == 2 else None

    def _is_scene(self, chunk: int) -> bool:
        town = self.document.mention(chunk)
        if chunk in self.document.datelines:
            return True
        placed = self.document.key(chunk - 1) in ("в", "во")  # "в Осло" has the form of a subject
        return isinstance(town, Place) and (placed or "n" not in town.features or not town.is_capital)

    def settle(self, chunks: Iterable[int]) -> None:
        """Count the countries of offices that were named without one, now that it is known."""
        known = {chunk: found for chunk in chunks if (found := countries_of(self.document.mention(chunk)))}
        if known:
            self.named = [(chunk, known.get(chunk, [code])[0]) for chunk, code in self.named]
            self.dominants.clear()
            vars(self).pop("codes", None)

    def point(self) -> None:
        """Give words that point at a country ("наша страна", "сосед", "регион") the one they mean."""
        if not self.document.sentences:
            return  # a text whose every line is in another language
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
            return self._other_than_beside(chunk) or self.home(chunk)
        last = bisect_left(self.chunks, chunk)
        groups = [code for _, code in self.named[max(last - LOOK_BACK, 0) : last] if code in self.groups]
        if pointer == "@region":
            at_home = self.voice == self.document.voice and self.is_local
            unnamed = None if at_home else "C5"
            return unnamed if not groups else "C5" if "C5" in groups else groups[-1]
        return next((code for code in reversed(groups) if code in ("EAEU", "EU", "OTS", "CIS", "SCO")), None)

    def _other_than_beside(self, chunk: int) -> str | None:
        """The partner, where the home country itself is named beside "республика": "из республики в Казахстан"."""
        home, sentence = self.home(chunk), self.document.sentence_at(chunk)
        first, end = max(chunk - BESIDE, sentence.first), min(chunk + BESIDE + 1, sentence.end)
        beside = [
            each
            for at, each in self.document.mentions(first, end)
            if at != chunk and isinstance(each, Party) and each.party == home
        ]
        return self.partner(chunk) if beside and not self.document.has("OURLAND", chunk, chunk + 1) else None

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

        Its chunk, its id, and the rule that found it; None where the text names several or begins with another thing. A
        branch of a corridor is of the same text: "восточный маршрут коридора «Север – Юг»".
        """
        found: list[tuple[int, str, str]] = []
        for chunk, mention in self.document.chunks.marks.items():
            if isinstance(mention, CorridorMention) and mention.corridor:
                found.append((chunk, mention.corridor, mention.rule))
            elif isinstance(mention, Organisation):
                words = self.document.tokens.analyses[mention.start : mention.end]
                found.extend((chunk, each["CORRIDOR"][0], mention.rule) for each in words if "CORRIDOR" in each)
        body = body_of(self.document)
        sentences = self.document.sentences
        leads = body is not None and bool(found)
        leads = leads and body is not None and found[0][0] < sentences[min(body.index + LEAD, len(sentences)) - 1].end
        named = {corridor for _, corridor, _ in found}
        whole = next((each for each in found if all(f"{other}-".startswith(f"{each[1]}-") for other in named)), None)
        return whole if leads else None

    @cached_property
    def crossed(self) -> tuple[int, str, str] | None:
        """The one country whose transit title or lead tell of, where no corridor is named; with chunk and rule."""
        named = self.document.of_kind(CorridorMention, 0, len(self.document.chunks))
        if any(mention.corridor for _, mention in named):
            return None
        found: dict[str, tuple[int, str, str]] = {}
        for sentence in self.document.sentences[:LEAD]:
            if not self.document.has("TRANSITN", sentence.first, sentence.end):
                continue
            for match in sentence.cues.get("through", ()):
                chunk = match.groups["p"][0]
                for code in countries_of(self.document.mention(chunk)):
                    found.setdefault(code, (chunk, code, match.rule.id))
        return next(iter(found.values())) if len(found) == 1 else None

    def _deals(self) -> bool:
        """Whether the title speaks of trade, or of things between two."""
        title = self.document.sentences[0] if self.document.sentences else None
        return title is not None and any(self.document.has(name, title.first, title.end) for name in DEALT)

    def _in_title(self) -> list[str]:
        sentences = self.document.sentences
        end = sentences[0].end if sentences and sentences[0].is_heading else 0
        return list(dict.fromkeys(code for chunk, code in self.named if chunk < end))
