"""Sentences of news and the visits that they tell of; paragraphs that tell of nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.extraction import Claim, extract

PUBLISHED = date(2025, 11, 18)


def listed(name: str) -> list[Any]:
    found = yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def day(claim: Claim, field: str) -> str:
    """A date of a claim, as long as it is precise."""
    length = {"day": 10, "month": 7, "year": 4, None: 0}[claim.values["date_precision"]]  # type: ignore[index]
    return str(claim.values[field] or "")[:length]


def told(claim: Claim) -> str:
    """A visit in short: "KAZ>CHN state held 2025-08-30/2025-09-03 Beijing", a dash for what is unknown."""
    values = claim.values
    kind = "" if values["kind"] == "unspecified" else f"{values['kind']} "
    when = "/".join(filter(None, (day(claim, "start_date"), day(claim, "end_date")))) or "-"
    route = f"{values['visitor_country']}>{values['destination']}"
    return f"{route} {kind}{values['status']} {when} {values['city'] or '-'}"


@pytest.mark.parametrize("case", listed("visits.yaml"), ids=lambda case: str(case["text"])[:60])
def test_a_sentence_tells_of_its_visits_and_of_no_others(case: dict[str, Any]) -> None:
    claims = extract(case["text"], language="ru", published_on=PUBLISHED).claims
    assert [told(claim) for claim in claims if claim.table == "visits"] == case["visits"]


@pytest.mark.parametrize("text", listed("distractors.yaml"), ids=lambda text: str(text)[:60])
def test_ordinary_news_claims_nothing_in_any_table(text: str) -> None:
    assert extract(text, language="ru", published_on=PUBLISHED).claims == ()
