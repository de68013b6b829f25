"""Pages saved as one file (mht, mhtml): the first HTML part. RFC 2557."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from kg.errors import InputError
from kg.read.decode import decode
from kg.read.html import page_text
from kg.read.registry import Content, Options, reader

_MOST_PARTS = 5_000


@reader(".mht", ".mhtml", needs=("trafilatura", "selectolax.lexbor"))
def read_mhtml(data: bytes, name: str, options: Options) -> list[Content]:
    """Return the one report that a saved page holds."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    part = _page(message)
    payload = part.get_payload(decode=True) if part is not None else None
    if not isinstance(payload, bytes):
        raise InputError(name, "the saved page holds no HTML", "Save the page again as HTML.")
    decoded = decode(payload)
    return [Content(page_text(decoded.text), "multipart/related", decoded.label)]


def _page(message: Message) -> Message | None:
    for number, part in enumerate(message.walk()):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
        if number > _MOST_PARTS:
            break
    return None
