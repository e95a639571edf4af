"""Firms that pay for what a figure measures: named in its clause, meant by a noun, or told of in the sentence before.

Countries that give and receive are read in `investors`.
"""

import re

from pipeline.extraction.discourse.organisations import NOUNS, PLACED, firm_features, firm_meant, is_noun_alone
from pipeline.extraction.discourse.outlets import SITE
from pipeline.extraction.forms import nearest_first, within
from pipeline.extraction.frames.figures.elision import begins_anew
from pipeline.extraction.frames.model import Figure, Slot, Span
from pipeline.extraction.mentions.model import Amount, Organisation, Party, Person

# rules that find firms; the lexicon's own organisations are mostly banks and offices that tell of money
FIRM_RULES = {"ru.org.latin", "ru.org.quoted", "ru.org.abbreviation"}
# after these prepositions an organisation is where something is known or for whom, not who pays
BESIDE = {"в", "во", "на", "у", "для", "через", "по", "о", "об", "с", "со", "при", "к", "долю"}
# a name that follows the thing built is its own rather than its builder's: "ветропарк Mirny"
FAR = 50
# the rule of money that a state spends at home
STATE = "ru.invest.state-money"
NEAR = 4
# how near before a name a word tells that it is a firm's parent
DAUGHTER = 3
# those who speak for a firm, so that it acts itself
SPEAKING = ("представители", "представителями")
# so many letters of a country's name tell a firm of it
STEM = 3
# nouns whose own name can follow them, and prepositions behind which a payer stands: "от компании X"
NAMED_FIRMS = ("COMPANYWORD", "ORGNOUN", "BUSINESS", "NAMEDTHING")
NAMED_THINGS = ("PROJECTN", *NAMED_FIRMS)
QUOTED = "ru.org.quoted"
GIVING = ("от", "из", "счет", "участии", "поддержке", "стороны", "средств", "силами")
# what belongs to the firm that follows it: "портфель банка"
OWNED = ("PORTFOLIO", "INVEST", "CAPITALN")
# who counts other people's money
COUNTING = re.compile(r"таможен|таможн|статист|стат$|^посольств|^пресс-")
# how near before a name a word tells that it is what somebody buys
BOUGHT = 4
LENDERS = ("банк", "bank", "фонд", "fund", "finance", "финанс", "агентство развития")


def firm_of(figure: Figure, span: Span, *, tellers: bool = False) -> Slot | None:
    """A named organisation of the span that invests and does not only tell of it; state money is the country's."""
    teller = figure.discourse.sources.claimant(figure.chunk)
    teller = None if tellers or figure.has("PLAN", span) else teller
    nearest = _nearest(figure, span, None if teller is None else teller.chunk)
    if nearest is None:
        return _firm_pointed(figure, span)
    chunk, mention = nearest
    tokens = figure.document.tokens
    state = any(tokens.value(at, "STATEMONEY") is not None for at in range(mention.start, mention.end))
    if state or _is_generic(figure, mention):
        return Slot(mention.country or figure.home, (chunk, chunk + 1), STATE if state else mention.rule)
    return Slot(mention.name, (chunk, chunk + 1), mention.rule)


def _nearest(figure: Figure, span: Span, teller: int | None) -> tuple[int, Organisation] | None:
    """The firm of a span that pays and stands nearest to an amount, rather before it; not the one who tells of it."""
    document, at = figure.document, figure.chunk
    best: tuple[int, int, Organisation] | None = None
    for chunk in nearest_first(within(document.kinds.get(Organisation, []), *span), at, before=-NEAR):
        distance = abs(chunk - at) + (NEAR if chunk > at else 0)
        if best and distance > best[0]:
            break
        firm = document.mention(chunk)
        if (
            chunk != teller
            and not _is_of_later(figure, chunk)
            and isinstance(firm, Organisation)
            and _pays(figure, chunk, firm)
        ):
            of_project = document.value(chunk - 1, "PROJECTN") is not None
            thing = figure.trigger.head < chunk and firm.rule == QUOTED and _is_plain(figure, chunk - 1)
            aside = of_project or thing or begins_anew(figure, chunk) or _is_homely(figure, firm)
            distance += FAR if aside else 0
            found = (distance, chunk, firm)
            best = found if best is None else min(best, found, key=lambda each: each[:2])
    return best[1:] if best else None


def _is_homely(figure: Figure, firm: Organisation) -> bool:
    """Whether a firm bears the name of a land told of, so that of two it is the one that gets: "Узбекнефтегаз"."""
    names, stem = figure.document.lexicon.facts["parties"], firm.name[:STEM].lower()
    return any(names.get(code, "")[:STEM].lower() == stem for code in figure.discourse.focus.codes)


