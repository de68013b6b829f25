"""One HTTP request whose body may be a large file; the standard library's client streams it."""

from __future__ import annotations

import contextlib
import http.client
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request, parse_http_list, parse_keqv_list

from kg.errors import StoreError

_LONGEST = 1 << 20  # bytes of a reply that are read


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, beginning of the body, and where a redirection leads to."""

    status: int
    body: bytes
    location: str = ""
    challenge: str = ""


def send(method: str, address: str, headers: Mapping[str, str], body: bytes | Path, timeout: float) -> Reply:
    """Send a request and return the reply, whatever its status; a file is streamed with its length.

    Where the store asks for digest authentication and a user is in the environment, the request is sent once more.
    Raises StoreError if the address is none, or the store cannot be reached or falls silent for `timeout` seconds.
    """
    parts = checked(address)
    reply = _once(method, parts, headers, body, timeout)
    if reply.status == 401 and "KG_LOAD_USER" in os.environ:
        # Asked without credentials, a store says which kind it wants; an empty POST adds nothing.
        plain = {name: value for name, value in headers.items() if name != "Authorization"}
        challenge = _once("POST", parts, plain, b"", timeout).challenge
        if challenge.lower().startswith("digest "):
            return _once(method, parts, {**headers, "Authorization": _digest(challenge, method, address)}, body, timeout)
    return reply


def checked(address: str) -> SplitResult:
    """Return the parts of an http or https address; raises StoreError for anything else."""
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1)
    except ValueError:
        known = False
    if not known or not address.isascii() or any(one <= " " for one in address):
        raise StoreError(f"{address}: is no http or https address")
    if parts.username is not None:
        raise StoreError("the address holds a user name. Set KG_LOAD_USER and KG_LOAD_PASSWORD in the environment instead")
    return parts


def _once(method: str, parts: SplitResult, headers: Mapping[str, str], body: bytes | Path, timeout: float) -> Reply:
    where = f"{parts.scheme}://{parts.netloc}"
    host = parts.hostname or ""
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=timeout)
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
        # A store that refuses may close before it has read all; what it said is read all the same.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if isinstance(body, Path):
                with body.open("rb") as file:
                    connection.request(method, path, file, {**headers, "Content-Length": str(body.stat().st_size)})
            else:
                connection.request(method, path, body, dict(headers))
        with connection.getresponse() as response:
            get = response.headers.get
            return Reply(response.status, response.read(_LONGEST), get("Location", ""), get("WWW-Authenticate", ""))
    except TimeoutError as error:
        raise StoreError(f"{where}: no answer within {timeout:g} s. Allow more with --timeout") from error
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(f"{where}: cannot be reached ({error or type(error).__name__}). Is the store running there?") from error
    finally:
        connection.close()


def _digest(challenge: str, method: str, address: str) -> str:
    """Return the Authorization header that answers a digest challenge (RFC 7616), by the standard library's handler."""
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, address, os.environ["KG_LOAD_USER"], os.environ.get("KG_LOAD_PASSWORD", ""))
    handler = AbstractDigestAuthHandler(passwords)
    fields = parse_keqv_list(list(filter(None, parse_http_list(challenge.split(" ", 1)[1]))))
    answer = handler.get_authorization(Request(address, method=method), fields)  # noqa: S310 - checked to be http(s); nothing is opened here
    if not answer:
        raise StoreError(f"{address}: asks for a kind of digest that is not known ({challenge[:100]})")
    return f"Digest {answer}"
