"""Towns and regions that sign for themselves: "Самарская область", "города Томск и Далянь", "аким Ошской области".

They are parties by their names; where they only tell where something is, they sign nothing.
"""

from functools import cached_property

from pipeline.extraction.document import Document
from pipeline.extraction.frames.agreements.document_names import plain_key
from pipeline.extraction.mentions.model import Party, Person, Place
from pipeline.extraction.nominative import agreeing, nominative

NEW_NAME = "ru.person.new-name"
# how many towns a plural noun can name in a row
LISTED = 6
# what stands before the name of a town that acts or is named as a side
BESIDE = {"и", ",", "с", "со", "между", "а также", "»", '"'}
OBLASTS = (("област", "область"), ("кра", "край"), ("вилоят", "вилоят"), ("велаят", "велаят"))
# "в турецком городе Трабзон"
WHERE = {"в", "во", "из", "у", "под", "на", "для", "по", "около", "близ", "через", "о", "об"}
# heads of regions by words of their own
HEADS = {"раис", "губернатор", "мэр"}
# "председатель Могилевского облисполкома"
COUNCIL = "облисполком"
# an adjective agrees with "область" as with any feminine noun
FEMININE = "а"
# those who head a town, so that a capital is one too
MAYORS = ("мэр", "аким", "хоким", "градоначальник", "вице-мэр")


