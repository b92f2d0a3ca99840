"""What can be asked about a run: its arithmetic, its slopes, its plane, its other starts.

Imports everything below it and changes nothing: a panel of the page asks one module of this room.
"""
