"""The pages that are files: each drawn once for each language from one template and what the index knows.

A page names its path within a language; links between pages are relative, so the site works wherever it lies.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from pipeline.catalogue import saying
from pipeline.catalogue.output import Output
from pipeline.catalogue.words import LANGUAGES, counted, grouped, words

MENU = (
    ("home", "index.html"),
    ("partners", "partners.html"),
    ("corridors", "corridors.html"),
    ("articles", "articles.html"),
    ("console", "console.html"),
)
TEMPLATES = Path(__file__).with_name("templates")
COMPILED = TEMPLATES / "__pycache__"
"""Where `python -m pipeline.catalogue.pages` compiles the templates; without it each build compiles them anew."""


@dataclass(frozen=True)
class Page:
    """A page: its path within a language, its template, the part of the menu it belongs to, and what it shows."""

    path: str
    template: str
    section: str
    content: Mapping[str, Any]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=FileSystemBytecodeCache(str(COMPILED)) if COMPILED.is_dir() else None,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "words": words(),
        "languages": LANGUAGES,
        "menu": MENU,
        "counted": counted,
        "saying": saying,
        "grouped": grouped,
    }
    return environment


def write(page: Page, out: Output) -> None:
    """Write a page in each language."""
    for place, language in enumerate(LANGUAGES):
        up = "../" * page.path.count("/")
        drawn = (
            _environment()
            .get_template(page.template)
            .render(
                page.content,
                L=place,
                language=language,
                t=partial(_text, place),
                up=up,
                root=f"{up}../",
                here=page.path,
                section=page.section,
            )
        )
        out.text(f"{language}/{page.path}", drawn)


def _text(place: int, key: str) -> str:
    return words()[key][place]


def write_root(out: Output) -> None:
    """The first page of all, which leads on to a language."""
    out.text("index.html", _environment().get_template("index.html").render())


def drawn_pages() -> Iterator[Page]:
    """The pages that draw one thing from data, named in their address."""
    for kind, digits in (("record", 6), ("article", 6), ("person", 6)):
        yield Page(f"{kind}.html", "record.html", "", {"kind": kind, "digits": digits})


def compile_templates() -> None:
    """Compile all templates, as an installation does with modules."""
    COMPILED.mkdir(exist_ok=True)
    environment = _environment()
    for name in environment.list_templates(filter_func=lambda name: not name.startswith(COMPILED.name)):
        environment.get_template(name)


if __name__ == "__main__":
    compile_templates()
