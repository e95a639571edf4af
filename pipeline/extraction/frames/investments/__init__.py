"""Investments: who gives, who receives, and what is only meant to be paid. `frame` makes the claims."""
