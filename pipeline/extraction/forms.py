"""Where forms and classes stand in a text, and how to look around in lists of chunks that are in order."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.extraction.lexicon import Analyses


def within(chunks: list[int], first: int, end: int) -> list[int]:
    """Those of some chunks, given in order, that lie from `first` up to, not including, `end`."""
    at = bisect_left(chunks, first)
    return chunks[at : bisect_left(chunks, end, at)]


def any_within(chunks: list[int], first: int, end: int) -> bool:
    """Whether one of some chunks, given in order, lies from `first` up to, not including, `end`."""
    at = bisect_left(chunks, first)
    return at < len(chunks) and chunks[at] < end


def among(chosen: list[int], chunks: Sequence[int]) -> list[int]:
    """Those of some chosen chunks that are among others; both are given in order."""
    if not chunks:
        return []
    first, last = chunks[0], chunks[-1]
    found = within(chosen, first, last + 1)
    if len(chunks) > last - first:
        return found
    return [chunk for chunk in found if chunks[bisect_left(chunks, chunk)] == chunk]


def around(chunks: list[int], at: int, first: int, end: int, side: int) -> list[int]:
    """Of some chunks, given in order, those of a span that stand nearest to one, so many before and behind it."""
    middle = bisect_left(chunks, at)
    return within(chunks[max(middle - side, 0) : middle + side], first, end)


def nearest_first(chunks: list[int], at: int, before: int = 0) -> Iterator[int]:
    """Some chunks, given in order, by how far they are from one; those before it count as so much further away."""
    right = bisect_left(chunks, at)
    left = right - 1
    while left >= 0 or right < len(chunks):
        if right == len(chunks) or (left >= 0 and at - chunks[left] + before <= chunks[right] - at):
            yield chunks[left]
            left -= 1
        else:
            yield chunks[right]
            right += 1


def places_of(heads: list[Analyses]) -> dict[str, list[int]]:
    """For each class the chunks that it is said of, in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for chunk, analyses in enumerate(heads):
        for name in analyses:
            places[name].append(chunk)
    return places


class Forms(defaultdict[str, list[int]]):
    """For a form the chunks that begin with it, in order."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(list)
        self.keys_of_chunks = keys
        self.parts: dict[str, list[int]] = {}
        for chunk, key in enumerate(keys):
            self[key].append(chunk)

    def has(self, first: int, end: int, *forms: str) -> bool:
        """Whether one of the forms stands in chunks `first` up to, not including, `end`."""
        for form in forms:
            chunks = self[form]
            at = bisect_left(chunks, first)
            if at < len(chunks) and chunks[at] < end:
                return True
        return False

    def those(self, first: int, end: int, form: str) -> list[int]:
        """The chunks `first` up to, not including, `end` that begin with a form."""
        return within(self[form], first, end)

    def next(self, first: int, end: int, *forms: str) -> int:
        """The first of the chunks that begins with one of the forms, `end` if none does."""
        for form in forms:
            chunks = self[form]
            at = bisect_left(chunks, first)
            if at < len(chunks) and chunks[at] < end:
                end = chunks[at]
        return end

    def holding(self, part: str) -> list[int]:
        """The chunks whose form has a part, in order."""
        if part not in self.parts:
            self.parts[part] = [chunk for chunk, key in enumerate(self.keys_of_chunks) if part in key]
        return self.parts[part]
