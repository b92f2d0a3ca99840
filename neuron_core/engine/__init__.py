"""The neuron and its networks: what a step computes, and how weights start and move.

Imports only `checks`. A change here has to keep every result equal, bit by bit.
"""
