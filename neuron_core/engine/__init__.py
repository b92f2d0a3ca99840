"""The neuron and its networks: what a step computes, and how weights start and move.

The formulas are plain functions of arrays; `recording` makes a training's list of operations of
them, which NumPy does, or `compiled` where the host compiles. Imports only `checks`. A change here
has to keep every result equal, bit by bit.
"""
