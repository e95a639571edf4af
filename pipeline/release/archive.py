"""ZIP files: one release's CSV package in one file, with the same bytes whenever it is written.

Entries are sorted and have no time. Deflate's level 1 takes a fifth of the time of level 6 for files half as large
again. The compressed bytes are those of the zlib that Python was built with.
"""

import io
import zipfile
from pathlib import Path
from shutil import copyfileobj

_CHUNK = 1 << 20
_ZIP64_FROM = 1 << 31


def write_zip(path: Path, folder: Path, names: list[str], contents: dict[str, bytes]) -> None:
    """Write files of a folder by relative name, and further ones by content, into a ZIP file."""
    with zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in sorted([*names, *contents]):
            source = io.BytesIO(contents[name]) if name in contents else (folder / name).open("rb")
            large = name not in contents and (folder / name).stat().st_size >= _ZIP64_FROM
            # opened by name, an entry has the fixed date of 1980 and the archive's level
            with source, archive.open(name, "w", force_zip64=large) as target:
                copyfileobj(source, target, _CHUNK)
