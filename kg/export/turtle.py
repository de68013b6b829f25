"""Subjects with their triples -> Turtle and the hash of their sorted N-Triples; the same bytes for the same graph."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import eq, itemgetter
from pathlib import Path

from kg import terms
from kg.forms import COMMON, FORMS, Fact, Form
from kg.terms import Block, Pair, Term

# a template is made with marks in place of names (\0: see _Template), so that no name usual for kg.forms may be too long
_LOCAL = re.compile(r"[A-Za-z0-9_\0](?:[A-Za-z0-9_\0-]{0,120}[A-Za-z0-9_\0])?", re.ASCII)
_INTEGER = f'"^^<{terms.XSD}integer>'
_DECIMAL = f'"^^<{terms.XSD}decimal>'
_NEXT = " ;\n    "
_KNOWN = 1 << 13  # terms remembered in Turtle form: what occurs again does so soon


class Writer:
    """Writes subjects under one base."""

    def __init__(self, base_iri: str) -> None:
        """Bind the prefixes of the data of `base_iri`."""
        self._prefixes = terms.prefixes(base_iri)
        self._short = _Shortener(self._prefixes)
        self._templates = _Templates(self._short)

    def prefixes(self) -> bytes:
        """Return the beginning of a document."""
        return "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in self._prefixes.items()).encode()

    def turtle(self, one: Block | Fact) -> bytes:
        """Return a subject as Turtle, its predicates grouped."""
        if isinstance(one, Fact) and one.form.triples <= COMMON:
            return self._templates[one.form].turtle(_encoded(one.values))
        return _block(*_whole(one), self._short).encode()

    def both(self, one: Block | Fact) -> tuple[bytes, bytes]:
        """Return a subject as sorted lines of N-Triples, and as Turtle."""
        if isinstance(one, Fact) and one.form.triples <= COMMON:
            template, values = self._templates[one.form], _encoded(one.values)
            return template.lines(values), template.turtle(values)
        whole = _whole(one)
        return "".join(sorted_lines(*whole)).encode(), self.turtle(whole)


def _whole(one: Block | Fact) -> Block:
    return one.form.block(one.values) if isinstance(one, Fact) else one


def _encoded(values: Sequence[str]) -> list[bytes]:
    return [value.encode() for value in values]


def turtle(subjects: Iterable[Block | Fact], base_iri: str) -> Iterator[str]:
    """Yield the pieces of a Turtle document: every prefix, then each subject with its predicates grouped."""
    return (piece.decode() for piece in _pieces(subjects, base_iri))


def _pieces(subjects: Iterable[Block | Fact], base_iri: str) -> Iterator[bytes]:
    writer = Writer(base_iri)
    yield writer.prefixes()
    yield from map(writer.turtle, subjects)


def write_turtle(path: Path, subjects: Iterable[Block | Fact], base_iri: str) -> None:
    """Write a Turtle file (UTF-8, line feeds) piece by piece; the caller swaps the file in."""
    with path.open("wb") as file:
        file.writelines(_pieces(subjects, base_iri))


def to_turtle(subjects: Iterable[Block | Fact], base_iri: str) -> str:
    """Return a whole Turtle document."""
    return b"".join(_pieces(subjects, base_iri)).decode()


def ntriples(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield one N-Triples line, with its line feed, per triple, in the order of the blocks."""
    for subject, pairs in blocks:
        for predicate, value in pairs:
            yield f"{subject} {predicate} {value} .\n"


