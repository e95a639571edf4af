"""raw/corrections.yaml as people write it: what is understood, and where a broken one is refused."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.archive.corrections import FILE, CorrectionsError, read_corrections
from schemas.vocabulary import CorrectionAction

DOCS = Path(__file__).parents[2] / "docs" / "corrections.md"
ITEM = """- id: one
  action: retract
  claim: clm_0123456789abcdef
  article: news.txt
  quote: words
  expect: {amount: 28.5}
  reason: because
  author: A. Reader
  date: 2026-02-01
  status: open
"""


def test_the_documented_file_is_understood(tmp_path: Path) -> None:
    (documented,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / FILE).write_text(documented, encoding="utf-8")
    assert [correction.action for correction in read_corrections(tmp_path)] == list(CorrectionAction)


def test_numbers_are_exact(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(ITEM, encoding="utf-8")
    (correction,) = read_corrections(tmp_path)
    assert correction.details["expect"] == {"amount": Decimal("28.5")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: 1\n", "line 1: is no list of corrections"),
        ("- id: one\n  id: two\n", "line 1 gives a key twice"),
        (ITEM + ITEM, "line 11: 'one' is there twice"),
        (ITEM.replace("retract", "improve"), "has no action out of correct, retract, add, merge, split"),
        (ITEM.replace("  quote: words\n", ""), "lacks ['quote']"),
        (ITEM.replace("date: 2026-02-01", "date: soon"), "its date is not a date like 2026-01-31"),
        (
            ITEM.replace("author: A. Reader", "author: &a [x]").replace("because", "*a"),
            "line 7 refers to another place",
        ),
        (ITEM.replace("28.5", ".nan"), "has no finite number"),
        ("- {", "expected"),
        ("\udcff", "invalid start byte"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / FILE).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CorrectionsError) as refused:
        read_corrections(tmp_path)
    assert message in str(refused.value)
