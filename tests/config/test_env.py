from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env as read
from config.env import Environment

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET, KEY = "s" * 50, "k" * 32
PRODUCTION = {
    "CASEMARK_ENV": "production",
    "CASEMARK_SECRET_KEY": SECRET,
    "CASEMARK_FIELD_KEYS": KEY,
    "CASEMARK_TRAIL_KEYS": KEY,
    "CASEMARK_ALLOWED_HOSTS": "casemark.example",
    "CASEMARK_ORIGINS": "https://casemark.example",
    "DATABASE_URL": "postgres://somebody@127.0.0.1/casemark",
    "CASEMARK_FILES": "files",
    "CASEMARK_SEAL_FILE": "seals.jsonl",
    "CASEMARK_EMAIL_URL": "smtp://mail.example",
}


def _problem(parse, raw: str) -> str:
    env = Environment({"NAME": raw})
    env.read("NAME", parse)
    [problem] = env.problems
    return problem


GOOD = [
    (read.text, "a text", "a text"),
    (read.iso_date, "2026-11-22", "2026-11-22"),
    (read.from_nought, "0", 0),
    (read.from_one, "30", 30),
    (read.secret, SECRET, SECRET),
    (read.keys, KEY, [KEY]),
    (read.keys, f"{KEY}, {'n' * 40},", [KEY, "n" * 40]),
    (read.names, " a.example ,b.example", ["a.example", "b.example"]),
    (
        read.origins,
        "https://a.example,https://b.example:8443",
        [
            "https://a.example",
            "https://b.example:8443",
        ],
    ),
]


@pytest.mark.parametrize(("parse", "raw", "value"), GOOD)
def test_a_variable_is_read_as_what_it_is(parse, raw, value):
    env = Environment({"NAME": f" {raw} "})
    assert env.read("NAME", parse) == value
    assert env.problems == []


BAD = [
    (read.iso_date, "22 November", "NAME is not a date: set it to a date such as 2026-11-22."),
    (read.from_one, "0", "NAME is below 1: set it to a whole number, 1 or more."),
    (read.from_nought, "-1", "NAME is below 0: set it to a whole number, 0 or more."),
    (read.from_one, "half", "NAME is not a whole number: set it to a whole number, 1 or more."),
    (read.secret, "short", "NAME has only 5 characters: set it to a random text of at least 50"),
    (read.keys, f"{KEY},short", "NAME holds a key of fewer than 32 characters: set it to one or"),
    (read.names, " , ", "NAME is empty: set it to one or more names separated by commas."),
    (read.origins, "http://a.example", "NAME holds 'http://a.example', which is not an https"),
    (read.origins, "a.example", "NAME holds 'a.example', which is not an https origin"),
    (read.origins, "https://a.example/", "NAME holds 'https://a.example/', which is not"),
    (read.database, "mysql://a/b", "NAME is not a database address: set it to a database address"),
    (read.database, "postgres://host", "NAME is not a database address"),
    (read.database, "postgres://host:port/name", "NAME is not a database address"),
    (read.mail_server, "mail.example", "NAME is not a mail server's address: set it to a mail"),
    (read.mail_server, "smtp://", "NAME is not a mail server's address"),
    (read.mail_server, "smtp://mail.example:port", "NAME is not a mail server's address"),
]


@pytest.mark.parametrize(("parse", "raw", "sentence"), BAD)
def test_a_malformed_variable_is_named_with_what_is_wanted(parse, raw, sentence):
    assert _problem(parse, raw).startswith(sentence)


@pytest.mark.parametrize(
    ("parse", "raw"),
    [
        (read.database, "postgres://me:hush/ed@host/name"),
        (read.database, "postgres://me:hush#ed@host/name"),
        (read.mail_server, "smtp://me:hush/ed@host"),
    ],
)
def test_a_password_that_breaks_an_address_is_not_repeated(parse, raw):
    problem = _problem(parse, raw)
    assert "hush" not in problem
    assert "address" in problem


def test_a_missing_variable_is_named_with_what_is_wanted():
    env = Environment({})
    env.read("CASEMARK_NAME", read.text)
    assert env.problems == ["CASEMARK_NAME is not set: set it to a text."]


def test_an_empty_variable_is_a_missing_one():
    assert _problem(read.text, "  ").startswith("NAME is not set")


def test_a_default_stands_for_a_missing_variable():
    env = Environment({})
    assert env.read("NAME", read.iso_date, "") == ""
    env.finish()


def test_all_problems_are_named_at_once():
    env = Environment({"B": "short"})
    env.read("A", read.text)
    env.read("B", read.secret)
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish()
    assert "A is not set" in str(refusal.value)
    assert "B has only 5 characters" in str(refusal.value)


def test_a_postgres_address_is_taken_apart():
    found = read.database("postgres://me:p%40ss@db.example:5433/case%20mark")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        *("me", "p@ss", "db.example", "5433"),
        "case mark",
    )


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("sqlite:////srv/casemark.sqlite3", "/srv/casemark.sqlite3"),
        ("sqlite:///casemark.sqlite3", "casemark.sqlite3"),
        ("sqlite://", ":memory:"),
    ],
)
def test_an_sqlite_address_names_a_file(raw, name):
    assert read.database(raw)["NAME"] == name


def test_sqlite_is_set_up_for_several_writers():
    options = read.sqlite("casemark.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "busy_timeout" not in options["init_command"]


@pytest.mark.parametrize(
    ("raw", "port", "ssl", "tls"),
    [
        ("smtp://me:secret@mail.example", 587, False, True),
        ("smtp://mail.example", 587, False, False),
        ("smtps://me:secret@mail.example", 465, True, False),
        ("smtp://mail.example:2525", 2525, False, False),
    ],
)
def test_a_mail_address_is_taken_apart(raw, port, ssl, tls):
    found = read.mail_server(raw)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)


def _start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Reads the settings in a process of its own, with nothing else in its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.DEBUG, s.PRODUCTION)"],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def _last_line(started) -> str:
    return started.stderr.strip().splitlines()[-1]


def test_production_is_what_starts_where_nothing_is_said():
    started = _start()
    assert started.returncode != 0
    assert "CASEMARK_SECRET_KEY is not set" in _last_line(started)


def test_production_names_each_variable_that_is_missing():
    last = _last_line(_start(CASEMARK_ENV="production"))
    assert all(f"{name} is not set" in last for name in PRODUCTION if name != "CASEMARK_ENV")


def test_production_starts_with_its_variables_and_without_debug():
    started = _start(**PRODUCTION)
    assert started.stdout == "False True\n"
    assert started.stderr == ""


def test_production_names_one_malformed_variable_in_one_sentence():
    started = _start(**{**PRODUCTION, "CASEMARK_ORIGINS": "casemark.example"})
    assert started.returncode != 0
    assert _last_line(started).endswith(
        "CASEMARK_ORIGINS holds 'casemark.example', which is not an https origin: set it to one "
        "or more origins such as https://casemark.example, separated by commas."
    )


def test_an_unknown_environment_is_refused():
    assert "set it to demo, test or production." in _last_line(_start(CASEMARK_ENV="staging"))
