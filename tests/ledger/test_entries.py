"""Entries as bytes and back, and every version that was ever written."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger.codec import COLUMN_FIELDS, canonical, entry_of, loads, payload_of
from pipeline.ledger.columns import content_of
from pipeline.ledger.entries import ENTRY_TYPES, ArticleRejected, ClaimCorrected, ClaimExtracted, Entry, Value
from pipeline.ledger.errors import LedgerError
from pipeline.ledger.store import Ledger
from pipeline.ledger.upcasts import UPCASTS, Fields, upcast
from tests.ledger.golden import FOLDER, golden_file, stored_rows
from tests.ledger.samples import claim, ledger_at, reading

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**24), max_value=10**24, places=4)
VALUES = st.none() | st.booleans() | st.integers() | NUMBERS | TEXT | st.dates() | st.lists(TEXT)


def read_back(written: Entry) -> Entry:
    fields = {field: getattr(written, field) for field in COLUMN_FIELDS if hasattr(written, field)}
    return entry_of(written.type, loads(payload_of(written)) | fields)


@given(st.dictionaries(TEXT, VALUES), TEXT)
def test_any_values_come_back_as_they_were_written(values: dict[str, Value], quote: str) -> None:
    written = replace(claim(), values=values, quote=quote)
    assert read_back(written) == written


@given(NUMBERS, st.integers(0, 6))
def test_a_number_is_written_plainly_and_exactly(number: Decimal, zeros: int) -> None:
    text = canonical(number)
    assert Decimal(text) == number
    assert canonical(Decimal(f"{number:f}" + "0" * zeros)) == text
    assert set(text) <= set("-0123456789.")


@pytest.mark.parametrize(
    ("number", "text"),
    [("15E9", "15000000000"), ("26.50", "26.5"), ("-0.0", "0"), ("0.1", "0.1"), ("-2", "-2"), ("1E-7", "0.0000001")],
)
def test_equal_numbers_have_one_form(number: str, text: str) -> None:
    assert canonical(Decimal(number)) == text


def test_a_payload_is_canonical_json_without_the_columns() -> None:
    payload = payload_of(claim())
    data = json.loads(payload)
    assert payload == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert not COLUMN_FIELDS.keys() & data.keys()
    assert data["values"]["amount"] == 26.5
    assert data["values"]["period_start"] == "2024-01-01"


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), Decimal("Infinity"), Decimal("1E+9999999")])
def test_what_cannot_be_stored_exactly_is_refused(value: Any) -> None:
    with pytest.raises(LedgerError, match=r"entry 1 of the append \(ClaimExtracted\).*cannot be stored"):
        content_of([replace(claim(), values={"amount": value})], "key")


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (replace(claim(), start_char="10"), "'10' is not of type int"),  # type: ignore[arg-type]  # as hostile input has it
        (replace(claim(), claim_id="clm\n1"), "claim_id 'clm\\\\n1' must be printable"),
        (replace(claim(), article_id=""), "article_id '' must be printable"),
        (replace(claim(), quote="\ud800"), "surrogates not allowed"),
        (ArticleRejected(file="a", sha256=None, reason="empty", detail=date(2026, 1, 1)), "not of type str"),  # type: ignore[arg-type]
    ],
)
def test_an_entry_that_does_not_fit_its_type_is_refused(broken: Entry, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        content_of([broken], "key")


@pytest.mark.parametrize("key", ["", "a\nb", "a\x00"])
def test_a_key_is_printable(key: str) -> None:
    with pytest.raises(LedgerError, match="must be printable text"):
        content_of([], key)


def test_every_type_and_version_has_a_golden_file() -> None:
    versions = {(name, version) for name, cls in ENTRY_TYPES.items() for version in range(1, cls.version + 1)}
    assert {golden_file(name, version) for name, version in versions} == set(FOLDER.iterdir())
    assert {(name, version) for name, version in versions if version < ENTRY_TYPES[name].version} == set(UPCASTS)


@pytest.mark.parametrize("row", stored_rows(), ids=lambda row: row["type"])
def test_todays_versions_are_written_as_they_always_were(row: dict[str, Any]) -> None:
    assert row == json.loads(golden_file(row["type"], row["version"]).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.stem)
def test_every_version_ever_written_can_be_read(path: Path) -> None:
    row = json.loads(path.read_text(encoding="utf-8"))
    columns = {field: row[column] for field, column in COLUMN_FIELDS.items() if row[column] is not None}
    fields = upcast(row["type"], row["version"], loads(row["payload"]) | columns)
    assert entry_of(row["type"], fields).type == row["type"]


@pytest.fixture
def evolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger with a reading from before ClaimExtracted got a second version, whose rules name the language."""
    ledger = ledger_at(tmp_path)
    ledger.append(reading(3), "before")

    def with_language(fields: Fields) -> Fields:
        return fields | {"rule": f"ru/{fields['rule']}"}

    monkeypatch.setattr(ClaimExtracted, "version", 2)
    monkeypatch.setitem(UPCASTS, ("ClaimExtracted", 1), with_language)
    ledger.append([reading(2)[0], *(replace(claim(number), rule="ru/new") for number in range(2))], "after")
    return ledger


def test_old_entries_are_read_as_if_written_today(evolved: Ledger) -> None:
    expected = ["ru/trade.growth"] * 3 + ["ru/new"] * 2
    assert [item.entry.rule for item in evolved.read() if isinstance(item.entry, ClaimExtracted)] == expected
    arrow = evolved.read().reader().read_all().to_pylist()
    assert [loads(row["payload"])["rule"] for row in arrow if row["type"] == "ClaimExtracted"] == expected
    with duckdb.connect() as connection:
        evolved.read().register(connection, "entries")
        query = "SELECT payload->>'rule', version FROM entries WHERE type = 'ClaimExtracted' ORDER BY position"
        assert connection.execute(query).fetchall() == [(rule, 2) for rule in expected]
    assert not evolved.verify().problems


def test_entries_of_a_newer_program_are_not_passed_over(evolved: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClaimExtracted, "version", 1)
    monkeypatch.delitem(UPCASTS, ("ClaimExtracted", 1))
    with pytest.raises(LedgerError, match="ClaimExtracted version 2: a newer version of this program wrote"):
        list(evolved.read())
    with pytest.raises(LedgerError, match="Update this one"), duckdb.connect() as connection:
        evolved.read().register(connection, "entries")


def test_a_correction_keeps_its_guard() -> None:
    (correction,) = (row for row in stored_rows() if row["type"] == ClaimCorrected.type)
    assert loads(correction["payload"])["expect"] == {"amount": 30000000000, "qualifier": "almost"}
