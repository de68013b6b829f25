"""The SPARQL 1.1 Protocol, query operation: GET, POST of a form, POST of a query; nothing is ever changed."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from kg.serve.dataset import Dataset
from kg.serve.description import describe
from kg.serve.limits import QueryStoppedError
from kg.serve.negotiate import GRAPHS, MEDIA, PAGES, ROWS, best
from kg.serve.pool import Answer, Pool

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_OTHER_DATA = {"default-graph-uri", "named-graph-uri"}
_FIELDS = 20


class Endpoint:
    """Answers the requests to the endpoint's address."""

    def __init__(self, dataset: Dataset, pool: Pool) -> None:
        self._dataset, self._pool = dataset, pool

    async def get(self, request: Request) -> Response:
        """Answer the query in the address; without one, describe the service, or lead a browser to the query page."""
        if not request.url.query:
            return self._describe(request)
        return await self._answer(request, request.scope["query_string"])

    async def post(self, request: Request) -> Response:
        """Answer the query in the body: alone, or in a form."""
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        try:
            body = await _body(request, self._pool.limits.text * 3)  # a form escapes a byte as three
            if kind == _FORM:
                return await self._answer(request, body)
            if kind == _QUERY:
                _texts(request.scope["query_string"])
                return await self._run(request, body.decode("utf-8"))
        except UnicodeDecodeError:
            return PlainTextResponse("the query is not UTF-8", 400)
        except _BadRequest as error:
            return PlainTextResponse(str(error), error.status)
        return PlainTextResponse(f"send a query as {_QUERY} or {_FORM}; nothing can be changed here", 415)

    async def _answer(self, request: Request, encoded: bytes) -> Response:
        try:
            queries = _texts(encoded)
        except _BadRequest as error:
            return PlainTextResponse(str(error), error.status)
        if len(queries) != 1:
            return PlainTextResponse("give exactly one parameter called query", 400)
        return await self._run(request, queries[0])

    async def _run(self, request: Request, text: str) -> Response:
        if len(text.encode("utf-8", "replace")) > self._pool.limits.text:
            return PlainTextResponse(f"the query is longer than {self._pool.limits.text} bytes", 413)
        accept = request.headers.get("accept")
        rows, graph = best(accept, ROWS), best(accept, GRAPHS)
        if rows is None and graph is None:
            return PlainTextResponse(f"not acceptable; known are {', '.join([*ROWS, *GRAPHS])}", 406)
        try:
            return answer_response(await self._pool.run(text, rows, graph))
        except QueryStoppedError as error:
            return stopped_response(error)

    def _describe(self, request: Request) -> Response:
        form = best(request.headers.get("accept"), {**GRAPHS, **PAGES})
        if form == "html":
            return RedirectResponse("/query", 303, headers={"Vary": "Accept"})
        if form is None:
            return PlainTextResponse("not acceptable", 406)
        address = str(request.url.replace(query=None, fragment=None))
        return Response(describe(address, self._dataset, form), media_type=MEDIA[form], headers={"Vary": "Accept"})


def answer_response(answer: Answer) -> Response:
    """Return the response that sends an answer and then removes its file; a cut answer says so in a header."""
    headers = {"Vary": "Accept", "X-Rows": str(answer.rows), "Cache-Control": "no-cache", **_timing(answer.seconds)}
    if answer.truncated:
        headers["X-Truncated"] = "true"
    return FileResponse(
        answer.path,
        media_type=MEDIA[answer.form],
        headers=headers,
        background=BackgroundTask(answer.path.unlink, missing_ok=True),
    )


def stopped_response(error: QueryStoppedError) -> Response:
    """Return the response that says why there is no answer."""
    retry = {"Retry-After": "5"} if error.status == 503 else {}
    return PlainTextResponse(str(error), error.status, headers={**_timing(error.seconds), **retry})


def _timing(seconds: float) -> dict[str, str]:
    return {"Server-Timing": f"query;dur={seconds * 1000:.0f}"}  # milliseconds that a worker was at it


class _BadRequest(Exception):  # noqa: N818 - a reply, not a fault
    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _texts(encoded: bytes) -> list[str]:
    """Return the values of `query`; raises _BadRequest for an update, for other data, for what is no form."""
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise _BadRequest("the parameters cannot be read: percent-encoded UTF-8 is wanted", 400) from error
    names = {name for name, _ in pairs}
    if "update" in names:
        raise _BadRequest("an update changes the graph; this endpoint only answers queries", 403)
    if names & _OTHER_DATA:
        raise _BadRequest("the dataset of a query cannot be chosen here: leave out default-graph-uri and named-graph-uri", 400)
    return [value for name, value in pairs if name == "query"]


async def _body(request: Request, most: int) -> bytes:
    """Return the body, or raise _BadRequest as soon as it is longer than `most` bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise _BadRequest("the body is too long", 413)
    return body
