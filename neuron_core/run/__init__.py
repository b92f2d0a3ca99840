"""Training over many iterations: a run that goes to any of them, forwards and back.

Imports the engine. What a run keeps, and how often, is decided here and nowhere else.
"""
