"""From the text of an article to its claims. Pure: no files but the room's own artefact, no clock, no randomness.

`extract` is the whole of it, `extract_article` the same with all that is known of an article; `detect_language` and
`supported_languages` say what it can read, `extractor_version` names this state of code and grammar.
"""

from datetime import date
from functools import cache, partial
from typing import Protocol

from pipeline.extraction.claims import claims_of
from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.document import Grammar, open_document
from pipeline.extraction.frames import drafts_of
from pipeline.extraction.language import detect_language
from pipeline.extraction.lexicon import ARTEFACTS, load
from pipeline.extraction.publishers import Voice, country_of_publisher
from pipeline.extraction.reading import Claim, Decision, Evidence, Noted, Reading, SentenceTrace
from pipeline.extraction.text import fold
from pipeline.extraction.trace import traces_of
from pipeline.extraction.version import extractor_version

__all__ = [
    "Article",
    "Claim",
    "Decision",
    "Evidence",
    "Noted",
    "Reading",
    "SentenceTrace",
    "country_of_publisher",
    "detect_language",
    "extract",
    "extract_article",
    "extractor_version",
    "supported_languages",
]


class Article(Protocol):
    """What is known of an article and bears on how it reads."""

    @property
    def text(self) -> str:
        """The text that claims point into."""

    @property
    def language(self) -> str | None:
        """Its code, where somebody has told it."""

    @property
    def published_on(self) -> date | None:
        """The day from which it reckons."""

    @property
    def url(self) -> str | None:
        """Its address, whose national domain tells the publisher's country."""


@cache
def supported_languages() -> tuple[str, ...]:
    """The languages that have a grammar, in alphabetical order."""
    return tuple(sorted(path.stem for path in ARTEFACTS.glob("*.json")))


def extract(
    text: str,
    *,
    language: str | None = None,
    published_on: date | None = None,
    voice: str | None = None,
    published_in: str | None = None,
) -> Reading:
    """Read an article. Offsets in the result are those of `text`.

    `language` is detected when not given; in a language without a grammar nothing is found, and neither is anything in
    a text all in small or all in capital letters, where names cannot be told from words. `published_on` resolves
    dates without a year. `voice` is the country in whose voice the text speaks, which fills what it leaves out; not
    given, it is what the text tells, Kazakhstan where it names that, then `published_in`, the publisher's country.
    """
    chosen = language or detect_language(text) or ""
    if chosen not in supported_languages() or text.islower() or text.isupper():
        return Reading(chosen)
    document = open_document(fold(text), _grammar(chosen), published_on, Voice(voice, published_in))
    if not document.sentences:  # every line is of another language
        return Reading(chosen)
    discourse = Discourse(document)
    claims = claims_of(document, drafts_of(discourse))
    return Reading(chosen, tuple(claims), partial(traces_of, discourse))


def extract_article(article: Article) -> Reading:
    """Read an article by all that is known of it."""
    return extract(
        article.text,
        language=article.language,
        published_on=article.published_on,
        published_in=country_of_publisher(article.url),
    )


@cache
def _grammar(language: str) -> Grammar:
    return Grammar.of(load(language))
