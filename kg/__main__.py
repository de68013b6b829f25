"""The command line: `kg COMMAND …`, or `python -m kg COMMAND …`."""

from __future__ import annotations

import argparse
import atexit
import gc
import importlib
import sys

from kg import __version__
from kg.aside import SELDOM
from kg.commands import COMMANDS
from kg.commands.console import complain, use_utf8
from kg.errors import KgError


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 the job failed, 2 wrong usage, 130 interrupted."""
    use_utf8()
    parser = argparse.ArgumentParser(
        prog="kg", description="Knowledge graphs from the work reports of China's sub-districts (街道)."
    )
    parser.add_argument("--version", action="version", version=f"jiedao-kg {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    given = sys.argv[1:] if arguments is None else arguments
    for name in given[:1] if given and given[0] in COMMANDS else COMMANDS:  # one is asked for: the others stay unread
        module = importlib.import_module(f"kg.commands.{name}")
        summary = (module.__doc__ or "").splitlines()[0]
        command = commands.add_parser(name, help=summary, description=summary)
        if name in given:
            module.register(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(given)
    gc.set_threshold(*SELDOM)
    atexit.register(gc.freeze)  # the interpreter's last look for cyclic garbage, over all that a build made, is of no use
    try:
        return int(options.run(options))
    except KgError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("stopped; earlier output is unchanged")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
