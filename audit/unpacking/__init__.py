"""What reading people's files has in common: a process of its own, archives nobody trusts.

It stands on nothing of Django's: processes import it that are to know no database and no keys.
"""
