"""What the pictures show: nothing twice, nothing lost without saying so, hedges and ranges as they are."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue.briefs import brief_of
from pipeline.catalogue.pictures.agreements import agreements
from pipeline.catalogue.pictures.corridor_map import corridor_map, latest_tonnage
from pipeline.catalogue.pictures.investments import investments
from pipeline.catalogue.pictures.lanes import GAP, side_by_side
from pipeline.catalogue.pictures.scales import linear, logarithmic
from pipeline.catalogue.pictures.timeline import timeline
from pipeline.catalogue.pictures.trade import trade
from schemas.packages import CLAIMED
from schemas.vocabulary import ClaimTable

FIGURE = {"amount": 10, "amount_to": None, "unit": "USD", "qualifier": "exact", "basis": "actual", "commodity": None}
YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
BASE: dict[ClaimTable, dict[str, Any]] = {
    ClaimTable.VISITS: {
        "visitor_country": "KAZ",
        "destination": "CHN",
        "kind": "state",
        "status": "held",
        "start_date": "2025-03-01",
        "date_precision": "day",
    },
    ClaimTable.AGREEMENTS: {"kind": "treaty", "parties": '["KAZ", "CHN"]', "sectors": "[]", "status": "signed"},
    ClaimTable.TRADE: {"reporter": "KAZ", "partner": "CHN", "flow": "turnover", "measure": "value", **FIGURE, **YEAR},
    ClaimTable.CORRIDORS: {"corridor": "cpc", "metric": "volume", **FIGURE, **YEAR, "unit": "t"},
    ClaimTable.INVESTMENTS: {"source": "CHN", "target": "KAZ", "measure": "stock", **FIGURE, **YEAR},
}


def told(kind: ClaimTable, number: int = 0, **values: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record as the index gives it: its line, as JSON makes it, and its row."""
    (item,) = (item for item in CLAIMED if item.kind is kind)
    row = dict.fromkeys(column.name for column in item.records.columns)
    row |= {item.records.key[0]: f"{kind[:3]}_{number:012x}", "disputed": 0, "recommended_for_totals": 1}
    row |= BASE[kind] | values
    if "lowest_amount" in row:
        row = {**row, "lowest_amount": row["lowest_amount"] or row["amount"]}
        row = {**row, "highest_amount": row["highest_amount"] or row["amount"]}
    return json.loads(json.dumps(brief_of(kind, row).plain())), row


def test_documents_are_counted_once_and_stand_in_each_of_their_fields() -> None:
    drawn = agreements(
        [
            told(ClaimTable.AGREEMENTS, 1, sectors='["energy", "trade"]', documents=70, documents_qualifier="over"),
            told(ClaimTable.AGREEMENTS, 2, amount=5_000_000, unit="USD", qualifier="exact"),
            told(ClaimTable.AGREEMENTS, 3, documents=9, documents_qualifier="exact", recommended_for_totals=0),
        ]
    )
    assert drawn
    (china,) = drawn.partners
    assert [field[0] for field in drawn.fields] == ["energy", "trade", "no field named"]
    assert [cell.documents for cell in china.cells] == [70, 70, 1]
    assert china.documents == "71+"
    assert china.value
    assert china.value[0] == "$5\u202fm"
    assert len(drawn.records) == 2


def test_turnover_is_that_of_the_party_most_spoken_of_in_all_figures() -> None:
    others = [told(ClaimTable.TRADE, n, reporter="RUS", partner=code) for n, code in enumerate(("BLR", "C5"), 1)]
    exports = [told(ClaimTable.TRADE, n, flow="export", partner="CHN") for n in (3, 4)]
    drawn = trade([*others, *exports, told(ClaimTable.TRADE, 5, partner="EU")])
    assert drawn
    assert [partner.code for partner in drawn.partners] == ["EU"]


def test_turnover_is_drawn_with_hedge_range_and_target() -> None:
    drawn = trade(
        [
            told(ClaimTable.TRADE, 1, disputed=1, lowest_amount=8, highest_amount=12),
            told(ClaimTable.TRADE, 2, qualifier="over", amount=20, period_start="2025-01-01", period_end="2025-12-31"),
            told(ClaimTable.TRADE, 3, basis="target", amount=50),
            told(ClaimTable.TRADE, 4, flow="export", amount=70),
            told(ClaimTable.TRADE, 5, unit="KZT", amount=90),
            told(ClaimTable.TRADE, 6, reporter="RUS", partner="KAZ", amount=30),
        ]
    )
    assert drawn
    assert drawn.focus[0] == "Kazakhstan"
    assert [partner.code for partner in drawn.partners] == ["RUS", "CHN"]
    marks = {mark.identifier[-1]: mark for mark in drawn.partners[1].marks}
    assert marks.keys() == {"1", "2", "3"}
    disputed = marks["1"]
    assert disputed.low is not None
    assert disputed.high is not None
    assert disputed.low < disputed.x < disputed.high
    assert (marks["2"].hedge, marks["2"].newest, marks["3"].kind) == ("more", True, "target")


