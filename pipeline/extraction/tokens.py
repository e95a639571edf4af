"""Tokens: a folded text cut into words, numbers and marks, each looked up once in the lexicon.

The class string has one code point per token; it names the set of everything that the form can be. Phrases of the
lexicon ("министр иностранных дел") are one token. What several tokens mean together is decided by rules, elsewhere.
"""

import re
from dataclasses import dataclass
from itertools import accumulate, chain, compress
from operator import add
from typing import Any

from pipeline.extraction.lexicon import Analyses, Lexicon, Phrases, Record
from pipeline.extraction.text import LOOKALIKE

TOKEN = re.compile(
    r"(\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d])"
    r"|\d+(?:[.,]\d+)*(?:-[а-яё]{1,3}(?![а-яё]))?"
    r"|[^\W\d_]\w*(?:[-'][^\W\d_]\w*)*"
    r"|\n+|[^\w\s]|_)"
)
# a space inside a number groups thousands; while a text is cut at its spaces this one, which folding leaves nowhere,
# stands for it
GROUPED, KEPT_SPACE = re.compile(r" (?<=\d )(?=\d{3})"), "\u00a0"
LINE_END = re.compile(r"\n(?!\n)")
# longer strings do not come again; a worker keeps some 20 MB of the others
LONGEST_KEPT, MOST_KEPT = 60, 30_000
# a first part that makes another thing of a meeting or a visit
REMOTE = {"онлайн", "видео", "теле", "экс", "псевдо", "анти"}
YEAR_FROM, YEAR_TO = 1900, 2100
ADJECTIVE = re.compile(r"(?:[ыио]й|[ая]я|[оеы]е|ие|[ое]го|[ое]му|[ыи]ми?|[ыи]х|[ое]м|[ое]й|[ую]ю)(?:ся)?$")
VERB = re.compile(r"(?:[аеиоуыя]л[аио]?(?:с[ья])?|[аеиуюя]т(?:с[яь])?|ть(?:ся)?|[аея]но|ты)$")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


@dataclass(slots=True)
class Tokens:
    """The tokens of a text as parallel lists; `codes` is the class string."""

    text: str
    keys: list[str]
    starts: list[int]
    ends: list[int]
    analyses: list[Analyses]
    codes: str

    def __len__(self) -> int:
        return len(self.keys)

    def words(self, first: int, last: int) -> str:
        """The text from token `first` up to, not including, token `last`, with one space where it has several."""
        words = self.text[self.starts[first] : self.ends[last - 1]]
        return " ".join(words.split()) if "  " in words else words

    def value(self, index: int, name: str) -> str | None:
        """The value of a token in a class, such as the country of a GEO; None when it is not of that class."""
        found = self.analyses[index].get(name)
        return found[0] if found else None

    def features(self, index: int, name: str) -> str:
        """The features of a token in a class, one letter each; empty when it is not of that class."""
        found = self.analyses[index].get(name)
        return found[1] if found else ""


class Tokeniser:
    """Cuts texts of one language. Time is linear in the length of a text.

    A text is read by the pieces between its spaces; what a piece gave is kept, since most come again.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.pieces = _Pieces(lexicon)

    def tokens(self, text: str) -> Tokens:
        """The tokens of a folded text."""
        pieces = LINE_END.sub("\n ", GROUPED.sub(KEPT_SPACE, text)).split(" ")
        words = list(chain.from_iterable(map(self.pieces.__getitem__, pieces)))
        keys, codes, analyses, widths, ways, phrases = map(list, zip(*words, strict=True))
        starts = [0, *accumulate(ways)]
        columns = [keys, starts[:-1], list(map(add, starts, widths)), analyses, codes, phrases]
        if "" in keys:
            columns = [list(compress(column, keys)) for column in columns]
        return _with_phrases(self.pieces.words.lexicon, text, *columns)


class _Memory(dict[str, Any]):
    """What was found for a string. Starts anew when it has grown large, so that a worker's memory stays bounded."""

    def keep(self, key: str, found: Any) -> None:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[key] = found


Known = tuple[str, str, Analyses, Phrases | None]
Word = tuple[str, str, Analyses, int, int, Phrases | None]
"""A word's key, code, analyses, width, way to the beginning of the next word, and the phrases that begin with it."""


class _Pieces(_Memory):
    """The words of a piece of text that a space or the end of a line follows.

    Where a piece begins with a gap, or has no word at all, an empty word stands before it.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.words = _Words(lexicon)

    def __missing__(self, piece: str) -> tuple[Word, ...]:
        if piece[-1:] == "\n":
            return self._before_line_end(piece.rstrip("\n"), piece)
        gap, *parts = TOKEN.split(piece.replace(KEPT_SPACE, " "))
        words = [_word("", ("", "", {}, None), len(gap))] if gap or not parts else []
        for word, after in zip(parts[::2], parts[1::2], strict=True):
            words.append(_word(word, self.words[word], len(after)))
        *first, last = words
        found = (*first, _with_way(last, 1))
        if len(piece) < LONGEST_KEPT:
            self.keep(piece, found)
        return found

    def _before_line_end(self, word: str, piece: str) -> tuple[Word, ...]:
        """The words of a piece that no space follows, and the end of the line; it seldom comes again, but they do."""
        ends = piece[len(word) :]
        end = _word(ends, self.words[ends], 0)
        if not word:
            return (end,)
        *first, last = self[word]
        return (*first, _with_way(last, -1), end)


def _word(word: str, found: Known, gap: int) -> Word:
    key, code, analyses, phrases = found
    return key, code, analyses, len(word), len(word) + gap, phrases


def _with_way(word: Word, more: int) -> Word:
    key, code, analyses, width, way, phrases = word
    return key, code, analyses, width, way + more, phrases


class _Words(_Memory):
    """For a word its key, code, analyses, and the phrases that begin with it."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon

    def __missing__(self, word: str) -> Known:
        native = self._native(word) if LATIN.search(word) else word
        key = fold_key(native)
        found = (key, *_looked_up(self.lexicon, self.lexicon.form(key), native, key), self.lexicon.phrases_of(key))
        if len(word) < LONGEST_KEPT:
            self.keep(word, found)
        return found

    def _native(self, word: str) -> str:
        """A word in Latin letters, which is meant so unless the lexicon has what it looks like ("CCCP")."""
        native = word.translate(LOOKALIKE)
        return word if LATIN.search(native) or self.lexicon.form(fold_key(native)) is None else native


