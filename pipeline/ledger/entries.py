"""What can be written into the ledger: one frozen class per entry type.

An entry states what happened, in the past tense, and is never changed: a later entry about the same thing replaces
it in the folds. Here belong the types, their versions and their fields. How they become bytes is in `codec`, how old
versions are read in `upcasts`; what they mean for the published tables is decided by the projections.

The stored name and version of a type are given by hand, so that renaming or moving a class changes nothing that is
stored. A field added, renamed or given another meaning is a new version: `docs/ledger.md` shows the steps.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias, TypeVar, dataclass_transform

from schemas.vocabulary import ClaimTable, CorrectionStatus, How

Value: TypeAlias = bool | int | Decimal | str | date | Sequence[str] | None
Values: TypeAlias = Mapping[str, Value]
"""Columns of a table with their values. Stored as JSON: a date comes back as its ISO text, a list as a tuple."""


@dataclass(frozen=True)
class Entry:
    """What all entry types share: the name and version under which they are stored."""

    type: ClassVar[str]
    version: ClassVar[int]
    value_fields: ClassVar[tuple[str, ...]]

    def __post_init__(self) -> None:
        """Keep columns' values as they will come back, so that an entry read equals the entry written."""
        for name in self.value_fields:
            values: Values = getattr(self, name)
            object.__setattr__(self, name, {column: _stored(value) for column, value in values.items()})


ENTRY_TYPES: dict[str, type[Entry]] = {}
"""Every entry type by its stored name, in the order in which an article goes its way."""

EntryClass = TypeVar("EntryClass", bound=type[Entry])


@dataclass_transform(frozen_default=True, kw_only_default=True)
def entry(name: str, version: int) -> Callable[[EntryClass], EntryClass]:
    """Declare a class as an entry type with its stored name and its current version."""

    def declare(cls: EntryClass) -> EntryClass:
        dataclass(frozen=True, kw_only=True)(cls)
        cls.type, cls.version = name, version
        cls.value_fields = tuple(field.name for field in fields(cls) if field.type == Values)
        ENTRY_TYPES[name] = cls
        return cls

    return declare


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Which words carry one field of a claim; no span where the value is a convention of the codebook."""

    field: str
    start_char: int | None
    end_char: int | None
    rule: str
    how: How


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """A point of the ledger, kept elsewhere to hold against it: up to `position` nothing changed if all four agree.

    `version` is the Delta version that brought the ledger to `position`, `tip` the hash of the entry there, `commit`
    the sha256 of that version's commit file, which stands for all commit files before it.
    """

    position: int
    version: int
    tip: str
    commit: str


@entry("ArticleArchived", version=1)
class ArticleArchived(Entry):
    """A version of an article lies in the archive.

    `ordinal` counts the versions of one article from 1. `sha256` and `size_bytes` are those of the file as received;
    the offsets of claims count the code points of the text with hash `text_sha256`.
    """

    article_id: str
    ordinal: int
    file: str
    sha256: str
    size_bytes: int
    text_sha256: str
    characters: int
    language: str
    publisher: str | None
    title: str | None
    url: str | None
    published_on: date | None


@entry("ArticleRejected", version=1)
class ArticleRejected(Entry):
    """A file is no article that can be read.

    `reason` is a short code, `detail` says it in words; `sha256` is null where not even the bytes could be read.
    """

    file: str
    sha256: str | None
    reason: str
    detail: str


@entry("ArticleRead", version=1)
class ArticleRead(Entry):
    """An extractor has read one version of an article.

    Its claims follow in the same append, as many per table as `claims` says; together they replace every earlier
    reading of the article.
    """

    article_id: str
    text_sha256: str
    extractor: str
    claims: Mapping[ClaimTable, int]


@entry("ClaimExtracted", version=1)
class ClaimExtracted(Entry):
    """One statement of one article, found by a rule.

    `values` are the codebook's columns of its table. The quote stands at `start_char` to `end_char` of the text with
    hash `text_sha256`, in code points; `context` is the sentence or sentences around it.
    """

    claim_id: str
    article_id: str
    table: ClaimTable
    text_sha256: str
    values: Values
    quote: str
    start_char: int
    end_char: int
    context: str
    rule: str
    evidence: tuple[Evidence, ...]
    extractor: str


@dataclass(frozen=True, kw_only=True)
class Correction(Entry):
    """What every correction by a person says.

    The last entry with a `correction_id` is the state of that correction; status `withdrawn` takes it back.
    """

    correction_id: str
    reason: str
    author: str
    made_on: date
    status: CorrectionStatus


@entry("ClaimAdded", version=1)
class ClaimAdded(Correction):
    """A person found a claim that the extractor missed.

    The guard is `text_sha256`: the claim holds for the article as long as its text has that hash.
    """

    claim_id: str
    article_id: str
    table: ClaimTable
    text_sha256: str
    values: Values
    quote: str
    start_char: int
    end_char: int
    context: str


@entry("ClaimCorrected", version=1)
class ClaimCorrected(Correction):
    """A person corrected columns of a claim.

    `changes` are the new values; the guard `expect` holds the values for which the correction was written.
    """

    claim_id: str
    changes: Values
    expect: Values


@entry("ClaimRetracted", version=1)
class ClaimRetracted(Correction):
    """A person found that the article does not say what a claim says.

    The guard `expect` holds the values for which the retraction was written.
    """

    claim_id: str
    expect: Values


@entry("RecordsMerged", version=1)
class RecordsMerged(Correction):
    """A person found that several records are one thing.

    The first of `record_ids` keeps its id. The guard `expect` names the claims that each of the records had.
    """

    table: ClaimTable
    record_ids: tuple[str, ...]
    expect: Mapping[str, tuple[str, ...]]


@entry("RecordsSplit", version=1)
class RecordsSplit(Correction):
    """A person found that one record is several things.

    Each of `groups` names claims that leave the record together; the others stay. The guard `expect` names all the
    claims that the record had.
    """

    table: ClaimTable
    record_id: str
    groups: tuple[tuple[str, ...], ...]
    expect: tuple[str, ...]


@entry("ReleasePublished", version=1)
class ReleasePublished(Entry):
    """A release of a package is out.

    `release` is its version number, `checkpoint` the point of the ledger that it was built from. The descriptor with
    hash `descriptor_sha256` names all its files; `rows` counts the rows of each table.
    """

    package: str
    release: str
    checkpoint: Checkpoint
    descriptor_sha256: str
    rows: Mapping[str, int]


@entry("ReleaseWithdrawn", version=1)
class ReleaseWithdrawn(Entry):
    """A release should no longer be used, for the reason given; it stays downloadable."""

    package: str
    release: str
    reason: str


def _stored(value: Value) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Sequence):
        return tuple(str(item) for item in value)
    return value
