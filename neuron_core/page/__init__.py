"""The page's door into Python: what the page asks, and the plain values that answer.

Nothing else imports this room. What crosses the door is data, never an object of the engine.
"""
