"""Draw a figure for a paper from a built folder: matrix, network or timeline, as SVG, PDF or PNG."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.console import say
from kg.errors import OutputError, QueryError

if TYPE_CHECKING:
    from kg.export.figures import Adoption

_QUERY = """
PREFIX jd: <https://w3id.org/jiedao/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?initiative ?label ?slogan ?place ?name ?above ?year ?status (COUNT(?mention) AS ?mentions) WHERE {
  ?statement a jd:Implementation ; jd:initiative ?initiative ; jd:place ?place ; jd:status ?status ; jd:mention ?mention .
  ?initiative rdfs:label ?label .
  ?place rdfs:label ?name .
  OPTIONAL { ?statement jd:year ?year }
  OPTIONAL { ?place jd:city/rdfs:label ?above }
  BIND(EXISTS { ?initiative a jd:Slogan } AS ?slogan)
  FILTER NOT EXISTS { ?initiative jd:boilerplate true }
} GROUP BY ?initiative ?label ?slogan ?place ?name ?above ?year ?status ORDER BY ?initiative ?place ?year ?status
"""
_LEAST = 2


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", choices=["matrix", "network", "timeline"], help="what to draw")
    parser.add_argument("--output", type=Path, default=Path("output"), metavar="DIR", help="the built folder (default: output)")
    parser.add_argument(
        "-o", "--figure", type=Path, default=None, metavar="FILE", help="file to write, .svg, .pdf or .png (default: KIND.svg)"
    )
    parser.add_argument("--rows", type=int, default=40, metavar="N", help="at most so many initiatives (default: 40)")
    parser.add_argument("--min", type=int, default=_LEAST, metavar="N", help="only initiatives of so many places (default: 2)")
    parser.add_argument(
        "--font", type=Path, metavar="FILE", help="a font file with Chinese characters (default: an installed one)"
    )


def run(options: argparse.Namespace) -> int:
    """Draw one figure."""
    from kg.export import figures, plot

    found = figures.shared(_adoptions(options.output / "graph.ttl"), options.min)
    if not found:
        raise OutputError(f"no initiative is named by {options.min} places. Try --min 1")
    target = options.figure or Path(f"{options.kind}.svg")
    plot.draw(options.kind, found, target, rows=options.rows, font=options.font)
    say(f"{target}: {min(options.rows, len(figures.places_of(found)))} of {len(figures.places_of(found))} initiatives")
    return 0


def _adoptions(graph: Path) -> list[Adoption]:
    from kg.export.figures import Adoption
    from kg.store.engine import evaluate

    if not graph.is_file():
        raise QueryError(f"{graph}: not there. Build it first: kg build seeds --out {graph.parent}")
    rows = evaluate(_QUERY, graph, row_limit=10_000_000).rows
    names: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(str(row[4]), set()).add(str(row[3]))
    result = []
    for initiative, label, slogan, place, name, above, year, status, mentions in rows:
        unclear = len(names[str(name)]) > 1 or "X" in str(name)  # XX街道: the name of nobody
        whole = f"{name}（{above}）" if unclear and above else str(name)
        planned = str(status).endswith("#Planned")
        result.append(
            Adoption(
                str(initiative),
                str(label),
                bool(slogan),
                str(place),
                whole,
                year if isinstance(year, int) else None,
                planned,
                int(mentions or 0),
            )
        )
    return result
