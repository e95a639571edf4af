"""The catalogue: a static site over the published releases, where people look before they download.

A consumer of releases like any other: it reads their files, and nothing else of the pipeline. `site.build` makes it.
"""
