"""An article under reading: its tokens, mentions, sentences with their cues, and what the stages add to them in turn.

This module holds the shapes and how to look around in them, not what anything means.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.forms import Forms, any_within, around, places_of, within
from pipeline.extraction.headings import headings
from pipeline.extraction.language import foreign_lines
from pipeline.extraction.lexicon import Analyses, Lexicon
from pipeline.extraction.matching import Found, Rules
from pipeline.extraction.mentions import Chunks, chunked, find_mentions
from pipeline.extraction.mentions.model import Amount, DateMention, Mention
from pipeline.extraction.publishers import VOICE, Voice
from pipeline.extraction.sentences import sentences_of
from pipeline.extraction.text import Text
from pipeline.extraction.tokens import Tokeniser, Tokens

Kind = TypeVar("Kind", bound=Mention)


@dataclass(slots=True)
class Sentence:
    """Chunks `first` up to, not including, `end`; with matches of discourse rules by cue, and those of frames.

    `breaks` are the chunks at which its clauses end, in order; `amounts` and `dates` stand with their chunks, `numbers`
    and `days` are these alone. `sectors` are what chunks name, and whether a firm's name does; found when asked for.
    """

    index: int
    paragraph: int
    first: int
    end: int
    is_heading: bool
    cues: dict[str, list[Found]] = field(default_factory=dict)
    triggers: list[Found] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    amounts: list[tuple[int, Amount]] = field(default_factory=list)
    dates: list[tuple[int, DateMention]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    periods: dict[int, Period] = field(default_factory=dict)
    sectors: list[tuple[int, list[str], bool]] | None = None
    decisions: dict[int, str] = field(default_factory=dict)


class _Keys(dict[int, str]):
    def __missing__(self, chunk: int) -> str:
        return ""


@dataclass(slots=True)
class Document:
    """One article. `voice` is the country in whose voice it is taken to speak, `spoken_by` what is known of that."""

    text: Text
    tokens: Tokens
    chunks: Chunks
    sentences: list[Sentence]
    lexicon: Lexicon
    published_on: date | None
    voice: str
    spoken_by: Voice
    paragraphs: dict[int, tuple[int, int]] = field(default_factory=dict)
    datelines: set[int] = field(default_factory=set)  # the chunks that only tell where the text is sent from
    starts: list[int] = field(init=False)
    marked: list[int] = field(init=False)
    pairs: list[tuple[int, Mention]] = field(init=False)
    """The mentions with their chunks, in the order of the text; `marked` has the chunks alone, `kinds` by kind."""
    kinds: dict[type[Mention], list[int]] = field(init=False)
    keys: list[str] = field(init=False)
    """The form of each chunk's first token."""
    places: dict[str, list[int]] = field(init=False)
    """For each class of the lexicon the chunks whose first word is of it."""
    forms: Forms = field(init=False)
    """The chunks that begin with a form, such as a comma."""
    words_as: list[Analyses] = field(init=False)
    """What the lexicon says of each chunk that is a plain word; nothing of mentions."""
    mention: Callable[[int], Mention | None] = field(init=False)
    """What a chunk stands for, None for a plain token or beyond the text."""
    key: Callable[[int], str] = field(init=False)
    """The form of a chunk's first token, empty outside the text."""

    def __post_init__(self) -> None:
        # asked for thousands of times an article, so that these two are plain look-ups
        self.mention = self.chunks.marks.get
        self.keys = list(map(self.tokens.keys.__getitem__, self.chunks.firsts[:-1]))
        self.key = _Keys(enumerate(self.keys)).__getitem__
        self.forms = Forms(self.keys)
        self.starts = [sentence.first for sentence in self.sentences]
        self.words_as = self.chunks.heads.copy()
        self._list_mentions()
        for chunk in self.marked:
            self.words_as[chunk] = {}
        self.places = places_of(self.chunks.heads)
        for sentence in self.sentences:
            for chunk, mention in self.mentions(sentence.first, sentence.end):
                if isinstance(mention, Amount):
                    sentence.amounts.append((chunk, mention))
                    sentence.numbers.append(chunk)
                elif isinstance(mention, DateMention):
                    sentence.dates.append((chunk, mention))
                    sentence.days.append(chunk)
            first, _ = self.paragraphs.get(sentence.paragraph, (sentence.index, 0))
            self.paragraphs[sentence.paragraph] = (first, sentence.index)

    def has(self, name: str, first: int, end: int) -> bool:
        """Whether a word of a class stands in chunks `first` up to, not including, `end`."""
        chunks = self.places.get(name)
        if chunks is None:
            return False
        at = bisect_left(chunks, first)
        return at < len(chunks) and chunks[at] < end

    def is_a(self, chunk: int, *names: str) -> bool:
        """Whether a chunk is a plain word, no mention, of one of the classes; never beyond the text."""
        words = self.words_as
        return 0 <= chunk < len(words) and not words[chunk].keys().isdisjoint(names)

    def classes(self, chunks: Iterable[int]) -> set[str]:
        """All classes of the plain words at chunks."""
        return set().union(*map(self.words_as.__getitem__, chunks))

    def values(self, name: str, first: int, end: int) -> list[tuple[int, str]]:
        """The words of a class in chunks `first` up to, not including, `end`: their chunks and values."""
        if name not in self.places:
            return []
        chunks, heads = self.places[name], self.chunks.heads
        at = bisect_left(chunks, first)
        return [(chunk, heads[chunk][name][0]) for chunk in chunks[at : bisect_left(chunks, end, at)]]

    def those(self, first: int, end: int, *names: str) -> list[int]:
        """The chunks `first` up to, not including, `end` whose first word is of one of the classes, in order."""
        places = [self.places[name] for name in names if name in self.places]
        if len(places) == 1:
            return within(places[0], first, end)
        return sorted({chunk for each in places for chunk in within(each, first, end)})

    def mentions(self, first: int, end: int) -> list[tuple[int, Mention]]:
        """The mentions in chunks `first` up to, not including, `end`, with their chunks."""
        at = bisect_left(self.marked, first)
        return self.pairs[at : bisect_left(self.marked, end, at)]

    def of_kind(self, kind: type[Kind], first: int, end: int) -> list[tuple[int, Kind]]:
        """The mentions of a kind in chunks `first` up to, not including, `end`, with their chunks."""
        marks, chunks = self.chunks.marks, self.kinds.get(kind, [])
        return [(at, found) for at in within(chunks, first, end) if isinstance(found := marks[at], kind)]

    def names(self, kind: type[Mention], first: int, end: int) -> bool:
        """Whether a mention of a kind stands in chunks `first` up to, not including, `end`."""
        return any_within(self.kinds.get(kind, []), first, end)

    def beside(self, kind: type[Kind], chunk: int, first: int, end: int) -> list[tuple[int, Kind]]:
        """The last mention of a kind before a chunk and the first one from it on, so far as a span has them."""
        marks, chunks = self.chunks.marks, self.kinds.get(kind, [])
        near = around(chunks, chunk, first, end, 1)
        return [(at, found) for at in near if isinstance(found := marks[at], kind)]

    def settle(self, chunk: int, mention: Mention) -> None:
        """Put what a mention is found to stand for in its place."""
        self.chunks.marks[chunk] = mention
        self.pairs[bisect_left(self.marked, chunk)] = (chunk, mention)

    def forget(self, chunks: list[int]) -> None:
        """Take mentions for plain words."""
        for chunk in chunks:
            self.kinds[type(self.chunks.marks.pop(chunk))].remove(chunk)
        if chunks:
            self._list_mentions()

    def _list_mentions(self) -> None:
        self.marked, self.pairs, self.kinds = (
            list(self.chunks.marks),
            list(self.chunks.marks.items()),
            defaultdict(list),
        )
        for chunk, mention in self.pairs:
            self.kinds[type(mention)].append(chunk)

    def of_class(self, chunk: int, *names: str) -> bool:
        """Whether a chunk's first word, in a mention or not, is of one of the classes; never beyond the text."""
        heads = self.chunks.heads
        return 0 <= chunk < len(heads) and not heads[chunk].keys().isdisjoint(names)

    def value(self, chunk: int, name: str) -> str | None:
        """The value of a chunk's first word in a class of the lexicon; None when it is not of that class."""
        heads = self.chunks.heads
        found = heads[chunk].get(name) if 0 <= chunk < len(heads) else None
        return found[0] if found else None

    def features(self, chunk: int, name: str) -> str:
        """The features of a chunk's first word in a class of the lexicon; empty beyond the text."""
        heads = self.chunks.heads
        found = heads[chunk].get(name) if 0 <= chunk < len(heads) else None
        return found[1] if found else ""

    def is_adjective(self, chunk: int) -> bool:
        """Whether a chunk's word is an adjective of the lexicon."""
        analyses = self.tokens.analyses[self.chunks.firsts[chunk]] if chunk < len(self.chunks) else {}
        return any("A" in features for _, features in analyses.values())

    def begins_low(self, sentence: Sentence) -> bool:
        """Whether a sentence begins with a small letter, as the points of a list do."""
        at = sentence.first
        while at < sentence.end - 1 and not self.key(at)[:1].isalpha():
            at += 1
        return self.tokens.text[self.tokens.starts[self.chunks.firsts[at]]].islower()

    def words(self, first: int, end: int) -> str:
        """The folded text of chunks `first` up to, not including, `end`; empty beyond the text."""
        end = min(end, len(self.chunks))
        return self.tokens.words(self.chunks.firsts[first], self.chunks.firsts[end]) if first < end else ""

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Where chunks stand in the text as received."""
        start = self.tokens.starts[self.chunks.firsts[first]]
        return self.text.raw_span(start, self.tokens.ends[self.chunks.firsts[end] - 1])

    def paragraph_of(self, sentence: Sentence) -> tuple[int, int]:
        """The chunks of a sentence's paragraph."""
        first, last = self.paragraphs[sentence.paragraph]
        return self.sentences[first].first, self.sentences[last].end

    def sentence_at(self, chunk: int) -> Sentence:
        """The sentence that holds a chunk, or the last one before it."""
        return self.sentences[max(bisect_right(self.starts, chunk) - 1, 0)]


