"""How the countries of a sentence stand in it: from, to, with, of, through; read from cues and from case."""

from bisect import bisect_left
from copy import copy
from typing import NamedTuple

from pipeline.extraction.document import Document, Sentence
from pipeline.extraction.forms import within
from pipeline.extraction.mentions.model import Mention, Pair, Party, Person, Place

CUES = ("apart", "between", "inside", "through", "to", "with", "from", "for", "in", "member", "at")
# of how many countries on each side of an amount it can be
SIDE = 8
# rules in which an adjective itself stands for its country
ADJECTIVAL = {
    "ru.role.to-market",
    "ru.role.to-adjective-alone",
    "ru.role.border",
    "ru.role.through",
    "ru.role.with-partners",
}


# how far before "досталось" stands who gets something
GETTING = 5
# how far a relative pronoun is from its comma, and a country before that
RELATED = 5
# what a relative pronoun makes of its country, by the preposition before it and, of those with two cases, its form
RELATIVES = {
    ("с", ""): "with",
    ("со", ""): "with",
    ("из", ""): "from",
    ("для", ""): "for",
    ("в", "которую"): "to",
    ("в", "который"): "to",
    ("в", "которые"): "to",
    ("на", ""): "member",
    ("долю", ""): "member",
}
WHENCE = {"откуда": "from", "куда": "to"}
# pronouns for who gets something, and how far behind them stands the verb of selling
TO_WHOM, SOLD = ("ему", "ей", "им"), 8
SEVERAL = ("которые", "которых", "которыми")


class Actor(NamedTuple):
    """A country at a chunk, in a role.

    The role is one of `CUES`, or `of` (genitive), `dative`, `agent` (instrumental), `adjective`, `subject`, `pair`.
    """

    chunk: int
    country: str
    role: str
    rule: str


