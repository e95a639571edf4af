"""Sentences as journalists write them, and the claims that one table makes of them.

Each table has a file in `sentences/`. A claim is a line of what must agree, in any order: the ends or the corridor,
what is measured, the amount with its unit, and whichever of hedge, basis, period (a year, or `start..end`), sector,
goods (`of:грузы`, `of:` for all), direction (`origin>destination`) and claimant (`@Name`) the sentence is about. Blanks
inside a name are written `_`.
A document is a line of kind, status, parties joined by "+" in the order of the alphabet, and whichever of day, city,
"N docs", value and sectors the sentence is about; `listed` is one that the text puts in a bundle.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.extraction import Claim, extract
from schemas.vocabulary import ClaimTable

SENTENCES = Path(__file__).parent / "sentences"
PUBLISHED = date(2025, 11, 18)
CASES = [
    pytest.param(ClaimTable(path.stem), case["text"], case["claims"], id=f"{path.stem}: {case['text'][:60]}")
    for path in sorted(SENTENCES.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def told(claim: Claim) -> set[str]:
    """All that a claim says, as the words of an expected line."""
    values = claim.values
    if claim.table is ClaimTable.AGREEMENTS:
        return _document(values)
    words = [f"{values['amount']}", values["unit"], values["qualifier"], values["basis"], _period(values)]
    if claim.table is ClaimTable.CORRIDORS:
        words += [values["corridor"], values["metric"], f"{values['origin'] or ''}>{values['destination'] or ''}"]
    elif claim.table is ClaimTable.TRADE:
        words += [values["reporter"], values["partner"], values["flow"], values["measure"]]
        words.append(f"of:{values['commodity'] or ''}")
    else:
        words += [f"{values['source']}>{values['target']}", values["measure"], values["sector"]]
    if values["claimant"]:
        words.append(f"@{values['claimant']}")
    return {str(word).replace(" ", "_") for word in words if word}


def _document(values: Mapping[str, Any]) -> set[str]:
    names = ("kind", "status", "signed_on", "place", "amount", "unit", "quantity", "quantity_unit")
    words = [values[name] for name in names]
    words += ["+".join(sorted(values["parties"])), f"{values['documents']}docs", *values["sectors"]]
    words.append("listed" if values["part_of_bundle"] else "alone")
    return {str(word).replace(" ", "_") for word in words if word}


def _period(values: Mapping[str, Any]) -> str:
    start, end = values["period_start"] or "", values["period_end"] or ""
    year = start[:4]
    return year if (start, end) == (f"{year}-01-01", f"{year}-12-31") else f"{start}..{end}"


@pytest.mark.parametrize(("table", "text", "expected"), CASES)
def test_a_sentence_makes_these_claims_and_no_others(table: ClaimTable, text: str, expected: list[str]) -> None:
    claims = extract(text, language="ru", published_on=PUBLISHED).claims
    left = [told(claim) for claim in claims if claim.table is table]
    for line in expected:
        found = next((words for words in left if set(line.split()) <= words), None)
        assert found is not None, f"not found: {line}; left are {left}"
        left.remove(found)
    assert left == []
