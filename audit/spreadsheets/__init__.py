"""Spreadsheets in and out: safe reading in a process of its own, columns, row rules, safe cells.

What the reading process imports (`child`, and what that names) stands on nothing of Django's.
"""
