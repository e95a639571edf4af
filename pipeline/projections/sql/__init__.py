"""The longer pieces of SQL, as files of SQL."""

from importlib import resources


def text_of(name: str) -> str:
    """A file of this folder."""
    return (resources.files(__name__) / name).read_text(encoding="utf-8")
