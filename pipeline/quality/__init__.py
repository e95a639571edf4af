"""How well articles are read: the annotated corpus against what extraction finds, as figures, errors and a report.

`scoring` says when a claim agrees with an annotation, `measuring` counts over the corpus, `report` shows it.
"""
