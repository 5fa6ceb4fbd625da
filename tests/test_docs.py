"""What the READMEs say is there, and what is there is in them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from audit.permissions import rights_table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CODE_README = (ROOT / "audit" / "README.md").read_text("utf-8")
READMES = {
    path.relative_to(ROOT).as_posix(): path
    for path in (ROOT / "README.md", ROOT / "audit" / "README.md", ROOT / "seeds" / "README.md")
}
SETTINGS = (ROOT / "config" / "settings.py").read_text("utf-8")
OUR_COMMANDS = {name for name, app in get_commands().items() if app == "audit"}


def of_make(text: str) -> set[str]:
    return set(re.findall(r"`?make ([a-z-]+)\b", re.sub(r"`make`", "", text)))


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_the_rights_in_the_readme_are_those_of_the_code():
    shown = CODE_README.partition("<!-- rights -->")[2].partition("<!-- /rights -->")[0]
    assert shown.strip() == rights_table()


def test_every_command_stands_in_the_readme_and_every_one_there_exists():
    named = set(re.findall(r"manage\.py ([a-z_]+)", README))
    assert named == OUR_COMMANDS


@pytest.mark.parametrize("command", sorted(OUR_COMMANDS))
def test_the_arguments_in_the_readme_are_those_of_the_command(command):
    usage = re.search(rf"`manage\.py {command}([^`]*)`", README)[1].split()
    parser = load_command_class("audit", command).create_parser("manage.py", command)
    own = [action for action in parser._actions if action.required]
    options = {name for action in parser._actions for name in action.option_strings}
    assert len([word for word in usage if word.isupper()]) == len(own)
    assert {word for word in usage if word.startswith("--")} <= options


def test_every_target_of_make_in_the_readme_exists():
    assert of_make(README)
    assert of_make(README) <= targets()


def test_the_two_commands_of_the_readme_are_demo_and_test():
    blocks = re.findall(r"```\n(.*?)\n```", README, re.DOTALL)
    assert blocks == ["make demo", "make test"]


def test_every_setting_stands_in_the_readme_and_every_one_there_is_read():
    read = set(re.findall(r'env\.read\(\s*"([A-Z_]+)"', SETTINGS))
    shown = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert {name for name in read if name.startswith("CASEMARK_")} <= shown
    assert shown == read


@pytest.mark.parametrize("readme", READMES)
def test_every_file_that_a_readme_links_to_exists(readme):
    path = READMES[readme]
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_path_that_a_readme_names_exists(readme):
    """Such as `tests/test_access.py`: from the root, or from the README's own folder."""
    path = READMES[readme]
    named = re.findall(r"`([a-z_]+/[a-z_/]*(?:\.[a-z]+)?)`", path.read_text("utf-8"))
    places = (path.parent, ROOT, ROOT / "audit")
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_every_module_that_the_makefile_runs_exists():
    modules = re.findall(r"-m (tests\.[a-z_.]+)", (ROOT / "Makefile").read_text("utf-8"))
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []
