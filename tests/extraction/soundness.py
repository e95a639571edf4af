"""What holds of every reading of every text."""

from pipeline.extraction import Reading
from schemas.vocabulary import How


def assert_sound(text: str, reading: Reading) -> None:
    """Quotes, evidence and traces stand in the text exactly where they say."""
    for claim in reading.claims:
        assert claim.quote == text[claim.start_char : claim.end_char] != ""
        assert claim.context in text
        assert len(claim.context) <= max(600, len(claim.quote))
        for evidence in claim.evidence:
            assert claim.values[evidence.field] is not None
            assert (evidence.start_char is None) == (evidence.how is How.DEFAULT)
            if evidence.start_char is not None and evidence.end_char is not None:
                assert 0 <= evidence.start_char < evidence.end_char <= len(text)
    for sentence in reading.sentences:
        assert 0 <= sentence.start_char < sentence.end_char <= len(text)
        for decision in sentence.decisions:
            assert decision.words == text[decision.start_char : decision.end_char] != ""
