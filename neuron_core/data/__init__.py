"""The rows: tables, patterns of points, files, and what counts as a right answer to a target.

Imports the engine. A new pattern or a new way to read a file belongs here.
"""