@dataclass(slots=True)
class Grammar:
    """All that reading a language takes: its lexicon, and the rules over tokens and over chunks."""

    lexicon: Lexicon
    tokeniser: Tokeniser
    mentions: Rules
    chunks: Rules

    @staticmethod
    def of(lexicon: Lexicon) -> "Grammar":
        """The grammar that was compiled with a lexicon."""
        stages = lexicon.grammar
        chunks = Rules(stages["discourse"] + stages["frames"])
        return Grammar(lexicon, Tokeniser(lexicon), Rules(stages["mentions"]), chunks)


def open_document(text: Text, grammar: Grammar, published_on: date | None, spoken_by: Voice) -> Document:
    """Tokenise, find mentions and cues, and lay out sentences."""
    lexicon = grammar.lexicon
    tokens = grammar.tokeniser.tokens(text.folded)
    spans = sentences_of(tokens, lexicon)
    mentions = find_mentions(tokens, grammar.mentions, lexicon)
    chunks = chunked(tokens, mentions, lexicon)
    sentences = _sentences(tokens, chunks, spans, lexicon.language)
    document = Document(text, tokens, chunks, sentences, lexicon, published_on, spoken_by.told or VOICE, spoken_by)
    _place(document, grammar)
    return document


def _sentences(tokens: Tokens, chunks: Chunks, spans: list[tuple[int, int]], language: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    foreign = foreign_lines(tokens.text, language)
    text, starts, firsts = tokens.text, tokens.starts, chunks.firsts
    paragraph, chunk, count, read = 0, 0, len(chunks), 0
    for first, end in spans:
        if text.find("\n", read, starts[first]) >= 0:
            paragraph += 1
        read = tokens.ends[end - 1]
        start = bisect_left(firsts, first, chunk, count)
        chunk = bisect_left(firsts, end, start, count)
        at = bisect_right(foreign, (starts[first], len(text))) - 1
        if chunk > start and not (at >= 0 and starts[first] < foreign[at][1]):
            sentences.append(Sentence(len(sentences), paragraph, start, chunk, False))
    headed = headings([(each.paragraph, each.first, each.end) for each in sentences], tokens, chunks)
    for sentence in sentences:
        sentence.is_heading = sentence.paragraph in headed
    return sentences


def _place(document: Document, grammar: Grammar) -> None:
    """Give every cue and trigger to its sentence; a match across a sentence's end belongs to none."""
    found = grammar.chunks.every(document.chunks.codes)
    at = 0
    for sentence in document.sentences:
        while at < len(found) and found[at].start < sentence.first:
            at += 1
        while at < len(found) and found[at].start < sentence.end:
            match, at = found[at], at + 1
            if match.end > sentence.end:
                continue
            if match.rule.cue:
                sentence.cues.setdefault(match.rule.cue, []).append(match)
            else:
                sentence.triggers.append(match)
