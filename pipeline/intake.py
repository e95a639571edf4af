"""From raw/ into the ledger: which files are new or changed articles, and which are refused.

Here archive and ledger meet. What an article says is the business of `pipeline.reading`.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.archive.articles import Article, Refused, files_in, read_article
from pipeline.extraction import detect_language, supported_languages
from pipeline.ledger.entries import ArticleArchived, ArticleRead, ArticleRejected
from pipeline.ledger.store import Ledger
from schemas.vocabulary import RejectionReason

Tell = Callable[[str], None]
"""Where a step says how far it is."""

EntryType = TypeVar("EntryType")


class Outcome(StrEnum):
    """What a file turned out to be, compared with what the ledger knew of it."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True)
class File:
    """A file in raw/: what it turned out to be, its entry, and whether the ledger did not know this yet."""

    outcome: Outcome
    entry: ArticleArchived | ArticleRejected
    is_news: bool


@dataclass(frozen=True)
class At(Generic[EntryType]):
    """An entry and its position in the ledger."""

    position: int
    entry: EntryType


@dataclass(frozen=True)
class Known:
    """What the ledger knows: the last entry about each file, the last version and the last reading of each article."""

    files: dict[str, At[ArticleArchived] | At[ArticleRejected]] = field(default_factory=dict)
    archived: dict[str, At[ArticleArchived]] = field(default_factory=dict)
    readings: dict[str, At[ArticleRead]] = field(default_factory=dict)


def known_to(ledger: Ledger) -> Known:
    """What the ledger knows of files, articles and readings by now."""
    known = Known()
    for recorded in ledger.read().of(ArticleArchived, ArticleRejected, ArticleRead):
        match recorded.entry:
            case ArticleArchived() as entry:
                known.files[entry.file] = known.archived[entry.article_id] = At(recorded.position, entry)
            case ArticleRejected() as entry:
                known.files[entry.file] = At(recorded.position, entry)
            case ArticleRead() as entry:
                known.readings[entry.article_id] = At(recorded.position, entry)
    return known


def take_in(raw: Path, ledger: Ledger, tell: Tell) -> list[File]:
    """Bring raw/ into the ledger: an entry for each new or changed article and each new refusal, in one append.

    Files that are gone from raw/ change nothing. OSError when raw/ cannot be listed, LedgerError from the ledger.
    """
    known = known_to(ledger)
    owners = {archived.entry.sha256: archived.entry.file for archived in known.archived.values()}
    files = [_judged(known, owners, read_article(raw, file)) for file in files_in(raw)]
    for file in files:
        if isinstance(file.entry, ArticleRejected):
            tell(f"rejected: {file.entry.detail}")
        elif file.is_news:
            tell(f"{file.outcome}: {file.entry.file}")
    news = [file.entry for file in files if file.is_news]
    before = [(entry.file, known.files[entry.file].position) for entry in news if entry.file in known.files]
    ledger.append(news, f"archive/{_digest(before, [repr(entry) for entry in news])}")
    return files


def _judged(known: Known, owners: dict[str, str], found: Article | Refused) -> File:
    found = _readable(owners, found)
    last = known.files.get(found.file)
    if isinstance(found, Refused):
        rejected = ArticleRejected(
            file=found.file, sha256=found.sha256, reason=str(found.reason), detail=f"{found.file}: {found.detail}"
        )
        return File(Outcome.REJECTED, rejected, is_news=last is None or last.entry != rejected)
    owners[found.sha256] = found.file
    archived = _archived(found)
    before = known.archived.get(found.article_id)
    if before is None:
        return File(Outcome.NEW, archived, is_news=True)
    # a good file that comes back after a rejected one is told again, so that the rejection no longer stands
    if last is before and replace(archived, ordinal=before.entry.ordinal) == before.entry:
        return File(Outcome.UNCHANGED, before.entry, is_news=False)
    return File(Outcome.CHANGED, replace(archived, ordinal=before.entry.ordinal + 1), is_news=True)


def _readable(owners: dict[str, str], found: Article | Refused) -> Article | Refused:
    """The article with its language, or the refusal: same bytes as another file, or no language with a grammar."""
    if isinstance(found, Refused):
        return found
    owner = owners.get(found.sha256, found.file)
    if owner != found.file:
        return _refused(found, RejectionReason.DUPLICATE, f"it has the same bytes as {owner}: remove one of them")
    language = found.language or detect_language(found.text)
    if language not in supported_languages():
        languages = ", ".join(supported_languages())
        return _refused(
            found,
            RejectionReason.UNSUPPORTED_LANGUAGE,
            f"its language is {language or 'not recognised'}, and there is a grammar for {languages} only: remove it",
        )
    return replace(found, language=language)


def _refused(article: Article, reason: RejectionReason, detail: str) -> Refused:
    return Refused(article.file, reason, detail, article.sha256)


def _archived(article: Article) -> ArticleArchived:
    return ArticleArchived(
        article_id=article.article_id,
        ordinal=1,
        file=article.file,
        sha256=article.sha256,
        size_bytes=article.size,
        text_sha256=article.text_sha256,
        characters=len(article.text),
        language=article.language or "",
        publisher=article.publisher,
        title=article.title,
        url=article.url,
        published_on=article.published_on,
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
