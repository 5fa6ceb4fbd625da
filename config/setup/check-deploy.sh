#!/bin/sh
# Django's deployment checks under production settings. Keys are made up for the moment; nothing is connected to.
set -eu

key() { .venv/bin/python -c "import secrets; print(secrets.token_urlsafe(48))"; }

CASEMARK_ENV=production \
CASEMARK_SECRET_KEY=$(key) \
CASEMARK_FIELD_KEYS=$(key) \
CASEMARK_TRAIL_KEYS=$(key) \
CASEMARK_ALLOWED_HOSTS=casemark.example \
CASEMARK_ORIGINS=https://casemark.example \
CASEMARK_EMAIL_URL=smtp://localhost:25 \
CASEMARK_FILES=build/files \
CASEMARK_SEAL_FILE=build/seals.jsonl \
DATABASE_URL=postgres://casemark@localhost/casemark \
    .venv/bin/python manage.py check --deploy --fail-level WARNING
