"""The search of the site: an inverted index in small scripts, of which a query loads only those of its own words.

Every word of the names, titles, quotes and dates of a thing leads to it; a query finds what has, for each of its
words, a word that begins so. `words` is what both sides call a word: search.js does the same.
"""

import json
import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from pipeline.catalogue import names
from pipeline.catalogue.index import Index
from pipeline.catalogue.output import Output
from pipeline.catalogue.people import organisations, people
from pipeline.catalogue.words import Three

CHUNK = 200
"""So many things are described in one file."""
BUCKETS = 64
_WORD = re.compile(r"[^\W_]{2,}")


def words_of(text: str) -> set[str]:
    """The words of a text as the index has them: small letters, ё as е, two characters or more."""
    return set(_WORD.findall(text.lower().replace("ё", "е")))


def write_search(index: Index, out: Output) -> None:
    """Write what is found (`docs`) and by which words (`words`)."""
    found: dict[str, array[int]] = {}
    chunk: list[Any] = []
    number = -1
    for number, (entry, text) in enumerate(_entries(index)):
        for word in words_of(text):
            found.setdefault(word, array("I")).append(number)
        chunk.append(entry)
        if len(chunk) == CHUNK:
            _write_chunk(chunk, number // CHUNK, out)
            chunk = []
    if chunk:
        _write_chunk(chunk, number // CHUNK, out)
    for bucket, words in enumerate(_buckets(found)):
        name = f"search/words-{bucket}"
        out.script(f"data/{name}.js", name, [[word, _steps(found[word])] for word in words])


def _buckets(found: Iterable[str]) -> list[list[str]]:
    """The words by what their first two characters come to, so that words that begin the same stand together."""
    buckets: list[list[str]] = [[] for _ in range(BUCKETS)]
    for word in sorted(found):
        buckets[bucket_of(word)].append(word)
    return buckets


def bucket_of(word: str) -> int:
    """The bucket of a word, from its first two characters."""
    return (ord(word[0]) * 31 + ord(word[1])) % BUCKETS


def _write_chunk(chunk: list[Any], number: int, out: Output) -> None:
    out.script(f"data/search/docs-{number}.js", f"search/docs-{number}", chunk)


def _steps(numbers: "array[int]") -> list[int]:
    """Numbers as the steps between them, which are shorter."""
    return [numbers[0], *(two - one for one, two in pairwise(numbers))]


def _entries(index: Index) -> Iterator[tuple[list[Any], str]]:
    """What can be found, with the words that find it: parties, corridors, people, then records and articles by date."""
    for row in index.rows("SELECT party, count(*) AS n FROM of_party GROUP BY party ORDER BY n DESC, party"):
        if names.is_place(row["party"]):
            yield _entry("party", row["party"], names.party(row["party"]), row["party"])
    for row in index.rows("SELECT DISTINCT corridor FROM brief WHERE corridor IS NOT NULL ORDER BY corridor"):
        yield _entry("corridor", row["corridor"], names.corridor(row["corridor"]), row["corridor"])
    for identifier, key, name in (*people(index), *organisations(index)):
        yield _entry("person", identifier, name, key)
    for row in index.rows("SELECT * FROM brief ORDER BY date DESC, id"):
        brief = json.loads(row["brief"])
        told = [brief[name] for name in ("sub", "figure", "when", "state") if brief[name]]
        text = " ".join([row["id"], row["quote"], *(part for three in told for part in three)])
        yield _entry("record", row["id"], tuple(brief["head"]), text, brief["figure"], brief["when"])
    for row in index.rows("SELECT * FROM article ORDER BY date DESC, id"):
        title = json.loads(row["article"])["title"]
        yield _entry("article", row["id"], (title,) * 3, f"{row['publisher'] or ''} {row['date']} {row['id']}")


def _entry(kind: str, identifier: str, name: Three, text: str, *more: Any) -> tuple[list[Any], str]:
    beside = [tuple(item) for item in more if item]
    return [kind, identifier, name, *beside], " ".join([*name, text])