class LocalParties:
    """The towns and regions of one article that can sign."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.names: dict[str, str] = document.lexicon.facts["towns"]

    @cached_property
    def towns(self) -> dict[int, tuple[str, bool]]:
        """Towns that no registry knows, by the noun before them, and whether they can be a subject.

        "Мытищи и китайский город Дэчжоу", "города Кашира и Шоугуан".
        """
        found: dict[int, tuple[str, bool]] = {}
        for noun in self.document.places.get("TOWNN", ()):
            if self._only_places(noun):
                continue
            features = self.document.features(noun, "TOWNN")
            for at in range(noun + 1, noun + 2 * LISTED, 2):
                name = self.new_name(at)
                if name is not None:
                    found[at] = name, "n" in features
                if "m" not in features or plain_key(self.document, at + 1) not in ("и", ","):
                    break
            joined = noun - (2 if isinstance(self.document.mention(noun - 1), Party) else 1)
            first = self.new_name(joined - 1) if plain_key(self.document, joined) == "и" and noun + 1 in found else None
            if first is not None:
                found[joined - 1] = (first if "n" in features else nominative(first, "i")), "n" in features
        return found | self._districts()

    def _districts(self) -> dict[int, tuple[str, bool]]:
        """Districts by their adjectives, at these: "Стародорожский район"."""
        found = {}
        for noun in self.document.places.get("DISTRICTN", ()):
            features, name = self.document.features(noun, "DISTRICTN"), self.new_name(noun - 1)
            if name is not None and "g" not in features and plain_key(self.document, noun - 2) not in WHERE:
                found[noun - 1] = f"{agreeing(name, 'район')} район", "n" in features
        return found

    def at(self, chunk: int) -> str | None:
        """The name of a town or region that is named as a side at a chunk."""
        if chunk in self.towns:
            return self.towns[chunk][0]
        place = self.document.mention(chunk)
        if not isinstance(place, Place) or place.is_capital or not self._stands(chunk):
            return None
        return self.name_of(place)

    def acts(self, chunk: int) -> bool:
        """Whether a town or region can be a subject by its case, or its noun's."""
        if chunk in self.towns:
            return self.towns[chunk][1]
        place = self.document.mention(chunk)
        return isinstance(place, Place) and "n" in place.features

    def is_local(self, chunk: int) -> bool:
        """Whether a chunk names a town or region."""
        return chunk in self.towns or isinstance(self.document.mention(chunk), Place)

    def new_name(self, chunk: int) -> str | None:
        """A capitalised name that the lexicon does not know, also of two words."""
        if not 0 <= chunk < len(self.document.chunks):
            return None
        mention, first = self.document.mention(chunk), self.document.chunks.firsts[chunk]
        if isinstance(mention, Person):
            return mention.name if mention.rule == NEW_NAME else None
        word = self.document.words(chunk, chunk + 1)
        unknown = mention is None and not self.document.tokens.analyses[first]
        return word if unknown and word[:1].isupper() and len(word) > 1 else None

    def headed_by(self, chunk: int, person: Person) -> str | None:
        """The town or region that somebody heads: "аким Костанайской области", "глава Татарстана Рустам Минниханов"."""
        before = self.document.mention(chunk - 1)
        if person.rule == NEW_NAME:
            named = self.document.is_a(chunk - 2, "HEADOF") or plain_key(self.document, chunk - 2) in HEADS
            return self.name_of(before) if named and isinstance(before, Place) else self._council_before(chunk)
        tokens = self.document.tokens
        for at in range(person.start, person.end - 1):
            # "представители китайской провинции Гуйчжоу", but "аким города Габит Омаров"
            apart = person.end - at == 2 and ("m" in person.features or tokens.keys[at].startswith("провинц"))
            if "g" in tokens.features(at, "TOWNN") and (apart or person.end - at > 3):
                return tokens.words(at + 1, at + 2)
        mayor = tokens.keys[person.start].startswith(MAYORS)
        for at in range(person.start + 1, person.end):
            city, last = tokens.value(at, "CITY"), at + 1 == person.end
            if city is not None and not last and (mayor or not city.endswith("*")):
                return self.names.get(city.partition("/")[0])
            if tokens.value(at, "REGIONADJ") is not None and not last and tokens.value(at + 1, "OBLAST") is not None:
                return _oblast(tokens.words(at, at + 1), tokens.keys[at + 1])
            if tokens.value(at, "REGIONADJ") is not None and not last and tokens.keys[at + 1].startswith(COUNCIL):
                return f"{agreeing(tokens.words(at, at + 1), COUNCIL)} {COUNCIL}"
            if tokens.value(at, "REGION") is not None and not last:
                return _region(tokens.words(at, at + 1), tokens.features(at, "REGION"))
        return None

    def _council_before(self, chunk: int) -> str | None:
        """The council of which somebody is told to be the head: "председатель Минского областного исполкома"."""
        keys = [plain_key(self.document, chunk - back) for back in (1, 2)]
        council = keys[0].startswith("исполком") and keys[1].startswith("областн")
        if not council or not self.document.is_a(chunk - 3, "REGIONADJ"):
            return None
        return f"{agreeing(self.document.words(chunk - 3, chunk - 2), 'исполком')} областной исполком"

    def name_of(self, place: Place) -> str | None:
        """The name of a town or region in the nominative; None for several regions in one."""
        if place.city:
            return self.names.get(place.city)
        tokens, last = self.document.tokens, place.end - 1
        if tokens.value(last, "OBLAST") is None:
            return _region(tokens.words(place.start, place.end), place.features)
        return _oblast(tokens.words(place.start, last), tokens.keys[last]) if last - place.start == 1 else None

    def _only_places(self, noun: int) -> bool:
        """Whether a noun with its name only tells where something else lies: "город Вэйхай провинции Шаньдун"."""
        before = self.document.mention(noun - 1)
        adjective = isinstance(before, Party) and before.role == "adjective"
        if plain_key(self.document, noun - (2 if adjective else 1)) in WHERE:
            return True
        if isinstance(before, Party):
            return not adjective
        known = before is not None or self.new_name(noun - 1) is not None
        return known and "g" in self.document.features(noun, "TOWNN")

    def _stands(self, chunk: int) -> bool:
        """Whether a name stands where those who sign do, not behind a preposition of place or another noun."""
        before = chunk - 1
        if chunk == self.document.sentence_at(chunk).first or plain_key(self.document, before) in BESIDE:
            return True
        if self.document.is_a(before, "TOWNN"):
            return not self._only_places(before)
        adjective = self.document.mention(before)
        if isinstance(adjective, Party):
            return adjective.role == "adjective"
        return self.document.is_a(before, "SIGN", "DOC", "ADOPT")


def _oblast(adjective: str, noun: str) -> str:
    word = next(lemma for stem, lemma in OBLASTS if noun.startswith(stem))
    return f"{agreeing(adjective, FEMININE if word == 'область' else word)} {word}"


def _region(name: str, features: str) -> str:
    if "n" in features or " " in name:
        return name
    soft = name.endswith(("ии", "ию", "ией"))
    return (
        name[: name.rindex("и" if not name.endswith("ией") else "ией")] + "ия" if soft else nominative(name, features)
    )
