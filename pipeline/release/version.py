"""Version numbers of data: what a number says, and which is next.

Structure that breaks a reader is major, other rows or more structure minor, other values in the same rows patch.
Which change is which is decided in `structure` and `rows`.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

_NUMBER = re.compile(r"v(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")


class Bump(IntEnum):
    """How far a change moves the version; the greatest of all changes counts."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, order=True)
class Version:
    """A version number, ordered as numbers; its text is `v1.2.3`, which is also the name of its folder."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, words: str) -> Self:
        """The version that a text names; ValueError for any other text."""
        match = _NUMBER.fullmatch(words)
        if match is None:
            raise ValueError(f"{words!r} is no version such as v1.2.3")
        return cls(*map(int, match.groups()))

    def next(self, bump: Bump) -> "Version":
        """The version after a change of that size."""
        return {
            Bump.NONE: self,
            Bump.PATCH: Version(self.major, self.minor, self.patch + 1),
            Bump.MINOR: Version(self.major, self.minor + 1, 0),
            Bump.MAJOR: Version(self.major + 1, 0, 0),
        }[bump]

    @property
    def number(self) -> str:
        """The number without the letter, as metadata formats want it."""
        return f"{self.major}.{self.minor}.{self.patch}"

    def __str__(self) -> str:
        return f"v{self.number}"


FIRST = Version(1, 0, 0)
