"""The pictures of the home page, computed as plain numbers and words; templates draw them as SVG.

SVG of our own rather than a chart library's: it starts in no time, is the same bytes everywhere, and has text that can
be read, marks that can be reached with the keyboard, and colours that follow the page.
"""
