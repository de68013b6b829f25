"""Knowledge graphs from the work reports of China's sub-districts.

Example:
    >>> graph = kg.build(["seeds"])
    >>> graph.to_turtle()
    >>> kg.extract_text("全年拆除违法建筑136处。")["metrics"]
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import KnowledgeGraph, build, extract_text

__version__ = "0.1.0"
__all__ = ["KnowledgeGraph", "__version__", "build", "extract_text"]


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: `import kg` and `kg --help` stay quick.
    if name in {"KnowledgeGraph", "build", "extract_text"}:
        return getattr(importlib.import_module("kg.api"), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