def sorted_ntriples(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the N-Triples lines of the graph in sorted order, subject by subject, whatever the order of its blocks."""
    whole: dict[Term, Sequence[Pair]] = {}
    for subject, pairs in blocks:
        whole[subject] = (*whole[subject], *pairs) if subject in whole else pairs
    for subject in sorted(whole):  # a subject ends with >, so that sorted subjects give sorted lines
        yield "".join(sorted_lines(subject, whole[subject]))


def sorted_lines(subject: Term, pairs: Iterable[Pair]) -> list[str]:
    """Return the N-Triples lines of a subject, sorted, each once."""
    begin = f"{subject} "
    lines = [f"{begin}{predicate} {value} .\n" for predicate, value in pairs]
    lines.sort()
    return sorted(set(lines)) if any(map(eq, lines, lines[1:])) else lines  # hardly ever


def write_ntriples(path: Path, blocks: Iterable[Block]) -> None:
    """Write the sorted N-Triples, whose SHA-256 is the identity of the build."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(sorted_ntriples(blocks))


def sorted_ntriples_sha256(blocks: Iterable[Block]) -> str:
    """Return the SHA-256 of the sorted N-Triples: the identity of a build."""
    result = hashlib.sha256()
    for lines in sorted_ntriples(blocks):
        result.update(lines.encode("utf-8"))
    return result.hexdigest()


class _Shortener(dict[Term, str]):
    """Terms in Turtle form; computed on first use, for most IRIs occur many times, soon after one another."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        super().__init__({terms.RDF_TYPE: "a"})
        self._prefixes = {f"<{address}": f"{prefix}:" for prefix, address in prefixes.items()}
        self.heads = _Heads(self)

    def __missing__(self, term: Term) -> str:
        if len(self) > _KNOWN:
            self.clear()
            self[terms.RDF_TYPE] = "a"
        if term[0] == "<":
            made = self[term] = self._iri(term)
            return made
        if term[-1] == ">":
            value, _, datatype = term.rpartition("^^")
            made = self[term] = f"{value}^^{self[datatype]}"  # dates: few, and many times
            return made
        return term

    def _iri(self, term: Term) -> str:
        cut = term.rfind("/") + 1
        prefix = self._prefixes.get(term[:cut])
        if prefix is not None and _LOCAL.fullmatch(term, cut, len(term) - 1):
            return prefix + term[cut:-1]  # most are of data
        cut = term.rfind("#") + 1
        prefix = self._prefixes.get(term[:cut])
        return prefix + term[cut:-1] if prefix is not None and _LOCAL.fullmatch(term, cut, len(term) - 1) else term


class _Heads(dict[Term, str]):
    """Predicates in Turtle form, with what stands before and behind each where it follows another one."""

    def __init__(self, short: _Shortener) -> None:
        super().__init__()
        self._short = short

    def __missing__(self, predicate: Term) -> str:
        made = self[predicate] = f"{_NEXT}{self._short[predicate]} "
        return made


def _block(subject: Term, pairs: Sequence[Pair], short: _Shortener) -> str:
    pieces: list[str] = []
    heads, last = short.heads, ""
    for predicate, value in pairs:
        if predicate == last:
            pieces.append(" , ")
        else:
            pieces.append(heads[predicate])
            last = predicate
        if value[-1] != ">":  # plain or tagged literal; asked first, for these and IRIs are most
            pieces.append(value)
        else:
            pieces.append(short[value] if value[0] == "<" else _typed(value, short))
    return f"\n{short[subject]} {''.join(pieces)[len(_NEXT) :]} .\n"


class _Template:
    """How subjects of a form are written: what stands around their values.

    The text is what is written of a block with marks for values, so that there is one way of writing.
    """

    def __init__(self, form: Form, short: _Shortener) -> None:
        subject, pairs = form.block([f"\0{number:02d}\0" for number in range(form.values)])
        self._turtle, self._of_turtle = _with_gaps(_block(subject, pairs, short))
        self._lines, self._of_lines = _with_gaps("".join(sorted_lines(subject, pairs)))

    def turtle(self, values: Sequence[bytes]) -> bytes:
        """Return a subject with such values as Turtle."""
        return self._turtle % self._of_turtle(values)

    def lines(self, values: Sequence[bytes]) -> bytes:
        """Return it as sorted lines of N-Triples."""
        return self._lines % self._of_lines(values)


def _with_gaps(text: str) -> tuple[bytes, Callable[[Sequence[bytes]], tuple[bytes, ...]]]:
    """Return a template for text with marks, and what picks the values for its gaps."""
    pieces = re.split("\0([0-9]+)\0", text)
    return "%s".join(piece.replace("%", "%%") for piece in pieces[::2]).encode(), itemgetter(*map(int, pieces[1::2]))


class _Templates(dict[Form, _Template]):
    """The templates of forms, made on first use."""

    def __init__(self, short: _Shortener) -> None:
        super().__init__()
        self._short = short

    def __missing__(self, form: Form) -> _Template:
        if len(self) > FORMS:
            self.clear()
        made = self[form] = _Template(form, self._short)
        return made


def _typed(value: Term, short: _Shortener) -> str:
    if value.endswith(_INTEGER):
        return value[1 : -len(_INTEGER)]
    return value[1 : -len(_DECIMAL)] if value.endswith(_DECIMAL) else short[value]
