"""The golden files: how an entry of every type and version was ever written.

A golden file is written once and never changed, or the ledgers out there could not be read: `python -m
tests.ledger.golden` writes those that are missing, from the samples, and leaves the others alone.
"""

import json
from pathlib import Path
from typing import Any

from pipeline.ledger.columns import content_of
from tests.ledger.samples import every_type

FOLDER = Path(__file__).parent.parent / "golden" / "ledger"


def golden_file(type_name: str, version: int) -> Path:
    return FOLDER / f"{type_name}.v{version}.json"


def stored_rows() -> list[dict[str, Any]]:
    """The samples as they are stored today, without their places."""
    rows: list[dict[str, Any]] = content_of(every_type(), "golden").to_pylist()
    return rows


def write_missing() -> None:
    for row in stored_rows():
        path = golden_file(row["type"], row["version"])
        if not path.exists():
            path.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_missing()
