"""What the gate found."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: the file or table, and what in words."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True)
class Report:
    """The result of a check. `signed` says whether a signature was verified against the given key."""

    package: str
    version: str
    rows: dict[str, int]
    signed: bool
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def text(self) -> str:
        """The report for people."""
        name = f"{self.package} {self.version}".strip() or "package"
        if self.problems:
            return "\n".join([f"{name}: {len(self.problems)} problems", *(f"  {problem}" for problem in self.problems)])
        signature = ", signature verified" if self.signed else ""
        return f"{name}: {len(self.rows)} tables, {sum(self.rows.values())} rows, nothing wrong{signature}"
