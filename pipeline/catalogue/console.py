"""The SQL console: questions to click, from `questions.sql`, over the SQLite file of each package.

The questions are those of docs/sql.md, in the SQL of SQLite and over one package each.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.catalogue.editions import Edition
from pipeline.catalogue.pages import Page
from pipeline.catalogue.saying import size
from pipeline.catalogue.words import Three

_HEAD = re.compile(r"^-- (\d+) ([a-z-]+) \| (.+?) \| (.+?) \| (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """A question with its SQL and the package that answers it."""

    number: int
    package: str
    words: Three
    sql: str


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in their order."""
    _, *parts = _HEAD.split(Path(__file__).with_name("questions.sql").read_text(encoding="utf-8"))
    rows = [parts[start : start + 6] for start in range(0, len(parts), 6)]
    return tuple(Question(int(number), package, (en, ru, kk), sql.strip()) for number, package, en, ru, kk, sql in rows)


def console_page(editions: Sequence[Edition]) -> Page:
    """The console over the packages that there are."""
    files = [
        (
            edition.package.name,
            f"releases/{edition.package.name}/{edition.version}/{edition.package.name}.sqlite",
            edition.version,
            size((edition.folder / f"{edition.package.name}.sqlite").stat().st_size),
            [resource["name"] for resource in edition.descriptor["resources"]],
        )
        for edition in editions
    ]
    known = {edition.package.name for edition in editions}
    asked = [question for question in questions() if question.package in known]
    return Page("console.html", "console.html", "console", {"files": files, "questions": asked})
