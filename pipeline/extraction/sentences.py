"""Where sentences end, so that no pattern crosses a sentence and none stops at an abbreviation."""

from pipeline.extraction.lexicon import Lexicon
from pipeline.extraction.tokens import Tokens

ENDING = {".", "!", "?", "…"}
ENDS = ENDING | {"\n"}
# a text without full stops is cut, so that no sentence costs more than its share
LONGEST = 300
CLOSING = {"»", '"', ")", "'"}
# a word is longer than this
SHORTEST = 2
STRAIGHT = {'"', "'"}
# abbreviations that as a rule stand at the end of what they measure
MEASURES = {"тыс", "млн", "млрд", "трлн", "долл", "руб", "тг"}
# what stands behind the names of firms: "Rail Industries Ltd. (Индия)"
FIRMS = {"ltd", "inc", "corp", "co", "llc", "plc"}
# units that are written with capital letters go on after a measure: "60 тыс. ДФЭ"
UNITS = {"TEU", "CURRENCY", "MASS"}


def sentences_of(tokens: Tokens, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Token spans of sentences, paragraph marks excluded; sentence marks get their code in the class string."""
    spans: list[tuple[int, int]] = []
    codes = list(tokens.codes)
    keys, first, stop = tokens.keys, 0, lexicon.structure["SENTENCE"]
    for index in [at for at, key in enumerate(keys) if key in ENDS]:
        key = keys[index]
        while index - first > LONGEST:
            _add(spans, first, first + LONGEST)
            first += LONGEST
        if key == "\n":
            _add(spans, first, index)
            first = index + 1
        elif key in ENDING and first <= index and _ends(tokens, index, first):
            codes[index] = stop
            end = index + 1
            while end < len(keys) and keys[end] in CLOSING and not _opens(tokens, end):
                end += 1
            _add(spans, first, end)
            first = end
        elif index - first >= LONGEST:
            _add(spans, first, index)
            first = index
    while len(keys) - first > LONGEST:
        _add(spans, first, first + LONGEST)
        first += LONGEST
    _add(spans, first, len(keys))
    tokens.codes = "".join(codes)
    return spans


def _add(spans: list[tuple[int, int]], first: int, end: int) -> None:
    if end > first:
        spans.append((first, end))


def _is_word(key: str) -> bool:
    """Whether a token is a word, and not the address or abbreviation that a mark can stand in: "сказал он.«Мы"."""
    return len(key) > SHORTEST and key.isalpha()


def _opens(tokens: Tokens, mark: int) -> bool:
    """Whether a straight mark behind a blank opens a quotation: 'сказал он. "Мы'."""
    behind = tokens.starts[mark] > tokens.ends[mark - 1]
    return (
        behind and tokens.keys[mark] in STRAIGHT and tokens.ends[mark] == tokens.starts[min(mark + 1, len(tokens) - 1)]
    )


def _ends(tokens: Tokens, index: int, first: int) -> bool:
    """Whether the mark ends its sentence: not after an abbreviation or initial unless a new sentence clearly begins."""
    keys, following = tokens.keys, index + 1
    while following < len(keys) and keys[following] in CLOSING:
        following += 1
    if following >= len(keys) or keys[following] == "\n":
        return True
    opener = tokens.text[tokens.starts[following]]
    begins = opener.isupper() or opener in '«"–(' or (opener.isdecimal() and keys[index] != ".")
    if keys[index] != ".":
        return begins
    glued = tokens.starts[following] == tokens.ends[index]
    if glued and not (opener.isupper() or (opener == "«" and _is_word(keys[index - 1]))):
        return False
    before = keys[index - 1] if index > first else ""
    if before in FIRMS:
        return opener in "«–" or (opener.isupper() and not opener.isascii())
    if len(before) == 1 and before.isalpha():
        starts_anew = before == "т" or (before == "г" and "FUNC" in tokens.analyses[following])
        return starts_anew and opener.isupper()
    if "ABBR" in tokens.analyses[index - 1]:
        starts_anew = "FUNC" in tokens.analyses[following] or before in MEASURES
        goes_on = keys[following] == "сша" or not UNITS.isdisjoint(tokens.analyses[following])
        return opener.isupper() and starts_anew and not goes_on
    return begins or opener.isdecimal()
