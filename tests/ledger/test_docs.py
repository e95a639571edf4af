"""`docs/ledger.md` says what is so."""

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.ledger import compacting, upcasts
from pipeline.ledger.entries import ENTRY_TYPES
from schemas.vocabulary import CorrectionStatus
from tests.ledger import reference
from tests.ledger.samples import rejections

PAGE = reference.PAGE.read_text(encoding="utf-8")
USAGE, UPCAST = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_table_of_entry_types_is_current() -> None:
    assert reference.with_reference(PAGE) == PAGE
    assert all(f"| `{name}`, {cls.version} |" in PAGE for name, cls in ENTRY_TYPES.items())


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"more than {compacting.LIVE_FILES:,} segments" in PAGE
    assert f"at most {compacting.MERGED:,} entries" in PAGE
    assert all(f"`{status}`" in PAGE for status in CorrectionStatus)


def test_the_usage_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"entries": rejections(3)}
    exec("import duckdb\n" + USAGE, names)  # noqa: S102  # our own page
    assert names["receipt"].appended == 3


def test_the_example_of_an_upcast_runs() -> None:
    names: dict[str, Any] = {"Fields": upcasts.Fields}
    exec(UPCAST, names)  # noqa: S102  # our own page
    ((step, upcast),) = names["UPCASTS"].items()
    assert step == ("ArticleRejected", 1)
    assert upcast({"file": "raw/a.txt"}) == {"file": "raw/a.txt", "line": None}
