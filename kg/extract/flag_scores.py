"""The weights of all flags of `features.flags` at each character, summed without making the flags one by one.

Most characters have the usual value in most columns; what the usual values weigh is looked up at once, for the
shapes of three neighbours and for the distances from punctuation, and corrected where a column has another value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.features import Mark, cue_edges, distances, generic_cover, lexicon_states, noun_edges, quote_states, shapes_of


@dataclass(frozen=True, slots=True)
class FlagWeights:
    """The weight of each flag, with the sums that were met already."""

    known: dict[str, int]
    _of_shapes: dict[str, int] = field(default_factory=dict, repr=False)
    _of_distances: dict[str, int] = field(default_factory=dict, repr=False)

    def of(self, flag: str) -> int:
        """Return the weight of one flag, zero for one that has none."""
        return self.known.get(flag, 0)

    def sums(self, text: str, marks: Sequence[Mark]) -> list[int]:
        """Return for each character of `text` the sum over its flags; `marks` are as in `features.flags`."""
        shapes = f"^{shapes_of(text)}$"
        left, right = distances(text)
        generic = f"  {''.join(generic_cover(text))}  "
        windows = self.known
        sums = [
            self._shaped(shapes[at : at + 3]) + self._distant(left[at] + right[at]) + windows.get("G" + generic[at : at + 5], 0)
            for at in range(len(text))
        ]
        for at, more in self._unusual(text, marks, shapes, left, right):
            sums[at] += more
        return sums

    def _shaped(self, shapes: str) -> int:
        """What a character weighs by its own shape and those of its neighbours, all other columns being as usual."""
        found = self._of_shapes.get(shapes)
        if found is None:
            before, own, after = shapes[0], shapes[1], shapes[2]
            usual = ("q-", "Q--", "H-", "g-", "n-", f"h-{after}", f"e-{own}", f"b-{before}", f"E-{after}", f"s{shapes}")
            found = self._of_shapes[shapes] = sum(map(self.of, usual))
        return found

    def _distant(self, pair: str) -> int:
        found = self._of_distances.get(pair)
        if found is None:
            found = self._of_distances[pair] = sum(map(self.of, (f"l{pair[0]}-", f"r{pair[1]}-", f"d{pair}")))
        return found

    def _unusual(self, text: str, marks: Sequence[Mark], shapes: str, left: str, right: str) -> Iterator[tuple[int, int]]:
        """Yield (position, what to add) for every column with another value than the usual one."""
        yield from self._at_ends(text, shapes)
        yield from self._quoted(text, marks)
        yield from self._nouns(text, shapes, right)
        begins, ends = cue_edges(text)
        for at, cue in begins.items():
            if at < len(text):
                before = shapes[at]
                yield at, self._instead(f"b{cue}{before}", f"b-{before}") + self._instead(f"l{left[at]}{cue}", f"l{left[at]}-")
        for at, cue in ends.items():
            if at:
                after = shapes[at + 1]
                yield at - 1, self._instead(f"E{cue}{after}", f"E-{after}")
        for at, state in lexicon_states(text).items():
            yield at, self._instead("n" + state, "n-")

    def _at_ends(self, text: str, shapes: str) -> Iterator[tuple[int, int]]:
        yield 0, self._instead(f"e^{shapes[1]}", f"e-{shapes[1]}")
        yield len(text) - 1, self._instead("g$", "g-")

    def _quoted(self, text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
        states = ["^", *quote_states(len(text), marks), "$"] if marks else ["^", *"-" * len(text), "$"]
        places = range(len(text)) if marks else sorted({0, len(text) - 1})
        for at in places:
            before, own, after = states[at : at + 3]
            if own != "-" or before != "-" or after != "-":
                yield at, self._instead("q" + own, "q-") + self._instead(f"Q{before}{after}", "Q--")

    def _nouns(self, text: str, shapes: str, right: str) -> Iterator[tuple[int, int]]:
        ends, starts = noun_edges(text)
        for at, noun in ends.items():
            after = shapes[at + 2]
            yield at, self._instead(f"h{noun}{after}", f"h-{after}") + self._instead(f"r{right[at]}{noun}", f"r{right[at]}-")
            if at + 1 < len(text):
                yield at + 1, self._instead(f"e{noun}{after}", f"e-{after}")
        for at, noun in starts.items():
            yield at, self._instead("H" + noun, "H-")
            if at:
                yield at - 1, self._instead("g" + noun, "g-")

    def _instead(self, flag: str, usual: str) -> int:
        return self.known.get(flag, 0) - self.known.get(usual, 0)
