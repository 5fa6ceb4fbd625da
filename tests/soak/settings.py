"""The settings of processes that share a database of their own (see apart.py)."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

FOLDER = Path(os.environ["CASEMARK_SOAK_FOLDER"])
SEAL_FILE = str(FOLDER / "seals.jsonl")
MEDIA_ROOT = str(FOLDER / "files")
# Static files are collected in production only, and the folder is missed.
STATIC_ROOT = str(FOLDER)
# As for all tests (tests/conftest.py).
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
