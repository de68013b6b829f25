"""The shape of the code: layers, sizes, names, and what importing costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "kg").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_and_so_are_its_functions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 50, node.name


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "tools"}
    assert [path for path in MODULES if path.stem in drawers] == []


@pytest.mark.parametrize("statement", ["import kg", "from kg.__main__ import main"])
def test_starting_up_loads_no_heavy_library(statement: str) -> None:
    heavy = (
        "rdflib",
        "networkx",
        "jieba",
        "pyvis",
        "pyoxigraph",
        "trafilatura",
        "rich",
        "pyshacl",
        "numpy",
        "starlette",
        "uvicorn",
    )
    code = f"{statement}; import sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_only_commands_print() -> None:
    printing = [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_every_text_file_is_opened_with_its_encoding() -> None:
    """A default encoding would change with the locale: GBK on a Chinese Windows."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"read_text", "write_text"}
            ):
                given = len(node.args) > (node.func.attr == "write_text") or "encoding" in {word.arg for word in node.keywords}
                assert given, f"{path}:{node.lineno}"
