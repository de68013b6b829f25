"""The web application: endpoint, query page, documents about nodes, and the files of the output folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import terms
from kg.resources import ontology_file
from kg.serve import nodes
from kg.serve.dataset import Dataset, ontology_labels
from kg.serve.endpoint import Endpoint, answer_response, stopped_response
from kg.serve.limits import Limits, QueryStoppedError
from kg.serve.negotiate import GRAPHS, MEDIA, PAGES, best
from kg.serve.pool import Pool
from kg.store.queries import list_queries

_STATIC = Path(__file__).parent / "static"
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_BUILT_POLICY = "frame-ancestors 'none'"  # the pages of a build carry their own, stricter policy
_SUFFIXES = {
    ".csv": MEDIA["csv"],
    ".html": MEDIA["html"],
    ".json": "application/json",
    ".nt": MEDIA["ntriples"],
    ".ttl": MEDIA["turtle"],
    ".tsv": MEDIA["tsv"],
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".graphml": "application/xml",
}


def make_app(dataset: Dataset, limits: Limits, hosts: Sequence[str], origins: Sequence[str] = ()) -> Starlette:
    """Return the application over a dataset.

    Requests for another host than `hosts` are refused, so that no web page can reach a server on loopback under a
    name of its own. `origins` are those whose pages may read answers; none by default.
    """
    pool = Pool(dataset.store, limits, terms.prefixes(dataset.base_iri))
    endpoint, site = Endpoint(dataset, pool), _Site(dataset, pool)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        yield
        await pool.close()

    routes = [
        Route("/sparql", endpoint.get, methods=["GET"]),
        Route("/sparql", endpoint.post, methods=["POST"]),
        Route("/query", site.static("query.html")),
        Route("/serve.js", site.static("serve.js")),
        Route("/serve.css", site.static("serve.css")),
        Route("/questions.json", site.questions),
        Route("/ontology.ttl", site.ontology),
        Route("/page/{local:path}", site.page),
        Route("/data/{local:path}.{suffix}", site.data),
        Route("/", site.file),
        Route("/{name:path}", site.node_or_file),
    ]
    middleware = [Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)]
    if origins:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=list(origins), allow_methods=["GET", "POST"], allow_headers=["Content-Type"])
        )
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


class _Headers:
    """Add to every answer what a browser must not do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                if not any(name == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", _POLICY.encode()))
                headers += [
                    (b"x-content-type-options", b"nosniff"),
                    (b"x-frame-options", b"DENY"),
                    (b"referrer-policy", b"no-referrer"),
                ]
            await send(message)

        await self._app(scope, receive, send_with)


class _Site:
    """Everything but the endpoint."""

    def __init__(self, dataset: Dataset, pool: Pool) -> None:
        self._dataset, self._pool = dataset, pool
        self._labels = ontology_labels()
        self._questions = [
            {"id": one.id, "zh": one.zh, "en": one.en, "parameters": one.parameters, "text": one.text} for one in list_queries()
        ]

    def static(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """Return the handler that sends one of our own files."""

        async def send(_: Request) -> Response:
            return FileResponse(_STATIC / name, media_type=_SUFFIXES[Path(name).suffix])

        return send

    async def questions(self, _: Request) -> Response:
        """Send the canned questions, and what the query page must know of the data."""
        return JSONResponse({"base": self._dataset.base_iri, "path": self._dataset.path, "questions": self._questions})

    async def ontology(self, _: Request) -> Response:
        """Send the ontology."""
        return FileResponse(ontology_file("jiedao.ttl"), media_type=MEDIA["turtle"])

    async def node_or_file(self, request: Request) -> Response:
        """Lead from the address of a node to a document about it; other paths are files of the build."""
        path = _raw(request)
        local = path.removeprefix(self._dataset.path)
        if path[1:] in self._dataset.files or local == path or not local:
            return await self.file(request)
        form = best(request.headers.get("accept"), {**PAGES, **GRAPHS})
        if self._dataset.iri(local) is None or form is None:
            return PlainTextResponse("no such node, or no acceptable format", 404 if form else 406)
        return RedirectResponse(nodes.document(local, form), 303, headers={"Vary": "Accept"})

    async def page(self, request: Request) -> Response:
        """Send the HTML page of a node."""
        iri = self._dataset.iri(_raw(request).removeprefix("/page/"))
        if iri is None:
            return PlainTextResponse("no such node", 404)
        try:
            about, pointing = [await self._rows(text) for text in (nodes.outgoing(iri), nodes.incoming(iri))]
        except QueryStoppedError as error:
            return stopped_response(error)
        text = nodes.page(iri, about, pointing, self._dataset, self._labels)
        return PlainTextResponse("no such node", 404) if text is None else HTMLResponse(text)

    async def data(self, request: Request) -> Response:
        """Send the triples about a node in the format that the suffix names."""
        local, _, suffix = _raw(request).removeprefix("/data/").rpartition(".")
        iri, form = self._dataset.iri(local), nodes.FORMS.get(suffix)
        if iri is None or form is None:
            return PlainTextResponse("no such document", 404)
        try:
            answer = await self._pool.run(nodes.triples(iri), None, form)
        except QueryStoppedError as error:
            return stopped_response(error)
        if not answer.rows:
            answer.path.unlink()
            return PlainTextResponse("no such node", 404)
        return answer_response(answer)

    async def file(self, request: Request) -> Response:
        """Send a file that the build wrote, and no other."""
        name = request.path_params.get("name") or "index.html"
        path = (self._dataset.output / name).resolve()  # report.json may be of others: no name in it leads out of the folder
        if name not in self._dataset.files or not path.is_relative_to(self._dataset.output) or not path.is_file():
            return PlainTextResponse("not found", 404)
        media = _SUFFIXES.get(path.suffix, "text/plain; charset=utf-8")
        return FileResponse(path, media_type=media, headers={"Content-Security-Policy": _BUILT_POLICY})

    async def _rows(self, text: str) -> bytes:
        answer = await self._pool.run(text, "json", None)
        try:
            return answer.path.read_bytes()
        finally:
            answer.path.unlink()


def _raw(request: Request) -> str:
    """Return the path as it was sent: a percent sign in the IRI of a node is part of its name."""
    raw: bytes = request.scope["raw_path"]
    return raw.split(b"?")[0].decode("ascii", "replace")
