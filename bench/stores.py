"""Time loading and opening a store of synthetic triples in the shape of our graph, as ratios to rdflib.

python bench/stores.py [TRIPLES] [--without-rdflib]

Written: a Turtle file of about TRIPLES triples (default 1,000,000). Timed: `write_store` (the loader of
`kg build --store`), opening that store, a first query in it, the Oxigraph store in memory, and rdflib's parser.
Each runs in a process of its own; the peak is its largest resident size.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PER_STATEMENT = 14
HEAD = """@prefix jd: <https://w3id.org/jiedao/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix b: <https://example.org/jiedao/id/> .
<https://example.org/jiedao/id/dataset> a <http://rdfs.org/ns/void#Dataset> .
"""
COUNT = "SELECT ?p (COUNT(*) AS ?n) { ?s <https://w3id.org/jiedao/ontology#place> ?p } GROUP BY ?p ORDER BY DESC(?n) LIMIT 10"
STEPS = {
    "store on disk, written": "from kg.store.disk import write_store; write_store(graph, store)",
    "store on disk, opened": "from kg.store.engine import load; load(store)",
    "store on disk, opened and asked": f"from kg.store.engine import evaluate; evaluate({COUNT!r}, store)",
    "store in memory": "from kg.store.engine import load; load(graph)",
    "store in memory, loaded and asked": f"from kg.store.engine import evaluate; evaluate({COUNT!r}, graph)",
    "rdflib": "import rdflib; rdflib.Graph().parse(graph)",
}
RUN = """
import pathlib, resource, sys, time
sys.path.insert(0, sys.argv[1])
graph, store = map(pathlib.Path, sys.argv[2:4])
begun, cpu = time.perf_counter(), time.process_time()
{step}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.perf_counter() - begun, time.process_time() - cpu, peak)
"""


def main(arguments: list[str]) -> None:
    """Make the file, run each step, print a table."""
    triples = int(next((one for one in arguments if one.isdigit()), 1_000_000))
    steps = [name for name in STEPS if name != "rdflib" or "--without-rdflib" not in arguments]
    with tempfile.TemporaryDirectory() as folder:
        graph, store = Path(folder) / "graph.ttl", Path(folder) / "store"
        begun = time.perf_counter()
        write_graph(graph, triples)
        print(f"{triples} triples, {graph.stat().st_size >> 20} MiB of Turtle, made in {time.perf_counter() - begun:.1f} s")
        found = {name: measure(STEPS[name], graph, store) for name in steps}
        size = sum(path.stat().st_size for path in store.iterdir()) >> 20
    print(f"store on disk: {size} MiB")
    anchor = found.get("rdflib", (0.0, 0.0, 0.0))[1]
    print(f"{'':<36}{'wall s':>8}{'CPU s':>8}{'peak MiB':>10}{'rdflib ÷':>10}")
    for name, (wall, cpu, peak) in found.items():
        print(f"{name:<36}{wall:>8.2f}{cpu:>8.2f}{peak:>10.0f}{f'{anchor / max(cpu, 0.001):.1f}' if anchor else '':>10}")


def write_graph(path: Path, triples: int) -> None:
    """Write statements with their passages, 14 triples each."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        for n in range(triples // PER_STATEMENT):
            place, year, report = n % 997, 2010 + n % 15, n // 200
            file.write(
                f"<https://example.org/jiedao/id/statement/{n:016x}> a jd:Observation ;\n"
                f'    rdfs:label "街道{place} {year} 拆除违法建筑 {n}处"@zh ; jd:place <https://example.org/jiedao/id/place/{place}> ;\n'
                f"    jd:year {year} ; jd:status jd:Achieved ; schema:value {n} ;\n"
                f'    schema:unitText "处" ; jd:verbatim "{n}处"@zh ; prov:wasDerivedFrom <https://example.org/jiedao/id/passage/{n:x}> .\n'
                f"<https://example.org/jiedao/id/passage/{n:x}> a jd:Passage ; oa:start {n % 9000} ; oa:end {n % 9000 + 40} ;\n"
                f'    oa:exact "全年拆除违法建筑{n}处,持续深化“五水共治”,街道{place}在第{report}号报告中如是说。"@zh ;\n'
                f"    prov:wasQuotedFrom <https://example.org/jiedao/id/report/{report}> .\n"
            )


def measure(step: str, graph: Path, store: Path) -> tuple[float, float, float]:
    """Return wall seconds, CPU seconds and peak MiB of a step in a process of its own."""
    command = [sys.executable, "-c", RUN.format(step=step), str(ROOT), str(graph), str(store)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, cpu, peak = map(float, done.stdout.split())
    return wall, cpu, peak


if __name__ == "__main__":
    main(sys.argv[1:])
