"""What it takes to say when claims tell the same thing: the shape of the rules that each kind of claim declares.

Rules are SQL over the claims of a *block*. Claims of different blocks never tell the same thing, so a fold looks only
at the blocks that something new has touched. Inside a block claims are placed step by step, the most telling first: a
claim joins the one thing found so far that it fits; where it fits none, or several, it founds a new one together with
the claims of its step that are alike. Every step sees all claims of its block, so the order of arrival plays no part.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fit:
    """When a claim `c` tells a thing `t` found by earlier steps, and that reason in words."""

    when: str
    because: str


@dataclass(frozen=True)
class Rules:
    """How claims of one kind become records.

    `block` is computed from a claim's columns, its `reported_on` and `article_id`. `rows` is a query over `scoped`
    (claims with block, reported_on, language, publisher) that adds `step` (number), `alike` (text: which claims of a
    step found a thing together), `together` (that reason in words) and `own` (text: what identifies the thing when the
    claim stands alone; the first of a record's claims by step and text gives the record its identifier). `things` are
    aggregates over the claims of a thing, for the fits to compare with. A claim that fits exactly one thing joins it;
    one that only `may` fit joins where nothing else of its article could be meant.
    """

    block: str
    rows: str
    things: str = "count(*) AS claims"
    fits: tuple[Fit, ...] = ()
    may: tuple[Fit, ...] = ()


def told_in(date: str, month_matters: str = "false") -> str:
    """What stands for an unknown time in a block: the year of the report (or its month), else the article itself."""
    return (
        f"CASE WHEN {date} IS NULL THEN coalesce('told ' || "
        f"left(reported_on::VARCHAR, CASE WHEN {month_matters} THEN 7 ELSE 4 END), article_id) ELSE '' END"
    )
