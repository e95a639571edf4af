"""Tokens: a folded text cut into words, numbers and marks, each looked up once in the lexicon.

The class string has one code point per token; it names the set of everything that the form can be. Phrases of the
lexicon ("министр иностранных дел") are one token. What several tokens mean together is decided by rules, elsewhere.
"""

import re
from dataclasses import dataclass
from itertools import accumulate

from pipeline.extraction.lexicon import Analyses, Lexicon, Record

TOKEN = re.compile(
    r"(\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d])"
    r"|\d+(?:[.,]\d+)*(?:-[а-яё]{1,3}(?![а-яё]))?"
    r"|[^\W\d_]\w*(?:[-'][^\W\d_]\w*)*"
    r"|\n+|[^\w\s]|_)"
)
# a first part that makes another thing of a meeting or a visit
REMOTE = {"онлайн", "видео", "теле", "экс", "псевдо", "анти"}
YEAR_FROM, YEAR_TO = 1900, 2100
ADJECTIVE = re.compile(r"(?:[ыио]й|[ая]я|[оеы]е|ие|[ое]го|[ое]му|[ыи]ми?|[ыи]х|[ое]м|[ое]й|[ую]ю)(?:ся)?$")
VERB = re.compile(r"(?:[аеиоуыя]л[аио]?(?:с[ья])?|[аеиуюя]т(?:с[яь])?|ть(?:ся)?|[аея]но|ты)$")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
LOOKALIKE = str.maketrans("aceopxykmthbABCEHKMOPTXy", "асеорхукмтнвАВСЕНКМОРТХу")


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
        """The text from token `first` up to, not including, token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def value(self, index: int, name: str) -> str | None:
        """The value of a token in a class, such as the country of a GEO; None when it is not of that class."""
        found = self.analyses[index].get(name)
        return found[0] if found else None

    def features(self, index: int, name: str) -> str:
        """The features of a token in a class, one letter each; empty when it is not of that class."""
        found = self.analyses[index].get(name)
        return found[1] if found else ""


def tokenise(text: str, lexicon: Lexicon) -> Tokens:
    """Cut and look up. Time is linear in the length of the text."""
    parts = TOKEN.split(text)
    ends = list(accumulate(map(len, parts)))[1::2]
    words = parts[1::2]
    starts = [end - len(word) for end, word in zip(ends, words, strict=True)]
    keys = [fold_key(word) for word in words]
    tokens = Tokens(text, [], [], [], [], "")
    codes: list[str] = []
    heads, count, index = lexicon.phrase_heads, len(words), 0
    while index < count:
        key, length = keys[index], 1
        row = lexicon.forms.get(key)
        record = None if row is None else lexicon.record(row)
        if key in heads:
            phrase, longer = _phrase(lexicon, keys, index, words[index][0].isupper())
            if phrase is not None:
                record, length = phrase, longer
        code, analyses = _looked_up(lexicon, record, words[index], key)
        tokens.keys.append(key if length == 1 else " ".join(keys[index : index + length]))
        tokens.starts.append(starts[index])
        tokens.ends.append(ends[index + length - 1])
        tokens.analyses.append(analyses)
        codes.append(code)
        index += length
    tokens.codes = "".join(codes)
    return tokens


def fold_key(word: str) -> str:
    """The form under which a word stands in the lexicon."""
    if word == "-":
        return "–"
    return word.lower().replace("ё", "е")


def _phrase(lexicon: Lexicon, keys: list[str], index: int, capital: bool) -> tuple[Record | None, int]:
    """The longest phrase that begins here, and its number of tokens; a proper name needs its capital letter."""
    for length in lexicon.phrase_heads[keys[index]]:
        row = lexicon.phrases.get(" ".join(keys[index : index + length])) if index + length <= len(keys) else None
        if row is not None and (capital or lexicon.record(row).plain_code):
            return lexicon.record(row), length
    return None, 1


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
        native = key.translate(LOOKALIKE)
        if native != key and not LATIN.search(native):
            row = lexicon.forms.get(native)
            return _looked_up(lexicon, None if row is None else lexicon.record(row), word, native)
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
    row = lexicon.forms.get(last)
    ending = None if row is None else lexicon.record(row)
    if ending is None or not ending.plain_code or firsts[0] in REMOTE:
        return None
    if "GEOADJ" not in ending.plain:
        return (ending.plain_code, ending.plain) if word.islower() else None
    parts = [lexicon.record(lexicon.forms[part]).plain for part in firsts if part in lexicon.forms]
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
