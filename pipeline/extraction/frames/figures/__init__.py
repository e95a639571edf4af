"""Figures: amounts of three tables, what they are told of, and when; `offers` gives each to a table."""
