"""The trace of a reading: what each sentence holds, what surrounds it, and what became of its amounts."""

from pipeline.extraction.discourse.context import Discourse
from pipeline.extraction.discourse.spans import Period
from pipeline.extraction.document import Document, Sentence
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
from pipeline.extraction.reading import Decision, Noted, SentenceTrace

_KINDS = {
    Amount: "amount",
    DateMention: "date",
    Party: "party",
    Pair: "party",
    Place: "place",
    Person: "person",
    Organisation: "organisation",
    CorridorMention: "corridor",
}


def traces_of(discourse: Discourse) -> tuple[SentenceTrace, ...]:
    """One trace a sentence, in the order of the text."""
    return tuple(_trace(discourse, sentence) for sentence in discourse.document.sentences)


def _trace(discourse: Discourse, sentence: Sentence) -> SentenceTrace:
    document = discourse.document
    mentions = document.mentions(sentence.first, sentence.end)
    decisions = []
    for chunk, verdict in sorted(sentence.decisions.items()):
        start, end = document.span(chunk, chunk + 1)
        decisions.append(Decision(start, end, document.text.raw[start:end], verdict))
    return SentenceTrace(
        *document.span(sentence.first, sentence.end),
        is_heading=sentence.is_heading,
        mentions=tuple(_mention(document, sentence, chunk, mention) for chunk, mention in mentions),
        cues=_cues(document, sentence),
        home=discourse.focus.home(sentence.first),
        # of what is said so far: the next sentence is what would be asked about these two
        partner=discourse.focus.partner(sentence.end - 1),
        speakers=_speakers(discourse, sentence),
        decisions=tuple(decisions),
    )


def _mention(document: Document, sentence: Sentence, chunk: int, mention: Mention) -> Noted:
    meaning = _days(sentence.periods[chunk]) if isinstance(mention, DateMention) else _meaning(mention)
    return Noted(*document.span(chunk, chunk + 1), _KINDS[type(mention)], meaning, mention.rule)


def _meaning(mention: Mention) -> str:
    match mention:
        case Amount():
            high = "" if mention.high is None else f" to {mention.high:f}"
            return f"{mention.qualifier} {mention.value:f}{high} {mention.unit or '(unit left out)'}"
        case Party():
            return f"{mention.party} ({mention.role})"
        case Pair():
            return ", ".join(mention.parties)
        case Place():
            return ", ".join(filter(None, (mention.city, mention.country)))
        case Person():
            known = (mention.name, mention.office, mention.country)
            return ", ".join(filter(None, known)) or "nobody known"
        case Organisation():
            return ", ".join(filter(None, (mention.name, mention.country)))
        case CorridorMention():
            return mention.corridor or "a route outside the registry"
    return ""


def _days(period: Period) -> str:
    """The days that a date stands for; what is open or unknown is said in words."""
    if period.start is None and period.end is None:
        return "no days known"
    if period.start == period.end:
        return str(period.start)
    return f"{period.start or 'unknown'} to {period.end or 'open'}"


def _cues(document: Document, sentence: Sentence) -> tuple[Noted, ...]:
    cues = [(found, cue) for cue, matches in sentence.cues.items() for found in matches]
    cues += [(found, "trigger") for found in sentence.triggers]
    noted = (Noted(*document.span(found.start, found.end), cue, "", found.rule.id) for found, cue in cues)
    return tuple(sorted(noted, key=lambda item: (item.start_char, item.end_char, item.kind, item.rule)))


def _speakers(discourse: Discourse, sentence: Sentence) -> tuple[Noted, ...]:
    """Who is heard in a sentence, with the words that each answers for; the source of a whole note only where alone."""
    document = discourse.document
    note = discourse.sources.note(sentence.first)
    reaching = discourse.sources.reaching.get(sentence.index) or ([note] if note else [])
    return tuple(
        Noted(*document.span(source.first, source.end), "speaker", source.name, source.rule) for source in reaching
    )
