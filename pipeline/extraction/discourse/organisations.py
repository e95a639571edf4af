"""Which organisation a name or a noun stands for, once all names of an article are known.

Here short names get their full form, a name in brackets is that of the one before it, and "компания" is the firm named
last. How a name reads in the nominative is decided where mentions are found.
"""

from pipeline.extraction.discourse.compounds import join_compounds
from pipeline.extraction.document import Document
from pipeline.extraction.mentions.model import Organisation

# how many organisations back a shorter name is looked for
LOOK_BACK = 60
# two forms of a word differ in so many last letters
ENDING = 2
SHORTEST = 3
# classes of nouns that can mean a firm
NOUNS = ("ORGNOUN", "COMPANY", "INVESTORN", "BUSINESS")
# names that stand for themselves: a part of one is another firm ("SOCAR" and "SOCAR Green")
NAMES = {"ru.org.latin", "ru.org.quoted", "ru.org.abbreviation", "ru.org.firm"}
# the rule of a name in brackets behind the full one
ALIAS = "ru.org.alias"
# the rule of a name that the lexicon has, which its country can follow: "ФТС России"
KNOWN = "ru.org.known"
QUOTED = "ru.org.quoted"
# how many chunks back "компания" can mean a firm
REACH = 70
# nouns for a firm of any kind; one that says more, as "банк", means what has it in its name
FIRM = (
    "компани",
    "организаци",
    "фирм",
    "холдинг",
    "концерн",
    "автоконцерн",
    "автопроизводител",
    "автогигант",
    "госкорпораци",
    "госкомпани",
    "корпораци",
    "групп",
    "предприяти",
    "консорциум",
    "авиакомпани",
    "инвестор",
    "застройщик",
    "производител",
    "концессионер",
    "девелопер",
)
AKIN = {"банк": ("банк", "bank"), "фонд": ("фонд", "fund"), "университет": ("университет", "university")}
# the rule of a noun with its country's adjective: "французская компания" has no name of its own
GENERIC, GENERIC_WORDS = "ru.org.noun-adjective", 2
PLACED = "ru.org.noun"
PLURAL = ("ые", "ие", "ых", "их", "ыми", "ими")


def settle(document: Document) -> None:
    """Give names in brackets and names in fewer words what they stand for."""
    named = [(chunk, mention) for chunk, mention in document.pairs if isinstance(mention, Organisation)]
    found = [mention for _, mention in named]
    _abbreviate(document, found)
    _join_aliases(document)
    _join_titles(document, named)
    join_compounds(found)
    _name_in_full(found)
    _name_generic(document, named)


def _abbreviate(document: Document, found: list[Organisation]) -> None:
    """An organisation that the article only ever abbreviates has its abbreviation as its name."""
    short = {id(mention): word for mention in found if (word := _abbreviation(document, mention))}
    in_full = {mention.name for mention in found if id(mention) not in short}
    for mention in found:
        if mention.name not in in_full:
            mention.name = short[id(mention)]


def _abbreviation(document: Document, mention: Organisation) -> str | None:
    word = document.tokens.words(mention.start, mention.end)
    if mention.rule != KNOWN or mention.name.startswith(word):
        return word if mention.end - mention.start == 1 and word.isupper() else None
    return word if document.tokens.words(mention.start, mention.start + 1).isupper() else None


def _join_aliases(document: Document) -> None:
    """A name in brackets is that of the organisation described before: "Нефтяная компания Абу-Даби (ADNOC)" is ADNOC.

    What has a name keeps it: "SpaceX (Starlink)" is SpaceX.
    """
    initials: dict[str, Organisation] = {}
    for opening in document.forms["("]:
        full, mention = document.mention(opening - 1), document.mention(opening + 1)
        if (
            document.key(opening + 2) not in (")", ",")
            or not isinstance(mention, Organisation)
            or not isinstance(full, Organisation)
        ):
            continue
        if _is_initials(mention.name, full.name):
            initials[mention.name] = full
        if full.rule in NAMES or mention.name in initials:
            mention.name = full.name
        else:
            full.name, full.rule = mention.name, mention.rule
        mention.country, mention.rule = full.country, ALIAS
    for mention in document.chunks.marks.values() if initials else ():
        if isinstance(mention, Organisation) and (meant := initials.get(mention.name)) is not None:
            mention.name, mention.country = meant.name, meant.country


def _join_titles(document: Document, named: list[tuple[int, Organisation]]) -> None:
    """A quoted name right behind a body is its name: "Государственная служба дорог Украины «Укравтодор»"."""
    for chunk, mention in named:
        full = document.mention(chunk - 1)
        if mention.rule == QUOTED and isinstance(full, Organisation) and full.rule not in NAMES and full.rule != ALIAS:
            full.name, full.rule = mention.name, mention.rule
            mention.country, mention.rule = full.country, ALIAS


