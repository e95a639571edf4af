"""A package as its descriptor tells it: resources, fields, keys. The only knowledge that the gate and the diff have.

A descriptor may come from anywhere and describe an older structure than today's schemas, so nothing here asks them
which tables there are. What the descriptor must look like in general is checked by `gate.profile`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.release.errors import ReleaseError
from schemas.render import FRICTIONLESS_TYPES
from schemas.table import Kind

KINDS: dict[str, Kind] = {described: kind for kind, described in FRICTIONLESS_TYPES.items()}
MAX_DESCRIPTOR_BYTES = 8 * 2**20


@dataclass(frozen=True)
class Field:
    """One column as described, with its whole descriptor for what is compared as it stands."""

    name: str
    kind: Kind
    descriptor: Mapping[str, Any]

    @property
    def constraints(self) -> Mapping[str, Any]:
        """What every value must fulfil."""
        constraints: Mapping[str, Any] = self.descriptor.get("constraints", {})
        return constraints

    @property
    def pattern(self) -> str | None:
        """What its texts have to match, if anything."""
        return self.constraints.get("pattern")

    @property
    def categories(self) -> tuple[str, ...]:
        """The words that the value, or each item of a list, has to be one of; empty where any is allowed."""
        return tuple(self.constraints.get("enum", self.descriptor.get("x-item-categories", ())))

    @property
    def required(self) -> bool:
        """Whether null is forbidden."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class Reference:
    """A column whose values are found in a column of another table, or of the same one."""

    column: str
    table: str
    reference: str


@dataclass(frozen=True)
class Resource:
    """One table as described, and the file that holds it."""

    name: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    descriptor: Mapping[str, Any]

    @property
    def size(self) -> int:
        """Bytes of the file as described."""
        return int(self.descriptor["bytes"])

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields in their order."""
        return tuple(field.name for field in self.fields)


def read_descriptor(path: Path) -> dict[str, Any]:
    """The JSON object in a descriptor file; ReleaseError when it is none."""
    again = "Get the package again from where it was published"
    if path.stat().st_size > MAX_DESCRIPTOR_BYTES:
        raise ReleaseError(path, f"is larger than {MAX_DESCRIPTOR_BYTES} bytes", again)
    try:
        descriptor = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ReleaseError(path, f"is no JSON: {error}", again) from error
    if not isinstance(descriptor, dict):
        raise ReleaseError(path, "is no JSON object", again)
    return descriptor


def resources_of(descriptor: Mapping[str, Any]) -> tuple[Resource, ...]:
    """The tables of a descriptor that the profile has accepted; KeyError for a field type that releases never have."""
    return tuple(resource_of(item) for item in descriptor["resources"])


def resource_of(item: Mapping[str, Any]) -> Resource:
    """One table of a descriptor."""
    schema = item["schema"]
    return Resource(
        name=item["name"],
        path=item["path"],
        fields=tuple(Field(field["name"], KINDS[field["type"]], field) for field in schema["fields"]),
        key=tuple(schema["primaryKey"]),
        references=tuple(
            Reference(key["fields"][0], key["reference"]["resource"] or item["name"], key["reference"]["fields"][0])
            for key in schema.get("foreignKeys", ())
        ),
        descriptor=item,
    )
