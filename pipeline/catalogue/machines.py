"""What machines read: Atom feeds, the sitemap, and `catalogue.json`; all addresses in full, as the site will be served.

Times are those of the releases, never of the build. Identifiers of feeds and entries do not depend on the address.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from pipeline.catalogue.editions import Edition
from pipeline.catalogue.index import Index
from pipeline.catalogue.output import Output
from pipeline.catalogue.packages import changed
from pipeline.catalogue.words import LANGUAGES, three

NEWEST = 50
"""A feed has at most so many entries."""
PER_SITEMAP = 40_000
ATOM, SITEMAP = "http://www.w3.org/2005/Atom", "http://www.sitemaps.org/schemas/sitemap/0.9"
# what XML cannot hold at all; U+FFFE and U+FFFF besides the control characters
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def write_machines(editions: Sequence[Edition], index: Index, address: str, out: Output) -> None:
    """Write feeds in each language, the sitemap and `catalogue.json`."""
    for place, language in enumerate(LANGUAGES):
        _feed(out, address, f"{language}/releases.atom", place, "home.newest", _releases(editions, place, language))
        _feed(out, address, f"{language}/records.atom", place, "package.sample", _records(index, place, language))
    _sitemap(out, address, index)
    out.json("catalogue.json", _catalogue(editions, address))


def _releases(editions: Sequence[Edition], place: int, language: str) -> Iterator[dict[str, str]]:
    versions = [(version, edition) for edition in editions for version in edition.versions]
    newest = sorted(versions, key=lambda item: (item[0].created, item[1].package.name, item[0].position), reverse=True)
    for version, edition in newest[:NEWEST]:
        name = edition.package.name
        found = changed(edition.package, version)
        counts = ", ".join(f"{three(f'home.{key}')[place]} {count}" for key, count in found.items())
        yield {
            "id": f"bridgepower/{name}/{version.name}",
            "title": f"{three(f'package.{name}')[place]} {version.name}",
            "summary": version.reason or (counts if version.diff["from"] else three("home.first")[place]),
            "updated": version.created,
            "path": f"{language}/package/{name}.html#{version.name}",
        }


def _records(index: Index, place: int, language: str) -> Iterator[dict[str, str]]:
    query = "SELECT id, published, quote, brief FROM brief ORDER BY published DESC, date DESC, id LIMIT ?"
    for row in index.rows(query, NEWEST):
        brief = json.loads(row["brief"])
        parts = [brief[name][place] for name in ("head", "figure", "when") if brief[name]]
        yield {
            "id": f"bridgepower/record/{row['id']}",
            "title": ", ".join(parts),
            "summary": f"«{row['quote']}»",
            "updated": row["published"],
            "path": f"{language}/record.html?id={row['id']}",
        }


def _feed(out: Output, address: str, path: str, place: int, title: str, entries: Iterator[dict[str, str]]) -> None:
    found = list(entries)
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": LANGUAGES[place]})
    _child(feed, "id", uuid5(NAMESPACE_URL, f"bridgepower/{path}").urn)
    _child(feed, "title", f"{three('site.name')[place]}: {three(title)[place]}")
    _child(feed, "updated", max((entry["updated"] for entry in found), default="1970-01-01T00:00:00Z"))
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": address + path})
    ElementTree.SubElement(feed, "link", {"href": f"{address}{LANGUAGES[place]}/index.html"})
    _child(ElementTree.SubElement(feed, "author"), "name", "Bridge Power contributors")
    for entry in found:
        element = ElementTree.SubElement(feed, "entry")
        _child(element, "id", uuid5(NAMESPACE_URL, entry["id"]).urn)
        _child(element, "title", entry["title"])
        _child(element, "updated", entry["updated"])
        ElementTree.SubElement(element, "link", {"href": address + entry["path"]})
        _child(element, "summary", entry["summary"])
    out.write(path, _bytes(feed))


def _child(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text.translate(_FORBIDDEN)


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, "")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _sitemap(out: Output, address: str, index: Index) -> None:
    """An index of sitemaps: pages in all languages, then records and articles in the first, so many to a file."""
    pages = sorted(path for path in out.sizes if path.endswith(".html") and path.split("/")[-1] not in _DRAWN)
    drawn = (
        f"{LANGUAGES[0]}/{kind}.html?id={row['id']}"
        for kind, table in (("record", "brief"), ("article", "article"))
        for row in index.rows(f"SELECT id FROM {table} ORDER BY id")
    )
    everything = iter((*pages, *drawn))
    whole = ElementTree.Element("sitemapindex", {"xmlns": SITEMAP})
    number = 0
    while batch := list(islice(everything, PER_SITEMAP)):
        part = ElementTree.Element("urlset", {"xmlns": SITEMAP})
        for path in batch:
            _child(ElementTree.SubElement(part, "url"), "loc", address + path)
        out.write(f"sitemap-{number}.xml", _bytes(part))
        _child(ElementTree.SubElement(whole, "sitemap"), "loc", f"{address}sitemap-{number}.xml")
        number += 1
    out.write("sitemap.xml", _bytes(whole))


_DRAWN = frozenset({"record.html", "article.html", "person.html"})


def _catalogue(editions: Sequence[Edition], address: str) -> dict[str, Any]:
    return {
        "address": address,
        "languages": list(LANGUAGES),
        "record": "{language}/record.html?id={record}",
        "records": "data/records/{first six characters of the record}.js",
        "packages": [
            {
                "name": edition.package.name,
                "title": edition.descriptor["title"],
                "description": edition.descriptor["description"],
                "licence": edition.descriptor["licenses"][0]["name"],
                "latest": edition.version,
                "page": f"{{language}}/package/{edition.package.name}.html",
                "versions": [
                    {
                        "version": version.name,
                        "created": version.created,
                        "status": version.status,
                        "records": version.records,
                        "descriptor": f"releases/{edition.package.name}/{version.name}/datapackage.json",
                        "sums": f"releases/{edition.package.name}/{version.name}/SHA256SUMS",
                    }
                    for version in edition.versions
                ],
            }
            for edition in editions
        ],
    }
