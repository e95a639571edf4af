"""Amounts from their tokens: figures, number words, magnitudes, ranges, hedges."""

import re
from decimal import Decimal

from pipeline.extraction.matching import Found
from pipeline.extraction.mentions.model import Amount, Measure
from pipeline.extraction.tokens import Tokens
from schemas.vocabulary import Qualifier, Unit

HEDGES = {
    "ABOUT": Qualifier.ABOUT,
    "ALMOST": Qualifier.ALMOST,
    "OVER": Qualifier.OVER,
    "ATLEAST": Qualifier.AT_LEAST,
    "UPTO": Qualifier.UP_TO,
    "OVERVERB": Qualifier.OVER,
}
SEPARATORS = {"–", "до"}
UNIT_CLASSES = ("CURRENCY", "CURSYM", "MASS", "PIECES")
FIXED_UNITS = {
    "PERCENT": Unit.PERCENT,
    "TEU": Unit.CONTAINERS,
    "KM": Unit.KILOMETRES,
    "TRAIN": Unit.TRAINS,
    "PROJECT": Unit.PROJECTS,
    "COMPANY": Unit.COMPANIES,
    "GOODS_UNIT": Unit.UNITS,
    "DOCS": "documents",
}
MEASURES = {
    Unit.PERCENT: Measure.PERCENT,
    Unit.TIMES: Measure.TIMES,
    Unit.TONNES: Measure.MASS,
    Unit.CUBIC_METRES: Measure.MASS,
    Unit.BARRELS: Measure.MASS,
    Unit.CONTAINERS: Measure.CONTAINERS,
    Unit.DAYS: Measure.DURATION,
    Unit.HOURS: Measure.DURATION,
    Unit.KILOMETRES: Measure.LENGTH,
    Unit.CORRIDORS: Measure.ROUTES,
    Unit.TRAINS: Measure.TRAINS,
    Unit.PROJECTS: Measure.PROJECTS,
    Unit.COMPANIES: Measure.COMPANIES,
    "documents": Measure.DOCUMENTS,
    Unit.UNITS: Measure.GOODS,
}
ZERO, HALF, ONE = Decimal(0), Decimal("0.5"), Decimal(1)
# before the size of a piece, how many words back the pieces are, and what they are
EACH, SIZED, SIZES = "по", 4, {"GOODS_UNIT", "PIECES", "TEU"}
# a point that groups thousands: "310.000 тонн"; before a magnitude it is decimal
GROUPED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
# plurals of many, and the prepositions behind which such a form is the genitive of one
VAGUE = {"сотни", "десятки"}
OF_ONE = {"до", "от", "с", "из", "после", "для", "кроме"}
# the power of ten beyond which a run of digits is no amount but a code, or a row of a table
LARGEST = 17


def build_amount(tokens: Tokens, found: Found) -> Amount | None:
    """The amount of a match of an amount rule: groups `n` the number, `u` the unit, `h` and `h2` the hedges."""
    first, last = found.groups["n"]
    if _is_vague(tokens, found.start, first):
        return None
    unit_at = found.groups.get("u", (found.end, found.end))[0]
    number_end = unit_at if unit_at >= last else last
    low, high, scale = _number(tokens, first, number_end)
    if max(low, high or low).adjusted() > LARGEST:
        return None
    fixed = found.rule.settings
    unit = fixed.get("unit") or _unit(tokens, found.groups.get("u"))
    kind = fixed.get("kind")
    measure = Measure(kind) if kind else _measure(unit)
    if measure in (Measure.MASS, Measure.GOODS) and _is_size(tokens, found.start):
        measure = Measure.OTHER
    qualifier = Qualifier.RANGE if high is not None else _qualifier(tokens, found, first, number_end)
    parties = [each["GEOADJ"][0] for each in tokens.analyses[first : found.end] if "GEOADJ" in each]
    return Amount(found.start, found.end, found.rule.id, low, high, unit, qualifier, measure, parties, scale)


def _is_vague(tokens: Tokens, start: int, first: int) -> bool:
    """Whether a plural without a number tells no amount: "сотни миллионов", unlike "около сотни", "до сотни"."""
    return tokens.keys[first] in VAGUE and start == first and (not first or tokens.keys[first - 1] not in OF_ONE)


