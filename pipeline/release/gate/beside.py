"""Whether what lies beside the data says the same as the descriptor: codebook, Croissant, citation, changelog, diff."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.release.described import Resource
from pipeline.release.descriptor import CODEBOOK_COLUMNS
from pipeline.release.gate.report import Problem

TEXTS = ("README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", "codebook.csv")
"""What every package holds, in whatever form."""


def text_problems(folder: Path, descriptor: Mapping[str, Any], resources: tuple[Resource, ...]) -> Iterator[Problem]:
    """The files for people: present, and about this version."""
    missing = [name for name in TEXTS if not (folder / name).is_file()]
    yield from (Problem(name, "is missing") for name in missing)
    version = f"{descriptor['version']}"
    wanted = {
        "README.md": f"# {descriptor['title']}, v{version}\n",
        "CHANGELOG.md": f"\n## v{version}, ",
        "CITATION.cff": f'\nversion: "{version}"\n',
        "LICENSE": descriptor["licenses"][0].get("title", ""),
    }
    for name, words in wanted.items():
        if name not in missing and words not in (folder / name).read_text(encoding="utf-8", errors="replace"):
            yield Problem(name, f"does not say {words.strip()!r}")
    if "codebook.csv" not in missing and (folder / "codebook.csv").read_bytes() != codebook_of(resources):
        yield Problem("codebook.csv", "does not describe the columns as the descriptor does")


def codebook_of(resources: tuple[Resource, ...]) -> bytes:
    """The codebook that belongs to the tables of a descriptor."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CODEBOOK_COLUMNS)
    for resource in resources:
        targets = {key.column: f"{key.table}.{key.reference}" for key in resource.references}
        for field in resource.fields:
            required = "TRUE" if field.required else "FALSE"
            words = [
                resource.name,
                field.name,
                field.kind,
                field.descriptor["description"],
                field.descriptor.get("unit"),
            ]
            pattern = field.constraints.get("pattern")
            writer.writerow([*words, required, " | ".join(field.categories), pattern, targets.get(field.name)])
    return out.getvalue().encode()


def full_problems(
    folder: Path, descriptor: Mapping[str, Any], resources: tuple[Resource, ...], sums: Mapping[str, str]
) -> Iterator[Problem]:
    """The files for machines: diff and Croissant."""
    checks: dict[str, Callable[[Any], Iterator[Problem]]] = {
        "diff.json": lambda content: _diff_problems(content, descriptor),
        "croissant.json": lambda content: _croissant_problems(content, descriptor, resources, sums),
    }
    for name, problems in checks.items():
        try:
            yield from problems(json.loads((folder / name).read_bytes()))
        except (OSError, ValueError, RecursionError) as error:
            yield Problem(name, f"cannot be read: {error}")
        except (AttributeError, TypeError):
            yield Problem(name, "has another structure than a release's")


def _diff_problems(diff: Mapping[str, Any], descriptor: Mapping[str, Any]) -> Iterator[Problem]:
    if diff.get("to") != f"v{descriptor['version']}":
        yield Problem("diff.json", f"leads to {diff.get('to')}, not v{descriptor['version']}")
    rows = {name: table.get("rows") for name, table in diff.get("tables", {}).items()}
    if rows != {item["name"]: item.get("x-rows") for item in descriptor["resources"]}:
        yield Problem("diff.json", "counts other rows than the descriptor")


def _croissant_problems(
    croissant: Mapping[str, Any],
    descriptor: Mapping[str, Any],
    resources: tuple[Resource, ...],
    sums: Mapping[str, str],
) -> Iterator[Problem]:
    place = "croissant.json"
    said = {key: croissant.get(key) for key in ("name", "version", "license")}
    wanted = {key: descriptor[key] for key in ("name", "version")} | {"license": descriptor["licenses"][0]["path"]}
    for key, value in wanted.items():
        if said[key] != value:
            yield Problem(place, f"{key} is {said[key]!r}, not {value!r}")
    files = {item.get("contentUrl"): item.get("sha256") for item in croissant.get("distribution", ())}
    if files != {item.path: sums.get(item.path) for item in resources}:
        yield Problem(place, "lists other files or hashes than the package has")
    columns = {
        record.get("name"): tuple(field.get("name") for field in record.get("field", ()))
        for record in croissant.get("recordSet", ())
    }
    if columns != {item.name: item.columns for item in resources}:
        yield Problem(place, "lists other tables or columns than the descriptor")
