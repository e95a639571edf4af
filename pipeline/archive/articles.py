"""The articles in raw/: which files there are, and what each of them is."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.archive.formats import FORMATS, MAX_BYTES, RefusedError, document_of
from pipeline.archive.sidecar import SUFFIX, read_sidecar
from schemas.vocabulary import RejectionReason

NOT_ARTICLES = frozenset({"corrections.yaml"})
"""Files at the top of raw/ that say something about articles."""

MAX_TITLE = 300

_SAFE_NAME = re.compile(r"[^\x00-\x1f\x7f\\:*?\"<>|]+")


@dataclass(frozen=True)
class Article:
    """An article as received, with its text and what is known about it."""

    article_id: str
    file: str
    sha256: str
    size: int
    text: str
    title: str
    language: str | None
    published_on: date | None
    publisher: str | None
    url: str | None

    @property
    def text_sha256(self) -> str:
        """Hash of the text that claims point into."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Refused:
    """A file that is no article: why, and what to do. The hash is null where the file could not be read."""

    file: str
    reason: RejectionReason
    detail: str
    sha256: str | None


def article_id(file: str) -> str:
    """The identifier of the article at this path below raw/, the same for all its versions."""
    return "art_" + hashlib.sha256(unicodedata.normalize("NFC", file).encode("utf-8")).hexdigest()[:12]


def files_in(raw: Path) -> Iterator[str]:
    """Paths below raw/ that may be articles, sorted; sidecars, hidden files and `NOT_ARTICLES` are none.

    A folder behind a link is not entered but listed, to be refused. OSError when the folder cannot be read: nothing is
    silently missed.
    """

    def fail(error: OSError) -> None:
        raise error

    found: list[str] = []
    for folder, folders, names in os.walk(raw, onerror=fail):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".")]
        here = Path(folder).relative_to(raw)
        found += [(here / name).as_posix() for name in names + links if not name.startswith(".")]
    present = set(found)
    yield from (
        file
        for file in sorted(found)
        if file not in NOT_ARTICLES and not (file.endswith(SUFFIX) and _has_article(file, present))
    )


def _has_article(sidecar: str, present: set[str]) -> bool:
    stem = sidecar.removesuffix(SUFFIX)
    return any(f"{stem}{ending}" in present for ending in FORMATS)


def read_article(raw: Path, file: str) -> Article | Refused:
    """The article at a path below raw/, or why it is none."""
    digest: str | None = None
    try:
        data = _bytes_of(raw, file)
        digest = hashlib.sha256(data).hexdigest()
        document = document_of(file, data)
        known = read_sidecar(raw / file)
    except RefusedError as refusal:
        return Refused(_shown(file), refusal.reason, str(refusal), digest)
    return Article(
        article_id=article_id(file),
        file=file,
        sha256=digest,
        size=len(data),
        text=document.text,
        title=(known.title or document.title or _headline(document.text))[:MAX_TITLE],
        language=known.language,
        published_on=known.published_on or document.published_on,
        publisher=known.publisher or document.publisher,
        url=known.url or document.url,
    )


def _headline(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.strip())


def _shown(file: str) -> str:
    """A file name that is no Unicode has its stray bytes written out."""
    return file.encode("utf-8", "backslashreplace").decode("utf-8")


def _bytes_of(raw: Path, file: str) -> bytes:
    path = raw / file
    if not all(_SAFE_NAME.fullmatch(part) and part.isprintable() for part in file.split("/")):
        raise RefusedError(RejectionReason.UNSAFE_PATH, "its name has control or reserved characters: rename it")
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError(
                RejectionReason.UNSAFE_PATH, "it is a link or no ordinary file: put the file itself there"
            )
        if status.st_size > MAX_BYTES:
            raise RefusedError(
                RejectionReason.TOO_LARGE, f"it has {status.st_size} bytes, more than {MAX_BYTES}: split it"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise RefusedError(RejectionReason.UNREADABLE, "there is no such file: check its name") from None
    except OSError as error:
        raise RefusedError(
            RejectionReason.UNREADABLE, f"it cannot be read ({error.strerror}): check its permissions"
        ) from None


def stamp_of(raw: Path) -> str:
    """A hash over names, sizes and times of all files in raw/: another stamp means that something may be new."""
    lines = []
    for file in sorted(raw.rglob("*")):
        status = file.lstat()
        lines.append(f"{file.relative_to(raw)!r} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
