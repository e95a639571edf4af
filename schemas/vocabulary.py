"""The closed word lists of the codebook, one enum each.

Standard library only: extraction reads them at run time. Here belong the values a column may take; names of real
things (countries, persons, corridors) are in `schemas.reference`.
"""

from enum import StrEnum


class ClaimTable(StrEnum):
    """The five kinds of claims, by the short names of the extraction output."""

    VISITS = "visits"
    AGREEMENTS = "agreements"
    TRADE = "trade"
    CORRIDORS = "corridors"
    INVESTMENTS = "investments"


class PartyGroup(StrEnum):
    """Groups of countries that can be a party."""

    EU = "EU"
    CENTRAL_ASIA = "C5"
    EAEU = "EAEU"
    CIS = "CIS"
    SCO = "SCO"
    OTS = "OTS"
    BRICS = "BRICS"
    GCC = "GCC"
    ASEAN = "ASEAN"
    ARAB = "ARAB"
    AFRICA = "AFRICA"
    ASIA = "ASIA"
    EUROPE = "EUROPE"
    WORLD = "WORLD"


class DatePrecision(StrEnum):
    """How much of a date is known; an imprecise date is its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Qualifier(StrEnum):
    """How the text hedges an amount."""

    EXACT = "exact"
    ABOUT = "about"
    ALMOST = "almost"
    OVER = "over"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    RANGE = "range"


class Basis(StrEnum):
    """Whether an amount has happened, is wanted or is expected."""

    ACTUAL = "actual"
    TARGET = "target"
    FORECAST = "forecast"


class VisitKind(StrEnum):
    """The rank of a visit by the text's own word, highest first."""

    STATE = "state"
    OFFICIAL = "official"
    WORKING = "working"
    PRIVATE = "private"
    UNSPECIFIED = "unspecified"


class VisitStatus(StrEnum):
    """How far a visit has come."""

    HELD = "held"
    PLANNED = "planned"
    INVITED = "invited"
    CANCELLED = "cancelled"


class AgreementKind(StrEnum):
    """What a document is, by the text's noun."""

    DECLARATION = "declaration"
    TREATY = "treaty"
    AGREEMENT = "agreement"
    CONTRACT = "contract"
    MEMORANDUM = "memorandum"
    PROGRAMME = "programme"
    INITIATIVE = "initiative"
    BUNDLE = "bundle"


class AgreementStatus(StrEnum):
    """How far a document has come."""

    SIGNED = "signed"
    AGREED = "agreed"
    PLANNED = "planned"
    PROPOSED = "proposed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"


class Sector(StrEnum):
    """Fields of cooperation."""

    AGRICULTURE = "agriculture"
    AVIATION = "aviation"
    CULTURE = "culture"
    DEFENCE = "defence"
    DIGITAL = "digital"
    EDUCATION = "education"
    ENERGY = "energy"
    FINANCE = "finance"
    HEALTH = "health"
    INDUSTRY = "industry"
    INVESTMENT = "investment"
    MINING = "mining"
    NUCLEAR = "nuclear"
    OIL_GAS = "oil_gas"
    SPACE = "space"
    TOURISM = "tourism"
    TRADE = "trade"
    TRANSPORT = "transport"
    WATER = "water"
    POLITICS = "politics"


class Flow(StrEnum):
    """Direction of trade, seen from the reporter."""

    TURNOVER = "turnover"
    EXPORT = "export"
    IMPORT = "import"
    BALANCE = "balance"


class TradeMeasure(StrEnum):
    """What a trade figure measures."""

    VALUE = "value"
    VOLUME = "volume"
    GROWTH = "growth"
    SHARE = "share"


class CorridorMetric(StrEnum):
    """What a corridor figure measures."""

    VOLUME = "volume"
    CAPACITY = "capacity"
    GROWTH = "growth"
    SHARE = "share"
    COUNT = "count"
    TRANSIT_TIME = "transit_time"
    LENGTH = "length"
    INVESTMENT = "investment"


class InvestmentMeasure(StrEnum):
    """What an investment figure measures."""

    STOCK = "stock"
    FLOW = "flow"
    PROJECT_VALUE = "project_value"
    PROJECTS = "projects"
    COMPANIES = "companies"
    GROWTH = "growth"


class Unit(StrEnum):
    """Units of measures that are no money; money is a currency of ISO 4217, three capital letters."""

    PERCENT = "percent"
    TIMES = "times"
    TONNES = "t"
    CONTAINERS = "TEU"
    TRAINS = "trains"
    DAYS = "days"
    HOURS = "hours"
    KILOMETRES = "km"
    CORRIDORS = "corridors"
    CUBIC_METRES = "m3"
    BARRELS = "bbl"
    UNITS = "units"
    PROJECTS = "projects"
    COMPANIES = "companies"


class How(StrEnum):
    """Where the value of a field comes from."""

    STATED = "stated"
    CONTEXT = "context"
    DEFAULT = "default"
    PERSON = "person"


class CorrectionAction(StrEnum):
    """What a person's correction does."""

    CORRECT = "correct"
    RETRACT = "retract"
    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"


class CorrectionStatus(StrEnum):
    """How far a correction has come with its source. Every correction applies unless it is withdrawn."""

    OPEN = "open"
    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    FIXED = "fixed"
    WITHDRAWN = "withdrawn"


class CorrectionOutcome(StrEnum):
    """Whether a correction applies to the tables as they stand."""

    APPLIED = "applied"
    NOT_APPLICABLE = "not_applicable"


class PartyKind(StrEnum):
    """What a party is."""

    COUNTRY = "country"
    GROUP = "group"
    ORGANISATION = "organisation"


class RejectionReason(StrEnum):
    """Why a file in raw/ is no article."""

    EMPTY = "empty"
    BINARY = "binary"
    NOT_UTF8 = "not_utf8"
    TOO_LARGE = "too_large"
    UNSUPPORTED_FORMAT = "unsupported_format"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    BROKEN_SIDECAR = "broken_sidecar"
    UNSAFE_PATH = "unsafe_path"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"
