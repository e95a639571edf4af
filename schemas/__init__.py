"""The published contract: what the tables are, what their columns mean, and the words they may use.

Here belong table definitions, vocabularies and reference data. Nothing here reads articles, the ledger or the
network. The package itself imports nothing, so that `schemas.vocabulary` and `schemas.reference` stay usable with the
standard library alone.
"""
