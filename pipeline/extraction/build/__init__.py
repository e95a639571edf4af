"""Compiles the lexicon and grammar of a language into the artefact that extraction loads.

Only this package may import pymorphy3, babel or YAML; nothing of it is needed, or imported, at run time.
"""
