"""From the text of an article to its claims. Pure: no files but the room's own artefact, no clock, no randomness.

`extract` is the whole of it; `detect_language` and `supported_languages` say what it can read, `extractor_version`
names this state of code and grammar.
"""

from datetime import date
from functools import cache, partial

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
    "Claim",
    "Decision",
    "Evidence",
    "Noted",
    "Reading",
    "SentenceTrace",
    "country_of_publisher",
    "detect_language",
    "extract",
    "extractor_version",
    "supported_languages",
]


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
    discourse = Discourse(document)
    claims = claims_of(document, drafts_of(discourse))
    return Reading(chosen, tuple(claims), partial(traces_of, discourse))


@cache
def _grammar(language: str) -> Grammar:
    return Grammar.of(load(language))
