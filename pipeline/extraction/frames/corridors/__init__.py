"""Corridors: the routes that goods take, and their figures. `frame` makes the claims."""
