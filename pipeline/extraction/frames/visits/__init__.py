"""Visits: who travels, where to, when, and how sure that is. `frame` makes the claims."""
