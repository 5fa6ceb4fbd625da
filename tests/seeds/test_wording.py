"""Facts may be carried over from a document, sentences may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.seeds.folders import DURHAM, IOPC, REVIEW, ROOT, SEEDS, WEXSHIRE, fields_of, rows_of

RUN = 8
"""So many words of a document in a row are taken to be a sentence of its own."""
DOCUMENTS = ROOT.parent / "shared" / "seeds"
WORDED = [
    *sorted(DURHAM.glob("*.csv")),
    *sorted(REVIEW.glob("*.csv")),
    *sorted(IOPC.glob("*.csv")),
    *sorted((ROOT / "fixtures").glob("ncpi*.yaml")),
]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def _runs(text: str) -> Iterator[str]:
    words = _words(text)
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    documents = sorted(DOCUMENTS.glob("*.txt"))
    if not documents:
        pytest.skip("the documents that the facts come from do not ship with the project")
    return {run for path in documents for run in _runs(path.read_text("utf-8"))}


def _texts(path: Path) -> list[str]:
    """What is said; the titles of areas, stages and documents are names."""
    if path.suffix == ".yaml":
        rows = [row["fields"] for row in yaml.safe_load(path.read_text("utf-8"))]
        return [row.get(field, "") for row in rows for field in ("description", "text", "hint")] + [
            text for row in rows for text in row.get("guidance", {}).values()
        ]
    rows = rows_of(path.parent, path.name)
    names = {"title"} if path.name == "source_documents.csv" else set()
    return [cell for row in rows for column, cell in row.items() if column not in names]


@pytest.mark.parametrize("path", WORDED, ids=lambda path: f"{path.parent.name} {path.name}")
def test_no_sentence_is_copied_from_the_documents(path, sentences):
    copied = [run for text in _texts(path) for run in _runs(text) if run in sentences]
    assert copied == []


@pytest.mark.parametrize("folder", sorted(SEEDS.glob("*-20*")), ids=lambda path: path.name)
def test_only_invented_forces_have_invented_files(folder):
    reconstructed = {row["reconstructed"] for row in rows_of(folder, "case_files.csv")}
    invented = fields_of(folder)["force"] in {"wexshire", "eastmarch"}
    assert reconstructed == ({"no"} if invented else {"yes"})


@pytest.mark.parametrize("folder", WEXSHIRE, ids=lambda path: path.name)
def test_an_invented_audit_says_so_at_once(folder):
    assert fields_of(folder)["summary"].startswith("This is an audit of an invented force")


@pytest.mark.parametrize("folder", WEXSHIRE, ids=lambda path: path.name)
def test_invented_people_have_addresses_that_nobody_can_have(folder):
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.csv"))
    assert set(re.findall(r"@[\w.-]+", text)) == {"@wexshire.example"}
