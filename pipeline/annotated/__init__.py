"""An article with all that extraction saw in it, for a person who wants to know why: in a terminal and as a page.

Nothing is read or decided here: what is shown is the trace of a reading. `rows` lays it out, `terminal` and `page`
show the same rows.
"""
