"""What is served: an output folder, the store of its graph, and the addresses of its nodes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import QueryError, StoreError
from kg.resources import ontology_file
from kg.store.engine import load
from kg.terms import DEFAULT_BASE

_DATASET = "SELECT ?d (COUNT(*) AS ?n) { ?d a <http://rdfs.org/ns/void#Dataset> } GROUP BY ?d ORDER BY ?d"
_LOCAL = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]{1,500}")
_LABELS = "SELECT ?t ?l { ?t <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(isIRI(?t)) } ORDER BY ?t LANG(?l)"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A built folder (resolved) with the folder of its Oxigraph store; `files` are the names that the build wrote."""

    output: Path
    store: Path
    base_iri: str
    triples: int
    files: frozenset[str]

    @property
    def path(self) -> str:
        """Return the path of the base IRI: under it a node has the same path here as at its own address."""
        return urlsplit(self.base_iri).path or "/"

    def iri(self, local: str) -> str | None:
        """Return the IRI of the node with this name under the base, None where no IRI could be written so."""
        return self.base_iri + local if _LOCAL.fullmatch(local) else None

    def local(self, iri: str) -> str | None:
        """Return the name under the base of a node of ours, else None."""
        name = iri.removeprefix(self.base_iri)
        return name if name != iri and _LOCAL.fullmatch(name) else None


def open_dataset(output: Path, store: Path) -> Dataset:
    """Return the dataset of a built folder; raises StoreError or QueryError if it is none."""
    try:
        ledger = json.loads((output / "report.json").read_text(encoding="utf-8"))
        files = frozenset(map(str, ledger["files"])) | {"report.json"}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{output}: holds no build. Make one: kg build seeds --out {output}") from error
    opened = load(store)
    try:
        found = [row["d"].value for row in opened.query(_DATASET)]
    except (OSError, RuntimeError) as error:
        raise QueryError(f"{store}: cannot be asked ({error})") from error
    base = next(
        (iri.removesuffix("dataset") for iri in found if iri.endswith(("/dataset", "#dataset", ":dataset"))), DEFAULT_BASE
    )
    return Dataset(output.resolve(), store, base, len(opened), files)


def ontology_labels() -> dict[str, tuple[str, str]]:
    """Return the Chinese and the English label of each term of the ontology, by IRI."""
    found: dict[str, dict[str, str]] = {}
    for row in load(ontology_file("jiedao.ttl")).query(_LABELS):
        found.setdefault(row["t"].value, {})[row["l"].language or ""] = row["l"].value
    return {iri: (one.get("zh", ""), one.get("en", "")) for iri, one in found.items()}
