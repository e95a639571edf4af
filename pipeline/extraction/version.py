"""The version of the extractor: a hash of everything that decides what it finds."""

from functools import cache
from pathlib import Path

from schemas import vocabulary

ROOM = Path(__file__).parent
BUILD = ROOM / "build"


@cache
def extractor_version() -> str:
    """Twelve hexadecimal digits over the room's code, its artefacts and the vocabulary, equal on every machine.

    The compiler, the grammar's sources and the registries count through the artefacts they give.
    """
    import hashlib  # costs a third of a bare start, and reading an article needs none of it

    digest = hashlib.sha256()
    code = [path for path in ROOM.rglob("*.py") if BUILD not in path.parents]
    files = [*code, *ROOM.glob("artefacts/*.json"), Path(vocabulary.__file__)]
    for path in sorted(files, key=lambda path: path.as_posix().removeprefix(ROOM.as_posix())):
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
