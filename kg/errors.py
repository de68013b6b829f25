"""Every error that the package raises on purpose; each message names the file and what to do."""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors raised on purpose; its text is fit to be shown to a user."""


class InputError(KgError):
    """An input file or folder cannot be used as it is."""

    def __init__(self, path: str, reason: str, remedy: str) -> None:
        super().__init__(f"{path}: {reason}. {remedy}")
        self.path = path
        self.reason = reason
        self.remedy = remedy


class NothingBuiltError(KgError):
    """No input file could be turned into a report."""


class OutputError(KgError):
    """The output folder cannot be written."""


class LexiconError(KgError):
    """A lexicon table or rule file has a fault; the message names file and line."""


class DecisionError(KgError):
    """A row of a decisions file cannot be followed, or two rows contradict each other; the message names the lines."""


class EvidenceError(KgError):
    """A statement was to be made without a place in a text, or with a wrong one."""


class QueryError(KgError):
    """A question cannot be answered: unknown name, wrong syntax or a refused clause."""


class StoreError(KgError):
    """A store on disk, a server of ours or an endpoint of others cannot be used as asked."""


class MissingExtraError(KgError):
    """An optional dependency is not installed; the message names the install command."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an optional part: pip install 'jiedao-kg[{extra}]'")
        self.extra = extra


class EngineError(KgError):
    """A build in shards cannot be done as asked, or a part of it never comes to an end."""


class CacheError(KgError):
    """What was kept from an earlier build is not what it should be, or cannot be kept where it was asked for."""
