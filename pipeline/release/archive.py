"""ZIP files: one release's CSV package in one file, with the same bytes whenever it is written.

Entries have no time and come in the order in which they are added, each as soon as it is there. Deflate's level 1 takes
a fifth of the time of level 6 for files half as large again. The compressed bytes are those of the zlib that Python was
built with.
"""

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

_CHUNK = 1 << 20
_ZIP64_FROM = 1 << 31


def new_zip(path: Path) -> zipfile.ZipFile:
    """An empty ZIP file, to be closed when all is added."""
    return zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=1)


def add_file(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Add a file; its SHA-256, since it is read here anyway."""
    with path.open("rb") as source:
        return _add(archive, name, source, large=path.stat().st_size >= _ZIP64_FROM)


def add_bytes(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add what is in no file."""
    _add(archive, name, BytesIO(content), large=False)


def _add(archive: zipfile.ZipFile, name: str, source: IO[bytes], *, large: bool) -> str:
    content = sha256()
    # opened by name, an entry has the fixed date of 1980 and the archive's level
    with archive.open(name, "w", force_zip64=large) as target:
        while part := source.read(_CHUNK):
            content.update(part)
            target.write(part)
    return content.hexdigest()
