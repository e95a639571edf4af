"""Whether a descriptor is a Data Package v2 of the kind that releases are; nothing is fetched, whatever it names."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema

from pipeline.release.described import KINDS
from pipeline.release.descriptor import PROFILE
from pipeline.release.gate.listing import SAFE_PATH
from pipeline.release.gate.report import Problem
from pipeline.release.version import Version

CONSTRAINTS = frozenset({"required", "unique", "minimum", "pattern", "enum"})


@cache
def _validator() -> Any:
    """The profile's validator, which looks once at items of lists that are alike.

    The profile offers a dozen forms for each field of a table, all of them are tried, and it comes to the same field on
    several ways; and tables share many of their fields.
    """
    profile = json.loads(files("pipeline.release").joinpath("vendored", "datapackage-2.0.json").read_bytes())
    faultless: set[tuple[int, str]] = set()

    def items(validator: Any, forms: Any, instance: Any, _schema: Any) -> Iterator[jsonschema.ValidationError]:
        for index, item in enumerate(instance if isinstance(instance, list) else ()):
            seen = (id(forms), json.dumps(item, sort_keys=True))
            if seen not in faultless:
                errors = list(validator.descend(item, forms, path=index))
                yield from errors
                faultless.update([] if errors else [seen])

    # jsonschema's own function has no annotations
    kind: Any = jsonschema.validators.extend(jsonschema.Draft7Validator, {"items": items})  # type: ignore[no-untyped-call]
    return kind(profile)


PER_FORMAT = frozenset({"path", "format", "mediatype", "encoding", "dialect", "bytes", "hash", "x-csv-escaped"})
"""What the two descriptors of a release say differently of one table."""


def twin_problems(place: str, descriptor: Mapping[str, Any], twin: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the second descriptor of a release, whose first one is faultless: they tell the same."""
    if _common(descriptor) != _common(twin):
        return [Problem(place, "describes other tables than datapackage.json")]
    return [Problem(place, what) for what in _broken_promises(descriptor)]


def _common(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    resources = descriptor.get("resources", ())
    alike = [
        {key: value for key, value in item.items() if key not in PER_FORMAT}
        for item in resources
        if isinstance(item, dict)
    ]
    return {**descriptor, "resources": alike}


def descriptor_problems(place: str, descriptor: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a descriptor: by the profile first, and if that accepts it, by what releases promise."""
    errors = sorted(_validator().iter_errors(descriptor), key=lambda error: [str(step) for step in error.absolute_path])
    if errors:
        return [
            Problem(place, f"not a Data Package v2: {_where(error)}: {error.message[:300]}") for error in errors[:20]
        ]
    return [Problem(place, what) for what in _broken_promises(descriptor)]


def _where(error: jsonschema.ValidationError) -> str:
    return "/".join(map(str, error.absolute_path)) or "the whole"


def _broken_promises(descriptor: Mapping[str, Any]) -> Iterator[str]:
    if descriptor.get("$schema") != PROFILE:
        yield f"$schema is not {PROFILE}"
    for name in ("name", "title", "description", "version", "created", "licenses", "contributors", "x-build"):
        if not descriptor.get(name):
            yield f"{name} is missing"
    try:
        Version.parse(f"v{descriptor.get('version')}")
    except ValueError as error:
        yield str(error)
    try:
        moment = datetime.fromisoformat(str(descriptor.get("created")))
        if moment.tzinfo is None:
            yield "created has no time zone"
    except ValueError:
        yield f"created is no time: {descriptor.get('created')!r}"
    names = [resource["name"] for resource in descriptor["resources"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two resources are named {name}"
    for resource in descriptor["resources"]:
        for what in _resource(resource, descriptor["resources"]):
            yield f"resource {resource['name']}: {what}"


def _resource(resource: Mapping[str, Any], others: list[Mapping[str, Any]]) -> Iterator[str]:
    path, schema = resource.get("path"), resource.get("schema")
    if not isinstance(path, str) or not SAFE_PATH.fullmatch(path):
        yield f"path {path!r} is not a file of the package"
    if not isinstance(resource.get("bytes"), int) or not str(resource.get("hash", "")).startswith("sha256:"):
        yield "bytes and a sha256 hash are needed"
    if not isinstance(schema, dict) or not schema.get("primaryKey") or not isinstance(schema["primaryKey"], list):
        yield "a table schema with a list as primaryKey is needed"
        return
    columns = [field["name"] for field in schema["fields"]]
    if len({*columns}) != len(columns):
        yield "two fields have the same name"
    for column in schema["primaryKey"]:
        if column not in columns:
            yield f"the key names {column}, which is no field"
    for field in schema["fields"]:
        yield from _field(field)
    for key in schema.get("foreignKeys", ()):
        yield from _foreign_key(key, resource, others)


def _field(field: Mapping[str, Any]) -> Iterator[str]:
    if not field.get("description"):
        yield f"field {field['name']} has no description"
    if field.get("type") not in KINDS:
        yield f"field {field['name']} has type {field.get('type')!r}, which releases never have"
    for name in sorted(field.get("constraints", {}).keys() - CONSTRAINTS):
        yield f"field {field['name']} has the constraint {name}, which is not checked here"


def _foreign_key(key: Mapping[str, Any], resource: Mapping[str, Any], others: list[Mapping[str, Any]]) -> Iterator[str]:
    target = {other["name"]: other for other in others} | {"": resource}
    found = target.get(key["reference"].get("resource", ""))
    columns = [field["name"] for field in resource["schema"]["fields"]]
    if found is None:
        yield f"a foreign key points to {key['reference']['resource']}, which is no resource"
    elif list(key["reference"]["fields"]) != list(found.get("schema", {}).get("primaryKey", ())):
        yield f"a foreign key does not point to the key of {found['name']}"
    if not isinstance(key["fields"], list) or len(key["fields"]) != 1 or key["fields"][0] not in columns:
        yield "a foreign key is needed as a list of one field"
