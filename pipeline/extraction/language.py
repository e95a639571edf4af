"""Which language a text is written in: by letters that only one of them has, and by its commonest words."""

import re

WORD = re.compile(r"[^\W\d_]+")
COMMON = {
    "ru": {
        "и",
        "в",
        "не",
        "на",
        "что",
        "с",
        "по",
        "как",
        "из",
        "за",
        "от",
        "для",
        "это",
        "его",
        "при",
        "также",
        "года",
        "году",
        "между",
        "было",
        "были",
        "он",
        "к",
    },
    "kk": {
        "және",
        "мен",
        "бойынша",
        "үшін",
        "бұл",
        "деп",
        "болды",
        "туралы",
        "екі",
        "оның",
        "осы",
        "жылы",
        "арасында",
        "кейін",
        "бен",
        "пен",
    },
    "en": {
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "for",
        "on",
        "with",
        "as",
        "was",
        "by",
        "at",
        "from",
        "it",
        "has",
        "its",
        "will",
        "said",
        "are",
    },
}
SAMPLE = 4000
LETTERS_SHARE = 0.03
# a line is worth a second look only with letters of another alphabet
SHORTEST = 40
# both begin with a set of letters, which is what `re` looks for fast
KAZAKH_LETTER = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
CYRILLIC = re.compile("[а-яёәғқңөұүһі]")
LATIN_PART = re.compile("[A-Za-z][A-Za-z]{2,}[^А-я]{20,}[A-Za-z]{3,}")
QUOTED = re.compile(r"«[^«»]{1,60}»|\"[^\"]{1,60}\"")


def detect_language(text: str) -> str | None:
    """`ru`, `kk` or `en`, by the first few thousand characters; None when neither letters nor words tell."""
    words = WORD.findall(text[:SAMPLE].lower())
    if not words:
        return None
    joined = "".join(words)
    letters = len(joined)
    if len(CYRILLIC.sub("", joined)) * 2 < letters:
        if letters - len(KAZAKH_LETTER.sub("", joined)) > LETTERS_SHARE * letters:
            return "kk"
        hits = {language: sum(word in COMMON[language] for word in words) for language in ("ru", "kk")}
        return None if not any(hits.values()) else max(hits, key=lambda language: (hits[language], language == "ru"))
    return "en" if any(word in COMMON["en"] for word in words) else None


def foreign_lines(text: str, language: str) -> list[tuple[int, int]]:
    """The spans of lines in another language than the article's; short lines are taken to be in its own."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        suspect = len(line) >= SHORTEST and (KAZAKH_LETTER.search(line) or LATIN_PART.search(line))
        # a name in quotation marks may be in any language
        told = QUOTED.sub(" ", line) if suspect else ""
        if suspect and detect_language(told if told.strip() else line) not in (language, None):
            spans.append((start, end))
        start = end + 1
    return spans
