"""Mentions: what a run of tokens stands for. Plain values; what a text says with them is decided later."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from schemas.vocabulary import Qualifier


class Measure(StrEnum):
    """What an amount measures, one letter each, as patterns name it: {#AMOUNT.m} is money."""

    MONEY = "m"
    PERCENT = "p"
    TIMES = "x"
    MASS = "w"
    CONTAINERS = "c"
    DURATION = "d"
    LENGTH = "k"
    ROUTES = "r"
    TRAINS = "n"
    PROJECTS = "j"
    COMPANIES = "f"
    DOCUMENTS = "o"
    PIECES = "i"
    GOODS = "u"
    ELIDED = "e"
    BARE = "b"
    OTHER = "z"


@dataclass(slots=True)
class Mention:
    """Tokens `start` up to, not including, `end`, found by a rule."""

    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Amount(Mention):
    """A number with its unit; `unit` is None where the text leaves it out. `parties` are countries named inside it."""

    value: Decimal
    high: Decimal | None
    unit: str | None
    qualifier: Qualifier
    measure: Measure
    parties: list[str] = field(default_factory=list)
    scale: Decimal = Decimal(1)


@dataclass(slots=True)
class DateMention(Mention):
    """A date as written: its form and parts, to be resolved against its context."""

    form: str
    preposition: str
    parts: dict[str, int]
    meaning: str = "p"


@dataclass(slots=True)
class Party(Mention):
    """A country or group. `role` is noun, adjective, people or seat; `features` are those of its word."""

    party: str
    role: str
    features: str


@dataclass(slots=True)
class Pair(Mention):
    """Two or more countries in one adjective: "казахстанско-китайский"."""

    parties: list[str]


@dataclass(slots=True)
class Place(Mention):
    """A city, which can stand for its country when it is the capital; a region has no `city`."""

    city: str
    country: str
    is_capital: bool
    features: str


@dataclass(slots=True)
class Person(Mention):
    """A person. `name` is canonical for those of the registry, else as in the text; `office` is the rank, if told."""

    name: str | None
    known: str | None
    country: str | None
    office: str | None
    features: str
    is_low: bool = False


@dataclass(slots=True)
class Organisation(Mention):
    """An organisation by its name, without legal form and quotation marks."""

    name: str
    country: str | None
    features: str


@dataclass(slots=True)
class CorridorMention(Mention):
    """A corridor of the registry, or None for a route outside it."""

    corridor: str | None
