"""How the values of kg.model are pickled: by class and fields, several times as fast as pickle's own way.

What is pickled was made and checked before, so it is put together again without its checks. It goes to the disk (see
kg.model.shelf) and between the processes of one build; nothing else may be read back in this way.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from kg import model


def _maker(kind: type) -> Callable[..., Any]:
    """Return a function that makes a value of `kind` from its fields in their order.

    It is written out for each class, as dataclasses does with __init__: that of a frozen class takes twice as long.
    """
    names = [field.name for field in fields(kind)]
    known: dict[str, Any] = {"_new": object.__new__, "_kind": kind}
    known |= {f"_put_{name}": getattr(kind, name).__set__ for name in names}
    puts = "".join(f"    _put_{name}(made, {name})\n" for name in names)
    exec(f"def {kind.__name__}({', '.join(names)}):\n    made = _new(_kind)\n{puts}    return made", known)  # noqa: S102 - names of fields only
    maker: Callable[..., Any] = known[kind.__name__]
    maker.__module__ = __name__  # pickle names it by module and name
    return maker


def _reducer(kind: type, maker: Callable[..., Any]) -> Callable[[Any], Any]:
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    return (lambda value: (maker, values(value))) if len(names) > 1 else (lambda value: (maker, (values(value),)))


_KINDS = [kind for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind)]
for _kind in _KINDS:
    globals()[_kind.__name__] = _maker(_kind)
    copyreg.pickle(_kind, _reducer(_kind, globals()[_kind.__name__]))
