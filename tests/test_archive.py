"""What raw/ holds becomes an article or a refusal that says what to do; never a crash, never a guess."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.articles import Article, Refused, article_id, files_in, read_article
from pipeline.archive.formats import MAX_BYTES, RefusedError, document_of
from schemas.vocabulary import RejectionReason


def put(raw: Path, file: str, data: bytes | str, sidecar: object = None) -> Path:
    path = raw / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    if sidecar is not None:
        text = sidecar if isinstance(sidecar, str) else json.dumps(sidecar)
        path.with_name(path.stem + ".meta.json").write_text(text)
    return path


def article(raw: Path, file: str) -> Article:
    found = read_article(raw, file)
    assert isinstance(found, Article), found
    return found


def refused(raw: Path, file: str) -> Refused:
    found = read_article(raw, file)
    assert isinstance(found, Refused), found
    return found


def test_an_article_is_its_text_and_what_its_sidecar_says(tmp_path: Path) -> None:
    sidecar = {"language": "ru", "published_at": "2025-11-18T09:30:00+05:00", "publisher": "Kazinform", "url": None}
    put(tmp_path, "kz/a.txt", "\n Заголовок \n\nТекст.\n", sidecar)
    found = article(tmp_path, "kz/a.txt")
    assert (found.title, found.language, found.published_on) == ("Заголовок", "ru", date(2025, 11, 18))
    assert (found.publisher, found.url, found.file) == ("Kazinform", None, "kz/a.txt")
    assert found.text == (tmp_path / "kz/a.txt").read_text()


def test_text_is_what_read_text_gives_whatever_the_newlines(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "Раз\r\nдва\rтри\u00a0\u00adчетыре\n")
    assert article(tmp_path, "a.txt").text == path.read_text(encoding="utf-8")


def test_a_page_gives_its_article_and_nothing_of_its_scripts(tmp_path: Path) -> None:
    page = """<html><head><title>T</title><meta property="og:title" content="Визит &amp; встреча">
    <meta property="article:published_time" content="2025-11-18T10:00:00Z">
    <link rel="canonical" href="https://news.example/a?id=1"><script>alert(1)</script></head>
    <body><nav><a href="/">Меню</a></nav><article><h1>Визит</h1><p>Президент <b>прибыл</b> в Астану.</p>
    <p>Подписано 5 &lt;документов&gt;.</p></article></body></html>"""
    put(tmp_path, "a.html", page)
    found = article(tmp_path, "a.html")
    assert "Президент прибыл в Астану." in found.text
    assert "5 <документов>" in found.text
    assert "alert" not in found.text
    assert (found.title, found.published_on) == ("Визит & встреча", date(2025, 11, 18))
    assert found.url == "https://news.example/a?id=1"


@pytest.mark.parametrize(
    ("title", "more", "heading", "said"),
    [
        ("Визит в Ташкент | Портал", '<meta property="og:site_name" content="портал">', "Визит", "Визит в Ташкент"),
        ("Портал — Визит в Ташкент", '<meta property="og:site_name" content="Портал">', "", "Визит в Ташкент"),
        (
            "T",
            '<meta property="og:title" content="Визит|A+B"><meta property="og:site_name" content="A+B">',
            "",
            "Визит",
        ),
        ("Визит премьера в Ташкент - Новости - Портал", "", "Визит премьера\n в Ташкент", "Визит премьера в Ташкент"),
        ("Портал | Визит в Ташкент", "", "Портал", "Портал | Визит в Ташкент"),
        ("Казахстан – Китай: итоги", '<meta property="og:site_name" content="Китай">', "", "Казахстан – Китай: итоги"),
        ("Портал", '<meta property="og:site_name" content="Портал">', "", "Портал"),
    ],
)
def test_a_title_is_that_of_the_article_without_the_name_of_its_site(
    tmp_path: Path, title: str, more: str, heading: str, said: str
) -> None:
    page = f"<html><head><title>{title}</title>{more}</head><body><h1>{heading}</h1><p>Текст статьи.</p></body></html>"
    put(tmp_path, "a.html", page)
    assert article(tmp_path, "a.html").title == said


def test_a_page_that_lies_about_its_date_or_address_has_none(tmp_path: Path) -> None:
    lies = '<meta property="article:published_time" content="yesterday"><meta property="og:url" content="javascript:x">'
    put(tmp_path, "a.html", f"{lies}<p>Текст статьи.</p>")
    found = article(tmp_path, "a.html")
    assert (found.published_on, found.url) == (None, None)


@pytest.mark.parametrize(
    ("file", "data", "reason", "told"),
    [
        ("a.txt", b"", RejectionReason.EMPTY, "no text"),
        ("a.txt", b" \n\t\n", RejectionReason.EMPTY, "no text"),
        ("a.html", b"<html><script>x</script></html>", RejectionReason.EMPTY, "no text"),
        ("a.txt", b"ab\0cd", RejectionReason.BINARY, "byte 2"),
        ("a.txt", "Президент".encode("cp1251"), RejectionReason.NOT_UTF8, "iconv"),
        ("a.txt", b"x" * (MAX_BYTES + 1), RejectionReason.TOO_LARGE, str(MAX_BYTES)),
        ("a.pdf", b"%PDF-1.7", RejectionReason.UNSUPPORTED_FORMAT, ".pdf"),
        ("a", b"text", RejectionReason.UNSUPPORTED_FORMAT, ".txt"),
        ("a\nb.txt", b"text", RejectionReason.UNSAFE_PATH, "rename"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    tmp_path: Path, file: str, data: bytes, reason: RejectionReason, told: str
) -> None:
    put(tmp_path, file, data)
    found = refused(tmp_path, file)
    assert found.reason is reason
    assert told in found.detail


@pytest.mark.parametrize(
    ("sidecar", "told"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON"),
        ({"publishd_at": "2025-01-01"}, "publishd_at"),
        ({"published_at": "18.11.2025"}, "published_at"),
        ({"published_at": 20251118}, "published_at"),
        ({"url": "javascript:alert(1)"}, "http"),
        ({"language": "Russian"}, "language"),
        ({"publisher": "x" * 3_000}, "publisher"),
    ],
)
def test_a_broken_sidecar_is_named_with_what_is_wrong(tmp_path: Path, sidecar: object, told: str) -> None:
    put(tmp_path, "a.txt", "Текст.", sidecar)
    found = refused(tmp_path, "a.txt")
    assert found.reason is RejectionReason.BROKEN_SIDECAR
    assert "a.meta.json" in found.detail
    assert told in found.detail


def test_links_are_refused_not_followed(tmp_path: Path) -> None:
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    put(outside, "secret.txt", "Тайна.")
    raw.mkdir()
    (raw / "link.txt").symlink_to(outside / "secret.txt")
    (raw / "folder").symlink_to(outside)
    os.mkfifo(raw / "pipe.txt")
    assert list(files_in(raw)) == ["folder", "link.txt", "pipe.txt"]
    assert {refused(raw, file).reason for file in files_in(raw)} == {RejectionReason.UNSAFE_PATH}


def test_a_name_that_is_no_unicode_is_refused_and_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text("Текст.")
    found = refused(tmp_path, next(iter(files_in(tmp_path))))
    assert found.reason is RejectionReason.UNSAFE_PATH
    assert found.file.encode()


def test_only_files_that_may_be_articles_are_listed_in_order(tmp_path: Path) -> None:
    for file in ("b.txt", "a/c.txt", ".hidden.txt", ".git/x.txt", "corrections.yaml", "lost.meta.json"):
        put(tmp_path, file, "x")
    put(tmp_path, "d.txt", "x", {})
    assert list(files_in(tmp_path)) == ["a/c.txt", "b.txt", "d.txt", "lost.meta.json"]


def test_a_sidecar_without_article_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "lost.meta.json", "{}")
    assert refused(tmp_path, "lost.meta.json").reason is RejectionReason.UNSUPPORTED_FORMAT


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        list(files_in(tmp_path / "missing"))


def test_the_identifier_is_the_path_not_its_spelling_in_unicode() -> None:
    assert article_id("Й.txt") == article_id("И\u0306.txt") != article_id("И.txt")


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html"]))
def test_any_bytes_give_a_text_or_a_refusal(data: bytes, name: str) -> None:
    try:
        text = document_of(name, data).text
    except RefusedError:
        return
    assert text.strip()
