"""The learner's own Python: the code that the page shows, and the code that a reader writes.

`rule` and `tutorial` are written to be read; the other modules run what a reader makes of them.
"""