def _is_of_later(figure: Figure, chunk: int) -> bool:
    """Whether a firm stands in a clause behind an amount that is not its: "..., а станция получит чипы Nvidia".

    One that is called the investor there is: "стоимость – 5 млн, инвестором выступает Masdar".
    """
    if chunk < figure.chunk or figure.trigger.settings.get("verb") or not begins_anew(figure, chunk):
        return False
    return not any(figure.document.has(name, figure.chunk, chunk) for name in ("INVESTORN", "INVESTV", "BUILDV"))


def _firm_pointed(figure: Figure, span: Span) -> Slot | None:
    """The firm that a noun of the span means, where it is who acts: "компания планирует вложить"."""
    document = figure.document
    for chunk in document.those(*span, *NOUNS):
        named = firm_features(document, chunk)
        owns = "g" in named and any(document.value(chunk - 1, name) is not None for name in OWNED)
        if ("n" in named or owns) and document.mention(chunk) is None and (meant := firm_meant(document, chunk)):
            return Slot(meant[1].name, (meant[0], meant[0] + 1), meant[1].rule)
    return None


def lends(mention: Organisation) -> bool:
    """Whether a name is that of a bank or a fund, which finances what others build."""
    return any(part in mention.name.lower() for part in LENDERS)


def _is_generic(figure: Figure, mention: Organisation) -> bool:
    """Whether an organisation has no name but its country's: "китайские компании"."""
    tokens = figure.document.tokens
    if mention.rule == PLACED and mention.country and mention.end - mention.start > 1:
        return tokens.value(mention.start, "COMPANY") is not None and "m" in mention.features
    if mention.country and is_noun_alone(figure.document, mention):
        return True  # "Компания", told of as "турецкая компания" before
    if mention.rule != "ru.org.noun-adjective" or not mention.country:
        return False
    named = any(tokens.value(at, "FUNDN") is not None for at in range(mention.start, mention.end))
    return "m" in mention.features or not named


def _pays(figure: Figure, chunk: int, mention: Organisation) -> bool:
    document = figure.document
    if _preposition(figure, chunk - 1) in BESIDE or isinstance(document.mention(chunk + 1), Person):
        return False  # where something is known, or whose officer is named: "председатель агентства X"
    if document.of_class(chunk - 1, "OFFICE", "LOWRANK", "ROLE") and document.key(chunk - 1) not in SPEAKING:
        return False  # "глава X"
    if is_noun_alone(figure.document, mention) and mention.rule not in FIRM_RULES and not mention.country:
        return False  # "Компания", of which nothing tells what it is called
    if mention.rule == SITE or mention.name in figure.discourse.outlets or is_object(figure, chunk, mention):
        return False
    if document.of_class(chunk - 1, "DATAN") or is_parent(figure, mention) or COUNTING.search(mention.name.lower()):
        return False
    if document.has("ACQUIREN", chunk - BOUGHT, chunk) and "g" in mention.features:
        return False
    words = range(mention.start, mention.end)
    if any(document.tokens.value(at, name) is not None for name in ("PROMOTER", "NOPAYER") for at in words):
        return False
    owned = any(document.value(at, name) is not None for name in OWNED for at in (chunk - 1, chunk - 2))
    if owned or mention.rule in FIRM_RULES or _is_generic(figure, mention):
        return True
    invests = any(figure.trigger.settings.get(name) for name in ("verb", "named")) or figure.has("INVESTV")
    written = document.tokens.words(mention.start, mention.end).lower()
    invests = invests or (bool(figure.trigger.setting("measure")) and any(part in written for part in LENDERS))
    return invests and "n" in mention.features


def is_parent(figure: Figure, mention: Organisation) -> bool:
    """Whether a name only tells whose daughter a firm is: "Adjara Energy, дочерняя компания Exim Holding"."""
    tokens = figure.document.tokens
    first = max(mention.start - DAUGHTER, 0)
    return any(tokens.value(at, "SUBSIDIARY") is not None for at in range(first, mention.start))


