"""The ontology folder is found in a checkout and in an installed package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import resources
from kg.errors import KgError


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    resources.ontology_folder.cache_clear()
    yield
    resources.ontology_folder.cache_clear()


def make_folder(folder: Path) -> Path:
    (folder / "queries").mkdir(parents=True)
    (folder / "jiedao.ttl").write_text("", encoding="utf-8")
    (folder / "queries" / "b.rq").write_text("", encoding="utf-8")
    (folder / "queries" / "a.rq").write_text("", encoding="utf-8")
    return folder


def test_a_checkout_has_it_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "kg")
    folder = make_folder(tmp_path / "ontology")
    assert resources.ontology_folder() == folder
    assert [path.name for path in resources.query_files()] == ["a.rq", "b.rq"]


def test_a_wheel_has_it_inside_and_that_one_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "kg")
    make_folder(tmp_path / "ontology")
    assert make_folder(tmp_path / "kg" / "ontology") == resources.ontology_folder()


def test_a_folder_called_ontology_that_is_not_ours_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "kg")
    (tmp_path / "ontology").mkdir()
    with pytest.raises(KgError, match=r"ontology is missing. Install the package again"):
        resources.ontology_folder()


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(KgError, match=r"nothing\.ttl: no such file"):
        resources.ontology_file("nothing.ttl")
