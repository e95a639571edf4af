"""The city of a visit, where the clause that tells of it names only the country."""

from pipeline.extraction.document import Sentence
from pipeline.extraction.frames.visits.places import Places


class Cities:
    """Finds the cities of one article in which something is."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.document = places.document
        self.cities_of: dict[str, str | None] = {}

    def near(self, sentence: Sentence, country: str) -> str | None:
        """A city of a country in which something is, in the sentence or the ones beside it in the paragraph."""
        sentences, index = self.document.sentences, sentence.index
        for each in (sentence, *sentences[index + 1 : index + 2], *sentences[max(index - 1, 0) : index]):
            if each.paragraph == sentence.paragraph and (city := self._city_in(each.first, each.end, country)):
                return city
        return None

    def titled(self, country: str) -> str | None:
        """A city of a country in which something is by the title."""
        title = self.document.sentences[0]
        return self._city_in(title.first, title.end, country) if title.is_heading else None

    def only(self, country: str) -> str | None:
        """The city of a country in which something is, if the article names but one."""
        if country not in self.cities_of:
            end = len(self.document.chunks)
            first = self._city_in(0, end, country)
            self.cities_of[country] = first if first == self._city_in(0, end, country, last=True) else None
        return self.cities_of[country]

    def _city_in(self, first: int, end: int, country: str, *, last: bool = False) -> str | None:
        naming = self.places.naming(range(first, end))
        for chunk in reversed(naming) if last else naming:
            place = self.places.at(chunk)
            if place and place.city and place.country == country:
                opens = self.document.sentence_at(chunk).first == chunk and self.document.key(chunk + 1) in (",", ".")
                if opens or self.places.is_in(chunk):
                    return place.city
        return None
