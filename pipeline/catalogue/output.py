"""Files of the site: written only where they differ, each at once; what is no longer part of the site is removed.

The manifest says from what the site was built and which files it has, so that an unchanged site costs a look at it.
It is taken away before anything is written and put back last: after a crash the next build does everything.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST = ".built.json"


class Output:
    """The folder of the site while it is built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: dict[str, int] = {}
        self._made: set[Path] = set()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)

    def write(self, path: str, content: bytes) -> None:
        """Write a file, at once, unless it holds that already."""
        target = self.folder / path
        self.sizes[path] = len(content)
        if not (target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content):
            self._make(target.parent)
            fresh = target.with_name(f".{target.name}.new")
            fresh.write_bytes(content)
            fresh.replace(target)

    def text(self, path: str, content: str) -> None:
        """Write a text as UTF-8."""
        self.write(path, content.encode())

    def json(self, path: str, content: Any) -> None:
        """Write JSON."""
        self.text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def script(self, path: str, name: str, content: Any) -> None:
        """Write data as a script that hands it to the page, since pages opened as files may load scripts only."""
        self.text(path, f"bridgepower.take({json.dumps(name)},{compact(content)});\n")

    def link(self, path: str, source: Path) -> None:
        """Give a file that never changes a second name here, or copy it where the file system has no links."""
        target = self.folder / path
        size = source.stat().st_size
        self.sizes[path] = size
        if target.exists():
            if target.samefile(source) or (
                target.stat().st_size == size and target.read_bytes() == source.read_bytes()
            ):
                return
            target.unlink()
        self._make(target.parent)
        try:
            os.link(source, target)
        except OSError:
            target.write_bytes(source.read_bytes())

    def _make(self, folder: Path) -> None:
        if folder not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def finish(self, fingerprint: str) -> None:
        """Remove what is not part of the site any more, and write the manifest."""
        for place, folders, files in os.walk(self.folder, topdown=False):
            here = Path(place)
            for name in files:
                if (here / name).relative_to(self.folder).as_posix() not in self.sizes:
                    (here / name).unlink()
            for name in folders:
                if not any((here / name).iterdir()):
                    (here / name).rmdir()
        manifest = {"fingerprint": fingerprint, "files": dict(sorted(self.sizes.items()))}
        fresh = self.folder / f"{MANIFEST}.new"
        fresh.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        fresh.replace(self.folder / MANIFEST)


def is_built(folder: Path, fingerprint: str) -> bool:
    """Whether the folder holds the site of that fingerprint, each file with its size."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return False
    built: Mapping[str, Any] = json.loads(manifest.read_bytes())
    return built["fingerprint"] == fingerprint and all(
        (folder / path).is_file() and (folder / path).stat().st_size == size for path, size in built["files"].items()
    )


def compact(content: Any) -> str:
    """JSON in which a text in all languages is one text where they agree. Only identifiers may be keys."""
    return json.dumps(_agreed(content), ensure_ascii=False, separators=(",", ":"))


def _agreed(value: Any) -> Any:
    kind = type(value)
    if kind is tuple:
        return value[0] if len(value) == 3 and value[0] == value[1] == value[2] else value
    if kind is dict:
        return {key: _agreed(item) if type(item) in _NESTED else item for key, item in value.items()}
    return [_agreed(item) if type(item) in _NESTED else item for item in value] if kind is list else value


_NESTED = frozenset({tuple, dict, list})
