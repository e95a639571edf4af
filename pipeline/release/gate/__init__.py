"""The gate: what is checked of a package with nothing but its files, before it is published and by whoever gets it.

`check` is the whole; the other modules each hold one kind of check and yield `Problem`s. Nothing here trusts a file:
paths, sizes and types are looked at before anything is opened, links are not followed, nothing is fetched.
"""