def _is_size(tokens: Tokens, at: int) -> bool:
    """Whether a number tells how much one of several holds: "бутылок вина по 0,75 литра"."""
    counted = (tokens.analyses[before].keys() for before in range(max(at - SIZED, 0), at - 1))
    return at > 1 and tokens.keys[at - 1] == EACH and any(not SIZES.isdisjoint(each) for each in counted)


def _measure(unit: str | None) -> Measure:
    if unit is None:
        return Measure.ELIDED
    return MEASURES.get(unit, Measure.MONEY)


def _unit(tokens: Tokens, span: tuple[int, int] | None) -> str | None:
    if span is None:
        return None
    for analyses in tokens.analyses[span[0] : span[1]]:
        for name in UNIT_CLASSES:
            if name in analyses:
                return analyses[name][0]
        for name, unit in FIXED_UNITS.items():
            if name in analyses:
                return str(unit)
    return None


def _qualifier(tokens: Tokens, found: Found, first: int, number_end: int) -> Qualifier:
    for at in range(first - 1, found.start - 1, -1):
        analyses = tokens.analyses[at]
        if not analyses.keys().isdisjoint(HEDGES):
            return next(qualifier for name, qualifier in HEDGES.items() if name in analyses)
    for at in range(first, found.end):
        if "PLUSMORE" in tokens.analyses[at] or tokens.keys[at] == "+":
            return Qualifier.OVER
    return Qualifier.EXACT


def _number(tokens: Tokens, first: int, last: int) -> tuple[Decimal, Decimal | None, Decimal]:
    """The value of a run of tokens; of a range the lower and the upper one; and the magnitude."""
    pair = tokens.value(first, "NUMPAIR")
    if pair is not None:
        _, scale = _value(tokens, first + 1, last)
        low, high = (plain(Decimal(each) * scale) for each in pair.split("/"))
        return low, high, scale
    at = next((at for at in range(first + 1, last) if tokens.keys[at] in SEPARATORS), None)
    start = first + 1 if tokens.keys[first] == "от" else first
    if at is None or at == last - 1:
        value, scale = _value(tokens, start, last)
        return value, None, scale
    low, low_scale = _value(tokens, start, at)
    high, scale = _value(tokens, at + 1, last)
    if low_scale == 1:
        low *= scale
    return (low, high, scale) if low < high else (high, None, scale)


def _value(tokens: Tokens, first: int, last: int) -> tuple[Decimal, Decimal]:
    """The value of a number without a range, and the last magnitude in it."""
    total, current, scale = ZERO, None, ONE
    for at in range(first, last):
        key, analyses = tokens.keys[at], tokens.analyses[at]
        if key[0].isdecimal():
            grouped = GROUPED.fullmatch(key) and (at + 1 == last or "MAG" not in tokens.analyses[at + 1])
            current = figure(key.replace(".", "") if grouped else key)
        elif "NUMW" in analyses:
            current = (current or ZERO) + Decimal(analyses["NUMW"][0])
        elif "HALFWORD" in analyses:
            current = (current or ZERO) + HALF
        elif "DOZEN" in analyses:
            current = (current or ONE) * Decimal(analyses["DOZEN"][0])
        elif "MAG" in analyses:
            scale = Decimal(analyses["MAG"][0])
            total, current = total + (1 if current is None else current) * scale, None
        else:
            current = _word_value(analyses, current)
    return plain(total + (current or ZERO)), scale


def plain(value: Decimal) -> Decimal:
    """The value without an exponent or trailing zeros, so that equal amounts print alike."""
    whole = value.to_integral_value()
    return whole.quantize(ONE) if value == whole and value.adjusted() <= LARGEST else value.normalize()


def _word_value(analyses: dict[str, tuple[str, str]], current: Decimal | None) -> Decimal | None:
    """Words that are a number by themselves; of fractions the numerator stands before."""
    for name in ("HALFMAG", "FOLD", "FOLDVERB", "FOLDADJ", "EACHORD"):
        if name in analyses:
            return Decimal(analyses[name][0])
    if "FRACTION" in analyses:
        value = Decimal(analyses["FRACTION"][0])
        return value if current is None else current * value
    return current


def figure(key: str) -> Decimal:
    """The value of a token that begins with a digit: spaces group thousands, a comma or single point is decimal."""
    digits = key.partition("-")[0].replace(" ", "").replace(",", ".")
    whole, _, rest = digits.rpartition(".")
    return Decimal(whole.replace(".", "") + "." + rest) if whole else Decimal(rest)
