"""Work done in a forked child, which may give up rights or take limits upon itself."""

from __future__ import annotations

import os
from collections.abc import Callable


def said_by_child(work: Callable[[], str]) -> str:
    """Do some work in a child process; return what it returns, or what the exception says that it raises."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = work()
        except BaseException as error:  # noqa: BLE001 - a child must never return into the test
            said = str(error)
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said
