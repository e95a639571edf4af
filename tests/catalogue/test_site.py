"""The site as files: same bytes, nothing left over, every link leads somewhere, and texts stay texts."""

import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import pytest

from pipeline.catalogue.search import bucket_of
from pipeline.catalogue.words import LANGUAGES
from tests.catalogue.making import ADDRESS, HOSTILE, IMAGE, build_site, correction

ATOM = "{http://www.w3.org/2005/Atom}"


class _Page(HTMLParser):
    """The elements of a page with their attributes, and the text of its JSON-LD."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shard(site: Path, name: str) -> Any:
    text = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix(f'bridgepower.take("{name}",').removesuffix(");\n"))


def records(site: Path) -> dict[str, Any]:
    names = [f"records/{path.stem}" for path in sorted((site / "data" / "records").iterdir())]
    return {identifier: page for name in names for identifier, page in shard(site, name).items()}


def test_the_same_releases_give_the_same_bytes(releases: Path, site: Path, tmp_path: Path) -> None:
    build_site(releases, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(site)


def test_an_unchanged_site_is_left_alone_and_a_damaged_one_is_mended(releases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert build_site(releases, folder).is_new
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert not build_site(releases, folder).is_new
    (folder / "ru" / "index.html").write_text("broken")
    (folder / "ru" / "old.html").write_text("of an earlier build")
    assert build_site(releases, folder).is_new
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert {path.name for path in after if before.get(path) != after[path]} == {"index.html", ".built.json"}
    assert before.keys() == after.keys()


def test_without_releases_there_is_a_site_that_says_so(tmp_path: Path) -> None:
    build_site(tmp_path / "none", tmp_path / "site")
    assert "No record of this kind" in (tmp_path / "site" / "en" / "index.html").read_text(encoding="utf-8")


def links(page: Path) -> Iterator[str]:
    for _, attributes in _Page(page).elements:
        for name in ("href", "src"):
            if attributes.get(name):
                yield str(attributes[name])


def test_every_link_leads_somewhere(site: Path) -> None:
    known = records(site)
    anchors = {page: {a["id"] for _, a in _Page(page).elements if a.get("id")} for page in pages(site)}
    for page in pages(site):
        for link in links(page):
            address = urlsplit(link)
            assert not address.scheme, f"{page} leads out to {link}"
            target = Path(os.path.normpath(page.parent / unquote(address.path))) if address.path else page
            assert target.is_file(), f"{page} has {link}"
            identifiers = parse_qs(address.query).get("id", [])
            if target.name == "record.html":
                assert set(identifiers) <= known.keys(), f"{page} has {link}"
            if address.fragment and target.suffix == ".html":
                assert address.fragment in anchors[target], f"{page} has {link}"


def test_texts_stay_texts(site: Path) -> None:
    for page in pages(site):
        for tag, attributes in _Page(page).elements:
            assert tag not in ("img", "iframe", "object", "embed", "style"), page
            assert not [name for name in attributes if name.startswith("on") or name == "style"], page
            if tag == "script":
                assert attributes.get("src") or attributes.get("type") == "application/ld+json", page
        assert "default-src 'none'" in page.read_text(encoding="utf-8")
    assert any(HOSTILE in json.dumps(page, ensure_ascii=False).replace('\\"', '"') for page in records(site).values())


def test_only_web_addresses_become_links(site: Path) -> None:
    urls = [claim["article"]["url"] for page in records(site).values() for claim in page.get("claims", [])]
    assert any(urls)
    assert all(url is None or url.startswith("https://") for url in urls)


def test_a_record_has_its_claims_quotes_conflict_and_history(site: Path) -> None:
    (page,) = [
        page for page in records(site).values() if page.get("conflicts") and "Tajikistan" in json.dumps(page["head"])
    ]
    assert page["disputed"]
    assert page["spread"][0] == "$1–1.4\u202fbn"
    assert [claim["shown"] for claim in page["claims"]] == [True, False]
    for claim in page["claims"]:
        quoted = "".join(text for text, inside, _ in claim["pieces"] if inside)
        assert quoted
    changes = {(item["change"], item["version"]) for item in page["history"]}
    assert ("first", "v1.0.0") in changes
    assert any(change == "changed" and version != "v1.0.0" for change, version in changes)


def test_a_withdrawn_record_keeps_its_address(site: Path) -> None:
    gone = {identifier: page["gone"] for identifier, page in records(site).items() if "gone" in page}
    assert {identifier[:4] for identifier in gone} == {"vis_"}
    assert {page["last"] for page in gone.values()} == {"v1.0.0"}


def test_a_correction_is_shown_with_its_record(releases: Path, tmp_path: Path, site: Path) -> None:
    target = next(page["claims"][0]["id"] for page in records(site).values() if page.get("disputed"))
    build_site(releases, tmp_path / "site", correction(target))
    shown = [page for page in records(tmp_path / "site").values() if page.get("corrections")]
    assert [(page["corrections"][0]["author"], page["claims"][0]["id"]) for page in shown] == [("A. Reader", target)]


def test_search_leads_from_words_to_things(site: Path) -> None:
    words = dict(shard(site, f"search/words-{bucket_of('таджикистан')}"))
    (start, *steps) = words["таджикистан"]
    numbers = [start + sum(steps[: place + 1]) for place in range(-1, len(steps))]
    found = [shard(site, "search/docs-0")[number] for number in numbers]
    assert found[0][:2] == ["party", "TJK"]
    assert "record" in [kind for kind, *_ in found]


def test_the_page_of_a_person_lists_what_names_them(site: Path) -> None:
    names = [f"persons/{path.stem}" for path in sorted((site / "data" / "persons").iterdir())]
    found = {str(page["name"]): dict(page["roles"]) for name in names for page in shard(site, name).values()}
    assert all(any(roles.values()) for roles in found.values())
    (spoken,) = (roles["speaker"] for name, roles in found.items() if "Serik Zhumangarin" in name)
    assert "Tajikistan" in json.dumps(spoken)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["releases.atom", "records.atom"])
def test_feeds_are_atom(site: Path, language: str, name: str) -> None:
    feed = ElementTree.parse(site / language / name).getroot()  # noqa: S314 - our own file
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(identifiers)) == len(identifiers) > 0
    for element in (feed, *entries):
        assert all(element.findtext(f"{ATOM}{child}") for child in ("id", "title", "updated"))
    for link in feed.iter(f"{ATOM}link"):
        path = urlsplit(link.attrib["href"].removeprefix(ADDRESS)).path
        assert (site / path).is_file()


def test_machines_find_their_way(site: Path) -> None:
    catalogue = json.loads((site / "catalogue.json").read_bytes())
    for package in catalogue["packages"]:
        assert package["latest"] in [version["version"] for version in package["versions"]]
        for version in package["versions"]:
            assert (site / version["descriptor"]).is_file()
    assert f"<loc>{ADDRESS}sitemap-0.xml</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")
    listed = (site / "sitemap-0.xml").read_text(encoding="utf-8")
    assert f"{ADDRESS}kk/party/RUS.html" in listed
    page = (site / "en" / "package" / "visits.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    described = json.loads(found)
    assert described["@type"] == "Dataset"
    for item in described["distribution"]:
        assert (site / "en" / "package" / item["contentUrl"]).resolve().is_file()


def test_a_hostile_publisher_is_counted_as_text(site: Path) -> None:
    page = (site / "en" / "package" / "visits.html").read_text(encoding="utf-8")
    assert IMAGE not in page
    assert "onerror=window.hacked=1&gt;" in page


def test_a_list_counts_the_articles_that_tell_a_record(site: Path) -> None:
    known = records(site)
    page = (site / "en" / "package" / "trade-flows.html").read_text(encoding="utf-8")
    listed = re.findall(r'record\.html\?id=(\w+)".*?<td class="count" data-value="(\d+)">\2</td>', page, re.DOTALL)
    counts = {identifier: known[identifier]["counts"] for identifier, _ in listed}
    assert any(claims > articles for claims, articles, _ in counts.values())
    assert all(int(count) == counts[identifier][1] for identifier, count in listed)
