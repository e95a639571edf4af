"""What was received and what was read: articles, refused files, coverage.

Coverage is what tells 'no visits' from 'not read'.
"""

from schemas.claims import ARTICLE_ID
from schemas.table import Date, Integer, Table, Text, Timestamp, count, enum, table, text, value
from schemas.vocabulary import ClaimTable, RejectionReason

SHA256 = r"[0-9a-f]{64}"


@table("articles", "Articles", key=["article_id"])
class Articles(Table):
    """An article as it now stands in the archive; its text stays with its publisher."""

    article_id: Text = text("Identifier of the article, from its path below raw/", pattern=ARTICLE_ID)
    file: Text = text("Path below raw/")
    version: Integer = count(
        "How many times the article's bytes or metadata have changed, the first being 1", minimum=1
    )
    title: Text = text("Headline")
    publisher: Text = text("Who published it", nullable=True)
    url: Text = text("Where it was published", nullable=True)
    language: Text = text("Language of the text, ISO 639-1", pattern="[a-z]{2}")
    published_on: Date = value("Publication date", nullable=True)
    characters: Integer = count("Length of the text", minimum=1, unit="code points")
    sha256: Text = text("SHA-256 of the file as received", pattern=SHA256)
    archived_at: Timestamp = value("When this version was archived")


@table("rejected_articles", "Rejected articles", key=["file"])
class RejectedArticles(Table):
    """A file in raw/, also one that has gone since, that was no article, with the reason and what to do."""

    file: Text = text("Path below raw/")
    reason: Text = enum(RejectionReason, "Kind of problem")
    detail: Text = text("What is wrong, where, and the next step")
    sha256: Text = text("SHA-256 of the file, null where it could not be read", nullable=True, pattern=SHA256)
    recorded_at: Timestamp = value("When the ledger learned of it")


@table(
    "coverage",
    "Coverage",
    key=["article_id", "claim_table"],
    foreign_keys={"article_id": "articles.article_id"},
)
class Coverage(Table):
    """Which article was read for which kind of claim, by which grammar, and what came of it."""

    article_id: Text = text("Article that was read", pattern=ARTICLE_ID)
    claim_table: Text = enum(ClaimTable, "Kind of claim that was looked for")
    extractor: Text = text("Version of the grammar that read it")
    claims: Integer = count("Claims found and accepted")
    rejected: Integer = count("Claims found and set aside")
    read_at: Timestamp = value("When it was read")
