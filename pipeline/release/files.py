"""Files on disk: hashes, and writing that is on the disk when it returns."""

import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.minisig"
_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def alike(stream: IO[bytes], file: IO[bytes]) -> bool:
    """Whether a stream, which is read to its end in any case, gives the bytes of a file."""
    same = True
    while part := stream.read(_CHUNK):
        same = same and part == file.read(len(part))
    return same and not file.read(1)


def files_below(folder: Path) -> list[str]:
    """Relative paths of all files below a folder, sorted, with `/` on every system; links are listed, not followed."""
    found = []
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        found += [(Path(parent) / name).relative_to(folder).as_posix() for name in names + links]
    return sorted(found)


def hashes_of(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """The hashes of files of a folder by relative name; the largest begin, so that none is waited for alone."""
    largest = sorted(names, key=lambda name: -(folder / name).stat().st_size)
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(largest, pool.map(lambda name: sha256_of(folder / name), largest), strict=True))
    return {name: found[name] for name in names}


def sums_text(hashes: Mapping[str, str]) -> bytes:
    """The content of a SHA256SUMS file, as `sha256sum --check` takes it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())).encode()


def sync_tree(folder: Path) -> None:
    """Make all files and folders below, and the folder itself, survive a power cut, and let nobody change them."""
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(parent) / name
            path.chmod(0o444)
            sync(path)
        sync(Path(parent))
        if Path(parent) != folder:
            Path(parent).chmod(0o555)


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's list of names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(path: Path, content: bytes) -> None:
    """Put a file in place whole: readers see the old one or the new one."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    sync(fresh)
    fresh.replace(path)
    sync(path.parent)


def remove_tree(folder: Path) -> None:
    """Remove a folder with read-only folders in it; links are removed, not followed."""
    for parent, folders, names in os.walk(folder, topdown=False):
        Path(parent).chmod(stat.S_IRWXU)
        for name in names:
            (Path(parent) / name).unlink()
        for name in folders:
            path = Path(parent) / name
            if path.is_symlink():
                path.unlink()
            else:
                path.rmdir()
    folder.rmdir()
