"""From files in raw/ to articles: formats, sidecars, hashes, and why a file is refused.

Nothing here knows a language, the ledger or Dagster. Files are hostile input: they are read, never followed, never
changed.
"""
