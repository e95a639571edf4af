"""Which tables make which published package, and all tables of the warehouse in the order in which they are built."""

from dataclasses import dataclass

from schemas.agreements import AgreementClaims, Agreements
from schemas.articles import Articles, Coverage, RejectedArticles
from schemas.claims import Corrections, Evidence, RejectedClaims
from schemas.corridors import CorridorClaims, CorridorMetrics, Corridors
from schemas.history import About, FormerIds, Releases
from schemas.investments import InvestmentClaims, Investments
from schemas.parties import Parties
from schemas.table import TableSpec, spec_of
from schemas.trade_flows import TradeClaims, TradeFlows
from schemas.visits import VisitClaims, Visits
from schemas.vocabulary import ClaimTable
from schemas.withdrawn import Withdrawn


@dataclass(frozen=True)
class Claimed:
    """A kind of claim, the table of its claims, and the table of the records that they tell."""

    kind: ClaimTable
    claims: TableSpec
    records: TableSpec


CLAIMED = (
    Claimed(ClaimTable.VISITS, spec_of(VisitClaims), spec_of(Visits)),
    Claimed(ClaimTable.AGREEMENTS, spec_of(AgreementClaims), spec_of(Agreements)),
    Claimed(ClaimTable.TRADE, spec_of(TradeClaims), spec_of(TradeFlows)),
    Claimed(ClaimTable.CORRIDORS, spec_of(CorridorClaims), spec_of(CorridorMetrics)),
    Claimed(ClaimTable.INVESTMENTS, spec_of(InvestmentClaims), spec_of(Investments)),
)

WITHDRAWN = spec_of(Withdrawn)

SHARED = (spec_of(Articles), spec_of(Coverage), spec_of(Evidence), spec_of(Parties))

HISTORY = (spec_of(FormerIds), spec_of(Releases), spec_of(About))

TABLES: tuple[TableSpec, ...] = (
    *SHARED,
    spec_of(RejectedArticles),
    spec_of(RejectedClaims),
    spec_of(Corrections),
    spec_of(Corridors),
    *(item.claims for item in CLAIMED),
    *(item.records for item in CLAIMED),
    *HISTORY,
)


@dataclass(frozen=True)
class Package:
    """A published package: its name, what it tells, the kinds of claims in it, and further tables beside them."""

    name: str
    title: str
    description: str
    kinds: tuple[ClaimTable, ...]
    further: tuple[TableSpec, ...] = ()

    @property
    def tables(self) -> tuple[TableSpec, ...]:
        """Records first, then claims, then what both point to."""
        claimed = [item for item in CLAIMED if item.kind in self.kinds]
        return (
            *(item.records for item in claimed),
            *(item.claims for item in claimed),
            *self.further,
            *SHARED,
        )

    @property
    def published(self) -> tuple[TableSpec, ...]:
        """The tables of a release: those of the package, and what it has withdrawn."""
        return (*self.tables, WITHDRAWN)


PACKAGES = (
    Package(
        "visits",
        "Visits of heads of delegation",
        "Who went where, when, in which rank, to meet whom, and which article says so in which words.",
        (ClaimTable.VISITS,),
    ),
    Package(
        "agreements",
        "Agreements between countries and firms",
        "What was signed, agreed, planned or proposed, by whom, on what sum, and which article says so in which words.",
        (ClaimTable.AGREEMENTS,),
    ),
    Package(
        "trade-flows",
        "Trade flows and investments",
        "Figures about trade and investment between parties, with hedges, conflicts, speakers and sources.",
        (ClaimTable.TRADE, ClaimTable.INVESTMENTS),
    ),
    Package(
        "corridors",
        "Transport corridors",
        "The registry of corridors, and figures about what moves along them with hedges, conflicts, speakers, sources.",
        (ClaimTable.CORRIDORS,),
        (spec_of(Corridors),),
    ),
)
