"""The shape of the code (design, section 6), read from its source: no database, no import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AUDIT = ROOT / "audit"
TEMPLATES = ROOT / "templates"

# A layer may import itself and those of the lines above it; layers of one line not each other.
ORDER = (
    ("clock",),
    ("rules",),
    ("models",),
    ("permissions",),
    ("charts",),
    ("documents",),
    ("services",),
    ("unpacking",),
    ("forms", "spreadsheets", "evidence"),
    ("jobs",),
    ("views", "admin", "management", "middleware", "signals"),
    ("urls",),
)
ALLOWED = {
    layer: {layer}.union(*ORDER[:place]) for place, layers in enumerate(ORDER) for layer in layers
} | {"templatetags": {"templatetags", "rules", "models", "permissions", "charts"}}
ROWS_ONLY_SCOPED = ("views", "forms", "spreadsheets", "admin")
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}

SOURCES = [path for path in sorted(AUDIT.rglob("*.py")) if "migrations" not in path.parts]
LAYERED = [path for path in SOURCES if path not in {AUDIT / "__init__.py", AUDIT / "apps.py"}]


def layer_of(path: Path) -> str:
    return path.relative_to(AUDIT).parts[0].removesuffix(".py")


def in_layers(*layers: str) -> list[Path]:
    return [path for path in LAYERED if layer_of(path) in layers]


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def imported(path: Path) -> Iterator[str]:
    """The full name of everything that a module imports, inside functions too."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = f"{'.' * node.level}{node.module or ''}"
            yield from (f"{module}.{alias.name}" for alias in node.names)


def importing(package: str, paths: Iterable[Path]) -> list[str]:
    """Those of `paths` that import a package or something of it."""
    return [
        named(path)
        for path in paths
        if any(f"{name}.".startswith(f"{package}.") for name in imported(path))
    ]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_module_is_in_a_layer():
    assert {layer_of(path) for path in LAYERED} <= set(ALLOWED)


def test_imports_run_one_way():
    against = [
        f"{named(path)}: {name}"
        for path in LAYERED
        for name in imported(path)
        if name.startswith("audit.") and name.split(".")[1] not in ALLOWED[layer_of(path)]
    ]
    assert against == []


def test_imports_name_their_layer():
    relative = [named(path) for path in SOURCES if any(n.startswith(".") for n in imported(path))]
    assert relative == []


def test_only_the_demonstration_imports_the_tests():
    assert importing("tests", SOURCES) == ["audit/management/commands/load_demo.py"]


def test_rules_ask_no_database():
    asking = [
        named(path)
        for path in in_layers("rules")
        if {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
        & {"objects", "_default_manager", "filter", "save"}
    ]
    django = {name for path in in_layers("rules") for name in imported(path) if "django" in name}
    assert asking == []
    assert django <= {"django.db.models.TextChoices"}


def unscoped_lines(path: Path) -> Iterator[str]:
    """Lines that take a manager and then do anything but ask it what somebody may see."""
    parents = {child: node for node in nodes(path) for child in ast.iter_child_nodes(node)}
    for node, after in parents.items():
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            if not (isinstance(after, ast.Attribute) and after.attr == "visible_to"):
                yield f"{named(path)}:{node.lineno}"


def test_upper_layers_read_rows_only_through_scope():
    paths = in_layers(*ROWS_ONLY_SCOPED)
    assert [line for path in paths for line in unscoped_lines(path)] == []


def test_what_checks_files_knows_no_rows():
    assert importing("audit.models", in_layers("unpacking", "evidence")) == []


def test_only_one_module_knows_weasyprint():
    assert importing("weasyprint", SOURCES) == ["audit/documents/render.py"]


def test_services_know_no_request():
    paths = in_layers("rules", "models", "permissions", "charts", "documents", "services")
    knowing = [
        f"{named(path)}:{node.lineno}"
        for path in paths
        for node in nodes(path)
        if "request" in {getattr(node, "id", ""), getattr(node, "arg", "")}
    ]
    assert knowing == []
    assert importing("django.http", paths) == []


def test_no_module_is_longer_than_400_lines():
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{named(path)}: {node.name}"
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 50
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing():
    assert [named(path) for path in SOURCES if {path.stem, path.parent.name} & VAGUE_NAMES] == []


PAGES = sorted(TEMPLATES.rglob("*.html"))
ON_SCREEN = [path for path in PAGES if path.relative_to(TEMPLATES).parts[0] != "documents"]
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "script with a body": re.compile(r"<script\b[^>]*>\s*[^<\s]", re.I),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
}
OUR_OWN = re.compile(r"(_chart|\.chart|styles|help_text)\b")
"""What no person has typed: drawings, style sheets and the hints written in our forms."""


def test_pages_hold_nothing_inline_that_the_security_policy_forbids():
    found = [
        f"{named(path)}: {what}"
        for path in ON_SCREEN
        for what, pattern in INLINE.items()
        if pattern.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_templates_trust_no_text_that_somebody_typed():
    trusted = [
        f"{named(path)}: {text}"
        for path in PAGES
        for text in re.findall(r"{{([^}]*)\|safe\b", path.read_text("utf-8"))
        if not OUR_OWN.search(text)
    ]
    assert trusted == []
    assert [named(path) for path in PAGES if "autoescape" in path.read_text("utf-8")] == []


def test_every_page_template_is_used():
    text = "\n".join(path.read_text("utf-8") for path in (*PAGES, *SOURCES))
    pages = [
        path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "audit").rglob("*.html")
    ]
    assert pages
    assert [name for name in pages if f'"{name}"' not in text] == []
