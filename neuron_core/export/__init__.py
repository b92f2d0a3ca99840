"""What somebody takes home of an experiment and its run: programs, notebooks, numbers, pictures.

`EXPORTS` of `exports` is the table of them. Programs hold the engine's own sources (see `sources`).
"""
