"""Ways to break a published release, and to seal it again so that only the deeper checks can notice."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Damage = Callable[[Path], object]


def writable_copy(release: Path, target: Path) -> Path:
    shutil.copytree(release, target)
    for folder, _, names in os.walk(target):
        Path(folder).chmod(0o755)
        for name in names:
            (Path(folder) / name).chmod(0o644)
    return target


def edit_json(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    content = json.loads((folder / name).read_bytes())
    change(content)
    (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def in_descriptors(change: Callable[[Any], None]) -> Damage:
    """A change to both descriptors alike."""

    def damage(folder: Path) -> None:
        for name in ("datapackage.json", "parquet/datapackage.json"):
            edit_json(folder, name, change)

    return damage


def in_json(name: str, change: Callable[[Any], None]) -> Damage:
    return lambda folder: edit_json(folder, name, change)


def in_text(name: str, old: str, new: str, times: int = -1) -> Damage:
    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        assert old.encode() in content
        (folder / name).write_bytes(content.replace(old.encode(), new.encode(), times))

    return damage


def in_bytes(name: str, change: Callable[[bytes], bytes]) -> Damage:
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes()))


def in_parquet(name: str, change: Callable[[pa.Table], pa.Table]) -> Damage:
    path = f"parquet/{name}.parquet"
    return lambda folder: pq.write_table(change(pq.read_table(folder / path)), folder / path)


def in_sqlite(statement: str) -> Damage:
    def damage(folder: Path) -> None:
        with closing(sqlite3.connect(next(folder.glob("*.sqlite")))) as database:
            database.execute(statement)
            database.commit()

    return damage


def removed(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def seal(folder: Path) -> None:
    """Make all hashes right again, as somebody would who hides a damage."""
    for name, root in (("datapackage.json", folder), ("parquet/datapackage.json", folder / "parquet")):
        if (folder / name).is_file():
            edit_json(folder, name, partial(seal_descriptor, root))
    if (folder / "croissant.json").is_file():
        edit_json(folder, "croissant.json", lambda content: seal_croissant(content, folder))
    for archive in folder.glob("*.zip"):
        seal_zip(archive, folder)
    (folder / "SHA256SUMS").write_text(sums(folder, all_files(folder)), encoding="utf-8")


def seal_descriptor(root: Path, content: Any) -> None:
    for resource in content["resources"]:
        path = root / resource["path"]
        if path.is_file():
            resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{digest(path)}"}


def seal_croissant(content: Any, folder: Path) -> None:
    for item in content["distribution"]:
        if (folder / item["contentUrl"]).is_file():
            item["sha256"] = digest(folder / item["contentUrl"])


def seal_zip(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as old:
        names = [name for name in old.namelist() if name != "SHA256SUMS" and (folder / name).is_file()]
    with zipfile.ZipFile(archive, "w") as new:
        for name in names:
            new.write(folder / name, name)
        new.writestr("SHA256SUMS", sums(folder, names))


def all_files(folder: Path) -> list[str]:
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted(name for name in found if not name.startswith("SHA256SUMS"))


def sums(folder: Path, names: list[str]) -> str:
    return "".join(f"{digest(folder / name)}  {name}\n" for name in sorted(names))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
