"""Withdrawn rows: what a package once published and no longer holds.

A release adds this table itself, from the releases before it; no projection builds it.
"""

from schemas.table import Table, Text, TextList, Timestamp, names, table, text, value

VERSION = r"v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"


@table("withdrawn", "Withdrawn records and claims", key=["table_name", "row_id"])
class Withdrawn(Table):
    """A record or claim that an earlier release of the package held and this one does not, and why."""

    table_name: Text = text("Table that held it")
    row_id: Text = text("Identifier of the record or claim")
    last_in: Text = text("Last release that held it", pattern=VERSION)
    withdrawn_in: Text = text("First release without it", pattern=VERSION)
    withdrawn_at: Timestamp = value("When the ledger recorded the last entry of that release")
    replaced_by: TextList = names("Records that its claims tell now, where it was merged, split or identified anew")
    reason: Text = text("Why it was withdrawn, null where no entry gives a reason", nullable=True)
    ledger_entries: TextList = names("Positions of the ledger entries that caused it, where they are known")