def _with_phrases(
    lexicon: Lexicon,
    text: str,
    keys: list[str],
    starts: list[int],
    ends: list[int],
    analyses: list[Analyses],
    codes: list[str],
    phrases: list[Phrases | None],
) -> Tokens:
    """The tokens with those of a phrase made one."""
    past = 0
    for at in compress(range(len(keys) - 1), phrases):
        begun = (phrases[at] or {}).get(keys[at + 1])
        if begun is None or at < past:
            continue
        capital = text[starts[at]].isupper()
        for count, words, row in begun:
            past = at + 1 + count
            if " ".join(keys[at + 1 : past]) != words:
                continue
            record = lexicon.record(row)
            if capital or record.plain_code:
                keys[at:past] = (" ".join(keys[at:past]), *[""] * count)
                ends[at] = ends[past - 1]
                analyses[at] = record.capital if capital else record.plain
                codes[at] = record.capital_code if capital else record.plain_code
                break
        else:
            past = at
    if past:
        left = list(map(bool, keys))
        keys, codes = list(compress(keys, left)), list(compress(codes, left))
        starts, ends = list(compress(starts, left)), list(compress(ends, left))
        analyses = list(compress(analyses, left))
    return Tokens(text, keys, starts, ends, analyses, "".join(codes))


def fold_key(word: str) -> str:
    """The form under which a word stands in the lexicon; ends of lines have one."""
    if word == "-":
        return "–"
    if word[0] == "\n":
        return "\n"
    return word.lower().replace("ё", "е")


def _looked_up(lexicon: Lexicon, record: Record | None, word: str, key: str) -> tuple[str, Analyses]:
    if record is None:
        return _unknown(lexicon, word, key)
    if word[0].isupper():
        return record.capital_code, record.capital
    if record.plain_code:
        return record.plain_code, record.plain
    return _unknown(lexicon, word, key)


def _unknown(lexicon: Lexicon, word: str, key: str) -> tuple[str, Analyses]:
    structure = lexicon.structure
    first = word[0]
    if first.isdecimal():
        return structure[number_class(word)], {}
    if first == "\n":
        return structure["PARA"], {}
    if not first.isalpha():
        return structure["MARK"], {}
    if LATIN.search(word):
        return structure["LATINCAP" if not word.islower() else "LATIN"], {}
    if "-" in key and (compound := _compound(lexicon, word, key)):
        return compound
    return structure[word_class(word, key)], {}


def word_class(word: str, key: str) -> str:
    """The structural class of a word that stands in no lexicon, by its capital letter and its ending."""
    if word[0].isupper():
        if len(word) == 1:
            return "INITIAL"
        if word.isupper():
            return "ABBREVIATION"
        return "CAPADJ" if ADJECTIVE.search(key) else "CAPWORD"
    if len(key) > 4 and ADJECTIVE.search(key):
        return "LOWADJ"
    return "LOWVERB" if len(key) > 3 and VERB.search(key) else "LOWWORD"


def _compound(lexicon: Lexicon, word: str, key: str) -> tuple[str, Analyses] | None:
    """Countries in one adjective ("казахстанско-китайский"), or a word that its last part names ("блок-поезд")."""
    *firsts, last = key.split("-")
    ending = lexicon.form(last)
    if ending is None or not ending.plain_code or firsts[0] in REMOTE:
        return None
    if "GEOADJ" not in ending.plain:
        return (ending.plain_code, ending.plain) if word.islower() else None
    parts = [record.plain for part in firsts if (record := lexicon.form(part)) is not None]
    codes = [part["GEOPREFIX"][0] for part in parts if "GEOPREFIX" in part]
    if len(codes) < len(firsts):
        return None
    code, features = ending.plain["GEOADJ"]
    return lexicon.structure["PAIR"], {"PAIR": ("/".join([*codes, code]), features)}


def number_class(word: str) -> str:
    """The structural class of a token that begins with a digit."""
    digits, _, suffix = word.partition("-")
    if "." in digits and digits.count(".") == 2:
        return "NUMDATE"
    if not digits.isdecimal():
        return "INTEGER" if " " in digits and "," not in digits else "DECIMAL"
    value = int(digits) if len(digits) < 5 else YEAR_TO + 1
    if YEAR_FROM <= value <= YEAR_TO:
        return "YEARTH" if suffix else "YEAR"
    if suffix:
        return "ORDINAL"
    return "DAYNUMBER" if 1 <= value <= 31 else "INTEGER"