def is_object(figure: Figure, chunk: int, mention: Organisation) -> bool:
    """Whether a name stands in a phrase that no payer does: "в парк «X»", "с угольной компанией X", "студентам вуза X".

    Its noun is then governed by a preposition, or stands in another case than that of who acts or by whom it is done.
    """
    if _is_second(figure, chunk) or _helps(figure, chunk, mention):
        return True
    document, at = figure.document, chunk - 1
    cases = set(mention.features)
    if not _has_noun(figure, mention):
        nouns = NAMED_THINGS if mention.rule == QUOTED else NAMED_FIRMS
        kind = next((name for name in nouns if document.of_class(at, name)), None)
        if kind == "NAMEDTHING":
            return True
        cases = set(document.features(at, kind)) if kind else cases
        paid = figure.trigger.settings.get("verb") or figure.trigger.settings.get("topical")
        names = not kind and paid and chunk > figure.trigger.head and _is_plain(figure, at)
        at -= 1 if kind or names else 0
    while at >= figure.sentence.first and _is_modifier(figure, at):
        at -= 1
    if _preposition(figure, at) in BESIDE:
        return not document.is_a(at - 1, "SHAREV")
    if _of_package(figure, at):
        return True
    if document.of_class(at, *OWNED) or document.key(at) in GIVING or _is_generic(figure, mention):
        return False
    return not cases & set("ni")


def _is_second(figure: Figure, chunk: int) -> bool:
    """Whether a name is the second of two that things bear: "в проекты «X» и «Y»"."""
    document = figure.document
    first = document.mention(chunk - 2) if document.key(chunk - 1) == "и" else None
    return isinstance(first, Organisation) and first.rule == QUOTED and document.of_class(chunk - 3, "PROJECTN")


def _helps(figure: Figure, chunk: int, mention: Organisation) -> bool:
    """Whether a name's noun stands behind "с", so that it is who helps: "в партнерстве с эстонским застройщиком X"."""
    at = chunk - 2
    if _has_noun(figure, mention) or not _is_plain(figure, chunk - 1):
        return False
    while at >= figure.sentence.first and _is_modifier(figure, at):
        at -= 1
    return _preposition(figure, at) in ("с", "со")


def _is_plain(figure: Figure, at: int) -> bool:
    """Whether a word can be the noun of a thing whose name follows it behind the verb: "в новый терминал Texas"."""
    document = figure.document
    if at < figure.sentence.first:
        return False
    low = document.words(at, at + 1)[:1].islower() and document.mention(at) is None
    return low and not document.of_class(at, "PREP", "FUNC", "INVESTV", "INVEST", "VALUEN", "COSTV", *NAMED_FIRMS)


def _of_package(figure: Figure, at: int) -> bool:
    """Whether a name behind a chunk is a package's own: "пакет инвестиций Silk Gate"."""
    document = figure.document
    return document.key(at - document.of_class(at, "INVEST")).startswith("пакет")


def _preposition(figure: Figure, at: int) -> str:
    """The word at a chunk, empty where it belongs to a date or another mention: "с 2006 года"."""
    return figure.document.key(at) if figure.document.mention(at) is None else ""


def _has_noun(figure: Figure, mention: Organisation) -> bool:
    """Whether a name has the noun that tells its kind with it: "французская компания Voltalia"."""
    tokens = figure.document.tokens
    return any(
        tokens.value(at, name) is not None
        for at in range(mention.start, mention.end)
        for name in ("ORGNOUN", "COMPANY")
    )


def _is_modifier(figure: Figure, at: int) -> bool:
    """Whether a chunk is an adjective that can belong to a name, as a region's whose noun is left out does not."""
    mention = figure.document.mention(at)
    if mention is None:
        return figure.document.is_adjective(at) and not figure.document.of_class(at, "REGIONADJ")
    return isinstance(mention, Party) and mention.role == "adjective"


def of_many_lands(figure: Figure, span: Span) -> bool:
    """Whether firms or people of a number of countries pay: "с участием компаний из 40 стран"."""
    document = figure.document
    return any(
        document.key(chunk - 2) == "из" and isinstance(document.mention(chunk - 1), Amount)
        for chunk, _ in document.values("COUNTRYN", *span)
    )


def unsaid(figure: Figure) -> bool:
    """Whether the clause itself leaves out who pays: a passive ("будет направлено"), or "объём вложений составил"."""
    features = figure.document.features(figure.trigger.head, "INVESTV")
    if features:
        return bool(set("SQ") & set(features))
    return bool(figure.trigger.settings.get("topical")) and not figure.has("FOREIGNERS", figure.scopes[-1])


def of_foreigners(figure: Figure) -> bool:
    """Whether money is called foreign and no country stands by it: "привлечено 210 млрд иностранных инвестиций"."""
    head = figure.trigger.head
    foreign = figure.document.key(head).startswith(("иностранн", "зарубежн")) and abs(head - figure.chunk) <= NEAR
    named = figure.roles.within((head - NEAR, head + NEAR + 1), "from", "of", "adjective") if foreign else ()
    return foreign and not figure.has("OUTFLOW") and not named
