"""Bytes to text, one function a format.

Here belongs what a file format is; what a text says is the business of extraction.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from schemas.vocabulary import RejectionReason

MAX_BYTES = 4 * 1024 * 1024
"""Above this a file is no news article; the longest of the genre stay below 200 kB."""


WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class RefusedError(Exception):
    """A file is no article; `reason` says why in a word, the message says where and what to do."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True)
class Document:
    """The text of a file, and what the format itself says about it."""

    text: str
    title: str | None = None
    published_on: date | None = None
    publisher: str | None = None
    url: str | None = None


def document_of(name: str, data: bytes) -> Document:
    """The text in `data`; RefusedError for a format, an encoding or a content that is no text.

    Text is decoded as UTF-8 with universal newlines and otherwise left as it is, so that an offset into it is an offset
    into what `Path.read_text` gives.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in FORMATS:
        raise RefusedError(
            RejectionReason.UNSUPPORTED_FORMAT,
            f"its ending {suffix!r} is none of {', '.join(sorted(FORMATS))}: save the article as one of these",
        )
    document = FORMATS[suffix](_decoded(data))
    if not document.text.strip():
        raise RefusedError(RejectionReason.EMPTY, "there is no text in it: put the article's text there, or remove it")
    return document


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise RefusedError(
            RejectionReason.BINARY,
            f"byte {data.index(0)} is NUL, so this is no text: save the article as UTF-8 text",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(
            RejectionReason.NOT_UTF8,
            f"byte {error.start} is not UTF-8: convert it, for example with iconv -f windows-1251 -t utf-8",
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _html(source: str) -> Document:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(source)
    text = extract_plain_text(tree, main_content=True, links=False, alt_texts=False, preserve_formatting=True)

    def meta(key: str) -> str | None:
        node = tree.head.query_selector(f'meta[property="{key}"]') if tree.head else None
        return (node.getattr("content") or "").strip() or None if node else None

    link = tree.head.query_selector("link[rel=canonical]") if tree.head else None
    canonical = (link.getattr("href") or "").strip() if link else None
    headings = [_one_line(node.text or "") for node in tree.body.query_selector_all("h1")] if tree.body else []
    return Document(
        text=text,
        title=_own_title(_one_line(meta("og:title") or tree.title or ""), meta("og:site_name"), headings) or None,
        published_on=_date(meta("article:published_time")),
        publisher=meta("og:site_name"),
        url=_address(meta("og:url") or canonical),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


_BETWEEN = r"(?: [-–—|/:·•«»] |\s*\|\s*)"
"""What stands between the title of an article and the name of its site."""


def _own_title(title: str, site: str | None, headings: Sequence[str]) -> str:
    """A title without the name of the site, nor what else stands behind the page's heading and is shorter than it."""
    if site:
        name = re.escape(_one_line(site))
        title = re.sub(f"^{name}{_BETWEEN}|{_BETWEEN}{name}$", "", title, flags=re.IGNORECASE)
    for heading in filter(None, headings):
        behind = re.fullmatch(f"{re.escape(heading)}{_BETWEEN}(.+)", title)
        if behind and len(behind[1]) < len(heading):
            return heading
    return title


def _date(value: str | None) -> date | None:
    """What a page says of its own date counts where it is one; otherwise the date is unknown."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _address(value: str | None) -> str | None:
    """An address that is none, or leads elsewhere than to the web, is unknown."""
    return value if value and WEB_ADDRESS.fullmatch(value) else None


FORMATS: dict[str, Callable[[str], Document]] = {".txt": Document, ".html": _html, ".htm": _html}