def test_the_latest_tonnage_is_a_whole_year_that_has_happened() -> None:
    found = [
        told(ClaimTable.CORRIDORS, 1, amount=1),
        told(ClaimTable.CORRIDORS, 2, amount=2, period_start="2025-01-01", period_end="2025-10-31"),
        told(ClaimTable.CORRIDORS, 3, amount=3, period_start="2030-01-01", period_end="2030-12-31", basis="target"),
        told(ClaimTable.CORRIDORS, 4, amount=4, commodity="зерно"),
        told(ClaimTable.CORRIDORS, 5, amount=5, metric="capacity"),
    ]
    latest = latest_tonnage(found)
    assert latest
    assert latest[1]["amount"] == 1
    drawn = corridor_map(found)
    widths = {route.identifier: route.width for route in drawn.routes}
    assert max(widths, key=lambda name: widths[name]) == "cpc"
    assert len(drawn.routes) == 17
    assert len(drawn.records) == 5


def test_routes_that_share_a_way_lie_side_by_side_and_keep_their_ends_elsewhere() -> None:
    shared = side_by_side(
        {"one": [[(0, 0), (10, 0)]], "other": [[(10, 0), (0, 0)], [(0, 0), (0, 10)]]}, {"one": 4, "other": 2}
    )
    ((_, first), _) = shared["one"][0]
    ((_, second), _), alone = shared["other"]
    assert second - first == pytest.approx(4 / 2 + 2 / 2 + GAP)
    assert alone == [(0, 0), (0, 10)]


def test_an_older_figure_gives_way_and_measures_stay_apart() -> None:
    groups, records = investments(
        [
            told(ClaimTable.INVESTMENTS, 1, period_end="2023-12-31", amount=900),
            told(ClaimTable.INVESTMENTS, 2, amount=100),
            told(ClaimTable.INVESTMENTS, 3, measure="flow"),
            told(ClaimTable.INVESTMENTS, 4, basis="target"),
        ]
    )
    assert [[bar.identifier[-1] for bar in group.bars] for group in groups] == [["2"], ["3"]]
    assert len(records) == 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "2019-05-01", "2024-02-01", "2025-01-01", "2025-11-01"]),
            st.sampled_from(["day", "month", "year"]),
            st.sampled_from(["KAZ", "CHN", "ITA"]),
            st.booleans(),
        ),
        min_size=1,
    )
)
def test_no_visit_is_lost_without_saying_so(visits: list[tuple[str | None, str, str, bool]]) -> None:
    rows = [
        told(
            ClaimTable.VISITS,
            number,
            start_date=start,
            date_precision=precision if start else None,
            destination=where,
            visitor_country="RUS",
            recommended_for_totals=int(counted),
        )
        for number, (start, precision, where, counted) in enumerate(visits)
    ]
    dated = sum(bool(start and counted) for start, _, _, counted in visits)
    drawn = timeline(rows)
    if drawn is None:
        assert dated == 0
        return
    dots = sum(len(lane.dots) for lane in drawn.lanes)
    years = sum(year["count"] for lane in drawn.lanes for year in lane.years)
    assert dots + years + drawn.earlier == dated
    assert drawn.undated == sum(start is None for start, *_ in visits)
    assert all(lane.top < dot["y"] < lane.baseline for lane in drawn.lanes for dot in lane.dots)


@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=20))
def test_scales_keep_the_order_of_amounts(amounts: list[int]) -> None:
    for scale in (logarithmic(amounts, 100, 900), linear(max(amounts), 100, 900)):
        places = [scale(amount) for amount in sorted(amounts)]
        assert places == sorted(places)
        assert all(100 <= place <= 900 for place in places)
        assert 2 <= len(scale.ticks) <= 16
        assert scale.ticks[0] <= min(amounts)
        assert scale.ticks[-1] >= max(amounts)


@pytest.mark.parametrize("draw", [agreements, trade, timeline])
def test_nothing_is_drawn_of_nothing(draw: Any) -> None:
    assert draw([]) is None
