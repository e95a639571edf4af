"""Agreements: documents, who signs them, when, and what they are about. `frame` makes the claims."""
