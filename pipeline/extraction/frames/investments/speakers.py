"""In whose name somebody says "мы" of money: «Мы вложим 5 млн евро», – сказал глава компании X.

Who pays by the clause of a figure is read in `payers` and `investors`.
"""

from pipeline.extraction.forms import nearest_first, within
from pipeline.extraction.frames.investments.payers import FIRM_RULES
from pipeline.extraction.frames.model import Figure, Slot
from pipeline.extraction.mentions.model import Organisation, Person
from schemas.vocabulary import How

# how near to a speaker's name the firm stands that he speaks for
BESIDE = 5
# how a verb of what "we" do or shall do ends: "вкладываем", "вложим"
OURS = ("ем", "ём", "им")


def own_of_speaker(figure: Figure) -> Slot | None:
    """The firm or the country of whoever says what "we" pay; None where nobody is heard or nothing says "we"."""
    source = figure.discourse.sources.claimant(figure.chunk) if _says_we(figure) else None
    if source is None:
        return None
    document = figure.document
    speaker, told = document.mention(source.chunk), document.sentence_at(source.chunk)
    first, end = max(source.chunk - BESIDE, told.first), min(source.chunk + BESIDE + 1, told.end)
    for chunk in nearest_first(within(document.kinds.get(Organisation, []), first, end), source.chunk):
        firm = document.mention(chunk)
        if isinstance(firm, Organisation) and firm.rule in FIRM_RULES and firm.name not in figure.discourse.outlets:
            return Slot(firm.name, (chunk, chunk + 1), firm.rule, How.CONTEXT)
    if isinstance(speaker, Person) and speaker.country and speaker.office:
        return Slot(speaker.country, (source.chunk, source.chunk + 1), speaker.rule, How.CONTEXT)
    return None


def _says_we(figure: Figure) -> bool:
    """Whether the sentence has "we" pay, or the paragraph where it tells what a project costs."""
    document, head, sentence = figure.document, figure.trigger.head, figure.sentence
    if {"R", "F"} & set(document.features(head, "INVESTV")) and document.key(head).endswith(OURS):
        return True
    first, end = sentence.first, figure.segment[1]
    if figure.trigger.settings.get("named"):
        first, end = document.paragraph_of(sentence)
    return document.forms.has(first, end, "мы")
