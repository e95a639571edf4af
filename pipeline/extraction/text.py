"""An article's text folded for reading, with the way back to its offsets.

Folding removes what an eye does not see (soft hyphens, zero-width characters), composes NFD, unifies spaces, dashes,
quotes and brackets, joins wrapped lines, and puts a word of Cyrillic letters and Latin ones that look like them into
one script. What words mean is not decided here.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f\x85"
FOLD = (
    dict.fromkeys(map(ord, SPACES), " ")
    | dict.fromkeys(map(ord, "\u2028\u2029\r"), "\n")
    | dict.fromkeys(map(ord, "—‒―−﹘"), "–")
    | dict.fromkeys(map(ord, "‑‐"), "-")
    | dict.fromkeys(map(ord, "„“”‟"), '"')
    | dict.fromkeys(map(ord, "ʼ’‘`´"), "'")
    | {ord("["): "(", ord("]"): ")"}
)
FOLDED = re.compile("[" + re.escape("".join(map(chr, FOLD))) + "]")
UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e"
# what vanishes or is composed, and therefore shifts offsets
SHIFTING = re.compile(f"[{UNSEEN}]+|[^\u0300-\u036f{UNSEEN}][\u0300-\u036f]+")
SHIFTS = re.compile(f"[{UNSEEN}\u0300-\u036f]")
LOOKALIKE = str.maketrans("aceopxykmthbABCEHKMOPTXy", "асеорхукмтнвАВСЕНКМОРТХу")
# begins with a letter that is rare in a text, which is what `re` looks for fast
MIXED = re.compile("[A-Za-z](?:(?=[А-яЁё])|(?<=[А-яЁё].))")
# the end of a line that breaks off, and how long a line is that somebody has wrapped
BREAK = re.compile(r"(?<=[А-яЁёA-Za-z,])\n(?=[а-яё(])")
WRAPPED = 40
WORD, LATIN, CYRILLIC = re.compile(r"[^\W\d_]+"), re.compile("[A-Za-z]"), re.compile("[А-яЁё]")


@dataclass(frozen=True)
class Text:
    """The article as received and as folded, and for each folded character its span in what was received."""

    raw: str
    folded: str
    spans: list[tuple[int, int]] | None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a folded span of at least one character stands in the received text."""
        if self.spans is None:
            return start, end
        return self.spans[start][0], self.spans[end - 1][1]


def fold(raw: str) -> Text:
    """Fold a text. Linear in its length; the common case, where nothing shifts, builds no map."""
    if not SHIFTS.search(raw):
        return Text(raw, _unified(raw), None)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    last = 0
    for found in SHIFTING.finditer(raw):
        pieces.append(raw[last : found.start()])
        spans.extend((at, at + 1) for at in range(last, found.start()))
        unseen = SHIFTING.fullmatch(found[0][0])
        composed = "" if unseen else unicodedata.normalize("NFC", found[0])
        pieces.append(composed)
        spans.extend([found.span()] * len(composed))
        last = found.end()
    pieces.append(raw[last:])
    spans.extend((at, at + 1) for at in range(last, len(raw)))
    return Text(raw, _unified("".join(pieces)), spans)


def _unified(text: str) -> str:
    """Spaces, dashes ("--" too), quotes and brackets of one kind. A text has few kinds; `translate` looks at each."""
    for character in set(FOLDED.findall(text)):
        text = text.replace(character, FOLD[ord(character)])
    text = _unwrapped(text.replace("--", "– "))
    return WORD.sub(_in_one_script, text) if MIXED.search(text) else text


def _unwrapped(text: str) -> str:
    """The text with its hard-wrapped lines as one: a long line that breaks off, and goes on with a small letter."""
    breaks = []
    for found in BREAK.finditer(text):
        at = found.start()
        begins, ends = text.rfind("\n", 0, at) + 1, text.find("\n", at + 1)
        if max(at - begins, (ends if ends >= 0 else len(text)) - at) >= WRAPPED:
            breaks.append(at)
    pieces = [text[first:end] for first, end in pairwise([0, *(at + 1 for at in breaks), len(text)])]
    return " ".join([*(piece[:-1] for piece in pieces[:-1]), pieces[-1]]) if breaks else text


def _in_one_script(found: re.Match[str]) -> str:
    """The word in Cyrillic letters if its Latin ones only look like them; as it is if it has others."""
    word = found[0]
    native = word.translate(LOOKALIKE) if CYRILLIC.search(word) else word
    return word if LATIN.search(native) else native
