"""From tokens to mentions by the rules of `languages/*/mentions`, and the class string with mentions folded in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.extraction.lexicon import Analyses, Lexicon
from pipeline.extraction.matching import Found, Rules
from pipeline.extraction.mentions.dates import build_date
from pipeline.extraction.mentions.model import (
    Amount,
    CorridorMention,
    DateMention,
    Mention,
    Organisation,
    Pair,
    Party,
    Person,
    Place,
)
from pipeline.extraction.mentions.names import (
    build_corridor,
    build_organisation,
    build_pair,
    build_party,
    build_persons,
    build_place,
)
from pipeline.extraction.mentions.numbers import build_amount
from pipeline.extraction.mentions.surnames import with_surnames
from pipeline.extraction.tokens import Tokens

BUILDERS: dict[str, Callable[[Tokens, Found], Mention | None]] = {
    "amount": build_amount,
    "date": build_date,
    "party": build_party,
    "pair": build_pair,
    "place": build_place,
    "org": build_organisation,
    "corridor": build_corridor,
}
# the name of a kind of mention in patterns, and what of it they can ask for
CODED: dict[type[Mention], tuple[str, str]] = {
    Amount: ("AMOUNT:", "measure"),
    DateMention: ("DATE:", "meaning"),
    Party: ("PARTY:", "features"),
    Place: ("PLACE:", "features"),
    Person: ("PERSON:", "features"),
    Organisation: ("ORG:", "features"),
    Pair: ("PAIR:", ""),
    CorridorMention: ("CORRIDOR:", ""),
}


@dataclass(slots=True)
class Chunks:
    """A text as a sequence of mentions and the tokens between them.

    `codes` has one code point per chunk, `firsts` its first token and `heads` what the lexicon says of that; `firsts`
    ends with the number of tokens. `marks` holds those chunks that are a mention, in the order of the text.
    """

    codes: str
    firsts: list[int]
    heads: list[Analyses]
    marks: dict[int, Mention]

    def __len__(self) -> int:
        return len(self.heads)


def find_mentions(tokens: Tokens, rules: Rules, lexicon: Lexicon) -> list[Mention]:
    """All mentions of a text from left to right, without overlaps."""
    persons: dict[str, Any] = lexicon.facts["persons"]
    mentions: list[Mention] = []
    for found in rules.longest(tokens.codes):
        kind = found.rule.means["kind"]
        if kind == "person":
            mentions += build_persons(tokens, found, persons)
        elif (mention := BUILDERS[kind](tokens, found)) is not None:
            mentions.append(mention)
    return with_surnames(tokens, mentions, lexicon)


def chunked(tokens: Tokens, mentions: list[Mention], lexicon: Lexicon) -> Chunks:
    """Fold the mentions into the class string, so that a rule sees "{#PARTY.g}" where the text has a country."""
    codes: list[str] = []
    firsts: list[int] = []
    heads: list[Analyses] = []
    found: dict[int, Mention] = {}
    position = 0
    for mention in mentions:
        start = mention.start
        codes += (tokens.codes[position:start], _code(mention, lexicon.mention_codes))
        firsts += range(position, start + 1)
        heads += tokens.analyses[position : start + 1]
        found[len(heads) - 1] = mention
        position = mention.end
    codes.append(tokens.codes[position:])
    firsts += range(position, len(tokens) + 1)
    heads += tokens.analyses[position:]
    return Chunks("".join(codes), firsts, heads, found)


def _code(mention: Mention, codes: dict[str, str]) -> str:
    kind, feature = CODED[type(mention)]
    return codes.get(kind + getattr(mention, feature, "")) or codes[kind]
