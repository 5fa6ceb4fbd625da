"""Files that somebody hands in as evidence: told by content, checked, and cleaned of metadata.

What the process that does it imports (`child`, and what that names) knows nothing of Django.
"""
