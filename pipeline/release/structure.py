"""What differs between two structures, and how much a reader of the older one notices.

Major is what breaks a reader: a table or column gone, renamed, moved or of another type, another key, a tighter
constraint, another unit. Minor is what leaves readers whole: a new table, a new nullable column at the end, a new
category, a looser constraint. Patch is text. A change of meaning that keeps its structure shows nowhere but in a
description: whoever makes it asks for a major bump.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.release.described import Field, Resource
from pipeline.release.version import Bump


@dataclass(frozen=True)
class Change:
    """One difference in structure: where, what in words, and its size."""

    place: str
    what: str
    bump: Bump


def structure_changes(old: Sequence[Resource], new: Sequence[Resource]) -> tuple[Change, ...]:
    """Everything that differs in the structure of two packages, table by table."""
    before, after = ({item.name: item for item in side} for side in (old, new))
    gone = [Change(name, "table removed", Bump.MAJOR) for name in before if name not in after]
    added = [Change(name, "table added", Bump.MINOR) for name in after if name not in before]
    kept = [change for name in before if name in after for change in _in_table(before[name], after[name])]
    return (*gone, *added, *kept)


def _in_table(old: Resource, new: Resource) -> Iterator[Change]:
    before, after = ({field.name: field for field in side.fields} for side in (old, new))
    for name in before:
        if name not in after:
            yield Change(f"{old.name}.{name}", "column removed", Bump.MAJOR)
    kept = [name for name in old.columns if name in after]
    if kept != [name for name in new.columns if name in before]:
        yield Change(old.name, "columns in another order", Bump.MAJOR)
    for position, field in enumerate(new.fields):
        if field.name not in before:
            yield _added(new, field, at_end=position >= len(kept))
    if old.key != new.key:
        yield Change(old.name, f"key {', '.join(old.key)} is now {', '.join(new.key)}", Bump.MAJOR)
    yield from _references(old, new)
    for word in ("title", "description"):
        if old.descriptor.get(word) != new.descriptor.get(word):
            yield Change(old.name, f"{word} reworded", Bump.PATCH)
    for name in kept:
        yield from _in_field(f"{old.name}.{name}", before[name], after[name])


def _added(table: Resource, field: Field, *, at_end: bool) -> Change:
    place = f"{table.name}.{field.name}"
    if at_end and not field.required:
        return Change(place, "column added at the end", Bump.MINOR)
    return Change(place, "required column added" if field.required else "column added in between", Bump.MAJOR)


def _references(old: Resource, new: Resource) -> Iterator[Change]:
    for key in old.references:
        if key not in new.references:
            yield Change(f"{old.name}.{key.column}", f"points no longer to {key.table}", Bump.MINOR)
    for key in new.references:
        if key not in old.references:
            yield Change(f"{old.name}.{key.column}", f"has to point to {key.table}", Bump.MAJOR)


def _in_field(place: str, old: Field, new: Field) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change(place, f"type {old.kind} is now {new.kind}", Bump.MAJOR)
    unit = [field.descriptor.get("unit") for field in (old, new)]
    if unit[0] != unit[1]:
        yield Change(place, f"unit {unit[0] or 'none'} is now {unit[1] or 'none'}", Bump.MAJOR)
    for word in ("title", "description"):
        if old.descriptor.get(word) != new.descriptor.get(word):
            yield Change(place, f"{word} reworded", Bump.PATCH)
    yield from _categories(place, old.categories, new.categories)
    for name in sorted({*old.constraints, *new.constraints} - {"enum"}):
        before, after = old.constraints.get(name), new.constraints.get(name)
        if before != after:
            lower = name == "minimum" and before is not None and after is not None and after < before
            bump = Bump.MINOR if lower or (not after and after != 0) else Bump.MAJOR
            yield Change(place, f"constraint {name} is now {'none' if after is None else after}", bump)


def _categories(place: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    if before == after:
        return
    if not after:
        yield Change(place, "any word is allowed", Bump.MINOR)
    elif not before or {*before} - {*after}:
        lost = ", ".join(sorted({*before} - {*after}))
        yield Change(place, f"categories removed: {lost}" if lost else "limited to categories", Bump.MAJOR)
    elif {*before} == {*after}:
        yield Change(place, "categories in another order", Bump.PATCH)
    else:
        yield Change(place, f"new categories: {', '.join(sorted({*after} - {*before}))}", Bump.MINOR)
