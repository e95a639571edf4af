"""The article as it was read, for a person: no text lost, every value with its rule, hostile text as text."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotated.page import as_page
from pipeline.annotated.rows import rows_of
from pipeline.annotated.terminal import as_text
from pipeline.archive.articles import Article, read_article
from pipeline.extraction import Reading, extract
from tests.sample import ROOT, SAMPLE, bridgepower

HOSTILE = (
    "<script>alert(1)</script>\x1b[2J\n\n"
    "Токаев посетил «</style><img src=x onerror=alert(1)>» в Ташкенте 5 мая 2025 года.\n\n"
    "Товарооборот Казахстана и Китая достиг 44 млрд долларов & 7% <b>роста</b>.\n"
)


def read(folder: Path, name: str) -> tuple[Article, Reading]:
    article = read_article(folder, name)
    assert isinstance(article, Article)
    return article, extract(article.text, language=article.language, published_on=article.published_on)


def page_of(article: Article, reading: Reading) -> str:
    return as_page(article, reading, rows_of(article.text, reading))


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Article, Reading]:
    (tmp_path / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "hostile.meta.json").write_text('{"language": "ru"}', encoding="utf-8")
    return read(tmp_path, "hostile.txt")


class Page(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


WORDS = [
    "Токаев",
    "посетил",
    "Ташкент",
    "5 мая",
    "на 7%",
    "44 млрд",
    "долларов",
    ".",
    "\n\n",
    "<b>",
    "e\u0301",
    "\u200b",
    "й",
]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_nothing_of_the_text_is_lost(text: str) -> None:
    rows = rows_of(text, extract(text, language="ru"))
    shown = "".join(piece.words for row in rows for piece in row.pieces)
    assert "".join(shown.split()) == "".join(text.split())


def test_every_claim_and_every_value_of_the_sample_is_there_with_its_rule() -> None:
    article, reading = read(ROOT / "raw", f"{SAMPLE}.txt")
    rows = rows_of(article.text, reading)
    shown = [item for row in rows for item in row.claims]
    assert [item.claim for item in shown] == list(reading.claims)
    for item in shown:
        filled = {name for name, value in item.claim.values.items() if value not in (None, [])}
        assert {slot.field for slot in item.slots} == filled
        assert all(slot.rule for slot in item.slots)
        assert {*item.empty} | filled == item.claim.values.keys()
    told = "\n".join(as_text(article, reading, rows))
    page = Page(page_of(article, reading))
    assert all(claim.rule in told and claim.rule in page.words for claim in reading.claims)


def test_a_number_that_became_no_claim_says_why(hostile: tuple[Article, Reading]) -> None:
    article, reading = hostile
    rows = rows_of(article.text, reading)
    (idle,) = [decision for row in rows for decision in row.unclaimed if "7%" in decision.words]
    assert idle.verdict
    assert any(idle.verdict in line for line in as_text(article, reading, rows))
    assert idle.verdict in Page(page_of(article, reading)).words


def test_a_hostile_article_stays_text_on_the_page(hostile: tuple[Article, Reading]) -> None:
    page = Page(page_of(*hostile))
    assert {"script", "img", "iframe", "link", "a"}.isdisjoint(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "href")]
    assert "<script>alert(1)</script>" in page.words
    assert "<img src=x onerror=alert(" in page.words


def test_a_hostile_article_cannot_drive_a_terminal(hostile: tuple[Article, Reading]) -> None:
    article, reading = hostile
    assert all(line.isprintable() for line in as_text(article, reading, rows_of(article.text, reading)))


def test_the_command_prints_it_and_writes_the_page(tmp_path: Path) -> None:
    sample = str(ROOT / "raw" / f"{SAMPLE}.txt")
    told = bridgepower(tmp_path, "extract", "--explain", sample)
    assert told.returncode == 0
    assert "official  stated by ru.visit.noun" in told.stdout
    written = bridgepower(tmp_path, "extract", "--html", "page.html", sample)
    assert written.returncode == 0
    assert "claim-1" in (tmp_path / "page.html").read_text(encoding="utf-8")
    two = bridgepower(tmp_path, "extract", "--html", "page.html", sample, sample)
    assert two.returncode == 2
    assert "one FILE" in two.stderr
