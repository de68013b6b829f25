"""Which of the formats on offer a client likes best: the Accept header of HTTP (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping

ROWS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
}
PAGES = {"text/html": "html", "application/xhtml+xml": "html"}
MEDIA = {  # what an answer in a format is called
    "json": "application/sparql-results+json; charset=utf-8",
    "xml": "application/sparql-results+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples; charset=utf-8",
    "rdfxml": "application/rdf+xml; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def best(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """Return the format of `offered` (media type -> format) that `accept` ranks first, None if it admits none.

    Without a header, and among equals, the first one offered is taken. What cannot be read in the header is ignored.
    """
    ranges = _ranges(accept)
    if not ranges:
        return next(iter(offered.values()))
    weights = {media: _weight(media, ranges) for media in offered}
    first = max(weights, key=lambda media: weights[media])
    return offered[first] if weights[first] > 0 else None


def _ranges(accept: str | None) -> dict[str, float]:
    """Return the weight of each media range of the header, in lower case; other parameters than q are left out."""
    found: dict[str, float] = {}
    for part in (accept or "")[:2000].split(","):
        media, *parameters = (one.strip().lower() for one in part.split(";"))
        if media:
            found[media] = _quality(parameters)
    return found


def _quality(parameters: list[str]) -> float:
    for one in parameters:
        if one.startswith("q="):
            try:
                return min(max(float(one[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _weight(media: str, ranges: Mapping[str, float]) -> float:
    """Return the weight of a media type: of the range that names it most exactly."""
    for one in (media, media.split("/")[0] + "/*", "*/*"):
        if one in ranges:
            return ranges[one]
    return 0.0
