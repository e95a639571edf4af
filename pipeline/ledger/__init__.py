"""The ledger: every fact the project knows, as append-only entries in one Delta table.

`entries` says what can be written, `store` has the `Ledger` that writes and reads it. Importing either is cheap:
what needs Arrow or Delta is imported when a ledger is first read or written. Nothing here knows Dagster, or what
entries mean for the published tables.
"""
