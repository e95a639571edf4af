"""Entries of the ledger -> tables: folds, identity of records, validation, the warehouse file.

`projection` has the `Projection` that does it all, `explaining` leads from a row back to quotes and entries. Here
belongs what entries mean for tables; what a table is stands in `schemas`, what an entry is in `pipeline.ledger`.
"""
