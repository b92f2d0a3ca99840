"""What build.py does once a Python that is new enough runs it.

In the order of a run: `start` understands the command (`arguments`), makes the private
environment (`environment`) and goes on inside it: `__main__`, `commands`. There `bundle` makes
dist/ from site/, neuron_core/, the `recording` and what `runtime` fetches (`fetch`); then it is
served (`serve`, and built again by `watch`) or tested (`checks`, with a browser from `browser`).
`files` and `console` are what they all write with.
"""