def _is_initials(short: str, full: str) -> bool:
    """Whether a name is made of the first letters of another: "ЕИБ" of "Европейский инвестиционный банк"."""
    return short.isupper() and short.lower() == "".join(word[0] for word in full.lower().split(" "))


def _name_in_full(found: list[Organisation]) -> None:
    """An organisation named again in fewer words ("Бюро") keeps the full name and country that it had before."""
    seen: list[tuple[list[str], set[str], Organisation]] = []
    for mention in found:
        words = mention.name.lower().split(" ")
        begun = {word[:SHORTEST] for word in words}
        recent = seen[: -LOOK_BACK - 1 : -1] if mention.rule not in NAMES else []
        longer = ((known, each) for known, stems, each in recent if len(known) > len(words) and begun <= stems)
        full = next((each for known, each in longer if _holds(known, words)), None)
        if full:
            mention.name, mention.country = full.name, full.country or mention.country
        else:
            seen.append((words, begun, mention))


def _name_generic(document: Document, named: list[tuple[int, Organisation]]) -> None:
    """A noun with a country's adjective ("французская компания") is that firm, or one of no country, named before."""
    for chunk, mention in named:
        if "s" not in mention.features or document.tokens.keys[mention.start].endswith(PLURAL):
            continue
        words = mention.name.split(" ")
        kind = _kind(words[1].lower()) if mention.rule == GENERIC and len(words) == GENERIC_WORDS else None
        if mention.rule == PLACED and len(words) > GENERIC_WORDS and words[1] == "в":
            kind = _kind(words[0])  # "руководство компании в Абу-Даби": where it acts is no name
        if is_noun_alone(document, mention):
            kind = _kind(document.tokens.keys[mention.start])  # "Компания" where a sentence begins
        meant = _last(document, chunk, kind, mention.country) if kind else None
        if meant:
            mention.name, mention.rule = meant[1].name, meant[1].rule


def _holds(full: list[str], words: list[str]) -> bool:
    return all(any(_alike(word, known) for known in full) for word in words)


def _alike(word: str, other: str) -> bool:
    """Whether two words are forms of one."""
    shorter = min(len(word), len(other))
    least = max(shorter - ENDING, SHORTEST)
    return word == other or (shorter >= SHORTEST and word[:least] == other[:least])


def firm_meant(document: Document, chunk: int) -> tuple[int, Organisation] | None:
    """The firm named last that a noun without a name means ("компания", "банк"), with its chunk."""
    kind = _kind(document.key(chunk))
    if kind is None or document.mention(chunk + 1) is not None:
        return None
    features = firm_features(document, chunk)
    return _last(document, chunk, kind) if "s" in features or not features else None


def is_noun_alone(document: Document, mention: Organisation) -> bool:
    """Whether a mention is no more than a noun: "Компании двух стран"."""
    return mention.end - mention.start == 1 and document.tokens.value(mention.start, "ORGNOUN") is not None


def firm_features(document: Document, chunk: int) -> str:
    """The features of a noun that can mean a firm; empty for any other word."""
    if not document.of_class(chunk, *NOUNS):
        return ""
    return next((found for name in NOUNS if (found := document.features(chunk, name))), "")


def is_firm_noun(word: str) -> bool:
    """Whether a word is a noun for a firm of some kind."""
    return _kind(word) is not None


def last_firm(document: Document, chunk: int, noun: str) -> tuple[int, Organisation] | None:
    """The firm named last that a noun in another mention means: "вице-президент банка Константин Лимитовский"."""
    kind = _kind(noun)
    return _last(document, chunk, kind) if kind else None


def firm_before(document: Document, chunk: int) -> tuple[int, Organisation] | None:
    """The firm or bank named last before a pronoun, in its sentence or the one before."""
    sentence = document.sentence_at(chunk)
    first = document.sentences[max(sentence.index - 1, 0)].first
    firms = ((at, mention) for at, mention in reversed(document.mentions(first, chunk)))
    return next(((at, each) for at, each in firms if isinstance(each, Organisation) and each.rule in NAMES), None)


def _kind(word: str) -> str | None:
    return next((stem for stem in (*FIRM, *AKIN) if word.startswith(stem)), None)


def _last(document: Document, chunk: int, kind: str, country: str | None = None) -> tuple[int, Organisation] | None:
    for at, mention in reversed(document.mentions(max(chunk - REACH, 0), chunk)):
        if not isinstance(mention, Organisation) or mention.rule in (ALIAS, GENERIC) or not _is_of_kind(mention, kind):
            continue
        # what a project is called, and the paper that somebody told
        other = document.of_class(at - 1, "PROJECTN", "SAY")
        if not other and (country is None or mention.country in (country, None)):
            return at, mention
    return None


def _is_of_kind(mention: Organisation, kind: str) -> bool:
    name = mention.name.lower()
    if kind in AKIN:
        return any(part in name for part in AKIN[kind])
    if any(part in name for parts in AKIN.values() for part in parts):
        return False
    return mention.rule in NAMES
