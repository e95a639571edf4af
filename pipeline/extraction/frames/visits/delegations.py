"""Who heads a delegation that travels or is received: "делегация Сингапура во главе с министром"."""

from dataclasses import replace

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.forms import among
from pipeline.extraction.frames.visits.scene import Scene, Visitor
from pipeline.extraction.mentions.model import Party, Person


class Delegations:
    """Reads the heads of delegations of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.document = discourse.document
        self.people = discourse.people

    def of(self, scene: Scene, chunks: list[int]) -> list[Visitor]:
        """The head of "делегация Сингапура во главе с министром"; the country is the delegation's if none is named."""
        for chunk in among(self.document.places.get("DELEGATION", []), chunks):
            if self.document.mention(chunk) is not None or scene.is_a(chunk - 1, "FUNC"):
                continue
            after = range(chunk + 1, chunk + 12)
            led = next((at for at in after if scene.is_a(at, "LEDBY")), None)
            leader = self._leader(scene, after, led)
            country = self._country_near(chunk)
            if leader:
                at, person = leader
                person = replace(person, country=person.country or country)
                return [(person, at)] if self.people.heads(person) else []
            known = self.people.last_of(country, chunk) if country and "n" in self._features(chunk) else None
            return [(known, None)] if known else []
        return []

    def _leader(self, scene: Scene, after: range, led: int | None) -> tuple[int, Person] | None:
        """Who is named behind "во главе с", or is the subject of "возглавляет"."""
        persons = self.document.of_kind(Person, after.start, after.stop)
        if led is not None:
            return next(((at, each) for at, each in persons if at > led), None)
        leads = persons if scene.how == "lead" else []
        return next(((at, each) for at, each in leads if "n" in each.features and at > scene.head), None)

    def led(self, scene: Scene, chunks: list[int]) -> list[Visitor]:
        """The head of a delegation that is received: "принял делегацию Сербии во главе с министром"."""
        received = any("a" in self._features(chunk) for chunk in scene.those("DELEGATION"))
        return [each for each in self.of(scene, chunks) if each[1] is not None] if received else []

    def _features(self, chunk: int) -> str:
        return self.document.features(chunk, "DELEGATION")

    def _country_near(self, chunk: int) -> str | None:
        near = (self.document.mention(at) for at in (chunk - 1, chunk + 1, chunk + 2))
        return next((mention.party for mention in near if isinstance(mention, Party)), None)
