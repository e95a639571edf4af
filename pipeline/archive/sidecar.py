"""The sidecar `NAME.meta.json`: what is known of an article from outside its text."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.archive.formats import WEB_ADDRESS, RefusedError
from schemas.vocabulary import RejectionReason

SUFFIX = ".meta.json"
KEYS = ("language", "published_at", "publisher", "title", "url")
MAX_CHARACTERS = 2_000
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True)
class Sidecar:
    """Language (ISO 639-1), publication date, publisher, headline and address of an article; null where unknown."""

    language: str | None = None
    published_on: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None


def sidecar_path(article: Path) -> Path:
    """Where the sidecar of an article lies: `story.txt` has `story.meta.json`."""
    return article.with_name(article.stem + SUFFIX)


def read_sidecar(article: Path) -> Sidecar:
    """The sidecar of an article, empty where there is none; RefusedError naming the line or key that is wrong."""
    path = sidecar_path(article)
    if not path.exists():
        return Sidecar()
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:
        raise _broken(path, f"is no JSON ({error})") from None
    if not isinstance(values, dict):
        raise _broken(path, "is no JSON object")
    return _checked(path, values)


def _checked(path: Path, values: dict[str, Any]) -> Sidecar:
    unknown = sorted(set(values) - set(KEYS))
    if unknown:
        raise _broken(path, f"has the unknown key {unknown[0]!r}; known are {', '.join(KEYS)}")
    for key, value in values.items():
        if value is not None and not (isinstance(value, str) and 0 < len(value) <= MAX_CHARACTERS):
            raise _broken(path, f"has a {key} that is no text of 1 to {MAX_CHARACTERS} characters, nor null")
    language, url = values.get("language"), values.get("url")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise _broken(path, f"has the language {language!r}, which is no code like 'ru'")
    if url is not None and not WEB_ADDRESS.fullmatch(url):
        raise _broken(path, f"has the url {url!r}, which is no http address")
    return Sidecar(
        language=language,
        published_on=_date(path, values.get("published_at")),
        publisher=values.get("publisher"),
        title=values.get("title"),
        url=url,
    )


def _date(path: Path, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise _broken(path, f"has the published_at {value!r}, which is no date like 2025-11-18") from None


def _broken(path: Path, what: str) -> RefusedError:
    return RefusedError(RejectionReason.BROKEN_SIDECAR, f"its sidecar {path.name} {what}: mend it, or remove it")
