"""Where a clause of a visit leads: countries and cities as goals of going or visiting, and words that point back.

Who goes is read in `travellers`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.forms import among, nearest_first
from pipeline.extraction.mentions.model import Party, Person, Place
from pipeline.extraction.tokens import ADJECTIVE

BEFORE = 4
LOOK_BACK = 120
# "столица" alone is that of the country visited so many sentences before
RECENT = 2
AND = {"и", ",", "а также", "да"}
INTO = {"в", "во"}
CITY_STATES = {"SGP", "MCO", "SMR", "VAT"}
US, QUOTES = {"нас", "вас"}, {"«", '"'}
# a place that stands further from "was" completes another word
NEAR = 5
# so near behind its word stands where somebody is
BESIDE = 3


class Target(NamedTuple):
    """A place to which a clause leads: its country, its city if it names one, and its chunk.

    `told` is a chunk of the sentence that tells what is on there, where that is another one.
    """

    country: str
    city: str | None
    chunk: int
    told: int | None = None


class Places:
    """Reads the goals of clauses of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.document = discourse.document
        # what a chunk names, the preposition before it and where its words begin, as clauses ask for them
        self.known: dict[int, Target | None] = {}
        self.prepositions: dict[int, str] = {}
        self.starts: dict[int, int] = {}
        # the sentence that told last of somebody who has come, and the country
        self.visited: tuple[int, str] | None = None
        self.pointing: list[int] | None = None
        self.capitals: dict[str, str] = self.document.lexicon.facts["capitals"]
        kinds, capitals = self.document.kinds, self.document.places.get("CAPITALWORD", ())
        self.named = sorted({*kinds[Party], *kinds[Place], *capitals})
        """The chunks that can name a place."""

    def naming(self, chunks: Sequence[int]) -> list[int]:
        """Those of some chunks that can name a place."""
        return among(self.named, chunks)

    def names(self, country: str) -> bool:
        """Whether the article names a country or a place in it, not only somebody of it."""
        return any(target.country == country for target in map(self.at, self.named) if target)

    def goals(self, chunks: Sequence[int], head: int) -> list[Target]:
        """Places with "в" before them, the nearest to the head first, each with those joined to it.

        Where there is none, a country with "на": "прибыл на Кубу", "побывал на Кипре".
        """
        nearest_on: int | None = None
        for chunk in nearest_first(self.naming(chunks), head, before=1):
            on = self._leads_on(chunk, head)
            if self._leads(chunk) or (on and 0 < chunk - head <= BESIDE):
                return self._with_joined(chunk)
            nearest_on = chunk if on and nearest_on is None else nearest_on
        return [] if nearest_on is None else self._with_joined(nearest_on)

    def objects(self, chunks: Sequence[int], head: int) -> list[Target]:
        """Places that a verb of visiting has for its object, with those joined to the nearest."""
        found = (chunk for chunk in nearest_first(self.naming(chunks), head) if self._is_object(chunk, head))
        nearest = next(found, None)
        return [] if nearest is None else self._with_joined(nearest)

    def host(self, chunks: Sequence[int]) -> list[Target]:
        """A country or capital that receives: "Астана примет", "Казахстан ждет"."""
        named = [chunk for chunk in self.naming(chunks) if self.at(chunk) and "n" in self._features(chunk)]
        found = (self.at(chunk) for chunk in named if not self._preposition(chunk))
        return [target for target in found if target][:1]

    def origins(self, chunks: Sequence[int]) -> list[Target]:
        """Places from which somebody comes back."""
        found = [at for at in self.naming(chunks) if self._preposition(at) in ("из", "с", "со") and self.at(at)]
        return self._with_joined(found[0]) if found else []

    def cities(self, chunks: Sequence[int]) -> list[Target]:
        """Cities in which something is done."""
        return [target for target in self.seat(chunks) if target.city]

    def seat(self, chunks: Sequence[int]) -> list[Target]:
        """Places where something happens: "в Акорде", "в Душанбе"."""
        for chunk in self.naming(chunks):
            target = self.at(chunk)
            located = "p" in self._features(chunk) or self._in_venue(chunk)
            if target and located and self._preposition(chunk) in INTO:
                return [target]
        return []

    def pointed(self, chunks: Sequence[int], own: str) -> Target | None:
        """For "сюда", "там", "куда" the last place named before that is not the traveller's own country."""
        document, key = self.document, self.document.key
        if self.pointing is None:
            here = (self.document.places.get(name, ()) for name in ("HITHER", "THITHER"))
            self.pointing = sorted({at for each in (*here, *map(document.forms.__getitem__, US)) for at in each})
        for chunk in among(self.pointing, chunks):
            if document.mention(chunk) is not None:
                continue
            there = self.before(chunk, own) if document.value(chunk, "THITHER") is not None else None
            if there or (document.value(chunk, "HITHER") is None and key(chunk) not in US):
                return there
            home = self.discourse.focus.home(chunk)
            return Target(home, None, chunk) if home != own else self.before(chunk, own)
        return None

    def before(self, chunk: int, own: str) -> Target | None:
        """The last place before a chunk at which something was, not in a country of one's own."""
        for at in reversed(self.naming(range(max(chunk - LOOK_BACK + 1, 0), chunk))):
            mention = self.document.mention(at)
            if isinstance(mention, Party | Place) and (isinstance(mention, Place) or self._preposition(at) in INTO):
                target = self.at(at)
                if target and target.country != own:
                    return target
        return None

    def at(self, chunk: int) -> Target | None:
        """The place that a chunk names; adjectives name one only before "столица" and the like."""
        if self.document.mention(chunk) is None and self._is_our_capital(chunk):
            return self._capital(self._land_spoken_of(chunk), chunk)
        if chunk not in self.known:
            self.known[chunk] = self._named_at(chunk)
        return self.known[chunk]

    def _named_at(self, chunk: int) -> Target | None:
        mention = self.document.mention(chunk)
        if isinstance(mention, Place):
            return Target(mention.country, mention.city or None, chunk)
        if isinstance(mention, Party) and mention.party in CITY_STATES and mention.role == "noun":
            return self._capital(mention.party, chunk)
        if not isinstance(mention, Party) or mention.role == "people":
            return None
        if mention.role == "adjective":
            named = isinstance(self.document.mention(chunk + 2), Place)  # "в индийский город Ахмедабад"
            return self._capital(mention.party, chunk) if self._is_venue(chunk + 1) and not named else None
        if mention.role == "seat" or self._capital_before(chunk):
            return self._capital(mention.party, chunk)
        return Target(mention.party, None, chunk)

    def _is_our_capital(self, chunk: int) -> bool:
        """Whether "столица" stands without the country whose it is."""
        if not self.document.is_a(chunk, "CAPITALWORD"):
            return False
        return not any(isinstance(self.document.mention(at), Party | Place) for at in (chunk - 1, chunk + 1))

    def _land_spoken_of(self, chunk: int) -> str:
        """Whose capital is meant where nobody says: that of the country to which somebody has just come, or ours."""
        visited = self.visited
        near = visited is not None and 0 <= self.document.sentence_at(chunk).index - visited[0] <= RECENT
        return visited[1] if visited and near else self.discourse.focus.home(chunk)

    def _capital(self, country: str, chunk: int) -> Target:
        return Target(country, self.capitals.get(country), chunk)

    def _capital_before(self, chunk: int) -> bool:
        return self.document.is_a(chunk - 1, "CAPITALWORD")

    def _is_venue(self, chunk: int) -> bool:
        return self.document.is_a(chunk, "VENUE", "CAPITALWORD")

    def _in_venue(self, chunk: int) -> bool:
        return any(self._is_venue(at) for at in range(chunk - 2, chunk))

    def _features(self, chunk: int) -> str:
        mention = self.document.mention(chunk)
        named = mention.features if isinstance(mention, Party | Place) else ""
        return self.document.features(chunk, "CAPITALWORD") if mention is None else named

    def _start(self, chunk: int) -> int:
        """Where the words that belong to a place begin: adjectives, "город", "столица", "аэропорт" before it."""
        if chunk not in self.starts:
            at = chunk
            while at > 0 and chunk - at < BEFORE and self._belongs(at - 1):
                at -= 1
            self.starts[chunk] = at
        return self.starts[chunk]

    def _belongs(self, chunk: int) -> bool:
        mention = self.document.mention(chunk)
        if mention is not None:
            return isinstance(mention, Party) and mention.role == "adjective"
        if self._capital_before(chunk) and self._is_unknown(chunk):
            return True  # "в столицу САДР Тифарити"
        key = self.document.key(chunk)
        quoted = key in QUOTES and self._is_venue(chunk - 1)  # "в аэропорту «Пулково»"
        return quoted or self._is_venue(chunk) or key in ("г", ".") or self._counts(chunk) or self._is_adjective(chunk)

    def _is_unknown(self, chunk: int) -> bool:
        token, tokens = self.document.chunks.firsts[chunk], self.document.tokens
        return not tokens.analyses[token] and tokens.words(token, token + 1)[:1].isupper()

    def _counts(self, chunk: int) -> bool:
        """Whether a word counts places: "все пять республик"."""
        return self.document.of_class(chunk, "NUMW", "WHOLE")

    def _is_adjective(self, chunk: int) -> bool:
        token = self.document.chunks.firsts[chunk]
        key, analyses = self.document.tokens.keys[token], self.document.tokens.analyses[token]
        if analyses:
            return any("A" in features for _, features in analyses.values())
        return len(key) > 3 and bool(ADJECTIVE.search(key))

    def _preposition(self, chunk: int) -> str:
        """The preposition before a place, empty if none stands there."""
        if chunk not in self.prepositions:
            before = self._start(chunk) - 1
            plain = self.document.mention(before) is None and self.document.value(before, "PREP") is not None
            self.prepositions[chunk] = self.document.key(before) if plain else ""
        return self.prepositions[chunk]

    def is_in(self, chunk: int) -> bool:
        """Whether something is in a place or comes from it, or the place stands in brackets behind its country."""
        return self._preposition(chunk) in (*INTO, "из") or self.document.key(self._start(chunk) - 1) == "("

    def _leads(self, chunk: int) -> bool:
        if self.at(chunk) is None:
            return False
        preposition = self._preposition(chunk)
        mention = self.document.mention(chunk)
        shore = isinstance(mention, Place) and not mention.is_capital
        ground = preposition == "на" and (shore or self._is_venue(self._start(chunk)))  # "на территорию Китая"
        return preposition in INTO or ground

    def _leads_on(self, chunk: int, head: int) -> bool:
        """Whether a country stands with "на", as where one goes or right behind the word of it, or with "по"."""
        mention, preposition = self.document.mention(chunk), self._preposition(chunk)
        behind, features = 0 < chunk - head <= BESIDE, self._features(chunk)
        if preposition == "по":  # "турне по странам Центральной Азии"
            return behind and "d" in features and self.document.is_a(head, "VISITN")
        country = isinstance(mention, Party) and mention.role == "noun" and preposition == "на"
        return country and ("a" in features or ("p" in features and behind))

    def _is_object(self, chunk: int, head: int) -> bool:
        target = self.at(chunk)
        if target is None or self._preposition(chunk):
            return False
        features, start = self._features(chunk), self._start(chunk)
        if "g" in features and "a" in features:
            return 0 < start - head <= 2 or start < chunk or (0 < head - chunk <= NEAR and self._inverted(head))
        return "a" in features or (start < chunk and (self._is_venue(start) or self._counts(start)))

    def _inverted(self, head: int) -> bool:
        """Whether the subject stands behind the verb, so that what stands before it is the object: "Баку посетил X"."""
        sentence = self.document.sentence_at(head)
        persons = self.document.of_kind(Person, sentence.first, sentence.end)
        first = next((chunk for chunk, person in persons if "n" in person.features), head)
        return first > head

    def _with_joined(self, first: int) -> list[Target]:
        """A place and those joined to it by commas and "и", with or without a preposition of their own."""
        targets = [target for target in [self.at(first)] if target]
        last, limit = first, len(self.document.chunks)
        while last + 2 < limit and self.document.key(last + 1) in AND:
            following = next((at for at in range(last + 2, min(last + 5, limit)) if self.at(at)), None)
            if following is None or not self._continues(last, following):
                break
            target = self.at(following)
            if target and all(target.country != each.country for each in targets):
                targets.append(target)
            last = following
        return targets

    def _continues(self, last: int, following: int) -> bool:
        """Whether only "а", "в" and words of the place itself stand between two joined places of one case."""
        start = self._start(following)
        between = [
            at for at in range(last + 2, start) if self.document.key(at) not in ("в", "во", "на", "и", "также", "затем")
        ]
        shared = set(self._features(last)) & set(self._features(following)) - {"s", "m"}
        return not between and bool(shared)
