"""Which names of a text are those of papers, agencies and sites that only report: no claimants, no parties, no payers.

A name is an outlet's where it is known as one, or stands only where outlets stand: behind "сообщает" or "газета". What
stands in a dateline is no name any more (`datelines`). A site ("Bizinfo.kz") can still be who counted something.
"""

import re

from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import Organisation

SITE = "ru.org.site"
# names that a lexicon of firms does not know
NEW_NAMES = {"ru.org.latin", "ru.org.quoted", SITE}
# an agency with a name of its own kind is one of news only where it says so
BODIES = {"ru.org.noun", "ru.org.noun-plain", "ru.org.noun-adjective"}
AGENCY = re.compile(r"агентств\w* \w|\w агентств", re.IGNORECASE)
NEWS = re.compile(r"новост|информаци|телеграф|печат", re.IGNORECASE)
# a text opens within so many sentences, its title among them
OPENING = 3


def outlets_of(document: Document) -> set[str]:
    """The names of the organisations that a text names only as those who report it, and of programmes and the like."""
    acting: set[str] = set()
    reporting: set[str] = set()
    things: set[str] = set()
    for chunk, mention in document.pairs:
        if isinstance(mention, Organisation) and document.sentences:
            told = _reports(document, chunk, mention)
            (reporting if told else acting).add(mention.name)
            if mention.rule in NEW_NAMES and document.value(chunk - 1, "NAMEDTHING") is not None:
                things.add(mention.name)
    return (reporting - acting) | things


def is_media(document: Document, mention: Organisation) -> bool:
    """Whether a name is that of a known outlet; "агентство по статистике" is none."""
    tokens = document.tokens
    if mention.rule in BODIES and AGENCY.search(mention.name) and not NEWS.search(mention.name):
        return False
    return any(tokens.value(at, "MEDIA") is not None for at in range(mention.start, mention.end))


def _reports(document: Document, chunk: int, mention: Organisation) -> bool:
    if is_media(document, mention) or document.value(chunk - 1, "MEDIA") is not None:
        return True
    if mention.rule in NEW_NAMES and document.value(chunk - 1, "REPORTV") is not None:
        return True
    return _opens(document, chunk)


def _opens(document: Document, chunk: int) -> bool:
    """Whether a name stands before a dash or brackets and a dash where a text begins: "NovaAsia (UZ) – "."""
    opening = [sentence for sentence in document.sentences[:OPENING] if sentence.first == chunk]
    after = chunk + 4 if document.key(chunk + 1) == "(" else chunk + 1
    return bool(opening) and not opening[0].is_heading and document.key(after) == "–"