class Roles:
    """The countries of one sentence in their roles."""

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.document = document
        self.masked = _masked(sentence) | document.datelines
        assigned: dict[int, tuple[str, str]] = {}
        for cue in CUES:
            for match in sentence.cues.get(cue, ()):
                for group in ("p", "q"):
                    if group in match.groups:
                        at = match.groups[group][0]
                        if at not in assigned or match.rule.id in ADJECTIVAL:
                            assigned[at] = (cue, match.rule.id)
        self.actors: list[Actor] = []
        for chunk, mention in document.mentions(sentence.first, sentence.end):
            if chunk not in self.masked:
                self._add(chunk, mention, assigned)
        self._coordinate()
        self._relate(sentence)
        self._sort_by_role()
        self._recall(sentence)

    def _sort_by_role(self) -> None:
        """A sentence is asked for a few roles over and over, most of which nobody in it has."""
        self.chunks = [actor.chunk for actor in self.actors]
        self.roles = {actor.role for actor in self.actors}

    def _add(self, chunk: int, mention: Mention, assigned: dict[int, tuple[str, str]]) -> None:
        match mention:
            case Pair():
                self.actors.extend(Actor(chunk, code, "pair", mention.rule) for code in mention.parties)
            case Party() | Place():
                country = mention.party if isinstance(mention, Party) else mention.country
                role, rule = assigned.get(chunk, ("", ""))
                if not role or (isinstance(mention, Party) and mention.role == "adjective" and rule not in ADJECTIVAL):
                    case = "subject" if self._opens(chunk, mention) else _by_case(mention)
                    case = "dative" if self._gets(chunk, mention) else case
                    role, rule = self._as_side(chunk, mention) or case, mention.rule
                self.actors.append(Actor(chunk, country, role, rule))
            case Person() if (land := self._business_of(mention)) is not None:
                self.actors.append(Actor(chunk, land, "adjective", mention.rule))
            case Person():
                if chunk in assigned and mention.country and assigned[chunk][0] == "between":
                    self.actors.append(Actor(chunk, mention.country, *assigned[chunk]))

    def _opens(self, chunk: int, mention: Party | Place) -> bool:
        """Whether an indeclinable name is the subject: first in a clause, or "в экономику РК США вложили"."""
        indeclinable = isinstance(mention, Party) and {"n", "g"} <= set(mention.features) and mention.role == "noun"
        first = chunk == self.document.sentence_at(chunk).first
        owned = self.document.is_a(chunk - 2, "ECONOMYN") and isinstance(self.document.mention(chunk - 1), Party)
        return indeclinable and (first or owned or self.document.key(chunk - 1) in (",", "а", "что", "–", "но"))

    def _gets(self, chunk: int, mention: Party | Place) -> bool:
        """Whether a country right behind a verb of sending gets what is sent: "продали Турции"."""
        named = not isinstance(mention, Party) or mention.role == "noun"
        behind = self.document.is_a(chunk - 1, "EXPORTV") or self.document.has("GOTV", chunk, chunk + GETTING)
        return named and "d" in mention.features and behind

    def _business_of(self, mention: Person) -> str | None:
        """The country whose business people at large a mention is of: "индийские предприниматели"."""
        value, words = self.document.tokens.value, range(mention.start, mention.end)
        of_business = any(value(at, name) is not None for at in words for name in ("BUSINESS", "INVESTORN"))
        return value(mention.start, "GEOADJ") if mention.is_low and of_business else None

    def _as_side(self, chunk: int, mention: Party | Place) -> str:
        """The role of an adjective that stands for its country as the one who gets: "турецким партнерам"."""
        if not isinstance(mention, Party) or mention.role != "adjective":
            return ""
        cases = set(mention.features) & set(self.document.features(chunk + 1, "SIDEN"))
        return "dative" if "d" in cases else ""

    def _coordinate(self) -> None:
        """In "с Китаем и Россией" what is joined stands in the role of the first."""
        for index in range(1, len(self.actors)):
            before, actor = self.actors[index - 1], self.actors[index]
            joined = actor.chunk - before.chunk == 2 and self.document.key(before.chunk + 1) in ("и", ",")
            plain = actor.role in ("of", "subject", "") and before.role in (
                "with",
                "to",
                "from",
                "in",
                "for",
                "of",
                "between",
            )
            if self._listed_towards(actor, self.actors[:index]) or self._among(before, actor):
                self.actors[index] = Actor(actor.chunk, actor.country, "to", actor.rule)
                continue
            if joined and plain and before.role != actor.role and self.document.key(before.chunk + 1) == "и":
                self.actors[index] = Actor(actor.chunk, actor.country, before.role, actor.rule)

    def _listed_towards(self, actor: Actor, before: list[Actor]) -> bool:
        """Whether a name in the accusative goes on with a list: "в Иран ушло 3 тонны, Грузию – 2 тонны"."""
        key, mention = self.document.key, self.document.mention(actor.chunk)
        accusative = isinstance(mention, Party) and not {"n", "g"} & set(mention.features) and "a" in mention.features
        listed = key(actor.chunk - 1) in (",", "и") and key(actor.chunk + 1) == "–"
        return accusative and listed and any(each.role == "to" for each in before)

    def _among(self, before: Actor, actor: Actor) -> bool:
        """Whether a name stands inside a list of those who get something: "в Чили, Уругвай и Перу"."""
        key, mention = self.document.key, self.document.mention(actor.chunk)
        accusative = isinstance(mention, Party) and mention.role == "noun" and "a" in mention.features
        beside = before.role == "to" and actor.chunk - before.chunk == 2 and key(before.chunk + 1) == ","
        follows = key(actor.chunk + 1) in ("и", ",") and isinstance(self.document.mention(actor.chunk + 2), Party)
        return accusative and beside and follows

    def _relate(self, sentence: Sentence) -> None:
        """In "Турция, экспорт в которую вырос" the pronoun stands for the country before its comma."""
        keys, forms = self.document.keys, self.document.forms
        first, end = sentence.first + 1, sentence.end
        pronouns = [
            *within(forms.holding("котор"), first, end),
            *forms.those(first, end, "откуда"),
            *forms.those(first, end, "куда"),
        ]
        for at in sorted(pronouns):
            comma = max(within(forms[","], max(sentence.first, at - RELATED), at), default=-1)
            role = WHENCE.get(keys[at]) or RELATIVES.get((keys[at - 1], keys[at])) or RELATIVES.get((keys[at - 1], ""))
            before = [actor for actor in self.actors if comma - RELATED < actor.chunk < comma]
            several = keys[at] in SEVERAL and before and keys[before[-1].chunk - 1] in ("и", ",")
            if role and comma >= 0 and before and not several:
                self.actors.append(Actor(at, before[-1].country, role, "ru.role.relative"))
        self.actors.sort(key=lambda actor: actor.chunk)

    def sharing(self, items: list[int]) -> "Roles":
        """These roles for an amount that belongs to the first of a list of countries, without the others."""
        shared = copy(self)
        named = {actor.chunk: actor for actor in self.actors}
        first = named[min(items)]
        own = Actor(items[0], named[items[0]].country, first.role, first.rule)
        shared.actors = [
            own if actor.chunk == own.chunk else actor for actor in self.actors if actor.chunk not in items[1:]
        ]
        shared._sort_by_role()
        return shared

    def _recall(self, sentence: Sentence) -> None:
        """In "Иран: ему продали 5 тонн" the pronoun behind the colon tells that the country gets what is sold."""
        span = (sentence.first + 2, sentence.end)
        for at in (at for form in TO_WHOM for at in self.document.forms.those(*span, form)):
            before = [actor for actor in self.near((sentence.first, at), at) if actor.role == "subject"]
            named = bool(before) and self.document.key(before[-1].chunk + 1) == ":"
            if named and self.document.has("EXPORTV", at, min(at + SOLD, sentence.end)):
                self.actors[self.actors.index(before[-1])] = before[-1]._replace(chunk=at, role="dative")
                self.actors.sort(key=lambda actor: actor.chunk)
                self._sort_by_role()
                return

    def actors_in(self, span: tuple[int, int]) -> bool:
        """Whether any country stands in a span."""
        return bool(self.standing(span))

    def standing(self, span: tuple[int, int]) -> list[Actor]:
        """The countries of a span, in the order of the text."""
        at = bisect_left(self.chunks, span[0])
        return self.actors[at : bisect_left(self.chunks, span[1], at)]

    def near(self, span: tuple[int, int], chunk: int) -> list[Actor]:
        """The countries of a span that stand nearest to a chunk, in the order of the text, some on each side."""
        at = bisect_left(self.chunks, chunk)
        first, end = max(at - SIDE, bisect_left(self.chunks, span[0])), bisect_left(self.chunks, span[1])
        return self.actors[first : min(at + SIDE, end)]

    def within(self, span: tuple[int, int], *roles: str) -> list[Actor]:
        """The countries of a span in one of the roles, in the order of the text."""
        if self.roles.isdisjoint(roles):
            return []
        return [actor for actor in self.standing(span) if actor.role in roles]


def _by_case(mention: Party | Place) -> str:
    if isinstance(mention, Party) and mention.role == "adjective":
        return "adjective"
    if isinstance(mention, Place) and not mention.is_capital:
        return "place"
    if "n" in mention.features and "g" in mention.features:
        return "of"  # indeclinable names are every case at once; most stand as a complement
    if "n" in mention.features:
        return "subject"
    if "g" in mention.features:
        return "of"
    if mention.features in ("d", "ds", "dm"):
        return "dative"
    return "agent" if mention.features in ("i", "is", "im") else ""


def _masked(sentence: Sentence) -> set[int]:
    """Chunks of countries that only name a source ("по данным Казахстана")."""
    return {
        match.groups["s"][0]
        for cue in ("data", "say", "count")
        for match in sentence.cues.get(cue, ())
        if match.rule.id in ("ru.source.by-country-data", "ru.source.in-said")
    }
