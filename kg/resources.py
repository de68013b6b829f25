"""Where the ontology folder lies: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import KgError

_PACKAGE = Path(__file__).parent


@cache
def ontology_folder() -> Path:
    """Return the folder that holds jiedao.ttl, shapes.ttl, queries/ and examples/.

    A wheel carries it as kg/ontology; a checkout, and so an editable install, has it beside kg/.
    """
    for folder in (_PACKAGE / "ontology", _PACKAGE.parent / "ontology"):
        if (folder / "jiedao.ttl").is_file():
            return folder
    raise KgError(
        f"{_PACKAGE / 'ontology'}: the ontology is missing. Install the package again: pip install --force-reinstall jiedao-kg"
    )


def ontology_file(name: str) -> Path:
    """Return the path of a file of the ontology folder, for instance 'jiedao.ttl' or 'shapes.ttl'."""
    path = ontology_folder() / name
    if not path.is_file():
        raise KgError(f"{path}: no such file in the ontology folder")
    return path


def query_files() -> tuple[Path, ...]:
    """Return the files of the canned questions, sorted by name."""
    return tuple(sorted((ontology_folder() / "queries").glob("*.rq"), key=lambda path: path.name))


def view_files() -> tuple[Path, ...]:
    """Return the files of the views (CONSTRUCT queries), sorted by name."""
    return tuple(sorted((ontology_folder() / "views").glob("*.rq"), key=lambda path: path.name))
