"""The HTML documentation of the ontology: one file, Chinese and English side by side, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg import terms

JD = terms.JD
COLOUR = URIRef(JD + "colour")
RANGE_INCLUDES = URIRef("https://schema.org/rangeIncludes")
PARTS = [
    ("类", "Classes", OWL.Class),
    ("对象属性", "Object properties", OWL.ObjectProperty),
    ("数据属性", "Datatype properties", OWL.DatatypeProperty),
    ("注释属性", "Annotation properties", OWL.AnnotationProperty),
    ("概念", "Concepts", SKOS.Concept),
    ("概念体系", "Concept schemes", SKOS.ConceptScheme),
]
ROWS = [  # what is shown of a term
    ("上位", "under", RDFS.subClassOf),
    ("上位", "under", RDFS.subPropertyOf),
    ("定义域", "domain", RDFS.domain),
    ("值域", "range", RDFS.range),
    ("值域", "range", RANGE_INCLUDES),
    ("概念体系", "scheme", SKOS.inScheme),
    ("代码", "code", SKOS.notation),
    ("近似", "close match", SKOS.closeMatch),
    ("参见", "see also", RDFS.seeAlso),
    ("例", "example", SKOS.example),
]
STYLE = """body{font:16px/1.55 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
svg{max-width:100%;height:auto}a{color:#0b4f9e}h3{margin:0}code{font-size:.92em;overflow-wrap:anywhere}
article{border-left:.3rem solid #888;padding:.3rem .8rem;margin:1rem 0}dl{display:grid;grid-template-columns:9rem 1fr;gap:.1rem .8rem;margin:.4rem 0}
dt{color:#555}dd{margin:0;overflow-wrap:anywhere}p{margin:.2rem 0}nav li{display:inline-block;margin-right:.9rem}nav ul{padding:0}
@media(max-width:40rem){dl{grid-template-columns:1fr}}"""


def page(graph: Graph, svg: str) -> str:
    """Return the text of index.html."""
    header = next(graph.subjects(RDF.type, OWL.Ontology))
    title = _say(graph, header, RDFS.label)
    pieces = [
        "<!doctype html>",
        '<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(' / '.join(title))}</title><style>{STYLE}</style></head><body>",
        f'<header><h1>{escape(title[0])}<br><span lang="en">{escape(title[1])}</span></h1>',
        *_about(graph, header),
        "</header><main>",
        '<h2 id="diagram">图 <span lang="en">Diagram</span></h2>',
        svg.rstrip(),
        *_contents(graph),
        *(line for zh, en, kind in PARTS for line in _part(graph, zh, en, kind)),
        "</main></body></html>",
    ]
    return "\n".join(pieces) + "\n"


def _about(graph: Graph, header: Node) -> Iterator[str]:
    yield from _both(graph, header, URIRef("http://purl.org/dc/terms/description"))
    yield from _both(graph, header, RDFS.comment)
    rows = [
        ("命名空间", "namespace", f"<code>{JD}</code> (<code>jd:</code>)"),
        ("版本", "version", _link(graph, graph.value(header, OWL.versionIRI))),
        ("许可", "licence", _link(graph, graph.value(header, URIRef("http://purl.org/dc/terms/license")))),
        (
            "文件",
            "files",
            '<a href="jiedao.ttl">jiedao.ttl</a>, <a href="shapes.ttl">shapes.ttl</a>, <a href="context.jsonld">context.jsonld</a>',
        ),
    ]
    yield from _list(rows)


def _contents(graph: Graph) -> Iterator[str]:
    yield '<nav aria-label="terms"><ul>'
    for zh, en, kind in PARTS:
        yield f'<li><a href="#{_anchor(en)}">{zh} <span lang="en">{en}</span></a> ({len(_own(graph, kind))})</li>'
    yield "</ul></nav>"


def _part(graph: Graph, zh: str, en: str, kind: Node) -> Iterator[str]:
    yield f'<section><h2 id="{_anchor(en)}">{zh} <span lang="en">{en}</span></h2>'
    for term in _own(graph, kind):
        colour = graph.value(term, COLOUR)
        style = f' style="border-color:{escape(str(colour), quote=True)}"' if colour is not None else ""
        labels = _say(graph, term, RDFS.label)
        yield f'<article id="{_local(term)}"{style}><h3>{escape(labels[0])} <span lang="en">{escape(labels[1])}</span> <code>{_name(graph, term)}</code></h3>'
        yield from _both(graph, term, SKOS.definition)
        if _say(graph, term, RDFS.comment) != _say(graph, term, SKOS.definition):
            yield from _both(graph, term, RDFS.comment)
        yield from _list([(row[0], row[1], shown) for row in ROWS if (shown := _values(graph, term, row[2]))])
        yield "</article>"
    yield "</section>"


def _list(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    yield "<dl>"
    yield from (f'<dt>{zh} <span lang="en">{en}</span></dt><dd>{shown}</dd>' for zh, en, shown in rows)
    yield "</dl>"


def _values(graph: Graph, term: Node, predicate: Node) -> str:
    shown = []
    for value in graph.objects(term, predicate):
        members = graph.value(value, OWL.unionOf)
        parts = Collection(graph, members) if members is not None else [value]
        shown += [_link(graph, one) if isinstance(one, URIRef) else escape(str(one)) for one in parts]
    return ", ".join(sorted(shown))


def _link(graph: Graph, term: Node | None) -> str:
    target = f"#{_local(term)}" if str(term).startswith(JD) else str(term)
    return f'<a href="{escape(target, quote=True)}">{_name(graph, term)}</a>'


def _name(graph: Graph, term: Node | None) -> str:
    return escape(graph.namespace_manager.normalizeUri(str(term)).strip("<>"))


def _local(term: Node | None) -> str:
    return escape(str(term).rsplit("#")[-1], quote=True)


def _anchor(en: str) -> str:
    return "part-" + en.lower().replace(" ", "-")  # no term has a hyphen in its name


def _both(graph: Graph, term: Node, predicate: Node) -> Iterator[str]:
    zh, en = _say(graph, term, predicate)
    yield f'<p>{escape(zh)}</p><p lang="en">{escape(en)}</p>'


def _say(graph: Graph, term: Node, predicate: Node) -> tuple[str, str]:
    found = {str(getattr(value, "language", "")): str(value) for value in graph.objects(term, predicate)}
    return found.get("zh", ""), found.get("en", "")


def _own(graph: Graph, kind: Node) -> list[Node]:
    return sorted((term for term in graph.subjects(RDF.type, kind) if str(term).startswith(JD)), key=str)
