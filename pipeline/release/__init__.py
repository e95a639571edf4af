"""Releases: immutable, versioned packages of tables that a stranger can check, cite, compare and rebuild.

`build` makes a release beside the published ones, `publish` gates it and puts it in place, `gate` checks a package
with nothing but its files, `diff` compares two, `remote` copies them elsewhere. Nothing here knows the ledger or
Dagster: what a release needs from them comes as arguments.
"""
